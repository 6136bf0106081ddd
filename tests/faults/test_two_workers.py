"""Two workers on one ledger (F27): one is stopped for longer than its lease and goes on; nothing is done twice, and both end when told."""

import signal
import time
from collections.abc import Callable

import psutil
import pytest
import sqlalchemy as sa

from intake.store import schema
from intake.store.states import WORKING, Message, Reply
from tests.faults import invariants
from tests.faults.worlds import CLAIM_SECONDS, Worker, World

LETTERS = 60
MOST_LETTERS = 400
STOPPED_FOR = CLAIM_SECONDS + 2.0


def owner_of(world: World, worker: Worker) -> str:
    """The worker's name in the ledger."""
    owners = {str(row["owner"]) for row in world.rows(schema.leases)}
    return next(owner for owner in owners if f":{worker.process.pid}:" in owner)


def held_by(world: World, owner: str) -> list[int]:
    """Letters that are in this worker's hands."""
    return [row["id"] for row in world.rows(schema.messages, claim_owner=owner) if row["state"] in WORKING]


def in_transaction(world: World, worker: Worker) -> bool:
    """Whether the stopped worker keeps locks from the others, which is another fault than this one."""
    if world.url.startswith("sqlite"):
        engine = sa.create_engine(world.url, isolation_level="AUTOCOMMIT", connect_args={"timeout": 0.1})
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                connection.exec_driver_sql("ROLLBACK")
        except sa.exc.OperationalError:
            return True
        finally:
            engine.dispose()
        return False
    ports = [line.laddr.port for line in psutil.Process(worker.process.pid).net_connections() if line.status == psutil.CONN_ESTABLISHED]
    busy = "SELECT count(*) FROM pg_stat_activity WHERE client_port = ANY(:ports) AND state <> 'idle'"
    with world.db.read() as tx:
        return bool(tx.execute(sa.text(busy), {"ports": ports}).scalar_one())


def stop_with_letters_in_hand(world: World, worker: Worker, owner: str, tokens: list[str]) -> list[int]:
    """SIGSTOP it at a moment when it holds letters and no lock; which letters they are. Letters keep coming until then."""
    deadline = time.monotonic() + 20.0
    while time.monotonic() < deadline:
        if held_by(world, owner):
            worker.process.send_signal(signal.SIGSTOP)
            while psutil.Process(worker.process.pid).status() != psutil.STATUS_STOPPED:
                time.sleep(0.001)
            if not in_transaction(world, worker) and (held := held_by(world, owner)):
                return held
            worker.process.send_signal(signal.SIGCONT)
        elif len(tokens) < MOST_LETTERS and not any(row["state"] in WORKING for row in world.rows(schema.messages)):
            tokens += [world.letter() for _ in range(10)]
        time.sleep(0.005)
    pytest.fail("the worker was never seen with letters in hand")


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def test_a_worker_stopped_for_longer_than_its_lease_cannot_commit_or_send_what_another_took_over(
    make_world: Callable[[str], World], database: str
) -> None:
    world = make_world(database)
    # The one that watches the mailbox is the one that is stopped: what came in it claims at once, so it always has letters in hand.
    watcher = world.started()
    other = world.start()
    other.await_event("worker.started")
    owner = owner_of(world, watcher)
    tokens = [world.letter() for _ in range(LETTERS)]
    stopped_at = time.monotonic()
    held = stop_with_letters_in_hand(world, watcher, owner, tokens)
    # Somebody else takes over what the stopped one held, its mailbox too, and finishes it; only then does that one go on.
    other.await_(lambda: not held_by(world, owner), "to take over", STOPPED_FOR + 20.0)
    world.await_quiet(other)
    assert time.monotonic() - stopped_at > CLAIM_SECONDS - 3.0
    watcher.process.send_signal(signal.SIGCONT)
    watcher.await_(lambda: watcher.heard("letter.lease_lost") or not held, "to learn that it lost its letters")
    tokens.append(world.letter())
    world.await_quiet(other)
    # Both end in peace, quickly.
    for worker in (watcher, other):
        worker.process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    assert [worker.await_death() for worker in (watcher, other)] == [0, 0]
    assert time.monotonic() - began < 5.0
    assert len(world.sink.stored) == len(tokens) == len(set(tokens))
    assert world.states(schema.messages) == [Message.ANSWERED] * len(tokens)
    assert world.reply_states() == [Reply.SENT] * len(tokens)
    invariants.check(world.scene())
