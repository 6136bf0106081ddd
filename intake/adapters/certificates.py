"""Certificates that the office trusts. In: a folder of PEM or DER files. Out: their octets as DER. Bounded; parses no certificate."""

import base64
import binascii
import re
from pathlib import Path
from typing import Final

from intake import errors

MOST: Final = 200
"""Certificates taken of a folder."""
MOST_OCTETS: Final = 1 << 20
"""Of one file; a file may hold many in PEM."""
ENDINGS: Final = frozenset({".pem", ".crt", ".cer", ".der"})
_PEM: Final = re.compile(rb"-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----")
_SEQUENCE: Final = b"\x30"


def read(folder: Path) -> tuple[bytes, ...]:
    """All certificates of the folder's .pem, .crt, .cer and .der files, by file name. Raises errors.ConfigError, which names the file."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in ENDINGS)
        found = [der for path in files[:MOST] for der in _certificates(path)]
    except OSError as wrong:
        text = f"{wrong.filename or folder}: {wrong.strerror}: a folder of certificates that can be read is needed"
        raise errors.ConfigError(text) from wrong
    return tuple(dict.fromkeys(found))[:MOST]


def _certificates(path: Path) -> list[bytes]:
    with path.open("rb") as file:
        content = file.read(MOST_OCTETS + 1)
    if len(content) > MOST_OCTETS:
        raise errors.ConfigError(f"{path}: a file of at most {MOST_OCTETS // 2**20} MB is needed")
    try:
        found = [base64.b64decode(b"".join(each.split()), validate=True) for each in _PEM.findall(content)]
    except binascii.Error as wrong:
        raise errors.ConfigError(f"{path}: a certificate in PEM that is whole is needed") from wrong
    if not found and content.startswith(_SEQUENCE):
        found = [content]
    if not found:
        raise errors.ConfigError(f"{path}: a certificate in PEM or DER is needed; take other files out of the folder")
    return found
