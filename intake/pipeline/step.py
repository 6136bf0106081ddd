"""Claim a letter, carry it through the steps that need not wait, commit or shelve. In: the ledger. Out: the ledger, further on.

A letter passes two short transactions after its claim: what the mail says of itself, and (its papers read) all the rest. A crash
at any line leaves the state of the last commit; the claim lapses and the step runs again.
"""

import dataclasses
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

import structlog

from intake import errors
from intake.failpoints import Failpoint, hit
from intake.pipeline.work import Work
from intake.ports import Clock
from intake.store import alarms, events, messages
from intake.store.database import Database, Tx
from intake.store.events import Event
from intake.store.messages import MessageRecord
from intake.store.states import Message as State

log = structlog.get_logger()

RESTART_SECONDS: Final = 2.0
SMALL: Final = 100_000
"""Octets of a letter that is carried together with others: a scan is larger, and nobody waits for its reading."""
_COLUMNS: Final = frozenset(field.name for field in dataclasses.fields(MessageRecord))


class Step(Protocol):
    """One step: the slow part outside any transaction, the short part inside one. Both may run twice."""

    def prepare(self, work: Work) -> None: ...

    def commit(self, tx: Tx, work: Work) -> None: ...


@dataclass(frozen=True, slots=True)
class StepSettings:
    """Bounds of carrying a letter."""

    claim_seconds: float = 120.0
    claim_batch: int = 4
    max_attempts: int = 3
    retry: timedelta = timedelta(seconds=20)


