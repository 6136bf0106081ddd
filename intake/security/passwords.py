"""Passwords: which are good enough, and their hashes. In: a password. Out: what is wrong with it; a hash; a verdict. No network.

Length as NIST SP 800-63B-4 3.1.1.2 asks of a password that stands alone; argon2id at 19 MiB, two passes, one lane or more.
"""

from typing import Final

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher
from zxcvbn import zxcvbn
from zxcvbn.frequency_lists import FREQUENCY_LISTS

SHORTEST: Final = 15
LONGEST: Final = 256
_WEAKEST: Final = 3  # of zxcvbn's scores, 0 to 4: ten to the eighth guesses and more
_BESIDES: Final = 10  # characters beside one's own names
_LOOKED_AT: Final = 72  # characters; zxcvbn's time grows with them
_HASHER: Final = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1),))
_COMMON: Final = frozenset(FREQUENCY_LISTS["passwords"])

# The hash of a password that nobody knows: checked where there is no person, so that the answer takes as long.
_NOBODY: Final = "$argon2id$v=19$m=19456,t=2,p=1$sBGZGjetn18xTY+XVmBjkQ$GIxAj2bvgfu4I0dWfF8ZGtj6wLP1NPaqMRVujQsZzfs"


def problem(password: str, *, known: tuple[str, ...] = ()) -> str:
    """What is wrong with a new password, for whoever chose it; empty where nothing is. `known` are words that point at the person."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters; several words are easy to remember."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    rest = password.lower()
    for each in known:
        rest = rest.replace(each.lower(), "") if len(each) > 2 else rest
    if len(rest) < _BESIDES:
        return "This password is little more than your own name. Use several words that do not belong together."
    said = zxcvbn(password[:_LOOKED_AT], user_inputs=[each for each in known if each])
    if password.lower() in _COMMON or said["score"] < _WEAKEST:
        return "This password is on lists of known passwords or easy to guess. Use several words that do not belong together."
    return ""


def hashed(password: str) -> str:
    """The argon2id hash, with its salt and settings."""
    return _HASHER.hash(password)


def fits(password: str, kept: str) -> tuple[bool, str | None]:
    """Whether the password is the one of that hash, and a new hash where the settings have become stronger.

    Takes the same time where `kept` is empty, which fits nothing.
    """
    try:
        well, better = _HASHER.verify_and_update(password[:LONGEST], kept or _NOBODY)
    except UnknownHashError:
        return False, None
    return (well, better) if kept else (False, None)
