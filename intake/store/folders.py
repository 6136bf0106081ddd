"""How far each folder was read. In: what the mailbox said. Out: the cursor, and what the operator should know."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import sqlalchemy as sa

from intake.store import rows, schema
from intake.store.database import Tx

_T = schema.folders
RETIRED: Final = "retired"
"""The role of a folder that the settings no longer name."""


@dataclass(frozen=True, slots=True)
class FolderRecord:
    """A folder's cursor and health."""

    id: int
    mailbox: str
    folder: str
    role: str
    validity: str
    last_uid: int
    first_uid: int
    first_validity: str
    started_at: datetime
    checked_at: datetime | None
    reconciled_at: datetime | None
    unseen: int
    on_server: int
    on_record: int
    error: str | None
    error_since: datetime | None


def start(tx: Tx, *, mailbox: str, folder: str, role: str, validity: str, first_uid: int, now: datetime) -> FolderRecord:
    """The folder's record; made with this starting moment where there was none."""
    found = find(tx, mailbox=mailbox, folder=folder)
    if found is None:
        tx.execute(
            sa.insert(_T).values(
                mailbox=mailbox, folder=folder, role=role, validity=validity, first_validity=validity, first_uid=first_uid, started_at=now
            )
        )
        found = find(tx, mailbox=mailbox, folder=folder)
        assert found is not None
    elif found.role != role:
        tx.execute(sa.update(_T).where(_T.c.id == found.id).values(role=role))
    return found


def find(tx: Tx, *, mailbox: str, folder: str) -> FolderRecord | None:
    """The folder's record, or None."""
    return rows.one(
        FolderRecord, tx.execute(rows.select(_T, FolderRecord).where(_T.c.mailbox == mailbox, _T.c.folder == folder)).one_or_none()
    )


def note(tx: Tx, folder_id: int, **values: Any) -> None:
    """Change what is known of a folder."""
    tx.execute(sa.update(_T).where(_T.c.id == folder_id).values(**values))


def checked(tx: Tx, mailbox: str, at: datetime) -> None:
    """All folders of the mailbox were looked at, without error."""
    tx.execute(sa.update(_T).where(_T.c.mailbox == mailbox).values(checked_at=at, error=None, error_since=None))


def failed(tx: Tx, mailbox: str, why: str, at: datetime) -> bool:
    """The mailbox could not be read; False where nothing of it is on record yet."""
    since = sa.func.coalesce(_T.c.error_since, sa.literal(at, type_=_T.c.error_since.type))
    return tx.execute(sa.update(_T).where(_T.c.mailbox == mailbox).values(error=rows.text(why, 500), error_since=since)).rowcount > 0


def everyone(tx: Tx) -> list[FolderRecord]:
    """All folders that are watched, by mailbox."""
    query = rows.select(_T, FolderRecord).where(_T.c.role != RETIRED).order_by(_T.c.mailbox, _T.c.id)
    return rows.many(FolderRecord, tx.execute(query))


def retire(tx: Tx, watched: Collection[tuple[str, str]]) -> list[str]:
    """Folders that the settings no longer name are watched by nobody: neither their silence nor their faults count. Their mailboxes' names.

    A folder that is named again goes on where it was.
    """
    gone = [each for each in everyone(tx) if (each.mailbox, each.folder) not in watched]
    for each in gone:
        note(tx, each.id, role=RETIRED, error=None, error_since=None)
    return sorted({each.mailbox for each in gone} - {mailbox for mailbox, _ in watched})
