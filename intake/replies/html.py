"""The HTML of a reply, made from its text so that both say the same. In: plain text. Out: one HTML document. Pure.

The subject is the one heading of the first order, so that who listens to the page knows what it is; the text has it in its header. Else
four shapes and no more: a line underlined with three or more dashes is a heading; lines that begin with "- " are a list; lines between
empty lines are a paragraph; a configured https address is a link. No colours are set, so that light and dark screens both work.
"""

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Final
from urllib.parse import urlsplit

MAX_LINK: Final = 500
_UNDERLINE: Final = re.compile(r"-{3,}")
_BULLET: Final = "- "
_PAGE: Final = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; supported-color-schemes: light dark; }}
body {{ margin: 0 auto; padding: 1em; max-width: 38em; font: 1em/1.5 Arial, Helvetica, sans-serif; overflow-wrap: break-word; }}
h1 {{ margin: 0 0 1em; font-size: 1.25em; line-height: 1.3; }}
h2 {{ margin: 1.5em 0 0.5em; font-size: 1.125em; line-height: 1.3; }}
p, ul {{ margin: 0 0 1em; }}
</style>
</head>
<body>
<div lang="{lang}" dir="ltr">
<h1>{title}</h1>
{body}
</div>
</body>
</html>
"""


def page(text: str, *, title: str, links: Iterable[str] = (), lang: str = "en") -> str:
    """A whole document. `links` are addresses of ours; one that is not plain https stays text.

    The language is said twice: web mail takes the letter out of its own `html` element.
    """
    pattern = _links(links)
    body = "\n".join(_block(block, pattern) for block in _blocks(text))
    return _PAGE.format(lang=escape(lang), title=escape(title), body=body)


def _blocks(text: str) -> Iterator[list[str]]:
    """Runs of lines between empty ones."""
    for filled, lines in groupby(text.split("\n"), key=lambda line: bool(line.strip())):
        if filled:
            yield list(lines)


def _block(lines: list[str], links: re.Pattern[str] | None) -> str:
    heading = len(lines) > 1 and _UNDERLINE.fullmatch(lines[1].strip()) is not None
    parts = [f"<h2>{_inline(lines[0], links)}</h2>"] if heading else []
    for listed, run in groupby(lines[2 if heading else 0 :], key=lambda line: line.startswith(_BULLET)):
        if listed:
            items = "\n".join(f"<li>{_inline(line.removeprefix(_BULLET), links)}</li>" for line in run)
            parts.append(f"<ul>\n{items}\n</ul>")
        else:
            parts.append("<p>{}</p>".format("<br>\n".join(_inline(line, links) for line in run)))
    return "\n".join(parts)


def _inline(line: str, links: re.Pattern[str] | None) -> str:
    if links is None or "https://" not in line:
        return escape(line.strip())
    pieces = links.split(line.strip())
    # The pattern has one group, so that every second piece is an address.
    return "".join(f'<a href="{escape(piece)}">{escape(piece)}</a>' if number % 2 else escape(piece) for number, piece in enumerate(pieces))


def _links(links: Iterable[str]) -> re.Pattern[str] | None:
    good = sorted((link for link in links if is_plain_https(link)), key=len, reverse=True)
    return re.compile(rf"({'|'.join(map(re.escape, good))})(?![\w/?#=&%-])") if good else None


def is_plain_https(link: str) -> bool:
    """Whether `link` is an https address without user, blanks, quotes or angle brackets."""
    if len(link) > MAX_LINK or not re.fullmatch(r"https://[^\s\"'<>\\`{}|^]+", link):
        return False
    try:
        parts = urlsplit(link)
        return bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
