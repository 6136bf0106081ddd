"""A returned agreement held against the blank form: what was struck, changed or added is told to staff, what was filled in is not."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from intake.demo import papers
from intake.demo.draw_letters import Pen
from intake.demo.papers import AgreementSpec
from intake.documents import wording
from intake.documents.document import Issue, Model
from intake.documents.paper import Known
from intake.documents.read import read_paper
from intake.documents.wording import Blank
from tests.documents import made, scans

BEARS = "The agency bears the pay, the overtime and the local travel of its own people;"
STRUCK = "Interpreters are called when a person does not understand English well enough to answer."
Change = Callable[[str], str]


def _spec(model: Model = Model.WSO, *, form: bool = False) -> AgreementSpec:
    return replace(next(spec for spec in papers.agreements(51) if spec.model is model and spec.revision and spec.signed), form=form)


def _blank(spec: AgreementSpec) -> Blank:
    blank = wording.blank_of(papers.draw_agreement(papers.blank(spec)))
    assert blank is not None
    return blank


def _told(content: bytes, *blanks: Blank) -> list[Issue]:
    document = read_paper(content, filename="paper.pdf", media_type="", known=Known(blanks=blanks))[0]
    found = [issue for issue in document.issues if issue.code == "wording-changed"]
    assert {issue.audience for issue in found} <= {"staff"}
    return found


def _changed(monkeypatch: pytest.MonkeyPatch, spec: AgreementSpec, was: str, change: Change) -> bytes:
    """The agreement with one paragraph changed: the first that holds `was`."""
    plain = Pen.paragraph
    left = [was]

    def paragraph(pen: Pen, text: str, *, indent: float = 0.0, after: float = 6.0) -> None:
        if left and left[0] in text:
            left.clear()
            text = change(text)
        plain(pen, text, indent=indent, after=after)

    monkeypatch.setattr(Pen, "paragraph", paragraph)
    try:
        return papers.draw_agreement(spec)
    finally:
        monkeypatch.undo()
        assert not left


@pytest.mark.parametrize("model", list(Model))
@pytest.mark.parametrize("form", [True, False])
def test_an_agreement_that_is_only_filled_in_and_signed_changes_nothing(model: Model, form: bool) -> None:
    spec = _spec(model, form=form)
    assert _told(papers.draw_agreement(spec), _blank(spec)) == []


def test_pages_in_another_order_change_nothing() -> None:
    spec = _spec()
    drawn = papers.draw_agreement(spec)
    order = [1, 3, 2, *range(4, spec.pages + 1)]
    assert _told(scans.pdf([scans.one_page(drawn, number) for number in order]), _blank(spec)) == []


@pytest.mark.parametrize(
    ("was", "change", "told"),
    [
        (STRUCK, lambda text: text.replace(STRUCK, "").strip(), "missing"),
        ("must pass", lambda text: text.replace("must pass", "may pass"), 'says "must", the paper says "may"'),
        ("does not understand", lambda text: text.replace("does not", "does"), 'missing: "not"'),
        (BEARS, lambda text: text + " Either side may end this by a telephone call.", "added"),
    ],
    ids=["struck", "changed", "denied", "added"],
)
def test_words_that_were_struck_changed_or_added_are_told_with_their_page(
    monkeypatch: pytest.MonkeyPatch, was: str, change: Change, told: str
) -> None:
    spec = _spec()
    blank = _blank(spec)
    found = _told(_changed(monkeypatch, spec, was, change), blank)
    page = next(sheet.page for sheet in blank.sheets if was.split()[0] in {token.text for token in sheet.tokens})
    assert len(found) in (1, 2)
    assert told in found[0].text
    assert found[0].page is not None
    assert found[0].page >= page


def test_a_page_that_is_not_there_is_told() -> None:
    spec = _spec()
    drawn = papers.draw_agreement(spec)
    found = _told(scans.pdf([scans.one_page(drawn, number) for number in range(1, spec.pages + 1) if number != 4]), _blank(spec))
    assert [issue.text for issue in found] == ["Page 4 of the form as it was given out was not found in the paper."]


def test_without_the_blank_of_its_model_and_printing_nothing_is_told() -> None:
    spec = _spec()
    assert _told(papers.draw_agreement(spec), _blank(_spec(Model.TFM))) == []
    assert _told(papers.draw_agreement(spec)) == []


def test_a_scan_with_slips_is_told_of_its_changes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = _spec()
    blank = _blank(spec)
    added = " The agency may end all of this at any time and for any reason that it finds good."
    first = "may serve and execute administrative warrants"
    for content, many in ((papers.draw_agreement(spec), 0), (_changed(monkeypatch, spec, first, lambda text: text + added), 1)):
        pictures = [scans.spoilt(page) for page in itertools.islice(scans.pictures(content), 1)]
        rest = [scans.one_page(content, number) for number in range(2, spec.pages + 1)]
        found = _told(scans.pdf([*pictures, *rest]), blank)
        assert len(found) == many
        assert all(issue.page == 1 and "may end all of this" in issue.text for issue in found)


def test_what_is_no_agreement_is_no_blank() -> None:
    assert wording.blank_of(made.pdf(made.request())) is None
    assert wording.blanks_of([b"%PDF-1.4 broken", made.pdf(made.request())]) == ()
