"""Previews that browsers are about to fetch. In: a key, whose it is, HTML. Out: the HTML again, to that person alone, for a while."""

from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa

from intake.store import rows, schema_answers
from intake.store.database import Tx

_T = schema_answers.previews
MOST: Final = 64
"""Kept of all people's, the latest ones."""
LONGEST: Final = 500_000
"""Characters of one."""
LASTING: Final = timedelta(hours=1)


def keep(tx: Tx, key: str, html: str, *, who: str, now: datetime) -> None:
    """Keep it, and drop what is old or too much."""
    values = {"key": key, "who": rows.text(who, 120), "html": rows.text(html, LONGEST), "made_at": now}
    made = int(tx.execute(sa.insert(_T).values(**values).returning(_T.c.id)).scalar_one())
    tx.execute(sa.delete(_T).where(sa.or_(_T.c.id <= made - MOST, _T.c.made_at < now - LASTING)))


def get(tx: Tx, key: str, *, who: str, now: datetime) -> str | None:
    """That person's preview; None where it is gone, too old or another's."""
    where = (_T.c.key == key, _T.c.who == rows.text(who, 120), _T.c.made_at >= now - LASTING)
    return tx.execute(sa.select(_T.c.html).where(*where)).scalar_one_or_none()
