"""The words that replies may hold: those of the shipped texts and of the code that puts facts into words. In: nothing. Out: sets."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from intake.replies import folders, sandbox, wording

SHIPPED = folders.read(folders.shipped_folder()).sources


def words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"[^\W\d_]+", text)}


def spoken_by_code() -> Iterable[str]:
    """Every quoted text in the module that puts facts into words."""
    for node in ast.walk(ast.parse(Path(wording.__file__).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


CATALOGUE = words(text for source in SHIPPED.values() for _, text in sandbox.own_words(source)) | words(spoken_by_code()) | {"pages", "s"}
PLURALS = {f"{word}s" for word in ("page", "attachment", "message", "paper", "note")}
