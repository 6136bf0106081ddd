"""Fixtures that every room may use: real servers on loopback (they fail with a remedy where one is missing) and the SMTP sink."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import ledgers
from tests.servers.certificates import certificates
from tests.servers.dovecot import dovecot
from tests.servers.postfix import postfix
from tests.servers.postgres import Postgres, postgres, postgres_url
from tests.servers.sink import smtp_sink
from tests.servers.tokens import token_stub

__all__ = ["certificates", "dovecot", "postfix", "postgres", "postgres_url", "smtp_sink", "token_stub"]


@pytest.fixture
def postgres_ledger(postgres: Postgres) -> Iterator[str]:
    """The SQLAlchemy URL of an empty ledger of this test's own."""
    name = ledgers.on_postgres(postgres)
    yield postgres.url(name)
    postgres.drop(name)


# A slow machine is no fault of the code.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

LONG = ("faults", "documents", "pipeline")
"""Folders that take longest; begun first, so that no process is left alone with one at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    items.sort(key=lambda item: item.path.relative_to(here).parts[0] not in LONG)
