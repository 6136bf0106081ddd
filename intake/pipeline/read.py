"""A letter's bytes understood: parts, addresses, signs. In: a row in RECEIVED. Out: READ, or shelved with a reason."""

from typing import Any, Final

from intake import errors
from intake.mail import parser, quotes, saying, sensitive
from intake.mail.limits import Limits
from intake.mail.message import Message
from intake.pipeline.work import Work
from intake.ports import BlobStore, Clock
from intake.security import masking
from intake.store.database import Tx
from intake.store.events import Event
from intake.store.states import Message as State

EXCERPT: Final = 4000
SUBJECT: Final = 300
NAME: Final = 200


class Read:
    """Parse with bounds. The mail is kept whole whatever the parser thinks of it."""

    def __init__(self, *, blobs: BlobStore, clock: Clock, limits: Limits) -> None:
        self._blobs = blobs
        self._clock = clock
        self._limits = limits

    def mail(self, raw_sha256: str) -> Message:
        """A kept mail, parsed again. Raises errors.UnreadableMail; errors.NotFound where its bytes are gone."""
        return parser.parse(self._blobs.read(raw_sha256), self._limits)

    def prepare(self, work: Work) -> None:
        """Parse; a mail that cannot be understood raises errors.UnreadableMail, which shelves it."""
        if work.record.size > self._limits.raw_bytes:
            raise errors.UnreadableMail(f"the mail is larger than {self._limits.raw_bytes // 2**20} MB; its bytes are kept")
        work.mail = self.mail(work.record.raw_sha256)
        # Here, not in the commit: a long text takes its time, and nobody should wait for the ledger meanwhile.
        _mark(work)
        work.said = _said(work.mail)

    def commit(self, tx: Tx, work: Work) -> None:
        """Write down what the mail says of itself."""
        del tx
        mail = work.message
        work.changes |= work.said or _said(mail)
        if "sensitive" not in work.changes:
            _mark(work)
        work.path.append(State.READ)
        detail = {"attachments": len(mail.attachments), "defects": list(mail.defects)[:20]}
        work.events.append(Event(self._clock.now(), "message.read", message_id=work.record.id, detail=detail))


def _said(mail: Message) -> dict[str, Any]:
    """What the ledger keeps of a mail, by column."""
    author = mail.from_address or (mail.from_[0] if mail.from_ else None)
    return {
        "identity_sha256": mail.identity_sha256,
        "said_sha256": saying.digest(mail) or None,
        "header_message_id": mail.message_id and mail.message_id[:998],
        "thread_ids": [*mail.in_reply_to, *mail.references][:60],
        "from_address": (author.address.lower() if author else "")[:320],
        "from_name": masking.cut(author.name if author else "", NAME),
        "return_path": mail.return_path and mail.return_path[:320],
        "subject": masking.cut(mail.subject, SUBJECT),
        "sent_at": mail.date,
        "excerpt": masking.cut(quotes.own_words(mail.text), EXCERPT),
        "defects": list(mail.defects)[:50],
    }


def _mark(work: Work) -> None:
    """Note where private things stand; the verdict asks whether there are any."""
    places = [place.public() for place in sensitive.find(work.message)]
    work.changes["sensitive"], work.private = places, bool(places)
