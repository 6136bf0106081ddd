"""Take letters out of a mailbox: bytes kept, sighting and message committed, then (after commit) the mailbox's courtesy.

In: a Mailbox. Out: rows in state RECEIVED, a hint to the pipeline. Work is found by UIDVALIDITY and UID alone; flags mean nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from intake import errors
from intake.failpoints import Failpoint, hit
from intake.pipeline.signal import Signal
from intake.ports import BlobStore, Clock, Courtesy, Fetched, Folder, FolderStatus, Mailbox, Marked, Role
from intake.store import alarms, events, folders, messages, notify, sightings
from intake.store.database import Database
from intake.store.events import Event
from intake.store.folders import FolderRecord
from intake.store.states import Sighting

log = structlog.get_logger()

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
"""No letter to a mailbox is older: what tells an earlier time has no clock."""


@dataclass(frozen=True, slots=True)
class ReceiveSettings:
    """Bounds of taking letters in."""

    free_disk_floor: int = 500 * 1024 * 1024  # octets
    commit_count: int = 25  # mails in one commit
    glance_above: int = 200  # unknown mails from which on cheap headers decide the order
    mark_batch: int = 100
    mark_retry: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a reconcile found in one folder."""

    folder: str
    on_server: int
    on_record: int
    taken: int
    never_seen: int


