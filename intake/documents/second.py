"""A second reading of single lines, by another engine. In: grey crops of one line each. Out: words, each with its place and a doubt. Pure.

The recogniser of PP-OCR, as the package `rapidocr` carries it, run without that package: it would bring a configuration, a downloader and
threads. One session a process, made when the first line asks for it.
"""

import string
from collections.abc import Sequence
from functools import cache
from importlib import util
from pathlib import Path
from typing import Any, Final, NamedTuple

import cv2
import numpy as np

from intake.documents.picture import Grey

HIGH: Final = 48
"""Pixels of height the model was made for."""
WIDEST: Final = 1_280
"""Pixels of width of a line at that height; a longer one is squeezed."""
MODEL: Final = "*_rec_*.onnx"
_LETTERS: Final = frozenset(string.ascii_letters + string.digits + string.punctuation + "’‘“”–—•§é ñ")
"""Of the model's eighteen thousand signs, those that papers in English hold."""


class Heard(NamedTuple):
    """One word. `left` and `right` as shares of the crop's width; `confidence`, 0..1, is that of its least certain letter."""

    text: str
    left: float
    right: float
    confidence: float


def lines(crops: Sequence[Grey]) -> list[tuple[Heard, ...]]:
    """The words of each crop, from left to right."""
    return [_one(crop) for crop in crops]


def _one(crop: Grey) -> tuple[Heard, ...]:
    high, wide = crop.shape
    if high < 6 or wide < 6:
        return ()
    width = max(HIGH, min(WIDEST, -(-wide * HIGH // (high * 8)) * 8))
    small = cv2.resize(crop, (width, HIGH), interpolation=cv2.INTER_AREA if high > HIGH else cv2.INTER_CUBIC)
    plane = small.astype(np.float32) / 127.5 - 1
    session, letters, columns = _engine()
    (chances,) = session.run(None, {session.get_inputs()[0].name: np.broadcast_to(plane, (1, 3, HIGH, width))})
    return _words(chances[0][:, columns], letters)


def _words(chances: Any, letters: str) -> tuple[Heard, ...]:
    """Each column tells one letter or none; a letter that runs over several columns is told once."""
    best, sure = chances.argmax(axis=1), chances.max(axis=1)
    total = len(best)
    found: list[Heard] = []
    text, start, end, least = "", 0, 0, 1.0
    for column in range(total + 1):
        sign = letters[best[column]] if column < total else " "
        if column and column < total and best[column] == best[column - 1]:
            if text and sign != "\0" and sign != " ":
                end = column
            continue
        if sign == "\0":
            continue
        if sign != " ":
            start = start if text else column
            text, end, least = text + sign, column, min(least, float(sure[column]))
        elif text:
            found.append(Heard(text, start / total, (end + 1) / total, least))
            text, least = "", 1.0
    return tuple(found)


@cache
def _engine() -> tuple[Any, str, Any]:
    """The session, the letters it may tell ("\\0" for none), and the columns of its answer that these are."""
    # Loaded for papers that hold pictures alone.
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Crops are of all widths; the arena would keep room for each.
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(str(_model()), options, providers=["CPUExecutionProvider"])
    signs = ["\0", *session.get_modelmeta().custom_metadata_map["character"].splitlines(), " "]
    columns = [index for index, sign in enumerate(signs) if index == 0 or sign in _LETTERS]
    return session, "".join(signs[index] for index in columns), np.array(columns)


def _model() -> Path:
    found = util.find_spec("rapidocr")
    assert found is not None and found.submodule_search_locations
    return min((Path(found.submodule_search_locations[0]) / "models").glob(MODEL))
