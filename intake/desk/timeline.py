"""Everything that happened to a letter and its application, in plain words. In: the history and the records it points to. Out: one list."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from intake.applications.status import Status
from intake.desk import fields
from intake.desk.cases import NAMES
from intake.desk.signatures import SAID
from intake.plural import counted
from intake.security import masking
from intake.store import applications, cases, corrections, documents, events, responses, work
from intake.store.database import Tx

MOST: Final = 300
SERVICE: Final = "service"
_QUIET: Final = frozenset({
    "message.read", "message.extracted", "message.registered", "application.assessed", "message.seen_again", "message.due_moved",
})  # fmt: skip
"""The machine's own steps: they say nothing to a person that the page does not say."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened. `who` is "" where the service did it; `sort` is "came", "machine", "sent", "person" or "look"."""

    at: datetime
    who: str
    text: str
    sort: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """Records by number, for events that name them."""

    corrections: Mapping[int, corrections.CorrectionRecord]
    notes: Mapping[int, work.NoteRecord]
    reminders: Mapping[int, work.ReminderRecord]
    moves: Mapping[int, cases.MoveRecord]
    references: Mapping[int, str]
    reasons: Mapping[int, str]
    private: frozenset[int]  # corrections of values that lie in a list of people


Told = Callable[[Mapping[str, Any], _Known], tuple[str, str]]


def of_letter(tx: Tx, letter: int, application_ids: Iterable[int]) -> list[Entry]:
    """Newest first. Looks at it are among them, told once a person and day."""
    found = [(e.at, e.kind, e.message_id, e.actor, e.detail) for e in events.of_message(tx, letter)]
    for case in application_ids:
        found += [tuple(row) for row in work.events_of_application(tx, case, limit=MOST) if row[2] != letter]
    return _entries(tx, found, letter)


def of_application(tx: Tx, case: int) -> list[Entry]:
    """The same of an application alone."""
    return _entries(tx, [tuple(row) for row in work.events_of_application(tx, case, limit=MOST)], 0)


def _entries(tx: Tx, found: list[tuple[Any, ...]], letter: int) -> list[Entry]:
    known = _known(tx, found)
    made: list[Entry] = []
    looked: set[tuple[str, str, object]] = set()
    for at, kind, of, actor, detail in sorted(found, key=lambda each: each[0]):
        if kind in _QUIET:
            continue
        if kind.endswith(".shown"):
            key = (actor, kind, at.date())
            if key in looked:
                continue
            looked.add(key)
        text, note = _told(kind, detail, known)
        if of not in (letter, None):
            text = f"Letter {of}: {text[:1].lower()}{text[1:]}"
        made.append(Entry(at, "" if actor == SERVICE else actor, text, _sort(kind, actor), note))
    made += [_answer(each) for each in responses.of_message(tx, letter)]
    return sorted(made, key=lambda entry: entry.at, reverse=True)[:MOST]


def _answer(record: responses.ResponseRecord) -> Entry:
    texts = {"none_needed": "No answer is needed", responses.WITHDRAWN: "Recorded by mistake, and taken back"}
    text = texts.get(record.kind) or f"Answered {_BY.get(record.kind, record.kind)}"
    return Entry(record.at, "" if record.by_who == SERVICE else record.by_who, text, "person", record.note)


def _known(tx: Tx, found: list[tuple[Any, ...]]) -> _Known:
    letters = {of for _, _, of, _, _ in found if of is not None}
    named = {n for _, _, _, _, detail in found for n in (detail.get("made"), detail.get("on_record")) if isinstance(n, int)}
    with_merge = {n for _, _, _, _, detail in found if isinstance(n := detail.get("merge"), int)}
    every = {case: applications.get(tx, case) for case in named}
    merges = {m.id: m.reason for case in every for m in cases.merges(tx, case) if m.id in with_merge}
    moved = {int(detail["move"]): None for _, _, _, _, detail in found if isinstance(detail.get("move"), int)}
    corrected = {c.id: c for one in letters for c in corrections.of_message(tx, one)} if _has(found, "field.") else {}
    return _Known(
        corrections=corrected,
        private=_private(tx, corrected.values()),
        notes={n.id: n for n in work.notes(tx, letters)} if letters else {},
        reminders={r.id: r for one in letters for r in work.reminders(tx, one)} if _has(found, "message.reminder") else {},
        moves={number: move for number in moved if (move := cases.get_move(tx, number)) is not None},
        references={number: case.reference for number, case in every.items()},
        reasons=merges,
    )


