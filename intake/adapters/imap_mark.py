"""The courtesy, after commit. In: a session whose intake folder is open for writing, UIDs. Out: what became of each. Never a delete.

A move is MOVE (RFC 6851), or COPY, \\Deleted and UID EXPUNGE of the very same mails (RFC 4315); without either the mail stays, because a
plain EXPUNGE would take away what somebody else had marked.
"""

from collections.abc import Callable, Sequence
from typing import Final

from intake import errors, failpoints
from intake.adapters import imap_session
from intake.adapters.imap_session import Selected, ServerSaidNo
from intake.adapters.imap_settings import ImapSettings
from intake.failpoints import Failpoint
from intake.ports import Courtesy, Marked

AT_ONCE: Final = 100
SEEN: Final = "\\Seen"
_DELETED: Final = "\\Deleted"
_ANY: Final = b"\\*"
# RFC 5530: the same will be refused again until somebody changes the rights. All else (a full or missing target, a busy server) may change.
_FOR_GOOD: Final = frozenset({"NOPERM", "CANNOT", "CLIENTBUG", "READ-ONLY", "ACL"})


class Marker:
    """Applies the configured courtesy."""

    def __init__(self, *, session: imap_session.Session, settings: ImapSettings) -> None:
        self._session = session
        self._settings = settings

    def mark(self, folder: Selected, uids: Sequence[int]) -> dict[int, Marked]:
        """`folder` is the open one. A mail that is not there any more is GONE."""
        if not folder.writable:
            return dict.fromkeys(uids, Marked.NOT_ALLOWED)
        match self._settings.courtesy:
            case Courtesy.NOTHING:
                return dict.fromkeys(uids, Marked.MARKED)
            case Courtesy.SEEN:
                return self._some_at_a_time(uids, lambda some: self._flag(folder, some, SEEN))
            case Courtesy.KEYWORD:
                return self._some_at_a_time(uids, lambda some: self._flag(folder, some, self._settings.keyword))
            case Courtesy.MOVE:
                return self._some_at_a_time(uids, self._move)

    def _some_at_a_time(self, uids: Sequence[int], act: Callable[[list[int]], dict[int, Marked]]) -> dict[int, Marked]:
        done: dict[int, Marked] = {}
        for start in range(0, len(uids), AT_ONCE):
            some = list(uids[start : start + AT_ONCE])
            try:
                done |= act(some)
            except ServerSaidNo as said:
                if said.transient and not said.bad:
                    raise errors.MailboxUnreachable(f"the server does not mark mails now: {said.text}") from said
                done |= dict.fromkeys(some, Marked.NOT_ALLOWED if said.bad or said.code in _FOR_GOOD else Marked.LATER)
        return done

    def _flag(self, folder: Selected, uids: list[int], flag: str) -> dict[int, Marked]:
        allowed = folder.permanent_flags
        wanted = flag.lower().encode()
        # A keyword of our own needs either its name or \* among the flags that last; \Seen its name.
        if allowed is not None and wanted not in allowed and (flag == SEEN or _ANY not in allowed):
            return dict.fromkeys(uids, Marked.NOT_ALLOWED)
        with self._session.step("marking mails", hear_no=True) as client:
            client.add_flags(uids, [flag], silent=True)
        failpoints.hit(Failpoint.AFTER_MARK)
        # Not by FETCH FLAGS: another client's change is told by sequence number, and the library takes that for a UID.
        some = ["UID", ",".join(map(str, uids))]
        kept = self._session.search([*some, "SEEN"] if flag == SEEN else [*some, "KEYWORD", flag], "looking for marks")
        present = kept if set(uids) <= set(kept) else self._session.search(some, "looking for mails")
        return {uid: Marked.MARKED if uid in kept else Marked.NOT_ALLOWED if uid in present else Marked.GONE for uid in uids}

    def _move(self, uids: list[int]) -> dict[int, Marked]:
        target = self._settings.move_to
        by_move = self._session.has("MOVE")
        if not by_move and not self._session.has("UIDPLUS"):
            return dict.fromkeys(uids, Marked.NOT_ALLOWED)
        present = set(self._session.search(["UID", ",".join(map(str, uids))], "looking for mails")) & set(uids)
        moving = [uid for uid in uids if uid in present]
        if moving:
            with self._session.step("moving mails", hear_no=True) as client:
                if by_move:
                    client.move(moving, target)
                else:
                    client.copy(moving, target)
                    client.add_flags(moving, [_DELETED], silent=True)
                    client.uid_expunge(moving)
            failpoints.hit(Failpoint.AFTER_MARK)
        return {uid: Marked.MARKED if uid in present else Marked.GONE for uid in uids}
