"""Word files: read in every part that bears words, never taken for a signed paper, and hostile ones."""

import io
import zipfile

import pytest

from intake.documents import docx
from intake.documents.document import Document, Form, Source, State, Verdict
from intake.documents.docx_layout import WordPages
from intake.documents.filetype import FileType
from intake.documents.read import read_paper
from intake.errors import UnreadablePaper
from tests.documents import made
from tests.documents import word_files as w

HEAD = w.lines("Alder County Sheriff's Office", "12 Courthouse Square", "Farwell, Texas 79325")
LETTER = w.lines(
    "March 3, 2025", "", "U.S. Immigration and Customs Enforcement", "500 12th Street SW", "Washington, DC 20536", "",
    "Re: Letter of Interest, 287(g) Program", "", "Dear Director:", "",
    "The Alder County Sheriff's Office wishes to participate in the 287(g) Task Force Model in Alder County, Texas. "
    "We nominate twelve (12) deputies for training.", "",
    "Our point of contact is Lt. Sarah Kimball, (850) 555-0142, skimball@alder.example.", "",
    "Sincerely,", "", "", "Ada B. Mosswood", "Sheriff",
)  # fmt: skip


def _codes(document: Document) -> set[tuple[str, str]]:
    return {(issue.code, issue.audience) for issue in document.issues}


def _text(body: str, **more: str) -> str:
    pages = WordPages(w.docx(body, **more))
    return "\n".join(pages.text(number) for number in range(1, pages.count + 1))


def test_a_letter_is_read_with_its_letterhead_from_the_header() -> None:
    (document,) = read_paper(w.docx(LETTER, header=HEAD), filename="", media_type="")
    assert (document.form, document.media_type, document.pages, document.fully_read) == (Form.LOI, FileType.DOCX, 1, True)
    values = {
        name: document.value(name, 0.6) for name in ("agency_name", "state", "street_address", "zip", "letter_date", "officers_nominated")
    }
    assert values == {
        "agency_name": "Alder County Sheriff's Office", "state": "TX", "street_address": "12 Courthouse Square", "zip": "79325",
        "letter_date": "2025-03-03", "officers_nominated": 12,
    }  # fmt: skip
    assert (document.value("signatory_name"), document.value("poc_name"), document.value("models_requested")) == (
        "Ada B. Mosswood", "Sarah Kimball", ("TFM",),
    )  # fmt: skip
    assert {field.source for field in document.fields} == {Source.TEXT}


def test_a_word_file_is_never_told_to_be_unsigned_and_staff_are_told_to_look() -> None:
    document = made.read(w.docx(LETTER, header=HEAD))
    assert [signature.verdict for signature in document.signatures] == [Verdict.UNCLEAR]
    assert _codes(document) >= {("word-file", "staff"), ("signature-unclear", "staff")}
    assert {issue.audience for issue in document.issues} == {"staff"}


def test_a_typed_signature_is_called_typed() -> None:
    document = made.read(
        w.docx(
            LETTER.replace(
                "<w:p><w:pPr></w:pPr><w:r></w:r></w:p>" * 2 + w.p("Ada B. Mosswood"), w.lines("", "/s/ Ada B. Mosswood", "Ada B. Mosswood")
            ),
            header=HEAD,
        )
    )
    assert [(signature.verdict, signature.kind) for signature in document.signatures] == [(Verdict.SIGNED, "typed")]
    assert ("word-file", "staff") in _codes(document)


@pytest.mark.parametrize("space", [w.W, w.STRICT])
def test_header_footer_table_text_box_and_content_control_are_all_read(space: str) -> None:
    body = (
        w.p("plain") + w.table(["cell one", "cell two"]) + w.text_box(w.lines("boxed")) + w.control(w.p("controlled"))
        + f"<w:p><w:r><w:t>in</w:t></w:r>{w.control('<w:r><w:t>line</w:t></w:r>')}</w:p>"
    )  # fmt: skip
    text = _text(body, header=w.p("above"), footer=w.p("below"), space=space).split("\n")
    assert [line for line in text if line] == ["above", "plain", "cell one cell two", "boxed", "controlled", "inline", "below"]


