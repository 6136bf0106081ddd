"""What servers do wrong, and what IDLE does to the unwary: the IMAP adapter against a scripted server."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from intake import errors
from intake.adapters import imap_wire
from intake.adapters.imap import ImapMailbox
from intake.adapters.imap_settings import ImapSettings
from intake.adapters.smtp_settings import Security
from intake.ports import Courtesy, Folder, Marked, Role
from tests.adapters.imap_boxes import INBOX, all_positions
from tests.servers import fake_imap
from tests.servers.fake_imap import DROP, FakeImap, Line, say

Serve = Callable[..., tuple[FakeImap, ImapMailbox]]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts a scripted server and an open mailbox on it."""
    fakes: list[FakeImap] = []
    boxes: list[ImapMailbox] = []

    def build(script: dict[str, fake_imap.Act] | None = None, *, opened: bool = True, server: dict[str, Any] | None = None, **changes: Any):
        fake = FakeImap(script, **(server or {}))
        values: dict[str, Any] = {
            "host": "127.0.0.1",
            "port": fake.port,
            "security": Security.NONE,
            "allow_clear_text": True,
            "user": "intake",
            "password": "violet-harbour-9",
            "folders": (INBOX, Folder("Sent", Role.SENT)),
            "spool_folder": tmp_path / "spool",
            "connect_timeout": 2.0,
            "read_timeout": 0.5,
        }
        box = ImapMailbox(name="letters", settings=ImapSettings(**(values | changes)))
        fakes.append(fake)
        boxes.append(box)
        if opened:
            box.open()
            box.status(INBOX)
        return fake, box

    yield build
    for fake in fakes:
        fake.close()
    for box in boxes:
        box.close()


def _finish(line: Line, tag: str) -> None:
    assert line.hear() == "DONE"
    line.say(f"{tag} OK idle done")


def _before_plus(line: Line, tag: str, command: str) -> None:
    line.raw(b"* 2 EXISTS\r\n+ idling\r\n")
    _finish(line, tag)


def _same_segment(line: Line, tag: str, command: str) -> None:
    line.raw(b"+ idling\r\n* 2 EXISTS\r\n")
    _finish(line, tag)


def _split_line(line: Line, tag: str, command: str) -> None:
    line.raw(b"+ idling\r\n")
    time.sleep(0.05)
    line.raw(b"* 2 EX")
    time.sleep(0.1)
    line.raw(b"ISTS\r\n")
    _finish(line, tag)


def _end_of_file(line: Line, tag: str, command: str) -> str:
    line.raw(b"+ idling\r\n")
    time.sleep(0.05)
    return DROP


def _bye(line: Line, tag: str, command: str) -> str:
    line.raw(b"+ idling\r\n* BYE idle for too long\r\n")
    return DROP


def _half_open(line: Line, tag: str, command: str) -> None:
    line.raw(b"+ idling\r\n")
    line.hurt.wait(5)


@pytest.mark.parametrize("act", [_before_plus, _same_segment, _split_line])
def test_news_is_heard_however_it_is_cut_into_segments(serve: Serve, act: fake_imap.Act) -> None:
    fake, box = serve({"IDLE": act})
    began = time.monotonic()
    assert box.wait(5) is True
    assert time.monotonic() - began < 2
    assert box.status(INBOX).validity == "7"  # the line is still of use
    assert fake.commands.count("LOGIN") == 1


@pytest.mark.parametrize(("act", "why"), [(_end_of_file, "EOF"), (_bye, "idle for too long")])
def test_a_line_that_ends_in_idle_is_told_at_once(serve: Serve, act: fake_imap.Act, why: str) -> None:
    _, box = serve({"IDLE": act})
    began = time.monotonic()
    with pytest.raises(errors.MailboxUnreachable, match=why):
        box.wait(5)
    assert time.monotonic() - began < 2


def test_a_half_open_line_is_told_when_idle_is_renewed(serve: Serve) -> None:
    _, box = serve({"IDLE": _half_open}, idle_renew=1.0)
    began = time.monotonic()
    with pytest.raises(errors.MailboxUnreachable, match="no answer in time"):
        box.wait(5)
    assert time.monotonic() - began < 3


def test_a_stop_does_not_wait_for_a_dead_line(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_wire, "DONE_SECONDS", 0.2)
    _, box = serve({"IDLE": _half_open}, read_timeout=30.0)
    threading.Timer(0.1, box.wake).start()
    began = time.monotonic()
    with pytest.raises(errors.MailboxUnreachable):
        box.wait(20)
    assert time.monotonic() - began < 2


