"""The IMAP adapter on a real Dovecot: reading, waiting, numbering, and what a network does to it."""

import hashlib
import resource
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient

from intake import errors
from intake.adapters.imap import ImapMailbox
from intake.ports import Courtesy, Folder, Marked, Role
from tests.adapters import imap_boxes
from tests.adapters.imap_boxes import INBOX, JUNK, all_positions, fetch_all, letter
from tests.servers import proxy
from tests.servers.dovecot import Account, Dovecot

pytestmark = pytest.mark.servers

Make = Callable[..., ImapMailbox]


@pytest.fixture
def account(dovecot: Dovecot) -> Account:
    return dovecot.new_account()


@pytest.fixture
def make(dovecot: Dovecot, account: Account, tmp_path: Path) -> Iterator[Make]:
    """Makes open mailboxes of this test's account; all are closed at the end."""
    made: list[ImapMailbox] = []

    def build(*, opened: bool = True, **changes: Any) -> ImapMailbox:
        box = ImapMailbox(name="letters", settings=imap_boxes.settings(dovecot, account, tmp_path / "spool", **changes))
        made.append(box)
        if opened:
            box.open()
        return box

    yield build
    for box in made:
        box.close()


@pytest.fixture
def person(dovecot: Dovecot, account: Account) -> Iterator[IMAPClient]:
    """A second client on the same mailbox, as a person's mail program is."""
    client = IMAPClient("localhost", port=dovecot.imap_port, ssl=False, timeout=10)
    client.login(account.address, account.password)
    client.select_folder("INBOX")
    yield client
    client.logout()


def test_mails_come_in_their_order_with_bytes_and_aware_time(make: Make, dovecot: Dovecot, account: Account) -> None:
    for number in range(3):
        dovecot.deliver(account.address, letter(number))
    box = make()
    status = box.status(INBOX)
    assert (status.count, status.next_position) == (3, 4)
    assert status.validity.isdecimal()
    mails = fetch_all(box)
    assert [mail.position for mail in mails] == ["1", "2", "3"]
    assert [mail.content.endswith(letter(number)) for number, mail in enumerate(mails) if mail.content is not None] == [True] * 3
    assert all(mail.received_at is not None and abs(mail.received_at - datetime.now(UTC)) < timedelta(minutes=1) for mail in mails)


def test_the_internal_date_is_told_in_utc_whatever_zone_the_server_uses(make: Make, person: IMAPClient) -> None:
    person.append("INBOX", letter(1), msg_time=datetime(2026, 3, 8, 1, 30, tzinfo=UTC) + timedelta(hours=5))
    assert fetch_all(make())[0].received_at == datetime(2026, 3, 8, 6, 30, tzinfo=UTC)


def test_the_status_of_an_open_folder_follows_what_others_do(make: Make, person: IMAPClient) -> None:
    box = make()
    told = []
    for act in (
        lambda: None,
        lambda: [person.append("INBOX", letter(number)) for number in range(3)],
        lambda: (person.delete_messages([1]), person.expunge()),
        lambda: (person.append("INBOX", letter(4)), person.delete_messages([2, 3]), person.expunge()),
        lambda: person.append("INBOX", letter(5)),
    ):
        act()
        status = box.status(INBOX)
        told.append((status.count, status.next_position))
    assert told == [(0, 1), (3, 4), (2, 4), (1, 5), (2, 6)]
    box.status(JUNK)
    assert box.status(INBOX).count == 2


def test_only_positions_above_the_last_one_are_given(make: Make, dovecot: Dovecot, account: Account) -> None:
    for number in range(4):
        dovecot.deliver(account.address, letter(number))
    box = make()
    assert all_positions(box, above=2) == ["3", "4"]
    # A server gives the last mail for "5:*" although it lies below.
    assert all_positions(box, above=4) == []
    dovecot.deliver(account.address, letter(4))
    assert all_positions(box, above=4) == ["5"]


def test_a_big_folder_is_searched_in_windows(make: Make, person: IMAPClient) -> None:
    for number in range(7):
        person.append("INBOX", letter(number))
    person.delete_messages([2, 3])
    person.expunge()
    box = make(search_window=2)
    assert [some for some in box.positions_above(INBOX, 0) if some] == [["1"], ["4"], ["5", "6"], ["7"]]
    assert all_positions(box, above=5) == ["6", "7"]
    assert all_positions(box, above=7) == []


