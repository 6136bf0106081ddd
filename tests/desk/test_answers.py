"""Answers written at the desk: from a template, to people that are known, once, and lost never."""

from dataclasses import replace
from typing import Any

import pytest

from intake import errors
from intake.desk import answers
from intake.desk.answers import Fault, Form, Queued, Refused
from intake.desk.writing import Writing
from intake.documents.document import Verdict
from intake.mail import parser
from intake.mail.limits import Limits
from intake.store import answers as kept_answers
from intake.store import drafts, outbox
from intake.store.states import Reply
from tests.applications import made
from tests.desk import office, writing
from tests.desk.ledger import Ledger

CHIEF = "chief@town.example"


@pytest.fixture
def write(ledger: Ledger) -> Writing:
    return writing.writing(ledger)


def letter(ledger: Ledger, **more: Any) -> int:
    given = {"reference": "ABCD-2345", "from_address": CHIEF, "from_name": "Chief Ada Moss", "subject": "Letter of Interest"}
    return ledger.answered(**{**given, **more})


def filled(ledger: Ledger, write: Writing, ref: str = "ABCD-2345", who: str = "mora", **changes: Any) -> Form:
    form = answers.begin(ledger.desk, write, ref, who=who).form
    return replace(form, **{"body": "We read your letter and write to you on Friday.", **changes})


def queued(ledger: Ledger, write: Writing, form: Form, who: str = "mora", **more: Any) -> Queued:
    found = answers.send(ledger.desk, write, "ABCD-2345", form, who=who, **more)
    assert isinstance(found, Queued), found
    return found


def faults(ledger: Ledger, write: Writing, form: Form, who: str = "mora", **more: Any) -> tuple[Fault, ...]:
    found = answers.send(ledger.desk, write, "ABCD-2345", form, who=who, **more)
    assert isinstance(found, Refused)
    return found.faults


def test_an_answer_begins_with_the_facts_the_subject_and_the_correspondent(ledger: Ledger, write: Writing) -> None:
    letter(ledger, subject="RE: Re: Letter of Interest")
    opened = answers.begin(ledger.desk, write, "ABCD-2345", who="mora", staff_name="Mora Lind")
    assert opened.form.subject == "Re: Letter of Interest"
    assert opened.form.to == (CHIEF,)
    assert "ABCD-2345" in opened.opening
    assert opened.closing.startswith("Mora Lind\nPartnership Program Office")
    assert "[[" in opened.form.body
    (known,) = opened.known
    assert (known.address, known.name, known.why) == (CHIEF, "Chief Ada Moss", "wrote this letter")


def test_a_place_that_nobody_filled_in_is_not_sent(ledger: Ledger, write: Writing) -> None:
    letter(ledger)
    form = answers.begin(ledger.desk, write, "ABCD-2345", who="mora").form
    assert [each.field for each in faults(ledger, write, form)] == ["body"]


def test_an_answer_goes_once_however_often_the_button_is_pressed(ledger: Ledger, write: Writing) -> None:
    number = letter(ledger)
    form = filled(ledger, write)
    first, second = queued(ledger, write, form), queued(ledger, write, form)
    assert (first.reply, first.again, second.again) == (second.reply, False, True)
    with ledger.db.read() as tx:
        (reply,) = outbox.of_message(tx, number)
        mail = parser.parse(outbox.octets(tx, reply.id), Limits())
    assert (reply.purpose, reply.automatic, reply.state) == (f"response:{form.key}", False, Reply.QUEUED)
    assert mail.subject == "Re: Letter of Interest"
    assert "We read your letter" in mail.text
    assert mail.header("auto-submitted") is None
    assert ledger.message(number).responded_at is None


def test_what_stands_in_the_form_is_kept_for_each_person_and_gone_once_sent(ledger: Ledger, write: Writing) -> None:
    number = letter(ledger)
    form = filled(ledger, write, body="half a sen")
    answers.save(ledger.desk, "ABCD-2345", form, who="mora")
    assert answers.begin(ledger.desk, write, "ABCD-2345", who="mora").form == form
    assert answers.begin(ledger.desk, write, "ABCD-2345", who="noor").form.body != form.body
    queued(ledger, write, form)
    with ledger.db.read() as tx:
        assert drafts.get(tx, number, "mora") is None


def test_nothing_is_lost_when_sending_is_refused(ledger: Ledger, write: Writing) -> None:
    letter(ledger)
    form = filled(ledger, write, to=(), subject="")
    assert {each.field for each in faults(ledger, write, form)} == {"to", "subject"}
    assert answers.begin(ledger.desk, write, "ABCD-2345", who="mora").form == form


def test_a_new_address_must_be_confirmed(ledger: Ledger, write: Writing) -> None:
    letter(ledger)
    form = filled(ledger, write, cc=("clerk@town.example",))
    (fault,) = faults(ledger, write, form)
    assert (fault.field, fault.confirm) == ("cc", "new:clerk@town.example")
    assert queued(ledger, write, form, confirmed=frozenset({fault.confirm})).reply


@pytest.mark.parametrize("address", ["no-reply@town.example", "mailer-daemon@town.example", "program@office.example", "nobody"])
def test_a_machine_and_we_ourselves_are_never_written_to(ledger: Ledger, write: Writing, address: str) -> None:
    letter(ledger)
    (fault,) = faults(ledger, write, filled(ledger, write, to=(address,)), confirmed=frozenset({f"new:{address}"}))
    assert (fault.field, fault.confirm) == ("to", "")


