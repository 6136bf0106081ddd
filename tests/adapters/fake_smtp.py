"""An SMTP server in threads that says what a test tells it to. In: answers for verbs. Out: what it heard, and the letters it took."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence

HANG = "hang"  # say nothing until the server ends
CLOSE = "close"  # cut the line instead of an answer
ACCEPT_TIMEOUT = 0.05
LINE_TIMEOUT = 20.0

DEFAULTS: Mapping[str, str] = {
    "GREETING": "220 fake ESMTP",
    "MAIL": "250 2.1.0 ok",
    "RCPT": "250 2.1.5 ok",
    "DATA": "354 go on",
    "BODY": "",
    "DOT": "250 2.0.0 Ok: queued as A1",
    "RSET": "250 ok",
    "NOOP": "250 ok",
    "QUIT": "221 bye",
    "AUTH": "235 2.7.0 ok",
    "STARTTLS": "220 go on",
}


class FakeSmtp:
    """`answers` gives a verb's next answers in turn, then the default holds. BODY is asked when the first line of a letter came."""

    def __init__(
        self,
        *,
        answers: Mapping[str, Sequence[str]] | None = None,
        extensions: Sequence[str] = ("8BITMIME", "SMTPUTF8", "SIZE 1000000", "DSN", "AUTH PLAIN LOGIN XOAUTH2 OAUTHBEARER"),
        context: ssl.SSLContext | None = None,
        tls_at_once: bool = False,
    ) -> None:
        self._answers = {verb: list(given) for verb, given in (answers or {}).items()}
        self._extensions = extensions
        self._context = context
        self._tls_at_once = tls_at_once
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._sockets: list[socket.socket] = []
        self.commands: list[str] = []
        self.letters: list[bytes] = []
        self.sessions = 0
        self.at_once = 0
        self.most_at_once = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(ACCEPT_TIMEOUT)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True, name="fake-smtp").start()

    def __enter__(self) -> "FakeSmtp":
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._listener.close()
        for sock in self._sockets:
            _cut(sock)

    def heard(self, verb: str) -> list[str]:
        """The commands that began with `verb`, in order."""
        return [command for command in self.commands if command.upper().startswith(verb)]

    def cut_all(self) -> None:
        """Lose every line that stands."""
        with self._lock:
            sockets, self._sockets = self._sockets, []
        for sock in sockets:
            _cut(sock)

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                sock, _ = self._listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock,), daemon=True, name="fake-smtp-session").start()

    def _serve(self, sock: socket.socket) -> None:
        with self._lock:
            self.sessions += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            self._sockets.append(sock)
        with contextlib.suppress(OSError, EOFError, ValueError):
            self._talk(sock)
        _cut(sock)
        with self._lock:
            self.at_once -= 1

    def _talk(self, sock: socket.socket) -> None:
        sock.settimeout(LINE_TIMEOUT)
        if self._context is not None and self._tls_at_once:
            sock = self._wrapped(sock)
        reader = sock.makefile("rb")
        self._say(sock, "GREETING")
        while line := reader.readline():
            command = line.decode("utf-8", "replace").rstrip("\r\n")
            self.commands.append(command)
            verb = command.upper().partition(" ")[0]
            if verb == "EHLO":
                self._ehlo(sock)
            elif verb == "DATA":
                if self._say(sock, "DATA").startswith("354"):
                    self._take_letter(sock, reader)
            elif verb == "STARTTLS" and self._context is not None:
                self._say(sock, "STARTTLS")
                sock = self._wrapped(sock)
                reader = sock.makefile("rb")
            elif verb in DEFAULTS:
                self._say(sock, verb)
                if verb == "QUIT":
                    return
            else:
                self._say(sock, "AUTH")  # a line of a longer log-in

    def _wrapped(self, sock: socket.socket) -> socket.socket:
        assert self._context is not None
        wrapped = self._context.wrap_socket(sock, server_side=True)
        with self._lock:
            self._sockets.append(wrapped)
        return wrapped

    def _ehlo(self, sock: socket.socket) -> None:
        encrypted = isinstance(sock, ssl.SSLSocket)
        extra = ("STARTTLS",) if self._context is not None and not encrypted and not self._tls_at_once else ()
        lines = ["fake", *self._extensions, *extra]
        given = self._next("EHLO")
        text = given or "\r\n".join(f"250{'-' if i + 1 < len(lines) else ' '}{line}" for i, line in enumerate(lines))
        self._send(sock, text)

    def _take_letter(self, sock: socket.socket, reader: "socket.SocketIO | object") -> None:
        letter = b""
        while not letter.endswith(b"\r\n.\r\n"):
            line = reader.readline()  # type: ignore[attr-defined]
            if not line:
                raise EOFError
            first, letter = not letter, letter + line
            if first and (said := self._next("BODY")):
                self._send(sock, said)
        self.letters.append(letter)
        self._say(sock, "DOT")

    def _next(self, verb: str) -> str:
        with self._lock:
            given = self._answers.get(verb)
            return given.pop(0) if given else DEFAULTS.get(verb, "")

    def _say(self, sock: socket.socket, verb: str) -> str:
        text = self._next(verb)
        self._send(sock, text)
        return text

    def _send(self, sock: socket.socket, text: str) -> None:
        if text == HANG:
            self._stop.wait(LINE_TIMEOUT)
            raise EOFError
        if text == CLOSE:
            raise EOFError
        sock.sendall(text.encode() + b"\r\n")
        if text.startswith("421"):
            raise EOFError


def _cut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
    with contextlib.suppress(OSError):
        sock.close()
