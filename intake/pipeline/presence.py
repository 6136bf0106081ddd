"""A worker's sign of life among workers: leases that the others can see lapse. In: an owner's name. Out: whether it leads."""

from collections.abc import Callable

import structlog

from intake.pipeline.watch import WORKER_LEASE
from intake.store import leases, messages, outbox, unread
from intake.store.database import Database

log = structlog.get_logger()


class Presence:
    """A reply in DATA whose worker is not present any more is unsure; what must run once is run by the one that leads."""

    def __init__(self, *, db: Database, owner: str, seconds: float, dead: Callable[[str], bool]) -> None:
        self._db = db
        self._owner = owner
        self._seconds = seconds
        self._dead = dead

    def renew(self) -> None:
        """Say that we are here."""
        with self._db.write() as tx:
            leases.take(tx, self._db, name=WORKER_LEASE + self._owner, owner=self._owner, seconds=self._seconds)

    def bury(self) -> int:
        """Free what workers held that certainly died (a crash on this machine) without waiting for their leases; how many they were."""
        with self._db.write() as tx:
            gone = [owner for owner in leases.owners(tx) if owner and owner != self._owner and self._dead(owner)]
            for owner in gone:
                leases.give_up_all(tx, owner=owner)
                messages.free(tx, self._db, owner=owner)
                unread.free(tx, self._db, owner=owner)
                outbox.hand_back_all(tx, owner, ready_at=self._db.now(tx))
        if gone:
            log.warning("worker.found_dead", count=len(gone))
        return len(gone)

    def lead(self, what: str) -> bool:
        """Whether this worker is the one that does `what` now."""
        with self._db.write() as tx:
            return leases.take(tx, self._db, name=what, owner=self._owner, seconds=self._seconds) is not None

    def leave(self) -> None:
        """Say that we are gone."""
        with self._db.write() as tx:
            leases.give_up_all(tx, owner=self._owner)
