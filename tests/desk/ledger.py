"""A ledger for tests of the desk, the commands and the page: letters put into any state by the store's own functions."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from intake.business_time import calendar, due
from intake.desk.desk import Desk
from intake.desk.people import Role
from intake.store import messages, outbox, people
from intake.store.database import Database
from intake.store.states import Message, Reply
from tests import clocks, ledgers

TUESDAY = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)  # 10:30 in New York


class MovingClock(clocks.MovingClock):
    """Begins at the hour of these tests."""

    def __init__(self, at: datetime = TUESDAY) -> None:
        super().__init__(at)


@dataclass
class Ledger:
    """A SQLite file, a clock and a desk over both."""

    folder: Path
    clock: MovingClock = field(default_factory=MovingClock)
    due_at: datetime | None = None  # of every letter, where it is not to be reckoned

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.db = Database(url=ledgers.on_sqlite(self.folder / "intake.sqlite3"), clock=self.clock)
        self.calendar = calendar.standard()
        self.desk = Desk(db=self.db, calendar=self.calendar)
        self._count = 0

    def letter(self, path: tuple[Message, ...] = (), **changes: Any) -> int:
        """A letter received now and carried along `path`, asking for an answer unless told otherwise."""
        self._count += 1
        with self.db.write() as tx:
            new = messages.New(
                raw_sha256=f"{self._count:064x}", size=100, mailbox="intake", role="intake", older=False,
                received_at=self.clock.at, first_seen_at=self.clock.at,
            )  # fmt: skip
            made, _ = messages.keep(tx, new)
            record = next(each for each in messages.claim(tx, self.db, owner="test", seconds=60, limit=50) if each.id == made)
            if path == (Message.SHELVED,):
                messages.shelve(tx, record, changes.get("shelved_reason", "it broke"))
                return made
            values = {
                "asks_answer": True,
                "due_at": self.due_at or due.due(self.clock.at, self.calendar).at,
                "kind": "application",
                **changes,
            }
            messages.advance(tx, record, path, changes=values, release=True)
        return made

    def held(self, **changes: Any) -> int:
        """A held letter with an acknowledgement prepared."""
        values = {
            "needs_person": True, "verdict": "hold", "template": "acknowledgement.complete", "reply_to": "chief@town.example",
            "reasons": [{"code": "reply-to-elsewhere", "text": "the sender asks for answers at another domain"}],
        }  # fmt: skip
        return self.letter((Message.READ, Message.EXTRACTED, Message.REGISTERED, Message.DECIDED, Message.HELD), **{**values, **changes})

    def answered(self, **changes: Any) -> int:
        """A letter whose acknowledgement was decided."""
        return self.letter(
            (Message.READ, Message.EXTRACTED, Message.REGISTERED, Message.DECIDED, Message.ANSWERED), **{"verdict": "send", **changes}
        )

    def reply(self, letter: int, state: Reply = Reply.QUEUED) -> int:
        """A reply to a letter, tried until it is in `state`."""
        now = self.clock.at
        with self.db.write() as tx:
            new = outbox.NewReply(
                message_id=letter, application_id=None, purpose="acknowledgement", automatic=True, template="acknowledgement.complete",
                template_version="1", recipient="chief@town.example", recipient_domain="town.example",
                envelope_from="letters@office.example",
                header_message_id=f"<{letter}@office.example>", token=f"token{letter}", raw=b"x", queued_at=now, ready_at=now,
            )  # fmt: skip
            made = outbox.queue(tx, new)
            messages.change(tx, letter, reply_id=made)
            if state is not Reply.QUEUED:
                record = next(each for each in outbox.claim(tx, self.db, owner="test", seconds=60, limit=50) if each.id == made)
                if state in (Reply.UNSURE, Reply.SENT, Reply.BOUNCED):
                    outbox.enter_data(tx, record, now=now)
                outbox.finish(tx, record, Reply.SENT if state is Reply.BOUNCED else state, now=now, text="550 no such user", code=550)
                if state is Reply.BOUNCED:
                    outbox.move(tx, made, Reply.SENT, Reply.BOUNCED, bounce_status="5.1.1")
        return made

    def people(self, *logins: str, role: Role = Role.STAFF) -> None:
        """People on record, who have no password yet."""
        with self.db.write() as tx:
            for login in logins:
                people.add(
                    tx, login=login, name=login, email=f"{login}@office.example", role=str(role), password_hash="", must_change=False,
                    made_by="test", now=self.clock.at,
                )  # fmt: skip

    def message(self, letter: int) -> messages.MessageRecord:
        """The letter as it stands."""
        with self.db.read() as tx:
            return messages.get(tx, letter)

    def sent(self, reply: int) -> outbox.ReplyRecord:
        """The reply as it stands."""
        with self.db.read() as tx:
            return outbox.get(tx, reply)
