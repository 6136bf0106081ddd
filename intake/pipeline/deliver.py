"""The outbox emptied: claim, hand over, write down what the server said. In: QUEUED replies. Out: SENT, DEFERRED, UNSURE or DEAD.

CLAIMED is committed before MAIL FROM; IN_DATA by compare-and-set after RCPT was accepted, before DATA. Nothing is open on the
database while the network is in use.
"""

import hashlib
import random
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from intake import errors
from intake.business_time.calendar import Calendar
from intake.failpoints import Failpoint, hit
from intake.mail.delivery import Abandoned, Deferred, Failed, Letter, Outcome, Sent, Unsure
from intake.pipeline import answered
from intake.ports import Clock, Transport
from intake.store import alarms, answers, events, messages, outbox, switches
from intake.store.database import Database, Tx
from intake.store.events import Event
from intake.store.outbox import ReplyRecord
from intake.store.states import Reply as State

log = structlog.get_logger()

BACK_OFF: Final = tuple(timedelta(minutes=m) for m in (1, 2, 5, 10, 20, 40, 60))
"""Waits after a temporary refusal, the last one repeated; each is stretched by up to a quarter at random."""

STRETCH_FOR: Final = timedelta(minutes=1)
"""Replies put off within this time are stretched alike, so that they come back in their order."""


@dataclass(frozen=True, slots=True)
class DeliverSettings:
    """Bounds of sending."""

    claim_seconds: float = 900.0
    give_up_after: timedelta = timedelta(days=3)
    per_hour: int = 200  # automatic replies; past it they wait, oldest due first
    throttle_pause: timedelta = timedelta(minutes=1)
    journal: str = ""


@dataclass(frozen=True, slots=True)
class _Result:
    """What the server said, until it is written down."""

    reply: ReplyRecord
    outcome: Outcome
    entered: bool


