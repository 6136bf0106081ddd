"""Digital signatures: whether the file is as it was signed, and apart from it whether anybody vouches for the signer."""

import random
import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from intake.demo import papers
from intake.documents import digital, signature_block
from intake.documents.digital import Checked, Trust
from intake.documents.document import Document, Form, Model, Signature, Verdict
from intake.documents.paper import Known
from intake.documents.pdf import PdfPages
from intake.documents.read import read_paper
from tests.documents import made, signed

GAP = (80, 428, 230, 466)
"""Between the closing and the name of the letter of interest, left, bottom, right, top."""
ELSEWHERE = (330, 60, 480, 100)


@cache
def _letter() -> bytes:
    return made.pdf(made.request())


@cache
def _good() -> bytes:
    return signed.sign(_letter(), _sheriff(), GAP)


@cache
def _sheriff() -> signed.Key:
    return signed.key(by=signed.root())


def _one(content: bytes, trust: Trust | None = None) -> Checked:
    (found,) = digital.check(content, trust or signed.trust())
    return found


def _read(content: bytes, trust: Trust | None = None) -> Document:
    return read_paper(content, filename="paper.pdf", media_type="application/pdf", known=Known(trust or signed.trust()))[0]


def _of(document: Document, party: str) -> Signature:
    return next(each for each in document.signatures if each.party == party)


def _codes(document: Document) -> set[str]:
    return {issue.code for issue in document.issues}


def test_a_letter_as_it_was_signed_is_signed_by_the_name_in_the_certificate() -> None:
    found = _of(_read(_good()), "agency")
    assert (found.verdict, found.kind, found.integrity, found.modification) == (Verdict.SIGNED, "digital", "intact", "none")
    assert (found.signer, found.trust, found.page) == (signed.SHERIFF, "trusted", 1)
    assert found.signed_at is not None and abs(found.signed_at - datetime.now(UTC)) < timedelta(hours=1)


def test_what_is_said_of_a_digital_signature_is_for_staff_alone() -> None:
    document = _read(_good())
    told = [issue for issue in document.issues if "igital signature" in issue.text]
    assert {issue.code for issue in told} == {"signature-intact", "signer-vouched"}
    assert all(issue.audience == "staff" and issue.page == 1 for issue in told)


def test_any_octet_that_was_changed_outside_the_signature_is_found_out() -> None:
    good = _good()
    begin, end = _gap(good)
    places = random.Random(4).sample([*range(9, begin - 40), *range(end + 70, len(good) - 10)], 60)
    assert {_one(signed.flip(good, place)).integrity for place in places if good[place] not in b"\r\n"} == {"altered"}


def test_octets_of_the_signature_itself_never_end_in_an_error() -> None:
    good = _good()
    begin, end = _gap(good)
    for place in random.Random(5).sample(range(begin + 1, end - 1), 80):
        digital.check(good[:place] + b"f" + good[place + 1 :], signed.trust())


def test_an_altered_letter_is_looked_at_by_a_person_and_never_called_signed() -> None:
    content = _good().replace(b"/Title (untitled)", b"/Title (UNTITLED)")
    assert content != _good()
    document = _read(content)
    assert (_of(document, "agency").verdict, _of(document, "agency").integrity) == (Verdict.UNCLEAR, "altered")
    assert "signature-altered" in _codes(document)
    assert not [issue for issue in document.issues if issue.audience == "sender"]


def test_what_is_painted_on_top_of_a_signed_letter_is_an_alteration() -> None:
    found = _one(signed.update(_good(), signed.scribble))
    assert (found.integrity, found.why, found.modification) == ("altered", "added", "other")


def test_an_altered_file_is_altered_whoever_signed_it() -> None:
    """Trust is told apart from integrity."""
    found = _one(signed.update(_good(), signed.scribble))
    assert found.trust == "trusted"
    stranger = _one(signed.sign(_letter(), signed.key("Al Stranger"), GAP))
    assert (stranger.integrity, stranger.trust) == ("intact", "untrusted")


@pytest.mark.parametrize(("name", "told"), [("MOSSWOOD.ADA.B.1234567890", False), ("Al Stranger", True)])
def test_a_certificate_in_another_name_than_the_papers_is_told(name: str, told: bool) -> None:
    document = _read(signed.sign(_letter(), signed.key(name, by=signed.root()), GAP))
    assert [issue.audience for issue in document.issues if issue.code == "signer-other-name"] == ["staff"] * told


def test_an_empty_signature_field_is_no_signature() -> None:
    document = _read(signed.field(_letter(), GAP))
    assert (_of(document, "agency").verdict, _codes(document)) == (Verdict.UNSIGNED, {"signature-blank"})


def test_a_certificate_that_ran_out_is_said_to_have_run_out() -> None:
    old = signed.key("Old B. Holder", by=signed.root(), begins=signed.NOW - timedelta(days=400), days=100)
    found = _one(signed.sign(_letter(), old, GAP))
    assert (found.integrity, found.trust) == ("intact", "expired")
    assert _one(signed.sign(_letter(), old, GAP), signed.trust(signed.NOW - timedelta(days=350))).trust == "trusted"


