"""Pages that are not in the file, and pages that only seem so."""

import io
import itertools
from collections.abc import Sequence
from dataclasses import replace

import pypdf
import pytest

from intake.demo import papers
from intake.documents import missing
from intake.documents.classify import Classified
from intake.documents.document import Form, Issue, Model
from tests.documents import made

SPECS = {(str(spec.model), spec.revision): replace(spec, form=False) for spec in itertools.islice(papers.agreements(3), 8)}
TASK_FORCE = SPECS["TFM", "2025-03-07"]
BLANK = 0
KNOWN = Classified(Form.MOA, Model.TFM, "2025-03-07", 1.0)


def _of(spec: papers.AgreementSpec, pages: Sequence[int]) -> bytes:
    """The agreement with these of its pages, from 1, in this order; 0 is a page with nothing on it."""
    whole, new = pypdf.PdfReader(io.BytesIO(papers.draw_agreement(spec))), pypdf.PdfWriter()
    for number in pages:
        if number == BLANK:
            new.add_blank_page(612, 792)
        else:
            new.add_page(whole.pages[number - 1])
    out = io.BytesIO()
    new.write(out)
    return out.getvalue()


def _issues(content: bytes) -> list[Issue]:
    return [issue for issue in made.read(content).issues if "missing" in issue.code]


ALL = list(range(1, 15))
WITHOUT_7 = [n for n in ALL if n != 7]


def test_the_page_that_is_not_there_is_named_to_the_sender() -> None:
    assert _issues(_of(TASK_FORCE, WITHOUT_7)) == [Issue("page-missing", "We did not find page 7 of 14 of the agreement.", None, "sender")]


def test_a_blank_page_stands_for_none() -> None:
    assert [issue.code for issue in _issues(_of(TASK_FORCE, [1, 2, BLANK, *WITHOUT_7[2:]]))] == ["page-missing"]


@pytest.mark.parametrize("key", sorted(SPECS, key=str))
def test_no_printing_lacks_a_page_when_it_is_whole(key: tuple[str, str | None]) -> None:
    assert not _issues(papers.draw_agreement(SPECS[key]))


@pytest.mark.parametrize(
    "pages", [[1, *reversed(ALL[1:])], [1, 2, 2, *ALL[2:]], [*ALL[:6], BLANK, *ALL[6:]]], ids=["shuffled", "doubled", "blank"]
)
def test_pages_in_another_order_or_too_many_are_not_missing(pages: list[int]) -> None:
    assert not _issues(_of(TASK_FORCE, pages))


def test_last_pages_may_be_missing_and_only_staff_hear_of_it() -> None:
    (found,) = _issues(_of(TASK_FORCE, ALL[:12]))
    assert (found.code, found.audience) == ("pages-may-be-missing", "staff")
    assert "pages 13 and 14 of 14" in found.text


def test_a_page_without_a_number_may_be_the_one_that_is_not_seen() -> None:
    texts = [f"some words\n{n}" if n != 7 else "a page signed by hand" for n in ALL]
    assert missing.find(texts, KNOWN) is None
    found = missing.find([text for n, text in zip(ALL, texts, strict=True) if n != 9], KNOWN)
    assert found is not None
    assert (found.certain, found.pages, found.seen) == (False, (), 13)


def test_two_pages_of_one_number_that_differ_leave_it_open_which_is_gone() -> None:
    texts = [f"words of page {n}\n{6 if n == 7 else n}" for n in ALL]
    assert missing.find(texts, KNOWN) is None


def test_a_form_that_prints_no_numbers_is_counted() -> None:
    found = missing.find([f"words {n}" for n in ALL[:13]], KNOWN)
    assert found is not None
    assert (found.certain, found.of, found.seen) == (False, 14, 13)
    assert missing.find([f"words {n}" for n in ALL], KNOWN) is None


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("words\nPage 3 of 11", (3, 11)), ("words\n- 4 -", (4, None)), ("Alder County 5 Revised 03/07/2025", (5, None)),
        ("words\n2025", None), ("words of 7 people", None), ("words\n99", None),
    ],
)  # fmt: skip
def test_the_number_is_read_where_pages_bear_it(text: str, mark: tuple[int, int | None] | None) -> None:
    assert missing.printed(text) == mark


def test_a_paper_that_counts_its_pages_says_that_the_last_is_gone() -> None:
    found = missing.find([f"words\nPage {n} of 5" for n in range(1, 5)], replace(KNOWN, revision=None))
    assert found is not None
    assert (found.pages, found.of, found.certain) == ((5,), 5, True)
