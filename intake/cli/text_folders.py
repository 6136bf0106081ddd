"""Templates as files: a folder, or a .zip beside it. In: a path. Out: texts by path below it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from intake import errors

MOST_BYTES: Final = 2_000_000
MOST_FILES: Final = 200


def write(place: Path, texts: Mapping[str, str], to_zip: Callable[[Mapping[str, str]], bytes]) -> None:
    """Write every text. Raises errors.TemplateError where that cannot be."""
    try:
        if place.suffix.lower() == ".zip":
            place.write_bytes(to_zip(texts))
            return
        for path, text in texts.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise errors.TemplateError(f"{place} cannot be written: {error.strerror}") from error


def read(place: Path, from_zip: Callable[[bytes], dict[str, str]]) -> dict[str, str]:
    """Every .txt below it. Raises errors.TemplateError where there is no such folder or file, or a text cannot be read."""
    try:
        if place.is_file():
            with place.open("rb") as file:
                return from_zip(file.read(MOST_BYTES + 1))
        if not place.is_dir():
            raise errors.TemplateError(f"{place} is neither a folder nor a .zip file")
        files = sorted(place.glob("*/*.txt"))[:MOST_FILES]
        return {file.relative_to(place).as_posix(): file.read_text(encoding="utf-8-sig") for file in files}
    except UnicodeDecodeError as error:
        raise errors.TemplateError(f"{place}: a file is not UTF-8: save it as UTF-8 text") from error
    except OSError as error:
        raise errors.TemplateError(f"{place} cannot be read: {error.strerror}") from error
