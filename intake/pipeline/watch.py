"""Tell staff before the promise is broken. In: the ledger and the clock. Out: alarms, digests, a heartbeat.

Everything here may run at any time, twice, or late; each alarm is raised once until its cause is gone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from intake import errors
from intake.business_time import due, elapsed
from intake.business_time.calendar import Calendar
from intake.plural import counted
from intake.ports import AlertChannel, Clock, Heartbeat
from intake.security import masking
from intake.store import alarms, documents, events, folders, leases, messages, outbox, response_log
from intake.store.alarms import AlarmRecord
from intake.store.database import Database, Tx
from intake.store.events import Event
from intake.store.response_log import WatchRecord
from intake.store.states import Reply

log = structlog.get_logger()

READER_FAILS_AT_LEAST: Final = 5
"""Papers of an hour below which dead children say nothing of the reader."""
NO_RETURN_PATH_AT_LEAST: Final = 20
"""Letters in a row without a Return-Path after which the server is to blame."""
WORKER_LEASE: Final = "worker:"
HALF, FOUR_FIFTHS, OVERDUE = 1, 2, 3
_WORDS: Final = {
    HALF: ("letter.half", "half of the time to answer is over"),
    FOUR_FIFTHS: ("letter.four_fifths", "four fifths of the time to answer are over"),
    OVERDUE: ("letter.overdue", "the answer is overdue"),
}


@dataclass(frozen=True, slots=True)
class WatchSettings:
    """When staff are told."""

    first_share: float = 0.5
    second_share: float = 0.8
    silent_minutes: int = 480  # of office time
    waiting: timedelta = timedelta(minutes=15)
    unreachable: timedelta = timedelta(minutes=5)
    stuck: timedelta = timedelta(minutes=15)
    never_hold_jump: float = 0.25
    jump_at_least: int = 10  # letters of a day below which a share says nothing
    digest_every: timedelta = timedelta(minutes=30)
    retry_unsure_once: bool = False
    evidence_wait: timedelta = timedelta(minutes=15)
    page: int = 500  # open letters looked at, and written, at a time


@dataclass(frozen=True, slots=True)
class _News:
    """A letter whose due time moved, or of which staff must be told more."""

    letter: WatchRecord
    at: datetime | None
    level: int


class Watch:
    """One of these runs at a time (a lease)."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        calendar: Calendar,
        channels: Sequence[AlertChannel],
        heartbeats: Sequence[Heartbeat],
        settings: WatchSettings,
    ) -> None:
        self._db = db
        self._clock = clock
        self._calendar = calendar
        self._channels = channels
        self._heartbeats = heartbeats
        self._settings = settings
        self._told_at: datetime | None = None

    def run(self) -> None:
        """One round of everything but the telling."""
        now = self._clock.now()
        self._deadlines(now)
        with self._db.write() as tx:
            self._lost_workers(tx, now)
            self._unsure(tx, now)
            self._mailboxes(tx, now)
            self._waiting(tx, now)
            self._stuck(tx, now)
            self._reading(tx, now)
            self._return_paths(tx, now)
            self._jump(tx, now)
        sealed, look_back = events.SEAL_BATCH, True
        while sealed >= events.SEAL_BATCH:
            with self._db.write() as tx:
                sealed = events.seal(tx, look_back=look_back)
            look_back = False

    def tell(self) -> bool:
        """Send the open, untold alarms as one digest over every channel; True where at least one took it."""
        now = self._clock.now()
        with self._db.read() as tx:
            untold = alarms.opened(tx, untold=True)
        if not untold or not self._channels:
            return False
        fresh = self._told_at is None or now - self._told_at >= self._settings.digest_every
        if not fresh and not any(a.urgent for a in untold):
            return False
        subject, body = _digest(untold)
        took = [self._send(channel, subject, body) for channel in self._channels]
        if any(took):
            self._told_at = now
            with self._db.write() as tx:
                alarms.told(tx, [a.id for a in untold], now)
        return any(took)

    def beat(self) -> None:
        """A sign of life, only while the ledger answers."""
        with self._db.read() as tx:
            folders.everyone(tx)
        for heartbeat in self._heartbeats:
            try:
                heartbeat.beat()
            except errors.WaitError:
                log.warning("heartbeat.failed")

    def _send(self, channel: AlertChannel, subject: str, body: str) -> bool:
        try:
            channel.send(subject, body)
        except errors.WaitError:
            log.error("alert.not_sent", channel=type(channel).__name__)
            return False
        return True

    def _lost_workers(self, tx: Tx, now: datetime) -> None:
        """Of a worker that is gone: a reply it had claimed is free, one that it had in DATA is unsure, because it may have gone."""
        alive = leases.alive(tx, self._db, WORKER_LEASE)
        outbox.hand_back_lost(tx, alive=alive, ready_at=self._db.now(tx))
        for reply in outbox.lapsed_in_data(tx, alive=alive):
            if outbox.unsure(tx, reply, why="the worker stopped after the body may have gone"):
                text = f"reply {reply.id} may or may not have been sent; look in Sent, then `intake settle`"
                alarms.put(tx, code="reply.unsure", subject=str(reply.id), text=text, now=now)
                detail = {"attempt": reply.attempts}
                events.add(tx, [Event(now, "reply.unsure", message_id=reply.message_id, reply_id=reply.id, detail=detail)])

    def _unsure(self, tx: Tx, now: datetime) -> None:
        """Where the operator chose so: an unsure reply without evidence goes out once more, with the same Message-ID."""
        if not self._settings.retry_unsure_once:
            return
        for reply in outbox.in_state(tx, Reply.UNSURE):
            waited = reply.in_data_at is not None and now - reply.in_data_at >= self._settings.evidence_wait
            tried_again = any(e.kind == "reply.retried_once" and e.reply_id == reply.id for e in events.of_message(tx, reply.message_id))
            if waited and not tried_again and outbox.move(tx, reply.id, Reply.UNSURE, Reply.QUEUED, ready_at=now):
                alarms.clear(tx, code="reply.unsure", subject=str(reply.id), now=now)
                events.add(tx, [Event(now, "reply.retried_once", message_id=reply.message_id, reply_id=reply.id)])

    def _deadlines(self, now: datetime) -> None:
        """Page by page, and reckoned before the ledger is written: nobody waits for the arithmetic of thousands of open letters."""
        after = 0
        while True:
            with self._db.read() as tx:
                page = response_log.to_watch(
                    tx, calendar_version=self._calendar.version, warned_out=OVERDUE, after=after, limit=self._settings.page
                )
            news = [new for letter in page if (new := self._look_at(letter, now)) is not None]
            if news:
                with self._db.write() as tx:
                    for new in news:
                        self._write(tx, new, now)
            if len(page) < self._settings.page:
                return
            after = page[-1].id

    def _look_at(self, letter: WatchRecord, now: datetime) -> "_News | None":
        """What is new about a letter; None where nothing is."""
        current = letter.calendar_version == self._calendar.version
        at = letter.due_at if current else due.due(letter.received_at, self._calendar).at
        level = self._level(letter.received_at, at, now)
        # Once told is told, unless the due time moved: then what was told may be true no longer.
        level = max(level, letter.warned) if at == letter.due_at else level
        return None if current and level == letter.warned else _News(letter, at, level)

    def _write(self, tx: Tx, new: "_News", now: datetime) -> None:
        letter = new.letter
        if not messages.watched(tx, letter.id, due_at=new.at, calendar_version=self._calendar.version, warned=new.level):
            return
        if new.at != letter.due_at:
            moved = {"before": letter.due_at, "after": new.at}
            detail = {name: at and at.isoformat() for name, at in moved.items()} | {"calendar": self._calendar.version}
            events.add(tx, [Event(now, "message.due_moved", message_id=letter.id, detail=detail)])
        for level, (code, words) in _WORDS.items():
            if new.level < level <= letter.warned:
                alarms.clear(tx, code=code, subject=str(letter.id), now=now)
            elif level == new.level > letter.warned:
                alarms.put(tx, code=code, subject=str(letter.id), text=f"letter {letter.id}: {words}", now=now, urgent=level == OVERDUE)
                events.add(tx, [Event(now, code, message_id=letter.id)])

    def _level(self, received: datetime, at: datetime | None, now: datetime) -> int:
        if at is None:
            return 0
        if now > at:
            return OVERDUE
        if now >= elapsed.at_share(received, at, self._settings.second_share, self._calendar):
            return FOUR_FIFTHS
        return HALF if now >= elapsed.at_share(received, at, self._settings.first_share, self._calendar) else 0

    def _mailboxes(self, tx: Tx, now: datetime) -> None:
        for name, found in _by_mailbox(folders.everyone(tx)).items():
            since = min((f.error_since for f in found if f.error_since is not None), default=None)
            if since is not None and now - since >= self._settings.unreachable:
                text = f"mailbox {name} has not been reachable since {since:%Y-%m-%d %H:%M} UTC; see `intake check`"
                alarms.put(tx, code="mailbox.unreachable", subject=name, text=text, now=now, urgent=True)
            elif since is None:
                alarms.clear(tx, code="mailbox.unreachable", subject=name, now=now)
                alarms.clear(tx, code="mailbox.refused", subject=name, now=now)
            last = messages.last_received(tx, name) or min(f.started_at for f in found)
            silent = elapsed.business_minutes(last, now, self._calendar) if last < now else 0
            if silent >= self._settings.silent_minutes:
                text = f"mailbox {name} has brought no letter for {silent // 60} office hours: is mail still delivered there?"
                alarms.put(tx, code="mailbox.silent", subject=name, text=text, now=now)
            else:
                alarms.clear(tx, code="mailbox.silent", subject=name, now=now)

    def _waiting(self, tx: Tx, now: datetime) -> None:
        count, since = outbox.waiting(tx)
        if since is not None and now - since >= self._settings.waiting:
            text = f"{counted(count, 'reply waits', 'replies wait')} to be sent, the oldest since {since:%Y-%m-%d %H:%M} UTC"
            alarms.put(tx, code="replies.waiting", subject="outbox", text=text, now=now, urgent=True)
        else:
            alarms.clear(tx, code="replies.waiting", subject="outbox", now=now)

    def _reading(self, tx: Tx, now: datetime) -> None:
        """Most papers of late ended with their child: not the papers are ill but the reader."""
        read, killed = documents.ends_since(tx, now - timedelta(hours=1))
        if killed >= READER_FAILS_AT_LEAST and killed * 2 > read:
            text = f"{killed} of {read} papers of the last hour could not be read because the reading child ended; see `intake check`"
            alarms.put(tx, code="reader.failing", subject="reader", text=text, now=now, urgent=True)
        else:
            alarms.clear(tx, code="reader.failing", subject="reader", now=now)

    def _return_paths(self, tx: Tx, now: datetime) -> None:
        """A server that writes no Return-Path hides who really sent a mail; it should be taught to."""
        for name in {f.mailbox for f in folders.everyone(tx)}:
            seen, without = messages.without_return_path(tx, name, most=NO_RETURN_PATH_AT_LEAST)
            if seen == without == NO_RETURN_PATH_AT_LEAST:
                text = f"the last {seen} letters of mailbox {name} bear no Return-Path: let the mail server write it at delivery"
                alarms.put(tx, code="mailbox.no_return_path", subject=name, text=text, now=now)
            elif seen > without:
                alarms.clear(tx, code="mailbox.no_return_path", subject=name, now=now)

    def _stuck(self, tx: Tx, now: datetime) -> None:
        """Letters that nobody carries on: the workers are down, or one paper holds them all up."""
        count, since = messages.unclaimed(tx, now=now)
        if since is not None and now - since >= self._settings.stuck:
            letters = counted(count, "letter is", "letters are")
            text = f"{letters} taken up by nobody, the oldest since {since:%Y-%m-%d %H:%M} UTC: does `intake work` run?"
            alarms.put(tx, code="letters.stuck", subject="pipeline", text=text, now=now, urgent=True)
        else:
            alarms.clear(tx, code="letters.stuck", subject="pipeline", now=now)

    def _jump(self, tx: Tx, now: datetime) -> None:
        """A jump in the share of letters that the machine does not answer: a rule too strict, or a header we misread."""
        today = response_log.verdicts_since(tx, now - timedelta(days=1))
        week = response_log.verdicts_since(tx, now - timedelta(days=8))
        before = {v: n - today.get(v, 0) for v, n in week.items()}
        share, usual = _not_sent(today), _not_sent(before)
        enough = sum(today.values()) >= self._settings.jump_at_least and sum(before.values()) >= self._settings.jump_at_least
        if enough and share - usual >= self._settings.never_hold_jump:
            text = f"{share:.0%} of today's letters were not answered by machine, {usual:.0%} the week before: see `intake queue`"
            alarms.put(tx, code="verdicts.jump", subject="decide", text=text, now=now)
        else:
            alarms.clear(tx, code="verdicts.jump", subject="decide", now=now)


def _not_sent(counts: dict[str, int]) -> float:
    whole = sum(counts.values())
    return (whole - counts.get("send", 0)) / whole if whole else 0.0


def _by_mailbox(found: Sequence[folders.FolderRecord]) -> dict[str, list[folders.FolderRecord]]:
    out: dict[str, list[folders.FolderRecord]] = {}
    for record in found:
        out.setdefault(record.mailbox, []).append(record)
    return out


def _digest(untold: Sequence[AlarmRecord]) -> tuple[str, str]:
    urgent = sum(a.urgent for a in untold)
    what = "thing needs" if len(untold) == 1 else "things need"
    subject = f"Letter intake: {len(untold)} {what} attention" + (f", {urgent} urgent" if urgent else "")
    lines = [("URGENT  " if a.urgent else "        ") + masking.masked(a.text) for a in untold]
    return subject, "\n".join([*lines, "", "See `intake queue` and `intake log`."])
