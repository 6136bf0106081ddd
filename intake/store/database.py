"""The database: one engine, short transactions, settings proved at start. In: a URL. Out: `write()` and `read()`.

SQLite (embedded): WAL, synchronous=FULL, BEGIN IMMEDIATE, and a lock of our own before the writer's lock, so that threads of one
process queue without sleeping in the busy handler. PostgreSQL: psycopg 3, READ COMMITTED, SKIP LOCKED for claims.
"""

import contextlib
import threading
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, make_url

from intake import errors
from intake.ports import Clock

BUSY_SECONDS: Final = 30.0
POOL_SIZE: Final = 12
_WAIT_WORDS: Final = (
    "locked",
    "busy",
    "unable to open",
    "connection",
    "lock timeout",
    "deadlock",
    "starting up",
    "shutting down",
    "terminat",
)

Tx = Connection
"""An open transaction. Every function of the store takes one; none commits."""


class Database:
    """Thread-safe. No network is used inside a transaction but the database's own."""

    def __init__(self, *, url: str, clock: Clock, busy_seconds: float = BUSY_SECONDS) -> None:
        self.url: URL = _driver(make_url(url))
        self._clock = clock
        self._writer = threading.Lock()
        self._busy_seconds = busy_seconds
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url, busy_seconds) if self.is_sqlite else _postgres_engine(self.url)

    @contextlib.contextmanager
    def write(self) -> Iterator[Tx]:
        """A transaction that may change rows; commits at the end, rolls back on any error.

        Raises errors.DatabaseBusy where another process keeps the lock.
        """
        if self.is_sqlite:
            if not self._writer.acquire(timeout=self._busy_seconds):
                raise errors.DatabaseBusy("another part of the service kept the database locked")
            try:
                with self._translated(), self.engine.connect() as tx:
                    tx.exec_driver_sql("BEGIN IMMEDIATE")
                    with _finish(tx):
                        yield tx
            finally:
                self._writer.release()
        else:
            with self._translated(), self.engine.connect() as tx, tx.begin():
                yield tx

    @contextlib.contextmanager
    def read(self) -> Iterator[Tx]:
        """A consistent look that never takes the writer's lock."""
        with self._translated(), self.engine.connect() as tx:
            if self.is_sqlite:
                tx.exec_driver_sql("BEGIN")
                with _finish(tx):
                    yield tx
            else:
                with tx.begin():
                    yield tx

    def now(self, tx: Tx) -> datetime:
        """The database's clock: what leases lapse by. SQLite has one host, so it is that host's clock."""
        if self.is_sqlite:
            return self._clock.now()
        return _aware(tx.execute(sa.select(sa.func.clock_timestamp())).scalar_one())

    def lock(self, tx: Tx, key: str) -> None:
        """Serialise transactions that would make the same thing (an application of the same state) until this one ends."""
        if not self.is_sqlite:
            tx.execute(sa.text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 287))"), {"key": key})

    def prove(self) -> list[str]:
        """What the settings are, as read back from the database. Raises errors.DatabaseDamaged where durability is not given."""
        with self.read() as tx:
            if self.is_sqlite:
                return _prove_sqlite(tx)
            synchronous = str(tx.exec_driver_sql("SHOW synchronous_commit").scalar_one())
            fsync = str(tx.exec_driver_sql("SHOW fsync").scalar_one())
            if fsync != "on" or synchronous == "off":
                raise errors.DatabaseDamaged(
                    f"PostgreSQL would lose letters in a power cut: fsync={fsync}, synchronous_commit={synchronous}; switch both on"
                )
            return [f"fsync={fsync}", f"synchronous_commit={synchronous}"]

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DatabaseError as error:
            text = str(error.orig).lower()
            if "malformed" in text or "is not a database" in text:
                remedy = "restore the last backup, the mailbox brings the rest back"
                raise errors.DatabaseDamaged(f"the database file is damaged; {remedy}") from error
            if not isinstance(error, sa.exc.OperationalError):
                raise
            if "disk is full" in text or "no space left" in text:
                raise errors.DiskLow("the disk is full: the database cannot write") from error
            if any(word in text for word in _WAIT_WORDS):
                raise errors.DatabaseBusy(
                    "the database is locked or cannot be reached now; check [data] database and that its server runs"
                ) from error
            raise


@contextlib.contextmanager
def _finish(tx: Tx) -> Iterator[None]:
    try:
        yield
        tx.exec_driver_sql("COMMIT")
    except BaseException:
        # On a full disk SQLite has rolled back by itself: what it says of a second time must not hide the cause.
        with contextlib.suppress(sa.exc.OperationalError):
            tx.exec_driver_sql("ROLLBACK")
        raise


def _driver(url: URL) -> URL:
    backend = url.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return url.set(drivername="sqlite+pysqlite")
    raise errors.ConfigError(f"[data] database: {backend} is not supported; use sqlite:///FILE or postgresql://…")


def _sqlite_engine(url: URL, busy_seconds: float) -> sa.Engine:
    engine = sa.create_engine(
        url,
        isolation_level="AUTOCOMMIT",  # transactions are begun by hand: BEGIN IMMEDIATE
        connect_args={"timeout": busy_seconds, "check_same_thread": False, "cached_statements": 512},
        poolclass=sa.pool.QueuePool,
        pool_use_lifo=True,  # few connections are used, and those are warm
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        query_cache_size=2000,
    )

    @sa.event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY", "cache_size=-4096"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def _postgres_engine(url: URL) -> sa.Engine:
    # A worker that is stopped inside a transaction keeps its locks from all others: the server ends that before their own patience does.
    return sa.create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        pool_pre_ping=True,
        query_cache_size=2000,
        connect_args={"connect_timeout": 10, "options": "-c timezone=UTC -c lock_timeout=60s -c idle_in_transaction_session_timeout=30s"},
    )


def _prove_sqlite(tx: Tx) -> list[str]:
    wanted = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
    found = {name: str(tx.exec_driver_sql(f"PRAGMA {name}").scalar_one()).lower() for name in wanted}
    wrong = [f"{name}={found[name]} (needs {value})" for name, value in wanted.items() if found[name] != value]
    if wrong:
        raise errors.DatabaseDamaged("SQLite does not keep its promises here (is the file on a network drive?): " + ", ".join(wrong))
    return [f"{name}={value}" for name, value in found.items()]


def _aware(value: object) -> datetime:
    if not isinstance(value, datetime):
        raise errors.DatabaseDamaged("the database gave no time")
    return value
