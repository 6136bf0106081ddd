"""Carrying letters: claims, waits, faults and second runs; nothing is done twice, and no letter stops the next one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from intake import errors
from intake.documents.document import Model
from intake.mail.limits import Limits
from intake.pipeline import step
from intake.pipeline.step import StepSettings
from intake.pipeline.work import Work
from intake.store import messages, schema
from intake.store.database import Database, Tx
from intake.store.states import Message
from tests import ledgers
from tests.pipeline.fakes import MovingClock
from tests.pipeline.house import House
from tests.pipeline.papers import agreement, bounce_of, letter, mail

TABLES = (
    schema.messages, schema.documents, schema.fields, schema.applications, schema.blocks, schema.participants, schema.papers,
    schema.proposals, schema.replies, schema.responses, schema.alarms,
)  # fmt: skip


def _fail(house: House, number: int, error: Exception, times: int = 1, letter: int | None = None) -> Callable[[], int]:
    """The commit of step `number` fails so often, for any letter or for one; returns how often it was tried."""
    chosen: Any = house.steps[number]
    commit, tried = chosen.commit, [0]

    def failing(tx: Tx, work: Work) -> None:
        commit(tx, work)
        if letter not in (None, work.record.id):
            return
        tried[0] += 1
        if tried[0] <= times:
            raise error

    chosen.commit = failing
    return lambda: tried[0]


def _arrive(house: House, *names: str) -> list[int]:
    """A letter of interest from each of these agencies."""
    return [
        house.arrive(mail(sender=f"chief@{name}.example", attachments=(house.paper(letter((f"{name.title()} Police Department", "OH"))),)))
        for name in names
    ]


def _image(house: House) -> dict[str, list[tuple[Any, ...]]]:
    """The whole ledger but the columns that a claim moves."""
    skip = {"attempts", "claim_token", "claim_owner"}
    out = {}
    with house.db.read() as tx:
        for table in TABLES:
            columns = [c for c in table.c if c.name not in skip]
            out[table.name] = [tuple(row) for row in tx.execute(sa.select(*columns).order_by(*table.primary_key.columns))]
    return out


def test_a_letter_is_carried_from_arrival_to_its_answer_in_one_claim(house: House) -> None:
    number = house.arrive(mail(attachments=(house.paper(letter()),)))
    assert house.carrier.run_one() == 1
    assert house.whole(number).state == Message.ANSWERED
    assert house.kinds(number) == [
        "message.kept", "message.read", "message.extracted", "application.made", "paper.placed",
        "application.assessed", "message.decided", "reply.queued",
    ]  # fmt: skip


def test_a_letter_that_fails_too_often_is_shelved_with_a_reason_and_the_next_one_goes_on(house: House) -> None:
    _fail(house, 2, ValueError("of this letter"), times=99)
    first = house.arrive(mail())
    for _ in range(3):
        house.carrier.run_one()
        house.clock.move(minutes=5)
    row = house.row(first)
    assert (row.state, row.needs_person, row.asks_answer) == (Message.SHELVED, True, True)
    assert "3 times" in row.shelved_reason
    assert "ValueError" in row.shelved_reason
    assert "of this letter" not in row.shelved_reason
    assert house.alarms() == ["letter.shelved"]
    assert house.kinds(first)[-1] == "message.shelved"
    house.build()
    assert house.whole(house.take(mail("We would like to apply. How do we start with the program?"))).state == Message.ANSWERED


@pytest.mark.parametrize("number", range(5))
def test_a_failing_letter_does_not_keep_those_claimed_with_it(house: House, number: int) -> None:
    """They share their commits: what one of them spoils is done again for the others, once."""
    letters = _arrive(house, "elm", "oak", "ash")
    _fail(house, number, ValueError(), times=99, letter=letters[1])
    house.carrier.run_one()
    states = [house.whole(each).state for each in letters]
    assert states == [Message.ANSWERED, Message.RECEIVED if number == 0 else Message.READ, Message.ANSWERED]
    for each in (letters[0], letters[2]):
        assert house.kinds(each).count("reply.queued") == house.kinds(each).count("application.made") == 1
    assert house.row(letters[1]).ready_at == house.clock.at + timedelta(seconds=20)


def test_small_letters_claimed_together_share_their_commits_and_a_large_one_has_its_own(house: House) -> None:
    _arrive(house, "elm", "oak")
    house.arrive(mail("x" * (step.SMALL + 1)))
    commits = []
    sa.event.listen(house.db.engine, "before_cursor_execute", lambda *given: commits.append(given[2]) if given[2] == "COMMIT" else None)
    house.carrier.run_one()
    assert len(commits) == (1 + 2 + 2 if house.db.is_sqlite else len(commits))


def test_a_letter_that_failed_waits_longer_each_time(house: House) -> None:
    _fail(house, 0, ValueError(), times=2)
    number = house.arrive(mail())
    for wait in (20, 40):
        house.carrier.run_one()
        assert house.row(number).ready_at == house.clock.at + timedelta(seconds=wait)
        assert house.carrier.run_one() == 0
        house.clock.move(seconds=wait)
    house.carry()
    assert house.row(number).attempts == 0
    assert house.whole(number).state != Message.SHELVED


@pytest.mark.parametrize("error", [errors.DatabaseBusy("locked"), errors.DiskLow("full"), errors.MailboxUnreachable("away")])
def test_a_wait_is_no_fault_of_the_letter_and_is_not_counted(house: House, error: errors.WaitError) -> None:
    _fail(house, 3, error, times=10)
    number = house.arrive(mail())
    for _ in range(10):
        house.carrier.run_one()
        assert house.row(number).attempts == 0
        house.clock.move(minutes=1)
    house.carrier.run_one()
    assert house.whole(number).state not in (Message.SHELVED, Message.READ)
    assert house.alarms() == []


def test_a_reader_that_was_closed_leaves_the_letter_for_the_next_start(house: House) -> None:
    number = house.arrive(mail(attachments=(house.paper(letter()),)))
    house.reader.fault = errors.WaitError("closed")
    house.carrier.run_one()
    assert (house.whole(number).state, house.row(number).attempts) == (Message.READ, 0)
    house.reader.fault = None
    house.clock.move(minutes=1)
    house.carry()
    assert house.whole(number).state == Message.ANSWERED


def test_a_worker_that_lost_its_lease_writes_nothing_and_says_nothing(house: House) -> None:
    number = house.arrive(mail(attachments=(house.paper(letter()),)))
    other = House(db=house.db, folder=house.folder, clock=house.clock, owner="two", seed=3)
    other.reader = house.reader
    other.build()
    prepare = house.steps[1].prepare

    def slow(work: Work) -> None:
        prepare(work)
        house.clock.move(seconds=600)
        assert other.carrier.run_one() == 1

    house.steps[1].prepare = slow  # type: ignore[method-assign]
    house.carrier.run_one()
    assert house.whole(number).state == Message.ANSWERED
    assert len(house.replies()) == 1
    assert house.alarms() == []
    assert house.kinds(number).count("message.decided") == 1


def test_what_is_in_hand_is_held_on_to(house: House) -> None:
    number = house.arrive(mail())
    prepare = house.steps[1].prepare

    def slow(work: Work) -> None:
        house.clock.move(seconds=100)
        house.carrier.renew()
        prepare(work)

    house.steps[1].prepare = slow  # type: ignore[method-assign]
    with house.db.read() as tx:
        assert messages.any_ready(tx, house.db)
    house.carrier.run_one()
    assert house.whole(number).state != Message.READ
    with house.db.write() as tx:  # nothing is held any more
        assert messages.claim(tx, house.db, owner="two", seconds=1, limit=9) == []


def test_a_letter_on_which_the_process_died_too_often_is_shelved_before_it_kills_again(house: House) -> None:
    number = house.arrive(mail())
    for _ in range(3):
        with house.db.write() as tx:
            assert len(messages.claim(tx, house.db, owner="dead", seconds=60, limit=1)) == 1
        house.clock.move(minutes=2)
    house.carrier.run_one()
    assert house.whole(number).state == Message.SHELVED
    assert "stopped several times" in (house.row(number).shelved_reason or "")


def test_a_mail_that_cannot_be_read_is_shelved_at_once_and_kept_whole(house: House) -> None:
    house.mail_limits = Limits(raw_bytes=600)
    house.build()
    raw = mail("x" * 1000)
    number = house.take(raw)
    assert house.whole(number).state == Message.SHELVED
    assert house.blobs.read(house.whole(number).raw_sha256) == raw


def test_a_mail_whose_bytes_are_gone_is_shelved_and_said(house: House) -> None:
    number = house.arrive(mail())
    sha256 = house.whole(number).raw_sha256
    (house.folder / "blobs" / sha256[:2] / sha256).unlink()
    house.carry()
    assert house.whole(number).state == Message.SHELVED


def test_a_shelved_letter_has_a_due_time_from_the_watch_on(house: House) -> None:
    house.mail_limits = Limits(raw_bytes=600)
    house.build()
    number = house.take(mail("x" * 1000))
    house.watch().run()
    assert house.row(number).due_at == house.clock.at + timedelta(days=1)


def test_the_ledger_broken_stops_the_worker_and_is_not_shelved_away(house: House) -> None:
    _fail(house, 0, errors.LedgerBroken("no"))
    number = house.arrive(mail())
    with pytest.raises(errors.StopError):
        house.carrier.run_one()
    assert house.whole(number).state == Message.RECEIVED


def _twice(tmp_path: Path, db: Database, clock: MovingClock, name: str) -> House:
    (tmp_path / name).mkdir()
    made = House(db=db, folder=tmp_path / name, clock=clock)
    made.begin()
    return made


@pytest.mark.parametrize("leg", ["read", "verdict"])
@pytest.mark.parametrize("kind", ["letter", "two_agencies", "answer", "thanks", "bounce"])
def test_a_leg_whose_commit_failed_leaves_what_one_run_leaves(leg: str, kind: str, tmp_path: Path, sqlite_db: Database) -> None:
    """Run once undisturbed, and once with the first commit of the leg thrown away at its end: the ledgers are the same."""
    other = ledgers.on_sqlite(tmp_path / "other.sqlite3")
    images = []
    for name, url, disturbed in (("plain", None, False), ("again", other, True)):
        clock = MovingClock()
        house = _twice(tmp_path, sqlite_db if url is None else Database(url=url, clock=clock), clock, name)
        house.burst = timedelta()
        house.limits = replace(house.limits, burst_minutes=0)
        house.stepping = StepSettings(retry=timedelta())
        house.build()
        first = mail(message_id="<first@springvale.example>", attachments=(house.paper(letter(), name="loi"),))
        house.take(first)
        house.deliver()
        answer = house.said(1)
        if disturbed:
            _fail(house, 0 if leg == "read" else 4, ValueError())
        house.take(_second(house, kind, answer.message_id or ""))
        images.append(_image(house))
        house.db.close()
    # Ids of replies are drawn anew where a run was thrown away.
    drawn = {"reference", "header_message_id", "token", "envelope_from", "raw"}
    plain, again = images
    assert {t: len(r) for t, r in plain.items()} == {t: len(r) for t, r in again.items()}
    for table in TABLES:
        names = [c.name for c in table.c if c.name not in {"attempts", "claim_token", "claim_owner"}]
        kept = [n for n, name in enumerate(names) if name not in drawn]
        for one, other in zip(plain[table.name], again[table.name], strict=True):
            assert [one[n] for n in kept] == [other[n] for n in kept], table.name


def _second(house: House, kind: str, answers: str) -> bytes:
    at = {"message_id": f"<{kind}@springvale.example>"}
    match kind:
        case "letter":
            return mail(**at, answers=answers, attachments=(house.paper(agreement(), name="moa"),))
        case "two_agencies":
            both = (
                house.paper(agreement(model=Model.JEM), name="a"),
                house.paper(letter(("Marlow County Sheriff's Office", "FL")), name="b"),
            )
            return mail(**at, sender="clerk@association.example", attachments=both)
        case "answer":
            return mail(**at, sender="dana.reed@office.example", to="chief@springvale.example", answers=answers)
        case "thanks":
            return mail("Thank you!", **at, answers=answers)
        case _:
            return bounce_of(house.raw(house.replies()[0]), to="chief@springvale.example", **at)


def test_a_timed_act_that_fails_does_not_end_its_rhythm() -> None:
    ran = []

    def act() -> None:
        ran.append(1)
        raise ValueError if len(ran) == 1 else errors.DatabaseBusy("locked")

    forgiving = step.forgiving("act", act)
    forgiving()
    forgiving()
    assert len(ran) == 2