class Receiver:
    """One mailbox's intake. Used by that mailbox's thread alone."""

    def __init__(
        self,
        *,
        db: Database,
        blobs: BlobStore,
        mailbox: Mailbox,
        clock: Clock,
        courtesy: Courtesy,
        arrived: Signal,
        settings: ReceiveSettings,
    ) -> None:
        self._db = db
        self._blobs = blobs
        self._mailbox = mailbox
        self._clock = clock
        self._courtesy = courtesy
        self._arrived = arrived
        self._settings = settings
        self._room = True

    def check(self) -> int:
        """Take in what is new in every folder; returns how many mails were kept. Raises the mailbox's errors."""
        self._mailbox.open()
        if not self._room:
            self._above_floor()
        taken = 0
        for folder in self._mailbox.folders:
            status = self._mailbox.status(folder)
            cursor = self._cursor(folder, status)
            for positions in self._mailbox.positions_above(folder, cursor.last_uid):
                kept, whole = self._take(folder, status, cursor, positions)
                taken += kept
                if not whole:
                    break
                self._passed(cursor, positions)
        with self._db.write() as tx:
            folders.checked(tx, self._mailbox.name, self._clock.now())
            # Looked at anew: a mailbox that had nothing to fetch knows nothing of the room that another one asked for.
            if self._room and self._enough_disk():
                alarms.clear(tx, code="disk.low", now=self._clock.now())
            for code in ("mailbox.unreachable", "mailbox.refused"):
                alarms.clear(tx, code=code, subject=self._mailbox.name, now=self._clock.now())
        return taken

    def reconcile(self) -> list[Difference]:
        """Hold the whole server against the record: take in what was missed, and say what was gone before we saw it."""
        self._mailbox.open()
        return [self._reconcile(folder) for folder in self._mailbox.folders]

    def mark(self) -> int:
        """The courtesy for mails that are safely on record; returns how many were settled."""
        if self._courtesy is Courtesy.NOTHING:
            return 0
        now = self._clock.now()
        with self._db.read() as tx:
            due = sightings.unmarked(tx, mailbox=self._mailbox.name, now=now, limit=self._settings.mark_batch)
        if not due:
            return 0
        settled = 0
        for folder in self._mailbox.folders:
            mine = [s for s in due if s.folder == folder.name]
            if not mine:
                continue
            status = self._mailbox.status(folder)
            current = [s for s in mine if s.validity == status.validity]
            outcome = self._mailbox.mark(folder, [s.position for s in current]) if current else {}
            hit(Failpoint.AFTER_MARK)
            by_outcome: dict[Marked, list[int]] = {}
            for s in mine:
                found = outcome.get(s.position, Marked.LATER) if s.validity == status.validity else Marked.GONE
                by_outcome.setdefault(found, []).append(s.id)
            settled += self._settle(folder, by_outcome, now)
        return settled

    def failed(self, why: str, *, refused: bool) -> None:
        """Write down that the mailbox could not be read; a refusal alarms at once, silence after a while (see watch)."""
        now = self._clock.now()
        with self._db.write() as tx:
            known = folders.failed(tx, self._mailbox.name, why, now)
            if refused:
                alarms.put(tx, code="mailbox.refused", subject=self._mailbox.name, text=why, now=now, urgent=True)
            elif not known:
                text = f"mailbox {self._mailbox.name} could not be reached since the service began; see `intake check`"
                alarms.put(tx, code="mailbox.unreachable", subject=self._mailbox.name, text=text, now=now, urgent=True)

    def _settle(self, folder: Folder, by_outcome: dict[Marked, list[int]], now: datetime) -> int:
        with self._db.write() as tx:
            for outcome, ids in by_outcome.items():
                match outcome:
                    case Marked.MARKED:
                        sightings.settle(tx, ids, Sighting.MARKED)
                        alarms.clear(tx, code="mailbox.mark_refused", subject=self._mailbox.name, now=now)
                    case Marked.GONE:
                        sightings.settle(tx, ids, Sighting.GONE)
                    case Marked.LATER:
                        sightings.settle(tx, ids, Sighting.KEPT, retry_at=now + self._settings.mark_retry)
                    case Marked.NOT_ALLOWED:
                        sightings.settle(tx, ids, Sighting.KEPT)
                        text = (
                            f"letters in {folder.name} cannot be marked ({self._courtesy}): the mailbox forbids it; choose another courtesy"
                        )
                        alarms.put(tx, code="mailbox.mark_refused", subject=self._mailbox.name, text=text, now=now)
        return sum(len(ids) for outcome, ids in by_outcome.items() if outcome is not Marked.LATER)

    def _cursor(self, folder: Folder, status: FolderStatus) -> FolderRecord:
        """The folder's record; its starting moment is committed before the first fetch. A new UIDVALIDITY forgets all UIDs."""
        now = self._clock.now()
        with self._db.read() as tx:
            found = folders.find(tx, mailbox=self._mailbox.name, folder=folder.name)
        if found is not None and found.validity == status.validity and found.role == folder.role:
            return found
        with self._db.write() as tx:
            cursor = folders.start(
                tx,
                mailbox=self._mailbox.name,
                folder=folder.name,
                role=folder.role,
                validity=status.validity,
                first_uid=status.next_position,
                now=now,
            )
            if found is None:
                older = status.count if folder.role is Role.INTAKE else 0
                events.add(
                    tx, [Event(now, "mailbox.started", detail={"mailbox": self._mailbox.name, "folder": folder.name, "older": older})]
                )
                log.info("mailbox.started", mailbox=self._mailbox.name, folder=folder.name, older=older)
            elif cursor.validity != status.validity:
                folders.note(tx, cursor.id, validity=status.validity, last_uid=0)
                events.add(tx, [Event(now, "mailbox.renumbered", detail={"mailbox": self._mailbox.name, "folder": folder.name})])
                log.warning("mailbox.renumbered", mailbox=self._mailbox.name, folder=folder.name)
            fresh = folders.find(tx, mailbox=self._mailbox.name, folder=folder.name)
        assert fresh is not None
        return fresh

    def _take(self, folder: Folder, status: FolderStatus, cursor: FolderRecord, positions: Sequence[str]) -> tuple[int, bool]:
        """Fetch and keep the unknown ones of `positions`; how many were new, and whether all could be tried (False: no room)."""
        with self._db.read() as tx:
            wanted = sightings.unknown(tx, mailbox=self._mailbox.name, folder=folder.name, validity=status.validity, positions=positions)
        if not wanted:
            return 0, True
        if len(wanted) > self._settings.glance_above:
            wanted = self._new_first(folder, wanted)
        taken = 0
        batch: list[tuple[Fetched, str, int]] = []
        full: errors.DiskLow | None = None
        try:
            for fetched in self._mailbox.fetch(folder, wanted, self._above_floor):
                batch.append(self._keep_bytes(fetched))
                if len(batch) >= self._settings.commit_count:
                    taken += self._commit(folder, status, cursor, batch)
                    batch = []
        except errors.DiskLow as error:  # the disk filled up, or has no room for this letter: the mailbox is not to blame
            full = error
        if batch:
            taken += self._commit(folder, status, cursor, batch)
        if full is not None:
            self._pause(f"intake is paused: {full}; make room")
        return taken, self._room

    def _new_first(self, folder: Folder, positions: Sequence[str]) -> list[str]:
        """Cheap headers first: mails whose Message-ID is not on record come before those that are most likely known."""
        glances = self._mailbox.glance(folder, positions)
        known: set[str] = set()
        ids = [g.message_id for g in glances.values() if g.message_id]
        with self._db.read() as tx:
            for start in range(0, len(ids), 50):
                known.update(m.header_message_id for m in messages.by_header_ids(tx, ids[start : start + 50]) if m.header_message_id)
        return sorted(positions, key=lambda p: p in glances and glances[p].message_id in known)

    def _keep_bytes(self, fetched: Fetched) -> tuple[Fetched, str, int]:
        if fetched.spool is not None:
            size = fetched.spool.stat().st_size
            return Fetched(fetched.position, fetched.received_at, None), self._blobs.keep_file(fetched.spool), size
        content = fetched.content or b""
        return Fetched(fetched.position, fetched.received_at, None), self._blobs.keep(content), len(content)

    def _commit(self, folder: Folder, status: FolderStatus, cursor: FolderRecord, batch: Sequence[tuple[Fetched, str, int]]) -> int:
        now = self._clock.now()
        history: list[Event] = []
        with self._db.write() as tx:
            for fetched, sha256, size in batch:
                older = _older(cursor, status, fetched)
                new = messages.New(sha256, size, self._mailbox.name, folder.role, older, received(fetched.received_at, now), now)
                message_id, is_new = messages.keep(tx, new)
                marking = self._courtesy is not Courtesy.NOTHING and folder.role is Role.INTAKE
                fresh = sightings.keep(
                    tx, mailbox=self._mailbox.name, folder=folder.name, validity=status.validity, position=fetched.position,
                    message_id=message_id, received_at=fetched.received_at, seen_at=now, marking=marking,
                )  # fmt: skip
                if is_new:
                    detail = {"sha256": sha256, "size": size, "role": folder.role, "older": older}
                    history.append(Event(now, "message.kept", message_id=message_id, detail=detail))
                elif fresh:
                    promoted = folder.role is Role.INTAKE and messages.promote(tx, message_id, now=now)
                    if promoted:
                        alarms.clear_letters(tx, [message_id], now=now)
                    history.append(Event(now, "message.promoted" if promoted else "message.seen_again", message_id=message_id))
            events.add(tx, history)
            notify.ring(tx, notify.ARRIVED)
        hit(Failpoint.AFTER_KEEP_COMMIT)
        taken = sum(e.kind == "message.kept" for e in history)
        if history:
            self._arrived.set()
        return taken

    def _passed(self, cursor: FolderRecord, positions: Sequence[str]) -> None:
        uids = [int(p) for p in positions if p.isdecimal()] if cursor.validity else []
        if uids:
            with self._db.write() as tx:
                folders.note(tx, cursor.id, last_uid=max(uids))

    def _above_floor(self) -> bool:
        """Whether there is room on the disk; alarms when there is not. Intake goes on by itself once there is."""
        self._room = self._enough_disk()
        if not self._room:
            free, floor = self._blobs.free_bytes() // 2**20, self._settings.free_disk_floor // 2**20
            self._pause(f"intake is paused: {free} MB of disk are free, the floor is {floor} MB; make room")
        return self._room

    def _enough_disk(self) -> bool:
        return self._blobs.free_bytes() >= self._settings.free_disk_floor

    def _pause(self, text: str) -> None:
        self._room = False
        log.error("intake.paused", free_mb=self._blobs.free_bytes() // 2**20)
        with self._db.write() as tx:
            alarms.put(tx, code="disk.low", subject="disk", text=text, now=self._clock.now(), urgent=True)

    def _reconcile(self, folder: Folder) -> Difference:
        status = self._mailbox.status(folder)
        cursor = self._cursor(folder, status)
        taken = on_server = 0
        lowest = cursor.first_uid if status.validity == cursor.first_validity else 1
        for positions in self._mailbox.positions_above(folder, 0):
            on_server += len(positions)
            kept, whole = self._take(folder, status, cursor, positions)
            taken += kept
            if not whole:
                break
            self._passed(cursor, positions)
        now = self._clock.now()
        with self._db.write() as tx:
            on_record = sightings.count(tx, mailbox=self._mailbox.name, folder=folder.name, validity=status.validity)
            never = 0
            if status.validity and folder.role is Role.INTAKE:
                seen = sightings.count(tx, mailbox=self._mailbox.name, folder=folder.name, validity=status.validity, from_uid=lowest)
                never = max(0, status.next_position - lowest - seen)
            if never > cursor.unseen:
                gone = never - cursor.unseen
                text = f"{gone} letters left {folder.name} before the service saw them (a rule or a person moved them): look elsewhere"
                subject = f"{self._mailbox.name}/{folder.name}"
                # Of these nobody can say when the cause is gone: the newest count is told, also where an earlier one was told before.
                alarms.clear(tx, code="mailbox.never_seen", subject=subject, now=now)
                alarms.put(tx, code="mailbox.never_seen", subject=subject, text=text, now=now)
                events.add(
                    tx, [Event(now, "mailbox.never_seen", detail={"mailbox": self._mailbox.name, "folder": folder.name, "count": never})]
                )
            folders.note(tx, cursor.id, reconciled_at=now, unseen=never, on_server=on_server, on_record=on_record)
        return Difference(folder.name, on_server, on_record, taken, never)


def received(told: datetime | None, now: datetime) -> datetime:
    """When a letter was received: what the mailbox tells, else (or where that cannot be) when it was first seen."""
    return told if told is not None and EARLIEST <= told <= now else now


def _older(cursor: FolderRecord, status: FolderStatus, fetched: Fetched) -> bool:
    """Whether a mail lay in the mailbox before the service's starting moment: by UID where the numbering is the first, else by its time."""
    if status.validity and status.validity == cursor.first_validity:
        return int(fetched.position) < cursor.first_uid
    at = fetched.received_at
    if at is None:
        return False
    # INTERNALDATE knows whole seconds: a mail of the very second in which the service began may have come after it.
    # Such a mail waits for an answer.
    return at < (cursor.started_at if at.microsecond else cursor.started_at.replace(microsecond=0))
