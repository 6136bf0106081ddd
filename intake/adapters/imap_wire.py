"""The IMAP library, made safe and typed. In: host, port, time-outs. Out: a `Client` whose reads are bounded and whose IDLE cannot get lost.

imapclient's own idle() and idle_check() break in five ways: data before the "+", data in the same segment as the "+", an end of file
taken for silence, a dead line waited on for ever, a line in two segments taken for an error. `idle` here survives them or says so. Like
imapclient itself it uses imaplib's private methods, therefore the dependency is pinned below version 5 and tests hold each case.
"""

import contextlib
import imaplib
import select
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol, cast

from imapclient import IMAPClient, SocketTimeout, imap4, tls

LITERAL_MAX: Final = 67_108_864  # octets in one literal; mails and parts asked for at once are far smaller
STEP_SECONDS: Final = 900.0  # the longest one command may take, however busily the server talks
DONE_SECONDS: Final = 3.0  # how long the end of IDLE is waited for when we are asked to stop
_CHUNK: Final = 1 << 18
_UNASKED: Final = ("EXISTS", "RECENT", "EXPUNGE", "FETCH", "VANISHED", "FLAGS")


class Client(Protocol):
    """What we use of the library. Every method may raise imaplib's errors, OSError, and whatever its parser does to strange bytes."""

    def has_capability(self, capability: str) -> bool: ...

    def starttls(self, ssl_context: ssl.SSLContext) -> object: ...

    def login(self, username: str, password: str) -> object: ...

    def sasl_login(self, mech_name: str, mech_callable: Callable[[bytes], bytes]) -> object: ...

    def select_folder(self, folder: str, readonly: bool = False) -> Mapping[bytes, object]: ...

    def folder_status(self, folder: str, what: Sequence[str]) -> Mapping[bytes, object]: ...

    def search(self, criteria: Sequence[str]) -> Sequence[int]: ...

    def fetch(self, messages: Sequence[int], data: Sequence[str]) -> Mapping[int, Mapping[bytes, object]]: ...

    def add_flags(self, messages: Sequence[int], flags: Sequence[str], silent: bool = False) -> object: ...

    def move(self, messages: Sequence[int], folder: str) -> object: ...

    def copy(self, messages: Sequence[int], folder: str) -> object: ...

    def uid_expunge(self, messages: Sequence[int]) -> object: ...

    def noop(self) -> object: ...

    def logout(self) -> object: ...

    def shutdown(self) -> None: ...

    def begin(self) -> None:
        """A new command: its time starts now."""
        ...

    @property
    def exists(self) -> int:
        """How many mails the open folder holds, by all that was said so far."""
        ...

    @property
    def arrived(self) -> int:
        """A number that grows with every mail the server told us of; between two moments it has grown where mail came."""
        ...

    def idle(self, seconds: float, bell: int) -> None:
        """Enter IDLE, wait until the server speaks of new mail, `bell` can be read or the time is up, leave IDLE."""
        ...


def connect(*, host: str, port: int, tls_context: ssl.SSLContext | None, connect_timeout: float, read_timeout: float) -> Client:
    """Connect and read the greeting; with `tls_context` under TLS from the first octet."""
    timeout = SocketTimeout(connect_timeout, read_timeout)
    return cast(Client, _SafeClient(host, port=port, ssl=tls_context is not None, ssl_context=tls_context, timeout=timeout))


