"""Take people out of texts. In: a text and a key. Out: the same text with pseudonyms for addresses and masks for private numbers. Pure.

The same address has the same pseudonym under the same key, so that lines about one sender can be laid side by side.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import Final

from intake.security import masking

# Anything with an @ between two words is taken for an address: a log loses nothing by a pseudonym too many.
ADDRESS: Final = re.compile(r"[^\s<>\"'(),;:\[\]]+@[^\s<>\"'(),;:\[\]]+")
CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """HMAC-SHA-256 of addresses under `key`, shortened; without the key nobody can test a guess."""

    key: bytes = field(repr=False)

    def address(self, address: str) -> str:
        """`address:` and twelve hex digits."""
        mac = hmac.new(self.key, address.strip().strip("<>").lower().encode("utf-8", "surrogatepass"), hashlib.sha256)
        return f"address:{mac.hexdigest()[:DIGITS]}"

    def scrub(self, text: str, limit: int) -> str:
        """One line of at most `limit` characters, no control characters, every address a pseudonym, every private number masked."""
        flat = masking.masked(CONTROL.sub(" ", text[: limit * 4]))
        return ADDRESS.sub(lambda found: self.address(found[0]), flat)[:limit]