class Carrier:
    """Carries letters; several threads may use one Carrier."""

    def __init__(
        self, *, db: Database, clock: Clock, owner: str, legs: Mapping[State, Sequence[Sequence[Step]]], settings: StepSettings, parse: Step
    ) -> None:
        self._db = db
        self._clock = clock
        self._owner = owner
        self._legs = legs
        self._settings = settings
        self._parse = parse
        self._in_hand: set[int] = set()
        self._guard = threading.Lock()

    def run_one(self, limit: int | None = None) -> int:
        """Claim some letters and carry each as far as it goes; returns how many were claimed."""
        with self._db.write() as tx:
            claimed = messages.claim(
                tx, self._db, owner=self._owner, seconds=self._settings.claim_seconds, limit=limit or self._settings.claim_batch
            )
        with self._guard:
            self._in_hand.update(r.id for r in claimed)
        try:
            for records in self._together(claimed):
                for _record in records:
                    hit(Failpoint.AFTER_CLAIM)
                self._carry([Work(record) for record in records])
        finally:
            with self._guard:
                self._in_hand.difference_update(r.id for r in claimed)
        return len(claimed)

    def _together(self, claimed: Sequence[MessageRecord]) -> list[list[MessageRecord]]:
        """What may share its commits: small letters in one state, at the first try, where there is one writer at a time anyway.

        Several writers would wait for each other in circles: the locks that a letter takes have an order only within itself.
        """
        groups: dict[object, list[MessageRecord]] = {}
        for record in claimed:
            alone = not self._db.is_sqlite or record.size > SMALL or record.attempts > 1
            groups.setdefault(record.id if alone else record.state, []).append(record)
        return list(groups.values())

    def renew(self) -> None:
        """Hold on to what is in hand: a slow paper is no reason to lose the claim. A stopped process renews nothing."""
        with self._guard:
            ids = list(self._in_hand)
        if ids:
            with self._db.write() as tx:
                messages.renew(tx, self._db, ids, owner=self._owner, seconds=self._settings.claim_seconds)

    def _carry(self, works: list[Work]) -> None:
        """Carry letters that stand in one state; where one of several fails, each goes on by itself from where the ledger has it."""
        record = works[0].record
        try:
            self._go(works)
        except errors.StopError:
            raise
        except errors.LeaseLost:
            if not self._apart(works):
                log.info("letter.lease_lost", message=record.id)
        except errors.WaitError as error:
            if not self._apart(works):
                self._put_back(record, error, counted=False)
        except (errors.UnreadableMail, errors.NotFound) as error:
            if not self._apart(works):
                self._shelve(record, str(error))
        # The one broad except of the house: whatever a letter does to us, it is set aside whole, and the next one goes on.
        except Exception as error:
            if self._apart(works):
                return
            if not self._held(record):
                # What another worker wrote meanwhile stands in the way of what this one would write.
                log.info("letter.lease_lost", message=record.id)
                return
            log.exception("letter.failed", message=record.id, error=type(error).__name__)
            if record.attempts >= self._settings.max_attempts:
                self._shelve(
                    record, f"the service failed {record.attempts} times on this letter ({type(error).__name__}); its bytes are safe"
                )
            else:
                self._put_back(record, error, counted=True)

    def _apart(self, works: list[Work]) -> bool:
        """Begin again with each of several letters alone; False where there is but one."""
        if len(works) == 1:
            return False
        for work in works:
            self._carry([Work(work.record)])
        return True

    def _held(self, record: MessageRecord) -> bool:
        try:
            with self._db.read() as tx:
                return messages.held(tx, record)
        except errors.WaitError:
            return True

    def _go(self, works: list[Work]) -> None:
        record = works[0].record
        if record.attempts > self._settings.max_attempts:
            self._shelve(record, "the service stopped several times while working on this letter; its bytes are safe")
            return
        if State(record.state) is not State.RECEIVED:
            for work in works:
                self._parse.prepare(work)
        for leg in self._legs[State(record.state)]:
            self._walk(leg, works)

    def _walk(self, leg: Sequence[Step], works: Sequence[Work]) -> None:
        for work in works:
            for step in leg:
                step.prepare(work)
        with self._db.write() as tx:
            after = [self._commit(tx, leg, work) for work in works]
            events.add(tx, [event for work in works for event in work.events])
            for _record, rests in after:
                if rests:
                    hit(Failpoint.BEFORE_DECIDE_COMMIT)
        for work, (record, rests) in zip(works, after, strict=True):
            hit(Failpoint.AFTER_DECIDE_COMMIT if rests else Failpoint.AFTER_READ_COMMIT)
            work.record, work.path, work.changes, work.events = record, [], {}, []

    @staticmethod
    def _commit(tx: Tx, leg: Sequence[Step], work: Work) -> tuple[MessageRecord, bool]:
        """Write one letter's leg. Returns the record as the next leg finds it, as a later claim would, and whether the letter rests now."""
        messages.hold(tx, work.record)
        for step in leg:
            step.commit(tx, work)
        changes = work.changes
        rests = bool(changes.pop("release", False))
        messages.advance(tx, work.record, work.path, changes=changes, release=rests, ready_at=changes.pop("wait_until", None))
        return dataclasses.replace(work.record, state=work.state, **{k: v for k, v in changes.items() if k in _COLUMNS}), rests

    def _put_back(self, record: MessageRecord, error: Exception, *, counted: bool) -> None:
        log.warning("letter.put_back", message=record.id, error=type(error).__name__, attempt=record.attempts)
        try:
            with self._db.write() as tx:
                messages.put_back(tx, record, ready_at=self._clock.now() + self._settings.retry * record.attempts, counted=counted)
        except errors.WaitError:
            log.warning("letter.claim_left_to_lapse", message=record.id)

    def _shelve(self, record: MessageRecord, reason: str) -> None:
        now = self._clock.now()
        log.error("letter.shelved", message=record.id)
        try:
            with self._db.write() as tx:
                messages.shelve(tx, record, reason)
                events.add(tx, [Event(now, "message.shelved", message_id=record.id, detail={"attempts": record.attempts})])
                alarms.put(tx, code="letter.shelved", subject=str(record.id), text=f"letter {record.id} is shelved: {reason}", now=now)
        except errors.WaitError:
            log.warning("letter.claim_left_to_lapse", message=record.id)


def forgiving(name: str, act: Callable[[], None]) -> Callable[[], None]:
    """A timed act whose fault is logged and does not end the rhythm; the next run comes."""

    def run() -> None:
        try:
            act()
        except errors.WaitError as error:
            log.warning("timed.waiting", act=name, error=type(error).__name__)
        except Exception as error:
            log.exception("timed.failed", act=name, error=type(error).__name__)

    return run


def unending(name: str, body: Callable[[], None], stop: threading.Event, fatal: Callable[[], None]) -> Callable[[], None]:
    """A thread's body that is begun again after any fault, until `stop`: no fault of one letter may end a queue.

    Where going on would do harm (errors.StopError), `fatal` is called: the process must end.
    """

    def run() -> None:
        while not stop.is_set():
            try:
                body()
                return
            except errors.StopError as error:
                log.exception("thread.stopped", thread=name, error=type(error).__name__)
                fatal()
                return
            except Exception as error:
                log.exception("thread.failed", thread=name, error=type(error).__name__)
                stop.wait(RESTART_SECONDS)

    return run