def test_a_server_that_refuses_idle_is_polled_from_then_on(serve: Serve) -> None:
    fake, box = serve({"IDLE": say("{tag} NO not now"), "NOOP": say("* 4 EXISTS", "{tag} OK done")}, poll_without_idle=0.05)
    assert box.wait(5) is True
    assert fake.commands.count("IDLE") == 1
    assert "NOOP" in fake.commands


def test_keepalives_do_not_end_a_wait(serve: Serve) -> None:
    def chatter(line: Line, tag: str, command: str) -> None:
        line.raw(b"+ idling\r\n* OK still here\r\n* 1 FETCH (FLAGS (\\Seen))\r\n")
        _finish(line, tag)

    _, box = serve({"IDLE": chatter})
    assert box.wait(0.3) is False


def test_nil_for_a_body_is_a_mail_that_is_gone(serve: Serve) -> None:
    def nil(line: Line, tag: str, command: str) -> None:
        body = "BODY[] NIL" if "PEEK" in command else "RFC822.SIZE 5"
        line.say(f"* 1 FETCH (UID 1 {body})", f"{tag} OK done")

    _, box = serve({"FETCH": nil}, server={"mails": {1: b"x"}})
    assert list(box.fetch(INBOX, ["1"], lambda: True)) == []


def test_a_no_for_one_mail_does_not_hide_the_others(serve: Serve) -> None:
    fake = FakeImap(mails={1: b"one\r\n", 2: b"two\r\n", 3: b"three\r\n"})
    plain = fake._fetch
    fake.close()

    def sick(line: Line, tag: str, command: str) -> None:
        if "PEEK" in command and "2" in command.split(" ")[3]:
            line.say(f"{tag} NO [EXPUNGEISSUED] some are gone")
        else:
            plain(line, tag, command)

    _, box = serve({"FETCH": sick}, server={"mails": fake.mails})
    assert [mail.content for mail in box.fetch(INBOX, ["1", "2", "3"], lambda: True)] == [b"one\r\n", b"three\r\n"]


def test_a_no_for_all_mails_is_not_taken_for_gone(serve: Serve) -> None:
    def sick(line: Line, tag: str, command: str) -> None:
        if "PEEK" in command:
            line.say(f"{tag} NO cannot read")
        else:
            line.say("* 1 FETCH (UID 1 RFC822.SIZE 5)", "* 2 FETCH (UID 2 RFC822.SIZE 5)", f"{tag} OK done")

    _, box = serve({"FETCH": sick})
    with pytest.raises(errors.MailboxUnreachable, match="none of 2 mails"):
        list(box.fetch(INBOX, ["1", "2"], lambda: True))


def _sized(raw: bytes, promised: int, *, whole: bytes | None = None) -> fake_imap.Act:
    """A server whose RFC822.SIZE is `promised` and whose whole fetch gives `whole`."""

    def act(line: Line, tag: str, command: str) -> None:
        if "PEEK[]<" in command:
            offset, length = map(int, command.split("<")[1].split(">")[0].split("."))
            part = raw[offset : offset + length]
            line.raw(f"* 1 FETCH (UID 1 BODY[]<{offset}> {{{len(part)}}}\r\n".encode() + part + b")\r\n")
        elif "PEEK[]" in command:
            body = raw if whole is None else whole
            line.raw(f"* 1 FETCH (UID 1 BODY[] {{{len(body)}}}\r\n".encode() + body + b")\r\n")
        else:
            line.say(f"* 1 FETCH (UID 1 RFC822.SIZE {promised})")
        line.say(f"{tag} OK done")

    return act


@pytest.mark.parametrize("promised", [60, 100, 140])
def test_an_inexact_size_neither_cuts_nor_loses_a_mail(serve: Serve, promised: int) -> None:
    raw = bytes(range(65, 90)) * 4
    _, box = serve({"FETCH": _sized(raw, promised)})
    assert [mail.content for mail in box.fetch(INBOX, ["1"], lambda: True)] == [raw]
    _, parts = serve({"FETCH": _sized(raw, promised)}, spool_above=1, part_bytes=30)
    (mail,) = parts.fetch(INBOX, ["1"], lambda: True)
    assert mail.spool is not None
    assert mail.spool.read_bytes() == raw


def test_a_mail_that_came_short_is_fetched_again_in_parts(serve: Serve) -> None:
    raw = bytes(range(65, 90)) * 4
    _, box = serve({"FETCH": _sized(raw, 100, whole=raw[:40])}, part_bytes=30)
    (mail,) = box.fetch(INBOX, ["1"], lambda: True)
    assert mail.spool is not None
    assert mail.spool.read_bytes() == raw