class _Bounded(imaplib.IMAP4):
    """Reads that end: no literal above LITERAL_MAX, no command above STEP_SECONDS."""

    deadline = float("inf")
    exists = 0
    arrived = 0

    def _append_untagged(self, typ: str, dat: Any) -> None:
        # Every untagged answer passes here, in its order, whatever command it came with.
        if typ == "EXISTS" and isinstance(dat, bytes) and dat.isdigit():
            self.arrived += max(0, int(dat) - self.exists)
            self.exists = int(dat)
        elif typ == "EXPUNGE":
            self.exists = max(0, self.exists - 1)
        cast(Any, super())._append_untagged(typ, dat)

    def read(self, size: int) -> bytes:
        if size > LITERAL_MAX:
            raise self.abort(f"a literal of {size} octets is too large")
        chunks: list[bytes] = []
        left = size
        while left:
            self._check_time()
            chunk = self._reader.read1(min(left, _CHUNK))
            if not chunk:
                raise self.abort(f"the line ended {left} octets before the end of a literal")
            chunks.append(chunk)
            left -= len(chunk)
        return b"".join(chunks)

    def readline(self) -> bytes:
        self._check_time()
        return super().readline()

    @property
    def _reader(self) -> Any:
        # Python 3.14 keeps the buffered reader under another name.
        return getattr(self, "_file", None) or self.file

    def _check_time(self) -> None:
        if time.monotonic() > self.deadline:
            raise self.abort(f"no end of the answer within {STEP_SECONDS:.0f} seconds")


class _BoundedTls(_Bounded, tls.IMAP4_TLS):  # type: ignore[misc]
    """Under TLS from the first octet."""


class _BoundedPlain(_Bounded, imap4.IMAP4WithTimeout):  # type: ignore[misc]
    """In clear text, until STARTTLS."""


class _SafeClient(IMAPClient):  # type: ignore[misc]
    """imapclient with bounded reads, aware times, no wire log (it would hold letters), and an IDLE that holds."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.normalise_times = False
        self._imap.debug = 0
        # imapclient sends a command and its line end in two writes; Nagle's rule would hold back the second for 40 ms.
        self.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket().setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)

    def _create_IMAP4(self) -> Any:
        if self.ssl:
            return cast(Any, _BoundedTls)(self.host, self.port, self.ssl_context, self._timeout.connect)
        return _BoundedPlain(self.host, self.port, self._timeout.connect)

    def begin(self) -> None:
        self._imap.deadline = time.monotonic() + STEP_SECONDS
        for kind in _UNASKED:
            self._imap.untagged_responses.pop(kind, None)

    @property
    def exists(self) -> int:
        return int(self._imap.exists)

    @property
    def arrived(self) -> int:
        return int(self._imap.arrived)

    def idle(self, seconds: float, bell: int) -> None:
        imap = self._imap
        before = imap.arrived
        tag = imap._command("IDLE")
        # Anything may be said before the "+"; the tagged answer here means that the server does not want to.
        while imap._get_response() is not None:
            imap._check_bye()
            if imap.tagged_commands.get(tag):
                imap._command_complete("IDLE", tag)
                raise self.Error("IDLE failed: the server ended it at once")
        rung = self._listen(before, seconds, bell)
        if rung:
            self.socket().settimeout(min(DONE_SECONDS, self._timeout.read))
        imap.send(b"DONE\r\n")
        imap._command_complete("IDLE", tag)
        self._set_read_timeout()

    def _listen(self, before: int, seconds: float, bell: int) -> bool:
        """Hear what comes until mail has come since `before`; whether the bell ended it."""
        imap = self._imap
        line = self.socket().fileno()
        poll = select.poll()
        poll.register(line, select.POLLIN)
        poll.register(bell, select.POLLIN)
        end = time.monotonic() + seconds
        while imap.arrived == before:
            # What is buffered already never shows on the socket; what has begun to come is waited for up to the read time-out.
            if not self._buffered():
                ready = [descriptor for descriptor, _ in poll.poll(max(0.0, end - time.monotonic()) * 1000)]
                if line not in ready:
                    return bell in ready
            imap._get_response()
            imap._check_bye()
        return False

    def _buffered(self) -> bool:
        """Whether bytes wait in the reader or in the TLS layer, where poll() does not see them."""
        self.socket().setblocking(False)
        try:
            return bool(self._imap._reader.peek(1))
        except (ssl.SSLWantReadError, BlockingIOError):
            return False
        finally:
            self._set_read_timeout()


def hang_up(client: Client, *, politely: bool) -> None:
    """Let go of a connection, with LOGOUT where it still works; never raises."""
    # The line may be dead in any way, and nothing can be done about it any more.
    with contextlib.suppress(Exception):
        if politely:
            client.begin()
            client.logout()
            return
    with contextlib.suppress(Exception):
        client.shutdown()
