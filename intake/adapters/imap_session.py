"""One connection to an IMAP server. In: settings. Out: a logged-in client, the selected folder, and every failure in our words.

What a person must change raises MailboxRefused, everything else MailboxUnreachable. No text holds a password or a token.
"""

import contextlib
import dataclasses
import imaplib
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NoReturn

from imapclient.exceptions import CapabilityError, ProtocolError

from intake import errors
from intake.adapters import imap_wire
from intake.adapters.imap_settings import ImapSettings
from intake.adapters.imap_wire import Client
from intake.adapters.smtp_settings import OAuth, Security

REOPEN_SECONDS: Final = 600.0
_TEXT_CHARS: Final = 200
_CODE: Final = re.compile(r"\[([A-Z][A-Z-]*)")
# RFC 5530, and what large providers say when they are busy.
TRANSIENT_CODES: Final = frozenset({"UNAVAILABLE", "SERVERBUG", "INUSE", "LIMIT", "THROTTLED", "CONTACTADMIN"})
_TRANSIENT_WORDS: Final = re.compile(r"too many|try again|temporar|unavailable|throttl|internal error|server busy|bandwidth", re.IGNORECASE)


class ServerSaidNo(Exception):
    """A tagged NO or BAD. The line is sound; what was asked for is not done."""

    def __init__(self, text: str, *, bad: bool = False) -> None:
        super().__init__(text)
        self.text = text
        self.bad = bad
        found = _CODE.search(text)
        self.code = found[1] if found else ""

    @property
    def transient(self) -> bool:
        """Whether the same may be granted later without anybody changing anything."""
        return self.code in TRANSIENT_CODES or (not self.code and _TRANSIENT_WORDS.search(self.text) is not None)


class _LogInRefused(errors.MailboxRefused):
    """The key did not fit; another one might."""


@dataclass(frozen=True, slots=True)
class Selected:
    """The folder that is open now, as it was when it was opened or looked at."""

    name: str
    writable: bool
    validity: int
    next_position: int
    count: int
    permanent_flags: frozenset[bytes] | None  # None: not told, which means all (RFC 3501 7.1)
    arrived: int  # `Client.arrived` when next_position was true
    since: float  # monotonic


@dataclass(frozen=True, slots=True)
class Look:
    """What a folder is now, open or not."""

    validity: int
    next_position: int
    count: int


