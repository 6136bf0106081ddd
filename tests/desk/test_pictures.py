"""Pages for eyes: what is private stays painted over unless somebody asks, and then it is recorded who did."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from intake import errors
from intake.desk import corrections, letter_page, pictures, reveal
from intake.desk.pictures import Box, Picture
from intake.documents.document import Sensitive
from intake.store import events
from tests.applications import made
from tests.desk.ledger import Ledger
from tests.desk.office import Office, loi

BOX = (10.0, 20.0, 30.0, 40.0)


class Draw:
    """Remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, int, tuple[Box, ...]]] = []

    def __call__(self, raw_sha256: str, sha256: str, *, page: int, width: int, masks: Sequence[Box], kept: bool = False) -> Picture | None:
        self.asked.append((sha256, page, width, tuple(masks)))
        return Picture(b"png", (10, 10), (612.0, 792.0), 2) if page < 3 else None


def _private(office: Office) -> int:
    name = replace(made.field("signatory_name", "Ada Moss"), bbox=(12.0, 22.0, 28.0, 38.0))
    return office.letter(office.case(), replace(loi(), fields=(name,), sensitive=(Sensitive("roster", 1, BOX),)))


def _kinds(ledger: Ledger, letter: int) -> list[tuple[str, str]]:
    with ledger.db.read() as tx:
        return [(e.kind, e.actor) for e in events.of_message(tx, letter) if e.kind.endswith(".shown")]


def test_a_page_is_drawn_with_its_private_places_painted_over(ledger: Ledger) -> None:
    letter, draw = _private(Office(ledger)), Draw()
    pictures.page(ledger.desk, letter, 0, 1, size="page", who="mora", draw=draw)
    pictures.page(ledger.desk, letter, 0, 2, size="small", who="mora", draw=draw)
    assert [(page, width, masks) for _, page, width, masks in draw.asked] == [(1, 1000, (BOX,)), (2, 160, ())]
    assert _kinds(ledger, letter) == []


def test_a_bare_page_is_recorded_with_who_asked_for_it(ledger: Ledger) -> None:
    letter, draw = _private(Office(ledger)), Draw()
    pictures.page(ledger.desk, letter, 0, 1, size="page", who="mora", draw=draw, bare=True)
    assert draw.asked[0][3] == ()
    assert _kinds(ledger, letter) == [("page.shown", "mora")]


def test_a_page_or_a_paper_that_is_not_there_is_said(ledger: Ledger) -> None:
    letter = _private(Office(ledger))
    for position, page in ((0, 9), (4, 1)):
        with pytest.raises(errors.NotFound):
            pictures.page(ledger.desk, letter, position, page, size="page", who="mora", draw=Draw())


def test_a_value_out_of_a_list_of_people_is_masked_until_it_is_asked_for_by_name(ledger: Ledger) -> None:
    letter = _private(Office(ledger))
    (paper,) = letter_page.look(ledger.desk, letter, who="vole").papers
    (field,) = paper.fields
    assert (field.hidden, field.typed) == (True, "")
    assert "Moss" not in repr(paper)
    assert reveal.field(ledger.desk, letter, 0, "signatory_name", who="mora") == "Ada Moss"
    assert ("field.shown", "mora") in _kinds(ledger, letter)
    with pytest.raises(errors.NotFound):
        reveal.field(ledger.desk, letter, 0, "county", who="mora")


def test_a_correction_of_a_private_value_shows_neither_what_stood_there_nor_what_the_machine_read(ledger: Ledger) -> None:
    letter = _private(Office(ledger))
    corrections.correct(ledger.desk, letter, 0, "signatory_name", "Ida Moss", who="mora")
    page = letter_page.look(ledger.desk, letter, who="vole")
    assert "Moss" not in repr(page.papers)
    assert "Moss" not in repr(page.timeline)
