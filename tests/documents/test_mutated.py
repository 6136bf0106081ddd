"""Broken papers in the real children: each ends in a document, and the next good paper is read. `bench/mutations.py` reads a thousand."""

import math
import re
from collections import Counter

import pytest

from intake.adapters.reader import ProcessReader
from intake.documents import pdf_marks
from intake.documents.document import Document, Form, State
from tests.documents import made, mutated

WALL = 20.0


def _read(reader: ProcessReader, content: bytes) -> Document:
    return reader.read(content, filename="paper", media_type="")[0]


def test_every_way_of_breaking_a_paper_ends_in_a_document_and_leaves_the_reader_whole() -> None:
    good = mutated.letters(3, 4)
    reader = ProcessReader(processes=1, wall_seconds=WALL)
    try:
        want = [_read(reader, paper).fields for paper in good]
        ends: Counter[State] = Counter()
        for how, paper in mutated.of(good, tuple(dict.fromkeys(mutated.OF_PDF)), 24, 1):
            document = _read(reader, paper)
            assert not {issue.code for issue in document.issues} & {"reading-failed"}, how
            assert document.seconds < WALL, how
            ends[document.state] += 1
        for size in ((65_535, 65_535), (2_000_000_000, 1), (0, 0)):
            assert _read(reader, mutated.head_of_png(*size)).form is Form.OTHER
        assert [_read(reader, paper).fields for paper in good] == want
    finally:
        reader.close()
    # Were all of them refused, or none, the papers would not be broken as papers are.
    assert ends[State.READ] >= 5
    assert ends[State.UNREADABLE] >= 3


@pytest.mark.parametrize("mutation", dict.fromkeys(mutated.OF_PDF), ids=lambda mutation: mutation.__name__)
def test_mutations_are_repeatable_and_change_the_paper(mutation: mutated.Mutation) -> None:
    good = [made.pdf(made.request())]
    once, again = ([paper for _, paper in mutated.of(good, (mutation,), 5, 7)] for _ in range(2))
    assert once == again
    assert any(paper != good[0] for paper in once)


def test_a_paper_with_packed_objects_reads_as_before() -> None:
    plain = made.pdf(made.request())
    packed = mutated.packed(plain)
    assert b"/ObjStm" in packed
    assert made.read(packed).fields == made.read(plain).fields


def _stretched(box: str) -> bytes:
    """A letter on a sheet of another size."""
    return re.sub(rb"/MediaBox \[[^\]]*\]", f"/MediaBox [{box}]".encode(), made.pdf(made.request()))


@pytest.mark.parametrize("box", ["0 0 2147483647 792", "0 0 612 2000000000", "2147482000 0 2147482612 792", "-2147483647 0 1 1"])
def test_a_sheet_that_lies_nowhere_is_a_page_that_cannot_be_seen(box: str) -> None:
    document = made.read(_stretched(box))
    assert (document.form, document.fields, document.fully_read) == (Form.OTHER, (), False)


@pytest.mark.parametrize("wild", [1e30, -1e30, math.inf, math.nan])
def test_every_number_becomes_a_place_within_reach(wild: float) -> None:
    left, top, right, bottom = pdf_marks.bounded((wild, 1.004, 2.0, wild))
    assert (top, right) == (1.0, 2.0)
    assert max(abs(left), abs(bottom)) <= pdf_marks.FARTHEST
