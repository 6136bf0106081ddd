"""Two applications made one when staff say so. In: a proposal. Out: papers, people, letters and replies under the one on record."""

from datetime import datetime

import sqlalchemy as sa

from intake.store import rows, schema
from intake.store.database import Tx

_A, _B, _J = schema.applications, schema.blocks, schema.proposals
_M, _P, _R, _S = schema.messages, schema.participants, schema.replies, schema.papers


def settle(tx: Tx, proposal_id: int, *, accepted: bool, by_who: str, now: datetime) -> bool:
    """Close a proposal; False where it was closed already."""
    values = {"state": "accepted" if accepted else "refused", "settled_at": now, "settled_by": rows.text(by_who, 120)}
    return tx.execute(sa.update(_J).where(_J.c.id == proposal_id, _J.c.state == "open").values(**values)).rowcount == 1


def merge(tx: Tx, *, made: int, into: int, closed: str, now: datetime) -> None:
    """Put all of application `made` under `into`. Of two current papers of one kind and model the later placed stays current."""
    _place_papers(tx, made, into)
    known = sa.select(_P.c.address).where(_P.c.application_id == into)
    tx.execute(sa.update(_P).where(_P.c.application_id == made, _P.c.address.not_in(known)).values(application_id=into))
    tx.execute(sa.delete(_P).where(_P.c.application_id == made))
    tx.execute(sa.delete(_B).where(_B.c.application_id == made))
    for table in (_M, _R):
        tx.execute(sa.update(table).where(table.c.application_id == made).values(application_id=into))
    tx.execute(sa.update(_J).where(_J.c.candidate_id == made, _J.c.state == "open").values(candidate_id=into))
    tx.execute(sa.update(_J).where(_J.c.application_id == made, _J.c.state == "open").values(application_id=into))
    tx.execute(sa.update(_A).where(_A.c.id == made).values(status=closed, updated_at=now, version=_A.c.version + 1))
    tx.execute(sa.update(_A).where(_A.c.id == into).values(updated_at=now, version=_A.c.version + 1))


def _place_papers(tx: Tx, made: int, into: int) -> None:
    query = sa.select(_S.c.id, _S.c.form, _S.c.model).where(_S.c.replaced_by.is_(None))
    ours = tx.execute(query.where(_S.c.application_id == made)).all()
    theirs = tx.execute(query.where(_S.c.application_id == into)).all()
    for paper, form, model in ours:
        # A letter of interest has one place, an agreement one a model; of an agreement whose model was not read nobody knows which.
        one_place = form == "loi" or model is not None
        rivals = [
            other for other, its_form, its_model in theirs if one_place and its_form == form and (form == "loi" or its_model == model)
        ]
        for rival in rivals:
            older, newer = sorted((int(paper), int(rival)))
            tx.execute(sa.update(_S).where(_S.c.id == older).values(replaced_by=newer))
    tx.execute(sa.update(_S).where(_S.c.application_id == made).values(application_id=into))
