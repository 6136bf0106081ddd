"""An SMTP server that fails on purpose and remembers what it took.

As a process: `python -m tests.servers.sink --port 2525 --log sink.jsonl --plan ok,drop-after-data,451,ok`.
In a test: the fixture `smtp_sink`.

One plan word a message, the last one repeats:

    ok               250 after the dot
    drop-after-data  stores the message, drops the line instead of saying 250
    drop-mid-data    drops the line after the first kilobyte, stores nothing
    451 452 421      refuses for now after the dot; 421 also hangs up
    550              refuses the recipient for good
    450              refuses the recipient for now
    554              refuses for good after the dot
    slow:N           stores, waits N seconds, says 250
    hang             stores, says nothing after the dot until the client leaves
    hang-data        says nothing to DATA
    hang-banner      says nothing at all
    drop-banner      hangs up at once
    mail-550         refuses MAIL FROM for good; mail-451 for now
    limit            432 and hangs up when greeted, as a server with too many connections

A stored message is one JSON line: t, mail_from, rcpt, message_id, subject, auto_submitted, in_reply_to, sha256, plan, session,
raw (latin-1).
"""

import argparse
import asyncio
import base64
import contextlib
import dataclasses
import email
import hashlib
import json
import signal
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

_AT_CONNECT = frozenset({"drop-banner", "hang-banner", "limit"})
_AFTER_DOT = {"451": "451 4.3.0 try later", "452": "452 4.2.2 full", "421": "421 4.3.2 going down", "554": "554 5.6.0 refused"}
_LINE_LIMIT = 1 << 26
_FOR_EVER = 3_600.0


@dataclasses.dataclass(frozen=True, slots=True)
class Stored:
    """A message the sink took, whether or not it said so."""

    t: float
    mail_from: str
    rcpt: list[str]
    message_id: str
    subject: str
    auto_submitted: str
    in_reply_to: str
    sha256: str
    plan: str
    session: int
    raw: bytes = dataclasses.field(repr=False)

    def line(self) -> str:
        return json.dumps({**dataclasses.asdict(self), "raw": self.raw.decode("latin-1")}) + "\n"

    @property
    def message(self) -> email.message.Message:
        return email.message_from_bytes(self.raw)


class Sink:
    """The server's state; thread-safe to read, and `plan` may be changed at any time."""

    def __init__(
        self,
        *,
        plan: Sequence[str] = ("ok",),
        log: Path | None = None,
        tls: ssl.SSLContext | None = None,
        implicit_tls: bool = False,
        offer_starttls: bool = True,
        logins: Mapping[str, str] | None = None,
    ) -> None:
        """`logins` maps a user to a password or token; where given, MAIL is refused before AUTH (PLAIN, LOGIN or XOAUTH2)."""
        self._plan = list(plan)
        self._log = log
        self.tls = tls
        self.implicit_tls = implicit_tls
        self.offer_starttls = offer_starttls
        self.logins = logins
        self._lock = threading.Lock()
        self._stored: list[Stored] = []
        self.sessions = 0
        self.open_sessions = 0
        self.most_open_sessions = 0
        self.commands: list[str] = []
        self.port = 0

    @property
    def stored(self) -> list[Stored]:
        with self._lock:
            return list(self._stored)

    def plan(self, *words: str) -> None:
        """From now on this plan, starting at its first word."""
        with self._lock:
            self._plan = list(words)

    def peek(self) -> str:
        """The word for the next message."""
        with self._lock:
            return self._plan[0]

    def take(self) -> str:
        """The word for this message; the last one stays."""
        with self._lock:
            return self._plan.pop(0) if len(self._plan) > 1 else self._plan[0]

    def store(self, message: Stored) -> None:
        with self._lock:
            self._stored.append(message)
            if self._log is not None:
                with self._log.open("a") as file:
                    file.write(message.line())

    def twice(self) -> dict[str, int]:
        """Message-IDs stored more than once."""
        counts = Counter(message.message_id for message in self.stored)
        return {key: count for key, count in counts.items() if count > 1}

    def await_stored(self, count: int, *, seconds: float = 10.0) -> list[Stored]:
        """Wait until at least `count` messages are stored; fails the test where they do not come."""
        deadline = time.monotonic() + seconds
        while len(self.stored) < count:
            if time.monotonic() > deadline:
                pytest.fail(f"{len(self.stored)} of {count} messages arrived in {seconds} s")
            time.sleep(0.01)
        return self.stored

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.sessions += 1
        self.open_sessions += 1
        self.most_open_sessions = max(self.most_open_sessions, self.open_sessions)
        try:
            await _Session(self, reader, writer, self.sessions).run()
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, TimeoutError):
            pass
        finally:
            self.open_sessions -= 1
            writer.close()
            with contextlib.suppress(Exception):
                await writer.wait_closed()

    async def start(self, port: int = 0) -> asyncio.Server:
        context = self.tls if self.implicit_tls else None
        server = await asyncio.start_server(self.serve, "127.0.0.1", port, limit=_LINE_LIMIT, ssl=context)
        self.port = server.sockets[0].getsockname()[1]
        return server


