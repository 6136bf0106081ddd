"""The outbox: replies whose octets are final. In: composed mails. Out: claims, and what became of each try."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy import bindparam

from intake import errors
from intake.store import rows, schema, states
from intake.store.database import Database, Tx
from intake.store.states import Reply as State

_T = schema.replies
_N = schema.attempts

# Built once, see messages.py.
_QUEUE: Final = sa.insert(_T).returning(_T.c.id)
# Only these have a time in `ready_at`. The state is asked in a way that leaves SQLite no choice but the index on `ready_at`: by the one on
# the state it would sort the whole outbox for each reply.
_FIT: Final = _T.c.state.concat("").in_((State.QUEUED, State.DEFERRED, State.CLAIMED))
_READY: Final = sa.select(_T.c.id).where(_T.c.ready_at <= bindparam("now"), _FIT).order_by(_T.c.ready_at, _T.c.id).limit(bindparam("most"))
_READY_BY_HAND: Final = _READY.where(~_T.c.automatic)
_TRY: Final = sa.insert(_N)
_OCTETS: Final = sa.select(_T.c.raw).where(_T.c.id == bindparam("this"))
_ENTER: Final = sa.update(_T).where(
    _T.c.id == bindparam("this"),
    _T.c.state == State.CLAIMED,
    _T.c.claim_token == bindparam("fence"),
    _T.c.claim_owner == bindparam("owner"),
)
_FINISH: Final = sa.update(_T).where(
    _T.c.id == bindparam("this"),
    _T.c.claim_token == bindparam("fence"),
    _T.c.state.in_((State.CLAIMED, State.IN_DATA, State.UNSURE)),
)
_TRIED: Final = sa.update(_N).where(_N.c.reply_id == bindparam("this"), _N.c.number == bindparam("try"))
_SENT_SINCE: Final = sa.select(sa.func.count()).select_from(
    sa.select(_T.c.sent_at).where(_T.c.sent_at >= bindparam("since")).limit(bindparam("most")).subquery()
)
_QUEUED_SINCE: Final = sa.select(sa.func.count()).select_from(_T).where(_T.c.queued_at >= bindparam("since"), _T.c.automatic)
_BACK: Final = (
    sa.select(_T.c.queued_at)
    .where(_T.c.id <= sa.select(sa.func.max(_T.c.id)).scalar_subquery() - bindparam("back"))
    .order_by(_T.c.id.desc())
    .limit(1)
)


def _automatic(*where: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(_T).where(*where, _T.c.automatic).scalar_subquery()


def _of_domain() -> sa.ScalarSelect[int]:
    found = sa.select(_T.c.id).where(_T.c.recipient_domain == bindparam("domain"), _T.c.queued_at >= bindparam("day"), _T.c.automatic)
    return sa.select(sa.func.count()).select_from(found.limit(bindparam("most")).subquery()).scalar_subquery()


_TO: Final = _T.c.recipient == bindparam("to")
_HISTORY: Final = sa.select(
    _automatic(_TO, _T.c.queued_at >= bindparam("day")),
    _automatic(_TO, _T.c.queued_at >= bindparam("week")),
    _automatic(_TO, _T.c.queued_at >= bindparam("burst")),
    _of_domain(),
)


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


_GET: Final = rows.select(_T, ReplyRecord).where(_T.c.id == bindparam("this"))
_CLAIM: Final = (
    sa.update(_T)
    .where(_T.c.id.in_(bindparam("ids", expanding=True)))
    .values(claim_token=_T.c.claim_token + 1, attempts=_T.c.attempts + 1)
    .returning(*rows.columns(_T, ReplyRecord))
)
_BY_HEADER_IDS: Final = rows.select(_T, ReplyRecord).where(_T.c.header_message_id.in_(bindparam("ids", expanding=True))).order_by(_T.c.id)
_BY_TOKENS: Final = rows.select(_T, ReplyRecord).where(_T.c.token.in_(bindparam("tokens", expanding=True))).order_by(_T.c.id)


@dataclass(frozen=True, slots=True)
class SentTo:
    """How many automatic replies an address and its domain had."""

    day: int
    week: int
    burst: int
    domain_day: int


def queue(tx: Tx, new: NewReply) -> int:
    """Put a reply into the outbox. One for each (message, purpose): a second one breaks the constraint and undoes its transaction."""
    values = {name: getattr(new, name) for name in NewReply.__dataclass_fields__}
    return int(tx.execute(_QUEUE, {"state": State.QUEUED, **values}).scalar_one())


def claim(tx: Tx, db: Database, *, owner: str, seconds: float, limit: int, automatic: bool = True) -> list[ReplyRecord]:
    """Replies that may go out now, oldest first. CLAIMED rows whose claim lapsed before DATA are safe to claim again,
    IN_DATA rows never are. `automatic` False leaves the machine's replies where they are (paused, or over the hourly rate)."""
    now = db.now(tx)
    found = _READY if automatic else _READY_BY_HAND
    if not db.is_sqlite:
        found = found.with_for_update(skip_locked=True)
    ids = list(tx.execute(found, {"now": now, "most": limit}).scalars())
    if not ids:
        return []
    values = {"ids": ids, "state": State.CLAIMED, "ready_at": now + timedelta(seconds=seconds), "claim_owner": owner}
    claimed = sorted(rows.many(ReplyRecord, tx.execute(_CLAIM, values)), key=lambda r: (r.queued_at, r.id))
    tx.execute(_TRY, [{"reply_id": r.id, "number": r.attempts, "started_at": now} for r in claimed])
    return claimed


