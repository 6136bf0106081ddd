"""Kill -9 of a real worker at every failpoint, a restart on what it left, and the invariants looked at from outside."""

import signal

import pytest
from alembic.migration import MigrationContext

from intake.failpoints import Failpoint
from intake.store import schema
from intake.store.states import Message, Reply
from tests.faults.killing import NOT_THE_WORKER, finished, survived
from tests.faults.worlds import World


@pytest.mark.parametrize("point", [point for point in Failpoint if point not in NOT_THE_WORKER])
def test_a_worker_killed_at_any_line_leaves_nothing_lost_and_nothing_twice(world: World, point: Failpoint) -> None:
    survived(world, point)


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
