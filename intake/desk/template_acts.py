"""What an admin does with wordings. In: a name, a text, who. Out: versions; what goes live is told to every worker by one counter.

Nothing unsound is kept. With second_person nobody sends into the world what he wrote alone.
"""

from dataclasses import dataclass

from intake import errors
from intake.desk import template_texts, template_trial
from intake.desk.desk import Desk
from intake.desk.template_texts import SHIPPED, TemplateSettings
from intake.desk.templates import Fault
from intake.replies.catalogue import EVERY
from intake.store import events, switches, template_versions
from intake.store.database import Tx
from intake.store.events import Event
from intake.store.template_versions import New, State, VersionRecord


@dataclass(frozen=True, slots=True)
class Refused:
    """The wording was not kept."""

    faults: tuple[Fault, ...]


def save(
    desk: Desk, settings: TemplateSettings, name: str, subject: str, body: str, *, who: str, note: str = "", latest: int | None = None
) -> VersionRecord | Refused:
    """Keep a draft. `latest` is the newest version that its author saw. Raises errors.NotFound and errors.Conflict."""
    subject = "" if name not in EVERY else subject.strip()
    body = template_trial.plain_lines(body).rstrip() + "\n"
    if faults := template_trial.check(desk, settings, name, subject, body):
        return Refused(faults)
    with desk.db.write() as tx:
        _unseen(tx, name, latest)
        return _keep(desk, tx, settings, name, subject, body, who=who, note=note)


def submit(desk: Desk, settings: TemplateSettings, name: str, number: int, *, who: str) -> VersionRecord:
    """Ask a second person to approve a draft; live at once where none is asked. Raises errors.NotFound, UnlawfulMove, Conflict."""
    with desk.db.write() as tx:
        return _submit(desk, tx, settings, template_versions.get(tx, name, number), who)


def approve(desk: Desk, settings: TemplateSettings, name: str, number: int, *, who: str, note: str = "") -> VersionRecord | Refused:
    """Make a waiting version live, as a second person. Raises errors.NotFound, UnlawfulMove, Conflict, and PersonNeeded for its author."""
    with desk.db.read() as tx:
        version = template_versions.get(tx, name, number)
    if version.author.casefold() == who.casefold():
        raise errors.PersonNeeded("who wrote a text cannot approve it: a second person looks at it")
    # What it was checked with may have changed since.
    if not version.follows_shipped and (faults := template_trial.check(desk, settings, name, version.subject, version.body)):
        return Refused(faults)
    with desk.db.write() as tx:
        _live(desk, tx, template_versions.get(tx, name, number), who, by_second=True, note=note)
        return template_versions.get(tx, name, number)


def reject(desk: Desk, name: str, number: int, *, who: str, reason: str) -> VersionRecord:
    """Send a waiting version back, with a reason; its author may also take it back himself. Raises as `approve`."""
    if not reason.strip():
        raise errors.PersonNeeded("a reason is needed: its author must know what to change")
    with desk.db.write() as tx:
        version, now = template_versions.get(tx, name, number), desk.db.now(tx)
        if version.state != State.WAITING:
            raise errors.UnlawfulMove(f"version {number} of {name} is {version.state}: only one that waits can be rejected")
        template_versions.move(tx, version, State.REJECTED, by_who=who, at=now, decision=reason.strip())
        _note(desk, tx, version, "template.rejected", who)
        return template_versions.get(tx, name, number)


def roll_back(desk: Desk, settings: TemplateSettings, name: str, number: int, *, who: str) -> VersionRecord | Refused:
    """Go back to an earlier version, 0 for the shipped text: a new version with those words, approved like any other.

    Raises errors.NotFound and errors.Conflict.
    """
    template_texts.known(name)
    if number == SHIPPED:
        text = template_texts.shipped_text(settings, name)
        subject, body = text.subject, text.body
    else:
        with desk.db.read() as tx:
            old = template_versions.get(tx, name, number)
        subject, body = old.subject, old.body
        if faults := template_trial.check(desk, settings, name, subject, body):
            return Refused(faults)
    note = "the shipped text back" if number == SHIPPED else f"back to version {number}"
    with desk.db.write() as tx:
        made = _keep(desk, tx, settings, name, subject, body, who=who, note=note, follows_shipped=number == SHIPPED)
        return _submit(desk, tx, settings, made, who)


