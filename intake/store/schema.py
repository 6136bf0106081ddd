"""The tables. In: nothing. Out: SQLModel classes whose `__table__` the store's queries use; one metadata for Alembic.

`ready_at` is the one column by which work is found: the instant from which a row may be claimed. A claim moves it to its own
lapse, a final state sets it to NULL. Every record carries a retention class and a legal-hold mark.
"""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import JSON, BigInteger, Column, Index, LargeBinary, Table, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from intake.store import filed

_UNCLEARED = text("cleared_at IS NULL")


class Kept(SQLModel):
    """What every record about a correspondent carries (records management)."""

    retention_class: str = "intake"
    legal_hold: bool = False


class Claimable(SQLModel):
    """What a claim needs: owner and fencing token; `attempts` counts claims that did not end in a move."""

    ready_at: datetime | None = Field(default=None, index=True)
    claim_owner: str | None = None
    claim_token: int = 0
    attempts: int = 0


class FolderRow(SQLModel, table=True):
    """How far a folder was read, and when it was last looked at."""

    __tablename__ = "folders"
    __table_args__ = (UniqueConstraint("mailbox", "folder"),)
    id: int | None = Field(default=None, primary_key=True)
    mailbox: str
    folder: str
    role: str
    validity: str = ""
    last_uid: int = Field(default=0, sa_type=BigInteger)
    first_uid: int = Field(default=0, sa_type=BigInteger)  # UIDNEXT at the starting moment: what lies below is older mail
    started_at: datetime
    first_validity: str = ""
    checked_at: datetime | None = None
    reconciled_at: datetime | None = None
    unseen: int = 0  # UIDs below UIDNEXT that were never seen, at the last reconcile
    on_server: int = 0
    on_record: int = 0
    error: str | None = None
    error_since: datetime | None = None


class MessageRow(Kept, Claimable, filed.Filed, table=True):
    """One mail, whole life."""

    __tablename__ = "messages"
    __table_args__ = (
        *filed.INDEXES,
        Index("ix_messages_from", "from_address", "received_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    raw_sha256: str = Field(unique=True)
    size: int
    mailbox: str
    role: str  # intake | late | sent | import
    older: bool = False
    received_at: datetime
    first_seen_at: datetime
    state: str = Field(index=True)
    needs_person: bool = False  # held, shelved, or otherwise waiting for somebody
    shelved_reason: str | None = None
    identity_sha256: str | None = Field(default=None, index=True)
    said_sha256: str | None = Field(default=None, index=True)  # all that it says and brings
    header_message_id: str | None = Field(default=None, index=True)
    thread_ids: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, default=list))
    from_address: str = ""
    from_name: str = ""
    return_path: str | None = None
    subject: str = ""
    sent_at: datetime | None = None
    excerpt: str = ""
    defects: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, default=list))
    kind: str | None = None
    verdict: str | None = None
    template: str | None = None
    reply_to: str | None = None
    reasons: list[dict[str, str]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, default=list))
    flags: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, default=list))
    queue: str | None = None
    topics: list[str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))  # of a question
    forward: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))  # who wrote what was passed on, when
    authentication: dict[str, str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))  # our own server's verdicts
    sensitive: list[dict[str, Any]] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))  # places in its text to mask
    reference: str | None = Field(default=None, index=True)
    application_id: int | None = Field(default=None, index=True)
    duplicate_of: int | None = None
    asks_answer: bool = False
    due_at: datetime | None = None
    calendar_version: str | None = None
    fold_key: str | None = Field(default=None, index=True)
    reply_id: int | None = Field(default=None, index=True)
    acknowledged_at: datetime | None = None
    responded_at: datetime | None = None
    response_kind: str | None = None
    warned: int = 0  # 0 none, 1 half of the time, 2 four fifths, 3 overdue
    version: int = 0


