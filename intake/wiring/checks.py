"""Prove the settings before they are relied on. In: a Config. Out: one result a part, each with its remedy."""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from intake import errors
from intake.adapters import blank_forms, certificates
from intake.business_time import due, words
from intake.config.settings import Config
from intake.documents import digital, wording
from intake.documents.document import State
from intake.plural import counted
from intake.ports import Clock, Role
from intake.replies import renderer
from intake.store import folders, people
from intake.wiring import parts, service


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One thing that was proved, or not. A `warning` is no failure: the service runs, and somebody should decide.

    `text` is exact, for programs and for whoever looks closely; `plain` says it for whoever runs the service, where that is not the same.
    """

    name: str
    ok: bool
    text: str
    remedy: str | None = None
    warning: bool = False
    plain: str = ""


def check(config: Config) -> Iterator[CheckResult]:
    """Everything that can be proved without a letter; sends nothing and marks nothing."""
    clock = parts.clock()
    yield _try("database", lambda: _database(config, clock))
    yield _try("disk", lambda: _disk(config))
    for one in config.mailbox:
        yield _try(f"mailbox {one.name}", functools.partial(_mailbox, config, clock, one.name))
    yield _try("transport", lambda: _transport(config, clock))
    yield from _templates(config)
    yield _try("calendar", lambda: _calendar(config, clock))
    yield _try("reader", lambda: _reader(config))
    yield _try("trust roots", lambda: _roots(config))
    yield _try("blank forms", lambda: _blanks(config))
    yield _try("aliases", lambda: counted(len(parts.aliases(config).pairs), "pair") + " of names")
    yield _try("directory", lambda: counted(len(parts.directory(config)), "agency", "agencies"))
    yield _try("desk", lambda: _desk(config, clock))
    yield from _reminders(config)


def _try(name: str, act: Callable[[], str | CheckResult]) -> CheckResult:
    try:
        found = act()
        return found if isinstance(found, CheckResult) else CheckResult(name, True, found)
    except errors.IntakeError as error:
        return CheckResult(name, False, str(error), _remedy(error))


def _remedy(error: errors.IntakeError) -> str | None:
    match error:
        case errors.SchemaMismatch():
            return "run `intake migrate`"
        case errors.MailboxUnreachable() | errors.TransportUnreachable():
            return "is the server's name and port right, and is it up?"
        case errors.MailboxRefused() | errors.TransportRefused():
            return "correct user, password or token, folder or certificate in the settings"
        case _:
            return None


def _database(config: Config, clock: Clock) -> CheckResult:
    db = parts.database(config, clock)
    try:
        plain = "SQLite: safe settings proved (write-ahead log, full sync, foreign keys)" if db.is_sqlite else ""
        return CheckResult("database", True, ", ".join(service.ready(db)), plain=plain)
    finally:
        db.close()


def _desk(config: Config, clock: Clock) -> CheckResult:
    """Whether somebody may sign in."""
    db = parts.database(config, clock)
    try:
        with db.read() as tx:
            admins = people.active_of(tx, "admin")
    finally:
        db.close()
    if not admins:
        return CheckResult(
            "desk", True, "nobody may sign in as admin", "`intake people add NAME --role admin` makes the first", warning=True
        )
    return CheckResult("desk", True, f"{counted(admins, 'admin')} may sign in")


def _roots(config: Config) -> str:
    folder = config.reading.trust_roots
    if folder is None:
        return "none: who signed digitally is not judged"
    try:
        found = certificates.read(folder)
    except errors.ConfigError as error:
        raise errors.ConfigError(f"[reading] trust_roots: {error}") from error
    wrong = [der for der in found if digital.certificate(der) is None]
    if wrong or not found:
        raise errors.ConfigError(f"[reading] trust_roots: {folder}: {len(found)} files, {len(wrong)} of them no certificates")
    return counted(len(found), "certificate")


def _blanks(config: Config) -> str:
    folder = config.reading.blank_forms
    if folder is None:
        return "none: returned agreements are not held against the form"
    try:
        files = blank_forms.read(folder)
    except errors.ConfigError as error:
        raise errors.ConfigError(f"[reading] blank_forms: {error}") from error
    found: dict[str, str] = {}
    for name, content in files:
        form = _blank(content)
        if form is None:
            text = (
                f"{folder / name}: a PDF of one blank agreement whose words can be copied is needed; save it from the program that made it"
            )
            raise errors.ConfigError(f"[reading] blank_forms: {text}")
        printing = f"{form.model} {form.revision or 'without a mark'}"
        if printing in found:
            raise errors.ConfigError(f"[reading] blank_forms: {folder}: {found[printing]} and {name} are both {printing}; keep one")
        found[printing] = name
    if not found:
        raise errors.ConfigError(f"[reading] blank_forms: {folder}: no .pdf file; put the blank forms there, or leave the setting empty")
    return ", ".join(sorted(found))


def _blank(content: bytes) -> wording.Blank | None:
    try:
        return wording.blank_of(content)
    except errors.UnreadablePaper:
        return None


def _disk(config: Config) -> str:
    free = parts.blobs(config).free_bytes() // 2**20
    if free < config.data.free_disk_floor_mb:
        raise errors.DiskLow(f"{free} MB are free, the floor is {config.data.free_disk_floor_mb} MB: intake would pause; make room")
    return f"{free} MB free"


def _mailbox(config: Config, clock: Clock, name: str) -> str:
    one = next(m for m in config.mailbox if m.name == name)
    box = parts.mailbox(config, one, clock)
    try:
        box.open()
        found = {folder.name: box.status(folder) for folder in box.folders}
    finally:
        box.close()
    told = ", ".join(f"{name} {counted(status.count, 'mail')}" for name, status in found.items())
    intake = [f for f in box.folders if f.role is Role.INTAKE]
    db = parts.database(config, clock)
    try:
        with db.read() as tx:
            new = [f for f in intake if folders.find(tx, mailbox=name, folder=f.name) is None]
    finally:
        db.close()
    older = sum(found[f.name].count for f in new)
    return told + (f"; {older} of them {'is' if older == 1 else 'are'} older and will be recorded without an answer" if older else "")


def _transport(config: Config, clock: Clock) -> str:
    way_out = parts.transport(config, clock)
    try:
        way_out.check()
    finally:
        way_out.close()
    return f"writes into {config.transport.path}" if config.transport.kind == "folder" else f"{config.transport.host} takes our mail"


def _templates(config: Config) -> Iterator[CheckResult]:
    try:
        problems = renderer.check(config.replies.templates)
    except errors.TemplateError as error:
        yield CheckResult("templates", False, str(error))
        return
    if not problems:
        yield CheckResult("templates", True, "every reply can be rendered")
    for problem in problems:
        yield CheckResult("templates", False, str(problem))


def _calendar(config: Config, clock: Clock) -> str:
    days = parts.calendar(config)
    now = clock.now()
    at = due.due(now, days).at
    ahead = [days.local(now + timedelta(days=n)).date() for n in range(28)]
    closed = [f"{words.day(day)} ({why})" for day in ahead if days.settings.hours[day.weekday()] and (why := days.why_closed(day))]
    told = f"; closed in the next four weeks: {', '.join(closed)}" if closed else ""
    return (f"a letter now is due on {words.moment(at, days)}" if at else "closed until further notice") + told


def _reader(config: Config) -> str:
    """A child is started and reads what is no paper; that it answers is what counts."""
    reader = parts.reader(config)
    try:
        found = reader.read(b"%PDF-1.4 no paper", filename="", media_type="application/pdf")
    finally:
        reader.close()
    if any(document.state in (State.KILLED, State.LATE) for document in found):
        raise errors.PersonNeeded("the children that read papers do not answer: is the memory limit in [reading] memory_mb too low?")
    return counted(config.reading.processes, "child reads papers", "children read papers")


def _reminders(config: Config) -> Iterator[CheckResult]:
    """What is allowed to be empty, and what somebody should have decided on."""
    o = config.office
    empty = [k for k in ("privacy_notice", "sensitive_notice", "records_line", "phone", "program_page") if not getattr(o, k)]
    if empty:
        yield CheckResult(
            "words", True, f"[office] {', '.join(empty)} {'is' if len(empty) == 1 else 'are'} empty; replies leave that out.",
            "ask counsel and the records officer", warning=True,
        )  # fmt: skip
    if not o.addresses:
        text = "[office] addresses is empty: replies come from a placeholder address"
        yield CheckResult("office", True, text, "set it before real mail", warning=True)
    if not (config.alerts.webhook or config.alerts.command):
        text = "no second channel beside mail is set in [alerts]: when mail breaks, nobody is told"
        yield CheckResult("alerts", True, text, "set [alerts] webhook or [alerts] command", warning=True)
