"""Questions that prove the ledger. In: nothing. Out: ids of rows that contradict each other; empty is well."""

import sqlalchemy as sa

from intake.store import schema
from intake.store.database import Tx
from intake.store.states import Message, Reply

_M = schema.messages
_R = schema.replies
_S = schema.sightings


def raw_hashes(tx: Tx) -> list[tuple[int, str]]:
    """Every letter and the digest of its bytes."""
    return [(int(i), str(h)) for i, h in tx.execute(sa.select(_M.c.id, _M.c.raw_sha256).order_by(_M.c.id))]


def unsealed(tx: Tx) -> int:
    """How many events wait for their seal."""
    sealed = tx.execute(sa.select(sa.func.count()).select_from(schema.seals)).scalar_one()
    return int(tx.execute(sa.select(sa.func.count()).select_from(schema.events)).scalar_one()) - int(sealed)


def contradictions(tx: Tx, *, limit: int = 100) -> dict[str, list[int]]:
    """What must never be, by name."""
    answered_by_none = sa.select(_M.c.id).where(_M.c.state == Message.ANSWERED, _M.c.reply_id.is_(None))
    no_place = sa.select(_M.c.id).outerjoin(_S, _S.c.message_id == _M.c.id).where(_S.c.id.is_(None), _M.c.role != "import")
    sent_but_not_noted = (
        sa.select(_M.c.id)
        .join(_R, _R.c.id == _M.c.reply_id)
        .where(
            _R.c.state == Reply.SENT, _M.c.acknowledged_at.is_(None), _M.c.role != "sent", _R.c.automatic, _M.c.state == Message.ANSWERED
        )
    )
    noted_but_not_sent = (
        sa.select(_M.c.id)
        .outerjoin(_R, _R.c.id == _M.c.reply_id)
        .where(_M.c.acknowledged_at.is_not(None), _R.c.sent_at.is_(None), _R.c.bounced_at.is_(None))
    )
    no_road = sa.select(_M.c.id).where(_M.c.state.in_((Message.RECEIVED, Message.READ, Message.DECIDED)), _M.c.ready_at.is_(None))
    lost_work = sa.select(_R.c.id).where(_R.c.state.in_((Reply.QUEUED, Reply.DEFERRED, Reply.CLAIMED)), _R.c.ready_at.is_(None))
    questions = {
        "letters answered without a reply": answered_by_none,
        "letters seen nowhere": no_place,
        "replies sent but not noted on their letter": sent_but_not_noted,
        "acknowledgements noted that were not sent": noted_but_not_sent,
        "letters that nobody will take up": no_road,
        "replies that nobody will take up": lost_work,
    }
    return {name: [int(i) for i in tx.execute(query.limit(limit)).scalars()] for name, query in questions.items()}
