"""Letters in the wrappings in which they really come: huge, in winmail.dat, HTML alone, signed, forwarded, sent by a copier."""

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from intake.store import outbox
from tests.corpus import wrappers
from tests.journeys.correspondence import FIELD_OFFICE, agency, agreement, letter, mail, text_of
from tests.journeys.office import Office
from tests.journeys.people import Person
from tests.servers.dovecot import Account, Dovecot

pytestmark = pytest.mark.servers


def _with(made: EmailMessage, content: bytes, maintype: str, subtype: str, filename: str) -> EmailMessage:
    made.add_attachment(content, maintype=maintype, subtype=subtype, filename=filename)
    return made


def test_a_mail_of_twenty_megabytes_is_kept_whole_read_and_acknowledged(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant, of = new_applicant(), agency()
    made = mail(applicant.address, office.address, attach=[letter(of)])
    noise = bytes(range(256)) * (57 * 1024)
    message_id = send(_with(made, noise, "application", "octet-stream", "backup.bin"))
    answer = applicant.await_answer(message_id)
    found = office.await_acknowledged(message_id)
    assert found.size > 19_000_000
    assert office.application(found).agency_name == of.name
    text = text_of(answer)
    assert "letter of interest" in text.lower()
    assert "backup" not in text
    assert len(answer.as_bytes()) < 20_000


def test_a_letter_inside_winmail_dat_is_found(office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]) -> None:
    applicant, of = new_applicant(), agency()
    content = wrappers.winmail([("Letter of Interest.pdf", letter(of).content)], body="Please find our letter.")
    made = _with(mail(applicant.address, office.address), content, "application", "ms-tnef", "winmail.dat")
    message_id = send(made)
    text = text_of(applicant.await_answer(message_id))
    found = office.await_acknowledged(message_id)
    assert (found.template, office.application(found).agency_name) == ("acknowledgement.letter", of.name)
    assert "1 page" in text


def test_a_mail_of_html_alone_is_acknowledged_in_plain_words(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant, of = new_applicant(), agency()
    html = "<html><body><p>Dear Office,</p><p>our <b>letter of interest</b> is attached.</p><script>alert(1)</script></body></html>"
    message_id = send(mail(applicant.address, office.address, html=html, attach=[letter(of)]))
    answer = applicant.await_answer(message_id)
    found = office.await_acknowledged(message_id)
    assert found.template == "acknowledgement.letter"
    assert "our letter of interest is attached" in " ".join(found.excerpt.split())
    assert "alert" not in found.excerpt
    assert answer.get_body(preferencelist=("plain",)) is not None


@pytest.mark.parametrize("streamed", [False, True])
def test_a_letter_inside_an_smime_signature_is_found(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person], streamed: bool
) -> None:
    applicant, of = new_applicant(), agency()
    inner = mail(applicant.address, office.address, attach=[letter(of)])
    for name in ("From", "To", "Subject", "Date", "Message-ID"):
        del inner[name]
    outer = mail(applicant.address, office.address)
    outer.set_content(
        wrappers.signed(inner.as_bytes(), streamed=streamed), "application", "pkcs7-mime",
        params={"smime-type": "signed-data"}, filename="smime.p7m",
    )  # fmt: skip
    message_id = send(outer)
    applicant.await_answer(message_id)
    found = office.await_acknowledged(message_id)
    assert (found.template, office.application(found).agency_name) == ("acknowledgement.letter", of.name)


def test_a_detached_signature_is_no_paper(office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]) -> None:
    applicant, of = new_applicant(), agency()
    signed = mail(applicant.address, office.address, attach=[letter(of)])
    body = EmailMessage(policy=signed.policy)
    for part in (signed.get_body(), *signed.iter_attachments()):
        body.attach(part)  # type: ignore[arg-type]
    body["Content-Type"] = "multipart/mixed"
    outer = mail(applicant.address, office.address)
    outer.clear_content()
    outer["Content-Type"] = 'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256'
    signature = EmailMessage(policy=signed.policy)
    signature.set_content(b"\x30\x80\0\0", "application", "pkcs7-signature", filename="smime.p7s")
    for part in (body, signature):
        outer.attach(part)  # type: ignore[arg-type]
    message_id = send(outer)
    text = text_of(applicant.await_answer(message_id))
    found = office.await_acknowledged(message_id)
    assert found.template == "acknowledgement.letter"
    assert "attachment" not in text.split("What happens next")[0]


def test_a_letter_forwarded_by_a_field_office_is_held_for_one_click(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant, of = new_applicant(), agency()
    inner = mail(applicant.address, FIELD_OFFICE, attach=[letter(of), agreement(of)])
    outer = mail(FIELD_OFFICE, office.address, subject="FW: Papers", text="For you.\n")
    outer.add_attachment(inner)
    found = office.await_letter(send(outer))
    assert (found.state, found.kind, found.verdict, found.needs_person) == ("held", "internal", "hold", True)
    assert "forwarded" in found.flags
    application = office.application(found)
    assert application.agency_name == of.name
    assert [p.form for p in office.papers(application.id)] == ["loi", "moa"]
    office.quiet()
    assert office.replies_to(found) == []
    assert applicant.mails() == {}


def test_a_copiers_mail_with_a_letter_is_held_and_its_clock_runs(office: Office, send: Callable[..., str]) -> None:
    of = agency()
    copier = f"scanner@{of.domain}"
    made = mail(
        copier, office.address, subject="Message from KM_C368", text="", attach=[letter(of)], headers=[("Auto-Submitted", "auto-generated")]
    )
    found = office.await_letter(send(made))
    assert (found.state, found.kind, found.verdict) == ("held", "application", "hold")
    assert found.asks_answer and found.due_at is not None
    assert {"robot_with_papers"} <= office.reasons(found)
    assert office.application(found).agency_name == of.name
    office.quiet()
    assert office.replies_to(found) == []


def test_what_was_kept_are_the_very_octets_that_lie_in_the_mailbox(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person], dovecot: Dovecot, account: Account
) -> None:
    applicant = new_applicant()
    message_id = send(mail(applicant.address, office.address, attach=[letter(agency())]))
    found = office.await_acknowledged(message_id)
    inbox = dovecot.maildir(account)
    lying = [file.read_bytes() for file in (*inbox.glob("new/*"), *inbox.glob("cur/*"))]
    [there] = [raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for raw in lying if message_id.encode() in raw]
    assert office.raw(found) == there
    with office.db.read() as tx:
        [reply] = office.replies_to(found)
        sent = outbox.octets(tx, reply.id)
    [arrived] = applicant.mails().values()
    assert arrived["Message-ID"] == reply.header_message_id
    assert arrived.get_content_type() == "multipart/alternative"
    assert reply.header_message_id.encode() in sent
