"""Adapters made from settings. In: a Config. Out: ready parts. With its neighbours the one place that names adapters and settings."""

import csv
import os
import random
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from intake import errors
from intake.adapters import alerts, tokens
from intake.adapters.backoff import Backoff
from intake.adapters.blobs import FolderBlobs
from intake.adapters.clock import SystemClock
from intake.adapters.folder_transport import FolderTransport
from intake.adapters.ids import SystemIds
from intake.adapters.imap import ImapMailbox
from intake.adapters.imap_settings import ImapSettings
from intake.adapters.maildir import MaildirMailbox
from intake.adapters.reader import ProcessReader
from intake.adapters.smtp import SmtpTransport
from intake.adapters.smtp_settings import OAuth, Security, SmtpSettings, TokenSource
from intake.applications import agencies
from intake.applications import directory as directories
from intake.applications.agencies import Aliases
from intake.applications.decision import Limits, Office
from intake.applications.directory import Directory, Row
from intake.applications.kinds import Kind
from intake.business_time.calendar import Calendar
from intake.config import office_time
from intake.config.settings import Config
from intake.config.values import Mechanism
from intake.config.ways import Envelope, Server
from intake.config.ways import Mailbox as MailboxConfig
from intake.mail.limits import Limits as MailLimits
from intake.mail.sign import OwnAddresses
from intake.pipeline.acknowledge import Sender
from intake.pipeline.live_templates import LiveTemplates
from intake.ports import AlertChannel, Clock, Folder, Heartbeat, Mailbox, Reader, Transport
from intake.replies import folders, renderer
from intake.replies.facts import Blocks
from intake.replies.renderer import Renderer
from intake.store.database import Database

DEFAULT_ADDRESS: Final = "intake@office.example"
"""Stands in for the office's address in the embedded default, whose replies never leave the machine."""
_ALERT_SECONDS: Final = 20.0
_FILE_BYTES: Final = 32 * 1024 * 1024


def clock() -> SystemClock:
    """The machine's clock."""
    return SystemClock()


def ids() -> SystemIds:
    """The machine's randomness."""
    return SystemIds()


def database(config: Config, clock: Clock) -> Database:
    """The ledger, not yet looked at; its folder is made."""
    config.data.folder.mkdir(parents=True, exist_ok=True)
    return Database(url=config.data.database_url, clock=clock)


def blobs(config: Config) -> FolderBlobs:
    """Where bytes are kept."""
    return FolderBlobs(root=config.data.folder / "blobs")


def own_address(config: Config) -> str:
    """The address that replies come from."""
    return config.transport.from_address or (config.office.addresses[0] if config.office.addresses else DEFAULT_ADDRESS)


def office(config: Config) -> Office:
    """Who we are, for deciding."""
    known = {
        own_address(config),
        *config.office.addresses,
        *(a for a in (config.transport.reply_to, config.transport.bounce_address) if a),
    }
    return Office(
        addresses=frozenset(a.lower() for a in known),
        domains=frozenset(d.lower() for d in config.office.domains),
        list_ids=frozenset(i.lower() for i in config.office.list_ids),
        authserv_ids=frozenset(i.lower() for i in config.office.authserv_ids),
    )


def own(config: Config) -> OwnAddresses:
    """Who we are, for reading signs."""
    us = office(config)
    return OwnAddresses(addresses=us.addresses, list_ids=us.list_ids, authserv_ids=us.authserv_ids, domains=us.domains)


def limits(config: Config) -> Limits:
    """Caps on automatic replies."""
    r = config.replies
    return Limits(r.per_address_day, r.per_address_week, r.per_domain_day, r.burst_minutes, frozenset(map(Kind, r.neutral_kinds)))


def mail_limits(config: Config) -> MailLimits:
    """Bounds of reading mail."""
    return MailLimits(raw_bytes=max(m.largest_mb for m in config.mailbox) * 2**20)


def calendar(config: Config) -> Calendar:
    """The office's calendar. Raises errors.ConfigError."""
    return office_time.build(config.calendar)


def templates(config: Config) -> Renderer:
    """The replies. Raises errors.TemplateError."""
    return renderer.load(config.replies.templates, blocks(config))


