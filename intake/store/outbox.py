"""The outbox: replies whose octets are final. In: composed mails. Out: claims, and what became of each try."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from intake import errors
from intake.store import rows, schema, states
from intake.store.database import Database, Tx
from intake.store.states import Reply as State

_T = schema.replies
_N = schema.attempts


@dataclass(frozen=True, slots=True)
class NewReply:
    """A reply at the moment it enters the outbox. Nothing is rendered again after this."""

    message_id: int
    application_id: int | None
    purpose: str
    automatic: bool
    template: str | None
    template_version: str | None
    recipient: str
    recipient_domain: str
    envelope_from: str
    header_message_id: str
    token: str
    raw: bytes
    queued_at: datetime
    ready_at: datetime
    covers: int = 1


@dataclass(frozen=True, slots=True)
class ReplyRecord:
    """A reply without its octets."""

    id: int
    message_id: int
    application_id: int | None
    purpose: str
    automatic: bool
    template: str | None
    state: str
    recipient: str
    recipient_domain: str
    envelope_from: str
    header_message_id: str
    token: str
    queued_at: datetime
    ready_at: datetime | None
    attempts: int
    claim_owner: str | None
    claim_token: int
    in_data_at: datetime | None
    sent_at: datetime | None
    server_text: str | None
    why: str | None
    code: int | None
    bounced_at: datetime | None
    bounce_status: str | None
    settled_by: str | None
    covers: int


def queue(tx: Tx, new: NewReply) -> int:
    """Put a reply into the outbox. One for each (message, purpose): a second one breaks the constraint and undoes its transaction."""
    values = {name: getattr(new, name) for name in NewReply.__dataclass_fields__}
    return int(tx.execute(sa.insert(_T).values(state=State.QUEUED, **values).returning(_T.c.id)).scalar_one())


def claim(tx: Tx, db: Database, *, owner: str, seconds: float, limit: int, automatic: bool = True) -> list[ReplyRecord]:
    """Replies that may go out now, oldest first. CLAIMED rows whose claim lapsed before DATA are safe to claim again,
    IN_DATA rows never are. `automatic` False leaves the machine's replies where they are (paused, or over the hourly rate)."""
    now = db.now(tx)
    fit = (State.QUEUED, State.DEFERRED, State.CLAIMED)
    found = sa.select(_T.c.id).where(_T.c.ready_at <= now, _T.c.state.in_(fit)).order_by(_T.c.ready_at, _T.c.id).limit(limit)
    if not automatic:
        found = found.where(~_T.c.automatic)
    if not db.is_sqlite:
        found = found.with_for_update(skip_locked=True)
    ids = list(tx.execute(found).scalars())
    if not ids:
        return []
    values = {
        "state": State.CLAIMED, "ready_at": now + timedelta(seconds=seconds), "claim_owner": owner,
        "claim_token": _T.c.claim_token + 1, "attempts": _T.c.attempts + 1,
    }  # fmt: skip
    tx.execute(sa.update(_T).where(_T.c.id.in_(ids)).values(**values))
    claimed = rows.many(ReplyRecord, tx.execute(rows.select(_T, ReplyRecord).where(_T.c.id.in_(ids)).order_by(_T.c.queued_at, _T.c.id)))
    tx.execute(sa.insert(_N), [{"reply_id": r.id, "number": r.attempts, "started_at": now} for r in claimed])
    return claimed


def octets(tx: Tx, reply_id: int) -> bytes:
    """The final mail."""
    return bytes(tx.execute(sa.select(_T.c.raw).where(_T.c.id == reply_id)).scalar_one())


def enter_data(tx: Tx, record: ReplyRecord, *, now: datetime) -> bool:
    """Commit to sending by compare-and-set: True where the fence held. From here a crash leaves the reply UNSURE."""
    where = (
        _T.c.id == record.id,
        _T.c.state == State.CLAIMED,
        _T.c.claim_token == record.claim_token,
        _T.c.claim_owner == record.claim_owner,
    )
    return tx.execute(sa.update(_T).where(*where).values(state=State.IN_DATA, in_data_at=now, ready_at=None)).rowcount == 1


