"""An IMAP mailbox. In: settings. Out: letters, by the port's words. UIDVALIDITY and UID only; flags, dates and UNSEEN tell nothing.

An intake folder is opened by SELECT only where its mails are to be marked, every other by EXAMINE, and the body is read by BODY.PEEK: what
a person sees in the mailbox changes by the configured courtesy alone.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from intake.adapters import imap_fetch, imap_mark, imap_session, spool, waker
from intake.adapters.imap_session import Look, Selected
from intake.adapters.imap_settings import ImapSettings
from intake.ports import Courtesy, Fetched, Folder, FolderStatus, Glance, Marked, Role

RANGE: Final = 1_000  # positions given at a time
_MESSAGE_ID_CHARS: Final = 998


class ImapMailbox:
    """Fills `ports.Mailbox`. One thread uses it; only `wake` may be called from others.

    Positions belong to the UIDVALIDITY that `status` told last: ask `status` after each `open`. When a folder is numbered anew in between,
    every other method raises MailboxUnreachable until `status` has been asked. After MailboxUnreachable call `open` again, with a back-off.
    """

    def __init__(self, *, name: str, settings: ImapSettings) -> None:
        self._name = name
        self._settings = settings
        self._session = imap_session.Session(name=name, settings=settings)
        self._spool = spool.Spool(folder=settings.spool_folder)
        self._fetcher = imap_fetch.Fetcher(session=self._session, settings=settings, spool_files=self._spool)
        self._marker = imap_mark.Marker(session=self._session, settings=settings)
        self._bell = waker.Waker()
        self._no_idle = not settings.idle
        # The caller's last look at the folder we wait on: its UIDNEXT then, and the moment.
        self._looked = -1
        self._heard = (-1, 0)
        self._just_told: tuple[str, Look] | None = None  # the folder whose status was told last, until it is searched

    @property
    def name(self) -> str:
        """The mailbox's configured name."""
        return self._name

    @property
    def folders(self) -> Sequence[Folder]:
        """The folders watched, with their roles."""
        return self._settings.folders

    def open(self) -> None:
        """Connect and log in; no-op where open. Raises MailboxUnreachable (wait) or MailboxRefused (a person)."""
        if not self._session.is_open:
            self._spool.sweep()
            self._session.open()

    def close(self) -> None:
        """Log out; never raises."""
        self._session.close()

    def status(self, folder: Folder) -> FolderStatus:
        """UIDVALIDITY, UIDNEXT and the count, fresh from the server."""
        look = self._look(folder, tell=True)
        self._just_told = folder.name, look
        next_position = look.next_position or self._last_uid(folder, look.count) + 1
        return FolderStatus(validity=str(look.validity), next_position=next_position, count=look.count)

    def positions_above(self, folder: Folder, above: int) -> Iterator[list[str]]:
        """UIDs greater than `above`, ascending. A big folder is searched in windows of UIDs, since one answer would be too long a line."""
        told, self._just_told = self._just_told, None
        look = told[1] if told is not None and told[0] == folder.name else self._look(folder)
        if not look.count or 0 < look.next_position <= above + 1:
            return
        window = self._settings.search_window
        start = above + 1
        if look.count > window:
            end = look.next_position or self._last_uid(folder, look.count) + 1
            while start + window < end:
                yield from self._search(folder, f"{start}:{start + window - 1}", above)
                start += window
        yield from self._search(folder, f"{start}:*", start - 1)

    def fetch(self, folder: Folder, positions: Sequence[str], above_floor: Callable[[], bool]) -> Iterator[Fetched]:
        """The mails at `positions` in their order. A mail that is gone is left out; a batch comes whole or not at all."""
        return self._fetcher.fetch([int(position) for position in positions], above_floor, lambda: self._select(folder))

    def glance(self, folder: Folder, positions: Sequence[str]) -> dict[str, Glance]:
        """Message-ID, From, Date, size and time of many mails, without their bodies."""
        if not positions:
            return {}
        self._select(folder)
        return self._fetcher.glance([int(position) for position in positions])

    def mark(self, folder: Folder, positions: Sequence[str]) -> dict[str, Marked]:
        """The configured courtesy, on intake folders only; with nothing to do the answer is MARKED."""
        if not positions or not self._writes(folder):
            return dict.fromkeys(positions, Marked.MARKED)
        marked = self._marker.mark(self._select(folder), [int(position) for position in positions])
        unsettled = [uid for uid, outcome in marked.items() if outcome in (Marked.GONE, Marked.NOT_ALLOWED)]
        if unsettled:
            # Both are settled for good, so they are said only after the server has brought its picture of the folder up to date.
            self._session.refresh()
            marked |= self._marker.mark(self._select(folder), unsettled)
        return {str(uid): outcome for uid, outcome in marked.items()}

    def wait(self, seconds: float) -> bool:
        """Wait in IDLE on the first intake folder, renewed in good time; by NOOP where the server has no IDLE. Only a hint."""
        end = time.monotonic() + seconds
        folder = self._watched
        if folder is None:
            self._bell.wait(seconds)
            return False
        if self._bell.wait(0):
            return False
        if self._news(folder):
            return True
        while (left := end - time.monotonic()) > 0:
            rung = self._idle(left) if self._can_idle() else self._pause(left)
            if self._news(folder):
                return True
            if rung:
                return False
        return False

    def wake(self) -> None:
        """End a wait at once; callable from any thread."""
        self._bell.ring()

    def _writes(self, folder: Folder) -> bool:
        return self._settings.courtesy is not Courtesy.NOTHING and folder.role is Role.INTAKE

    def _select(self, folder: Folder) -> Selected:
        return self._session.select(folder.name, write=self._writes(folder))

    @property
    def _watched(self) -> Folder | None:
        """The folder we wait on: the first of intake. The others are looked at when the caller does so."""
        return next((folder for folder in self._settings.folders if folder.role is Role.INTAKE), None)

    def _look(self, folder: Folder, *, tell: bool = False) -> Look:
        """The caller is about to see all that came so far; only what comes from now on is news."""
        watched = folder == self._watched
        look = self._session.look(folder.name, write=self._writes(folder), stay=not watched, tell=tell)
        if watched:
            self._looked, self._heard = look.next_position, self._session.moment
        return look

    def _news(self, folder: Folder) -> bool:
        """Whether mail came since the caller looked: told in an answer, or seen by UIDNEXT where the folder was opened again."""
        selected = self._select(folder)
        moment = self._session.moment
        same_opening = moment[0] == self._heard[0]
        found = moment != self._heard if same_opening else selected.next_position != self._looked
        self._looked, self._heard = selected.next_position, moment
        return found

    def _last_uid(self, folder: Folder, count: int) -> int:
        """For the rare server that tells no UIDNEXT."""
        self._select(folder)
        return max(self._session.search(["UID", "*"], "looking for the last mail"), default=0) if count else 0

    def _search(self, folder: Folder, uids: str, above: int) -> Iterator[list[str]]:
        self._select(folder)
        # "n:*" gives the last mail even where n lies beyond it (RFC 3501 6.4.8), therefore the filter.
        found = sorted({uid for uid in self._session.search(["UID", uids], "looking for mails") if uid > above})
        for start in range(0, len(found), RANGE):
            yield [str(uid) for uid in found[start : start + RANGE]]

    def _can_idle(self) -> bool:
        return not self._no_idle and self._session.has("IDLE")

    def _idle(self, seconds: float) -> bool:
        """One IDLE; whether the bell rang."""
        try:
            with self._session.step("waiting for mail", hear_no=True) as client:
                client.idle(min(seconds, self._settings.idle_renew), self._bell.fileno())
        except imap_session.ServerSaidNo:
            # Offered and refused: from here on this server is asked by NOOP.
            self._no_idle = True
            return False
        return self._bell.wait(0)

    def _pause(self, seconds: float) -> bool:
        """One pause and a NOOP; whether the bell rang."""
        if self._bell.wait(min(seconds, self._settings.poll_without_idle)):
            return True
        self._session.refresh()
        return False
