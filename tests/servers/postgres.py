"""A real PostgreSQL on loopback, and a fresh database for each test that asks for one."""

import contextlib
import itertools
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.servers import processes

_USER = "app"
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Postgres:
    """Where it listens; user `app`, no password."""

    port: int

    def url(self, database: str = "postgres", *, driver: str = "postgresql+psycopg") -> str:
        """An SQLAlchemy URL; with driver="postgresql" one for psycopg itself."""
        return f"{driver}://{_USER}@127.0.0.1:{self.port}/{database}"

    def create(self, *, template: str = "template0") -> str:
        """Make an empty database, or a copy of another to which nobody is connected; returns its name."""
        name = f"t{next(_numbers)}"
        with psycopg.connect(self.url(driver="postgresql"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    @contextlib.contextmanager
    def syncing(self) -> Iterator[None]:
        """With fsync on while the block lasts: the service itself refuses a server that would lose letters in a power cut."""
        self._sync("on")
        try:
            yield
        finally:
            self._sync("off")

    def _sync(self, word: str) -> None:
        with psycopg.connect(self.url(driver="postgresql"), autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET fsync = {word}")
            connection.execute("SELECT pg_reload_conf()")
        for _ in range(200):
            with psycopg.connect(self.url(driver="postgresql"), autocommit=True) as connection:
                if connection.execute("SHOW fsync").fetchone() == (word,):
                    return
            processes.time.sleep(0.02)
        pytest.fail("PostgreSQL does not take its settings anew")

    def drop(self, name: str) -> None:
        with psycopg.connect(self.url(driver="postgresql"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _newest_binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    if not found:
        pytest.fail(f"PostgreSQL is not installed: {processes.REMEDY}")
    return found[-1].parent


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL for all tests of the session; it does not sync, since no test cuts its power."""
    binaries = _newest_binaries()
    user = "postgres" if processes.is_root() else None
    with processes.short_folder() as folder:
        data = folder / "data"
        data.mkdir()
        if user:
            subprocess.run(["chown", "-R", f"{user}:", str(folder)], check=True)
        as_user = [processes.program("setpriv"), f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else []
        made = subprocess.run(
            [
                *as_user,
                str(binaries / "initdb"),
                "-D",
                str(data),
                "-U",
                _USER,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd="/",
        )
        if made.returncode:
            pytest.fail(f"initdb failed: {made.stderr}")
        # Here and not on the command line, which nothing could change later.
        with (data / "postgresql.conf").open("a") as settings:
            settings.write("\nfsync = off\n")
        server = Postgres(port=processes.free_port())
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(folder),
            "full_page_writes": "off",
            "max_connections": "100",
            "shared_buffers": "32MB",
        }
        arguments = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        with processes.running(
            [str(binaries / "postgres"), "-D", str(data), "-p", str(server.port), *arguments],
            port=server.port,
            log=folder / "log",
            user=user,
            stop=signal.SIGINT,
        ):
            _await_answer(server)
            yield server


def _await_answer(server: Postgres) -> None:
    """The port listens a moment before the server takes queries."""
    for _ in range(200):
        try:
            psycopg.connect(server.url(driver="postgresql"), connect_timeout=5).close()
            return
        except psycopg.OperationalError as error:
            last = error
            processes.time.sleep(0.05)
    pytest.fail(f"PostgreSQL does not answer: {last}")


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The SQLAlchemy URL of an empty database of this test's own."""
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)
