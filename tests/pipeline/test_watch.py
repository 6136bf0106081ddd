"""The watch: staff are told once, in time, without names; clocks follow the calendar; nothing is lost in DATA."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from intake.business_time import calendar, closures
from intake.business_time.calendar import CalendarSettings
from intake.desk import acts, queue
from intake.mail.delivery import Deferred, Unsure
from intake.pipeline.presence import Presence
from intake.store import alarms, events, leases, outbox, schema
from intake.store.database import Database
from intake.store.states import Reply
from tests.pipeline.fakes import TUESDAY, FakeChannel, FakeHeartbeat, MovingClock
from tests.pipeline.house import House
from tests.pipeline.papers import letter, mail

QUESTION = "How do we apply to the program?"


@pytest.fixture
def open_letter(house: House) -> House:
    """Letter 1, received on Tuesday at 10:31, acknowledged; an answer is due on Wednesday at 10:31."""
    house.take(mail(attachments=(house.paper(letter()),)))
    house.deliver()
    return house


def _shut(*texts: str) -> calendar.Calendar:
    return calendar.build(CalendarSettings(closures=tuple(closures.parse(text) for text in texts)))


def _of_letters(house: House) -> list[str]:
    return [code for code in house.alarms() if code.startswith("letter.")]


# Deadlines


def test_half_four_fifths_and_overdue_are_each_told_once(open_letter: House) -> None:
    house = open_letter
    told = []
    for at in ("14:30", "14:32", "14:32", "16:54", "16:56", "17:30"):  # of eight office hours four are over at 14:31, 6.4 at 16:55
        hour, minute = map(int, at.split(":"))
        house.clock.at = TUESDAY.replace(hour=hour + 5, minute=minute)
        house.watch().run()
        told.append((at, _of_letters(house)))
    half, most = ["letter.half"], ["letter.half", "letter.four_fifths"]
    assert told == [("14:30", []), ("14:32", half), ("14:32", half), ("16:54", half), ("16:56", most), ("17:30", most)]
    house.clock.at = datetime(2025, 11, 26, 15, 32, tzinfo=UTC)
    for _ in range(2):
        house.watch().run()
    assert set(_of_letters(house)) == {*most, "letter.overdue"}
    assert [kind for kind in house.kinds(1) if kind.startswith("letter.")] == ["letter.half", "letter.four_fifths", "letter.overdue"]
    with house.db.read() as tx:
        assert [a.code for a in alarms.opened(tx) if a.urgent] == ["letter.overdue"]


def test_a_watch_that_slept_tells_the_worst_at_once(open_letter: House) -> None:
    open_letter.clock.move(days=3)
    open_letter.watch().run()
    assert _of_letters(open_letter) == ["letter.overdue"]


def test_what_was_raised_is_cleared_when_somebody_answers(open_letter: House) -> None:
    open_letter.clock.move(days=3)
    open_letter.watch().run()
    acts.respond(open_letter.desk, "1", who="mora", way=acts.Way.PHONE)
    assert _of_letters(open_letter) == []
    open_letter.watch().run()
    assert _of_letters(open_letter) == []


def test_no_answer_needed_clears_it_too(open_letter: House) -> None:
    open_letter.clock.move(days=3)
    open_letter.watch().run()
    acts.none_needed(open_letter.desk, "1", who="mora", reason="thanks only")
    assert _of_letters(open_letter) == []


def test_a_closure_declared_later_moves_open_due_times_as_an_event(open_letter: House) -> None:
    house = open_letter
    before = house.row(1).due_at
    house.calendar = _shut("2025-11-26")
    house.watch().run()
    row = house.row(1)
    assert row.due_at == datetime(2025, 11, 28, 15, 31, tzinfo=UTC)  # Friday: Wednesday is shut, Thursday is Thanksgiving
    assert row.calendar_version == house.calendar.version
    with house.db.read() as tx:
        (moved,) = [e for e in events.of_message(tx, 1) if e.kind == "message.due_moved"]
    assert (moved.detail["before"], moved.detail["after"]) == (before.isoformat(), row.due_at.isoformat())
    house.watch().run()
    assert house.kinds(1).count("message.due_moved") == 1


def test_a_calendar_that_moves_no_due_time_is_noted_without_an_event(open_letter: House) -> None:
    open_letter.calendar = _shut("2026-03-03")
    open_letter.watch().run()
    assert open_letter.row(1).calendar_version == open_letter.calendar.version
    assert "message.due_moved" not in open_letter.kinds(1)


def test_an_answered_letter_keeps_the_due_time_it_was_answered_under(open_letter: House) -> None:
    acts.respond(open_letter.desk, "1", who="mora", way=acts.Way.PHONE)
    before = open_letter.row(1).due_at
    open_letter.calendar = _shut("2025-11-26")
    open_letter.watch().run()
    assert open_letter.row(1).due_at == before


def test_a_letter_that_is_overdue_no_longer_is_warned_of_anew_in_its_new_time(open_letter: House) -> None:
    house = open_letter
    house.clock.at = datetime(2025, 11, 26, 17, 0, tzinfo=UTC)
    house.watch().run()
    assert _of_letters(house) == ["letter.overdue"]
    house.calendar = _shut("2025-11-26")  # declared at noon
    house.watch().run()
    assert "letter.overdue" not in _of_letters(house)
    house.clock.at = datetime(2025, 11, 28, 15, 32, tzinfo=UTC)
    house.watch().run()
    assert "letter.overdue" in _of_letters(house)
    assert house.kinds(1).count("letter.overdue") == 2


def test_a_closure_without_an_end_stops_the_clock_until_an_opening_day_is_known(open_letter: House) -> None:
    house = open_letter
    house.calendar = _shut("from 2025-11-25 until further notice")
    house.watch().run()
    assert house.row(1).due_at is None
    house.clock.move(days=20)
    house.watch().run()
    assert _of_letters(house) == []
    house.calendar = _shut("2025-11-25 to 2025-12-16")
    house.watch().run()
    assert house.row(1).due_at == datetime(2025, 12, 17, 22, 0, tzinfo=UTC)  # the close of the first open day


def test_letters_beyond_one_page_are_watched_too(house: House) -> None:
    for n in range(5):
        house.take(mail(QUESTION, sender=f"a{n}@town{n}.example"))
    house.clock.move(days=3)
    house.watch(page=2).run()
    assert _of_letters(house) == ["letter.overdue"] * 5


def test_a_letter_that_was_told_of_for_the_last_time_is_not_read_again(open_letter: House) -> None:
    from intake.store import response_log

    open_letter.clock.move(days=3)
    open_letter.watch().run()
    with open_letter.db.read() as tx:
        assert response_log.to_watch(tx, calendar_version=open_letter.calendar.version, warned_out=3, after=0, limit=10) == []


def test_the_ledger_is_free_for_writers_while_the_watch_reckons(open_letter: House, monkeypatch: pytest.MonkeyPatch) -> None:
    from intake.pipeline import watch as module

    house = open_letter
    wrote = []
    at_share = module.elapsed.at_share

    def reckoned(*args: object) -> datetime:
        with house.db.write() as tx:  # would wait for itself
            wrote.append(tx is not None)
        return at_share(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module.elapsed, "at_share", reckoned)
    house.watch().run()
    assert wrote


# Mailboxes, queues, shares


def test_a_silent_mailbox_is_told_after_its_office_hours_and_cleared_by_a_letter(house: House) -> None:
    house.take(mail(QUESTION))
    house.clock.move(hours=20)
    house.watch(silent_minutes=480).run()
    assert "mailbox.silent" not in house.alarms()  # nights are no silence
    house.clock.move(days=2)
    house.watch(silent_minutes=480).run()
    assert "mailbox.silent" in house.alarms()
    house.take(mail(QUESTION))
    house.watch(silent_minutes=480).run()
    assert "mailbox.silent" not in house.alarms()


def test_a_mailbox_out_of_reach_is_told_after_a_while_and_cleared_when_it_answers(house: House) -> None:
    house.receiver.failed("time-out", refused=False)
    house.watch().run()
    assert house.alarms() == []
    house.clock.move(minutes=6)
    house.receiver.failed("time-out", refused=False)
    house.watch().run()
    assert house.alarms() == ["mailbox.unreachable"]
    house.receiver.check()
    house.watch().run()
    assert house.alarms() == []


def test_replies_that_wait_are_told_and_cleared(house: House) -> None:
    house.take(mail(QUESTION))
    house.transport.plan.append(Deferred("no route"))
    house.deliver()
    house.clock.move(minutes=16)
    house.watch().run()
    assert "replies.waiting" in house.alarms()
    house.deliver()
    house.watch().run()
    assert "replies.waiting" not in house.alarms()


def test_a_letter_that_nobody_works_on_is_told(house: House) -> None:
    house.arrive(mail(QUESTION))
    house.clock.move(minutes=20)
    house.watch().run()
    assert "letters.stuck" in house.alarms()
    house.carry()
    house.watch().run()
    assert "letters.stuck" not in house.alarms()


def test_a_jump_of_what_the_machine_does_not_answer_is_told(house: House) -> None:
    for n in range(10):
        house.take(mail(QUESTION, sender=f"a{n}@town{n}.example"))
    house.clock.move(days=2)
    house.watch().run()
    for n in range(10):
        house.take(mail(QUESTION, sender=f"a{n}@town{n}.example", subject="Again", headers=(("Reply-To", "x@elsewhere.example"),)))
        house.clock.move(minutes=1)
    house.watch().run()
    assert "verdicts.jump" in house.alarms()
    house.clock.move(days=2)
    house.watch().run()
    assert "verdicts.jump" not in house.alarms()


def test_a_busy_day_of_the_offices_own_mail_is_no_jump(house: House) -> None:
    for n in range(10):
        house.take(mail(QUESTION, sender=f"a{n}@town{n}.example"))
    house.clock.move(days=2)
    for n in range(10):
        house.take(mail(f"{QUESTION} Once more.", sender=f"a{n}@town{n}.example"))
        house.take(mail("Hello", sender="dana.reed@office.example", to=f"b{n}@town.example"), "Sent")
        house.take(mail("Hello", sender="dana.reed@office.example"))
    house.watch().run()
    assert "verdicts.jump" not in house.alarms()


# Replies in DATA


def test_a_reply_in_data_of_a_dead_worker_is_unsure_and_of_a_living_one_is_not(open_letter: House) -> None:
    house = open_letter
    number = house.take(mail(QUESTION, sender="a@town.example"))
    with house.db.write() as tx:
        (held,) = outbox.claim(tx, house.db, owner="one", seconds=900, limit=1)
        outbox.enter_data(tx, held, now=house.clock.at)
    house.present(seconds=60)
    house.watch().run()
    assert house.reply(number).state == Reply.IN_DATA
    house.clock.move(minutes=2)
    house.watch().run()
    assert house.reply(number).state == Reply.UNSURE
    assert "reply.unsure" in house.alarms()
    house.clock.move(days=30)
    assert house.deliver() == 0


def _unsure(house: House) -> int:
    number = house.take(mail(QUESTION, sender="a@town.example"))
    house.transport.plan.append(Unsure("dropped"))
    house.deliver()
    return number


def test_an_unsure_reply_is_not_tried_again_unless_the_operator_chose_so(house: House) -> None:
    number = _unsure(house)
    house.clock.move(hours=1)
    house.watch().run()
    assert house.reply(number).state == Reply.UNSURE


def test_an_unsure_reply_goes_once_more_with_the_same_id_where_the_operator_chose_so(house: House) -> None:
    number = _unsure(house)
    watch = house.watch(retry_unsure_once=True)
    watch.run()
    assert house.reply(number).state == Reply.UNSURE  # evidence may still come
    house.clock.move(minutes=16)
    watch.run()
    assert house.reply(number).state == Reply.QUEUED
    message_id = house.reply(number).header_message_id
    house.transport.plan.append(Unsure("dropped again"))
    house.deliver()
    house.clock.move(hours=5)
    watch.run()
    reply = house.reply(number)
    assert (reply.state, reply.attempts, reply.header_message_id) == (Reply.UNSURE, 2, message_id)
    assert [item.why for item in queue.waiting(house.desk).items] == ["unsure"]
    assert "reply.unsure" in house.alarms()


# Telling


def test_the_digest_tells_everything_once_urgent_first_and_without_people(open_letter: House) -> None:
    house = open_letter
    house.take(mail("You will die.", sender="pat.doe@springvale.example", name="Pat Doe"))
    house.clock.move(days=3)
    channel = FakeChannel()
    watch = house.watch(channels=(channel,))
    watch.run()
    assert watch.tell()
    assert not watch.tell()
    ((subject, body),) = channel.told
    assert body.startswith("URGENT")
    assert "letter 2 needs a person at once" in body
    for word in ("Pat", "Doe", "springvale", "@", "die"):
        assert word not in subject + body


def test_where_one_channel_is_broken_the_other_tells_and_nothing_is_told_twice(open_letter: House) -> None:
    open_letter.clock.move(days=3)
    broken, sound = FakeChannel(broken=True), FakeChannel()
    watch = open_letter.watch(channels=(broken, sound))
    watch.run()
    assert watch.tell()
    assert len(sound.told) == 1
    assert not watch.tell()


def test_where_every_channel_is_broken_it_is_told_later(open_letter: House) -> None:
    open_letter.clock.move(days=3)
    channel = FakeChannel(broken=True)
    watch = open_letter.watch(channels=(channel,))
    watch.run()
    assert not watch.tell()
    channel.broken = False
    assert watch.tell()
    assert len(channel.told) == 1


def test_what_is_not_urgent_waits_for_the_next_digest_and_what_is_urgent_does_not(house: House) -> None:
    channel = FakeChannel()
    watch = house.watch(channels=(channel,), digest_every=timedelta(minutes=30))
    for minute, urgent in ((0, False), (5, False), (10, True), (50, False)):
        house.clock.at = TUESDAY + timedelta(minutes=minute)
        with house.db.write() as tx:
            alarms.put(tx, code=f"test.{minute}", subject="x", text=f"at {minute}", now=house.clock.at, urgent=urgent)
        watch.tell()
    assert [subject.split(":")[1].strip() for subject, _ in channel.told] == [
        "1 thing needs attention", "2 things need attention, 1 urgent", "1 thing needs attention",
    ]  # fmt: skip


def test_the_heart_beats_while_the_ledger_answers_and_not_longer(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    heart = FakeHeartbeat()
    watch = house.watch(heartbeats=(heart,))
    watch.beat()
    assert heart.beats == 1
    from intake import errors
    from intake.pipeline import watch as module

    def away(*_: object) -> None:
        raise errors.DatabaseBusy("away")

    monkeypatch.setattr(module.folders, "everyone", away)
    with pytest.raises(errors.DatabaseBusy):
        watch.beat()
    assert heart.beats == 1


def test_the_history_is_sealed_to_its_end_and_holds(open_letter: House) -> None:
    open_letter.watch().run()
    with open_letter.db.read() as tx:
        sealed, broken = events.verify(tx)
        unsealed = tx.execute(sa.select(sa.func.count()).select_from(schema.events)).scalar_one() - sealed
    assert (broken, unsealed) == (None, 0)
    assert sealed > 5


# Workers


def test_what_a_crashed_worker_held_is_freed_at_the_next_start(house: House) -> None:
    number = house.arrive(mail(QUESTION))
    answered = house.take(mail(QUESTION, sender="a@town.example"))
    again = house.arrive(mail(QUESTION, sender="b@town.example"))
    from intake.store import messages

    with house.db.write() as tx:
        leases.take(tx, house.db, name="worker:dead", owner="dead", seconds=3600)
        leases.take(tx, house.db, name="watch", owner="dead", seconds=3600)
        assert [m.id for m in messages.claim(tx, house.db, owner="dead", seconds=3600, limit=9)] == [again]
        assert len(outbox.claim(tx, house.db, owner="dead", seconds=3600, limit=9)) == 2
    presence = Presence(db=house.db, owner="one", seconds=60, dead=lambda owner: owner == "dead")
    assert presence.bury() == 1
    assert presence.lead("watch")
    house.carry()
    assert house.deliver() >= 2
    assert [house.reply(n).state for n in (number, answered)] == [Reply.SENT] * 2


def test_one_worker_leads_until_it_leaves(sqlite_db: Database, clock: MovingClock, tmp_path: Path) -> None:
    one, two = (Presence(db=sqlite_db, owner=owner, seconds=60, dead=lambda _: False) for owner in ("one", "two"))
    assert one.lead("watch")
    assert not two.lead("watch")
    one.leave()
    assert two.lead("watch")
    clock.move(seconds=61)
    assert one.lead("watch")