def octets(tx: Tx, reply_id: int) -> bytes:
    """The final mail."""
    return bytes(tx.execute(_OCTETS, {"this": reply_id}).scalar_one())


def enter_data(tx: Tx, record: ReplyRecord, *, now: datetime) -> bool:
    """Commit to sending by compare-and-set: True where the fence held. From here a crash leaves the reply UNSURE."""
    fence = {"this": record.id, "fence": record.claim_token, "owner": record.claim_owner}
    return tx.execute(_ENTER, {"state": State.IN_DATA, "in_data_at": now, "ready_at": None, **fence}).rowcount == 1


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
    if tx.execute(_FINISH, {**values, "this": record.id, "fence": record.claim_token}).rowcount != 1:
        raise errors.LeaseLost(f"reply {record.id} is in other hands now")
    outcome = {"ended_at": now, "outcome": str(after), "code": code, "text": rows.text(text, 500)}
    tx.execute(_TRIED, {**outcome, "this": record.id, "try": record.attempts})


def hand_back_all(tx: Tx, owner: str, *, ready_at: datetime) -> None:
    """Give up every claim of a worker that stops, before anything of it was sent."""
    where = (_T.c.claim_owner == owner, _T.c.state == State.CLAIMED)
    tx.execute(sa.update(_T).where(*where).values(state=State.QUEUED, ready_at=ready_at, claim_owner=None))


def hand_back_lost(tx: Tx, *, alive: Sequence[str], ready_at: datetime) -> int:
    """Take back the claims of workers that are not alive any more; nothing was sent, and the fence holds who comes back. How many."""
    where = (_T.c.state == State.CLAIMED, _T.c.claim_owner.not_in(list(alive)))
    return tx.execute(sa.update(_T).where(*where).values(state=State.QUEUED, ready_at=ready_at, claim_owner=None)).rowcount


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
    """Raises errors.WaitError while the reply is in DATA: what a copy or a bounce of it means is known once that is settled."""
    if record.state == State.IN_DATA:
        raise errors.WaitError(f"reply {record.id} is just going out")


