"""Randomness that nobody can guess. In: nothing. Out: tokens and letters from the operating system's generator."""

import base64
import secrets
from typing import Final

_TOKEN_BYTES: Final = 16  # 128 bits; the port asks for 120


class SystemIds:
    """Fills `ports.Ids` with the `secrets` module."""

    def token(self) -> str:
        """26 characters of a-z and 2-7, 128 random bits."""
        return base64.b32encode(secrets.token_bytes(_TOKEN_BYTES)).decode("ascii").rstrip("=").lower()

    def letters(self, alphabet: str, length: int) -> str:
        """`length` characters, each drawn evenly from `alphabet`."""
        return "".join(secrets.choice(alphabet) for _ in range(length))