def _private(tx: Tx, records: Iterable[corrections.CorrectionRecord]) -> frozenset[int]:
    places: dict[tuple[int, int], Any] = {}
    found = set()
    for record in records:
        key = (record.message_id, record.position)
        if key not in places:
            papers = {p.position: p.id for p in documents.of_message(tx, record.message_id)}
            places[key] = documents.findings_of(tx, papers[record.position])["sensitive"] if record.position in papers else []
        row = record.before or record.machine or record.after
        if row is not None and masking.by_place("x", "x", page=row["page"], box=row["bbox"], places=places[key]) != ("x", "x"):
            found.add(record.id)
    return frozenset(found)


def _has(found: list[tuple[Any, ...]], start: str) -> bool:
    return any(kind.startswith(start) for _, kind, _, _, _ in found)


def _told(kind: str, detail: Mapping[str, Any], known: _Known) -> tuple[str, str]:
    if kind in _SAYINGS:
        saying = _SAYINGS[kind]
        return saying.replace("acknowledgement", "answer") if detail.get("answer") else saying, ""
    if kind in _TELLING:
        return _TELLING[kind](detail, known)
    return kind.replace(".", ": ").replace("_", " ").capitalize(), ""


def _sort(kind: str, actor: str) -> str:
    if kind.endswith(".shown"):
        return "look"
    if actor != SERVICE:
        return "person"
    if kind in ("message.kept", "message.imported", "paper.placed"):
        return "came"
    return "sent" if kind.startswith("reply.") or kind == "message.answered" else "machine"


_BY: Final = {"mail": "by mail", "returned": "by mail, and the mail came back", "phone": "by phone", "elsewhere": "elsewhere"}
_SAYINGS: Final = {
    "message.kept": "The letter came in",
    "message.imported": "The letter was taken over from past mail",
    "message.promoted": "The letter was seen in the inbox",
    "message.shelved": "It could not be worked on and was set aside",
    "message.tied": "It was filed with the only application that knows its sender",
    "message.held": "It was held for a person",
    "message.ignored": "It was recorded; no acknowledgement is sent",
    "message.answered": "An acknowledgement of several letters covers it",
    "message.shown": "Looked at it",
    "application.shown": "Looked at the application",
    "field.shown": "Had a private value shown",
    "page.shown": "Had a page shown without masks",
    "text.shown": "Had the mail shown as it came",
    "file.shown": "Downloaded an attachment",
    "message.released": "Released the acknowledgement",
    "message.release_undone": "Took the release back before anything was sent",
    "message.rejected": "Decided that no acknowledgement is sent",
    "message.reject_undone": "Took that back: the letter is held again",
    "message.retried": "Sent it round again",
    "message.accepted": "Looked at it and found it right",
    "message.accept_undone": "Put it before a person again",
    "message.held_by_person": "Put it before a person",
    "message.responded": "Recorded an answer",
    "message.none_needed": "Recorded that no answer is needed",
    "message.response_withdrawn": "Took the recorded answer back: the clock runs again",
    "message.none_needed_withdrawn": "Took that back: an answer is due again",
    "letter.responded": "Somebody of this office answered",
    "letter.reopened": "The answer came back: the letter is open again",
    "answer.queued": "Wrote an answer",
    "answer.taken_back": "Took the answer back before it went",
    "reply.copy_bounced": "A copy of the answer came back",
    "reply.queued": "An acknowledgement was written",
    "reply.sent": "The acknowledgement went out",
    "reply.deferred": "The acknowledgement could not be handed over yet",
    "reply.dead": "The acknowledgement was refused for good",
    "reply.unsure": "The line was lost: nobody knows whether the acknowledgement went",
    "reply.bounced": "The acknowledgement came back",
    "reply.withdrawn": "The acknowledgement was withdrawn",
    "reply.proved_sent": "A copy proves that the acknowledgement went",
    "reply.retried_once": "The acknowledgement was tried once more",
    "reply.retried": "Had the acknowledgement sent again",
    "application.made": "An application was opened",
    "application.joined": "Its papers joined the application on record",
    "application.kept_apart": "Said that the two stay separate applications",
    "application.renamed": "The application followed the correction",
}  # fmt: skip


