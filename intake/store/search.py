"""The words of letters, so that they are found. In: folded words, a letter. Out: its number, the newest first.

Triggers note in `search_queue` which letters changed; whoever keeps the index takes from there (`waiting`, `put`). The queue has a row for
each change and is only added to, so that a writer never waits for the keeper, and a change made meanwhile stays in it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from intake.store import schema, search_schema
from intake.store.database import Tx

_M = schema.messages
_A = schema.applications
_D = schema.documents
_F = schema.fields
_Q = search_schema.queue

MOST_WORDS: Final = 1500
"""Words of a letter that are kept; more than any letter has whose excerpt is cut at 4,000 characters."""
MOST_FIELDS: Final = 200
LEAST_BEGINNING: Final = 3
_OPERATORS: Final = re.compile(r"[\W_]")
"""Whatever a folded word cannot hold, quotes and operators among it."""


@dataclass(frozen=True, slots=True)
class Texts:
    """All that a letter is found by. `fields` are what was read from its papers, `files` the names of these."""

    id: int
    reference: str | None
    subject: str
    from_name: str
    from_address: str
    excerpt: str
    agency: str | None
    us_state: str | None
    application_reference: str | None
    fields: tuple[str, ...]
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is kept of a letter: folded words without blanks, and what it is filed under."""

    id: int
    words: tuple[str, ...]
    us_state: str
    agency_sort: str
    model_bits: int


def behind(tx: Tx, most: int) -> int:
    """How many changes are not yet in the index; not counted beyond `most`."""
    return int(tx.execute(sa.select(sa.func.count()).select_from(sa.select(_Q.c.id).limit(most).subquery())).scalar_one())


def waiting(tx: Tx, limit: int) -> dict[int, list[int]]:
    """Letters to look at again, each with its rows of the queue, the oldest change first."""
    found: dict[int, list[int]] = {}
    for row, letter in tx.execute(sa.select(_Q.c.id, _Q.c.message_id).order_by(_Q.c.id).limit(limit)):
        found.setdefault(int(letter), []).append(int(row))
    return found


def free(tx: Tx, message_ids: Sequence[int]) -> set[int]:
    """Those of the letters whose rows nobody else holds; they are ours until the transaction ends. Never waits."""
    if tx.dialect.name == "sqlite":
        return set(message_ids)
    query = sa.select(_M.c.id).where(_M.c.id.in_(message_ids)).order_by(_M.c.id).with_for_update(skip_locked=True)
    return {int(i) for i in tx.execute(query).scalars()}


def texts(tx: Tx, message_ids: Sequence[int]) -> list[Texts]:
    """Of these letters, all that they are found by."""
    fields: dict[int, list[str]] = {}
    read = sa.select(_D.c.message_id, _F.c.raw).join(_F, _F.c.document_id == _D.c.id).where(_D.c.message_id.in_(message_ids))
    for letter, raw in tx.execute(read):
        fields.setdefault(int(letter), []).append(str(raw))
    files: dict[int, list[str]] = {}
    for letter, name in tx.execute(sa.select(_D.c.message_id, _D.c.filename).where(_D.c.message_id.in_(message_ids))):
        files.setdefault(int(letter), []).append(str(name))
    columns = (_M.c.id, _M.c.reference, _M.c.subject, _M.c.from_name, _M.c.from_address, _M.c.excerpt)
    query = sa.select(*columns, _A.c.agency_name, _A.c.state, _A.c.reference).outerjoin(_A, _A.c.id == _M.c.application_id)
    query = query.where(_M.c.id.in_(message_ids)).order_by(_M.c.id)
    return [
        Texts(*row, fields=tuple(fields.get(row[0], ())[:MOST_FIELDS]), files=tuple(files.get(row[0], ())[:MOST_FIELDS]))
        for row in tx.execute(query)
    ]  # fmt: skip


