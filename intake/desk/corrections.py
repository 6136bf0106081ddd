"""A person corrects what was read. In: a paper, a field, what is right. Out: what was done; it counts at once everywhere.

The record keeps what stood there and what the machine read; the history keeps digests. A field has its own edition, so that two people
may correct two fields at once, and never the same one unseen.
"""

import hashlib
import json
from datetime import datetime
from typing import Any, Final

from intake import errors
from intake.applications import agencies, agency_names, typed
from intake.applications.directory import Directory
from intake.desk import fields, turn
from intake.desk.assessment import Context
from intake.desk.desk import Desk
from intake.desk.done import Done, Undo
from intake.desk.signatures import SAID
from intake.store import applications, corrections, documents, events, queues
from intake.store.applications import ApplicationRecord
from intake.store.corrections import CorrectionRecord
from intake.store.database import Tx
from intake.store.documents import DocumentRecord
from intake.store.events import Event

FOLLOWS: Final = ("agency_name", "state", "county", "agency_type")
"""Fields by which an application is named."""
MOST_PAGES: Final = 10_000


def correct(
    desk: Desk, letter: int, position: int, name: str, text: str, *, who: str, edition: int | None = None, page: int | None = None,
    context: Context | None = None,
) -> Done:  # fmt: skip
    """Let `text` count for a field of the paper at `position` (from 0), whether the machine read it or not.

    `edition` is the field's as it was seen, `page` where the value stands, for a field that was not read.
    Raises errors.PersonNeeded where the text is no such value, errors.Conflict and errors.NotFound.
    """
    value = typed.value(name, text)
    known = _directory(context, name)
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        paper = _paper(tx, letter, position)
        _unchanged(tx, desk, paper, name, edition)
        before = corrections.field(tx, paper.id, name)
        if before is not None and before["value"] == value and before["source"] == "staff":
            raise errors.Conflict("that is what it says already")
        place = before or _machine(tx, paper, name) or {}
        where = int(page if page is not None else place.get("page", 0))
        if not 0 <= where <= MOST_PAGES:
            raise errors.PersonNeeded("the paper has no such page")
        same_page = where == place.get("page")
        after = corrections.said(value, page=where, bbox=list(place.get("bbox") or (0, 0, 0, 0)) if same_page else [0, 0, 0, 0])
        act = corrections.ADDED if before is None and _machine(tx, paper, name) is None else corrections.CORRECTED
        number, case = _put(tx, desk, paper, name, act, before, after, who, now, known)
    label = fields.LABELS[name]
    text = f"{label} is now “{fields.words(value)}”" + (f"; application {case} follows" if case else "")
    return Done(letter, None, text, Undo("correction", letter, number, f"{label} goes back to what it was"))


def unreadable(desk: Desk, letter: int, position: int, name: str, *, who: str, edition: int | None = None) -> Done:
    """Say that a field cannot be read: the machine's guess no longer counts. Raises errors.Conflict and errors.NotFound."""
    if name not in fields.LABELS:
        raise errors.PersonNeeded("there is no field of that name")
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        paper = _paper(tx, letter, position)
        _unchanged(tx, desk, paper, name, edition)
        before = corrections.field(tx, paper.id, name)
        standing = corrections.standing(tx, letter, position, name)
        if standing is not None and standing.act == corrections.UNREADABLE:
            raise errors.Conflict("it is marked already as one that cannot be read")
        number, _ = _put(tx, desk, paper, name, corrections.UNREADABLE, before, None, who, now, None)
    label = fields.LABELS[name]
    return Done(letter, None, f"{label} is marked: cannot be read", Undo("correction", letter, number, f"{label} goes back to what it was"))


