"""Style, fonts, pictures and scripts. In: a path. Out: files, packed once; browsers keep them, as their address changes with them."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from starlette.responses import Response

from intake.web import style

FOLDER: Final = Path(__file__).with_name("static")
PAGES: Final = Path(__file__).with_name("pages")
SYSTEM: Final = "vendor/css/uswds.min.css"
FOR_EVER: Final = "public, max-age=31536000, immutable"
_PACKED: Final = (".css", ".js", ".svg")
_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


@dataclass(frozen=True, slots=True)
class File:
    """One file as it goes out."""

    content: bytes
    packed: bytes | None
    media_type: str


class Static:
    """All files of the folder in memory: one megabyte. One that is not in the folder at the start is never served."""

    def __init__(self, folder: Path = FOLDER) -> None:
        found = (each for each in sorted(folder.rglob("*")) if each.suffix in _TYPES and each.is_file())
        self._files = {each.relative_to(folder).as_posix(): _file(each) for each in found}
        if SYSTEM in self._files:
            self._files[SYSTEM] = _made(_used(folder), ".css")

    @cached_property
    def version(self) -> str:
        """Changes with any of the files."""
        digest = hashlib.sha256()
        for name, file in self._files.items():
            digest.update(name.encode() + hashlib.sha256(file.content).digest())
        return digest.hexdigest()[:12]

    @property
    def names(self) -> list[str]:
        """Every file by its path."""
        return list(self._files)

    def address(self, name: str) -> str:
        """Where a browser finds it."""
        return f"/static/{self.version}/{name}"

    def answer(self, version: str, name: str, accepts: str) -> Response | None:
        """The file, packed where the browser takes it so; None where there is none."""
        file = self._files.get(name)
        if file is None or version != self.version:
            return None
        headers = {"Cache-Control": FOR_EVER, "Vary": "Accept-Encoding"}
        if file.packed is not None and "gzip" in accepts:
            return Response(file.packed, media_type=file.media_type, headers=headers | {"Content-Encoding": "gzip"})
        return Response(file.content, media_type=file.media_type, headers=headers)


@cache
def _used(folder: Path) -> bytes:
    """The design system as far as our pages use it: a tenth."""
    pages = (*sorted(PAGES.rglob("*.html")), *sorted(folder.glob("*.js")))
    names = style.words("".join(each.read_text(encoding="utf-8") for each in pages))
    return style.used((folder / SYSTEM).read_text(encoding="utf-8"), names).encode()


def _file(path: Path) -> File:
    return _made(path.read_bytes(), path.suffix)


def _made(content: bytes, suffix: str) -> File:
    packed = gzip.compress(content, 9, mtime=0) if suffix in _PACKED else None
    return File(content, packed, _TYPES[suffix])
