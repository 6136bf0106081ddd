"""The sender's own words, without what was quoted. In: a mail's text. Out: the text, and the same as plain words. Pure."""

import re
from typing import Final

MAX_TEXT: Final = 20_000
"""Longest text looked at, in characters."""

_QUOTE_BEGINS: Final = re.compile(
    r"^(?:\s*>"
    r"|-{2,}\s*(?:original message|forwarded message|original appointment)"
    r"|_{8,}\s*$"
    r"|on .{4,200}\bwrote:\s*$"
    r"|begin forwarded message:"
    r"|from:\s.{1,300}$(?=\n+(?:\s*(?:sent|date|to|subject|cc):))"
    r")",
    re.IGNORECASE | re.MULTILINE,
)
_FORWARD: Final = re.compile(r"^(?:-{2,}\s*forwarded message|begin forwarded message:)", re.IGNORECASE | re.MULTILINE)
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")
_APOSTROPHE: Final = re.compile(r"['’‘]")


def own(text: str) -> str:
    """What stands above the first quotation. A forwarded mail is kept whole: what was passed on is what the sender wants read."""
    text = text[:MAX_TEXT]
    if _FORWARD.search(text):
        return text
    begins = _QUOTE_BEGINS.search(text)
    return text[: begins.start()] if begins else text


def plain(text: str) -> str:
    """Lower-case words with single blanks between, before and behind, so that a phrase is found as whole words."""
    return f" {_NO_WORD.sub(' ', _APOSTROPHE.sub('', text[:MAX_TEXT].lower())).strip()} "


def count(words: str) -> int:
    """How many words a plain text has."""
    return words.count(" ") - 1 if words.strip() else 0