class SightingRow(SQLModel, table=True):
    """Where a mail was seen. Many sightings, one message."""

    __tablename__ = "sightings"
    __table_args__ = (UniqueConstraint("mailbox", "folder", "validity", "position"), Index("ix_sightings_unmarked", "state", "retry_at"))
    id: int | None = Field(default=None, primary_key=True)
    mailbox: str
    folder: str
    validity: str
    position: str
    message_id: int = Field(index=True)
    state: str
    received_at: datetime | None = None
    seen_at: datetime
    retry_at: datetime | None = None


class DocumentRow(Kept, table=True):
    """One paper of a mail."""

    __tablename__ = "documents"
    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(index=True)
    position: int
    filename: str
    container: str = ""
    media_type: str
    sha256: str = Field(index=True)
    size: int
    state: str
    form: str | None = None
    model: str | None = None
    form_revision: str | None = None
    pages: int = 0
    blank: bool = False
    fully_read: bool = True
    first_form: str | None = None  # of a paper read on: what it was taken for when its letter was decided
    seconds: float = 0.0
    read: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False, default=dict))


class UnreadRow(Claimable, table=True):
    """A letter some of whose papers wait to be read on; gone when none does."""

    __tablename__ = "unread"
    message_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


class FieldRow(Kept, table=True):
    """A value read from a paper, with its place."""

    __tablename__ = "fields"
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(index=True)
    name: str
    value: Any = Field(sa_column=Column(JSON, nullable=False))
    raw: str
    page: int
    bbox: list[float] = Field(sa_column=Column(JSON, nullable=False))
    source: str
    confidence: float


class ApplicationRow(Kept, table=True):
    """The case: one agency, its letter and its agreements."""

    __tablename__ = "applications"
    __table_args__ = (Index("ix_applications_agency", "state", "agency_key"),)
    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    agency_name: str
    agency_key: str
    state: str
    agency_type: str | None = None
    county: str | None = None
    directory_name: str | None = None  # only where the name was matched; the one name a reply may speak
    status: str
    created_at: datetime
    updated_at: datetime
    version: int = 0


class BlockRow(SQLModel, table=True):
    """Blocking keys of an application's names, so that near names are found by index."""

    __tablename__ = "application_blocks"
    __table_args__ = (Index("ix_application_blocks", "state", "block"),)
    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(index=True)
    state: str
    block: str


class ParticipantRow(Kept, table=True):
    """An address known to an application."""

    __tablename__ = "participants"
    __table_args__ = (UniqueConstraint("application_id", "address"),)
    id: int | None = Field(default=None, primary_key=True)
    application_id: int
    address: str = Field(index=True)
    domain: str = Field(index=True)
    since: datetime


class PaperRow(SQLModel, table=True):
    """A paper's place in an application; `replaced_by` is NULL while it is the current one."""

    __tablename__ = "papers"
    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(index=True)
    document_id: int = Field(index=True)
    message_id: int = Field(index=True)
    form: str
    model: str | None = None
    sha256: str = Field(index=True)
    placed_at: datetime
    replaced_by: int | None = None


class ProposalRow(SQLModel, table=True):
    """A join that staff must confirm."""

    __tablename__ = "proposals"
    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(index=True)
    application_id: int  # the application made for this mail
    candidate_id: int  # the one on record it may belong to
    reason: str
    state: str = "open"  # open | accepted | refused
    made_at: datetime
    settled_at: datetime | None = None
    settled_by: str | None = None


