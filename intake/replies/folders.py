"""Reply templates on disk. In: a folder. Out: the texts of the files the catalogue knows, and what else lay there."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import intake
from intake.errors import TemplateError
from intake.replies import catalogue, sandbox
from intake.replies.sandbox import Problem

MAX_FILE_BYTES: Final = 4 * sandbox.MAX_SOURCE
MAX_NAMED_STRAYS: Final = 20
MAX_LOOKED_AT: Final = 2_000
LIKE_TEMPLATES: Final = frozenset({".txt", ".text", ".html", ".htm", ".j2", ".jinja", ".jinja2", ".tmpl"})
"""Endings of files that somebody may take for a template. A README or an editor's backup does no harm."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Sources by path below the folder, such as "acknowledgement.letter/body.txt". Files that cannot be used are left out and told."""

    sources: dict[str, str]
    problems: tuple[Problem, ...] = ()


def shipped_folder() -> Path:
    """The templates that come with the program: of an installed wheel, or of a source checkout. Raises errors.TemplateError."""
    package = Path(intake.__file__).parent
    candidates = (package / "_shipped" / "templates" / "replies", package.parent / "templates" / "replies")
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise TemplateError("the reply templates that come with the program are not there: install it again")


def read(folder: Path) -> Texts:
    """Every file of the catalogue that stands in `folder`, as far as there. Raises errors.TemplateError where there is no folder."""
    if not folder.is_dir():
        raise TemplateError(f"{folder} is no folder: create it, or set no folder of templates")
    sources: dict[str, str] = {}
    problems = list(_strays(folder))
    for path in catalogue.all_paths():
        found = _read_file(folder / path, path)
        if isinstance(found, Problem):
            problems.append(found)
        elif found is not None:
            sources[path] = found
    return Texts(sources, tuple(problems))


def _read_file(file: Path, path: str) -> str | Problem | None:
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as refused:
        return Problem(path, 0, f"the file cannot be read ({refused.strerror})", "let the service read it")
    if len(content) > MAX_FILE_BYTES:
        line = content.count(b"\n") + 1
        return Problem(path, line, f"the file is larger than {MAX_FILE_BYTES:,} bytes, which are used up here", "shorten it")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        return Problem(path, content.count(b"\n", 0, error.start) + 1, "the file is not UTF-8", "save it as UTF-8 text")


def _strays(folder: Path) -> Iterator[Problem]:
    """Files that look like templates and that no reply will ever use: mostly misspelt names, or a folder too many."""
    known = frozenset(catalogue.all_paths())
    # A link could lead anywhere; only what stands three levels deep is looked at.
    looked_at = islice((file for depth in ("*", "*/*", "*/*/*") for file in folder.glob(depth)), MAX_LOOKED_AT)
    found = sorted(file.relative_to(folder).as_posix() for file in looked_at if _is_like_a_template(file))
    for path in islice((path for path in found if path not in known), MAX_NAMED_STRAYS):
        yield Problem(path, 0, "no reply uses this file", _where_it_belongs(path, known))


def _is_like_a_template(file: Path) -> bool:
    try:
        return file.suffix.lower() in LIKE_TEMPLATES and not file.name.startswith(".") and file.is_file()
    except OSError:
        return False  # a folder that the service may not look into


def _where_it_belongs(path: str, known: frozenset[str]) -> str:
    if "/".join(path.split("/")[-2:]) in known:
        return f"name the folder {'/'.join(path.split('/')[:-2])} itself as the folder of templates"
    return sandbox.nearest(path, known)
