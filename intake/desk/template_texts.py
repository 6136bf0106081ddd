"""The wordings of replies, for those who look after them. In: a Desk and its TemplateSettings. Out: lists, versions, differences."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from intake import errors
from intake.desk.desk import Desk
from intake.replies import catalogue, samples, sandbox, wording
from intake.replies.catalogue import ANSWERS, EVERY, PARTS_FOLDER
from intake.replies.facts import Blocks
from intake.store import switches, template_versions
from intake.store.database import Tx
from intake.store.template_versions import State, VersionRecord

SHIPPED: Final = 0
"""The number of the text that comes with the program; it is never kept and can always be had back."""


@dataclass(frozen=True, slots=True)
class TemplateSettings:
    """What the desk must know of templates besides the ledger. `child` tries unsaved text under limits (desk/trial_child.py)."""

    shipped: Mapping[str, str]
    folder: Mapping[str, str]  # an admin's own texts on disk, between the shipped ones and the ledger's
    blocks: Blocks
    child: Callable[[bytes], bytes]
    second_person: bool = True


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of one version, 0 for the shipped one. `subject` is empty for a locked part."""

    number: int
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Line:
    """A reply, answer or locked part in the list. `shipped_changed`: a new version of the program brought other words than were edited."""

    name: str
    kind: str  # "reply" | "answer" | "part"
    purpose: str
    live: int  # the version that is sent; 0 for the shipped text
    edited_by: str | None
    edited_at: datetime | None
    waiting: int | None  # a version that waits for a second person
    draft: int | None
    paused: bool
    shipped_changed: bool
    on_disk: bool  # a file of the folder of templates is sent


@dataclass(frozen=True, slots=True)
class Explained:
    """A variable, for whoever edits. `sample` is what it may hold; `may_be_empty` says that it sometimes holds nothing."""

    name: str
    meaning: str
    shape: str
    sample: str
    may_be_empty: bool
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """One reply or part with all that its editor shows. `latest` goes back with the form: who saved in between is not overwritten."""

    line: Line
    text: Wording
    version: VersionRecord | None  # of `text`; None for the shipped one
    versions: tuple[VersionRecord, ...]  # latest first
    latest: int
    variables: tuple[Explained, ...]
    parts: Mapping[str, str]  # the locked parts that it must carry, as they are worded now
    second_person: bool


def listing(desk: Desk, settings: TemplateSettings) -> tuple[Line, ...]:
    """Replies, then answers, then locked parts."""
    with desk.db.read() as tx:
        held = _by_name(template_versions.in_state(tx, State.DRAFT, State.WAITING, State.LIVE))
        paused = switches.paused_templates(tx)
    return tuple(_line(settings, name, held.get(name, []), name in paused) for name in catalogue.editable())


def view(desk: Desk, settings: TemplateSettings, name: str, number: int | None = None) -> View:
    """One of them, at a version, else at the one that is being worked on. Raises errors.NotFound."""
    known(name)
    with desk.db.read() as tx:
        versions = template_versions.of_name(tx, name)
        paused = name in switches.paused_templates(tx)
        texts = current(tx, settings)
    if number is None:
        open_ones = [each.number for each in versions if each.state in (State.DRAFT, State.WAITING, State.LIVE)]
        number = max(open_ones, default=SHIPPED)
    version = next((each for each in versions if each.number == number), None)
    if version is None and number != SHIPPED:
        raise errors.NotFound(f'there is no version {number} of "{name}"')
    carried = EVERY[name].parts if name in EVERY else ()
    return View(
        line=_line(settings, name, versions, paused),
        text=Wording(number, version.subject, version.body) if version is not None else shipped_text(settings, name),
        version=version,
        versions=tuple(versions),
        latest=max((each.number for each in versions), default=SHIPPED),
        variables=tuple(_explained(variable, settings.blocks) for variable in variables(name)),
        parts={part: texts[catalogue.part_path(part)] for part in carried},
        second_person=settings.second_person,
    )


def difference(desk: Desk, settings: TemplateSettings, name: str, before: int, after: int) -> tuple[str, ...]:
    """Lines of a unified difference of two versions, subject first; empty where they are the same. Raises errors.NotFound."""
    known(name)
    with desk.db.read() as tx:
        one, other = (_lines(_text(tx, settings, name, number)) for number in (before, after))
    was, now = ("shipped" if number == SHIPPED else f"version {number}" for number in (before, after))
    return tuple(difflib.unified_diff(one, other, was, now, lineterm=""))


