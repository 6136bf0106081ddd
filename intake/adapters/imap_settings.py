"""What must be known to read an IMAP mailbox. In: parsed configuration. Out: one frozen value that has been checked."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from intake import errors
from intake.adapters.smtp_settings import OAuth, Security, TokenSource, is_loopback, no_password
from intake.ports import Courtesy, Folder, Role

MAX_BATCH_COUNT: Final = 50  # measured: larger batches fetch hardly faster
MAX_BATCH_BYTES: Final = 8_000_000
MAX_PART_BYTES: Final = 16_000_000
MAX_TIMEOUT: Final = 600.0
MIN_IDLE_RENEW: Final = 1.0
NO_PASSWORD: Final = f"{no_password('mailbox__NAME')}. NAME is the mailbox's name in lower case, other signs as _"
MAX_IDLE_RENEW: Final = 1_500.0  # RFC 2177 allows 29 minutes; networks drop a quiet line long before
_KEYWORD: Final = re.compile(r"[A-Za-z0-9$_.\-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapSettings:
    """One account at one server. Raises errors.ConfigError for a value that cannot be used. Times are seconds."""

    host: str
    port: int
    security: Security
    user: str
    spool_folder: Path  # best on the file system of the blobs
    allow_clear_text: bool = False  # the second key to Security.NONE
    ca_file: Path | None = None  # trust this file instead of the system's authorities
    password: str | None = field(default=None, repr=False)
    token: TokenSource | None = field(default=None, repr=False)
    oauth: OAuth = OAuth.XOAUTH2  # how a token is shown
    folders: tuple[Folder, ...] = (Folder("INBOX", Role.INTAKE),)
    courtesy: Courtesy = Courtesy.NOTHING
    keyword: str = "$IntakeRecorded"
    move_to: str = ""
    connect_timeout: float = 20.0
    read_timeout: float = 60.0  # for each answer of the server
    batch_count: int = MAX_BATCH_COUNT
    batch_bytes: int = MAX_BATCH_BYTES
    spool_above: int = 4_000_000  # a larger mail is fetched in parts into a file
    part_bytes: int = 4_194_304
    search_window: int = 20_000  # UIDs asked for at once
    idle: bool = True
    idle_renew: float = 240.0
    poll_without_idle: float = 15.0  # between two NOOPs where the server has no IDLE

    def __post_init__(self) -> None:
        for key, good, need in self._checks():
            if not good:
                raise errors.ConfigError(f"imap: {key}: {need}")

    def _checks(self) -> tuple[tuple[str, bool, str], ...]:
        """Key, whether it holds, what is needed."""
        clear = self.security is Security.NONE
        printable = all(text.isprintable() for text in (self.user, self.password or "", self.move_to, *(f.name for f in self.folders)))
        return (
            ("host", bool(self.host) and self.host.isprintable() and " " not in self.host, "a host name or address is needed"),
            ("port", 0 < self.port < 65536, "a number from 1 to 65535 is needed"),
            ("security", not clear or is_loopback(self.host), '"none" is only for a server on this machine; choose "tls" or "starttls"'),
            ("security", not clear or self.allow_clear_text, '"none" must be allowed by allow_clear_text = true'),
            ("user", bool(self.user), "a log-in name is needed"),
            ("password", self.password is None or self.token is None, "give a password or a token, not both"),
            ("user", self.password is not None or self.token is not None, NO_PASSWORD),
            ("user, password and folders", printable, "no control characters are allowed"),
            ("folders", bool(self.folders) and len({f.name for f in self.folders}) == len(self.folders), "each folder once is needed"),
            ("keyword", bool(_KEYWORD.fullmatch(self.keyword)), "up to 64 letters, digits, $, _, . and - are needed"),
            ("move_to", self.courtesy is not Courtesy.MOVE or bool(self.move_to), 'courtesy = "move" needs the name of a folder'),
            (
                "move_to",
                self.move_to not in [f.name for f in self.folders if f.role is Role.INTAKE],
                "a folder of intake cannot be the target",
            ),
            ("connect_timeout", 0 < self.connect_timeout <= MAX_TIMEOUT, f"up to {MAX_TIMEOUT:.0f} seconds"),
            ("read_timeout", 0 < self.read_timeout <= MAX_TIMEOUT, f"up to {MAX_TIMEOUT:.0f} seconds"),
            ("batch_count", 1 <= self.batch_count <= MAX_BATCH_COUNT, f"a number from 1 to {MAX_BATCH_COUNT} is needed"),
            ("batch_bytes", 1 <= self.batch_bytes <= MAX_BATCH_BYTES, f"a number from 1 to {MAX_BATCH_BYTES} is needed"),
            ("spool_above", 1 <= self.spool_above <= self.batch_bytes, "no more than batch_bytes"),
            ("part_bytes", 1 <= self.part_bytes <= MAX_PART_BYTES, f"a number from 1 to {MAX_PART_BYTES} is needed"),
            ("search_window", 1 <= self.search_window <= 50_000, "a number from 1 to 50000 is needed"),
            ("idle_renew", MIN_IDLE_RENEW <= self.idle_renew <= MAX_IDLE_RENEW, f"up to {MAX_IDLE_RENEW:.0f} seconds"),
            ("poll_without_idle", 0 < self.poll_without_idle <= MAX_TIMEOUT, f"up to {MAX_TIMEOUT:.0f} seconds"),
        )
