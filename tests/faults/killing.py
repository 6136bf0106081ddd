"""Kill a real worker at a failpoint, start the service on what it left, and look at the invariants from outside."""

import signal
from typing import Final

from intake.failpoints import Failpoint
from intake.store import schema
from intake.store.states import Message, Reply
from tests.faults import invariants
from tests.faults.worlds import Restarted, Worker, World

IN_DOUBT: Final = {Failpoint.AFTER_IN_DATA: 0, Failpoint.AFTER_ACCEPTED: 1}
"""Where the worker died with a reply in DATA, and how many copies of it the server has."""
NOT_THE_WORKER: Final = {Failpoint.CHILD_WHILE_READING, Failpoint.WHILE_MIGRATING}


def killed(world: World, point: Failpoint, *, letters: int = 2) -> None:
    """Letters come, and the worker dies at `point`: that it did proves that the point is on the road."""
    worker = world.started(fail_at=point)
    for _ in range(letters):
        world.letter()
    assert worker.await_death() == -signal.SIGKILL


def finished(world: World, worker: Worker | Restarted) -> None:
    """Nothing left to do; the worker ends in peace; the invariants hold."""
    world.await_quiet(worker)
    assert worker.stop() < 5.0
    invariants.check(world.scene())


def survived(world: World, point: Failpoint) -> None:
    """Two letters come before it dies and one after: each is acknowledged once, or its reply is in doubt."""
    killed(world, point)
    world.letter()
    finished(world, world.restart())
    assert world.states(schema.messages) == [Message.ANSWERED] * 3
    if point in IN_DOUBT:
        assert world.reply_states() == [Reply.SENT, Reply.SENT, Reply.UNSURE]
        assert world.alarms() == {"reply.unsure"}
        assert len(world.sink.stored) == 2 + IN_DOUBT[point]
    else:
        assert world.reply_states() == [Reply.SENT] * 3
        assert world.alarms() == set()
        assert len(world.sink.stored) == 3