def test_a_chain_leads_from_signer_to_root_over_certificates_in_the_signature() -> None:
    between = signed.key("Invented Issuer", by=signed.root(), ca=True)
    who = signed.key("Cy Chained", by=between)
    assert _one(signed.sign(_letter(), who, GAP, others=(between,))).trust == "trusted"
    assert _one(signed.sign(_letter(), who, GAP)).trust == "untrusted"


@pytest.mark.parametrize("trust", [Trust(), Trust((b"no certificate",), signed.NOW)])
def test_an_office_without_roots_is_told_that_nobody_vouches(trust: Trust) -> None:
    document = _read(_good(), trust)
    assert (_of(document, "agency").verdict, _of(document, "agency").trust) == (Verdict.SIGNED, "unchecked")
    assert "signer-not-vouched" in _codes(document)


def test_a_second_signature_does_not_alter_the_first() -> None:
    both = signed.sign(_good(), signed.key("Jo Witness", by=signed.root()), ELSEWHERE, name="Signature2")
    first, second = digital.check(both, signed.trust())
    assert (first.integrity, first.modification, second.integrity, second.modification) == ("intact", "form_filling", "intact", "none")
    assert (first.filled, second.signer) == ((), "Jo Witness")


def test_a_field_that_was_filled_in_after_signing_is_named() -> None:
    def draw(canvas: Any) -> None:
        canvas.acroForm.textfield(name="officers", x=330, y=200, width=90, height=16, value="four")

    good = signed.sign(made.pdf(made.request(), draw=draw), _sheriff(), GAP)
    document = _read(signed.update(good, signed.fill("officers", "forty")))
    assert (_of(document, "agency").verdict, _of(document, "agency").modification) == (Verdict.SIGNED, "form_filling")
    assert any(i.code == "filled-after-signing" and "officers" in i.text and i.audience == "staff" for i in document.issues)


