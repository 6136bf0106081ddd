"""One connection to an SMTP server. In: settings, a secret, a letter. Out: outcomes, at the point of the talk where they arose.

Everything here runs in the event loop's thread. The talk is cut where the ledger must be told: `envelope` ends when RCPT was accepted,
`deliver` begins with DATA. The DATA command and the letter are sent apart, because a line lost before 354 is safe to try again and one
lost after it is not.
"""

import asyncio
import base64
import ssl
from collections.abc import Callable
from typing import Final

import aiosmtplib
from aiosmtplib.protocol import normalize_message_line_endings

from intake.adapters import smtp_answers
from intake.adapters.smtp_answers import Stage
from intake.adapters.smtp_settings import OAuth, Security, SmtpSettings
from intake.mail.delivery import Deferred, Failed, Letter, Outcome, Sent, Unsure

RESET_SECONDS: Final = 10.0  # RSET and NOOP do no work, so a server that takes longer is not worth keeping
QUIT_SECONDS: Final = 2.0
_START_INPUT: Final = 354


class SmtpConnection:
    """A log-in that carries letters one after the other. Made unconnected; `open` may be called again after a loss."""

    def __init__(self, *, settings: SmtpSettings, context: ssl.SSLContext | None, monotonic: Callable[[], float]) -> None:
        self._settings = settings
        self._context = context
        self._monotonic = monotonic
        self._client: aiosmtplib.SMTP | None = None
        self._used_at = 0.0
        self._journal_refused = ""
        self._refused: tuple[str, ...] = ()
        self.carried = 0  # letters since the log-in

    @property
    def is_open(self) -> bool:
        """Whether the line stands, as far as this side can know."""
        return self._client is not None and self._client.is_connected

    @property
    def idle_seconds(self) -> float:
        """Since the last letter or the log-in."""
        return self._monotonic() - self._used_at

    async def open(self, secret: str | None) -> None:
        """Connect, set up TLS, say EHLO, log in with the password or token. Raises TransportUnreachable or TransportRefused."""
        self.abort()
        s = self._settings
        client = aiosmtplib.SMTP(
            hostname=s.host,
            port=s.port,
            local_hostname=s.greeting,
            timeout=s.command_timeout,
            use_tls=s.security is Security.TLS,
            start_tls=False,  # asked for below, where a server that does not offer it is refused
            tls_context=self._context,
        )
        # From here on `abort` reaches it, also while it is still connecting.
        self._client = client
        stage = Stage.GREETING
        try:
            await client.connect(timeout=s.connect_timeout)
            await client.ehlo()
            if s.security is Security.STARTTLS:
                stage = Stage.STARTTLS
                await self._start_tls(client)
            stage = Stage.LOG_IN
            if secret is not None:
                await self._log_in(client, secret)
        except (aiosmtplib.SMTPException, OSError, ValueError) as exc:
            self.abort()
            raise smtp_answers.connection_error(exc, stage) from exc
        self.carried = 0
        self._used_at = self._monotonic()

    async def _start_tls(self, client: aiosmtplib.SMTP) -> None:
        # A server, or somebody between, that hides STARTTLS would have us log in and send in clear text.
        if not client.supports_extension("starttls"):
            raise aiosmtplib.SMTPNotSupported("STARTTLS is not offered, and nothing is sent in clear text")
        await client.starttls(timeout=self._settings.connect_timeout)
        await client.ehlo()

    async def _log_in(self, client: aiosmtplib.SMTP, secret: str) -> None:
        """One attempt by one mechanism: the library's own `login` tries a wrong password again by each, which locks accounts."""
        user, offered = self._settings.user, client.server_auth_methods
        if self._settings.token is not None:
            if self._settings.oauth not in offered:
                raise aiosmtplib.SMTPNotSupported(f"{self._settings.oauth.upper()} is not offered")
            if self._settings.oauth is OAuth.XOAUTH2:
                await client.auth_xoauth2(user, secret)
            else:
                await _auth_oauthbearer(client, self._settings, secret)
        elif "plain" in offered:
            await client.auth_plain(user, secret)
        elif "login" in offered:
            await client.auth_login(user, secret)
        elif "cram-md5" in offered:
            await client.auth_crammd5(user, secret)
        else:
            raise aiosmtplib.SMTPNotSupported("no way to log in with a password is offered")

    async def usable(self) -> bool:
        """Whether the next letter may go over this line. One that idled is asked first; one that carried its share is ended."""
        client = self._client
        if client is None or not client.is_connected:
            return False
        if self.carried >= self._settings.mails_per_connection:
            await self.quit()
            return False
        if self.idle_seconds > self._settings.idle_check:
            return await self.reset()
        return True

    async def envelope(self, letter: Letter) -> Outcome | None:
        """MAIL and RCPT. None where the server accepted both; else why not. Raises smtp_answers.LineLost: nothing was sent."""
        client = self._client
        if client is None:
            raise smtp_answers.LineLost("The connection was lost before the letter")
        options = _Options.of(client, letter, dsn=self._settings.dsn)
        if isinstance(options, Failed):
            return options
        stage = Stage.SENDER
        try:
            await client.mail(letter.envelope_from, options=options.mail, encoding=options.encoding)
            stage = Stage.RECIPIENT
            await client.rcpt(letter.recipient, options=options.rcpt, encoding=options.encoding)
            await self._add_copies(client, letter, options)
            await self._add_journal(client, letter, options)
        except aiosmtplib.SMTPResponseException as exc:
            refused = smtp_answers.refusal(exc.code, exc.message, stage)
            await self._after_no(exc.code)
            if stage is Stage.SENDER and smtp_answers.asks_for_log_in(exc.code):
                raise smtp_answers.LogInRefused(refused.why) from exc
            return refused
        except (aiosmtplib.SMTPException, OSError) as exc:
            self.abort()
            raise smtp_answers.LineLost(f"The connection was lost {stage}") from exc
        except ValueError:
            await self.reset()
            return Failed("An address cannot be used in an envelope", recipient=stage is Stage.RECIPIENT)
        return None

    async def _add_copies(self, client: aiosmtplib.SMTP, letter: Letter, options: "_Options") -> None:
        """One more RCPT for each further addressee. A refusal is told with the outcome and stops nothing; a lost line does."""
        refused = []
        for address in letter.copies:
            try:
                await client.rcpt(address, options=options.rcpt, encoding=options.encoding)
            except aiosmtplib.SMTPResponseException as exc:
                if not client.is_connected:
                    raise aiosmtplib.SMTPServerDisconnected("gone") from exc
                refused.append(address)
            except ValueError:
                refused.append(address)
        self._refused = tuple(refused)

    async def _add_journal(self, client: aiosmtplib.SMTP, letter: Letter, options: "_Options") -> None:
        """A second RCPT for the office's own copy. A refusal is told with the outcome and stops nothing; a lost line does."""
        self._journal_refused = ""
        if not letter.journal:
            return
        try:
            await client.rcpt(letter.journal, options=options.journal, encoding=options.encoding)
        except aiosmtplib.SMTPResponseException as exc:
            if not client.is_connected:
                raise aiosmtplib.SMTPServerDisconnected("gone") from exc
            self._journal_refused = f" (the journal copy was refused: {exc.code} {smtp_answers.words(exc.message)})"
        except ValueError:
            self._journal_refused = " (the journal's address cannot be used)"

    async def deliver(self, raw: bytes) -> Outcome:
        """DATA and the letter. Only after 354 may an octet of it go out; from then on anything but a code is Unsure."""
        client = self._client
        try:
            if client is None:
                raise aiosmtplib.SMTPServerDisconnected("gone")
            answer = await client.execute_command(b"DATA")
        except (aiosmtplib.SMTPException, OSError):
            self.abort()
            return Deferred("The connection was lost before the letter was sent")
        if answer.code != _START_INPUT:
            await self._after_no(answer.code)
            return smtp_answers.refusal(answer.code, answer.message, Stage.DATA)
        protocol = client.protocol
        body = on_the_wire(raw)
        try:
            if protocol is None:
                raise aiosmtplib.SMTPServerDisconnected("gone")
            # Refuses a line that is known to be closed before it takes a single octet.
            protocol.write(body)
        except aiosmtplib.SMTPServerDisconnected:
            self.abort()
            return Deferred("The connection was lost before the letter was sent")
        return await self._final_answer(protocol)

    async def _final_answer(self, protocol: aiosmtplib.protocol.SMTPProtocol) -> Outcome:
        try:
            answer = await protocol.read_response(timeout=self._settings.final_timeout)
        except TimeoutError:
            self.abort()
            return Unsure("The server did not answer in time after the letter; it may have taken it")
        except Exception:  # noqa: BLE001  Whatever the library makes of a broken answer now, the letter may have gone.
            self.abort()
            return Unsure("The connection was lost after the letter began to go out; the server may have taken it")
        self._used_at = self._monotonic()
        self.carried += 1
        if 200 <= answer.code < 300:
            return Sent(answer.code, smtp_answers.plain(answer.message) + self._journal_refused, self._refused)
        if not 400 <= answer.code < 600:
            self.abort()
            return Unsure("The server gave an answer that makes no sense after the letter; it may have taken it")
        await self._after_no(answer.code)
        return smtp_answers.refusal(answer.code, answer.message, Stage.LETTER)

    async def _after_no(self, code: int) -> None:
        """A plain refusal leaves a line that can be used again; 421 or nonsense does not."""
        if 400 <= code < 600 and code != 421:
            await self.reset()
        else:
            self.abort()

    async def reset(self) -> bool:
        """RSET: forget the envelope. False, and the line is ended, where the server does not say yes at once."""
        client = self._client
        if client is None or not client.is_connected:
            self.abort()
            return False
        try:
            await client.rset(timeout=min(RESET_SECONDS, self._settings.command_timeout))
        except (aiosmtplib.SMTPException, OSError):
            self.abort()
            return False
        self._used_at = self._monotonic()
        return True

    async def quit(self) -> None:
        """Part politely, within QUIT_SECONDS; never raises."""
        client = self._client
        self._client = None
        if client is None:
            return
        try:
            await client.quit(timeout=QUIT_SECONDS)
        except (aiosmtplib.SMTPException, OSError):
            pass
        finally:
            _abort(client)

    def abort(self) -> None:
        """Cut the line at once. Whoever waits for an answer on it is told that it is lost."""
        client = self._client
        self._client = None
        if client is not None:
            _abort(client)


