"""A reply in doubt (F7) is settled by evidence or by a person, and by nothing else."""

import pytest

from intake.failpoints import Failpoint
from intake.store import schema
from intake.store.states import Reply
from tests.faults.killing import finished, killed
from tests.faults.worlds import World


def test_a_reply_in_doubt_is_settled_by_its_copy_in_the_sent_folder(world: World) -> None:
    killed(world, Failpoint.AFTER_ACCEPTED, letters=1)
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
    killed(world, point, letters=1)
    worker = world.restart()
    worker.await_(lambda: world.reply_states() == [Reply.UNSURE], "to find the reply in doubt")
    (letter,) = world.rows(schema.messages)
    world.command("settle", letter["reference"], f"--{verdict}", "--as", "Robin Roe")
    worker.await_(lambda: world.reply_states() == [state], "to follow the verdict")
    finished(world, worker)
    assert world.alarms() == set()
    assert len(world.sink.stored) == copies
