"""One file that holds several papers."""

import io
import itertools
from collections.abc import Sequence
from dataclasses import replace

import pypdf
import pytest

from intake.demo import papers
from intake.documents import split
from intake.documents.codec import decode, encode
from intake.documents.document import Document, Form, Model
from intake.documents.pdf import PdfPages
from intake.documents.read import read_paper
from tests.documents import made

SPECS = {(str(spec.model), spec.revision): replace(spec, form=False) for spec in itertools.islice(papers.agreements(3), 8)}
TASK_FORCE, WARRANT = SPECS["TFM", "2025-03-07"], SPECS["WSO", "2025-02-15"]
FAX_LINES = (
    "FAX COVER SHEET", "To: the 287(g) program", "Re: letter of interest in joining the 287(g) program", "Pages (including cover): 12",
)  # fmt: skip
FAX = made.pdf(FAX_LINES)
NOTE = made.pdf((*FAX_LINES, "Dear Director: these are the pages.", "Regards"))
LETTER = made.pdf(made.request())
ROSTER = made.pdf(("Nominees of the agency", "Ada B. Mosswood", "Rowan T. Ellery"))


def _joined(parts: Sequence[bytes]) -> bytes:
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    for part in parts:
        writer.append(io.BytesIO(part))
    writer.write(out)
    return out.getvalue()


def _texts(content: bytes) -> tuple[str, ...]:
    with PdfPages(content) as pages:
        return tuple(pages.text(number) for number in range(1, pages.count + 1))


def _read(*parts: bytes) -> tuple[Document, ...]:
    return read_paper(_joined(parts), filename="a", media_type="b")


@pytest.fixture(scope="module")
def both() -> tuple[Document, ...]:
    """A cover, a letter, and agreements on two models with an enclosure between them."""
    return _read(FAX, LETTER, papers.draw_agreement(TASK_FORCE), ROSTER, papers.draw_agreement(WARRANT))


def test_a_letter_and_two_agreements_are_three_papers(both: tuple[Document, ...]) -> None:
    assert [(each.form, each.model) for each in both] == [(Form.LOI, None), (Form.MOA, Model.TFM), (Form.MOA, Model.WSO)]
    assert len({each.sha256 for each in both}) == 1


def test_every_page_belongs_to_one_paper(both: tuple[Document, ...]) -> None:
    assert [(each.first_page, each.pages) for each in both] == [(1, 2), (3, 15), (18, 10)]


def test_each_paper_has_its_own_values_on_the_pages_of_the_file(both: tuple[Document, ...]) -> None:
    for each, spec in zip(both[1:], (TASK_FORCE, WARRANT), strict=True):
        assert each.value("signed_date") == spec.truth["signed_date"]
        assert all(each.first_page <= field.page < each.first_page + each.pages for field in each.fields)
        assert [signature.page for signature in each.signatures if signature.party == "agency"] == [
            each.first_page + (8 if spec is TASK_FORCE else 6)
        ]
        assert not [issue for issue in each.issues if "missing" in issue.code]


def test_the_letter_is_read_on_its_own_page_and_not_on_the_cover(both: tuple[Document, ...]) -> None:
    assert both[0].signatures[0].page == 2
    parts = split.split((" ".join(FAX_LINES), "\n".join(made.request()), *_texts(papers.draw_agreement(WARRANT))))
    assert [part.found.start for part in parts] == [2, 3]


def test_which_pages_are_its_own_is_for_staff_and_comes_back(both: tuple[Document, ...]) -> None:
    (issue,) = [issue for issue in both[1].issues if issue.code == "several-papers"]
    assert (issue.text, issue.audience) == ("The file holds several papers: this one is on pages 3 to 17.", "staff")
    assert decode(encode(both[1])).first_page == 3


def test_a_page_that_one_of_two_agreements_lacks_is_named() -> None:
    short = pypdf.PdfWriter()
    short.append(io.BytesIO(papers.draw_agreement(TASK_FORCE)))
    short.remove_page(short.pages[6])
    out = io.BytesIO()
    short.write(out)
    first, second = _read(out.getvalue(), papers.draw_agreement(WARRANT))
    assert [issue.text for issue in first.issues if "missing" in issue.code] == ["We did not find page 7 of 14 of the agreement."]
    assert not [issue for issue in second.issues if "missing" in issue.code]


@pytest.mark.parametrize(
    ("parts", "form"),
    [
        ((LETTER, ROSTER), Form.LOI), ((FAX, LETTER), Form.LOI), ((ROSTER,), Form.OTHER),
        ((FAX, papers.draw_agreement(WARRANT)), Form.MOA), ((NOTE, papers.draw_agreement(WARRANT)), Form.MOA),
        ((papers.draw_agreement(WARRANT), ROSTER), Form.MOA),
        ((papers.draw_agreement(WARRANT), papers.draw_agreement(WARRANT)), Form.MOA),
    ],
    ids=["letter, roster", "fax, letter", "roster", "fax, agreement", "addressed fax, agreement", "agreement, roster", "agreement twice"],
)  # fmt: skip
def test_covers_enclosures_and_copies_make_no_paper_of_their_own(parts: tuple[bytes, ...], form: Form) -> None:
    (document,) = _read(*parts)
    assert (document.form, document.first_page) == (form, 1)
    assert "several-papers" not in [issue.code for issue in document.issues]


def test_no_text_at_all_is_one_part() -> None:
    assert [(part.first, part.last, part.found.form) for part in split.split(("", ""))] == [(1, 2, Form.OTHER)]
