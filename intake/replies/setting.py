"""One reply set in type: its compiled texts and how they become subject and body. In: sound sources, plain values. Out: plain text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import jinja2

from intake.replies import sandbox, wording

MAX_SUBJECT: Final = 120
_TRAILING: Final = re.compile(r"[ \t]+$", re.MULTILINE)
_EMPTY_LINES: Final = re.compile(r"\n{3,}")


class TooLong(ValueError):
    """A text came out longer than sandbox.MAX_OUTPUT."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Compiled once, used for every letter, from any thread."""

    _subject: jinja2.Template
    _body: jinja2.Template
    _parts: Mapping[str, jinja2.Template]

    def subject(self, values: Mapping[str, object]) -> str:
        """One line, without control characters, of at most MAX_SUBJECT characters. Raises one of sandbox.BROKEN."""
        return wording.line(self._subject.render(values))[:MAX_SUBJECT].rstrip()

    def parts(self, values: Mapping[str, object]) -> dict[str, str]:
        """The locked parts in words. Raises one of sandbox.BROKEN."""
        return {name: tidy(part.render(values)) for name, part in self._parts.items()}

    def text(self, values: Mapping[str, object]) -> str:
        """The body, ending with a line break. Raises one of sandbox.BROKEN."""
        # Each part is a paragraph of its own, wherever a template puts it.
        parts = {name: f"\n\n{words}\n\n" if words else "" for name, words in self.parts(values).items()}
        text = self._body.render(values, locked=parts)
        if len(text) > sandbox.MAX_OUTPUT:
            raise TooLong(f"the text came out longer than {sandbox.MAX_OUTPUT:,} characters")
        return tidy(text) + "\n"

    def without_parts(self, values: Mapping[str, object]) -> str:
        """The body's own words alone. Raises one of sandbox.BROKEN."""
        text = self._body.render(values, locked=dict.fromkeys(self._parts, "\n\n"))
        if len(text) > sandbox.MAX_OUTPUT:
            raise TooLong(f"the text came out longer than {sandbox.MAX_OUTPUT:,} characters")
        return tidy(text)


def make(subject: str, body: str, parts: Mapping[str, str]) -> Setting:
    """Compile sources that the checker passed."""
    compiled = {name: sandbox.compile_text(source) for name, source in parts.items()}
    return Setting(sandbox.compile_text(subject), sandbox.compile_text(body), compiled)


def tidy(text: str) -> str:
    """No blanks at line ends, no two empty lines together, none at either end."""
    return _EMPTY_LINES.sub("\n\n", _TRAILING.sub("", text.replace("\r\n", "\n"))).strip("\n")