def blocks(config: Config) -> Blocks:
    """What the office adds to each reply."""
    o = config.office
    return Blocks(
        office_name=o.name, contact_address=o.contact_address or own_address(config), office_phone=o.phone, privacy_notice=o.privacy_notice,
        sensitive_notice=o.sensitive_notice, records_line=o.records_line, program_page=o.program_page,
    )  # fmt: skip


def live_templates(config: Config, db: Database, clock: Clock) -> LiveTemplates:
    """The replies as the ledger words them now. Raises errors.TemplateError."""
    folder = folders.read(config.replies.templates).sources if config.replies.templates else {}
    shipped = folders.read(folders.shipped_folder()).sources
    made = LiveTemplates(db=db, clock=clock, shipped=shipped, folder=folder, blocks=blocks(config))
    made.refresh()
    return made


def sender(config: Config) -> Sender:
    """Whose name replies bear, and where their bounces go."""
    t = config.transport
    address = own_address(config)
    return Sender(
        name=t.from_name or config.office.name,
        address=address,
        reply_to=t.reply_to or address,
        envelope=t.envelope.value,
        bounce=f"bounce@{t.bounce_domain}" if t.envelope is Envelope.VERP else t.bounce_address or address,
    )


def directory(config: Config) -> Directory:
    """The agencies that exist; empty without a list. Raises errors.ConfigError.

    Columns name, state, county, type, id; or those of the FBI's list of agencies.
    """
    path = config.office.directory
    if path is None:
        return Directory()
    records = _records(path, "[office] directory")
    try:
        if records and "pub_agency_name" in records[0]:
            return Directory(directories.rows_from_fbi(records), all_counties=True)
        return Directory(
            Row(r.get("name", ""), r.get("state", ""), r.get("county", ""), r.get("type", ""), r.get("id", "")) for r in records
        )
    except ValueError as error:
        raise errors.ConfigError(f"[office] directory: {error}") from error


def aliases(config: Config) -> Aliases:
    """Names that staff declared one agency: columns state, name, other. Raises errors.ConfigError."""
    path = config.office.aliases
    if path is None:
        return Aliases()
    found = _records(path, "[office] aliases")
    try:
        return agencies.aliases((r.get("state", ""), r.get("name", ""), r.get("other", "")) for r in found)
    except ValueError as error:
        raise errors.ConfigError(f"[office] aliases: {error}") from error


def mailbox(config: Config, one: MailboxConfig, clock: Clock) -> Mailbox:
    """A mailbox, not yet opened."""
    folders = tuple(Folder(f.name, f.role) for f in one.folders)
    spool = config.data.folder / "spool" / one.name
    batch, above = one.batch_mb * 1_000_000, one.spool_above_mb * 1_000_000
    if one.kind == "maildir":
        return MaildirMailbox(
            name=one.name, path=one.path, spool_folder=spool, folders=folders, courtesy=one.courtesy, move_to=one.move_to or None,
            batch_count=one.batch_mails, batch_bytes=batch, spool_above=above,
        )  # fmt: skip
    password, token = _credentials(one, clock)
    return ImapMailbox(
        name=one.name,
        settings=ImapSettings(
            host=one.host, port=one.usual_port, security=Security(one.security.value), user=one.user, spool_folder=spool,
            allow_clear_text=True, ca_file=one.ca_file, password=password, token=token, oauth=_oauth(one), folders=folders,
            courtesy=one.courtesy, keyword=one.keyword, move_to=one.move_to, connect_timeout=one.connect_seconds,
            read_timeout=one.answer_seconds, batch_count=min(one.batch_mails, 50), batch_bytes=min(batch, 8_000_000),
            spool_above=min(above, batch, 8_000_000), idle=one.idle, idle_renew=float(one.idle_seconds),
        ),
    )  # fmt: skip


def transport(config: Config, clock: Clock) -> Transport:
    """The way out, not yet connected."""
    t = config.transport
    if t.kind == "folder":
        return FolderTransport(folder=t.path)
    password, token = _credentials(t, clock)
    return SmtpTransport(
        settings=SmtpSettings(
            host=t.host, port=t.usual_port, security=Security(t.security.value), allow_clear_text=True, ca_file=t.ca_file, user=t.user,
            password=password, token=token, oauth=_oauth(t), connections=t.connections, per_minute=t.per_minute,
            connect_timeout=t.connect_seconds, command_timeout=t.answer_seconds, final_timeout=t.final_seconds,
        ),
        clock=clock,
    )  # fmt: skip


