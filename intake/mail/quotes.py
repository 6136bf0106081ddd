"""What the author of a mail wrote himself. In: the body as text. Out: it without quotations and signature. Pure.

For guessing what a mail is about, not for showing: staff always see the whole text.
"""

import re
from typing import Final

TEXT_CHARS: Final = 100_000
LINES: Final = 2_000
_QUOTED: Final = re.compile(r"\s*[>|]")
_ATTRIBUTION: Final = re.compile(r"\s*(?:on|am|le|el)\b.{4,200}\b(?:wrote|schrieb|a écrit|escribió)\s*:?\s*", re.IGNORECASE)
_DIVIDER: Final = re.compile(
    r"\s*(?:-{2,}\s*(?:original message|forwarded message|original appointment|reply message)\s*-{2,}|_{20,}|begin forwarded message:)\s*",
    re.IGNORECASE,
)
_FROM_LINE: Final = re.compile(r"\s*\*?from:\*?\s", re.IGNORECASE)
_SENT_LINE: Final = re.compile(r"\s*\*?(?:sent|date|to):\*?\s", re.IGNORECASE)
_SIGNATURE: Final = re.compile(r"--\s*|\s*(?:sent from my \w+|get outlook for \w+|sent via \w+)\b.{0,60}", re.IGNORECASE)


def own_words(text: str) -> str:
    """The text above the first quotation or signature, quoted lines left out. All of it where nothing would be left (a plain forward)."""
    lines = text[:TEXT_CHARS].split("\n")[:LINES]
    kept: list[str] = []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if _ends_here(line[:300], following[:300]):
            break
        if not _QUOTED.match(line):
            kept.append(line)
    own = "\n".join(kept).strip()
    return own or text[:TEXT_CHARS].strip()


def _ends_here(line: str, following: str) -> bool:
    return bool(
        _DIVIDER.fullmatch(line)
        or _SIGNATURE.fullmatch(line)
        or _ATTRIBUTION.fullmatch(line)
        or (line and _ATTRIBUTION.fullmatch(f"{line} {following}"))
        or (_FROM_LINE.match(line) and _SENT_LINE.match(following))
    )
