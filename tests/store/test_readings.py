"""Papers come back from the ledger as they were read, on both databases."""

from datetime import UTC, datetime

import sqlalchemy as sa

from intake.documents.document import Document, Field, Form, Issue, Model, Signature, Source, Verdict
from intake.mail.message import Attachment
from intake.store import applications, documents, messages, readings, schema
from intake.store.database import Database

NOW = datetime(2025, 11, 24, 15, 0, tzinfo=UTC)
BOX = (1.0, 2.0, 3.0, 4.0)


def paper(number: int, form: Form = Form.MOA, model: Model | None = Model.TFM) -> Document:
    return Document(
        sha256=f"{number:064x}", media_type="application/pdf", pages=14, form=form, model=model, form_revision="2025-03-07",
        fields=(Field("models_requested", ("TFM", "WSO"), "both", 1, BOX, Source.TEXT, 0.9),),
        signatures=(Signature("agency", Verdict.SIGNED, "digital", 9, BOX, "intact", "Ada Moss", NOW),),
        issues=(Issue("date-unclear", "Look.", 9, "staff"),), fully_read=False, seconds=0.5,
    )  # fmt: skip


def letter(db: Database, number: int, *papers: Document) -> tuple[int, list[int]]:
    with db.write() as tx:
        new = messages.New(
            raw_sha256=f"{number:064x}", size=1, mailbox="intake", role="intake", older=False, received_at=NOW, first_seen_at=NOW
        )
        made, _ = messages.keep(tx, new)
        return made, documents.replace_all(tx, made, [(Attachment("a.pdf", p.media_type, b"xyz", p.sha256), p) for p in papers])


def case(db: Database, name: str) -> int:
    with db.write() as tx:
        return applications.make(
            tx, reference=name, agency_name=name, agency_key=name, state="OH", agency_type=None, county=None, directory_name=None,
            status="received", blocks=(), now=NOW,
        ).id  # fmt: skip


def place(db: Database, application: int, message: int, row: int, given: Document, replaces: int | None = None) -> int:
    with db.write() as tx:
        return applications.place(
            tx, application, document_id=row, message_id=message, form=str(given.form), model=given.model and str(given.model),
            sha256=given.sha256, replaces=replaces, now=NOW,
        )  # fmt: skip


def test_current_papers_and_what_lies_beside_them_come_back(db: Database) -> None:
    mine, theirs = case(db, "AP-1"), case(db, "AP-2")
    old, scan, other = paper(1), paper(2, Form.OTHER, None), paper(3, model=Model.WSO)
    first, (one, _, three) = letter(db, 1, old, scan, other)
    second, (four,) = letter(db, 2, paper(4))
    replaced = place(db, mine, first, one, old)
    place(db, theirs, first, three, other)
    place(db, mine, second, four, paper(4), replaces=replaced)
    with db.read() as tx:
        found = readings.of_application(tx, mine)
        elsewhere = readings.of_application(tx, theirs)
    assert [(each.document, each.message_id, each.size, each.placed) for each in found] == [
        (scan, first, 3, False), (paper(4), second, 3, True),
    ]  # fmt: skip
    assert other in [each.document for each in elsewhere if each.placed]


def test_an_application_without_papers_has_none(db: Database) -> None:
    with db.read() as tx:
        assert readings.of_application(tx, 99) == []


def test_a_record_that_no_paper_can_be_is_left_to_a_person(db: Database) -> None:
    mine = case(db, "AP-1")
    strange = paper(5)
    message, (row,) = letter(db, 1, strange)
    place(db, mine, message, row, strange)
    with db.write() as tx:
        tx.execute(sa.update(schema.documents).values(read={"signatures": "nonsense"}))
        (kept,) = readings.of_application(tx, mine)
    assert (kept.document.form, kept.document.fully_read) == (Form.OTHER, False)
