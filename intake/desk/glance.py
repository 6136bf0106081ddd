"""The first page's answer in five seconds. In: a Desk, and whose. Out: what is late or due next and whose, who waits, whether we live.

Counts of open work alone: nothing here grows with the letters on record.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from intake.desk import log_page, replies
from intake.desk.desk import Desk
from intake.desk.due import end_of_day
from intake.desk.health import MailboxHealth
from intake.desk.log_page import Row
from intake.desk.log_view import LogView, Show, Whose
from intake.desk.replies import Switch
from intake.store import alarms, folders, leases, log_query, outbox, queues, work
from intake.store.database import Tx
from intake.store.log_query import Order
from intake.store.states import Reply

NEXT: Final = 3
MOST: Final = 10_000
PATIENCE: Final = timedelta(minutes=15)
WORKER: Final = "worker:"
SILENT: Final = "mailbox.silent"


@dataclass(frozen=True, slots=True)
class Glance:
    """`next` are the letters with the least time left, whoever has them. `silent` are mailboxes that have brought nothing for too long.

    `came_back` are replies that bounced and that nobody settled, `reminders` those of today and of days before that nobody settled.
    `working` is False where no worker has said for a minute that it lives: letters are then neither fetched nor answered.
    """

    at: datetime
    next: tuple[Row, ...]
    late: int
    soon: int
    still_open: int
    mine: int
    unassigned: int
    letters_need_person: int
    replies_need_person: int
    came_back: int
    reminders: int
    switch: Switch
    unsure: int
    mailboxes: tuple[MailboxHealth, ...]
    silent: tuple[str, ...]
    working: bool

    @property
    def need_person(self) -> int:
        """Letters and replies that wait for somebody."""
        return self.letters_need_person + self.replies_need_person

    @property
    def ill(self) -> tuple[MailboxHealth, ...]:
        """Mailboxes that cannot be read, or that nobody looked at for a quarter of an hour."""
        return tuple(
            each for each in self.mailboxes
            if each.failing_since is not None or each.checked_at is None or each.checked_at < self.at - PATIENCE
        )  # fmt: skip

    @property
    def last_checked(self) -> datetime | None:
        """When the mailbox that was not looked at for the longest was looked at."""
        return min((each.checked_at for each in self.mailboxes if each.checked_at is not None), default=None)

    @property
    def well(self) -> bool:
        """Nothing about the machine needs a look."""
        return self.working and self.switch.on and not (self.unsure or self.silent or self.ill)


def look(desk: Desk, *, me: str) -> Glance:
    """One look at the ledger, which takes no lock that a writer waits for."""
    with desk.db.read() as tx:
        now = desk.db.now(tx)
        places = log_query.page(
            tx, log_page.asked_for(tx, LogView(who=Whose.ANYONE), desk, me=me, now=now), order=Order.DUE, descending=False, limit=NEXT
        )
        letters, waiting = queues.count(tx)
        return Glance(
            at=now,
            next=tuple(log_page.rows_of(tx, desk, [number for _, number in places], now=now)),
            late=_count(tx, desk, Show.LATE, Whose.ANYONE, me, now),
            soon=_count(tx, desk, Show.SOON, Whose.ANYONE, me, now),
            still_open=_count(tx, desk, Show.OPEN, Whose.ANYONE, me, now),
            mine=_count(tx, desk, Show.OPEN, Whose.MINE, me, now),
            unassigned=_count(tx, desk, Show.OPEN, Whose.FREE, me, now),
            letters_need_person=letters,
            replies_need_person=waiting,
            came_back=queues.count_bounced(tx),
            reminders=work.count_reminders_due(tx, end_of_day(now, desk.calendar)),
            switch=replies.read(tx),
            unsure=len(outbox.in_state(tx, Reply.UNSURE)),
            mailboxes=tuple(
                MailboxHealth(each.mailbox, each.folder, each.checked_at, each.error_since, each.unseen) for each in folders.everyone(tx)
            ),
            silent=tuple(each.subject for each in alarms.opened(tx) if each.code == SILENT),
            working=bool(leases.alive(tx, desk.db, WORKER)),
        )


def _count(tx: Tx, desk: Desk, show: Show, who: Whose, me: str, now: datetime) -> int:
    return log_query.count(tx, log_page.asked_for(tx, LogView(show=show, who=who), desk, me=me, now=now), MOST)
