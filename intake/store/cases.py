"""Applications as people move, join and part them. In: values. Out: rows; what lay where before a merge."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from intake.store import rows, schema
from intake.store.database import Tx
from intake.store.work_tables import merges as _G
from intake.store.work_tables import status_moves as _V

_A, _B, _J = schema.applications, schema.blocks, schema.proposals
_M, _P, _R, _S = schema.messages, schema.participants, schema.replies, schema.papers


@dataclass(frozen=True, slots=True)
class MoveRecord:
    """A person's move of an application."""

    id: int
    application_id: int
    message_id: int | None
    before: str
    after: str
    reason: str
    by_who: str
    at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class MergeRecord:
    """`made` was put under `into`."""

    id: int
    made_id: int
    into_id: int
    was: dict[str, Any]
    reason: str
    by_who: str
    at: datetime
    undone_at: datetime | None
    undone_by: str | None


def change(tx: Tx, application_id: int, *, version: int, now: datetime, **values: Any) -> bool:
    """False where the application is not at that version any more."""
    where = (_A.c.id == application_id, _A.c.version == version)
    return tx.execute(sa.update(_A).where(*where).values(version=version + 1, updated_at=now, **rows.json(values))).rowcount == 1


def keep_move(
    tx: Tx, application_id: int, *, message_id: int | None, before: str, after: str, reason: str, by_who: str, at: datetime
) -> int:
    """Returns its number."""
    values = {
        "application_id": application_id, "message_id": message_id, "before": before, "after": after, "reason": rows.text(reason, 1000),
        "by_who": rows.text(by_who, 120), "at": at,
    }  # fmt: skip
    return int(tx.execute(sa.insert(_V).values(**values).returning(_V.c.id)).scalar_one())


def moves(tx: Tx, application_id: int) -> list[MoveRecord]:
    """Every move, undone ones too, in order."""
    query = rows.select(_V, MoveRecord).where(_V.c.application_id == application_id).order_by(_V.c.id)
    return rows.many(MoveRecord, tx.execute(query))


def get_move(tx: Tx, move_id: int) -> MoveRecord | None:
    """One, or None."""
    return rows.one(MoveRecord, tx.execute(rows.select(_V, MoveRecord).where(_V.c.id == move_id)).one_or_none())


def undo_move(tx: Tx, move_id: int, *, at: datetime) -> bool:
    """False where it was undone already."""
    where = (_V.c.id == move_id, _V.c.undone_at.is_(None))
    return tx.execute(sa.update(_V).where(*where).values(undone_at=at)).rowcount == 1


def where_all_lies(tx: Tx, made: int, into: int) -> dict[str, Any]:
    """What a merge of the two is about to move, so that it can be put back: ids, and the two rows as they stand."""

    def ids(table: sa.Table, case: int) -> list[int]:
        return [int(i) for i in tx.execute(sa.select(table.c.id).where(table.c.application_id == case).order_by(table.c.id)).scalars()]

    columns = ("status", "version")
    papers = sa.select(_S.c.id, _S.c.application_id, _S.c.replaced_by).where(_S.c.application_id.in_((made, into))).order_by(_S.c.id)
    people = sa.select(_P.c.address, _P.c.domain, _P.c.since).where(_P.c.application_id == made).order_by(_P.c.id)
    known = sa.select(_P.c.address).where(_P.c.application_id == into)
    blocks = sa.select(_B.c.state, _B.c.block).where(_B.c.application_id == made).order_by(_B.c.id)
    open_ones = sa.select(_J.c.id, _J.c.application_id, _J.c.candidate_id).where(
        sa.or_(_J.c.application_id == made, _J.c.candidate_id == made), _J.c.state == "open"
    )
    return {
        "letters": ids(_M, made),
        "replies": ids(_R, made),
        "papers": [[int(i), int(case), None if by is None else int(by)] for i, case, by in tx.execute(papers)],
        "people": [[address, domain, since.isoformat()] for address, domain, since in tx.execute(people)],
        "known": sorted(tx.execute(known).scalars()),
        "blocks": [[state, block] for state, block in tx.execute(blocks)],
        "proposals": [[int(i), int(a), int(c)] for i, a, c in tx.execute(open_ones)],
        "made": dict(tx.execute(sa.select(*(_A.c[name] for name in columns)).where(_A.c.id == made)).mappings().one()),
    }


def keep_merge(tx: Tx, *, made: int, into: int, was: dict[str, Any], reason: str, by_who: str, at: datetime) -> int:
    """Returns its number."""
    values = {"made_id": made, "into_id": into, "was": was, "reason": rows.text(reason, 1000), "by_who": rows.text(by_who, 120), "at": at}
    return int(tx.execute(sa.insert(_G).values(**values).returning(_G.c.id)).scalar_one())


def merges(tx: Tx, application_id: int) -> list[MergeRecord]:
    """Merges that concern an application, on either side, in order."""
    where = sa.or_(_G.c.made_id == application_id, _G.c.into_id == application_id)
    return rows.many(MergeRecord, tx.execute(rows.select(_G, MergeRecord).where(where).order_by(_G.c.id)))


def get_merge(tx: Tx, merge_id: int) -> MergeRecord | None:
    """One, or None."""
    return rows.one(MergeRecord, tx.execute(rows.select(_G, MergeRecord).where(_G.c.id == merge_id)).one_or_none())


def part(tx: Tx, merge: MergeRecord, *, by_who: str, now: datetime) -> bool:
    """Put everything back where it lay before the merge; what came since stays. False where it was undone already."""
    where = (_G.c.id == merge.id, _G.c.undone_at.is_(None))
    if tx.execute(sa.update(_G).where(*where).values(undone_at=now, undone_by=rows.text(by_who, 120))).rowcount != 1:
        return False
    was, made, into = merge.was, merge.made_id, merge.into_id
    for table, name in ((_M, "letters"), (_R, "replies")):
        if was[name]:
            tx.execute(sa.update(table).where(table.c.id.in_(was[name]), table.c.application_id == into).values(application_id=made))
    known = {paper for paper, _, _ in was["papers"]}
    for paper, case, replaced_by in was["papers"]:
        # A paper that a later one replaced stays replaced.
        now_by = tx.execute(sa.select(_S.c.replaced_by).where(_S.c.id == paper)).scalar_one_or_none()
        later = now_by is not None and int(now_by) not in known
        tx.execute(sa.update(_S).where(_S.c.id == paper).values(application_id=case, replaced_by=now_by if later else replaced_by))
    alone = [address for address, _, _ in was["people"] if address not in was["known"]]
    if alone:
        tx.execute(sa.delete(_P).where(_P.c.application_id == into, _P.c.address.in_(alone)))
    people = [
        {"application_id": made, "address": address, "domain": domain, "since": datetime.fromisoformat(since), "retention_class": "intake",
         "legal_hold": False}
        for address, domain, since in was["people"]
    ]  # fmt: skip
    if people:
        tx.execute(sa.insert(_P), people)
    if was["blocks"]:
        tx.execute(sa.insert(_B), [{"application_id": made, "state": state, "block": block} for state, block in was["blocks"]])
    for proposal, application, candidate in was["proposals"]:
        tx.execute(
            sa.update(_J).where(_J.c.id == proposal, _J.c.state == "open").values(application_id=application, candidate_id=candidate)
        )
    tx.execute(sa.update(_A).where(_A.c.id == made).values(status=was["made"]["status"], updated_at=now, version=_A.c.version + 1))
    tx.execute(sa.update(_A).where(_A.c.id == into).values(updated_at=now, version=_A.c.version + 1))
    return True