class _Options:
    """The parameters of MAIL and RCPT for one letter at one server."""

    def __init__(self, mail: list[str], rcpt: list[str], journal: list[str], encoding: str) -> None:
        self.mail = mail
        self.rcpt = rcpt
        self.journal = journal
        self.encoding = encoding

    @classmethod
    def of(cls, client: aiosmtplib.SMTP, letter: Letter, *, dsn: bool) -> "_Options | Failed":
        """Only what the server offers. Failed where the letter needs what it does not."""
        mail: list[str] = []
        rcpt: list[str] = []
        journal: list[str] = []
        offers = client.supports_extension
        header = letter.raw.partition(b"\r\n\r\n")[0]
        foreign = not all(each.isascii() for each in (letter.recipient, letter.envelope_from, *letter.copies))
        if foreign or not header.isascii():
            if not offers("smtputf8"):
                return Failed(
                    "The server does not take addresses or headers outside ASCII (SMTPUTF8)", recipient=not letter.recipient.isascii()
                )
            mail.append("SMTPUTF8")
        if not letter.raw.isascii():
            if not offers("8bitmime"):
                return Failed("The server does not take letters of eight-bit text (8BITMIME)")
            mail.append("BODY=8BITMIME")
        if offers("size"):
            mail.append(f"SIZE={len(letter.raw)}")
        if dsn and offers("dsn"):
            # RFC 5230 5.1: where nobody can be told, nobody is to be told.
            rcpt.append("NOTIFY=FAILURE" if letter.envelope_from else "NOTIFY=NEVER")
            journal.append("NOTIFY=NEVER")
            mail.append("RET=HDRS")
            if letter.envelope_id:
                mail.append(f"ENVID={smtp_answers.xtext(letter.envelope_id)}")
        return cls(mail, rcpt, journal, "utf-8" if foreign else "ascii")


