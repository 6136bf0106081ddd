"""`intake demo`: the real worker on sample mails. In: nothing. Out: a folder to look around in, and what became of each mail.

The mails are drawn here and delivered to a Maildir; the worker loop, the ledger, the reading children and the outbox are those of real use.
"""

import fcntl
import functools
import itertools
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from intake import errors, wiring
from intake.cli import output
from intake.demo import mails
from intake.demo.deliver import deliver, make
from intake.demo.mails import Mail
from intake.desk import health, response_log
from intake.desk import letter as letters
from intake.desk import queue as queues

if TYPE_CHECKING:
    from intake.desk.desk import Desk

FOLDER: Final = Path("demo-data")
MARK: Final = ".made-by-intake-demo"
WORKING: Final = ("received", "read", "extracted", "registered", "decided")
PATIENCE: Final = 60.0
"""Seconds that one mail may take before the demonstration gives up."""

LONG: Final = timedelta(days=30)
BETWEEN: Final = 20.0
"""Seconds between the letters that come while the desk is watched."""
MOST_LIVE: Final = 500
OFFICE: Final = "Program Office"

SETTINGS: Final = """\
# Made by `intake demo`. Look around with, for example:  intake log --config demo-data/config.toml
[office]
name = "Program Office"
addresses = ["intake@office.example"]
domains = ["office.example"]
phone = "202-555-0147"

[data]
folder = "."
free_disk_floor_mb = 0

[[mailbox]]
name = "intake"
kind = "maildir"
path = "mail"
poll_seconds = 5
folders = [{ name = "INBOX", role = "intake" }, { name = "Sent", role = "sent" }]

[transport]
kind = "folder"
path = "outbox"

[replies]
burst_minutes = 0

[log]
level = "error"
"""


@dataclass(slots=True)
class _Story:
    """What was delivered, and under which number it is on record."""

    told: list[tuple[Mail, int]] = field(default_factory=list)
    replies: dict[str, bytes] = field(default_factory=dict)  # by the key of the mail they answer


