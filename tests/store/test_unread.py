"""Claims of letters whose papers wait, on both databases: an earlier claim writes nothing any more, and a paper is read on once."""

from datetime import timedelta

import pytest

from intake import errors
from intake.documents.document import Document, Form, State
from intake.mail.message import Attachment
from intake.store import documents, messages, unread
from intake.store.database import Database
from tests.store.test_readings import NOW

WAITS = Document("a" * 64, "application/pdf", 3, Form.OTHER, fully_read=False, state=State.WAITING)


def _waiting(db: Database) -> tuple[int, int]:
    with db.write() as tx:
        new = messages.New("b" * 64, 1, "intake", "intake", False, NOW, NOW)
        letter, _ = messages.keep(tx, new)
        messages.change(tx, letter, state="answered")
        (paper,) = documents.replace_all(tx, letter, [(Attachment("a.pdf", WAITS.media_type, b"xyz", WAITS.sha256), WAITS)])
        unread.put(tx, letter, ready_at=NOW - timedelta(days=1))
    return letter, paper


def test_a_claim_that_was_taken_over_writes_nothing_although_the_owner_is_the_same(db: Database) -> None:
    letter, _ = _waiting(db)
    with db.write() as tx:
        first = unread.claim(tx, db, owner="one", seconds=-1)
        second = unread.claim(tx, db, owner="one", seconds=60)
        assert first is not None and second is not None and unread.claim(tx, db, owner="two", seconds=60) is None
        assert (first.attempts, second.attempts, unread.count(tx)) == (1, 2, 1)
        with pytest.raises(errors.LeaseLost):
            unread.done(tx, first)
        with pytest.raises(errors.LeaseLost):
            unread.renew(tx, db, first, seconds=60)
        unread.put(tx, letter, ready_at=NOW)  # its papers were read anew
        with pytest.raises(errors.LeaseLost):
            unread.done(tx, second)


def test_a_paper_that_waits_no_more_is_not_replaced(db: Database) -> None:
    _, paper = _waiting(db)
    with db.write() as tx:
        documents.read_on(tx, paper, Document(WAITS.sha256, WAITS.media_type, 3, Form.LOI, fully_read=False))
    with pytest.raises(errors.Conflict), db.write() as tx:
        documents.read_on(tx, paper, WAITS)
