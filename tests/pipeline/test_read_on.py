"""What was left out for want of time is read on: after all first readings, what is due first before the rest, and told to no sender."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, NoReturn

import pytest
import sqlalchemy as sa

from intake import errors
from intake.adapters.reader import ProcessReader
from intake.demo import papers as drawn
from intake.desk import acts, health, queue
from intake.documents.document import Document, Form, Issue, State
from intake.pipeline import acknowledge
from intake.pipeline.presence import Presence
from intake.pipeline.read_on import TRIES
from intake.store import applications, documents, events, messages, readings, schema
from intake.store.states import Message
from tests.documents import scans
from tests.pipeline.fakes import TUESDAY
from tests.pipeline.house import House
from tests.pipeline.papers import MARLOW, agreement, letter, mail


def _burst(house: House, *attachments: Sequence[tuple[str, bytes]], **fields: Any) -> list[int]:
    """Letters that have waited a minute before anybody carries them."""
    numbers = [house.arrive(mail(sender=f"chief{n}@springvale.example", attachments=tuple(a), **fields)) for n, a in enumerate(attachments)]
    house.clock.move(minutes=1)
    house.carry()
    return numbers


def _states(house: House, number: int) -> list[str]:
    with house.db.read() as tx:
        return [each.state for each in documents.of_message(tx, number)]


def _all(house: House) -> int:
    done = 0
    while house.read_on.run_one():
        done += 1
        assert done < 50
    return done


def _read_in_order(house: House) -> list[int]:
    query = sa.select(schema.events.c.message_id).where(schema.events.c.kind == "paper.read_on").order_by(schema.events.c.id)
    with house.db.read() as tx:
        return list(tx.execute(query).scalars())


def _row(house: House) -> Any:
    with house.db.read() as tx:
        return tx.execute(sa.select(schema.unread)).one_or_none()


def test_a_burst_is_acknowledged_first_and_then_read_on(both: House) -> None:
    numbers = _burst(both, [both.scanned(letter(models=("JEM",)))], [both.scanned(agreement(MARLOW))])
    before = [both.raw(both.reply(number)) for number in numbers]
    kept = [both.row(number) for number in numbers]
    assert [_states(both, number) for number in numbers] == [["waiting"]] * 2
    assert all("must_read" in row.flags for row in kept)
    assert health.look(both.desk).papers_waiting == queue.waiting(both.desk).unread == 2

    assert _all(both) == 2
    assert [_states(both, number) for number in numbers] == [["read"]] * 2
    assert health.look(both.desk).papers_waiting == queue.waiting(both.desk).unread == 0
    for number, row, raw in zip(numbers, kept, before, strict=True):
        after = both.row(number)
        assert both.raw(both.reply(number)) == raw
        same = ("state", "kind", "verdict", "template", "due_at", "asks_answer", "acknowledged_at", "responded_at", "reference", "reply_id")
        assert [getattr(after, name) for name in same] == [getattr(row, name) for name in same]
        assert after.version > row.version and "must_read" not in after.flags
        assert "paper.read_on" in both.kinds(number)
    assert [(case.agency_name, case.state) for case in both.cases()] == [("Springvale Police Department", "OH"), MARLOW]
    assert [case.reference for case in both.cases()] == [row.reference for row in kept]
    assert [[p.form for p in both.placed(case.id)] for case in both.cases()] == [["loi"], ["moa"]]
    with both.db.read() as tx:
        (paper,) = documents.of_message(tx, numbers[0])
        values = {each.name: each.value for each in documents.fields_of(tx, [paper.id])}
    assert (paper.form, paper.first_form, values["models_requested"]) == ("loi", "other", ["JEM"])


def test_the_letter_with_the_least_time_left_is_read_first_and_older_mail_last(house: House) -> None:
    late = house.arrive(mail(sender="a@springvale.example", attachments=(house.scanned(letter()),)), at=TUESDAY)
    soon = house.arrive(mail(sender="b@marlow.example", attachments=(house.scanned(letter(MARLOW)),)), at=TUESDAY - timedelta(days=1))
    unasked = house.arrive(mail(sender="c@elm.example", attachments=(house.scanned(letter()),)), at=TUESDAY - timedelta(days=4))
    house.clock.move(minutes=1)
    house.carry()
    with house.db.write() as tx:
        messages.change(tx, unasked, due_at=None)
    assert house.row(late).due_at > house.row(soon).due_at
    _all(house)
    assert _read_in_order(house) == [soon, late, unasked]


def test_new_letters_go_first(house: House) -> None:
    _burst(house, [house.scanned(letter()), house.scanned(agreement())])
    assert house.read_on.run_one()
    house.arrive(mail("How do we apply to the program?", sender="x@other.example"))
    assert not house.read_on.run_one()
    house.carry()
    assert house.read_on.run_one()
    assert health.look(house.desk).papers_waiting == 0


def test_no_two_workers_read_one_letter(both: House, monkeypatch: pytest.MonkeyPatch) -> None:
    other = House(db=both.db, folder=both.folder, clock=both.clock, owner="two")
    other.reader = both.reader
    other.build()
    first, second = _burst(both, [both.scanned(letter()), both.scanned(agreement())], [both.scanned(letter(MARLOW))])
    read = both.reader.read
    tried: list[bool] = []

    def slowly(*args: Any, **named: Any) -> tuple[Document, ...]:
        monkeypatch.setattr(both.reader, "read", read)
        tried.extend(other.read_on.run_one() for _ in range(2))
        return read(*args, **named)

    monkeypatch.setattr(both.reader, "read", slowly)
    assert both.read_on.run_one()
    assert tried == [True, False]
    assert (_states(both, first), _states(both, second)) == (["read", "waiting"], ["read"])


def test_a_crash_before_the_commit_leaves_the_paper_to_be_taken_up_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    (number,) = _burst(house, [house.scanned(letter())])

    def dies(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(events, "add", dies)
    with pytest.raises(KeyboardInterrupt):
        house.read_on.run_one()
    monkeypatch.undo()
    assert _states(house, number) == ["waiting"] and house.placed(house.cases()[0].id) == []
    assert not house.read_on.run_one()  # claimed still
    house.present()
    Presence(db=house.db, owner="two", seconds=60, dead=lambda owner: owner == "one").bury()
    assert house.read_on.run_one()
    assert _states(house, number) == ["read"]


def test_a_claim_that_lapsed_writes_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    (number,) = _burst(house, [house.scanned(letter())])
    other = House(db=house.db, folder=house.folder, clock=house.clock, owner="two")
    other.reader = house.reader
    other.build()
    read = house.reader.read

    def slowly(*args: Any, **named: Any) -> tuple[Document, ...]:
        monkeypatch.setattr(house.reader, "read", read)
        house.clock.move(minutes=5)
        assert other.read_on.run_one()
        return read(*args, **named)

    monkeypatch.setattr(house.reader, "read", slowly)
    house.read_on.run_one()
    assert house.kinds(number).count("paper.read_on") == 1
    assert len(house.placed(house.cases()[0].id)) == 1


def test_a_claim_in_hand_is_renewed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _burst(house, [house.scanned(letter())])
    read = house.reader.read

    def slowly(*args: Any, **named: Any) -> tuple[Document, ...]:
        house.clock.move(minutes=1)
        house.read_on.renew()
        house.clock.move(seconds=90)
        assert _row(house).ready_at > house.clock.at
        return read(*args, **named)

    monkeypatch.setattr(house.reader, "read", slowly)
    assert house.read_on.run_one() and _row(house) is None


@pytest.mark.parametrize("end", [State.KILLED, State.LATE])
def test_a_paper_that_kills_its_reader_is_tried_once_and_keeps_what_was_known(house: House, end: State) -> None:
    issue = Issue("reading-died", "Reading this file failed and was stopped.", None, "staff")
    (number,) = _burst(house, [house.scanned(Document("", "application/pdf", 0, Form.OTHER, issues=(issue,), state=end))])
    with house.db.read() as tx:
        (before,) = documents.of_message(tx, number)
    assert _all(house) == 1
    with house.db.read() as tx:
        (paper,) = documents.of_message(tx, number)
        found: Any = documents.findings_of(tx, paper.id)["issues"]
    assert (paper.state, paper.pages, paper.form) == (end, before.pages, before.form)
    assert not paper.fully_read and "must_read" in house.row(number).flags
    assert found[-1]["code"] == "reading-died"


def test_a_paper_that_kills_the_worker_is_given_up_in_the_end(house: House) -> None:
    (number,) = _burst(house, [house.scanned(letter())])
    house.reader.fault = RuntimeError("the worker dies")
    for _ in range(TRIES):
        with pytest.raises(RuntimeError):
            house.read_on.run_one()
        house.clock.move(minutes=5)
    assert _states(house, number) == ["waiting"]
    tried = house.reader.read_count
    assert house.read_on.run_one() and house.reader.read_count == tried
    assert _states(house, number) == ["killed"] and _row(house) is None


def test_a_stop_of_the_reader_counts_for_nothing(house: House) -> None:
    (number,) = _burst(house, [house.scanned(letter())])
    house.reader.fault = errors.WaitError("the reader is closed")
    for _ in range(TRIES + 2):
        assert house.read_on.run_one()
        house.clock.move(minutes=1)
    house.reader.fault = None
    assert _all(house) == 1
    assert _states(house, number) == ["read"]


def test_where_all_the_time_is_not_enough_the_paper_is_read_as_far_as_it_can_be(house: House) -> None:
    (number,) = _burst(house, [house.scanned(replace(letter(), state=State.WAITING))])
    assert _all(house) == 1
    assert _states(house, number) == ["read"]
    prompt = house.take(mail(sender="b@marlow.example", attachments=(house.scanned(replace(letter(MARLOW), state=State.WAITING)),)))
    assert _states(house, prompt) == ["read"]


def test_with_no_time_for_recognition_nothing_waits_and_nothing_is_read_on(house: House) -> None:
    (waits,) = _burst(house, [house.scanned(letter())])
    house.recognition = 0.0
    house.build()
    (number,) = _burst(house, [house.scanned(letter(MARLOW))])
    assert (_states(house, waits), _states(house, number)) == (["waiting"], ["read"])
    assert not house.read_on.run_one()


def test_papers_whose_agency_is_on_record_join_its_application_and_the_reference_that_was_told_stays(both: House) -> None:
    both.take(mail(sender="chief@springvale.example", attachments=(both.paper(letter()),)))
    number = both.arrive(mail(sender="chief@springvale.example", attachments=(both.scanned(agreement()),), subject="The agreement"))
    both.clock.move(minutes=20)
    both.carry()
    known = both.cases()[0]
    told = both.row(number).reference
    assert both.placed(known.id)[0].form == "loi" and len(both.cases()) == 2
    assert both.row(number).application_id != known.id and len(both.proposals()) == 1  # by its sender alone
    _all(both)
    assert both.row(number).application_id == known.id and both.row(number).reference == told
    assert sorted(p.form for p in both.placed(known.id)) == ["loi", "moa"]
    assert both.cases()[1].status == "closed" and both.proposals() == []


def test_what_staff_settled_is_not_settled_anew(house: House) -> None:
    house.take(mail(sender="chief@springvale.example", attachments=(house.paper(letter()),)))
    number = house.arrive(mail(sender="chief@springvale.example", attachments=(house.scanned(agreement()),), subject="The agreement"))
    house.clock.move(minutes=20)
    house.carry()
    acts.settle_join(house.desk, str(number), who="mora", join=False)
    _all(house)
    first, second = house.cases()
    assert house.row(number).application_id == second.id and house.proposals() == []
    assert [p.form for p in house.placed(second.id)] == ["moa"] and len(house.placed(first.id)) == 1


def test_an_earlier_letter_read_later_does_not_replace_a_later_one(house: House) -> None:
    early = house.arrive(mail(sender="chief@springvale.example", attachments=(house.scanned(agreement()), house.paper(letter()))))
    house.clock.move(minutes=20)
    house.carry()
    late = house.take(mail(sender="chief@springvale.example", attachments=(house.paper(agreement()),), subject="The new one"))
    _all(house)
    agreements = {p.message_id: p for p in house.placed(house.cases()[0].id) if p.form == "moa"}
    assert agreements[late].replaced_by is None and agreements[early].replaced_by == agreements[late].id


def test_a_letter_rejected_meanwhile_stays_rejected_and_its_papers_are_read(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number = house.arrive(mail(attachments=(house.scanned(letter()),)), "Junk")
    house.clock.move(minutes=1)
    house.carry()
    read = house.reader.read

    def slowly(*args: Any, **named: Any) -> tuple[Document, ...]:
        acts.reject(house.desk, str(number), who="mora")
        return read(*args, **named)

    monkeypatch.setattr(house.reader, "read", slowly)
    house.read_on.run_one()
    assert house.row(number).state == Message.IGNORED and house.row(number).verdict == "never"
    assert _states(house, number) == ["read"] and house.replies() == []


def test_a_letter_on_its_way_again_is_left_alone_until_it_rests(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    number = house.arrive(mail(attachments=(house.scanned(letter()),)), "Junk")
    house.clock.move(minutes=1)
    house.carry()
    read = house.reader.read

    def slowly(*args: Any, **named: Any) -> tuple[Document, ...]:
        acts.release(house.desk, str(number), who="mora")
        return read(*args, **named)

    monkeypatch.setattr(house.reader, "read", slowly)
    assert house.read_on.run_one()
    monkeypatch.undo()
    assert house.row(number).state == Message.DECIDED and _states(house, number) == ["waiting"]
    house.clock.move(minutes=1)
    house.carry()
    assert _all(house) == 1 and _states(house, number) == ["read"]
    assert len(house.replies(number)) == 1


def test_a_reply_released_later_says_what_it_would_have_said_before(house: House) -> None:
    said = []
    for reads in (False, True):
        files = (house.scanned(letter(MARLOW)), house.paper(agreement()))
        number = house.arrive(mail(sender=f"chief{reads}@springvale.example", attachments=files), "Junk", TUESDAY)
        house.clock.move(minutes=1)
        house.carry()
        if reads:
            with house.db.read() as tx:
                before = acknowledge._recorded(documents.of_message(tx, number))
            _all(house)
            with house.db.read() as tx:
                assert acknowledge._recorded(documents.of_message(tx, number)) == before
                assert len(applications.of_letters(tx, [number])) == 2
        acts.release(house.desk, str(number), who="mora")
        house.carry()
        reference = str(house.row(number).reference)
        said.append(house.said(number).text.replace(reference, "REF"))
    assert said[0] == said[1]


def test_a_drawn_scan_is_read_on_by_the_real_reader(house: House) -> None:
    spec = next(drawn.letters(41))
    page = scans.pdf(scans.pictures(drawn.draw_letter(spec))[:1])
    house.reader = reader = ProcessReader(processes=1)
    house.build()
    try:
        (number,) = _burst(house, [("scan.pdf", page)])
        assert _states(house, number) == ["waiting"]
        assert _all(house) == 1
    finally:
        reader.close()
    (case,) = house.cases()
    assert _states(house, number) == ["read"] and case.agency_name == spec.truth["agency_name"]
    assert [p.form for p in house.placed(case.id)] == ["loi"]


def test_a_duplicate_is_read_but_put_nowhere(house: House) -> None:
    scan = house.scanned(letter())
    raw = mail(attachments=(scan,))
    first = house.arrive(raw)
    house.carry()
    again = house.arrive(b"Received: from relay by mx; Tue, 25 Nov 2025 10:31:00 -0500\n" + raw)
    house.clock.move(minutes=1)
    house.carry()
    assert house.row(again).duplicate_of == first
    _all(house)
    assert _states(house, again) == ["read"]
    assert [kind for kind in house.kinds(again) if kind.startswith("application.")] == []
    assert [p.message_id for p in house.placed(house.cases()[0].id)] == [first]


def test_a_letter_whose_bytes_are_gone_waits_no_more(house: House) -> None:
    (number,) = _burst(house, [house.scanned(letter())])
    digest = house.row(number).raw_sha256
    (house.folder / "blobs" / digest[:2] / digest).unlink()
    assert house.read_on.run_one()
    assert _states(house, number) == ["killed"] and _row(house) is None


def test_papers_that_come_to_light_in_a_file_filed_as_one_are_left_to_a_person(house: House) -> None:
    name, content = house.scanned(letter())
    (number,) = _burst(house, [(name, content)])
    house.reader.scans[content] = (letter(), agreement())
    assert _all(house) == 1
    with house.db.read() as tx:
        (row,) = documents.of_message(tx, number)
        (issue,) = readings.of_letter(tx, number)[row.id].issues
    assert (row.form, row.fully_read, issue.code, issue.audience) == ("loi", False, "papers-not-filed", "staff")