class Session:
    """Fills nothing by itself; `imap.ImapMailbox` speaks through it. One thread."""

    def __init__(self, *, name: str, settings: ImapSettings) -> None:
        self._name = name
        self._settings = settings
        self._client: Client | None = None
        self._selected: Selected | None = None
        self._told: dict[str, int] = {}  # folder -> the UIDVALIDITY that its positions belong to
        self._read_only: set[str] = set()
        self._openings = 0

    @property
    def moment(self) -> tuple[int, int]:
        """Which opening of a folder this is, and how much had arrived: equal moments of one opening have no mail between them."""
        return self._openings, self._client.arrived if self._client is not None else 0

    @property
    def selected(self) -> Selected | None:
        """The folder that is open now."""
        return self._selected

    @property
    def is_open(self) -> bool:
        """Whether there is a logged-in connection, as far as we know."""
        return self._client is not None

    def open(self) -> None:
        """Connect and log in. A token that is refused is renewed once; then a person is needed."""
        if self._client is not None:
            return
        settings = self._settings
        if settings.token is None:
            self._log_in(lambda client: self._by_password(client, settings.password or ""), secret=settings.password or "")
            return
        token = self._token(renew=False)
        try:
            self._log_in(lambda client: self._by_token(client, token), secret=token)
        except _LogInRefused:
            renewed = self._token(renew=True)
            if renewed == token:
                raise
            self._log_in(lambda client: self._by_token(client, renewed), secret=renewed)

    def close(self) -> None:
        """Log out; never raises."""
        self._drop(politely=True)

    @contextlib.contextmanager
    def step(self, doing: str, *, hear_no: bool = False) -> Iterator[Client]:
        """Speak to the server. After anything but a plain NO the connection is gone and `open` must be called again.

        With `hear_no` a NO or BAD raises ServerSaidNo for the caller to judge.
        """
        client = self._client
        if client is None:
            raise errors.MailboxUnreachable(f"{self._where}: not connected")
        client.begin()
        try:
            yield client
        except (errors.IntakeError, ServerSaidNo, imaplib.IMAP4.readonly):
            raise
        except (imaplib.IMAP4.abort, ProtocolError, OSError, EOFError) as error:
            self._drop(politely=False)
            raise errors.MailboxUnreachable(f"{self._where}: lost while {doing}: {_plain(error)}") from error
        except imaplib.IMAP4.error as error:
            self._judge_no(error, doing, hear_no=hear_no)
        # The library's parser meets bytes of a stranger and may raise anything.
        except Exception as error:
            self._drop(politely=False)
            raise errors.MailboxUnreachable(f"{self._where}: the answer while {doing} is not understood: {_plain(error)}") from error

    def select(self, folder: str, *, write: bool) -> Selected:
        """Open `folder` (EXAMINE, or SELECT with `write`) unless it is open.

        A UIDVALIDITY other than the one `look` told last raises MailboxUnreachable: the caller holds positions that mean other mails now,
        and must look first.
        """
        now = self._open_now(folder, write) or self._open_folder(folder, write)
        self._hold_to(folder, now.validity)
        return now

    def look(self, folder: str, *, write: bool, stay: bool, tell: bool) -> Look:
        """What the folder is now. With `tell` its UIDVALIDITY becomes the one that positions belong to; without, see `select`.

        With `stay` the folder that is open stays open, and this one is asked for by STATUS. An open folder is not opened again each time,
        which costs a server a tenth of a second for some thousand mails: its UIDVALIDITY cannot change while it is open (RFC 3501
        2.3.1.1), new mail is told by EXISTS. Now and then it is, since a mail that came and went between two looks shows in UIDNEXT alone.
        """
        now = self._open_now(folder, write)
        told = self._status(folder) if now is None and stay and self._selected is not None else None
        if told is None:
            if now is None or not now.next_position or time.monotonic() - now.since > REOPEN_SECONDS:
                now = self._open_folder(folder, write)
            else:
                now = self._catch_up(now)
            told = Look(now.validity, now.next_position, now.count)
        if tell:
            self._told[folder] = told.validity
        self._hold_to(folder, told.validity)
        return told

    def search(self, criteria: list[str], doing: str) -> list[int]:
        """UID SEARCH in the open folder."""
        with self.step(doing) as client:
            return list(client.search(criteria))

    def fetch(self, uids: list[int], items: list[str], doing: str, *, hear_no: bool = False) -> dict[int, dict[bytes, object]]:
        """UID FETCH in the open folder; a mail that is gone has no entry."""
        with self.step(doing, hear_no=hear_no) as client:
            return {uid: dict(row) for uid, row in client.fetch(uids, items).items()}
        raise AssertionError("unreachable")  # step() never swallows

    def refresh(self) -> None:
        """NOOP: until it is asked, a server may keep from us what others changed in the open folder (RFC 3501 7)."""
        with self.step("looking for changes") as client:
            client.noop()

    def has(self, capability: str) -> bool:
        """Whether the server offers `capability`."""
        with self.step("asking what the server can") as client:
            return client.has_capability(capability)
        raise AssertionError("unreachable")

    @property
    def _where(self) -> str:
        return f"mailbox {self._name} ({self._settings.host}:{self._settings.port})"

    def _drop(self, *, politely: bool) -> None:
        client, self._client, self._selected = self._client, None, None
        if client is not None:
            imap_wire.hang_up(client, politely=politely)

    def _judge_no(self, error: imaplib.IMAP4.error, doing: str, *, hear_no: bool) -> NoReturn:
        text = _plain(error)
        if text.startswith("command: "):
            # imaplib gave up in the middle of an answer: where the next one begins is not known.
            self._drop(politely=False)
            raise errors.MailboxUnreachable(f"{self._where}: the answer while {doing} is not understood: {text}") from error
        said = ServerSaidNo(text, bad="command error: BAD" in text)
        if hear_no:
            raise said from error
        kind = errors.MailboxUnreachable if said.transient else errors.MailboxRefused
        raise kind(f"{self._where}: refused while {doing}: {text}") from error

    def _log_in(self, sign_in: Callable[[Client], None], *, secret: str) -> None:
        self._client = self._connect()
        try:
            with self.step("logging in", hear_no=True) as client:
                sign_in(client)
        except ServerSaidNo as said:
            cause = said.__cause__.__context__ if said.__cause__ else None
            self._drop(politely=False)
            text = said.text.replace(secret, "***") if secret else said.text
            # imapclient turns a lost line while logging in into the same error as a refusal.
            if isinstance(cause, imaplib.IMAP4.abort) or said.transient:
                raise errors.MailboxUnreachable(f"{self._where}: log-in not possible now: {text}") from None
            raise _LogInRefused(
                f"{self._where}: log-in of {self._settings.user} refused: {text}; check user, password or token, and that IMAP is allowed"
            ) from None
        except BaseException:
            self._drop(politely=False)
            raise

    def _connect(self) -> Client:
        settings = self._settings
        tls = self._tls_context() if settings.security is not Security.NONE else None
        client: Client | None = None
        try:
            client = imap_wire.connect(
                host=settings.host,
                port=settings.port,
                tls_context=tls if settings.security is Security.TLS else None,
                connect_timeout=settings.connect_timeout,
                read_timeout=settings.read_timeout,
            )
            if settings.security is Security.STARTTLS and tls is not None:
                client.begin()
                client.starttls(tls)
            return client
        # A hostile greeting may make the library raise anything; the half-open line is closed before it is told.
        except Exception as error:  # noqa: BLE001
            if client is not None:
                imap_wire.hang_up(client, politely=False)
            self._tell_connect_error(error, in_starttls=client is not None)

    def _tell_connect_error(self, error: Exception, *, in_starttls: bool) -> NoReturn:
        where = self._where
        if isinstance(error, ssl.SSLCertVerificationError):
            raise errors.MailboxRefused(
                f"{where}: the server's certificate is not accepted: {error.verify_message}; check host and ca_file"
            ) from error
        if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            raise errors.MailboxRefused(f"{where}: no TLS with this server ({error.reason}); check port and security") from error
        if isinstance(error, CapabilityError):
            raise errors.MailboxRefused(f"{where}: the server does not offer STARTTLS, and clear text is never used instead") from error
        if isinstance(error, socket.gaierror):
            raise errors.MailboxUnreachable(f"{where}: the name of the host is not known now") from error
        if in_starttls and isinstance(error, imaplib.IMAP4.error) and not isinstance(error, imaplib.IMAP4.abort):
            raise errors.MailboxRefused(f"{where}: STARTTLS refused, and clear text is never used instead: {_plain(error)}") from error
        raise errors.MailboxUnreachable(f"{where}: no connection: {_plain(error)}") from error

    def _tls_context(self) -> ssl.SSLContext:
        try:
            context = ssl.create_default_context(cafile=self._settings.ca_file)
        except OSError as error:
            raise errors.MailboxRefused(f"{self._where}: ca_file {self._settings.ca_file} cannot be read: {_plain(error)}") from error
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    def _by_password(self, client: Client, password: str) -> None:
        user = self._settings.user
        if client.has_capability("LOGINDISABLED"):
            raise errors.MailboxRefused(f"{self._where}: the server takes no passwords here; use security = tls or a token")
        if user.isascii() and password.isascii():
            client.login(user, password)
        else:
            client.sasl_login("PLAIN", lambda challenge: f"\0{user}\0{password}".encode())

    def _by_token(self, client: Client, token: str) -> None:
        settings = self._settings
        mechanism = settings.oauth.value.upper()
        if settings.oauth is OAuth.XOAUTH2:
            said, refused = f"user={settings.user}\1auth=Bearer {token}\1\1", b""
        else:
            # RFC 7628: the name is escaped as RFC 5801 asks.
            name = settings.user.replace("=", "=3D").replace(",", "=2C")
            said, refused = f"n,a={name},\1host={settings.host}\1port={settings.port}\1auth=Bearer {token}\1\1", b"\1"
        # A second challenge is the server's reason for refusing; it wants this answer before it says NO.
        answers = iter([said.encode()])
        client.sasl_login(mechanism, lambda challenge: next(answers, refused))

    def _token(self, *, renew: bool) -> str:
        source = self._settings.token
        if source is None:
            raise AssertionError("settings without a password have a token source")
        try:
            return source(renew)
        except errors.PersonNeeded as error:
            raise errors.MailboxRefused(f"{self._where}: no token: {error}") from error
        except errors.WaitError as error:
            raise errors.MailboxUnreachable(f"{self._where}: no token now: {error}") from error

    def _open_now(self, folder: str, write: bool) -> Selected | None:
        """The open folder, where it is this one and open in this way."""
        now = self._selected
        write = write and folder not in self._read_only
        return now if now is not None and (now.name, now.writable) == (folder, write) else None

    def _hold_to(self, folder: str, validity: int) -> None:
        if self._told.setdefault(folder, validity) != validity:
            raise errors.MailboxUnreachable(f"{self._where}: folder {folder} was numbered anew; its mails must be matched again")

    def _catch_up(self, now: Selected) -> Selected:
        """Bring what we know of the open folder up to date."""
        self.refresh()
        with self.step("counting mails") as client:
            count, arrived = client.exists, client.arrived
        ahead = now.next_position
        if arrived != now.arrived:
            ahead = max([ahead, *(uid + 1 for uid in self.search(["UID", f"{ahead}:*"], "looking for new mails"))])
        self._selected = dataclasses.replace(now, count=count, next_position=ahead, arrived=arrived)
        return self._selected

    def _status(self, folder: str) -> Look | None:
        """STATUS of a folder that is not open; None where the server does not answer it whole."""
        try:
            with self.step(f"asking about folder {folder}", hear_no=True) as client:
                told = client.folder_status(folder, ["UIDVALIDITY", "UIDNEXT", "MESSAGES"])
        except ServerSaidNo:
            return None
        look = Look(*(_number(told.get(key)) for key in (b"UIDVALIDITY", b"UIDNEXT", b"MESSAGES")))
        return look if look.validity and look.next_position else None

    def _open_folder(self, folder: str, write: bool) -> Selected:
        write = write and folder not in self._read_only
        self._selected = None
        self._openings += 1
        doing = f"opening folder {folder}"
        try:
            with self.step(doing) as client:
                told = client.select_folder(folder, readonly=not write)
                arrived = client.arrived
        except imaplib.IMAP4.readonly:
            self._read_only.add(folder)
            return self._open_folder(folder, False)
        with self.step(doing):
            flags = told.get(b"PERMANENTFLAGS")
            selected = Selected(
                name=folder,
                writable=write,
                validity=_number(told.get(b"UIDVALIDITY")),
                next_position=_number(told.get(b"UIDNEXT")),
                count=_number(told.get(b"EXISTS")),
                permanent_flags=frozenset(flag.lower() for flag in flags if isinstance(flag, bytes)) if isinstance(flags, tuple) else None,
                arrived=arrived,
                since=time.monotonic(),
            )
        if not selected.validity:
            raise errors.MailboxRefused(f"{self._where}: folder {folder} has no UIDVALIDITY; its mails cannot be told apart for good")
        self._selected = selected
        return selected


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _plain(error: BaseException) -> str:
    """The text of a library's error on one line, bounded."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    text = " ".join("".join(c if c.isprintable() else " " for c in str(error)).split())
    return text[:_TEXT_CHARS] or type(error).__name__