class ReplyRow(Kept, Claimable, table=True):
    """The outbox: final octets, one recipient, one Message-ID for all tries."""

    __tablename__ = "replies"
    __table_args__ = (
        UniqueConstraint("message_id", "purpose"),
        Index("ix_replies_recipient", "recipient", "queued_at"),
        Index("ix_replies_domain", "recipient_domain", "queued_at"),
        Index("ix_replies_by_hand", "automatic", "ready_at"),  # where thousands of automatic ones are paused
    )
    id: int | None = Field(default=None, primary_key=True)
    message_id: int
    application_id: int | None = Field(default=None, index=True)
    purpose: str  # "acknowledgement", or "response:KEY" for a person's answer
    automatic: bool
    template: str | None = None
    template_version: str | None = None
    state: str = Field(index=True)
    recipient: str
    recipient_domain: str
    envelope_from: str
    header_message_id: str = Field(unique=True)
    token: str = Field(unique=True)
    raw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    queued_at: datetime = Field(index=True)
    in_data_at: datetime | None = None
    sent_at: datetime | None = Field(default=None, index=True)
    server_text: str | None = None
    why: str | None = None
    code: int | None = None
    bounced_at: datetime | None = None
    bounce_status: str | None = None
    settled_by: str | None = None
    covers: int = 1  # mails this reply answers (a folded burst)


class AttemptRow(SQLModel, table=True):
    """One try to send a reply."""

    __tablename__ = "attempts"
    id: int | None = Field(default=None, primary_key=True)
    reply_id: int = Field(index=True)
    number: int
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str | None = None
    code: int | None = None
    text: str | None = None


class ResponseRow(Kept, table=True):
    """The first answer by a person, or a recorded "no answer needed"."""

    __tablename__ = "responses"
    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(index=True)
    kind: str  # mail | phone | elsewhere | none_needed
    at: datetime
    entered_at: datetime
    by_who: str
    note: str = ""
    source_message_id: int | None = None


class EventRow(SQLModel, table=True):
    """The append-only history: ids, codes and digests, never values."""

    __tablename__ = "events"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    kind: str
    message_id: int | None = Field(default=None, index=True)
    application_id: int | None = Field(default=None, index=True)
    reply_id: int | None = None
    actor: str = "service"
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False, default=dict))


class SealRow(SQLModel, table=True):
    """The chain over the history: each hash covers the one before it and its event."""

    __tablename__ = "seals"
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    event_id: int = Field(unique=True)
    hash: str


class LeaseRow(SQLModel, table=True):
    """One holder of a name at a time; the token fences the ones before."""

    __tablename__ = "leases"
    name: str = Field(primary_key=True)
    owner: str
    token: int
    until: datetime


class SwitchRow(SQLModel, table=True):
    """A switch of the whole service, and who threw it."""

    __tablename__ = "switches"
    name: str = Field(primary_key=True)
    value: str
    by_who: str
    at: datetime
    reason: str = ""


class AlarmRow(SQLModel, table=True):
    """Something staff must know. One open alarm for each (code, subject)."""

    __tablename__ = "alarms"
    __table_args__ = (
        Index("ix_alarms_open", "cleared_at", "code"),
        Index("ux_alarms_open", "code", "subject", unique=True, sqlite_where=_UNCLEARED, postgresql_where=_UNCLEARED),
    )
    id: int | None = Field(default=None, primary_key=True)
    code: str
    subject: str  # an id or a mailbox's name, never a person's
    text: str
    urgent: bool = False
    raised_at: datetime
    told_at: datetime | None = None
    cleared_at: datetime | None = None


def _table(model: type[SQLModel]) -> Table:
    return cast(Table, cast(Any, model).__table__)


folders = _table(FolderRow)
messages = _table(MessageRow)
sightings = _table(SightingRow)
documents = _table(DocumentRow)
unread = _table(UnreadRow)
fields = _table(FieldRow)
applications = _table(ApplicationRow)
blocks = _table(BlockRow)
participants = _table(ParticipantRow)
papers = _table(PaperRow)
proposals = _table(ProposalRow)
replies = _table(ReplyRow)
attempts = _table(AttemptRow)
responses = _table(ResponseRow)
events = _table(EventRow)
seals = _table(SealRow)
leases = _table(LeaseRow)
switches = _table(SwitchRow)
alarms = _table(AlarmRow)

metadata = SQLModel.metadata
