"""Replies that a person is done with although their state stays. In: a reply's id and who. Out: whether it was open."""

import sqlalchemy as sa

from intake.store import rows, schema
from intake.store.database import Tx
from intake.store.states import Reply as State

_T = schema.replies
OPEN = (State.UNSURE, State.DEAD, State.BOUNCED)


def settle(tx: Tx, reply_id: int, *, by_who: str) -> bool:
    """Take a dead, bounced or unsure reply off the list of what needs a person. False where it was off it already."""
    where = (_T.c.id == reply_id, _T.c.state.in_(OPEN), _T.c.settled_by.is_(None))
    return tx.execute(sa.update(_T).where(*where).values(settled_by=rows.text(by_who, 120))).rowcount == 1
