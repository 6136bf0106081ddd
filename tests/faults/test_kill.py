"""Kill -9 of a real worker at every failpoint, a restart on what it left, and the invariants looked at from outside."""

import signal
from collections.abc import Callable

import pytest
from alembic.migration import MigrationContext

from intake.failpoints import Failpoint
from intake.store import schema
from intake.store.states import Message, Reply
from tests.faults import invariants
from tests.faults.worlds import Restarted, Worker, World

MakeWorld = Callable[[str], World]

IN_DOUBT = {Failpoint.AFTER_IN_DATA: 0, Failpoint.AFTER_ACCEPTED: 1}
"""Where the worker died with a reply in DATA, and how many copies of it the server has."""
NOT_THE_WORKER = {Failpoint.CHILD_WHILE_READING, Failpoint.WHILE_MIGRATING}
ON_POSTGRES = (
    Failpoint.AFTER_CLAIM,
    Failpoint.BEFORE_DECIDE_COMMIT,
    Failpoint.AFTER_REPLY_CLAIM,
    Failpoint.AFTER_RCPT,
    Failpoint.AFTER_IN_DATA,
    Failpoint.AFTER_ACCEPTED,
)
CASES = [pytest.param("sqlite", point, id=f"sqlite-{point}") for point in Failpoint if point not in NOT_THE_WORKER] + [
    pytest.param("postgresql", point, id=f"postgresql-{point}", marks=pytest.mark.servers) for point in ON_POSTGRES
]


def killed(world: World, point: Failpoint) -> None:
    """Two letters come, and the worker dies at `point`: that it did proves that the point is on the road."""
    worker = world.started(fail_at=point)
    world.letter()
    world.letter()
    assert worker.await_death() == -signal.SIGKILL


def finished(world: World, worker: Worker | Restarted) -> None:
    """Nothing left to do; the worker ends in peace; the invariants hold."""
    world.await_quiet(worker)
    assert worker.stop() < 5.0
    invariants.check(world.scene())


@pytest.mark.parametrize(("database", "point"), CASES)
def test_a_worker_killed_at_any_line_leaves_nothing_lost_and_nothing_twice(make_world: MakeWorld, database: str, point: Failpoint) -> None:
    world = make_world(database)
    killed(world, point)
    world.letter()
    worker = world.restart()
    finished(world, worker)
    assert world.states(schema.messages) == [Message.ANSWERED] * 3
    if point in IN_DOUBT:
        assert world.reply_states() == [Reply.SENT, Reply.SENT, Reply.UNSURE]
        assert world.alarms() == {"reply.unsure"}
        assert len(world.sink.stored) == 2 + IN_DOUBT[point]
    else:
        assert world.reply_states() == [Reply.SENT] * 3
        assert world.alarms() == set()
        assert len(world.sink.stored) == 3


def test_a_paper_whose_child_is_killed_leaves_its_letter_acknowledged_and_the_worker_alive(world: World) -> None:
    worker = world.started(fail_at=Failpoint.CHILD_WHILE_READING)
    world.letter()
    finished(world, worker)
    assert {(d["state"], d["fully_read"]) for d in world.rows(schema.documents)} == {("killed", False)}
    (letter,) = world.rows(schema.messages)
    assert (letter["state"], letter["template"]) == (Message.ANSWERED, "acknowledgement.papers")
    assert len(world.sink.stored) == 1


def test_a_migration_killed_inside_its_transaction_leaves_the_version_before_and_is_run_again(world: World) -> None:
    assert world.start("migrate", fail_at=Failpoint.WHILE_MIGRATING).await_death() == -signal.SIGKILL
    assert world.rows(schema.messages) == []
    with world.db.read() as tx:
        assert MigrationContext.configure(tx).get_current_revision() is None
    worker = world.started()
    world.letter()
    finished(world, worker)
    assert world.reply_states() == [Reply.SENT]


def test_every_failpoint_has_its_case() -> None:
    assert {case.values[1] for case in CASES} | NOT_THE_WORKER == set(Failpoint)


# A reply in doubt is settled by evidence or by a person, and by nothing else


def test_a_reply_in_doubt_is_settled_by_its_copy_in_the_sent_folder(world: World) -> None:
    worker = world.started(fail_at=Failpoint.AFTER_ACCEPTED)
    world.letter()
    assert worker.await_death() == -signal.SIGKILL
    worker = world.restart()
    worker.await_(lambda: world.reply_states() == [Reply.UNSURE], "to find the reply in doubt")
    (copy,) = world.sink.stored
    world.put(copy.raw, folder="Sent")
    world.letter()
    worker.await_(lambda: world.reply_states() == [Reply.SENT, Reply.SENT], "to see the evidence")
    finished(world, worker)
    assert sorted(str(row["settled_by"]) for row in world.rows(schema.replies)) == ["None", "evidence"]
    assert world.alarms() == set()
    assert len(world.sink.stored) == 2


@pytest.mark.parametrize(("point", "verdict", "state", "copies"), [
    (Failpoint.AFTER_ACCEPTED, "sent", Reply.SENT, 1),
    (Failpoint.AFTER_ACCEPTED, "again", Reply.SENT, 2),
    (Failpoint.AFTER_IN_DATA, "again", Reply.SENT, 1),
    (Failpoint.AFTER_IN_DATA, "give-up", Reply.DEAD, 0),
])  # fmt: skip
def test_a_reply_in_doubt_is_settled_by_a_person(world: World, point: Failpoint, verdict: str, state: Reply, copies: int) -> None:
    worker = world.started(fail_at=point)
    world.letter()
    assert worker.await_death() == -signal.SIGKILL
    worker = world.restart()
    worker.await_(lambda: world.reply_states() == [Reply.UNSURE], "to find the reply in doubt")
    (letter,) = world.rows(schema.messages)
    world.command("settle", letter["reference"], f"--{verdict}", "--as", "Robin Roe")
    worker.await_(lambda: world.reply_states() == [state], "to follow the verdict")
    finished(world, worker)
    assert world.alarms() == set()
    assert len(world.sink.stored) == copies