class Deliverer:
    """Sends one reply at a time; several threads may use one Deliverer."""

    def __init__(
        self,
        *,
        db: Database,
        transport: Transport,
        clock: Clock,
        calendar: Calendar,
        owner: str,
        rng: random.Random,
        settings: DeliverSettings,
    ) -> None:
        self._db = db
        self._calendar = calendar
        self._transport = transport
        self._clock = clock
        self._owner = owner
        self._rng = rng
        self._settings = settings
        self._paused_until: datetime | None = None
        self._stopping = False
        self._stretch, self._stretched_at = 1.0, datetime.min.replace(tzinfo=UTC)
        self._in_hand: deque[_Result] = deque()

    def run_one(self) -> bool:
        """Send the oldest reply that may go out now; False where there is none."""
        self._write_what_is_in_hand()
        now = self._clock.now()
        if self._paused_until is not None and now < self._paused_until:
            return False
        with self._db.read() as tx:
            automatic = self._automatic(tx, now)
            if not outbox.any_ready(tx, self._db, automatic=automatic):
                return False
        with self._db.write() as tx:
            automatic = self._automatic(tx, now)
            claimed = outbox.claim(tx, self._db, owner=self._owner, seconds=self._settings.claim_seconds, limit=1, automatic=automatic)
            if claimed and self._stale(tx, claimed[0], now):
                return True
            raw = outbox.octets(tx, claimed[0].id) if claimed else b""
            copies = answers.copies(tx, claimed[0].id) if claimed and not claimed[0].automatic else ()
        if not claimed:
            return False
        hit(Failpoint.AFTER_REPLY_CLAIM)
        self._send(claimed[0], raw, copies)
        return True

    def _automatic(self, tx: Tx, now: datetime) -> bool:
        """Whether the machine's replies may go out: nobody paused them, and this hour's number is not reached."""
        most = self._settings.per_hour
        return switches.replies_on(tx) and outbox.sent_since(tx, now - timedelta(hours=1), most=most) < most

    def stop(self) -> None:
        """From here on a reply that was put off because we stop is free for the next worker at once."""
        self._stopping = True

    def give_back(self) -> None:
        """At a clean stop: nothing stays claimed by us that was not handed over, and no answer stays unwritten."""
        self._write_what_is_in_hand()
        with self._db.write() as tx:
            outbox.hand_back_all(tx, self._owner, ready_at=self._clock.now())

    def _send(self, reply: ReplyRecord, raw: bytes, copies: tuple[str, ...]) -> None:
        letter = Letter(
            envelope_from=reply.envelope_from, recipient=reply.recipient, message_id=reply.header_message_id, raw=raw,
            journal=self._settings.journal if reply.automatic else "", copies=copies, envelope_id=reply.token,
        )  # fmt: skip
        entered = False

        def before_data() -> bool:
            nonlocal entered
            with self._db.write() as tx:
                held = outbox.enter_data(tx, reply, now=self._clock.now())
            entered = held
            return held

        outcome: Outcome | None = None
        try:
            outcome = self._transport.send(letter, before_data=before_data)
        finally:
            # Whatever the way out or the ledger raised: no reply stays in DATA in the hands of a worker that lives and has put it down.
            failed = Unsure("the way out failed while the body may have gone") if entered else Deferred("the way out failed")
            self._write_down(_Result(reply, outcome or failed, entered))
        hit(Failpoint.AFTER_SENT_COMMIT)

    def _write_what_is_in_hand(self) -> None:
        for _ in range(len(self._in_hand)):
            try:
                result = self._in_hand.popleft()
            except IndexError:  # another thread was faster
                return
            self._write_down(result)

    def _write_down(self, result: "_Result") -> None:
        """The server's answer must not be lost because the ledger is busy now: it is kept in hand until it is written."""
        try:
            self._settle(result.reply, result.outcome, entered=result.entered)
        except errors.LeaseLost:
            log.warning("reply.lease_lost", reply=result.reply.id)
        except errors.WaitError as error:
            log.warning("reply.answer_in_hand", reply=result.reply.id, error=type(error).__name__)
            self._in_hand.append(result)

    def _settle(self, reply: ReplyRecord, outcome: Outcome, *, entered: bool) -> None:
        now = self._clock.now()
        log.info("reply.tried", reply=reply.id, message=reply.message_id, attempt=reply.attempts, outcome=type(outcome).__name__.lower())
        with self._db.write() as tx:
            match outcome:
                case Sent(code, text, refused):
                    outbox.finish(tx, reply, State.SENT, now=now, text=text, code=code)
                    messages.acknowledge(tx, reply.id, now)
                    alarms.clear(tx, code="reply.unsure", subject=str(reply.id), now=now)
                    self._note(tx, reply, "reply.sent", now, code, **({"copies_refused": len(refused)} if refused else {}))
                    if not reply.automatic:
                        answers.not_reached(tx, reply.id, refused)
                        answered.accepted(tx, reply, at=now, now=now)
                case Deferred(why, code, throttled):
                    self._defer(tx, reply, why, code, now)
                    if throttled:
                        self._paused_until = now + self._settings.throttle_pause
                case Failed(why, code, recipient):
                    outbox.finish(tx, reply, State.DEAD, now=now, text=why, code=code)
                    self._person(tx, reply, "reply.dead", f"reply {reply.id} was refused for good (code {code})", now)
                    self._note(tx, reply, "reply.dead", now, code, recipient=recipient)
                case Unsure(why):
                    outbox.finish(tx, reply, State.UNSURE, now=now, text=why)
                    self._person(
                        tx,
                        reply,
                        "reply.unsure",
                        f"reply {reply.id} may or may not have been sent; look in Sent, then `intake settle`",
                        now,
                    )
                    self._note(tx, reply, "reply.unsure", now, None)
                case Abandoned(_) if entered:
                    # Our own fence held, yet the transport gave up before the body: nothing was sent.
                    self._defer(tx, reply, "given up before the body was sent", None, now)
                case Abandoned(_):
                    raise errors.LeaseLost(f"reply {reply.id} is in other hands now")

    def _defer(self, tx: Tx, reply: ReplyRecord, why: str, code: int | None, now: datetime) -> None:
        if now - reply.queued_at > self._settings.give_up_after:
            outbox.finish(tx, reply, State.DEAD, now=now, text=why, code=code)
            self._person(tx, reply, "reply.dead", f"reply {reply.id} could not be sent for {self._settings.give_up_after.days} days", now)
            self._note(tx, reply, "reply.dead", now, code)
            return
        wait = timedelta() if self._stopping else self._back_off(reply.attempts, now)
        outbox.finish(tx, reply, State.DEFERRED, now=now, text=why, code=code, ready_at=now + wait)
        self._note(tx, reply, "reply.deferred", now, code)

    def _back_off(self, attempts: int, now: datetime) -> timedelta:
        if now - self._stretched_at > STRETCH_FOR:
            self._stretch, self._stretched_at = self._rng.uniform(1.0, 1.25), now
        return BACK_OFF[min(attempts - 1, len(BACK_OFF) - 1)] * self._stretch

    def _stale(self, tx: Tx, reply: ReplyRecord, now: datetime) -> bool:
        """An acknowledgement that comes too late to be true is withdrawn: a person answered, or its promised day is over."""
        if not reply.automatic:
            return False
        letter = messages.get(tx, reply.message_id)
        if letter.responded_at is not None:
            why = "a person answered first"
        elif not letter.asks_answer:
            why = "somebody said that no answer is needed"
        elif letter.due_at is not None and self._calendar.local(letter.due_at).date() < self._calendar.local(now).date():
            why = "the day it promises is over"
            messages.change(tx, letter.id, needs_person=True)
        else:
            return False
        outbox.withdraw(tx, reply, why=why)
        self._note(tx, reply, "reply.withdrawn", now, None)
        return True

    def _person(self, tx: Tx, reply: ReplyRecord, code: str, text: str, now: datetime) -> None:
        if reply.message_id == answers.NO_LETTER:
            return  # a test mail: who sent it sees that it does not come
        alarms.put(tx, code=code, subject=str(reply.id), text=text, now=now)

    def _note(self, tx: Tx, reply: ReplyRecord, kind: str, now: datetime, code: int | None, **more: object) -> None:
        detail = {"attempt": reply.attempts, "code": code, "message_id_sha256": digest(reply.header_message_id), **more}
        detail |= {} if reply.automatic else {"answer": True}
        event = Event(now, kind, message_id=reply.message_id, application_id=reply.application_id, reply_id=reply.id, detail=detail)
        events.add(tx, [event])


def digest(text: str) -> str:
    """SHA-256 of a text, for the history, which holds no values."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
