"""What the ledger says when its own disk is full."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from intake import errors
from intake.store.database import Database


@pytest.mark.parametrize("where", ["in the middle", "at the end"])
def test_a_full_disk_is_named_and_the_ledger_goes_on_once_there_is_room(sqlite_db: Database, tmp_path: Path, where: str) -> None:
    with sqlite_db.write() as tx:
        pages = tx.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.exec_driver_sql(f"PRAGMA max_page_count={pages + 2}")
        size = 200_000 if where == "in the middle" else 3_000
    with pytest.raises(errors.DiskLow), sqlite_db.write() as tx:
        for _ in range(10):
            tx.execute(
                sa.text(
                    "INSERT INTO switches (name, value, by_who, at, reason) VALUES (hex(randomblob(16)), hex(zeroblob(:n)), '', 0, '')"
                ),
                {"n": size},
            )
    with sqlite_db.write() as tx:
        tx.exec_driver_sql("PRAGMA max_page_count=1000000")
        assert tx.exec_driver_sql("SELECT count(*) FROM switches").scalar_one() == 0