def finish(
    tx: Tx, record: ReplyRecord, after: State, *, now: datetime, text: str, code: int | None = None, ready_at: datetime | None = None
) -> None:
    """Write down what became of a try; certain news also settles a row called UNSURE meanwhile. Raises errors.LeaseLost."""
    values: dict[str, object] = {
        "state": after,
        "ready_at": ready_at,
        "claim_owner": None,
        "why": None if after is State.SENT else rows.text(text, 500),
        "code": code,
    }
    if after is State.SENT:
        values |= {"sent_at": now, "server_text": rows.text(text, 500)}
    where = (_T.c.id == record.id, _T.c.claim_token == record.claim_token, _T.c.state.in_((State.CLAIMED, State.IN_DATA, State.UNSURE)))
    if tx.execute(sa.update(_T).where(*where).values(**values)).rowcount != 1:
        raise errors.LeaseLost(f"reply {record.id} is in other hands now")
    tx.execute(
        sa.update(_N).where(_N.c.reply_id == record.id, _N.c.number == record.attempts)
        .values(ended_at=now, outcome=str(after), code=code, text=rows.text(text, 500))
    )  # fmt: skip


def hand_back_all(tx: Tx, owner: str, *, ready_at: datetime) -> None:
    """Give up every claim of a worker that stops, before anything of it was sent."""
    where = (_T.c.claim_owner == owner, _T.c.state == State.CLAIMED)
    tx.execute(sa.update(_T).where(*where).values(state=State.QUEUED, ready_at=ready_at, claim_owner=None))


def withdraw(tx: Tx, record: ReplyRecord, *, why: str) -> None:
    """Take back a reply just claimed; it will not be sent."""
    where = (_T.c.id == record.id, _T.c.claim_token == record.claim_token)
    tx.execute(sa.update(_T).where(*where).values(state=State.WITHDRAWN, ready_at=None, claim_owner=None, why=why))


def lapsed_in_data(tx: Tx, *, alive: Sequence[str]) -> list[ReplyRecord]:
    """Replies in DATA whose worker is not alive any more: nobody will learn what the server said."""
    query = rows.select(_T, ReplyRecord).where(_T.c.state == State.IN_DATA, _T.c.claim_owner.not_in(list(alive)))
    return rows.many(ReplyRecord, tx.execute(query))


def unsure(tx: Tx, record: ReplyRecord, *, why: str) -> bool:
    """Call a reply in DATA unsure. The token stays, so that a worker that comes back with the server's answer can still settle it."""
    where = (_T.c.id == record.id, _T.c.state == State.IN_DATA, _T.c.claim_token == record.claim_token)
    return tx.execute(sa.update(_T).where(*where).values(state=State.UNSURE, why=rows.text(why, 500), ready_at=None)).rowcount == 1


def move(tx: Tx, reply_id: int, before: State, after: State, **values: object) -> bool:
    """Move a reply that nobody holds; fences out late-comers. False where it is no longer `before`."""
    states.lawful_reply(before, after)
    done = tx.execute(
        sa.update(_T).where(_T.c.id == reply_id, _T.c.state == before).values(state=after, claim_token=_T.c.claim_token + 1, **values)
    )
    return done.rowcount == 1


def require_settled(record: ReplyRecord) -> None:
    """Raises errors.WaitError while the reply is in DATA: what a copy or a bounce of it means is known once the server's word is written."""
    if record.state == State.IN_DATA:
        raise errors.WaitError(f"reply {record.id} is just going out")


def get(tx: Tx, reply_id: int) -> ReplyRecord:
    """Raises errors.NotFound."""
    found = rows.one(ReplyRecord, tx.execute(rows.select(_T, ReplyRecord).where(_T.c.id == reply_id)).one_or_none())
    if found is None:
        raise errors.NotFound(f"no reply {reply_id} on record")
    return found


