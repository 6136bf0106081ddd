"""Fetch mails whole. In: a session, UIDs. Out: letters in bounded batches, large ones in a spool file. Nothing is ever marked.

BODY.PEEK[] only. RFC822.SIZE is a hint: batches are made by it, but a mail ends where the server has no more octets to give.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import BinaryIO, Final

from intake import errors, failpoints
from intake.adapters import headers, imap_session, spool
from intake.adapters.imap_settings import ImapSettings
from intake.failpoints import Failpoint
from intake.ports import Fetched, Glance

SIZES_AT_ONCE: Final = 500
GLANCES_AT_ONCE: Final = 250
MAIL_MAX: Final = 1 << 30  # octets; no server stores larger mails, so a larger one never ends
TRUST_AFTER: Final = 3  # so many shorter mails that were whole, and the server's sizes are known to be inexact
_HEADER_ITEM: Final = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID FROM DATE)]"


class Fetcher:
    """Reads mails through a session in which their folder is open."""

    def __init__(self, *, session: imap_session.Session, settings: ImapSettings, spool_files: spool.Spool) -> None:
        self._session = session
        self._settings = settings
        self._spool = spool_files
        self._shorter_but_whole = 0

    def fetch(self, uids: Sequence[int], above_floor: Callable[[], bool], reopen: Callable[[], object]) -> Iterator[Fetched]:
        """The mails in the order of `uids`; those that are gone are left out. `reopen` is called before each batch to have the folder open.

        Between two batches the caller may use the mailbox otherwise: the folder is opened again where another one is open.
        """
        for start in range(0, len(uids), SIZES_AT_ONCE):
            reopen()
            some = list(uids[start : start + SIZES_AT_ONCE])
            sizes = self._sizes(some)
            for batch in _batches([(uid, sizes[uid]) for uid in some if uid in sizes], self._settings):
                if not above_floor():
                    return
                reopen()
                mails, complete = self._batch(batch, sizes, above_floor)
                failpoints.hit(Failpoint.AFTER_FETCH)
                yield from mails
                if not complete:
                    return

    def glance(self, uids: Sequence[int]) -> dict[str, Glance]:
        """Cheap headers of many mails."""
        found: dict[str, Glance] = {}
        for start in range(0, len(uids), GLANCES_AT_ONCE):
            some = list(uids[start : start + GLANCES_AT_ONCE])
            rows = self._session.fetch(some, ["RFC822.SIZE", "INTERNALDATE", _HEADER_ITEM], "reading headers")
            for uid, row in rows.items():
                head = next((value for key, value in row.items() if key.startswith(b"BODY[HEADER")), None)
                if not isinstance(head, bytes):
                    continue
                few = headers.few(head)
                found[str(uid)] = Glance(
                    position=str(uid),
                    size=_size(row),
                    received_at=instant(row.get(b"INTERNALDATE")),
                    message_id=few.get("message-id") or None,
                    from_=few.get("from", ""),
                    date=few.get("date", ""),
                )
        return found

    def _sizes(self, uids: list[int]) -> dict[int, int]:
        """UID -> RFC822.SIZE; a mail that is gone has none."""
        found: dict[int, int] = {}
        missing = uids
        for attempt in range(2):
            rows = self._session.fetch(missing, ["RFC822.SIZE"], "asking for sizes")
            found |= {uid: _size(row) for uid, row in rows.items() if b"RFC822.SIZE" in row}
            missing = [uid for uid in uids if uid not in found]
            if not missing:
                break
            # What is not there may only be too new for the server's picture of the folder.
            if attempt == 0:
                self._session.refresh()
        return found

    def _batch(self, uids: list[int], sizes: dict[int, int], above_floor: Callable[[], bool]) -> tuple[list[Fetched], bool]:
        """The mails of one batch, and False where free disk ran out in the middle of a large one."""
        if len(uids) == 1 and sizes[uids[0]] > self._settings.spool_above:
            return self._in_parts(uids[0], sizes[uids[0]], above_floor)
        rows = self._rows(uids)
        mails: list[Fetched] = []
        for uid in uids:
            body = rows.get(uid, {}).get(b"BODY[]")
            if body is None:
                # Moved or expunged since it was listed, or NIL: gone.
                continue
            if not isinstance(body, bytes):
                raise errors.MailboxUnreachable("the server sent a mail that is no text")
            if self._is_whole(uid, len(body), sizes[uid]):
                mails.append(Fetched(position=str(uid), received_at=instant(rows[uid].get(b"INTERNALDATE")), content=body))
                continue
            parts, complete = self._in_parts(uid, sizes[uid], above_floor)
            mails += parts
            if not complete:
                return mails, False
        return mails, True

    def _rows(self, uids: list[int]) -> dict[int, dict[bytes, object]]:
        """The bodies of a batch. A NO to many is asked again one by one, so that one sick mail does not hide the others."""
        items = ["INTERNALDATE", "BODY.PEEK[]"]
        try:
            return self._session.fetch(uids, items, "fetching mails", hear_no=True)
        except imap_session.ServerSaidNo as said:
            if said.transient:
                raise errors.MailboxUnreachable(f"the server gives no mails now: {said.text}") from said
        rows: dict[int, dict[bytes, object]] = {}
        refused: list[str] = []
        for uid in uids:
            try:
                rows |= self._session.fetch([uid], items, "fetching a mail", hear_no=True)
            except imap_session.ServerSaidNo as said:
                # Gone, or unreadable for the server itself; the reconcile shows the latter as never seen.
                refused.append(said.text)
        if len(refused) == len(uids) > 1:
            raise errors.MailboxUnreachable(f"the server gives none of {len(uids)} mails: {refused[0]}")
        return rows

    def _is_whole(self, uid: int, got: int, promised: int) -> bool:
        """Whether a mail shorter than RFC822.SIZE is all there is. Servers that render mails anew (Exchange) promise inexact sizes."""
        if got >= promised or (self._shorter_but_whole >= TRUST_AFTER and got > promised // 2):
            return True
        rest = self._part(uid, got)
        if rest:
            return False
        self._shorter_but_whole += 1
        return True

    def _in_parts(self, uid: int, promised: int, above_floor: Callable[[], bool]) -> tuple[list[Fetched], bool]:
        """One mail into a spool file."""
        received_at = instant(self._session.fetch([uid], ["INTERNALDATE"], "asking for a time").get(uid, {}).get(b"INTERNALDATE"))
        try:
            with self._spool.new() as (path, file):
                self._fill(file, uid, promised, above_floor)
        except _Gone:
            return [], True
        except _DiskLow:
            return [], False
        return [Fetched(position=str(uid), received_at=received_at, content=None, spool=path)], True

    def _fill(self, file: BinaryIO, uid: int, promised: int, above_floor: Callable[[], bool]) -> None:
        offset = 0
        while True:
            part = self._part(uid, offset)
            if part is None and offset == 0:
                raise _Gone
            if not part:
                return
            file.write(part)
            offset += len(part)
            # A short part that ends where the size promised is the last one; any other doubt is settled by asking for more.
            if len(part) < self._settings.part_bytes and offset == promised:
                return
            if offset > MAIL_MAX:
                raise errors.MailboxUnreachable(f"a mail does not end after {MAIL_MAX} octets")
            if not above_floor():
                raise _DiskLow

    def _part(self, uid: int, offset: int) -> bytes | None:
        """Octets from `offset` on; b"" past the end; None where the mail is gone or the server says NIL."""
        item = f"BODY.PEEK[]<{offset}.{self._settings.part_bytes}>"
        try:
            row = self._session.fetch([uid], [item], "fetching a large mail", hear_no=True).get(uid)
        except imap_session.ServerSaidNo as said:
            if said.transient or offset:
                raise errors.MailboxUnreachable(f"the server stopped giving a large mail: {said.text}") from said
            return None
        # A row without the item is another client's change of flags, told by sequence number and taken for this UID by the library.
        key = next((key for key in row or () if key.startswith(b"BODY[]")), None)
        if row is None or key is None:
            if offset:
                raise _Gone
            return None
        part = row[key]
        return part if isinstance(part, bytes) else None


class _Gone(Exception):
    """The mail vanished while it was fetched."""


class _DiskLow(Exception):
    """Free disk fell under the floor while a mail was fetched."""


def instant(value: object) -> datetime | None:
    """INTERNALDATE as aware UTC; None where the server gave none that can be used."""
    if not isinstance(value, datetime):
        return None
    try:
        return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def _size(row: dict[bytes, object]) -> int:
    size = row.get(b"RFC822.SIZE")
    return size if isinstance(size, int) else 0


def _batches(sized: list[tuple[int, int]], settings: ImapSettings) -> Iterator[list[int]]:
    """UIDs in order, each batch bounded by count and octets; a mail to be spooled is a batch of its own."""
    batch: list[int] = []
    octets = 0
    for uid, size in sized:
        large = size > settings.spool_above
        if batch and (large or len(batch) >= settings.batch_count or octets + size > settings.batch_bytes):
            yield batch
            batch, octets = [], 0
        if large:
            yield [uid]
            continue
        batch.append(uid)
        octets += size
    if batch:
        yield batch