def test_a_mail_that_vanishes_between_two_parts_leaves_no_half_mail(serve: Serve, tmp_path: Path) -> None:
    whole = _sized(bytes(100), 100)

    def vanish(line: Line, tag: str, command: str) -> str | None:
        if "PEEK[]<30." not in command:
            return whole(line, tag, command)
        # Another client's change of flags, told by sequence number: no part of our mail.
        line.say("* 1 FETCH (FLAGS (\\Seen))", f"{tag} OK [EXPUNGEISSUED] gone")
        return None

    _, box = serve({"FETCH": vanish}, spool_above=1, part_bytes=30)
    assert list(box.fetch(INBOX, ["1"], lambda: True)) == []
    assert list((tmp_path / "spool").iterdir()) == []


def test_the_flags_of_another_mail_are_not_taken_for_a_mark(serve: Serve) -> None:
    _, box = serve({"SEARCH": say("* 1 FETCH (FLAGS (\\Seen))", "* SEARCH", "{tag} OK done")}, courtesy=Courtesy.SEEN)
    assert box.mark(INBOX, ["1"]) == {"1": Marked.GONE}


@pytest.mark.parametrize(
    "answer",
    [
        b"* 1 FETCH (UID 1 BODY[] {99999999999}\r\n",
        b"* 1 FETCH (UID 1 BODY[] {5}\r\nab",
        b"* 1 FETCH (UID 1 BODY[] (((\r\nX OK\r\n",
        b'* 1 FETCH (UID one BODY[] "a")\r\n{tag} OK done\r\n',
        b'* 1 FETCH (UID 1 BODY[] "a\r\n{tag} OK done\r\n',
        b"\xff\xfe\x00garbage\r\n",
        b"* BYE going down\r\n",
        b"y" * 1_200_000,
    ],
)
def test_a_hostile_answer_is_an_unreachable_mailbox(serve: Serve, answer: bytes) -> None:
    def hostile(line: Line, tag: str, command: str) -> str | None:
        if "PEEK" not in command:
            line.say("* 1 FETCH (UID 1 RFC822.SIZE 5)", f"{tag} OK done")
            return None
        line.raw(answer.replace(b"{tag}", tag.encode()))
        return DROP

    _, box = serve({"FETCH": hostile})
    with pytest.raises(errors.MailboxUnreachable):
        list(box.fetch(INBOX, ["1"], lambda: True))
    with pytest.raises(errors.MailboxUnreachable, match="not connected"):
        box.status(INBOX)


def test_a_literal_that_no_mail_can_be_is_not_read(serve: Serve) -> None:
    def huge(line: Line, tag: str, command: str) -> None:
        line.raw(b"* 1 FETCH (UID 1 RFC822.SIZE {99999999999}\r\n")

    _, box = serve({"FETCH": huge})
    with pytest.raises(errors.MailboxUnreachable, match="too large"):
        box.glance(INBOX, ["1"])


def test_a_time_in_the_servers_zone_is_told_in_utc(serve: Serve) -> None:
    def dated(line: Line, tag: str, command: str) -> None:
        line.say(
            '* 1 FETCH (UID 1 RFC822.SIZE 1 INTERNALDATE "24-Nov-2026 10:00:00 -0500" BODY[] "x")',
            '* 2 FETCH (UID 2 RFC822.SIZE 1 INTERNALDATE NIL BODY[] "x")',
            '* 3 FETCH (UID 3 RFC822.SIZE 1 INTERNALDATE "99-Foo-0000 77:00:00 +9999" BODY[] "x")',
            '* 4 FETCH (UID 4 RFC822.SIZE 1 INTERNALDATE "31-Dec-9999 23:00:00 -1200" BODY[] "x")',
            f"{tag} OK done",
        )

    _, box = serve({"FETCH": dated})
    times = [mail.received_at for mail in box.fetch(INBOX, ["1", "2", "3", "4"], lambda: True)]
    assert times == [datetime(2026, 11, 24, 15, tzinfo=UTC), None, None, None]


def test_a_source_that_has_no_other_token_is_not_tried_again(serve: Serve) -> None:
    fake, box = serve({"AUTHENTICATE": say("{tag} NO [AUTHENTICATIONFAILED] no")}, opened=False, password=None, token=lambda renew: "same")
    with pytest.raises(errors.MailboxRefused):
        box.open()
    assert fake.commands.count("AUTHENTICATE") == 1