class _Session:
    """One connection."""

    def __init__(self, sink: Sink, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        self.sink, self.reader, self.writer, self.number = sink, reader, writer, number
        self.sender = ""
        self.recipients: list[str] = []
        self.encrypted = sink.implicit_tls
        self.known = sink.logins is None

    async def say(self, *lines: str) -> None:
        for index, line in enumerate(lines):
            code, text = line[:3], line[4:]
            self.writer.write(f"{code}{' ' if index == len(lines) - 1 else '-'}{text}\r\n".encode())
        await self.writer.drain()

    async def line(self) -> str:
        return (await self.reader.readuntil(b"\r\n")).decode("utf-8", "replace").rstrip("\r\n")

    async def hang(self) -> None:
        """Say nothing until the client leaves."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.reader.read(-1), _FOR_EVER)

    def drop(self) -> None:
        self.writer.transport.abort()

    async def run(self) -> None:
        if self.sink.peek() in _AT_CONNECT:
            word = self.sink.take()
            if word == "hang-banner":
                await self.hang()
            elif word == "limit":
                await self.say("432 4.3.2 too many connections")
            return self.drop()
        await self.say("220 sink.example ESMTP")
        while True:
            line = await self.line()
            verb = line.split(" ", 1)[0].upper()
            self.sink.commands.append(line if verb != "AUTH" else "AUTH")
            if verb == "QUIT":
                return await self.say("221 2.0.0 bye")
            answer = getattr(self, f"do_{verb.lower()}", None)
            if answer is None:
                await self.say("502 5.5.1 unknown")
            elif await answer(line) == "stop":
                return None

    async def do_ehlo(self, line: str) -> None:
        lines = ["250 sink.example", "250 8BITMIME", "250 SMTPUTF8", "250 DSN", "250 ENHANCEDSTATUSCODES", "250 SIZE 104857600"]
        if self.sink.tls is not None and not self.encrypted and self.sink.offer_starttls:
            lines.append("250 STARTTLS")
        if self.sink.logins is not None:
            lines.append("250 AUTH PLAIN LOGIN XOAUTH2")
        await self.say(*lines)

    async def do_helo(self, line: str) -> None:
        await self.say("250 sink.example")

    async def do_starttls(self, line: str) -> None:
        if self.sink.tls is None or self.encrypted or not self.sink.offer_starttls:
            return await self.say("502 5.5.1 not here")
        await self.say("220 2.0.0 go ahead")
        await self.writer.start_tls(self.sink.tls)
        self.encrypted = True
        return None

    async def do_auth(self, line: str) -> None:
        _, mechanism, *initial = line.split(" ")
        match mechanism.upper():
            case "PLAIN":
                _, user, secret = (await self.ask("", initial)).split("\0")
            case "LOGIN":
                user, secret = await self.ask("Username:", initial), await self.ask("Password:", [])
            case "XOAUTH2":
                fields = (await self.ask("", initial)).split("\1")
                user, secret = fields[0].removeprefix("user="), fields[1].removeprefix("auth=Bearer ")
            case _:
                return await self.say("504 5.5.4 unknown mechanism")
        if (self.sink.logins or {}).get(user) == secret:
            self.known = True
            return await self.say("235 2.7.0 welcome")
        return await self.say("535 5.7.8 authentication failed")

    async def ask(self, challenge: str, initial: list[str]) -> str:
        if not initial:
            await self.say("334 " + base64.b64encode(challenge.encode()).decode())
            initial = [await self.line()]
        return base64.b64decode(initial[0]).decode()

    async def do_mail(self, line: str) -> None:
        if not self.known:
            return await self.say("530 5.7.0 authentication required")
        if self.sink.peek() in ("mail-550", "mail-451"):
            return await self.say(f"{self.sink.take()[5:]} refused")
        self.sender, self.recipients = _path(line), []
        return await self.say("250 2.1.0 ok")

    async def do_rcpt(self, line: str) -> None:
        if self.sink.peek() in ("550", "450"):
            word = self.sink.take()
            return await self.say("550 5.1.1 no such user" if word == "550" else "450 4.2.1 try later")
        self.recipients.append(_path(line))
        return await self.say("250 2.1.5 ok")

    async def do_rset(self, line: str) -> None:
        self.sender, self.recipients = "", []
        await self.say("250 2.0.0 ok")

    async def do_noop(self, line: str) -> None:
        await self.say("250 2.0.0 ok")

    async def do_data(self, line: str) -> str | None:
        if not self.recipients:
            await self.say("503 5.5.1 no recipient")
            return None
        word = self.sink.take()
        if word == "hang-data":
            await self.hang()
            return "stop"
        await self.say("354 go ahead")
        if word == "drop-mid-data":
            await self.reader.read(1024)
            self.drop()
            return "stop"
        raw = await self.body()
        if word in _AFTER_DOT:
            await self.say(_AFTER_DOT[word])
            return "stop" if word == "421" else None
        self.keep(raw, word)
        if word == "drop-after-data":
            self.drop()
            return "stop"
        if word == "hang":
            await self.hang()
            return "stop"
        if word.startswith("slow:"):
            await asyncio.sleep(float(word[5:]))
        await self.say("250 2.0.0 queued")
        return None

    async def body(self) -> bytes:
        lines: list[bytes] = []
        while (line := await self.reader.readuntil(b"\n")) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def keep(self, raw: bytes, word: str) -> None:
        message = email.message_from_bytes(raw)
        self.sink.store(
            Stored(
                t=time.time(),
                mail_from=self.sender,
                rcpt=self.recipients,
                message_id=str(message["Message-ID"]),
                subject=str(message["Subject"]),
                auto_submitted=str(message["Auto-Submitted"]),
                in_reply_to=str(message["In-Reply-To"]),
                sha256=hashlib.sha256(raw).hexdigest(),
                plan=word,
                session=self.number,
                raw=raw,
            )
        )


def _path(line: str) -> str:
    """The address of MAIL FROM:<...> or RCPT TO:<...>."""
    return line.partition("<")[2].partition(">")[0]


@contextlib.contextmanager
def in_thread(sink: Sink) -> Iterator[Sink]:
    """Serve `sink` on a free port until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True, name="smtp-sink")
    thread.start()
    server = asyncio.run_coroutine_threadsafe(sink.start(), loop).result(10)
    try:
        yield sink
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _stop(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@pytest.fixture
def smtp_sink(tmp_path: Path) -> Iterator[Callable[..., Sink]]:
    """`smtp_sink("ok", "451", tls=context, …)` starts a sink with that plan; all are stopped at the end of the test."""
    with contextlib.ExitStack() as stack:

        def start(*plan: str, **options: object) -> Sink:
            sink = Sink(plan=plan or ("ok",), **{"log": tmp_path / "sink.jsonl", **options})  # type: ignore[arg-type]
            return stack.enter_context(in_thread(sink))

        yield start


async def _serve_until_told(sink: Sink, port: int, seconds: float) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    server = await sink.start(port)
    print(json.dumps({"port": sink.port}), flush=True)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stopped.wait(), seconds)
    await _stop(server)
    print(json.dumps({"stored": len(sink.stored), "twice": sink.twice()}), flush=True)


def main() -> None:
    """Run as a process: prints its port as JSON, then what it stored."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", type=Path, default=None)
    parser.add_argument("--plan", default="ok")
    parser.add_argument("--seconds", type=float, default=_FOR_EVER)
    options = parser.parse_args()
    asyncio.run(_serve_until_told(Sink(plan=options.plan.split(","), log=options.log), options.port, options.seconds))


if __name__ == "__main__":
    main()
