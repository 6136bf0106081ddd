"""A scripted IMAP server for what no real one does on demand: hostile lines, refusals, missing capabilities, a dying line.

A script is a dict from a command's name (`FETCH` for `UID FETCH`) to a function that gets the connection, the tag and the whole line, and
answers as it likes; what is not scripted is answered as a small empty mailbox would. `DROP` as a return value ends the connection.
"""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

DROP = "drop"
Act = Callable[["Line", str, str], str | None]


class Line:
    """One connection."""

    def __init__(self, connection: socket.socket, number: int) -> None:
        self._socket = connection
        self.file: BinaryIO = connection.makefile("rb")
        self.number = number
        self.hurt = threading.Event()

    def say(self, *lines: str | bytes) -> None:
        for line in lines:
            self._socket.sendall((line if isinstance(line, bytes) else line.encode("utf-8")) + b"\r\n")

    def raw(self, octets: bytes) -> None:
        self._socket.sendall(octets)

    def hear(self) -> str:
        return self.file.readline().decode("utf-8", "replace").rstrip("\r\n")

    def drop(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


class FakeImap:
    """Listens on `port` until the block ends; `heard` holds every command line."""

    def __init__(
        self,
        script: Mapping[str, Act] | None = None,
        *,
        capabilities: str = "IMAP4rev1 IDLE UIDPLUS MOVE",
        greeting: str = "* OK hello",
        mails: Mapping[int, bytes] | None = None,
    ) -> None:
        self.script = dict(script or {})
        self.capabilities = capabilities
        self.greeting = greeting
        self.mails = dict(mails or {})
        self.heard: list[str] = []
        self.released = threading.Event()  # set at the end, so that a hanging script lets go
        self._lines: list[Line] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True, name="fake-imap").start()

    @property
    def commands(self) -> list[str]:
        """The names of the commands heard."""
        return [_name(line) for line in self.heard]

    def close(self) -> None:
        self.released.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._lines:
            line.drop()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                line = Line(connection, len(self._lines) + 1)
                self._lines.append(line)
                threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: Line) -> None:
        with contextlib.suppress(OSError, ValueError):
            line.say(self.greeting)
            while command := line.hear():
                self.heard.append(command)
                tag, name = command.split(" ", 1)[0], _name(command)
                act = self.script.get(name) or getattr(self, f"_{name.lower()}", None)
                if act is None:
                    line.say(f"{tag} OK done")
                elif act(line, tag, command) == DROP:
                    break
        line.drop()

    def _capability(self, line: Line, tag: str, command: str) -> None:
        line.say(f"* CAPABILITY {self.capabilities}", f"{tag} OK done")

    def _select(self, line: Line, tag: str, command: str) -> None:
        mode = "READ-ONLY" if "EXAMINE" in command else "READ-WRITE"
        line.say(
            f"* {len(self.mails)} EXISTS",
            "* OK [PERMANENTFLAGS (\\Seen \\*)] ok",
            "* OK [UIDVALIDITY 7] ok",
            f"* OK [UIDNEXT {max(self.mails, default=0) + 1}] ok",
            f"{tag} OK [{mode}] done",
        )

    _examine = _select

    def _search(self, line: Line, tag: str, command: str) -> None:
        line.say("* SEARCH" + "".join(f" {uid}" for uid in sorted(self.mails)), f"{tag} OK done")

    def _fetch(self, line: Line, tag: str, command: str) -> None:
        """Whole bodies and sizes of the mails asked for."""
        asked = {int(uid) for uid in command.split(" ")[3].split(",")}
        for number, (uid, raw) in enumerate(sorted(self.mails.items()), start=1):
            if uid in asked and "BODY.PEEK[]" in command:
                line.raw(f"* {number} FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")
            elif uid in asked:
                line.say(f'* {number} FETCH (UID {uid} RFC822.SIZE {len(raw)} INTERNALDATE "24-Nov-2026 10:00:00 -0500" FLAGS ())')
        line.say(f"{tag} OK done")

    def _logout(self, line: Line, tag: str, command: str) -> str:
        line.say("* BYE bye", f"{tag} OK done")
        return DROP

    def _idle(self, line: Line, tag: str, command: str) -> None:
        line.say("+ idling")
        line.hear()
        line.say(f"{tag} OK idle done")


def _name(command: str) -> str:
    words = command.upper().split(" ")
    return (words[2] if len(words) > 2 and words[1] == "UID" else words[1]) if len(words) > 1 else ""


@contextlib.contextmanager
def serving(fake: FakeImap) -> Iterator[FakeImap]:
    try:
        yield fake
    finally:
        fake.close()


def say(*answers: str) -> Act:
    """Answers with these lines; `{tag}` is the command's tag."""

    def act(line: Line, tag: str, command: str) -> None:
        line.say(*(answer.replace("{tag}", tag) for answer in answers))

    return act