def test_what_nobody_sees_is_not_read() -> None:
    body = (
        w.p("hidden", run="<w:vanish/>") + w.control(w.p("Click here to enter text."), "<w:showingPlcHdr/>")
        + "<w:p><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins></w:p>"
        + '<w:p><w:r><w:instrText>PAGE \\* MERGEFORMAT</w:instrText></w:r><w:r><w:t>7</w:t></w:r></w:p>'
    )  # fmt: skip
    assert _text(body).split() == ["inserted", "7"]


def test_tracked_changes_are_told_to_staff() -> None:
    document = made.read(w.docx(LETTER + "<w:p><w:ins><w:r><w:t>more</w:t></w:r></w:ins></w:p>", header=HEAD))
    assert ("word-changes", "staff") in _codes(document)


def test_ticked_boxes_of_content_controls_choose_the_models() -> None:
    def option(name: str, ticked: bool) -> str:
        state = f'<w14:checkbox><w14:checked w14:val="{int(ticked)}"/></w14:checkbox>'
        return f"<w:p>{w.control('<w:r><w:t>?</w:t></w:r>', state)}<w:r><w:t xml:space='preserve'> {name}</w:t></w:r></w:p>"

    boxes = option("Jail Enforcement Model", True) + option("Task Force Model", False) + option("Warrant Service Officer Program", True)
    document = made.read(w.docx(LETTER.replace(w.p("Sincerely,"), boxes + w.p("Sincerely,")), header=HEAD))
    assert document.value("models_requested") == ("JEM", "WSO")


def test_pages_break_where_word_broke_them_and_a_break_told_twice_counts_once() -> None:
    rendered = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>second</w:t></w:r></w:p>"
    pages = WordPages(w.docx(w.p("first") + w.PAGE_BREAK + rendered, header=w.p("later"), first=w.p("opening")))
    assert [pages.text(number) for number in (1, 2)] == ["opening\nfirst", "later\nsecond"]
    assert pages.count == 2
    long = WordPages(w.docx(w.lines(*(f"line {number}" for number in range(100)))))
    assert long.count == 3


def test_tabs_and_columns_keep_their_room() -> None:
    pages = WordPages(w.docx(w.p("left\tright", '<w:tabs><w:tab w:val="left" w:pos="5760"/></w:tabs>') + w.table(["a", "b"])))
    boxes = {word.text: word.bbox for word in pages.words(1).words}
    assert boxes["right"][0] - boxes["left"][0] == pytest.approx(288)
    assert boxes["b"][0] - boxes["a"][0] == pytest.approx(216)


def test_a_picture_as_large_as_a_page_leaves_the_paper_for_a_person() -> None:
    document = made.read(w.docx(LETTER + w.picture(7, 9), header=HEAD))
    assert (document.form, document.fully_read) == (Form.LOI, False)
    assert ("not-fully-read", "staff") in _codes(document)
    assert made.read(w.docx(LETTER + w.picture(2, 1), header=HEAD)).fully_read


def test_an_agreement_is_read_and_its_blank_date_is_not_told() -> None:
    body = w.lines(
        "MEMORANDUM OF AGREEMENT", "287(g) Task Force Model", "This Memorandum of Agreement (MOA) constitutes an agreement between "
        "United States Immigration and Customs Enforcement (ICE), a component of the Department of Homeland Security (DHS), and the "
        "Alder County Sheriff's Office, pursuant to which ICE delegates to nominated officers the authority to perform certain functions.",
        "I. PURPOSE", "II. AUTHORITY", "III. POLICY", "IV. TRAINING AND ASSIGNMENTS",
    ) + w.PAGE_BREAK + w.lines(
        "By signing this MOA, each party represents it is fully authorized to enter into this MOA.", "",
    ) + w.table(
        ["For the LEA:", "For ICE:"], ["Date:", "Date:"], ["Signature:", "Signature:"], ["Name: Ada B. Mosswood", "Name:"],
        ["Title: Sheriff", "Title:"],
    )  # fmt: skip
    document = made.read(w.docx(body))
    assert document.form is Form.MOA
    assert document.value("agency_name") == "Alder County Sheriff's Office"
    assert document.value("signatory_name") == "Ada B. Mosswood"
    assert {issue.audience for issue in document.issues} == {"staff"}
    assert all(signature.verdict is Verdict.UNCLEAR for signature in document.signatures)


