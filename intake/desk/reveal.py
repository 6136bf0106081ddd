"""What is masked, shown to one who may see it. In: a letter and which value. Out: the value itself; the showing is recorded."""

from collections.abc import Callable
from typing import TypeVar

from intake import errors
from intake.desk import fields
from intake.desk.desk import Desk
from intake.desk.looks import File
from intake.store import corrections, documents, events, queues
from intake.store.events import Event
from intake.store.queues import WholeLetter

T = TypeVar("T")


def field(desk: Desk, letter: int, position: int, name: str, *, who: str) -> str:
    """One value as it is on record. Raises errors.NotFound."""
    with desk.db.write() as tx:
        queues.whole(tx, letter)
        paper = next((each for each in documents.of_message(tx, letter) if each.position == position), None)
        found = None if paper is None else corrections.field(tx, paper.id, name)
        if found is None:
            raise errors.NotFound("there is no such value")
        detail = {"paper": position + 1, "field": name}
        events.add(tx, [Event(desk.db.now(tx), "field.shown", message_id=letter, actor=who, detail=detail)])
    return fields.words(found["value"])


def text(desk: Desk, letter: int, *, who: str, read: Callable[[WholeLetter], T]) -> T:
    """What the mail says as it came, unmasked. Raises errors.NotFound, and what `read` raises."""
    with desk.db.write() as tx:
        found = queues.whole(tx, letter)
        events.add(tx, [Event(desk.db.now(tx), "text.shown", message_id=letter, actor=who)])
    return read(found)


def file(desk: Desk, letter: int, position: int, *, who: str, read: Callable[[WholeLetter, str], File]) -> File:
    """An attachment as it came. Raises as `text`."""
    with desk.db.write() as tx:
        found = queues.whole(tx, letter)
        paper = next((each for each in documents.of_message(tx, letter) if each.position == position), None)
        if paper is None:
            raise errors.NotFound(f"the letter has no paper {position + 1}")
        detail = {"paper": position + 1}
        events.add(tx, [Event(desk.db.now(tx), "file.shown", message_id=letter, actor=who, detail=detail)])
    return read(found, paper.sha256)