def reader(config: Config) -> Reader:
    """Warm children that read papers."""
    r = config.reading
    return ProcessReader(
        processes=r.processes, recycle_after=r.recycle_after, wall_seconds=r.wall_seconds, cpu_seconds=r.cpu_seconds,
        memory_bytes=r.memory_mb * 2**20, roots=r.trust_roots, blanks=r.blank_forms,
    )  # fmt: skip


def channels(config: Config, way_out: Transport, clock: Clock) -> list[AlertChannel]:
    """How staff are told."""
    a = config.alerts
    found: list[AlertChannel] = []
    if a.webhook:
        found.append(alerts.WebhookChannel(url=a.webhook, timeout=_ALERT_SECONDS))
    if a.command:
        found.append(alerts.CommandChannel(argv=a.command, timeout=_ALERT_SECONDS))
    if a.mail_to:
        found.append(alerts.MailChannel(transport=way_out, clock=clock, ids=ids(), sender=own_address(config), recipients=a.mail_to))
    return found


def heartbeats(config: Config, clock: Clock) -> list[Heartbeat]:
    """Signs of life that somebody else watches for."""
    a = config.alerts
    found: list[Heartbeat] = []
    if a.heartbeat_file is not None:
        found.append(alerts.HeartbeatFile(path=a.heartbeat_file, clock=clock))
    if a.heartbeat_url:
        found.append(alerts.HeartbeatUrl(url=a.heartbeat_url, timeout=_ALERT_SECONDS))
    return found


def back_off() -> Backoff:
    """Waits between two tries of a mailbox, one second to five minutes."""
    return Backoff(rng=random.Random(), first=1.0, most=300.0)  # noqa: S311 - jitter, not a secret


def owner() -> str:
    """This process's name among workers: host, process, and a token that no other start shares."""
    return f"{socket.gethostname()}:{os.getpid()}:{ids().token()[:12]}"


def certainly_dead(name: str) -> bool:
    """Whether a worker of that name ran on this machine and runs no more."""
    host, _, rest = name.partition(":")
    pid = rest.partition(":")[0]
    if host != socket.gethostname() or not pid.isdecimal():
        return False
    if int(pid) == os.getpid():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return _is_zombie(int(pid))


def _is_zombie(pid: int) -> bool:
    """Whether a process has ended and its parent has not looked yet; False where the system cannot tell."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[:1] == ["Z"]


def minutes(value: float) -> timedelta:
    """A setting in minutes."""
    return timedelta(minutes=value)


def _credentials(server: Server, clock: Clock) -> tuple[str | None, TokenSource | None]:
    if server.mechanism is Mechanism.PASSWORD:
        password = server.password.get_secret_value()
        return (password or None) if server.user else None, None
    source: Callable[[bool], str]
    if server.token_file is not None:
        source = tokens.FileTokens(path=server.token_file, clock=clock)
    else:
        source = tokens.CommandTokens(command=server.token_command, clock=clock)
    return None, source


def _oauth(server: Server) -> OAuth:
    return OAuth.OAUTHBEARER if server.mechanism is Mechanism.OAUTHBEARER else OAuth.XOAUTH2


def _records(path: Path, key: str) -> list[dict[str, str]]:
    text = _bounded(path, key).decode("utf-8-sig", "replace")
    return [
        {(k or "").strip().lower(): (v or "").strip() for k, v in r.items() if isinstance(v, str)}
        for r in csv.DictReader(text.splitlines())
    ]


def _bounded(path: Path, key: str) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_FILE_BYTES + 1)
    except OSError as error:
        raise errors.ConfigError(f'{key}: {path}: {error.strerror}: a readable file is needed, or ""') from error
    if len(content) > _FILE_BYTES:
        raise errors.ConfigError(f"{key}: {path}: a file of at most {_FILE_BYTES // 2**20} MB is needed")
    return content
