"""What must be known to hand letters to an SMTP server. In: parsed configuration. Out: one frozen value that has been checked."""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from intake import errors

MAX_CONNECTIONS: Final = 3  # Exchange Online takes three for one account and answers the fourth with 432
EXCHANGE_PER_MINUTE: Final = 30  # Exchange Online, SMTP AUTH
MAX_COMMAND_SECONDS: Final = 600.0  # RFC 5321 4.5.3.2 asks for five minutes at MAIL and RCPT
MAX_FINAL_SECONDS: Final = 3600.0

TokenSource = Callable[[bool], str]
"""Gives an OAuth 2 bearer token; True asks for a new one, the last was refused. Blocks within its own bound; may raise any IntakeError."""


class Security(StrEnum):
    """How the line is protected. There is no opportunistic way: what is asked for is had, or nothing is sent."""

    TLS = "tls"  # from the first octet, port 465
    STARTTLS = "starttls"  # before anything else is said, port 587
    NONE = "none"  # a server on this machine, and only where the configuration allows it by name


class OAuth(StrEnum):
    """The mechanism that carries a token; servers offer one or both."""

    XOAUTH2 = "xoauth2"
    OAUTHBEARER = "oauthbearer"  # RFC 7628


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """One account at one server. Raises errors.ConfigError for a value that cannot be used. Times are seconds."""

    host: str
    port: int
    security: Security
    allow_clear_text: bool = False  # the second key to Security.NONE
    ca_file: Path | None = None  # trust this file instead of the system's authorities
    user: str = ""  # "" logs in nowhere
    password: str | None = field(default=None, repr=False)
    token: TokenSource | None = field(default=None, repr=False)
    oauth: OAuth = OAuth.XOAUTH2  # how a token is shown
    ehlo_name: str = ""  # "" takes this machine's own name
    connections: int = 2
    per_minute: int | None = EXCHANGE_PER_MINUTE  # letters in any sixty seconds of one process; None is no limit
    mails_per_connection: int = 100
    idle_check: float = 30.0  # an idle connection is asked before it is used again
    idle_close: float = 300.0
    connect_timeout: float = 30.0
    command_timeout: float = 120.0
    final_timeout: float = 600.0  # RFC 5321 4.5.3.2.6: ten minutes for the answer to the final dot
    patience: float = 660.0  # how long a letter waits for a free connection
    stop_patience: float = 30.0  # how long `close` waits for a letter in DATA
    dsn: bool = True  # ask for NOTIFY and ENVID where the server offers them (RFC 3461)

    def __post_init__(self) -> None:
        for key, good, need in self._checks():
            if not good:
                raise errors.ConfigError(f"smtp: {key}: {need}")

    def _checks(self) -> tuple[tuple[str, bool, str], ...]:
        """Key, whether it holds, what is needed."""
        clear = self.security is Security.NONE
        return (
            ("host", bool(self.host) and self.host.isprintable() and " " not in self.host, "a host name or address is needed"),
            ("port", 0 < self.port < 65536, "a number from 1 to 65535 is needed"),
            ("security", not clear or is_loopback(self.host), '"none" is only for a server on this machine; choose "tls" or "starttls"'),
            ("security", not clear or self.allow_clear_text, '"none" must be allowed by allow_clear_text = true'),
            ("connections", 1 <= self.connections <= MAX_CONNECTIONS, f"a number from 1 to {MAX_CONNECTIONS} is needed"),
            ("per_minute", self.per_minute is None or self.per_minute >= 1, "a number from 1, or no limit, is needed"),
            ("mails_per_connection", self.mails_per_connection >= 1, "a number from 1 is needed"),
            ("password", self.password is None or self.token is None, "give a password or a token, not both"),
            ("user", not self.user or self.password is not None or self.token is not None, no_password("transport")),
            ("user", bool(self.user) or (self.password is None and self.token is None), "is needed with a password or a token"),
            (
                "ehlo_name",
                self.ehlo_name.isascii() and not any(c.isspace() or ord(c) < 33 for c in self.ehlo_name),
                "a plain host name is needed",
            ),
            ("command_timeout", 0 < self.command_timeout <= MAX_COMMAND_SECONDS, f"up to {MAX_COMMAND_SECONDS:.0f} seconds"),
            ("final_timeout", 0 < self.final_timeout <= MAX_FINAL_SECONDS, f"up to {MAX_FINAL_SECONDS:.0f} seconds"),
            ("connect_timeout", 0 < self.connect_timeout <= MAX_COMMAND_SECONDS, f"up to {MAX_COMMAND_SECONDS:.0f} seconds"),
            ("idle_check", self.idle_check >= 0, "no less than 0 seconds"),
            ("idle_close", self.idle_close > 0, "more than 0 seconds"),
            ("patience", self.patience > 0, "more than 0 seconds"),
            ("stop_patience", self.stop_patience >= 0, "no less than 0 seconds"),
        )

    @property
    def greeting(self) -> str:
        """The name said in EHLO. Never asks the DNS, which may hang."""
        if self.ehlo_name:
            return self.ehlo_name
        own = socket.gethostname()
        return own if "." in own and own.isascii() and own.isprintable() and " " not in own else "localhost"


def no_password(key: str) -> str:
    """Where a password belongs that is not there; `key` is the section's, as secrets and variables have it."""
    return (
        f"its password is not known: put it into a file {key}__password in the folder that INTAKE_SECRETS_DIR names, or into the "
        f'environment variable INTAKE_{key.upper()}__PASSWORD; for a token set mechanism = "xoauth2" and token_command'
    )


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine by its name or address; the DNS is not asked."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