def test_an_endless_answer_ends(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_wire, "STEP_SECONDS", 0.3)

    def endless(line: Line, tag: str, command: str) -> None:
        while not line.hurt.wait(0.01):
            line.say("* OK wait a little")

    _, box = serve({"SEARCH": endless}, server={"mails": {1: b"x"}})
    with pytest.raises(errors.MailboxUnreachable, match="no end of the answer"):
        all_positions(box)


@pytest.mark.parametrize(
    ("greeting", "expected"),
    [
        ("* BYE too many connections", errors.MailboxUnreachable),
        ("220 mail.example ESMTP", errors.MailboxUnreachable),
    ],
)
def test_an_unfit_greeting_is_told(serve: Serve, greeting: str, expected: type[errors.IntakeError]) -> None:
    _, box = serve(opened=False, server={"greeting": greeting})
    with pytest.raises(expected):
        box.open()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("{tag} NO [AUTHENTICATIONFAILED] wrong", errors.MailboxRefused),
        ("{tag} NO wrong", errors.MailboxRefused),
        ("{tag} BAD [x] LOGIN intake violet-harbour-9", errors.MailboxRefused),
        ("{tag} NO [UNAVAILABLE] backend", errors.MailboxUnreachable),
        ("{tag} NO Too many simultaneous connections", errors.MailboxUnreachable),
        ("* BYE too many errors", errors.MailboxUnreachable),
    ],
)
def test_a_refused_log_in_is_told_apart_from_a_busy_server_and_holds_no_secret(
    serve: Serve, answer: str, expected: type[errors.IntakeError]
) -> None:
    fake, box = serve({"LOGIN": say(answer)}, opened=False)
    with pytest.raises(expected) as caught:
        box.open()
    assert "violet-harbour-9" not in str(caught.value)
    assert fake.commands.count("LOGIN") == 1


def test_a_log_in_that_the_server_disables_is_not_tried(serve: Serve) -> None:
    fake, box = serve(opened=False, server={"capabilities": "IMAP4rev1 LOGINDISABLED"})
    with pytest.raises(errors.MailboxRefused, match="takes no passwords"):
        box.open()
    assert "LOGIN" not in fake.commands


def test_stripped_starttls_sends_no_password(serve: Serve) -> None:
    fake, box = serve(opened=False, security=Security.STARTTLS)
    with pytest.raises(errors.MailboxRefused, match="does not offer STARTTLS"):
        box.open()
    assert "LOGIN" not in fake.commands


def test_refused_starttls_sends_no_password(serve: Serve) -> None:
    fake, box = serve(
        {"STARTTLS": say("{tag} NO not today")}, opened=False, security=Security.STARTTLS, server={"capabilities": "IMAP4rev1 STARTTLS"}
    )
    with pytest.raises(errors.MailboxRefused, match="STARTTLS"):
        box.open()
    assert "LOGIN" not in fake.commands


def test_what_the_server_can_after_log_in_counts(serve: Serve) -> None:
    def login(line: Line, tag: str, command: str) -> None:
        fake.capabilities = "IMAP4rev1 IDLE"
        line.say(f"{tag} OK in")

    fake, box = serve(
        {"LOGIN": login, "IDLE": _same_segment},
        opened=False,
        server={"capabilities": "IMAP4rev1", "greeting": "* OK [CAPABILITY IMAP4rev1] hi"},
    )
    box.open()
    box.status(INBOX)
    assert box.wait(2) is True


def _mark(
    serve: Serve, courtesy: Courtesy, script: dict[str, fake_imap.Act], capabilities: str = "IMAP4rev1 UIDPLUS MOVE"
) -> tuple[FakeImap, Marked]:
    fake, box = serve(script, server={"capabilities": capabilities, "mails": {1: b"x"}}, courtesy=courtesy, move_to="Done")
    return fake, box.mark(INBOX, ["1"])["1"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("{tag} NO [OVERQUOTA] full", Marked.LATER),
        ("{tag} NO [TRYCREATE] no such folder", Marked.LATER),
        ("{tag} NO [NOPERM] no", Marked.NOT_ALLOWED),
        ("{tag} BAD no such command", Marked.NOT_ALLOWED),
    ],
)
@pytest.mark.parametrize(("courtesy", "command"), [(Courtesy.MOVE, "MOVE"), (Courtesy.KEYWORD, "STORE"), (Courtesy.SEEN, "STORE")])
def test_a_refused_courtesy_is_kept_for_later_or_given_up(
    serve: Serve, courtesy: Courtesy, command: str, answer: str, expected: Marked
) -> None:
    assert _mark(serve, courtesy, {command: say(answer)})[1] is expected