def test_batches_are_bounded_by_count_and_by_octets(make: Make, person: IMAPClient) -> None:
    for number in range(5):
        person.append("INBOX", letter(number, size=4_000))
    box = make(batch_count=2)
    asked: list[int] = []
    mails = list(box.fetch(INBOX, ["1", "2", "3", "4", "5"], lambda: not asked.append(1)))
    assert (len(mails), len(asked)) == (5, 3)
    asked.clear()
    by_octets = make(batch_bytes=9_000, spool_above=9_000)
    assert len(list(by_octets.fetch(INBOX, ["1", "2", "3", "4", "5"], lambda: not asked.append(1)))) == 5
    assert len(asked) == 3


def test_fetching_ends_when_free_disk_is_low(make: Make, person: IMAPClient) -> None:
    for number in range(4):
        person.append("INBOX", letter(number))
    answers = iter([True, False])
    mails = list(make(batch_count=1).fetch(INBOX, ["1", "2", "3", "4"], lambda: next(answers)))
    assert [mail.position for mail in mails] == ["1"]


def test_a_large_mail_is_spooled_in_parts_without_taking_memory(make: Make, person: IMAPClient, tmp_path: Path) -> None:
    raw = letter(1, size=20_000_000)
    person.append("INBOX", letter(0))
    person.append("INBOX", raw)
    person.append("INBOX", letter(2))
    box = make()
    all_positions(box)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    small, large, last = box.fetch(INBOX, ["1", "2", "3"], lambda: True)
    assert (small.spool, last.spool, large.content) == (None, None, None)
    assert large.spool is not None
    assert large.received_at is not None
    assert hashlib.sha256(large.spool.read_bytes()).digest() == hashlib.sha256(raw).digest()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000
    assert list((tmp_path / "spool").iterdir()) == [large.spool]