def keep_all(desk: Desk, settings: TemplateSettings, texts: dict[str, tuple[str, str]], *, who: str, note: str) -> list[VersionRecord]:
    """Keep and submit wordings that were checked together, by name."""
    with desk.db.write() as tx:
        return [
            _submit(desk, tx, settings, _keep(desk, tx, settings, name, subject, body, who=who, note=note), who)
            for name, (subject, body) in texts.items()
        ]


def pause(desk: Desk, name: str, *, paused: bool, who: str, reason: str = "") -> None:
    """Hold letters that would get this reply for a person, or let them be answered again. Raises errors.NotFound."""
    template_texts.known(name)
    with desk.db.write() as tx:
        if (name in switches.paused_templates(tx)) == paused:
            return
        now = desk.db.now(tx)
        switches.throw(tx, name=switches.TEMPLATE + name, value="off" if paused else "on", by_who=who, at=now, reason=reason)
        switches.touch_templates(tx, by_who=who, at=now)
        events.add(tx, [Event(now, "template.paused" if paused else "template.resumed", actor=who, detail={"template": name})])


def _unseen(tx: Tx, name: str, latest: int | None) -> None:
    newest = max((each.number for each in template_versions.of_name(tx, name)), default=SHIPPED)
    if latest is not None and newest != latest:
        raise errors.Conflict(f"version {newest} was saved in the meantime: look at the difference, then save again")


def _keep(
    desk: Desk,
    tx: Tx,
    settings: TemplateSettings,
    name: str,
    subject: str,
    body: str,
    *,
    who: str,
    note: str,
    follows_shipped: bool = False,
) -> VersionRecord:
    template_versions.retire(tx, name, [State.DRAFT])
    new = New(
        name=name, subject=subject, body=body, author=who, made_at=desk.db.now(tx), note=note,
        shipped_sha256=template_texts.shipped_digest(settings, name), follows_shipped=follows_shipped,
    )  # fmt: skip
    made = template_versions.add(tx, desk.db, new)
    _note(desk, tx, made, "template.saved", who)
    return made


def _submit(desk: Desk, tx: Tx, settings: TemplateSettings, version: VersionRecord, who: str) -> VersionRecord:
    if version.state != State.DRAFT:
        raise errors.UnlawfulMove(f"version {version.number} of {version.name} is {version.state}: only a draft can be sent on")
    if settings.second_person:
        template_versions.retire(tx, version.name, [State.WAITING])
        template_versions.move(tx, version, State.WAITING, by_who=None, at=desk.db.now(tx))
        _note(desk, tx, version, "template.submitted", who)
    else:
        _live(desk, tx, version, who, by_second=False)
    return template_versions.get(tx, version.name, version.number)


def _live(desk: Desk, tx: Tx, version: VersionRecord, who: str, *, by_second: bool, note: str = "") -> None:
    now = desk.db.now(tx)
    if by_second and version.state != State.WAITING:
        raise errors.UnlawfulMove(f"version {version.number} of {version.name} is {version.state}: only one that waits can be approved")
    template_versions.retire(tx, version.name, [State.LIVE])
    template_versions.move(tx, version, State.LIVE, by_who=who if by_second else None, at=now, decision=note)
    switches.touch_templates(tx, by_who=who, at=now)
    _note(desk, tx, version, "template.live", who)


def _note(desk: Desk, tx: Tx, version: VersionRecord, kind: str, who: str) -> None:
    detail = {"template": version.name, "version": version.number, "sha256": version.sha256}
    events.add(tx, [Event(desk.db.now(tx), kind, actor=who, detail=detail)])
