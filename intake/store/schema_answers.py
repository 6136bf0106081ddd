"""The tables of what people word: versions of templates, answers begun and sent, previews. In: nothing. Out: tables, beside schema.py."""

from datetime import datetime

from sqlalchemy import JSON, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from intake.store import schema


class TemplateVersionRow(SQLModel, table=True):
    """One wording of a reply or of a locked part. Texts never change; what becomes of a version does."""

    __tablename__ = "template_versions"
    __table_args__ = (UniqueConstraint("name", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    name: str  # of the reply, or of the locked part with its folder: "_locked/human"
    number: int  # from 1 for each name; 0 is the shipped text, which is not kept here
    subject: str = Field(sa_column=Column(Text, nullable=False))  # empty for a part
    body: str = Field(sa_column=Column(Text, nullable=False))
    state: str = Field(index=True)
    follows_shipped: bool = False  # the shipped text is wanted back, as it is and as later versions of the program bring it
    author: str
    made_at: datetime
    note: str = ""
    sha256: str
    shipped_sha256: str  # of the shipped text when this was written
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision: str = ""  # why it was rejected, or what the second person noted


class DraftRow(schema.Kept, table=True):
    """An answer that somebody is writing; one for each person and letter."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("message_id", "who"),)
    id: int | None = Field(default=None, primary_key=True)
    message_id: int
    who: str
    key: str  # of the answer it becomes: however often it is sent, it goes once
    template: str
    to: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, default=list))
    cc: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, default=list))
    subject: str
    body: str = Field(sa_column=Column(Text, nullable=False))
    saved_at: datetime = Field(index=True)


class AnswerRow(schema.Kept, table=True):
    """What a person wrote, beside its octets in the outbox."""

    __tablename__ = "answers"
    reply_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    message_id: int = Field(index=True)
    author: str
    key: str
    template: str
    to: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, default=list))
    cc: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, default=list))
    subject: str
    body: str = Field(sa_column=Column(Text, nullable=False))
    accepted_at: datetime | None = None
    closed: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False, default=list))  # letters whose clock it stopped
    refused: list[str] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, default=list)
    )  # addresses that it did not reach


class PreviewRow(SQLModel, table=True):
    """HTML that somebody's browser is about to fetch; a few of the latest are kept, for a short while."""

    __tablename__ = "previews"
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True, unique=True)
    who: str
    html: str = Field(sa_column=Column(Text, nullable=False))
    made_at: datetime


template_versions = schema._table(TemplateVersionRow)
drafts = schema._table(DraftRow)
answers = schema._table(AnswerRow)
previews = schema._table(PreviewRow)

metadata = schema.metadata
"""All tables, these among them."""
