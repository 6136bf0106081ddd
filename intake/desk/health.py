"""How the service is, in figures. In: a Desk. Out: counts and times without people, for health checks and metrics."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from intake import errors
from intake.desk.desk import Desk
from intake.store import alarms, folders, messages, outbox, queues, response_log, switches, unread

PATIENCE: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class MailboxHealth:
    """When a folder was last looked at. `mailbox` and `folder` are the operator's own names."""

    mailbox: str
    folder: str
    checked_at: datetime | None
    failing_since: datetime | None
    unseen: int


@dataclass(frozen=True, slots=True)
class Health:
    """One look at the ledger. `database` is False where it cannot be reached; then nothing else is known."""

    database: bool
    at: datetime | None = None
    replies_on: bool = True
    mailboxes: tuple[MailboxHealth, ...] = ()
    letters: tuple[tuple[str, int], ...] = ()  # by state
    replies: tuple[tuple[str, int], ...] = ()  # by state
    need_person: int = 0
    waiting_replies: int = 0
    oldest_waiting_seconds: float = 0.0
    unsure: int = 0
    open_letters: int = 0
    overdue_letters: int = 0
    alarms: int = 0
    papers_waiting: int = 0  # to be read on

    @property
    def well(self) -> bool:
        """The database answers, and every mailbox was read not long ago: a line that drops for a moment is no illness."""
        if self.at is None or not self.database:
            return False
        late = self.at - PATIENCE
        return not any(
            (each.failing_since is not None and each.failing_since < late) or (each.checked_at is not None and each.checked_at < late)
            for each in self.mailboxes
        )


def look(desk: Desk) -> Health:
    """Never raises for a database that is away or locked: that is an answer too."""
    try:
        return _look(desk)
    except (errors.WaitError, errors.StopError):
        return Health(database=False)


def _look(desk: Desk) -> Health:
    with desk.db.read() as tx:
        now = desk.db.now(tx)
        letters_waiting, replies_waiting = queues.count(tx)
        count, oldest = outbox.waiting(tx)
        replies = outbox.counts(tx)
        open_letters, overdue = response_log.count_open(tx, due_before=now)
        return Health(
            database=True,
            at=now,
            replies_on=switches.replies_on(tx),
            mailboxes=tuple(
                MailboxHealth(each.mailbox, each.folder, each.checked_at, each.error_since, each.unseen) for each in folders.everyone(tx)
            ),
            letters=tuple(sorted(messages.counts(tx).items())),
            replies=tuple(sorted(replies.items())),
            need_person=letters_waiting + replies_waiting,
            waiting_replies=count,
            oldest_waiting_seconds=0.0 if oldest is None else max((now - oldest).total_seconds(), 0.0),
            unsure=replies.get("unsure", 0),
            open_letters=open_letters,
            overdue_letters=overdue,
            alarms=len(alarms.opened(tx)),
            papers_waiting=unread.count(tx),
        )
