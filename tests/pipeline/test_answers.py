"""An answer written at the desk, on its way: it stops the clock when a server took it, and starts it again when it comes back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from intake.desk import acts, answers, replies, template_acts, timeline
from intake.desk.answers import Queued
from intake.desk.assessment import Context
from intake.desk.template_acts import Refused
from intake.desk.writing import Writing
from intake.mail.delivery import Failed, Sent, Unsure
from intake.pipeline.live_templates import LiveTemplates
from intake.replies import samples
from intake.store import answers as kept_answers
from intake.store import responses
from intake.store.states import Message, Reply
from tests.desk import writing
from tests.pipeline import papers
from tests.pipeline.house import TEMPLATES, House


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's clock cannot be moved: nothing rests in the outbox here."""
    monkeypatch.setattr(answers, "UNDO", timedelta())


def application(house: House) -> bytes:
    """A letter of interest and an agreement, in one mail."""
    return papers.mail(attachments=(house.paper(papers.letter(), papers.agreement()),))


def answer(house: House, number: int, *, cc: tuple[str, ...] = ()) -> int:
    """An answer to a letter's sender, as far as the outbox."""
    write = Writing(post=writing.Post(house.clock, house.ids.token), templates=lambda: TEMPLATES, key=house.ids.token, context=Context())
    opened = answers.begin(house.desk, write, str(number), who="mora")
    form = replace(opened.form, body="We read it.", cc=cc)
    confirmed = frozenset(f"new:{each}" for each in cc)
    done = answers.send(house.desk, write, str(number), form, who="mora", confirmed=confirmed)
    assert isinstance(done, Queued), done
    return done.reply


def acknowledged(house: House) -> int:
    """A letter that was acknowledged."""
    made = house.take(application(house))
    house.deliver()
    return made


def test_the_clock_stops_when_a_server_took_the_answer_and_not_before(both: House) -> None:
    number = acknowledged(both)
    reply = answer(both, number)
    assert both.row(number).responded_at is None
    both.deliver()
    row = both.row(number)
    assert (row.responded_at, row.response_kind) == (both.clock.now(), "mail")
    with both.db.read() as tx:
        (kept,) = responses.of_message(tx, number)
        sent = kept_answers.get(tx, reply)
    assert (kept.by_who, kept.kind) == ("mora", "mail")
    assert sent is not None
    assert sent.closed == [number]
    assert "letter.responded" in both.kinds(number)
    with both.db.read() as tx:
        told = [entry.text for entry in timeline.of_letter(tx, number, ())]
    assert {"Wrote an answer", "The answer went out", "The acknowledgement went out"} <= set(told)


def test_an_answer_that_was_refused_stops_no_clock(house: House) -> None:
    number = acknowledged(house)
    answer(house, number)
    house.transport.plan = [Failed("no such user", 550, recipient=True)]
    house.deliver()
    assert house.row(number).responded_at is None
    assert "reply.dead" in house.alarms()


def test_an_unsure_answer_stops_the_clock_when_a_person_knows_that_it_went(house: House) -> None:
    number = acknowledged(house)
    reply = answer(house, number)
    house.transport.plan = [Unsure("the line was lost")]
    house.deliver()
    assert house.row(number).responded_at is None
    acts.settle(house.desk, str(number), who="mora", verdict=acts.Verdict.SENT, reply=reply)
    assert house.row(number).responded_at is not None


def test_an_answer_that_comes_back_opens_the_letter_again_for_a_person(both: House) -> None:
    number = acknowledged(both)
    reply = answer(both, number)
    both.deliver()
    both.take(papers.bounce_of(both.raw(both.replies(number)[-1]), to="chief@springvale.example"))
    row = both.row(number)
    assert (row.responded_at, row.response_kind, row.needs_person) == (None, None, True)
    assert next(each for each in both.replies(number) if each.id == reply).state == Reply.BOUNCED
    with both.db.read() as tx:
        assert [each.kind for each in responses.of_message(tx, number)] == [kept_answers.RETURNED]
    assert "letter.reopened" in both.kinds(number)


