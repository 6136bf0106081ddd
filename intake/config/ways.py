"""The settings of the ways in and out: mailboxes, the transport, what may be sent. In: tables of the file. Out: frozen values."""

from enum import StrEnum
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import Field, SecretStr, model_validator

from intake.config.values import Address, DomainOrEmpty, Host, Line, MaybePlace, Mechanism, Place, Secret, Section, Security, needed
from intake.ports import Courtesy, Role

IMAP_PORTS: Final = {Security.TLS: 993, Security.STARTTLS: 143, Security.NONE: 143}
SMTP_PORTS: Final = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}
THIS_MACHINE: Final = ("localhost", "127.0.0.1", "::1")


class Envelope(StrEnum):
    """Whose address stands in MAIL FROM."""

    VERP = "verp"  # one address a reply, at a relay of our own
    NULL = "null"  # the empty sender
    ACCOUNT = "account"  # the account's own address; what Exchange Online and Gmail let through


class Server(Section):
    """What a log-in needs, the same for the way in and the way out."""

    host: Host = Field(default="", description="The server's name, as its certificate has it.")
    port: int = Field(default=0, ge=0, le=65535, description="The server's port; 0 takes the usual one for `security`.")
    security: Security = Field(
        default=Security.TLS, description="tls, starttls, or none (only to this machine). Certificates are always verified."
    )
    ca_file: MaybePlace = Field(default=None, description="A PEM file of the authorities to trust; empty for the system's.")
    user: Line = Field(default="", description="The log-in name; empty where the server asks for none.")
    password: Secret = Field(
        default=SecretStr(""), description="The password. Better kept in a secret file than here, see docs/OPERATING.md.", repr=False
    )
    mechanism: Mechanism = Field(
        default=Mechanism.PASSWORD,
        description="password, xoauth2 or oauthbearer; the last two take a token from one of the next two keys.",
    )
    token_command: tuple[str, ...] = Field(default=(), description="A program and its arguments that prints a fresh bearer token.")
    token_file: MaybePlace = Field(default=None, description="A file that another program keeps filled with a fresh bearer token.")
    connect_seconds: float = Field(default=20.0, gt=0, le=300, description="How long to wait for a connection, in seconds.")
    answer_seconds: float = Field(default=60.0, gt=0, le=600, description="How long to wait for each answer of the server, in seconds.")

    def prove_server(self, why: str) -> None:
        """Raise where the keys of a server do not fit together; `why` says what asks for a server."""
        if not self.host:
            raise needed("host", f"the name of a server is needed for {why}")
        if self.security is Security.NONE and self.host not in THIS_MACHINE:
            raise needed("security", '"tls" or "starttls" is needed for a server that is not on this machine')
        if self.mechanism is not Mechanism.PASSWORD and bool(self.token_command) == bool(self.token_file):
            raise needed("token_command", f'either token_command or token_file is needed for mechanism = "{self.mechanism}"')
        if self.mechanism is not Mechanism.PASSWORD and not self.user:
            raise needed("user", f'a log-in name is needed for mechanism = "{self.mechanism}"')


class MailFolder(Section):
    """A folder of a mailbox and what it is to us."""

    name: Line = Field(default="INBOX", description="The folder's name on the server.")
    role: Role = Field(
        default=Role.INTAKE,
        description="intake (recorded and answered), late (Junk, Archive: recorded and held) or sent (evidence and responses).",
    )


