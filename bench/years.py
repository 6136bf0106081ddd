"""A ledger of many years at once, for what reads and never writes. In: an empty ledger. Out: letters of many kinds, agencies and words.

Rows are written straight into the tables: letters of three years, a few hundred of them open, each with words drawn as a language draws
them, a paper, what the paper asks for, and one of many agencies. Chance is seeded: the same ledger every time.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any, Final

import sqlalchemy as sa

from bench import letters
from intake.applications.kinds import ASKS_NO_ANSWER, Kind
from intake.documents.document import Model
from intake.store import schema, search_schema
from intake.store.database import Database

SPAN: Final = timedelta(days=3 * 365)
OPEN: Final = 400
PEOPLE: Final = ("dana.reed", "mora.lind", "sol.ives", "kit.marsh", "noor.vale")
RARE: Final = "zephyrine"
"""A word of a handful of letters. COMMON is in nearly every one."""
COMMON: Final = "agreement"
_BATCH: Final = 2_000
_KINDS: Final = tuple(Kind)
_WEIGHTS: Final = (60, 15, 3, 4, 2, 1, 1, 0.2, 1, 1, 0.1, 2, 2, 2, 2, 2, 1, 0.2)
_LETTERS_AN_AGENCY: Final = 10


def fill(db: Database, total: int, *, now: datetime) -> None:
    """Write `total` letters, the newest received just before `now`."""
    chance = random.Random(5)
    vocabulary = _vocabulary(chance)
    with db.write() as tx:
        tx.execute(sa.insert(schema.applications), [_application(number, now) for number in range(1, total // _LETTERS_AN_AGENCY + 2)])
    for first in range(1, total + 1, _BATCH):
        with db.write() as tx:
            numbers = range(first, min(first + _BATCH, total + 1))
            tx.execute(sa.insert(schema.messages), [_letter(number, total, now, chance, vocabulary) for number in numbers])
            tx.execute(sa.insert(schema.documents), [_paper(number, chance) for number in numbers])
            tx.execute(sa.insert(schema.fields), [each for number in numbers for each in _fields(number, chance)])
            tx.execute(sa.insert(search_schema.queue), [{"message_id": number} for number in numbers])
    if not db.is_sqlite:
        with db.write() as tx:
            for table in ("applications", "messages", "documents"):
                tx.execute(sa.text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"))


def rest(db: Database) -> None:
    """What a server does by itself in time; SQLite has no such habit."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as tx:
        tx.execute(sa.text("VACUUM ANALYZE" if tx.dialect.name == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)"))


def _vocabulary(chance: random.Random) -> tuple[list[str], list[float]]:
    """Some thousand words, each about as frequent as its rank says."""
    sounds = ("ba", "ce", "di", "fo", "gu", "han", "jel", "kor", "lim", "mun", "nar", "pes", "qui", "rol", "sat", "tev", "vun", "wix")
    made = [COMMON, *("".join(chance.choices(sounds, k=chance.randint(2, 4))) for _ in range(5_000))]
    return made, list(accumulate(1 / (rank + 1) for rank in range(len(made))))


def _application(number: int, now: datetime) -> dict[str, Any]:
    of = letters.agency(number)
    return {
        "id": number, "reference": f"AP-{number:07}", "agency_name": of.name, "agency_key": f"{of.state}|{of.name}", "state": of.state,
        "agency_type": "police", "status": "received", "created_at": now, "updated_at": now, "version": 0,
        "retention_class": "intake", "legal_hold": False,
    }  # fmt: skip


def _letter(number: int, total: int, now: datetime, chance: random.Random, vocabulary: tuple[list[str], list[float]]) -> dict[str, Any]:
    case = 1 + number % (total // _LETTERS_AN_AGENCY)
    of = letters.agency(case)
    kind = chance.choices(_KINDS, _WEIGHTS)[0]
    asks = kind not in ASKS_NO_ANSWER
    received = now - SPAN * ((total - number) / total) - timedelta(seconds=60)
    is_open = asks and (number > total - OPEN // 2 or (number > total * 0.9 and chance.random() < OPEN * 5 / total))
    held = is_open and chance.random() < 0.3
    words = chance.choices(vocabulary[0], cum_weights=vocabulary[1], k=chance.randint(20, 120))
    if number % (total // 5) == 7:
        words.append(RARE)
    answered = received + timedelta(minutes=chance.expovariate(1 / 500))
    return {
        "id": number, "raw_sha256": f"{number:064x}", "size": 4000, "mailbox": "intake", "role": "intake", "older": False,
        "received_at": received, "first_seen_at": received, "state": "held" if held else "answered" if asks else "ignored",
        "needs_person": held, "thread_ids": [], "from_address": of.address,
        "from_name": of.head, "subject": f"Letter of Interest, {of.name}",
        "sent_at": received, "excerpt": " ".join(words), "defects": [], "kind": kind, "verdict": "hold" if held else "send", "reasons": [],
        "flags": [], "reference": f"{number:08}", "application_id": case if asks else None, "asks_answer": asks,
        "due_at": received + timedelta(days=1) if asks else None, "calendar_version": "x",
        "acknowledged_at": received + timedelta(seconds=chance.randint(2, 90)) if asks and not held else None,
        "responded_at": answered if asks and not is_open else None, "response_kind": "mail" if asks and not is_open else None,
        "assignee": chance.choice((None, *PEOPLE)), "warned": 3, "version": 1, "claim_token": 1, "attempts": 0,
        "retention_class": "intake", "legal_hold": False,
    }  # fmt: skip


def _paper(number: int, chance: random.Random) -> dict[str, Any]:
    letter = chance.random() < 0.6
    return {
        "id": number, "message_id": number, "position": 0, "filename": "letter.pdf", "container": "", "media_type": "application/pdf",
        "sha256": f"{number:064x}", "size": 3000, "state": "read", "form": "loi" if letter else "moa",
        "model": None if letter else chance.choice(tuple(Model)), "pages": 1, "blank": False, "fully_read": True, "seconds": 0.1,
        "read": {},
        "retention_class": "intake", "legal_hold": False,
    }  # fmt: skip


def _fields(number: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    asked = [chance.choice(tuple(Model))]
    for name, value in (("models_requested", asked), ("signatory_name", letters.agency(number).head)):
        yield {
            "document_id": number, "name": name, "value": value, "raw": str(value), "page": 1, "bbox": [72.0, 90.0, 240.0, 102.0],
            "source": "text", "confidence": 0.95, "retention_class": "intake", "legal_hold": False,
        }  # fmt: skip
