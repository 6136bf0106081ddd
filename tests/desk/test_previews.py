"""Previews lie in the ledger for a while, each for one person, and never many."""

import pytest

from intake import errors
from intake.desk import previews
from intake.store import previews as kept
from tests.desk.ledger import Ledger


def test_a_preview_is_one_persons_for_an_hour(ledger: Ledger) -> None:
    key = previews.keep(ledger.desk, "<p>one</p>", who="mora")
    assert previews.find(ledger.desk, key, who="mora") == "<p>one</p>"
    with pytest.raises(errors.NotFound, match="look at it anew"):
        previews.find(ledger.desk, key, who="lund")
    ledger.clock.move(hours=1, seconds=1)
    with pytest.raises(errors.NotFound):
        previews.find(ledger.desk, key, who="mora")


def test_only_the_latest_are_kept(ledger: Ledger) -> None:
    keys = [previews.keep(ledger.desk, f"<p>{n}</p>", who="mora") for n in range(kept.MOST + 1)]
    with pytest.raises(errors.NotFound):
        previews.find(ledger.desk, keys[0], who="mora")
    assert previews.find(ledger.desk, keys[1], who="mora") == "<p>1</p>"
    with ledger.db.read() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM previews").scalar_one() == kept.MOST
