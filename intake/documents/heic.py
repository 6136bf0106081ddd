"""Decode a HEIC picture in a process that may start no threads. In: bytes. Out: a Pillow image. Pure.

The decoder of these pictures (libde265) works without threads, but the library around it (libheif) always asks for one, and there is no
switch. Where the process may start none, that ends in an error. So the one function that starts threads is made to answer "done" instead:
its first octets are replaced in the memory of this process. Where that cannot be done a picture is decoded as the library likes, or not.
"""

import ctypes
import io
import mmap
import platform
from functools import cache
from pathlib import Path
from typing import Any, Final

from intake.errors import UnreadablePaper

_STARTER: Final = "de265_start_worker_threads"
_DONE: Final = b"\x31\xc0\xc3"
"""xor eax, eax; ret: an answer of 0, which is DE265_OK. For x86-64, which is what servers are."""
_READ_EXECUTE: Final = mmap.PROT_READ | mmap.PROT_EXEC


def opened(content: bytes) -> Any:
    """The picture, not yet decoded: its size is known. Raises what pillow_heif raises on broken files."""
    # Loaded only for such pictures.
    import pillow_heif

    pillow_heif.options.DECODE_THREADS = 0
    return pillow_heif.open_heif(io.BytesIO(content), convert_hdr_to_8bit=True)


def decoded(picture: Any) -> Any:
    """The Pillow image, turned already as the camera says. Raises errors.UnreadablePaper with the code "unreadable"."""
    _without_threads()
    try:
        image = picture.to_pillow()
    # The library says by one kind of error that a file is broken and that a thread could not be started.
    except (ValueError, RuntimeError, OSError, EOFError, SyntaxError) as wrong:
        raise UnreadablePaper("unreadable", "The picture cannot be decoded here.") from wrong
    # The library has turned the picture; what its EXIF says no longer holds.
    image.info.pop("exif", None)
    return image


@cache
def _without_threads() -> bool:
    """Make the decoder do without threads; whether that was possible."""
    import pillow_heif

    library = next((Path(pillow_heif.__file__).parent.parent / "pillow_heif.libs").glob("libde265-*.so*"), None)
    if library is None or platform.system() != "Linux" or platform.machine() != "x86_64":
        return False
    # The library is loaded already: this is the same one.
    starter = getattr(ctypes.CDLL(str(library)), _STARTER, None)
    if starter is None:
        return False
    address = ctypes.cast(starter, ctypes.c_void_p).value or 0
    page = address - address % mmap.PAGESIZE
    span = address + len(_DONE) - page
    protect = ctypes.CDLL(None).mprotect
    protect.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    if protect(page, span, _READ_EXECUTE | mmap.PROT_WRITE) != 0:
        return False
    ctypes.memmove(address, _DONE, len(_DONE))
    return bool(protect(page, span, _READ_EXECUTE) == 0)
