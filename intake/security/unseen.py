"""Characters that turn or hide text, made visible. In: text from anywhere. Out: the same with each of them spelt out. Pure.

They let a name read as another one (Unicode Technical Report 36, section 3.3). Joiners that emoji and scripts need stay, soft hyphens too.
"""

import re
from typing import Final

_UNSEEN: Final = re.compile(r"([\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f])\1*")


def spelt_out(text: str) -> str:
    """`[U+202E]` in place of the character, and `[U+200B, 40 times]` in place of a run."""
    return _UNSEEN.sub(_name, text)


def _name(found: re.Match[str]) -> str:
    times = len(found[0])
    return f"[U+{ord(found[1]):04X}{f', {times} times' if times > 1 else ''}]"
