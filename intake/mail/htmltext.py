"""HTML mail as plain text for staff eyes and for reading. In: HTML. Out: text. Pure.

One pass that looks for the next tag with `find`, so that broken or hostile HTML takes linear time (the standard parser takes
quadratic time on some). Nothing is loaded, nothing is run; scripts, styles and comments are left out.
"""

import html
import re
from typing import Final

_OPENING: Final = re.compile(r"<(?=[A-Za-z!?/])")
"""Where a tag or a comment may begin; any other angle is a character."""
_TAG_NAME: Final = re.compile(r"/?([A-Za-z][A-Za-z0-9:-]{0,30})")
_REFERENCE: Final = re.compile(r"&(?:#[0-9]{1,7}(?![0-9])|#[xX][0-9A-Fa-f]{1,6}(?![0-9A-Fa-f])|[A-Za-z][A-Za-z0-9]{1,31});?")
_SPACE: Final = re.compile(r"[ \t\r\n\f\v\xa0]+")
_UNSEEN: Final = frozenset({"script", "style", "title", "template", "noframes", "iframe", "object", "svg", "xml"})
_PARAGRAPHS: Final = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "pre", "table", "hr"})
_LINES: Final = frozenset(
    {
        "div",
        "tr",
        "li",
        "br",
        "dt",
        "dd",
        "section",
        "article",
        "header",
        "footer",
        "address",
        "center",
        "form",
        "fieldset",
        "caption",
        "body",
        "blockquote",
    }
)
_CELLS: Final = frozenset({"td", "th"})
_MAX_QUOTE: Final = 20


def _character(reference: re.Match[str]) -> str:
    return html.unescape(reference[0])


class _Text:
    """Collects lines; knows how deep in quotations it stands."""

    def __init__(self, bound: int) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quote = 0
        self.left = bound

    def words(self, chunk: str) -> None:
        text = _SPACE.sub(" ", _REFERENCE.sub(_character, chunk) if "&" in chunk else chunk)
        if not self.line:
            text = text.lstrip(" ")
        if text:
            self.line.append(text[: self.left])
            self.left -= len(text)

    def end_line(self, blank: bool = False) -> None:
        text = "".join(self.line).strip()
        self.line = []
        prefix = "> " * self.quote
        if text:
            self.lines.append(prefix + text)
        if blank and self.lines and self.lines[-1].strip("> "):
            self.lines.append(prefix.rstrip())

    def hard_break(self) -> None:
        if self.line:
            self.end_line()
        elif self.lines and self.lines[-1].strip("> "):
            self.end_line(blank=True)


def convert(source: str, bound: int) -> str:
    """Plain text of at most about `bound` characters: a line for each block, blank lines between paragraphs, `> ` before quotations."""
    out = _Text(bound)
    position = 0
    while out.left > 0:
        found = _OPENING.search(source, position)
        if found is None:
            out.words(source[position:])
            break
        opening = found.start()
        out.words(source[position:opening])
        if source.startswith("<!--", opening):
            closing = source.find("-->", opening + 4)
            position = len(source) if closing < 0 else closing + 3
            continue
        tag = _TAG_NAME.match(source, opening + 1)
        closing = source.find(">", opening)
        if closing < 0:
            out.words(source[opening:])
            break
        position = closing + 1
        if tag is not None:
            position = _tag(out, tag[1].lower(), source[opening + 1] == "/", source, position)
    out.end_line()
    return "\n".join(out.lines).strip("\n")


def _tag(out: _Text, name: str, ends: bool, source: str, position: int) -> int:
    """Account for one tag; returns where reading goes on."""
    if name in _UNSEEN and not ends:
        closing = re.compile(rf"</{re.escape(name)}", re.IGNORECASE).search(source, position)
        return closing.start() if closing else len(source)
    if name == "blockquote":
        out.end_line()
        out.quote = max(0, min(_MAX_QUOTE, out.quote + (-1 if ends else 1)))
    elif name == "br":
        out.hard_break()
    elif name in _PARAGRAPHS:
        out.end_line(blank=True)
    elif name in _LINES:
        out.end_line()
        if name == "li" and not ends:
            out.words("- ")
    elif name in _CELLS and not ends and out.line:
        out.line.append("\t")
    return position
