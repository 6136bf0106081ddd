"""An office to measure: its folder and settings, its ledger looked at from outside. In: a folder. Out: config.toml, counts.

Caps, rates, bursts and the breaker are opened wide: they are there to protect people, and would otherwise be what is measured.
"""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from bench.letters import OFFICE
from bench.servers import Servers
from intake.demo import deliver
from tests.servers.dovecot import Account

_COMMON: Final = """\
[office]
name = "Program Office"
addresses = ["{address}"]
domains = ["office.example"]

[data]
folder = "data"
database = "{database}"
free_disk_floor_mb = 0

[replies]
per_address_day = 100
per_address_week = 500
per_domain_day = 5000
per_hour = 20000
breaker_per_minute = 60000
burst_minutes = 0

[log]
level = "error"
"""
_FOLDERS: Final = """
[[mailbox]]
name = "intake"
kind = "maildir"
path = "mail"
poll_seconds = 5

[transport]
kind = "folder"
path = "outbox"
"""
_SERVERS: Final = """
[[mailbox]]
name = "intake"
kind = "imap"
host = "{imap_host}"
port = {imap_port}
security = "starttls"
ca_file = "{ca_file}"
user = "{user}"
password = "{password}"

[transport]
kind = "smtp"
host = "{smtp_host}"
port = {smtp_port}
security = "starttls"
ca_file = "{ca_file}"
per_minute = 6000
"""


@dataclass(frozen=True, slots=True)
class Office:
    """A folder with settings. `database` "" is SQLite in the folder."""

    folder: Path
    database: str = ""

    @property
    def settings(self) -> Path:
        return self.folder / "config.toml"

    @property
    def mail(self) -> Path:
        return self.folder / "mail"

    @property
    def url(self) -> str:
        return self.database or f"sqlite:///{self.folder / 'data' / 'intake.sqlite3'}"


@contextlib.contextmanager
def with_folders(*, database: str = "", more: str = "") -> Iterator[Office]:
    """A Maildir in, a folder out. `more` are further tables of settings."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        office = Office(Path(name), database)
        deliver.make(office.mail)
        office.settings.write_text(_COMMON.format(address=OFFICE, database=database) + _FOLDERS + more)
        yield office


@contextlib.contextmanager
def with_servers(servers: Servers, account: Account, *, more: str = "") -> Iterator[Office]:
    """Dovecot in by STARTTLS, Postfix out by STARTTLS, SQLite."""
    ways = _SERVERS.format(
        imap_host=servers.dovecot.host, imap_port=servers.dovecot.imap_port, ca_file=servers.ca_file, user=account.address,
        password=account.password, smtp_host=servers.postfix.host, smtp_port=servers.postfix.port,
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        office = Office(Path(name))
        office.settings.write_text(_COMMON.format(address=account.address, database="") + ways + more)
        yield office


class Ledger:
    """Looks from outside; takes no lock that a writer waits for."""

    def __init__(self, office: Office) -> None:
        self._engine = sa.create_engine(office.url, isolation_level="AUTOCOMMIT")

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        self._engine.dispose()

    def number(self, question: str) -> int:
        """The one number that a query gives; 0 for NULL."""
        with self._engine.connect() as look:
            return int(look.execute(sa.text(question)).scalar_one() or 0)

    def last_reply(self) -> int:
        """The highest id in the outbox: cheap at any size."""
        return self.number("SELECT max(id) FROM replies")

    def states(self, above: int = 0) -> dict[str, int]:
        """Letters by state, those with an id above `above`."""
        with self._engine.connect() as look:
            found = look.execute(sa.text("SELECT state, count(*) FROM messages WHERE id > :above GROUP BY state"), {"above": above})
            return {str(state): int(n) for state, n in found}