async def _auth_oauthbearer(client: aiosmtplib.SMTP, settings: SmtpSettings, token: str) -> None:
    """RFC 7628 3.1, which the library lacks. A challenge holds the error; \\x01 ends the talk and brings the code."""
    user = settings.user.replace("=", "=3D").replace(",", "=2C")
    said = f"n,a={user},\x01host={settings.host}\x01port={settings.port}\x01auth=Bearer {token}\x01\x01"
    answer = await client.execute_command(b"AUTH", b"OAUTHBEARER", base64.b64encode(said.encode()))
    if answer.code == 334:
        answer = await client.execute_command(base64.b64encode(b"\x01"))
    if answer.code != 235:
        raise aiosmtplib.SMTPAuthenticationError(answer.code, answer.message)


def on_the_wire(raw: bytes) -> bytes:
    """A letter as DATA carries it (RFC 5321 4.5.2): CRLF lines only (a lone CR or LF could end it early), dots doubled, final dot."""
    body = normalize_message_line_endings(raw).replace(b"\r\n.", b"\r\n..")
    return (b"." if body.startswith(b".") else b"") + body + b".\r\n"


def _abort(client: aiosmtplib.SMTP) -> None:
    transport = client.transport
    client.close()
    # `close` alone lets TLS wait half a minute for the other side to part.
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()
