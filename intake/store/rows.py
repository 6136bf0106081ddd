"""Rows to values. In: a table and a frozen dataclass whose fields are columns of it. Out: the columns to select, and the values. Pure."""

import dataclasses
import functools
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar, cast

import sqlalchemy as sa

T = TypeVar("T")

# A NUL is not allowed in PostgreSQL's text, a lone surrogate not in UTF-8; both arrive in hostile mail.
_FORBIDDEN: Final = re.compile("[\x00\ud800-\udfff]")


@functools.cache
def columns(table: sa.Table, record: Any) -> tuple[sa.Column[Any], ...]:
    """The columns of `table` in the order of the record's fields."""
    return tuple(table.c[f.name] for f in dataclasses.fields(record))


def select(table: sa.Table, record: type[Any]) -> sa.Select[Any]:
    """A select of just what the record holds."""
    return sa.select(*columns(table, cast(Hashable, record)))


def one(record: type[T], row: Sequence[Any] | None) -> T | None:
    """The record of a row, or None."""
    return None if row is None else record(*row)


def many(record: type[T], rows: Iterable[Sequence[Any]]) -> list[T]:
    """The records of rows."""
    return [record(*row) for row in rows]


def text(value: str, limit: int) -> str:
    """Outside text made safe for both databases: no NUL, no lone surrogate, at most `limit` characters."""
    return _FORBIDDEN.sub("\ufffd", value[:limit])


def json(value: Any) -> Any:
    """The same for a JSON value, whole depth."""
    if isinstance(value, str):
        return _FORBIDDEN.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {str(k): json(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [json(v) for v in value]
    return value
