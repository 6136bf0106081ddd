"""A letter on its whole road: from the applicant's mail program through Postfix and Dovecot to an answer in the applicant's own inbox."""

import email
import email.policy
import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from intake.business_time import due, words
from intake.documents.document import MODEL_NAMES, Model
from intake.store import outbox, schema
from tests.journeys import correspondence
from tests.journeys.correspondence import agency, agreement, letter, mail, text_of
from tests.journeys.office import Office
from tests.journeys.people import Person

pytestmark = pytest.mark.servers


def test_a_letter_and_an_agreement_are_acknowledged_in_the_applicants_own_inbox(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant, of = new_applicant(), agency()
    papers = [letter(of), agreement(of)]
    sent = mail(applicant.address, office.address, attach=papers, subject="Zebra stripes: our papers")
    message_id = send(sent)

    answer = applicant.await_answer(message_id)
    line = office.await_acknowledged(message_id)
    application = office.application(line)

    assert answer["References"] == message_id
    assert answer["Auto-Submitted"] == "auto-replied"
    assert answer["Return-Path"] == f"<{office.address}>"
    assert answer["Reply-To"] == office.address
    assert [a.addr_spec for a in answer["To"].addresses] == [applicant.address]
    assert (answer["Cc"], answer["Bcc"]) == (None, None)
    assert answer["From"].addresses[0].addr_spec == office.address
    assert "zebra" not in answer.as_string().lower()

    text = text_of(answer)
    assert application.reference in answer["Subject"]
    assert f"Your reference is {application.reference}." in text
    assert MODEL_NAMES[Model.TFM] in text
    assert re.search(r"letter of interest.*1 page\b", text, re.IGNORECASE)
    assert re.search(rf"agreement.*{papers[1].pages} pages", text, re.IGNORECASE)
    promised = due.due(line.received_at, office.calendar)
    assert promised.at is not None
    assert words.promise(promised.at, office.calendar) in text
    assert "not acceptance" in text


def test_the_application_is_on_record_with_what_the_papers_say_and_a_line_of_the_log(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant, of = new_applicant(), agency()
    papers = [letter(of), agreement(of)]
    message_id = send(mail(applicant.address, office.address, attach=papers))
    found = office.await_acknowledged(message_id)

    application = office.application(found)
    assert (application.agency_name, application.state, application.agency_type) == (of.name, "TX", "sheriff")
    read = office.fields(found)
    truth = papers[0].truth | papers[1].truth
    for name in ("agency_name", "state", "signatory_name", "signed_date", "zip"):
        assert read[name] == truth[name], name
    placed = office.papers(application.id)
    assert [(p.form, p.model, p.replaced_by) for p in placed] == [("loi", None, None), ("moa", "TFM", None)]

    line = office.log_line(found)
    assert line is not None
    assert (line.reference, line.agency, line.models) == (application.reference, of.name, ("TFM",))
    assert line.due_at == due.due(line.received_at, office.calendar).at
    assert line.acknowledged_at is not None and line.acknowledged_at - line.received_at < timedelta(seconds=20)
    assert line.acknowledged_at >= line.received_at
    assert line.acknowledged_on_time is True
    assert (line.responded_at, line.responded_on_time) == (None, None)
    assert not office.alarms("letter.shelved")


def test_the_agreement_of_the_next_day_is_added_to_the_application_of_the_letter(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant, of = new_applicant(), agency()
    first = send(mail(applicant.address, office.address, attach=[letter(of, (Model.TFM, Model.JEM))]))
    acknowledged = applicant.await_answer(first)
    application = office.application(office.await_acknowledged(first))

    def answers(*papers: correspondence.Paper) -> tuple[EmailMessage, str]:
        message_id = send(mail(applicant.address, office.address, attach=papers, answers=acknowledged, subject="Re: more"))
        answer = applicant.await_answer(message_id)
        found = office.await_acknowledged(message_id)
        assert found.application_id == application.id
        assert found.template == "acknowledgement.added"
        assert f"We added your papers to your application ({application.reference})" == answer["Subject"]
        return answer, text_of(answer)

    answer, text = answers(agreement(of, Model.TFM))
    assert "We added what you sent to your application." in text
    assert str(answer["References"]).split() == [first, str(acknowledged["Message-ID"]), str(answer["In-Reply-To"])]

    answers(agreement(of, Model.JEM))
    kept = office.papers(application.id)
    assert [(p.form, p.model, p.replaced_by) for p in kept] == [("loi", None, None), ("moa", "TFM", None), ("moa", "JEM", None)]

    answers(agreement(of, Model.TFM, seed=2))
    loi, old, jem, new = office.papers(application.id)
    assert old.replaced_by == new.id
    assert (loi.replaced_by, jem.replaced_by, new.replaced_by) == (None, None, None)
    assert len(office.rows(schema.applications, schema.applications.c.agency_name == of.name)) == 1


def test_a_colleague_who_answers_in_the_thread_from_elsewhere_adds_to_its_application(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant, of = new_applicant(), agency()
    first = send(mail(applicant.address, office.address, attach=[letter(of)]))
    acknowledged = applicant.await_answer(first)
    application = office.application(office.await_acknowledged(first))
    found = office.await_acknowledged(send(mail("clerk@elsewhere.example", office.address, attach=[agreement(of)], answers=acknowledged)))
    assert (found.application_id, found.template) == (application.id, "acknowledgement.added")
    assert office.rows(schema.proposals, schema.proposals.c.message_id == found.id) == []


def test_a_stranger_with_the_same_agency_makes_a_proposal_and_reads_of_this_mail_alone(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant, of = new_applicant(), agency()
    first = send(mail(applicant.address, office.address, attach=[letter(of)]))
    known = office.application(office.await_acknowledged(first))

    stranger = f"clerk@{of.domain}"
    message_id = send(mail(stranger, office.address, attach=[agreement(of)]))
    found = office.await_acknowledged(message_id)
    own = office.application(found)
    assert own.id != known.id
    [proposal] = office.rows(schema.proposals, schema.proposals.c.message_id == found.id)
    assert (proposal.application_id, proposal.candidate_id, proposal.state) == (own.id, known.id, "open")

    [reply] = office.replies_to(found)
    assert reply.recipient == stranger
    answer = email.message_from_bytes(_octets(office, reply.id), policy=email.policy.default)
    text = text_of(answer)
    assert found.template == "acknowledgement.agreement"
    assert known.reference not in answer.as_string()
    assert own.reference in text
    assert "1 page" not in text.replace(f"{agreement(of).pages} pages", "")
    assert len(applicant.mails()) == 1


def test_thanks_in_the_thread_are_filed_without_a_clock_or_a_reply(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant, of = new_applicant(), agency()
    first = send(mail(applicant.address, office.address, attach=[letter(of)]))
    acknowledged = applicant.await_answer(first)
    begun = office.await_acknowledged(first)

    words_of_thanks = "Thank you very much!\n\nPat Doe\n\nOn Tuesday you wrote:\n> " + text_of(acknowledged).replace("\n", "\n> ")
    thanks = send(mail(applicant.address, office.address, text=words_of_thanks, answers=acknowledged, subject="Re: thanks"))
    found = office.await_letter(thanks)
    assert (found.state, found.verdict, found.application_id) == ("ignored", "never", begun.application_id)
    assert (found.asks_answer, found.due_at, found.needs_person) == (False, None, False)
    assert office.log_line(found) is None
    office.quiet()
    assert office.replies_to(found) == []
    assert len(applicant.mails()) == 1


def test_an_out_of_office_note_in_answer_to_our_acknowledgement_is_never_answered(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant, of = new_applicant(), agency()
    first = send(mail(applicant.address, office.address, attach=[letter(of)]))
    acknowledged = applicant.await_answer(first)

    def note(**more: Any) -> EmailMessage:
        subject = "Automatic reply: We received your letter"
        return mail(applicant.address, office.address, subject=subject, text="I am away until Monday.", answers=acknowledged, **more)

    marked = send(note(headers=[("Auto-Submitted", "auto-replied")]), sender="")
    unmarked = send(note())  # an old server: nothing but the subject tells it
    for message_id in (marked, unmarked):
        found = office.await_letter(message_id)
        assert (found.state, found.verdict, found.asks_answer) == ("ignored", "never", False)
        assert found.kind in ("automatic", "bounce")
        assert office.replies_to(found) == []
    office.quiet()
    assert len(applicant.mails()) == 1


def _octets(office: Office, reply: int) -> bytes:
    with office.db.read() as tx:
        return outbox.octets(tx, reply)


def test_a_question_without_papers_is_acknowledged_as_one_or_as_come_out_of_hours(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant = new_applicant()
    text = "Dear Office,\n\nour police department asks which forms the task force model of the 287(g) program needs?\n\nPat Doe\n"
    message_id = send(mail(applicant.address, office.address, text=text, subject="Forms"))
    answer = applicant.await_answer(message_id)
    found = office.await_acknowledged(message_id)
    open_now = office.calendar.in_hours(found.received_at)
    assert found.template == ("acknowledgement.question" if open_now else "acknowledgement.out_of_hours")
    assert ("closed" in text_of(answer)) is not open_now
    assert found.asks_answer and found.application_id is None
    assert found.reference in answer["Subject"]


def test_a_mail_for_two_agencies_gets_one_reply_with_a_reference_each(
    office: Office, send: Callable[..., str], new_applicant: Callable[[], Person]
) -> None:
    applicant, first, second = new_applicant(), agency(), agency("police")
    message_id = send(mail(applicant.address, office.address, attach=[letter(first), letter(second)]))
    answer = applicant.await_answer(message_id)
    found = office.await_acknowledged(message_id)
    made = office.rows(schema.applications, schema.applications.c.agency_name.in_([first.name, second.name]))
    assert len(made) == 2
    for application in made:
        assert application.reference in text_of(answer)
        assert [p.message_id for p in office.papers(application.id)] == [found.id]
    assert len(office.replies_to(found)) == 1
