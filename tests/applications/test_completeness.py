"""What an application has for each model, and that nothing reaches a sender which is not certain."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.applications import checklist, completeness, finding
from intake.applications.checklist import Part, Progress, Standing
from intake.applications.finding import Code, Finding
from intake.applications.papers import OnFile
from intake.documents.document import Document, Form, Issue, Model, Signature, Source, State, Verdict
from intake.replies import wording
from intake.replies.facts import ReplyFacts
from tests.applications import made

SIGNED, UNSIGNED, UNCLEAR = Verdict.SIGNED, Verdict.UNSIGNED, Verdict.UNCLEAR
REVISION = {Model.TFM: "2025-03-07", Model.JEM: "2025-02-15", Model.WSO: "2025-02-15"}
PAGES = {Model.TFM: 14, Model.JEM: 11, Model.WSO: 10}
SIGNATURE_PAGE = {Model.TFM: 9, Model.JEM: 7, Model.WSO: 7}


def whole_letter(**more: object) -> Document:
    given = (
        made.field("models_requested", ("TFM",)), made.field("letter_date", "2026-11-02"), made.field("signatory_name", "Ada Moss"),
        made.field("signatory_title", "Chief of Police"),
    )  # fmt: skip
    return replace(made.paper(Form.LOI, fields=given, signatures=(made.signature(SIGNED, 1),)), **more)  # type: ignore[arg-type]


def whole_agreement(model: Model = Model.TFM, **more: object) -> Document:
    names = ("signatory_name", "signatory_title", "signed_date", "poc_name", "pio_name")
    given = tuple(made.field(name, "Ada Moss") for name in names)
    document = made.paper(Form.MOA, model, fields=given, signatures=(made.signature(SIGNED, SIGNATURE_PAGE[model]),), pages=PAGES[model])
    return replace(replace(document, form_revision=REVISION[model]), **more)  # type: ignore[arg-type]


def without(document: Document, *names: str) -> Document:
    return replace(document, fields=tuple(f for f in document.fields if f.name not in names))


def standing(progress: Progress) -> dict[Part, Standing]:
    return {item.part: item.standing for item in progress.agreement_items}


def told(*documents: Document, **more: object) -> tuple[str, ...]:
    return completeness.sender_codes(completeness.assess(documents, **more))  # type: ignore[arg-type]


# progress


@pytest.mark.parametrize("model", Model)
def test_a_whole_application_of_each_model_has_both_papers_and_every_line(model: Model) -> None:
    (found,) = checklist.progress([whole_letter(), whole_agreement(model)], [model])
    assert (found.model, found.letter, found.agreement, found.complete) == (model, Standing.THERE, Standing.THERE, True)
    assert checklist.gaps([whole_letter(), whole_agreement(model)]) == ()


def test_each_model_asked_for_has_its_own_progress_with_one_letter_for_all() -> None:
    found = checklist.progress([whole_letter(), whole_agreement(Model.WSO)], [Model.JEM, Model.WSO])
    assert [(p.model, p.letter, p.agreement) for p in found] == [
        (Model.JEM, Standing.THERE, Standing.NOT_FOUND), (Model.WSO, Standing.THERE, Standing.THERE),
    ]  # fmt: skip


def test_without_any_model_there_is_one_progress_of_none() -> None:
    (found,) = checklist.progress([made.letter(())])
    assert (found.model, found.letter, found.agreement) == (None, Standing.THERE, Standing.NOT_FOUND)


@pytest.mark.parametrize("beside", [made.scan(), made.closed_file(), made.agreement(None), made.paper(Form.OTHER, agency="")])
def test_what_may_lie_in_another_paper_is_for_a_person_to_read(beside: Document) -> None:
    (found,) = checklist.progress([whole_letter(), beside], [Model.TFM])
    assert (found.agreement, found.complete) == (Standing.TO_READ, False)


def test_a_paper_that_was_not_wholly_read_is_for_a_person_and_so_are_the_lines_it_lacks() -> None:
    fax = replace(without(whole_agreement(), "signatory_title"), fully_read=False, signatures=(made.signature(UNSIGNED, 9),))
    (found,) = checklist.progress([whole_letter(), fax])
    assert found.agreement is Standing.TO_READ
    assert standing(found)[Part.TITLE] is standing(found)[Part.SIGNATURE] is Standing.TO_READ
    assert standing(found)[Part.NAME] is Standing.THERE
    assert [f.code for f in checklist.gaps([fax])] == ["not-fully-read"]


def test_a_blank_form_is_no_agreement() -> None:
    (found,) = checklist.progress([whole_letter(), whole_agreement(blank=True)], [Model.TFM])
    assert found.agreement is Standing.NOT_FOUND


@pytest.mark.parametrize(
    ("field", "code", "page"),
    [
        ("signatory_name", "name-not-found", 9),
        ("signatory_title", "title-not-found", 9),
        ("poc_name", "contact-not-found", 10),
        ("pio_name", "press-contact-not-found", 14),
        ("agency_name", "agency-not-found", 1),
    ],
)
def test_a_line_that_is_not_there_is_named_to_staff_with_its_page(field: str, code: str, page: int) -> None:
    (found,) = checklist.gaps([without(whole_agreement(), field)])
    assert (found.code, found.page, found.audience, found.model, found.form) == (code, page, "staff", Model.TFM, Form.MOA)


def test_a_cover_sheet_in_front_moves_the_pages() -> None:
    moved = without(whole_agreement(signatures=(made.signature(SIGNED, 10),), pages=15), "poc_name")
    assert checklist.gaps([moved])[0].page == 11


def test_an_older_printing_has_no_line_for_a_name_and_lacks_none() -> None:
    older = without(whole_agreement(form_revision="2025-02-12"), "signatory_name")
    assert checklist.gaps([older]) == ()
    assert Part.NAME not in {item.part for item in checklist.items(older)}


def test_a_date_that_cannot_be_read_is_not_called_absent() -> None:
    unread = without(whole_agreement(), "signed_date")
    blank = replace(unread, issues=(Issue("date-blank", "No date.", 9, "sender"),))
    assert standing(checklist.progress([unread])[0])[Part.DATE] is Standing.TO_READ
    assert standing(checklist.progress([blank])[0])[Part.DATE] is Standing.NOT_FOUND


def test_a_letter_without_a_date_or_a_title_is_a_matter_for_staff() -> None:
    found = checklist.gaps([without(whole_letter(), "letter_date", "signatory_title")])
    assert [(f.code, f.audience) for f in found] == [("date-not-found", "staff"), ("title-not-found", "staff")]


def test_a_value_read_with_doubt_is_for_a_person() -> None:
    weak = replace(whole_agreement(), fields=(made.field("signatory_title", "Chief", confidence=0.4),))
    assert standing(checklist.progress([weak])[0])[Part.TITLE] is Standing.TO_READ


# what the sender may be told


def test_a_blank_signature_is_not_told_where_a_signed_copy_or_an_unread_page_lies_beside_it() -> None:
    unsigned = whole_agreement(signatures=(made.signature(UNSIGNED, 9),), sha256=made.digest("draft"))
    assert told(unsigned, whole_letter()) == ("blank_signature:9",)
    assert told(unsigned, whole_letter(), whole_agreement()) == ()
    assert told(unsigned, whole_letter(), made.scan()) == ()
    assert told(unsigned, whole_letter(), whole_agreement(Model.WSO)) == ("blank_signature:9",)


def test_a_second_line_left_blank_beside_a_signature_is_not_told() -> None:
    second = Issue("signature-blank", "We could not find a signature on page 9.", 9, "sender")
    assert told(whole_agreement(issues=(second,)), whole_letter()) == ()


def test_a_logo_in_the_text_hides_nothing_and_a_small_scan_does() -> None:
    logo = replace(made.scan(), media_type="image/png", sha256=made.digest("logo"))
    mail = made.message(attachments=(made.attachment(logo, filename="image001.png", inline=True, size=4_000),))
    fax = made.message(attachments=(made.attachment(replace(logo, media_type="image/tiff"), filename="fax.tif", inline=True, size=4_000),))
    assert told(whole_agreement(), logo) == ()
    assert told(whole_agreement(), logo, logos=completeness.logos(mail)) == ("letter_not_found",)
    assert completeness.logos(fax) == frozenset()
    for attached in (made.attachment(logo, inline=True, size=90_000), made.attachment(logo, size=4_000)):
        assert completeness.logos(made.message(attachments=(attached,))) == frozenset()


def test_what_a_reply_said_is_worded_again_from_its_codes() -> None:
    kept = ("letter_not_found", "agreement_not_found:WSO", "blank_signature:9", "signature-unclear", "blank_date:x")
    found = completeness.told(kept)
    assert completeness.sender_codes(found) == ("letter_not_found", "agreement_not_found:WSO", "blank_signature:9", "blank_date")


@pytest.mark.parametrize("code", Code)
def test_the_replies_have_words_for_every_finding_that_a_sender_may_be_told(code: Code) -> None:
    assert wording.missing(ReplyFacts("AB-CDE-FGH-JKL", "now", None, missing=(code.value,)))


@pytest.mark.parametrize("code", ["names-disagree", "jail-model-police", "signature-unclear", "agency-looks-private", ""])
def test_no_other_finding_can_be_addressed_to_a_sender(code: str) -> None:
    with pytest.raises(ValueError, match="is not for"):
        Finding(code, "A text.", "sender")


def test_of_two_findings_that_agree_one_is_kept_and_the_senders_stand_first() -> None:
    one, again = finding.staff("a", "One."), finding.staff("a", "Again.")
    first = Finding(Code.PASSWORD, "Closed.", "sender")
    assert finding.once([one, again, first]) == (first, one)


CODES = st.sampled_from([
    "signature-blank", "date-blank", "password", "damaged", "empty", "names-disagree", "revision-outdated", "signature-unclear",
    "jail-model-police", "second-signer", "not-fully-read", "blank_signature", "letter_not_found", "anything",
])  # fmt: skip
ISSUES = st.builds(Issue, CODES, st.just("A text."), st.sampled_from([None, 1, 9]), st.sampled_from(["sender", "staff"]))
SIGNATURES = st.builds(made.signature, st.sampled_from(Verdict), st.sampled_from([1, 9])) | st.builds(
    Signature, st.just("office"), st.sampled_from(Verdict), st.none(), st.just(9), st.just(made.BOX)
)
FIELDS = st.builds(made.field, st.sampled_from(["signed_date", "agency_name"]), st.just("x"), st.floats(0, 1), st.sampled_from(Source))
DOCUMENTS = st.builds(
    Document, sha256=st.integers(0, 99).map(str).map(made.digest), media_type=st.sampled_from(["application/pdf", "image/png"]),
    pages=st.integers(0, 14), form=st.sampled_from(Form), model=st.sampled_from([None, *Model]),
    signatures=st.lists(SIGNATURES, max_size=3).map(tuple), issues=st.lists(ISSUES, max_size=4).map(tuple),
    fields=st.lists(FIELDS, max_size=2).map(tuple), blank=st.booleans(), fully_read=st.booleans(), state=st.sampled_from(State),
)  # fmt: skip
FILED = st.builds(
    OnFile, st.integers(1, 9), st.sampled_from([Form.LOI, Form.MOA]), st.sampled_from([None, *Model]), st.just("x"), st.booleans()
)


@settings(max_examples=400, deadline=None)
@given(
    documents=st.lists(DOCUMENTS, max_size=5),
    filed=st.lists(FILED, max_size=3),
    asked=st.lists(st.sampled_from(Model), max_size=3, unique=True),
    link=st.booleans(),
    kind=st.sampled_from(["", "police", "sheriff", "constable", "university", "state", "other"]),
)
def test_nothing_of_staffs_and_nothing_doubtful_ever_reaches_a_reply(
    documents: list[Document], filed: list[OnFile], asked: list[Model], link: bool, kind: str
) -> None:
    found = completeness.assess(documents, on_file=filed, asked=asked, link_seen=link, agency_type=kind)
    missing = completeness.sender_codes(found)
    allowed = {completeness.sender_codes([f])[0] for f in found if f.audience == "sender"}
    assert set(missing) == allowed
    assert {code.partition(":")[0] for code in missing} <= {code.value for code in Code}
    assert all(wording.missing(ReplyFacts("AB-CDE-FGH-JKL", "now", None, missing=(code,))) for code in missing)
    for code in missing:
        name = code.partition(":")[0]
        if name in ("blank_signature", "blank_date"):
            # A page that was read wholly stands behind it.
            assert any(d.state is State.READ and d.fully_read and not d.blank for d in documents)
        if name in ("password", "cannot_open"):
            assert any(d.state is State.UNREADABLE for d in documents)
        if name in ("letter_not_found", "agreement_not_found"):
            assert all(d.state is State.READ and d.fully_read and d.form in (Form.LOI, Form.MOA) for d in documents if not d.blank)


@settings(max_examples=200, deadline=None)
@given(documents=st.lists(DOCUMENTS, max_size=4))
def test_gaps_are_for_staff_whatever_the_papers(documents: list[Document]) -> None:
    assert all(f.audience == "staff" for f in checklist.gaps(documents))
    assert checklist.progress(documents)