def put(tx: Tx, entries: Sequence[Entry], done: Sequence[int]) -> None:
    """Keep these entries, each in the place of an earlier one, and strike the rows `done` off the queue."""
    if entries:
        _PUT[tx.dialect.name](tx, entries)
        file = sa.update(_M).where(_M.c.id == sa.bindparam("this"))
        tx.execute(
            file, [{"this": e.id, "us_state": e.us_state, "agency_sort": e.agency_sort, "model_bits": e.model_bits} for e in entries]
        )
    if done:
        tx.execute(sa.delete(_Q).where(_Q.c.id == sa.bindparam("row")), [{"row": row} for row in done])


def resolve(tx: Tx, words: Sequence[str]) -> tuple[str, ...]:
    """What to look for: a word that stands in some letter as it is, and the beginning of a word, "brook*", where none has it whole.

    To look for beginnings costs a hundred times as much where many words begin so; hence none of less than LEAST_BEGINNING letters.
    """
    # Without an order: PostgreSQL would walk through all letters for a word that is in none.
    return tuple(
        word if len(word) < LEAST_BEGINNING or tx.execute(newest(tx, [word], 1).order_by(None)).first() is not None else f"{word}*"
        for word in words
    )


def newest(tx: Tx, words: Sequence[str], most: int) -> sa.Select[Any]:
    """A query for the numbers of the newest letters that have each of these words, as `resolve` gives them; at most so many."""
    parts = [(clean, word.endswith("*")) for word in words if (clean := _OPERATORS.sub("", word))]
    if not parts:
        return sa.select(_M.c.id).where(sa.false())
    if tx.dialect.name == "sqlite":
        match = " ".join(f'"{word}"{"*" * beginning}' for word, beginning in parts)
        found = sa.text("SELECT rowid AS id FROM search_words WHERE search_words MATCH :match ORDER BY rowid DESC LIMIT :most")
        return sa.select(found.bindparams(match=match, most=most).columns(sa.column("id", sa.Integer)).subquery("found").c.id)
    asked = " & ".join(f"'{word}'{':*' * beginning}" for word, beginning in parts)
    table = sa.table("search_words", sa.column("message_id", sa.Integer), sa.column("words", postgresql.TSVECTOR))
    matches = table.c.words.op("@@")(sa.cast(sa.literal(asked), postgresql.TSQUERY))
    return sa.select(table.c.message_id.label("id")).where(matches).order_by(table.c.message_id.desc()).limit(most)


def numbers(tx: Tx, words: Sequence[str], most: int) -> tuple[int, ...] | None:
    """The newest letters that have each of these words, at most so many; None where no word is asked for."""
    return tuple(int(number) for number in tx.execute(newest(tx, words, most)).scalars()) if words else None


def listed(tx: Tx, numbers: Sequence[int]) -> sa.Select[Any]:
    """A query for numbers that are at hand, however many."""
    if tx.dialect.name == "sqlite":
        each = sa.func.json_each(json.dumps(numbers)).table_valued(sa.column("value", sa.Integer))
        return sa.select(each.c.value)
    return sa.select(sa.func.unnest(sa.cast(list(numbers), postgresql.ARRAY(sa.Integer))))


def _put_sqlite(tx: Tx, entries: Sequence[Entry]) -> None:
    tx.execute(sa.text("DELETE FROM search_words WHERE rowid = :id"), [{"id": each.id} for each in entries])
    rows = [{"id": each.id, "words": " ".join(each.words[:MOST_WORDS])} for each in entries]
    tx.execute(sa.text("INSERT INTO search_words (rowid, words) VALUES (:id, :words)"), rows)


def _put_postgresql(tx: Tx, entries: Sequence[Entry]) -> None:
    statement = sa.text(
        "INSERT INTO search_words (message_id, words) VALUES (:id, array_to_tsvector(CAST(:words AS text[])))"
        " ON CONFLICT (message_id) DO UPDATE SET words = excluded.words"
    )
    tx.execute(statement, [{"id": each.id, "words": list(each.words[:MOST_WORDS])} for each in entries])


_PUT: Final[Mapping[str, Any]] = {"sqlite": _put_sqlite, "postgresql": _put_postgresql}
