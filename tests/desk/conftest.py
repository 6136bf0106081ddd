"""A fresh ledger for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger(tmp_path / "var")
    yield made
    made.db.close()