def test_a_busy_server_is_asked_to_mark_again_later(serve: Serve) -> None:
    with pytest.raises(errors.MailboxUnreachable):
        _mark(serve, Courtesy.SEEN, {"STORE": say("{tag} NO [THROTTLED] slow down")})


def test_without_move_and_uidplus_nothing_is_moved(serve: Serve) -> None:
    fake, marked = _mark(serve, Courtesy.MOVE, {}, capabilities="IMAP4rev1")
    assert marked is Marked.NOT_ALLOWED
    assert {"COPY", "STORE", "EXPUNGE", "MOVE"}.isdisjoint(fake.commands)


def test_with_uidplus_alone_the_very_mails_are_expunged_after_the_copy(serve: Serve) -> None:
    fake, marked = _mark(serve, Courtesy.MOVE, {}, capabilities="IMAP4rev1 UIDPLUS")
    assert marked is Marked.MARKED
    acts = [line.split(" ", 1)[1] for line in fake.heard if any(word in line for word in ("COPY", "STORE", "EXPUNGE"))]
    assert acts == ['UID COPY 1 "Done"', "UID STORE 1 +FLAGS.SILENT (\\Deleted)", "UID EXPUNGE 1"]


def test_a_copy_that_fails_expunges_nothing(serve: Serve) -> None:
    fake, marked = _mark(serve, Courtesy.MOVE, {"COPY": say("{tag} NO [OVERQUOTA] full")}, capabilities="IMAP4rev1 UIDPLUS")
    assert marked is Marked.LATER
    assert {"STORE", "EXPUNGE"}.isdisjoint(fake.commands)


def test_a_keyword_that_does_not_last_is_not_set(serve: Serve) -> None:
    def select(line: Line, tag: str, command: str) -> None:
        line.say(
            "* 1 EXISTS",
            "* OK [UIDVALIDITY 7] ok",
            "* OK [UIDNEXT 2] ok",
            "* OK [PERMANENTFLAGS (\\Seen)] few",
            f"{tag} OK [READ-WRITE] ok",
        )

    fake, marked = _mark(serve, Courtesy.KEYWORD, {"SELECT": select})
    assert marked is Marked.NOT_ALLOWED
    assert "STORE" not in fake.commands


def test_a_read_only_folder_is_read_and_never_marked(serve: Serve) -> None:
    def select(line: Line, tag: str, command: str) -> None:
        line.say("* 1 EXISTS", "* OK [UIDVALIDITY 7] ok", "* OK [UIDNEXT 2] ok", f"{tag} OK [READ-ONLY] look only")

    fake, marked = _mark(serve, Courtesy.SEEN, {"SELECT": select})
    assert marked is Marked.NOT_ALLOWED
    assert "STORE" not in fake.commands


def test_other_folders_are_looked_at_without_leaving_the_watched_one(serve: Serve) -> None:
    sent = Folder("Sent", Role.SENT)
    fake, box = serve({"STATUS": say('* STATUS "Sent" (UIDVALIDITY 9 UIDNEXT 5 MESSAGES 4)', "{tag} OK done")})
    told = box.status(sent)
    assert (told.validity, told.next_position, told.count) == ("9", 5, 4)
    assert list(box.positions_above(sent, 4)) == []
    box.status(INBOX)
    assert box.wait(0.05) is False
    assert [line.split(" ", 1)[1] for line in fake.heard if "EXAMINE" in line] == ['EXAMINE "INBOX"']


@pytest.mark.parametrize("answer", ["{tag} NO not now", '* STATUS "Sent" (MESSAGES 4)\r\n{tag} OK done'])
def test_a_folder_whose_status_is_not_told_is_opened(serve: Serve, answer: str) -> None:
    _, box = serve({"STATUS": say(answer)}, server={"mails": {3: b"x"}})
    assert box.status(Folder("Sent", Role.SENT)).next_position == 4


def test_a_folder_without_uidvalidity_is_refused(serve: Serve) -> None:
    _, box = serve({"EXAMINE": say("* 1 EXISTS", "{tag} OK [READ-ONLY] ok")}, opened=False)
    box.open()
    with pytest.raises(errors.MailboxRefused, match="UIDVALIDITY"):
        box.status(INBOX)


def test_a_server_that_tells_no_uidnext_is_asked_for_its_last_mail(serve: Serve) -> None:
    _, box = serve({"EXAMINE": say("* 1 EXISTS", "* OK [UIDVALIDITY 7] ok", "{tag} OK [READ-ONLY] ok")}, server={"mails": {41: b"x"}})
    assert box.status(INBOX).next_position == 42