class Mailbox(Server):
    """A place where letters arrive. Repeat the table for each mailbox."""

    name: Line = Field(default="intake", min_length=1, max_length=60, description="What the mailbox is called in the record and the logs.")
    kind: Literal["maildir", "imap"] = Field(default="maildir", description="maildir (a folder on this machine) or imap (a server).")
    path: Place = Field(default=Path("var/mail/intake"), description="maildir: the folder; made where it is missing.")
    folders: tuple[MailFolder, ...] = Field(
        default=(MailFolder(),), min_length=1, description="The folders to watch, each with its role: intake, late or sent."
    )
    courtesy: Courtesy = Field(
        default=Courtesy.NOTHING, description="What is done to a mail once it is on record: nothing, keyword, seen or move. Never a delete."
    )
    keyword: Line = Field(default="$IntakeRecorded", description='courtesy = "keyword": the keyword to set.')
    move_to: Line = Field(default="", description='courtesy = "move": the folder to move to.')
    poll_seconds: int = Field(default=60, ge=5, le=3600, description="Seconds between two looks at the mailbox, whatever IDLE says.")
    idle: bool = Field(default=True, description="Wait in IDLE between two looks, where the server can.")
    idle_seconds: int = Field(default=240, ge=10, le=1500, description="Seconds after which IDLE is renewed; networks drop quiet lines.")
    batch_mails: int = Field(default=50, ge=1, le=1000, description="At most so many mails are fetched at once.")
    batch_mb: int = Field(default=8, ge=1, le=256, description="At most so many megabytes are fetched at once.")
    spool_above_mb: int = Field(default=8, ge=1, le=256, description="A larger mail is fetched in parts to a file.")
    largest_mb: int = Field(
        default=150, ge=1, le=1024, description="A larger mail is kept whole but not read: a person looks. The largest number counts."
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.kind == "imap":
            self.prove_server('kind = "imap"')
            if not self.user:
                raise needed("user", 'a log-in name is needed for kind = "imap"')
        if self.courtesy is Courtesy.KEYWORD and not self.keyword:
            raise needed("keyword", 'a keyword is needed for courtesy = "keyword"')
        if self.courtesy is Courtesy.MOVE and not self.move_to:
            raise needed("move_to", 'the name of a folder is needed for courtesy = "move"')
        names = [folder.name for folder in self.folders]
        if len(set(names)) != len(names):
            raise needed("folders", "each folder once is needed")
        return self

    @property
    def usual_port(self) -> int:
        """The port to connect to."""
        return self.port or IMAP_PORTS[self.security]


class Transport(Server):
    """The way out."""

    kind: Literal["folder", "smtp"] = Field(default="folder", description="folder (replies are written as .eml files) or smtp (a server).")
    path: Place = Field(default=Path("var/outbox"), description="folder: where the .eml files are written; made where it is missing.")
    connections: int = Field(default=2, ge=1, le=3, description="So many connections are kept open at most; Exchange Online allows three.")
    per_minute: int = Field(default=30, ge=1, le=6000, description="At most so many mails a minute; Exchange Online allows thirty.")
    final_seconds: float = Field(
        default=600.0, ge=60, le=1800, description="How long to wait for the answer to the end of a mail; RFC 5321 asks for ten minutes."
    )
    from_name: Line = Field(default="", description="The name in From; empty takes [office] name.")
    from_address: Address = Field(default="", description="The address in From; empty takes the first of [office] addresses.")
    reply_to: Address = Field(default="", description="The address in Reply-To; empty takes from_address.")
    envelope: Envelope = Field(
        default=Envelope.ACCOUNT, description="MAIL FROM: account (from_address), verp (a bounce address for each reply) or null (empty)."
    )
    bounce_address: Address = Field(default="", description="envelope = account: another address for bounces; empty takes from_address.")
    bounce_domain: DomainOrEmpty = Field(default="", description="envelope = verp: the domain whose bounces come into a mailbox we watch.")
    journal: Address = Field(default="", description="A copy of each reply goes to this address; empty for none.")

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.kind == "smtp":
            self.prove_server('kind = "smtp"')
        if self.envelope is Envelope.VERP and not self.bounce_domain:
            raise needed("bounce_domain", 'a domain like bounces.office.example is needed for envelope = "verp"')
        return self

    @property
    def usual_port(self) -> int:
        """The port to connect to."""
        return self.port or SMTP_PORTS[self.security]


class Unsure(StrEnum):
    """What becomes of a reply that may or may not have gone."""

    HOLD = "hold"
    RETRY_ONCE = "retry_once"


NeutralKind = Literal["change", "partner", "press", "records_request", "congressional", "legal", "complaint", "public", "correspondence"]
"""Neither threats nor what cannot be read, nor the office's own mail, nor what asks for no answer."""


class Replies(Section):
    """What may be sent by machine, and how much of it."""

    templates: MaybePlace = Field(default=None, description="A folder of your own reply templates; empty for the shipped ones.")
    second_person: bool = Field(default=True, description="An edited template goes live when a second person approved it.")
    per_address_day: int = Field(default=3, ge=1, le=100, description="Automatic replies to one address in a day; past it a person looks.")
    per_address_week: int = Field(default=10, ge=1, le=500, description="Automatic replies to one address in seven days.")
    per_domain_day: int = Field(
        default=40, ge=1, le=5000, description="Automatic replies to one domain in a day; not for public providers."
    )
    per_hour: int = Field(default=200, ge=1, le=20000, description="Automatic replies in an hour; past it they wait, oldest due first.")
    breaker_per_minute: int = Field(default=60, ge=1, le=60000, description="More in one minute stops all replies and raises an alarm.")
    burst_minutes: int = Field(
        default=10, ge=0, le=120, description="Further mails of a sender or thread in so many minutes get one summary."
    )
    neutral_kinds: tuple[NeutralKind, ...] = Field(
        default=(),
        description="Kinds of mail that a person answers and that get one neutral line at once, e.g. press; none unless named.",
    )
    unsure: Unsure = Field(
        default=Unsure.HOLD,
        description="A reply that may or may not have gone: hold (a person decides) or retry_once (it may arrive twice).",
    )
