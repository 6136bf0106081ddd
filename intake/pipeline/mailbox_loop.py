"""One mailbox watched for good: check, mark, wait, and come back after every fault. In: a Receiver. Out: nothing; runs until stopped.

One watcher a mailbox in the whole installation: it holds the lease `mailbox:NAME`, renewed by the scheduler while it waits in IDLE.
"""

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from intake import errors
from intake.pipeline.receive import Receiver
from intake.ports import Clock, Mailbox
from intake.store import leases
from intake.store.database import Database

log = structlog.get_logger()

LEASE: Final = "mailbox:"


class BackOff(Protocol):
    """Growing, jittered waits."""

    def next(self) -> float: ...

    def reset(self) -> None: ...


@dataclass(frozen=True, slots=True)
class LoopSettings:
    """How often what is done."""

    lease_seconds: float = 60.0
    stand_by_seconds: float = 5.0  # between two tries to become the watcher
    wait_seconds: float = 240.0  # in IDLE, before it is renewed
    reconcile_every: timedelta = timedelta(hours=1)


class MailboxLoop:
    """The thread's body. `poke` and `renew` may be called from other threads."""

    def __init__(
        self, *, receiver: Receiver, mailbox: Mailbox, db: Database, owner: str, clock: Clock, back_off: BackOff, settings: LoopSettings
    ) -> None:
        self._receiver = receiver
        self._mailbox = mailbox
        self._db = db
        self._owner = owner
        self._clock = clock
        self._back_off = back_off
        self._settings = settings
        self._stop = threading.Event()
        self._watching = False
        self._reconciled_at: datetime | None = None
        self._lost = False

    @property
    def name(self) -> str:
        """The mailbox's name."""
        return self._mailbox.name

    def run(self) -> None:
        """Until `stop`."""
        try:
            while not self._stop.is_set():
                if self._take():
                    self._round()
                else:
                    self._stop.wait(self._settings.stand_by_seconds)
        finally:
            self._mailbox.close()
            self._give_up()

    def poke(self) -> None:
        """Look now: the poll, or a hint from elsewhere."""
        self._mailbox.wake()

    def stop(self) -> None:
        """End as soon as what is in hand is committed."""
        self._stop.set()
        self._mailbox.wake()

    def renew(self) -> None:
        """Hold on to the lease while the thread waits; where it is lost, the thread lets go."""
        if self._watching and not self._take():
            log.warning("mailbox.lease_lost", mailbox=self.name)
            self._lost = True
            self._mailbox.wake()

    def _round(self) -> None:
        try:
            self._receiver.check()
            if self._reconcile_due():
                self._receiver.reconcile()
                self._reconciled_at = self._clock.now()
            self._receiver.mark()
            self._back_off.reset()
            if not self._stop.is_set():
                self._mailbox.wait(self._settings.wait_seconds)
        except errors.PersonNeeded as error:
            self._fault(str(error), refused=True)
        except errors.WaitError as error:
            self._fault(str(error), refused=False)
        if self._lost:
            self._watching = self._lost = False
            self._mailbox.close()

    def _fault(self, why: str, *, refused: bool) -> None:
        seconds = self._back_off.next()
        log.warning("mailbox.fault", mailbox=self.name, refused=refused, seconds=round(seconds, 1))
        self._mailbox.close()
        try:
            self._receiver.failed(why, refused=refused)
        except errors.WaitError:
            log.warning("mailbox.fault_not_written", mailbox=self.name)
        self._stop.wait(seconds)

    def _reconcile_due(self) -> bool:
        return self._reconciled_at is None or self._clock.now() - self._reconciled_at >= self._settings.reconcile_every

    def _take(self) -> bool:
        try:
            with self._db.write() as tx:
                token = leases.take(tx, self._db, name=LEASE + self.name, owner=self._owner, seconds=self._settings.lease_seconds)
        except errors.WaitError:
            return False
        if token is not None and not self._watching:
            log.info("mailbox.watching", mailbox=self.name)
            self._watching = True
            self._reconciled_at = None
        return token is not None

    def _give_up(self) -> None:
        try:
            with self._db.write() as tx:
                leases.give_up(tx, name=LEASE + self.name, owner=self._owner)
        except errors.WaitError:
            log.warning("mailbox.lease_left_to_lapse", mailbox=self.name)