def between(before: Wording, after: Wording) -> tuple[str, ...]:
    """The same of two wordings, kept or not. Pure."""
    return tuple(difflib.unified_diff(_lines(before), _lines(after), "now", "then", lineterm=""))


def current(tx: Tx, settings: TemplateSettings) -> dict[str, str]:
    """Every text by path, as it is sent now."""
    texts = {**settings.shipped, **settings.folder}
    for version in template_versions.in_state(tx, State.LIVE):
        for path, text in catalogue.texts(version.name, version.subject, version.body).items():
            texts[path] = settings.shipped[path] if version.follows_shipped else text
    return texts


def shipped_text(settings: TemplateSettings, name: str) -> Wording:
    """What comes with the program."""
    subject, body = _halves(settings.shipped, name)
    return Wording(SHIPPED, subject, body)


def shipped_digest(settings: TemplateSettings, name: str) -> str:
    """By which a later version of the program is told apart."""
    return template_versions.digest(*_halves(settings.shipped, name))


def known(name: str) -> None:
    """Raises errors.NotFound where there is no such reply, answer or part."""
    if name not in (names := catalogue.editable()):
        raise errors.NotFound(f'there is no template named "{name[:60]}"; {sandbox.nearest(name, names)}')


def variables(name: str) -> tuple[catalogue.Variable, ...]:
    """What it may speak of."""
    allowed = EVERY[name].variables if name in EVERY else tuple(catalogue.VARIABLES)
    return tuple(catalogue.VARIABLES[each] for each in allowed)


def _text(tx: Tx, settings: TemplateSettings, name: str, number: int) -> Wording:
    if number == SHIPPED:
        return shipped_text(settings, name)
    version = template_versions.get(tx, name, number)
    return Wording(number, version.subject, version.body)


def _halves(texts: Mapping[str, str], name: str) -> tuple[str, str]:
    subject, body = ("", texts[f"{name}.txt"]) if _is_part(name) else (texts[f"{name}/subject.txt"], texts[f"{name}/body.txt"])
    return subject, body


def _lines(text: Wording) -> list[str]:
    return [*([f"Subject: {text.subject.strip()}"] if text.subject else []), *text.body.split("\n")]


def _is_part(name: str) -> bool:
    return name.startswith(f"{PARTS_FOLDER}/")


def _by_name(versions: list[VersionRecord]) -> dict[str, list[VersionRecord]]:
    found: dict[str, list[VersionRecord]] = {}
    for version in versions:
        found.setdefault(version.name, []).append(version)
    return found


def _line(settings: TemplateSettings, name: str, versions: list[VersionRecord], paused: bool) -> Line:
    live = next((each for each in versions if each.state == State.LIVE), None)
    edited = live if live is not None and not live.follows_shipped else None
    return Line(
        name=name,
        kind="part" if _is_part(name) else "answer" if name in ANSWERS else "reply",
        purpose=catalogue.editable()[name],
        live=edited.number if edited is not None else SHIPPED,
        edited_by=edited.author if edited is not None else None,
        edited_at=edited.made_at if edited is not None else None,
        waiting=max((each.number for each in versions if each.state == State.WAITING), default=None),
        draft=max((each.number for each in versions if each.state == State.DRAFT), default=None),
        paused=paused,
        shipped_changed=edited is not None and edited.shipped_sha256 != shipped_digest(settings, name),
        on_disk=live is None and any(path in settings.folder for path in catalogue.texts(name, "", "")),
    )


def _explained(variable: catalogue.Variable, blocks: Blocks) -> Explained:
    full, bare = wording.context(samples.FULL, samples.BLOCKS), wording.context(samples.MINIMAL, samples.BARE_BLOCKS)
    told = full[variable.name]
    if isinstance(told, list):
        told = "; ".join(str(each["line"]) if isinstance(each, dict) else str(each) for each in told[:2])
    elif isinstance(told, bool):
        told = "yes" if told else "no"
    return Explained(variable.name, variable.meaning, str(variable.shape), str(told)[:120], not bare[variable.name], variable.items)