def signature(
    desk: Desk, letter: int, position: int, name: str, verdict: str, *, who: str, edition: int | None = None, page: int | None = None
) -> Done:
    """Say whether a party signed: `name` is "agency_signature" or "office_signature", `verdict` "signed" or "unsigned".

    `edition` is the signature's as it was seen, `page` where it stands, from 1, where the machine saw no place for it.
    Raises errors.PersonNeeded for any other verdict or page, errors.Conflict and errors.NotFound.
    """
    if name not in corrections.SIGNATURES:
        raise errors.NotFound("there is no such signature")
    if verdict not in (corrections.SIGNED, corrections.UNSIGNED):
        raise errors.PersonNeeded("say whether it is signed: signed or unsigned")
    label = fields.NAMED[name]
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        paper = _paper(tx, letter, position)
        _unchanged(tx, desk, paper, name, edition)
        before = corrections.field(tx, paper.id, name)
        if before is not None and before["source"] == "staff" and before["value"] == verdict:
            raise errors.Conflict("that is what it says already")
        place = before or _machine(tx, paper, name) or {"page": 0, "bbox": [0, 0, 0, 0]}
        where = int(place["page"]) or _page(tx, paper, page)
        after = corrections.signed(corrections.SIGNATURES[name], verdict, page=where, bbox=list(place["bbox"]))
        act = corrections.ADDED if before is None and _machine(tx, paper, name) is None else corrections.CORRECTED
        number, _ = _put(tx, desk, paper, name, act, before, after, who, now, None)
    return Done(letter, None, f"{label}: {SAID[verdict]}", Undo("correction", letter, number, f"{label} goes back to what it was"))


def undo(desk: Desk, number: int, *, who: str) -> Done:
    """Take the latest correction of a field back. Raises errors.NotFound, and errors.Conflict where a later one stands over it."""
    with desk.db.write() as tx:
        now = desk.db.now(tx)
        record = corrections.get(tx, number)
        if record is None:
            raise errors.NotFound("there is no such correction")
        latest = corrections.standing(tx, record.message_id, record.position, record.name)
        if latest is None or latest.id != number or not corrections.undo(tx, number, by_who=who, at=now):
            hand = "was undone already" if record.undone_at else f"was followed by another{_by(desk, latest)}"
            raise errors.Conflict(f"this correction {hand}: look at the letter again")
        paper = _paper(tx, record.message_id, record.position)
        earlier = corrections.standing(tx, record.message_id, record.position, record.name)
        corrections.put(tx, paper.id, record.name, record.machine if earlier is None else earlier.after)
        _follow_back(tx, record, now)
        events.add(
            tx, [Event(now, "field.undone", message_id=record.message_id, actor=who, detail=_detail(record.position, record.name, number))]
        )
    return Done(record.message_id, None, f"{fields.NAMED.get(record.name, record.name)} is what it was before")


def _put(
    tx: Tx, desk: Desk, paper: DocumentRecord, name: str, act: str, before: dict[str, Any] | None, after: dict[str, Any] | None, who: str,
    now: datetime, known: Directory | None,
) -> tuple[int, str]:  # fmt: skip
    followed, case = _follow(tx, paper, name, before, after, known, now) if known is not None and after is not None else (None, "")
    number = corrections.add(
        tx, message_id=paper.message_id, position=paper.position, sha256=paper.sha256, name=name, act=act, before=before,
        machine=_machine(tx, paper, name), after=after, followed=followed, by_who=who, at=now,
    )  # fmt: skip
    corrections.put(tx, paper.id, name, after)
    detail = {**_detail(paper.position, name, number), "before": _digest(paper, before), "after": _digest(paper, after)}
    event = Event(now, f"field.{act}", message_id=paper.message_id, actor=who, detail=detail)
    told = [event]
    if followed is not None:
        told.append(Event(now, "application.renamed", message_id=paper.message_id, application_id=followed["application"], actor=who))
    events.add(tx, told)
    return number, case


def _page(tx: Tx, paper: DocumentRecord, page: int | None) -> int:
    """A page of the paper, as the file counts them; 0 where none is named."""
    first = int(str(documents.findings_of(tx, paper.id).get("first_page", 1)))
    last = first + max(paper.pages, 1) - 1
    if page is not None and not first <= page <= last:
        raise errors.PersonNeeded(f"name a page from {first} to {last}: the paper has no other")
    return page or 0


def _machine(tx: Tx, paper: DocumentRecord, name: str) -> dict[str, Any] | None:
    """What the machine read, whatever people said since."""
    standing = corrections.standing(tx, paper.message_id, paper.position, name)
    return corrections.field(tx, paper.id, name) if standing is None else standing.machine


