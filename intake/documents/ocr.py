"""Character recognition. In: a grey picture of an upright page. Out: words with boxes in pixels and the engine's own confidence. Pure.

One engine a process, made once: loading its model costs a tenth of a second. It is not safe in threads; the reader's child has one.
"""

import sys
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import tesserocr

from intake.documents.picture import Grey

MODELS: Final = Path(sys.prefix) / "share" / "tessdata"
"""Where the package of the English model puts it."""
MILLISECONDS: Final = 12_000
"""A page that takes longer is given up."""
MOST_WORDS: Final = 4_000
_WORD_LEVEL: Final = "5"


class Seen(NamedTuple):
    """One word as recognised; `box` in pixels: left, top, right, bottom. `row` numbers the engine's own lines."""

    text: str
    box: tuple[int, int, int, int]
    confidence: float  # 0..1
    row: int


@cache
def engine() -> Any:
    """The one engine of this process."""
    api = tesserocr.PyTessBaseAPI(path=str(MODELS), lang="eng", psm=tesserocr.PSM.AUTO, oem=tesserocr.OEM.LSTM_ONLY)
    api.SetVariable("debug_file", "/dev/null")
    # White words on black stand in no letter, and looking for them costs a third of the time.
    api.SetVariable("tessedit_do_invert", "0")
    return api


def words(grey: Grey, dots: float, milliseconds: int = MILLISECONDS) -> list[Seen]:
    """All words of a picture, in the engine's reading order."""
    high, wide = grey.shape
    if high < 12 or wide < 12:
        return []
    api = engine()
    api.SetImageBytes(grey.tobytes(), wide, high, 1, wide)
    api.SetSourceResolution(max(70, round(dots)))
    try:
        table = api.GetTSVText(0) if api.Recognize(milliseconds) else ""
    finally:
        api.Clear()
    return _rows(table)


def _rows(table: str) -> list[Seen]:
    found: list[Seen] = []
    line, row = "", 0
    for entry in table.splitlines():
        cells = entry.split("\t")
        if len(cells) < 12 or cells[0] != _WORD_LEVEL or not cells[11].strip():
            continue
        if line != (line := "/".join(cells[2:5])):
            row += 1
        left, top, width, height = (int(cell) for cell in cells[6:10])
        sure = max(0.0, min(100.0, float(cells[10]))) / 100
        found.append(Seen(cells[11].strip(), (left, top, left + width, top + height), sure, row))
        if len(found) >= MOST_WORDS:
            break
    return found