def test_private_numbers_are_sent_only_where_it_is_meant_so(ledger: Ledger, write: Writing) -> None:
    letter(ledger)
    form = filled(ledger, write, body="The number is SSN 219-09-9999.")
    (fault,) = faults(ledger, write, form)
    assert (fault.field, fault.confirm) == ("body", "private")
    assert queued(ledger, write, form, confirmed=frozenset({"private"}))


def test_two_people_do_not_answer_one_letter_unseen(ledger: Ledger, write: Writing) -> None:
    letter(ledger)
    answers.save(ledger.desk, "ABCD-2345", filled(ledger, write, who="noor"), who="noor")
    form = filled(ledger, write)
    assert answers.begin(ledger.desk, write, "ABCD-2345", who="mora").others == ("noor",)
    (fault,) = faults(ledger, write, form)
    assert fault.confirm == "others"
    assert queued(ledger, write, form, confirmed=frozenset({"others"}))
    ledger.clock.move(hours=1)
    assert answers.begin(ledger.desk, write, "ABCD-2345", who="noor").others == ("mora",)  # on its way


def test_an_answer_can_be_taken_back_until_it_is_on_its_way(ledger: Ledger, write: Writing) -> None:
    number = letter(ledger)
    done = queued(ledger, write, filled(ledger, write))
    form = answers.undo(ledger.desk, write, done.reply, who="mora")
    assert form.body == "We read your letter and write to you on Friday."
    assert answers.begin(ledger.desk, write, "ABCD-2345", who="mora").form == form
    again = queued(ledger, write, form)
    ledger.clock.move(minutes=1)
    with ledger.db.write() as tx:
        outbox.claim(tx, ledger.db, owner="test", seconds=60, limit=1)
    with pytest.raises(errors.Conflict, match="on its way"):
        answers.undo(ledger.desk, write, again.reply, who="mora")
    with ledger.db.read() as tx:
        assert [each.state for each in outbox.of_message(tx, number)] == [Reply.WITHDRAWN, Reply.CLAIMED]


def test_an_answer_cannot_leave_before_it_can_no_longer_be_taken_back(ledger: Ledger, write: Writing) -> None:
    letter(ledger)
    queued(ledger, write, filled(ledger, write))
    with ledger.db.write() as tx:
        assert outbox.claim(tx, ledger.db, owner="test", seconds=60, limit=1) == []


def test_a_preview_shows_the_whole_mail_and_what_speaks_against_it(ledger: Ledger, write: Writing) -> None:
    letter(ledger)
    form = filled(ledger, write, body="One.\n\n- <b>two</b>", cc=("clerk@town.example",))
    shown = answers.preview(ledger.desk, write, "ABCD-2345", form, who="mora")
    assert shown.text.startswith("Hello,\n\nThank you for your message of Tuesday, November 24, 2026")
    assert shown.text.index("- <b>two</b>") < shown.text.index("mora\nPartnership Program Office")
    assert "<li>&lt;b&gt;two&lt;/b&gt;</li>" in shown.html
    assert [each.field for each in shown.faults] == ["cc"]


def test_a_private_number_in_a_subject_is_not_sent_back(ledger: Ledger, write: Writing) -> None:
    letter(ledger, subject="SSN 219-09-9999")
    assert "219" not in answers.begin(ledger.desk, write, "ABCD-2345", who="mora").form.subject


def test_what_a_later_letter_brought_is_not_said_to_be_missing(ledger: Ledger, write: Writing) -> None:
    there = office.Office(ledger)
    case = there.case()
    first = there.letter(case, office.loi())
    there.event(first, "reply.queued", case, missing=["agreement_not_found:TFM"])
    there.letter(case, office.moa(), reference="ABCD-2345")
    body = answers.begin(ledger.desk, write, "ABCD-2345", who="mora", template="answer.missing_paper").form.body
    assert "We did not find" not in body


def test_a_finding_that_was_told_and_is_no_longer_true_proposes_a_follow_up_and_sends_nothing(ledger: Ledger, write: Writing) -> None:
    there = office.Office(ledger)
    case = there.case()
    signed = office.moa(signatures=(made.signature(Verdict.SIGNED, 9),))
    number = there.letter(case, office.loi(), signed, reference="ABCD-2345", subject="MOA")
    there.event(number, "reply.queued", case, missing=["blank_signature:9", "link_instead"])
    opened = answers.begin(ledger.desk, write, "ABCD-2345", who="mora")
    assert opened.follow_up == ("We found the signature on page 9.",)
    assert opened.form.template == "answer.correction"
    assert "We found the signature on page 9." in opened.form.body
    assert "disregard" in opened.form.body
    with ledger.db.read() as tx:
        assert kept_answers.of_message(tx, number) == []
    queued(ledger, write, opened.form)
    assert answers.begin(ledger.desk, write, "ABCD-2345", who="mora").follow_up == ()


def test_what_the_papers_do_not_show_is_not_taken_back(ledger: Ledger, write: Writing) -> None:
    there = office.Office(ledger)
    case = there.case()
    number = there.letter(case, office.loi(), office.moa(signatures=(made.signature(Verdict.UNSIGNED, 9),)), reference="ABCD-2345")
    there.event(number, "reply.queued", case, missing=["blank_signature:9", "blank_signature:4", "agreement_not_found:WSO"])
    assert answers.begin(ledger.desk, write, "ABCD-2345", who="mora").follow_up == ()
