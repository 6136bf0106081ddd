"""Where a paper belongs in an application. In: the papers on file and a new one. Out: add, replace, or the same again. Pure.

One letter of interest and one agreement a model are current at a time; what is replaced is kept. Other papers are only ever added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from intake.documents.document import Document, Form, Model


@dataclass(frozen=True, slots=True)
class OnFile:
    """A paper that is on record. `id` is the record's."""

    id: int
    form: Form
    model: Model | None
    sha256: str
    current: bool = True  # not replaced by a later one


class Act(StrEnum):
    """What to do with a new paper."""

    ADD = "add"
    REPLACE = "replace"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Placement:
    """`replaces` is the id of the paper that stops being current; `same_as` of the one that is this very file."""

    act: Act
    replaces: int | None = None
    same_as: int | None = None
    reason: str = ""


def is_paper(document: Document) -> bool:
    """Whether a document is a paper of an application at all: our own form coming back blank is none."""
    return document.form in (Form.LOI, Form.MOA) and not document.blank


def place(existing: Sequence[OnFile], new: Document) -> Placement:
    """Where `new` goes.

    The same bytes are the same paper, however they came and whether or not it is current still, save that one file may hold a letter and
    agreements on several models. An agreement whose model could not be
    read replaces nothing: nobody knows which one it would replace.
    """
    same = next((paper for paper in existing if _is_same(paper, new)), None)
    if same is not None:
        return Placement(Act.SAME, same_as=same.id, reason="This very file is on record.")
    if not is_paper(new):
        return Placement(Act.ADD, reason="Neither a letter nor an agreement; kept beside them.")
    if new.form is Form.MOA and new.model is None:
        return Placement(Act.ADD, reason="An agreement whose model was not read; a person says which one it is.")
    slot = new.model if new.form is Form.MOA else None
    fellows = [p for p in existing if p.current and p.form is new.form and (new.form is Form.LOI or p.model is slot)]
    if not fellows:
        return Placement(Act.ADD, reason="The first of its kind in this application.")
    newest = max(fellows, key=lambda paper: paper.id)
    return Placement(Act.REPLACE, replaces=newest.id, reason="A later paper of the same kind and model; the earlier one is kept.")


def _is_same(paper: OnFile, new: Document) -> bool:
    return paper.sha256 == new.sha256 and paper.form is new.form and (paper.model is new.model or None in (paper.model, new.model))
