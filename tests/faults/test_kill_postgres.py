"""The same on PostgreSQL, where claims, fences and locks are of another make."""

from collections.abc import Callable

import pytest

from intake.failpoints import Failpoint
from tests.faults.killing import survived
from tests.faults.worlds import World

CLAIMS_AND_SENDING = (
    Failpoint.AFTER_CLAIM,
    Failpoint.BEFORE_DECIDE_COMMIT,
    Failpoint.AFTER_REPLY_CLAIM,
    Failpoint.AFTER_RCPT,
    Failpoint.AFTER_IN_DATA,
    Failpoint.AFTER_ACCEPTED,
)


@pytest.mark.servers
@pytest.mark.parametrize("point", CLAIMS_AND_SENDING)
def test_a_worker_killed_on_postgresql_leaves_nothing_lost_and_nothing_twice(make_world: Callable[[str], World], point: Failpoint) -> None:
    survived(make_world("postgresql"), point)