def _paper(tx: Tx, letter: int, position: int) -> DocumentRecord:
    queues.whole(tx, letter)
    found = next((each for each in documents.of_message(tx, letter) if each.position == position), None)
    if found is None:
        raise errors.NotFound(f"letter {letter} has no paper {position + 1}")
    return found


def _unchanged(tx: Tx, desk: Desk, paper: DocumentRecord, name: str, edition: int | None) -> None:
    if edition is None or corrections.edition(tx, paper.message_id, paper.position, name) == edition:
        return
    latest = corrections.standing(tx, paper.message_id, paper.position, name)
    told = f"to “{_words(name, latest.after['value'])}”" if latest is not None and latest.after is not None else ""
    raise errors.Conflict(" ".join(f"{fields.NAMED[name]} was changed {told}{_by(desk, latest)}: look at it again".split()))


def _words(name: str, value: object) -> str:
    return SAID.get(str(value), str(value)) if name in corrections.SIGNATURES else fields.words(value)


def _by(desk: Desk, latest: CorrectionRecord | None) -> str:
    return " " + turn.by(desk, None if latest is None else (latest.by_who, "", latest.at))


def _directory(context: Context | None, name: str) -> Directory | None:
    """Read before the ledger is held; None where the application does not follow."""
    if name not in FOLLOWS:
        return None
    return context.directory() if context is not None and context.directory is not None else Directory()


def _follow(
    tx: Tx, paper: DocumentRecord, name: str, before: dict[str, Any] | None, after: dict[str, Any], known: Directory, now: datetime
) -> tuple[dict[str, Any] | None, str]:
    """The application takes the value over, where it had the old one from this paper or none: what was before, and its reference."""
    home = applications.homes(tx, paper.message_id).get(paper.id)
    if home is None:
        return None, ""
    case = applications.get(tx, home)
    had = str(getattr(case, name) or "")
    old = "" if before is None else str(before["value"])
    same = name == "agency_name" and old and agency_names.parse(old, case.state, case.county or "").key == case.agency_key
    if had and had != old and not same:
        return None, ""
    wanted = {**_identity(case), name: str(after["value"])}
    _name(tx, case.id, wanted, known, now)
    was = {"was": _identity(case), "key": case.agency_key, "directory_name": case.directory_name}
    return {"application": case.id, "now": wanted, **was}, case.reference


def _follow_back(tx: Tx, record: CorrectionRecord, now: datetime) -> None:
    if record.followed is None:
        return
    case = applications.get(tx, int(record.followed["application"]))
    if _identity(case) != record.followed["now"]:
        return  # somebody named it anew since
    was = record.followed["was"]
    parsed = agency_names.parse(was["agency_name"], was["state"], was["county"])
    applications.identify(
        tx, case.id, state=was["state"], blocks=agencies.blocks_of(parsed), now=now, agency_name=was["agency_name"],
        agency_key=record.followed["key"], agency_type=was["agency_type"] or None, county=was["county"] or None,
        directory_name=record.followed["directory_name"],
    )  # fmt: skip


def _name(tx: Tx, case: int, wanted: dict[str, str], known: Directory, now: datetime) -> None:
    parsed = known.parse(wanted["agency_name"], wanted["state"], wanted["county"])
    match = known.match(wanted["agency_name"], wanted["state"], wanted["county"]) if wanted["agency_name"] else None
    applications.identify(
        tx, case, state=wanted["state"], blocks=agencies.blocks_of(parsed), now=now, agency_name=wanted["agency_name"],
        agency_key=parsed.key, agency_type=wanted["agency_type"] or None, county=wanted["county"] or None,
        directory_name=match.name if match is not None and match.certain else None,
    )  # fmt: skip


def _identity(case: ApplicationRecord) -> dict[str, str]:
    return {name: str(getattr(case, name) or "") for name in FOLLOWS}


def _detail(position: int, name: str, number: int) -> dict[str, Any]:
    return {"paper": position + 1, "field": name, "correction": number}


def _digest(paper: DocumentRecord, row: dict[str, Any] | None) -> str | None:
    """Of a value and its paper: the history holds no values, and of a short one nobody guesses it from the digest alone."""
    if row is None:
        return None
    return hashlib.sha256(json.dumps([paper.sha256, row["value"]], sort_keys=True).encode()).hexdigest()