def _decided(detail: Mapping[str, Any], _known_: _Known) -> tuple[str, str]:
    verdict = {"send": "acknowledge it", "hold": "hold it for a person", "never": "send no acknowledgement"}
    return f"The service decided to {verdict.get(str(detail.get('verdict')), 'go on')}", ""


def _placed(detail: Mapping[str, Any], _known_: _Known) -> tuple[str, str]:
    form = {"loi": "letter of interest", "moa": "agreement"}.get(str(detail.get("form")), "paper")
    model = f" ({detail['model']})" if detail.get("model") else ""
    return f"The {form}{model} was filed", ""


def _field(detail: Mapping[str, Any], known: _Known) -> tuple[str, str]:
    record = known.corrections.get(int(detail.get("correction", 0)))
    label = fields.NAMED.get(str(detail.get("field")), "A value")
    if record is None or record.id in known.private:
        return f"Corrected: {label}", ""
    if record.name in corrections.SIGNATURES:
        before, after = (SAID.get(str((row or {}).get("value")), "") for row in (record.before, record.after))
        return f"{label}: {after}", f"it said: {before}" if before else ""
    before = fields.words((record.before or {}).get("value"))
    if record.act == corrections.UNREADABLE:
        return f"Marked as not readable: {label}", f"the machine read “{before}”" if before else ""
    after = fields.words((record.after or {}).get("value"))
    return (f"Added {label}: “{after}”", "") if not before else (f"Corrected {label}: “{before}” is “{after}”", "")


def _unfield(detail: Mapping[str, Any], _known_: _Known) -> tuple[str, str]:
    return f"Took a correction back: {fields.NAMED.get(str(detail.get('field')), 'a value')}", ""


def _assigned(detail: Mapping[str, Any], _known_: _Known) -> tuple[str, str]:
    return (f"Gave it to {detail['after']}" if detail.get("after") else "Gave it back: nobody has it"), ""


def _noted(detail: Mapping[str, Any], known: _Known) -> tuple[str, str]:
    record = known.notes.get(int(detail.get("note", 0)))
    return "Left a note", "" if record is None or record.withdrawn_at is not None else record.text


def _reminder(detail: Mapping[str, Any], known: _Known) -> tuple[str, str]:
    record = known.reminders.get(int(detail.get("reminder", 0)))
    return "Asked to be reminded", "" if record is None else record.text


def _moved(detail: Mapping[str, Any], known: _Known) -> tuple[str, str]:
    record = known.moves.get(int(detail.get("move", 0)))
    after = str(detail.get("after"))
    name = NAMES[Status(after)] if after in set(Status) else after
    return f"Moved the application: {name}", "" if record is None else record.reason


def _merged(detail: Mapping[str, Any], known: _Known) -> tuple[str, str]:
    made, case = (known.references.get(int(detail.get(key, 0)), "another application") for key in ("made", "on_record"))
    return f"{made} became part of {case}", known.reasons.get(int(detail.get("merge", 0) or 0), "")


_TELLING: Final[dict[str, Told]] = {
    "message.decided": _decided,
    "paper.placed": _placed,
    "paper.read_on": lambda detail, _: (f"Paper {detail.get('paper', '')} was read to its end", ""),
    "field.corrected": _field,
    "field.added": _field,
    "field.unreadable": _field,
    "field.undone": _unfield,
    "message.assigned": _assigned,
    "message.noted": _noted,
    "message.note_withdrawn": lambda _, __: ("Withdrew a note", ""),
    "message.reminder_set": _reminder,
    "message.reminder_done": lambda _, __: ("Settled a reminder", ""),
    "application.moved": _moved,
    "application.move_undone": lambda detail, known: (f"Took the move back: {_moved(detail, known)[0].partition(': ')[2]}", ""),
    "application.merged": _merged,
    "application.parted": lambda detail, known: (f"Parted again: {_merged(detail, known)[0].replace(' became part of ', ' and ')}", ""),
    "reply.settled": lambda detail, _: (f"Settled the reply: {str(detail.get('verdict', '')).replace('-', ' ')}", ""),
    "messages.bulk": lambda detail, _: (f"Did the same to {counted(int(detail.get('letters', 0)), 'letter')}", ""),
}