def test_fields_that_the_signer_locked_must_not_be_filled_in() -> None:
    from pyhanko.sign.fields import MDPPerm

    def draw(canvas: Any) -> None:
        canvas.acroForm.textfield(name="officers", x=330, y=200, width=90, height=16, value="four")

    base = made.pdf(made.request(), draw=draw)
    locked = signed.sign(base, _sheriff(), GAP, certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
    assert _one(locked).integrity == "intact"
    assert _one(signed.update(locked, signed.fill("officers", "forty"))).integrity == "altered"


def test_a_signature_that_is_copied_to_the_end_and_padded_does_not_cover_other_words() -> None:
    """The library adds lengths up, and calls this file untouched."""
    forged = _forged(_good(), b"BT 72 500 Td (Train 900 officers) Tj ET")
    found = _one(forged)
    assert (found.integrity, found.why, found.modification) == ("altered", "uncovered", "other")


def test_two_fields_of_one_name_count_as_the_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = Checked("Signature1", "intact", ""), Checked("Signature1", "altered", "content")
    monkeypatch.setattr(digital, "_all", lambda *_: iter((good, bad, good)))
    assert digital.check(b"", Trust()) == (bad,)


@pytest.mark.parametrize(
    "hostile",
    [
        b"3080" * 2_000,
        b"30840fffffff",
        b"30820100" + b"06092a864886f70d010702a0820100" + b"ff" * 100,
        b"a0" * 4_000,
        b"",
    ],
    ids=["nested", "huge", "cut", "tags", "empty"],
)
def test_hostile_signatures_are_unknown_and_a_person_looks(hostile: bytes) -> None:
    good = _good()
    begin, end = _gap(good)
    filled = (hostile + b"00" * (end - begin))[: (end - begin - 2) // 2 * 2]
    document = _read(good[: begin + 1] + filled + good[end - 1 :])
    assert (_of(document, "agency").verdict, _of(document, "agency").integrity) == (Verdict.UNCLEAR, "unknown")
    assert "signature-not-checked" in _codes(document)


def test_many_certificates_of_one_name_are_not_walked_through() -> None:
    twins = [signed.key("Invented Twin", ca=True, days=700 + n, by=signed.key("Invented Twin", ca=True, days=690)) for n in range(9)]
    who = signed.key("Di Twin", by=twins[0])
    found = _one(signed.sign(_letter(), who, GAP, others=twins))
    assert (found.integrity, found.why, found.signer) == ("unknown", "too-much", "Di Twin")


@pytest.mark.parametrize(("bound", "value"), [("MOST", 0), ("MOST_OCTETS", 100), ("MOST_REVISIONS", 0), ("SECONDS", -1.0)])
def test_what_is_beyond_a_bound_is_unknown(bound: str, value: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digital, bound, value)
    found = digital.check(_good(), signed.trust())
    assert all((each.integrity, each.why) == ("unknown", "too-much") for each in found)


def test_a_signature_that_is_shown_nowhere_leaves_the_line_in_doubt() -> None:
    document = _read(signed.sign(_letter(), _sheriff(), None))
    assert _of(document, "agency").verdict is Verdict.UNCLEAR
    assert {"signature-intact", "signature-unclear"} <= _codes(document)


def test_a_seal_in_the_name_of_a_service_is_nobodys_signature() -> None:
    document = _read(signed.sign(_letter(), signed.key("DocuSign, Inc.", by=signed.root()), GAP))
    assert _of(document, "agency").verdict is Verdict.UNCLEAR
    assert "signature-intact" in _codes(document)


def test_the_printed_mark_of_a_service_is_evidence_for_staff() -> None:
    mark = "DocuSign Envelope ID: 0A1B2C3D-0A1B-0A1B-0A1B-0A1B2C3D4E5F"
    document = made.read(made.pdf((mark, *made.request())))
    assert [(i.audience, i.page) for i in document.issues if i.code == "esign-mark"] == [("staff", 1)]
    assert _of(document, "agency").verdict is Verdict.UNSIGNED


def test_a_printed_digital_signature_is_told_to_prove_nothing() -> None:
    lines = list(made.request())
    lines[lines.index("Sincerely,") + 2] = "Digitally signed by Ada B. Mosswood"
    document = made.read(made.pdf(lines))
    assert (_of(document, "agency").kind, _of(document, "agency").integrity) == ("digital", "unknown")
    assert "signature-printed" in _codes(document)


def test_a_paper_without_a_signature_never_loads_the_library() -> None:
    import subprocess
    import sys

    code = (
        "import sys; from tests.documents import made; made.read(made.pdf(made.request()));"
        "sys.exit(any(name.partition('.')[0] in ('pyhanko', 'asn1crypto', 'cryptography') for name in sys.modules))"
    )
    assert subprocess.run((sys.executable, "-c", code), check=False).returncode == 0


@pytest.mark.parametrize("party", ["agency", "office"])
def test_the_half_in_which_the_field_stands_says_whose_signature_it_is(party: str) -> None:
    content, page, box = _agreement(party)
    document = _read(signed.sign(content, _sheriff(), box, page=page - 1))
    other = "office" if party == "agency" else "agency"
    assert document.form is Form.MOA
    assert (_of(document, party).verdict, _of(document, party).kind, _of(document, party).page) == (Verdict.SIGNED, "digital", page)
    assert _of(document, other).verdict is Verdict.UNSIGNED


@cache
def _agreement(party: str) -> tuple[bytes, int, tuple[int, int, int, int]]:
    """An unsigned agreement, its signature page, and a place right of the party's label "Signature"."""
    spec = next(
        spec
        for spec in papers.agreements(3)
        if spec.model is Model.TFM and not spec.signed and not spec.form and spec.revision == "2025-03-07"
    )
    content = papers.draw_agreement(spec)
    with PdfPages(content) as pages:
        for number in range(1, pages.count + 1):
            block = signature_block.find(pages.words(number))
            half = getattr(block, party) if block else None
            if half and "signature" in half.labels:
                _, top, right, bottom = half.labels["signature"]
                height = pages.words(number).height
                return content, number, (int(right) + 8, int(height - bottom), int(right) + 130, int(height - top) + 14)
    raise AssertionError("no signature page")


def _gap(content: bytes) -> tuple[int, int]:
    match = re.search(rb"/ByteRange \[0 (\d+) (\d+) ", content)
    assert match
    return int(match.group(1)), int(match.group(2))


def _forged(good: bytes, page: bytes) -> bytes:
    """Another page in a new revision, and in it the old signature as a longer string, so that all lengths add up to the whole file."""
    match = re.search(rb"/ByteRange (\[0 (\d+) (\d+) (\d+)\])", good)
    assert match
    span, begin, end, rest = match.group(1), *map(int, match.groups()[1:])
    contents = bytes.fromhex(good[begin + 1 : end - 1].decode()).rstrip(b"\0") + b"\0"
    escaped = re.sub(rb"([\\()])", rb"\\\1", contents).replace(b"\r", rb"\r")
    own = re.findall(rb"(\d+) 0 obj", good[:begin])[-1]
    stream = re.search(rb"/Contents (\d+) 0 R", good)
    assert stream
    start, top, size = (re.findall(pattern, good)[-1] for pattern in (rb"startxref\s+(\d+)", rb"/Root (\d+ 0 R)", rb"/Size (\d+)"))

    def made_with(pad: int) -> bytes:
        out = good + b"\n"
        first = len(out)
        out += own + b" 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange " + span
        out += b" /Contents (" + escaped + b"\0" * pad + b") >>\nendobj\n"
        second = len(out)
        out += stream.group(1) + b" 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(page), page)
        table = len(out)
        out += b"xref\n%s 1\n%010d 00000 n \n%s 1\n%010d 00000 n \n" % (own, first, stream.group(1), second)
        return out + b"trailer\n<< /Size %s /Root %s /Prev %s >>\nstartxref\n%010d\n%%%%EOF\n" % (size, top, start, table)

    pad = len(made_with(0)) - (begin + rest + 2 * len(contents) + 2)
    forged = made_with(pad)
    assert begin + rest + 2 * (len(contents) + pad) + 2 == len(forged)
    return forged
