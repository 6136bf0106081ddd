"""The letter in hand: what the steps learn of it between two commits. In: a claimed row. Out: changes, events and the states passed."""

from dataclasses import dataclass, field
from typing import Any

from intake import errors
from intake.applications.decision import Decision
from intake.applications.reading import Reading
from intake.documents.document import Document
from intake.mail.message import Attachment, Message
from intake.store.events import Event
from intake.store.messages import MessageRecord
from intake.store.states import Message as State


@dataclass(slots=True)
class Work:
    """Mutable on purpose, and never older than its claim: it is thrown away with it, and the ledger stays the truth."""

    record: MessageRecord
    mail: Message | None = None
    said: dict[str, Any] | None = None  # what the ledger keeps of the mail, by column
    private: bool = False  # something private stands in the mail's subject or text
    papers: list[tuple[Attachment, Document]] = field(default_factory=list)
    document_ids: list[int] = field(default_factory=list)
    path: list[State] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    registered: Any = None  # register.Registered, once known
    reading: Reading | None = None  # what the words of the mail say, read before its turn at the ledger
    decision: Decision | None = None

    @property
    def state(self) -> State:
        """Where the letter stands, moves not yet committed included."""
        return self.path[-1] if self.path else State(self.record.state)

    @property
    def message(self) -> Message:
        """The parsed mail. Raises errors.LedgerBroken where a step forgot to parse it."""
        if self.mail is None:
            raise errors.LedgerBroken("a step asked for a mail that was not read")
        return self.mail

    @property
    def documents(self) -> tuple[Document, ...]:
        """The papers, as read."""
        return tuple(document for _, document in self.papers)

    @property
    def rows(self) -> dict[int, int]:
        """The row of each paper, by the identity of its document."""
        return {id(document): row for (_, document), row in zip(self.papers, self.document_ids, strict=True)}

    def known(self, name: str) -> Any:
        """A column's value, with changes not yet committed."""
        return self.changes[name] if name in self.changes else getattr(self.record, name)