def test_a_mail_whose_size_is_a_whole_number_of_parts_is_complete(make: Make, person: IMAPClient) -> None:
    raw = letter(1, size=4_000)
    person.append("INBOX", raw)
    box = make(spool_above=100, part_bytes=len(raw) // 2 if len(raw) % 2 == 0 else len(raw))
    (mail,) = fetch_all(box)
    assert mail.spool is not None
    assert mail.spool.read_bytes() == raw


def test_spooling_stops_without_a_trace_when_disk_runs_low(make: Make, person: IMAPClient, tmp_path: Path) -> None:
    person.append("INBOX", letter(1, size=40_000))
    person.append("INBOX", letter(2))
    answers = iter([True, True, False])
    assert list(make(spool_above=100, part_bytes=10_000).fetch(INBOX, ["1", "2"], lambda: next(answers))) == []
    assert list((tmp_path / "spool").iterdir()) == []


def test_a_mail_moved_or_expunged_between_search_and_fetch_is_left_out(make: Make, person: IMAPClient) -> None:
    for number in range(4):
        person.append("INBOX", letter(number))
    box = make(spool_above=100_000)
    positions = all_positions(box)
    person.move([2], "Archive")
    person.delete_messages([3])
    person.expunge()
    assert [mail.position for mail in box.fetch(INBOX, positions, lambda: True)] == ["1", "4"]
    assert list(box.glance(INBOX, positions)) == ["1", "4"]
    gone = make(spool_above=1)
    assert [mail.position for mail in gone.fetch(INBOX, positions, lambda: True)] == ["1", "4"]


def test_a_mail_too_new_for_the_servers_picture_of_the_folder_is_not_taken_for_gone(make: Make, person: IMAPClient) -> None:
    box = make(courtesy=Courtesy.SEEN)
    box.status(INBOX)
    person.append("INBOX", letter(1))
    assert [mail.position for mail in box.fetch(INBOX, ["1"], lambda: True)] == ["1"]
    person.append("INBOX", letter(2))
    assert box.mark(INBOX, ["2"]) == {"2": Marked.MARKED}


def test_reading_leaves_no_mark_on_a_mail(make: Make, person: IMAPClient) -> None:
    person.append("INBOX", letter(1))
    box = make(courtesy=Courtesy.KEYWORD)
    fetch_all(box)
    box.glance(INBOX, ["1"])
    person.noop()
    assert b"\\Seen" not in person.get_flags([1])[1]


def test_flags_of_people_do_not_hide_a_mail(make: Make, person: IMAPClient) -> None:
    person.append("INBOX", letter(1), flags=["\\Seen", "\\Answered", "\\Deleted"])
    assert len(fetch_all(make())) == 1


def test_a_glance_tells_headers_size_and_time(make: Make, person: IMAPClient) -> None:
    person.append("INBOX", b"message-id:\r\n <folded@oakridge.example>\r\nFROM: Ann\r\n\tLee <ann@oakridge.example>\r\n\r\nbody\r\n")
    person.append("INBOX", b"Subject: nothing\r\n\r\nbody\r\n")
    seen = make().glance(INBOX, ["1", "2", "9"])
    assert (seen["1"].message_id, seen["1"].from_, seen["1"].date) == (
        "<folded@oakridge.example>",
        "Ann Lee <ann@oakridge.example>",
        "",
    )
    assert (seen["2"].message_id, seen["2"].size) == (None, 26)
    assert seen["1"].received_at is not None
    assert "9" not in seen


@pytest.mark.parametrize("reconnect", [True, False])
def test_a_folder_numbered_anew_stops_every_use_of_old_positions(make: Make, person: IMAPClient, reconnect: bool) -> None:
    letters = Folder("Letters", Role.INTAKE)
    person.create_folder("Letters")
    person.append("Letters", letter(1))
    box = make(folders=(letters,))
    before = box.status(letters)
    assert len(fetch_all(box, letters)) == 1
    person.delete_folder("Letters")
    person.create_folder("Letters")
    person.append("Letters", letter(2))
    if reconnect:
        box.close()
        box.open()
    for use in (
        lambda: list(box.fetch(letters, ["1"], lambda: True)),
        lambda: box.glance(letters, ["1"]),
        lambda: all_positions(box, letters),
    ):
        with pytest.raises(errors.MailboxUnreachable):
            use()
        box.open()
    after = box.status(letters)
    assert after.validity != before.validity
    assert [mail.content for mail in fetch_all(box, letters)] == [letter(2)]


def test_a_missing_folder_needs_a_person(make: Make) -> None:
    with pytest.raises(errors.MailboxRefused, match="opening folder Elsewhere"):
        make().status(Folder("Elsewhere", Role.LATE))


def test_folders_with_names_in_other_scripts_are_read(make: Make, person: IMAPClient) -> None:
    person.create_folder("Entwürfe & mehr")
    person.append("Entwürfe & mehr", letter(1))
    assert len(fetch_all(make(), Folder("Entwürfe & mehr", Role.LATE))) == 1


def test_two_folders_can_be_read_in_turns(make: Make, person: IMAPClient) -> None:
    for number in range(3):
        person.append("INBOX", letter(number))
        person.append("Junk", letter(number + 10))
    box = make(batch_count=1)
    seen = []
    for inbox, junk in zip(box.fetch(INBOX, ["1", "2", "3"], lambda: True), box.fetch(JUNK, ["1", "2", "3"], lambda: True), strict=True):
        seen += [inbox.content, junk.content]
    assert seen == [letter(0), letter(10), letter(1), letter(11), letter(2), letter(12)]


def test_delivery_ends_a_wait_at_once(make: Make, dovecot: Dovecot, account: Account) -> None:
    box = make()
    box.status(INBOX)
    assert all_positions(box) == []
    threading.Timer(0.2, dovecot.deliver, (account.address, letter(1))).start()
    began = time.monotonic()
    assert box.wait(20) is True
    assert time.monotonic() - began < 5
    assert all_positions(box) == ["1"]


@pytest.mark.parametrize("junk", [0, 1])
def test_a_mail_that_came_before_the_wait_is_not_slept_over(
    make: Make, dovecot: Dovecot, account: Account, person: IMAPClient, junk: int
) -> None:
    for number in range(junk):
        person.append("Junk", letter(number))  # which must be opened to be read, so that INBOX is opened again by the wait
    box = make()
    assert all_positions(box) == []
    assert len(fetch_all(box, JUNK)) == junk
    dovecot.deliver(account.address, letter(1))
    began = time.monotonic()
    assert box.wait(20) is True
    assert time.monotonic() - began < 2
    assert all_positions(box) == ["1"]


def test_news_told_during_another_command_ends_the_next_wait(make: Make, dovecot: Dovecot, account: Account) -> None:
    dovecot.deliver(account.address, letter(1))
    box = make(courtesy=Courtesy.SEEN)
    assert all_positions(box) == ["1"]
    dovecot.deliver(account.address, letter(2))
    box.mark(INBOX, ["1"])  # its answer tells of the second mail
    began = time.monotonic()
    assert box.wait(20) is True
    assert time.monotonic() - began < 2


def test_a_wait_with_nothing_new_ends_with_the_time_and_does_not_spin(make: Make) -> None:
    box = make(idle_renew=1.0)
    all_positions(box)
    began = time.monotonic()
    assert box.wait(1.3) is False  # one renewal lies within
    assert 1.2 < time.monotonic() - began < 3
    assert all_positions(box) == []


def test_wake_ends_a_wait_from_another_thread_and_before_it_began(make: Make) -> None:
    box = make()
    all_positions(box)
    threading.Timer(0.2, box.wake).start()
    began = time.monotonic()
    assert box.wait(20) is False
    assert time.monotonic() - began < 2
    box.wake()
    assert box.wait(20) is False
    assert time.monotonic() - began < 3
    assert box.wait(0.05) is False


def test_a_server_without_idle_is_asked_now_and_then(make: Make, dovecot: Dovecot, account: Account) -> None:
    box = make(idle=False, poll_without_idle=0.1)
    all_positions(box)
    threading.Timer(0.3, dovecot.deliver, (account.address, letter(1))).start()
    assert box.wait(10) is True


@pytest.mark.parametrize("changes", [{}, {"spool_above": 1_000, "part_bytes": 20_000}], ids=["whole", "in parts"])
def test_a_line_cut_in_the_middle_of_a_mail_gives_no_half_mail(
    make: Make, dovecot: Dovecot, person: IMAPClient, tmp_path: Path, changes: dict[str, int]
) -> None:
    raw = letter(1, size=100_000)
    person.append("INBOX", raw)
    with proxy.cutting(dovecot.imaps_port) as between:
        between.cut_after = 60_000
        box = make(port=between.port, **changes)
        with pytest.raises(errors.MailboxUnreachable, match="lost while fetching"):
            list(box.fetch(INBOX, ["1"], lambda: True))
        assert list((tmp_path / "spool").glob("*")) == []
        between.cut_after = None
        box.open()
        (mail,) = fetch_all(box)
        assert (mail.content or (mail.spool and mail.spool.read_bytes())) == raw


def test_a_dropped_line_while_waiting_is_told_and_mended(make: Make, dovecot: Dovecot, account: Account) -> None:
    with proxy.cutting(dovecot.imaps_port) as between:
        box = make(port=between.port)
        all_positions(box)
        threading.Timer(0.2, between.drop_all).start()
        began = time.monotonic()
        with pytest.raises(errors.MailboxUnreachable):
            box.wait(20)
        assert time.monotonic() - began < 5
        with pytest.raises(errors.MailboxUnreachable, match="not connected"):
            box.wait(20)
        dovecot.deliver(account.address, letter(1))
        box.open()
        assert len(fetch_all(box)) == 1


def test_a_silent_network_ends_every_step_by_its_time_out(make: Make, dovecot: Dovecot) -> None:
    with proxy.cutting(dovecot.imaps_port) as between:
        box = make(port=between.port, read_timeout=0.5, idle_renew=1.0)
        all_positions(box)
        between.silent = True
        began = time.monotonic()
        with pytest.raises(errors.MailboxUnreachable, match="no answer in time"):
            box.wait(10)
        assert time.monotonic() - began < 4


def test_a_server_that_went_away_is_unreachable(make: Make, dovecot: Dovecot) -> None:
    with proxy.cutting(dovecot.imaps_port) as between:
        port = between.port
    with pytest.raises(errors.MailboxUnreachable, match="no connection"):
        make(port=port)