def of_message(tx: Tx, message_id: int) -> list[ReplyRecord]:
    """Replies to a letter, in order."""
    return rows.many(ReplyRecord, tx.execute(rows.select(_T, ReplyRecord).where(_T.c.message_id == message_id).order_by(_T.c.id)))


def in_state(tx: Tx, state: State, *, limit: int = 500) -> list[ReplyRecord]:
    """Replies in a state, oldest first."""
    return rows.many(ReplyRecord, tx.execute(rows.select(_T, ReplyRecord).where(_T.c.state == state).order_by(_T.c.id).limit(limit)))


def by_header_ids(tx: Tx, ids: Sequence[str]) -> list[ReplyRecord]:
    """Replies of ours whose Message-ID is one of `ids`."""
    if not ids:
        return []
    return rows.many(ReplyRecord, tx.execute(rows.select(_T, ReplyRecord).where(_T.c.header_message_id.in_(ids[:60])).order_by(_T.c.id)))


def by_tokens(tx: Tx, tokens: Sequence[str]) -> list[ReplyRecord]:
    """Replies of ours that bear one of these tokens."""
    if not tokens:
        return []
    return rows.many(ReplyRecord, tx.execute(rows.select(_T, ReplyRecord).where(_T.c.token.in_(tokens[:60])).order_by(_T.c.id)))


def automatic_to(tx: Tx, *, recipient: str, since: datetime) -> int:
    """Automatic replies to an address since then."""
    where = (_T.c.recipient == recipient, _T.c.queued_at >= since, _T.c.automatic)
    return int(tx.execute(sa.select(sa.func.count()).select_from(_T).where(*where)).scalar_one())


def automatic_to_domain(tx: Tx, *, domain: str, since: datetime, most: int) -> int:
    """Automatic replies to a domain since then; counting stops at `most`."""
    where = (_T.c.queued_at >= since, _T.c.recipient_domain == domain, _T.c.automatic)
    found = sa.select(_T.c.id).where(*where).limit(most).subquery()
    return int(tx.execute(sa.select(sa.func.count()).select_from(found)).scalar_one())


def queued_since(tx: Tx, since: datetime) -> int:
    """Automatic replies that entered the outbox since then (the breaker's measure)."""
    return int(tx.execute(sa.select(sa.func.count()).select_from(_T).where(_T.c.queued_at >= since, _T.c.automatic)).scalar_one())


def sent_since(tx: Tx, since: datetime) -> int:
    """Replies that left since then (the global rate's measure)."""
    return int(tx.execute(sa.select(sa.func.count()).select_from(_T).where(_T.c.sent_at >= since)).scalar_one())


def waiting(tx: Tx) -> tuple[int, datetime | None]:
    """How many replies wait to go out, and since when the oldest."""
    row = tx.execute(
        sa.select(sa.func.count(), sa.func.min(_T.c.queued_at)).where(
            _T.c.state.in_((State.QUEUED, State.DEFERRED, State.CLAIMED, State.IN_DATA))
        )
    ).one()
    return int(row[0]), row[1]


def any_ready(tx: Tx, db: Database) -> bool:
    """Whether a claim would find something; takes no lock."""
    return tx.execute(sa.select(_T.c.id).where(_T.c.ready_at <= db.now(tx)).limit(1)).scalar_one_or_none() is not None


def next_ready(tx: Tx) -> datetime | None:
    """When the next reply may be claimed, or None."""
    found: datetime | None = tx.execute(sa.select(sa.func.min(_T.c.ready_at))).scalar_one()
    return found


def counts(tx: Tx) -> dict[str, int]:
    """Replies by state."""
    return {str(state): int(n) for state, n in tx.execute(sa.select(_T.c.state, sa.func.count()).group_by(_T.c.state))}
