"""A page of a paper as a picture. In: a letter, its paper, a page. Out: a PNG with what is private painted over, and the page's size.

Who may see it unpainted is the caller's to ask; that somebody did is recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from intake import errors
from intake.desk.desk import Desk
from intake.store import documents, events, queues
from intake.store.documents import DocumentRecord
from intake.store.events import Event

WIDTHS: Final = {"small": 160, "page": 1000, "large": 1800}
"""Pixels across. Few, so that few are kept."""
MOST_MASKS: Final = 400

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """`points`: width and height of the page, in which places on it are told; `pages`: of the file."""

    png: bytes
    pixels: tuple[int, int]
    points: tuple[float, float]
    pages: int


class Draw(Protocol):
    """Draws a page of a letter's paper; None where no picture can be made, or where none is `kept` and only that was asked for."""

    def __call__(
        self, raw_sha256: str, sha256: str, *, page: int, width: int, masks: Sequence[Box], kept: bool = False
    ) -> Picture | None: ...


def page(
    desk: Desk, letter: int, position: int, number: int, *, size: str, who: str, draw: Draw, bare: bool = False, kept: bool = False
) -> Picture:
    """One page. Raises errors.NotFound where there is no picture of it, and errors.WaitError where too many are asked for at once.

    `bare` leaves the masks off, which is recorded; `kept`: only one that was drawn before, which takes no time.
    """
    with desk.db.read() as tx:
        raw = queues.whole(tx, letter).raw_sha256
        paper = _paper(documents.of_message(tx, letter), position)
        places = documents.findings_of(tx, paper.id)["sensitive"]
    masks = () if bare else tuple(_box(each["bbox"]) for each in _list(places) if each["page"] == number)[:MOST_MASKS]
    if bare:
        with desk.db.write() as tx:
            detail = {"paper": position + 1, "page": number}
            events.add(tx, [Event(desk.db.now(tx), "page.shown", message_id=letter, actor=who, detail=detail)])
    made = draw(raw, paper.sha256, page=number, width=WIDTHS.get(size, WIDTHS["page"]), masks=masks, kept=kept)
    if made is None:
        raise errors.NotFound("no picture can be made of this page: download the file instead")
    return made


def _paper(papers: Sequence[DocumentRecord], position: int) -> DocumentRecord:
    for each in papers:
        if each.position == position:
            return each
    raise errors.NotFound(f"the letter has no paper {position + 1}")


def _list(value: object) -> list[dict[str, Any]]:
    return value if isinstance(value, list) else []


def _box(value: Sequence[float]) -> Box:
    return (float(value[0]), float(value[1]), float(value[2]), float(value[3]))