def run(*, once: bool) -> None:
    """Show it all; without `once` go on with the web page until Ctrl-C."""
    with _alone(FOLDER):
        _run(_fresh(FOLDER), once=once)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One demonstration at a time in a folder. The lock lies beside it, since the folder is cleared; it ends with the process."""
    with folder.with_name(f".{folder.name}.lock").open("a", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise errors.PersonNeeded(
                f"a demo is running in {folder.absolute()}: end it with Ctrl-C, or change to another working folder to run a second one"
            ) from None
        yield


def _run(folder: Path, *, once: bool) -> None:
    (folder / "config.toml").write_text(SETTINGS, encoding="utf-8")
    config = wiring.load(folder / "config.toml")
    wiring.start_logs(config, "demo")
    make(folder / "mail")
    service = wiring.worker(config)
    service.start()
    try:
        with wiring.desk(config) as desk:
            story = _play(desk, folder)
            _show(desk, story, folder)
            if not once:
                _stay(desk, config, folder)
    finally:
        service.stop()


def _fresh(folder: Path) -> Path:
    """An empty folder; only one that an earlier demonstration made is cleared."""
    if folder.exists():
        if not (folder / MARK).exists():
            raise errors.PersonNeeded(
                f"{folder} is there already and was not made by this command: move it away, or work in another folder"
            )
        shutil.rmtree(folder)
    folder.mkdir()
    (folder / MARK).write_text("This folder may be deleted.\n", encoding="utf-8")
    return folder.resolve()


def _play(desk: "Desk", folder: Path) -> _Story:
    story = _Story()
    _until(lambda: _started(desk), "the mailbox was not opened")
    sample = list(mails.mails())
    with output.progress("sample mails", len(sample)) as steps:
        for mail in sample:
            steps.step(mail.shows)
            before = _count(desk)
            deliver(folder / "mail", mail.raw(datetime.now(UTC), in_reply_to=_thread(story, mail)), sent=mail.sent)
            _until(functools.partial(_settled, desk, before), f"the mail that shows {mail.shows} was not worked on")
            story.told.append((mail, before + 1))
            _until(lambda: _outbox_empty(desk), "a reply was not sent")
            _collect(story, mail, folder / "outbox")
    return story


def _thread(story: _Story, mail: Mail) -> str:
    if not mail.answers:
        return ""
    if mail.sent:
        return next(told.message_id for told, _ in story.told if told.key == mail.answers)
    return str(message_from_bytes(story.replies[mail.answers])["Message-ID"])


def _collect(story: _Story, mail: Mail, outbox: Path) -> None:
    """The reply to this mail, if one was written."""
    for file in outbox.glob("*.eml"):
        raw = file.read_bytes()
        if message_from_bytes(raw)["In-Reply-To"] == mail.message_id:
            story.replies[mail.key] = raw


def _show(desk: "Desk", story: _Story, folder: Path) -> None:
    shown = {number: letters.show(desk, str(number), who="demo")[0] for _, number in story.told}
    _title("What came, and what became of it")
    rows = []
    for mail, number in story.told:
        whole = shown[number].letter
        outcome = {"answered": "acknowledged", "held": "waits for a person", "ignored": "recorded, no reply", "shelved": "shelved"}
        reason = whole.reasons[0]["text"] if whole.reasons and whole.state != "answered" else (whole.template or "")
        rows.append((str(number), mail.shows, outcome.get(whole.state, whole.state), whole.reference or "", reason))
    output.table(("no", "mail", "outcome", "reference", "why, or which reply"), rows)
    _title("The first acknowledgement, as its agency gets it")
    reply = message_from_bytes(story.replies["both"])
    output.line("\n".join(f"{name}: {reply[name]}" for name in ("From", "To", "Subject", "In-Reply-To", "Auto-Submitted")))
    output.line("\n" + _text(reply))
    _title("What was read from its papers, each value with its place")
    values = []
    for paper in shown[story.told[0][1]].papers:
        name = f"{paper.document.form} {paper.document.model or ''}".strip()
        values += [(name, f.name, _value(f.value), f"page {f.page}", f.source, f"{f.confidence:.2f}") for f in paper.fields]
    output.table(("paper", "field", "value", "place", "source", "confidence"), values)
    _title("What needs a person (intake queue)")
    for item in queues.waiting(desk).items:
        output.line(f"letter {item.letter} ({item.why}, {item.kind or 'unread'}): {item.reason}")
    _title("The response-time log (intake log)")
    columns = ("reference", "received", "kind", "agency", "due", "acknowledged", "answered by a person")
    output.table(columns, [_cells(desk, line) for line in response_log.lines(desk)])
    _title("Where to look")
    output.line(f"{folder}/outbox holds the replies as .eml files, {folder}/mail the mailbox, {folder}/intake.sqlite3 the ledger.")
    output.line(f"Every command works on it:  intake show {story.told[0][1]} --config {FOLDER}/config.toml")


def _stay(desk: "Desk", config: "wiring.Config", folder: Path) -> None:
    """The desk stays up, and so does the worker, while further letters come in: drop a mail into demo-data/mail/new and see."""
    from intake.cli import desk as desks
    from intake.desk import people, signing_in
    from intake.desk.people import Role
    from intake.desk.signing_in import Lasting
    from intake.web import app, server

    # Nobody knows this password: the browser has the session below, on this machine alone.
    person = people.add(desk, "demo", role=Role.ADMIN, password=signing_in.new_secret(), who="demo", name="Demo Person")
    password = people.temporary_password()
    people.add(desk, "colleague", role=Role.ADMIN, password=password, who="demo", name="Second Person")
    lasting = Lasting(idle=LONG, most=LONG)
    setting = replace(desks.setting(desk, config), lasting=lasting, demo=signing_in.begin(desk, person, lasting=lasting))
    page = server.Server(app.create(desk, hosts=("localhost", "127.0.0.1"), setting=setting), host="127.0.0.1", port=0)
    page.start()
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    output.line(f"\nA second person, for what needs two: sign out, then sign in as colleague, password {password}")
    output.line(f"The desk: http://127.0.0.1:{page.port}/   Ctrl-C ends it.")
    output.line(f"Letters go on coming in; deliver one of your own into {FOLDER}/mail/new.")
    coming = itertools.islice(mails.more(), MOST_LIVE)
    try:
        while not stop.wait(BETWEEN):
            if (mail := next(coming, None)) is not None:
                deliver(folder / "mail", mail.raw(datetime.now(UTC)), sent=False)
    finally:
        page.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


def _title(text: str) -> None:
    output.line(f"\n{text}\n{'=' * len(text)}")


def _text(reply: Message) -> str:
    """The plain text of a reply."""
    plain = next(part for part in reply.walk() if part.get_content_type() == "text/plain")
    return cast(bytes, plain.get_payload(decode=True)).decode().replace("\r\n", "\n")


def _cells(desk: "Desk", line: response_log.LogLine) -> tuple[str, ...]:
    times = (line.due_at, line.acknowledged_at, line.responded_at)
    return (line.reference or "", _at(desk, line.received_at), line.kind or "", line.agency or "", *(_at(desk, each) for each in times))


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _at(desk: "Desk", instant: datetime | None) -> str:
    return "" if instant is None else f"{desk.calendar.local(instant):%a %d %b %H:%M:%S}"


def _until(done: Callable[[], bool], what: str) -> None:
    ends = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > ends:
            raise errors.WaitError(f"{what} within {PATIENCE:.0f} seconds; run `intake check --config {FOLDER}/config.toml`")
        time.sleep(0.02)


def _started(desk: "Desk") -> bool:
    return any(each.checked_at is not None for each in health.look(desk).mailboxes)


def _count(desk: "Desk") -> int:
    return sum(dict(health.look(desk).letters).values())


def _settled(desk: "Desk", before: int) -> bool:
    states = dict(health.look(desk).letters)
    return sum(states.values()) > before and not any(states.get(working) for working in WORKING)


def _outbox_empty(desk: "Desk") -> bool:
    return health.look(desk).waiting_replies == 0