def test_the_numbered_text_part_of_word_on_the_web_is_read() -> None:
    assert made.read(w.docx(LETTER, header=HEAD, main="word/document2.xml")).form is Form.LOI


ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip


REFERRING = f'<w:document xmlns:w="{w.W}"><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>'


def _with_main(xml: str) -> bytes:
    return w.zipped({"word/document.xml": xml.encode()})


@pytest.mark.parametrize(
    "xml",
    [
        ENTITIES + REFERRING,
        f'<!DOCTYPE d [<!ENTITY i SYSTEM "file:///etc/hostname">]>{REFERRING}',
        f'<w:document xmlns:w="{w.W}"><w:body>',
        "",
        "\x00\x01",
        f'<w:document xmlns:w="{w.W}"></w:document>',
    ],
)
def test_a_word_file_with_entities_or_broken_xml_is_damaged(xml: str) -> None:
    document = made.read(_with_main(xml))
    assert (document.form, document.state, _codes(document)) == (Form.UNREADABLE, State.UNREADABLE, {("damaged", "sender")})


def test_nesting_without_end_is_cut_off_and_said() -> None:
    body = w.p("deep")
    for _ in range(60):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    document = made.read(w.docx(LETTER + body, header=HEAD))
    assert (document.form, document.fully_read) == (Form.LOI, False)
    with pytest.raises(UnreadablePaper):
        docx.read(_with_main(f'<w:document xmlns:w="{w.W}"><w:body>' + "<w:sdt>" * 3000 + "</w:sdt>" * 3000 + "</w:body></w:document>"))


def test_a_part_that_unpacks_to_more_than_its_bound_is_refused_for_staff() -> None:
    document = made.read(_with_main(" " * 60_000_000))
    assert (document.form, _codes(document)) == (Form.OTHER, {("too-large", "staff")})


def test_a_text_without_end_is_read_in_part() -> None:
    document = made.read(w.docx(LETTER + w.lines(*["word " * 200] * 900), header=HEAD))
    assert (document.form, document.fully_read) == (Form.LOI, False)


def test_a_word_file_in_an_archive_is_read() -> None:
    assert made.read(w.zipped({"papers/letter.docx": w.docx(LETTER, header=HEAD)})).form is Form.LOI


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (("EncryptionInfo", "EncryptedPackage"), ("password", "sender")),
        (("EncryptionInfo", "EncryptedPackage", "DRMEncryptedTransform"), ("person-must-read", "staff")),
        (("WordDocument", "1Table"), ("person-must-read", "staff")),
    ],
)
def test_a_word_file_under_a_password_is_told_and_an_old_one_is_for_a_person(names: tuple[str, ...], told: tuple[str, str]) -> None:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    assert _codes(made.read(content)) == {told}


def test_mutated_word_files_never_raise() -> None:
    import random

    whole, chance = w.docx(LETTER, header=HEAD, footer=w.p("1")), random.Random(3)
    for _ in range(150):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        assert read_paper(bytes(content), filename="", media_type="")
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(150):
        xml = bytearray(parts["word/document.xml"])
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(xml))
            del xml[at : at + chance.randint(1, 30)]
        assert read_paper(w.zipped({**parts, "word/document.xml": bytes(xml)}), filename="", media_type="")
