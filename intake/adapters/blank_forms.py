"""The blank forms that the office gives out. In: a folder of PDF files. Out: their octets. Bounded; parses nothing."""

from pathlib import Path
from typing import Final

from intake import errors

MOST: Final = 30
"""Forms taken of a folder."""
MOST_OCTETS: Final = 8 << 20
"""Of one file."""


def read(folder: Path) -> tuple[tuple[str, bytes], ...]:
    """Name and octets of the folder's .pdf files, by name. Raises errors.ConfigError, which names the file."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".pdf")
        if len(files) > MOST:
            raise errors.ConfigError(f"{folder}: at most {MOST} forms are needed; take printings that nobody returns out of the folder")
        return tuple((path.name, _content(path)) for path in files)
    except OSError as wrong:
        text = f"{wrong.filename or folder}: {wrong.strerror}: a folder of blank forms that can be read is needed"
        raise errors.ConfigError(text) from wrong


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(MOST_OCTETS + 1)
    if len(content) > MOST_OCTETS:
        raise errors.ConfigError(f"{path}: a file of at most {MOST_OCTETS // 2**20} MB is needed")
    return content