def get(tx: Tx, reply_id: int) -> ReplyRecord:
    """Raises errors.NotFound."""
    found = rows.one(ReplyRecord, tx.execute(_GET, {"this": reply_id}).one_or_none())
    if found is None:
        raise errors.NotFound(f"no reply {reply_id} on record")
    return found


def of_message(tx: Tx, message_id: int) -> list[ReplyRecord]:
    """Replies to a letter, in order."""
    return rows.many(ReplyRecord, tx.execute(rows.select(_T, ReplyRecord).where(_T.c.message_id == message_id).order_by(_T.c.id)))


def ready_to(tx: Tx, message_ids: Sequence[int]) -> set[int]:
    """Those of the letters to which an automatic reply waits to be taken up."""
    ready = (_T.c.message_id.in_(message_ids), _T.c.automatic, _T.c.state.in_((State.QUEUED, State.DEFERRED)))
    return {int(number) for number in tx.execute(sa.select(_T.c.message_id).where(*ready)).scalars()}


def in_state(tx: Tx, state: State, *, limit: int = 500) -> list[ReplyRecord]:
    """Replies in a state, oldest first."""
    return rows.many(ReplyRecord, tx.execute(rows.select(_T, ReplyRecord).where(_T.c.state == state).order_by(_T.c.id).limit(limit)))


def by_header_ids(tx: Tx, ids: Sequence[str]) -> list[ReplyRecord]:
    """Replies of ours whose Message-ID is one of `ids`."""
    if not ids:
        return []
    return rows.many(ReplyRecord, tx.execute(_BY_HEADER_IDS, {"ids": ids[:60]}))


def by_tokens(tx: Tx, tokens: Sequence[str]) -> list[ReplyRecord]:
    """Replies of ours that bear one of these tokens."""
    if not tokens:
        return []
    return rows.many(ReplyRecord, tx.execute(_BY_TOKENS, {"tokens": tokens[:60]}))


def automatic_to(tx: Tx, *, recipient: str, day: datetime, week: datetime, burst: datetime, most: int) -> SentTo:
    """Automatic replies to an address since three instants, and to its domain since `day`, where counting stops at `most`."""
    since = {"to": recipient, "domain": recipient.rpartition("@")[2].lower(), "day": day, "week": week, "burst": burst, "most": most}
    return SentTo(*tx.execute(_HISTORY, since).one())


def more_queued_than(tx: Tx, most: int, since: datetime) -> bool:
    """Whether more than `most` automatic replies entered the outbox since then (the breaker's measure).

    The reply that was queued `most` replies ago tells, in nearly every case, without counting.
    """
    before = tx.execute(_BACK, {"back": most}).scalar_one_or_none()
    if before is None or before < since:
        return False
    return int(tx.execute(_QUEUED_SINCE, {"since": since}).scalar_one()) > most


def sent_since(tx: Tx, since: datetime, *, most: int) -> int:
    """Replies that left since then (the global rate's measure); counting stops at `most`."""
    return int(tx.execute(_SENT_SINCE, {"since": since, "most": most}).scalar_one())


def waiting(tx: Tx) -> tuple[int, datetime | None]:
    """How many replies wait to go out, and since when the oldest."""
    row = tx.execute(
        sa.select(sa.func.count(), sa.func.min(_T.c.queued_at)).where(
            _T.c.state.in_((State.QUEUED, State.DEFERRED, State.CLAIMED, State.IN_DATA))
        )
    ).one()
    return int(row[0]), row[1]


def any_ready(tx: Tx, db: Database, *, automatic: bool = True) -> bool:
    """Whether such a claim would find something; takes no lock."""
    found = tx.execute(_READY if automatic else _READY_BY_HAND, {"now": db.now(tx), "most": 1})
    return found.scalar_one_or_none() is not None


def counts(tx: Tx) -> dict[str, int]:
    """Replies by state."""
    return {str(state): int(n) for state, n in tx.execute(sa.select(_T.c.state, sa.func.count()).group_by(_T.c.state))}