def test_copies_go_with_the_letter_and_the_refusal_of_one_is_told(house: House) -> None:
    number = acknowledged(house)
    reply = answer(house, number, cc=("clerk@springvale.example", "mayor@springvale.example"))
    house.transport.plan = [Sent(250, "ok", refused=("mayor@springvale.example",))]
    house.deliver()
    assert house.transport.sent[-1].copies == ("clerk@springvale.example", "mayor@springvale.example")
    assert b"Cc: clerk@springvale.example, mayor@springvale.example\r\n" in house.transport.sent[-1].raw
    with house.db.read() as tx:
        kept = kept_answers.get(tx, reply)
    assert kept is not None
    assert kept.refused == ["mayor@springvale.example"]
    assert house.row(number).responded_at is not None


def test_one_answer_closes_what_its_sender_had_open_in_the_thread_when_it_was_written(house: House) -> None:
    number = acknowledged(house)
    with house.db.write() as tx:
        tx.exec_driver_sql(f"UPDATE messages SET reference = 'ABCD-2345' WHERE id = {number}")
    second = house.take(application(house))
    with house.db.write() as tx:
        tx.exec_driver_sql(f"UPDATE messages SET reference = 'ABCD-2345' WHERE id = {second}")
    answer(house, number)
    house.clock.move(seconds=1)
    later = house.take(application(house))
    with house.db.write() as tx:
        tx.exec_driver_sql(f"UPDATE messages SET reference = 'ABCD-2345' WHERE id = {later}")
    house.deliver()
    assert [house.row(each).responded_at is not None for each in (number, second, later)] == [True, True, False]


def test_answers_go_out_while_automatic_replies_are_paused(house: House) -> None:
    number = acknowledged(house)
    replies.throw(house.desk, on=False, who="mora")
    answer(house, number)
    house.deliver()
    assert house.row(number).responded_at is not None


def live(house: House) -> LiveTemplates:
    made = LiveTemplates(db=house.db, clock=house.clock, shipped=writing.SHIPPED, folder={}, blocks=samples.BLOCKS)
    house.steps[4]._templates = made
    return made


def test_a_paused_reply_is_held_for_a_person_who_can_let_it_go(house: House) -> None:
    templates = live(house)
    template_acts.pause(house.desk, "acknowledgement.letter_and_agreement", paused=True, who="ana", reason="wrong phone")
    templates.refresh()
    number = house.take(application(house))
    whole = house.whole(number)
    assert (whole.state, whole.needs_person, whole.releasable) == (Message.HELD, True, True)
    assert whole.reasons[-1]["code"] == "template-paused"
    assert house.replies(number) == []
    acts.release(house.desk, str(number), who="mora")
    house.carry()
    assert len(house.replies(number)) == 1
    template_acts.pause(house.desk, "acknowledgement.letter_and_agreement", paused=False, who="ana")
    templates.refresh()
    house.clock.move(minutes=30)
    assert len(house.replies(house.take(application(house)))) == 1


def test_the_pipeline_sends_the_live_words_and_records_their_version(house: House) -> None:
    templates = live(house)
    name = "acknowledgement.letter_and_agreement"
    text = writing.SHIPPED[f"{name}/body.txt"].replace("Hello,", "Good day,")
    settings = writing.settings(second_person=False)
    made = template_acts.save(house.desk, settings, name, writing.SHIPPED[f"{name}/subject.txt"], text, who="ana")
    assert not isinstance(made, Refused)
    template_acts.submit(house.desk, settings, name, made.number, who="ana")
    templates.refresh()
    number = house.take(application(house))
    assert house.said(number).text.startswith("Good day,")
    with house.db.read() as tx:
        version = tx.exec_driver_sql(f"SELECT template_version FROM replies WHERE message_id = {number}").scalar_one()
    assert version.startswith("v1-")
