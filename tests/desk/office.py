"""An office with applications on record, for tests of the desk and the commands: papers kept by the store's own functions."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from intake.applications.directory import Directory, Row
from intake.applications.sender_fit import Surroundings
from intake.desk import letter
from intake.desk.assessment import Assessment, Case, Context
from intake.documents.document import Document, Form, Model, Verdict
from intake.mail.message import Attachment
from intake.store import applications, documents, events
from intake.store.events import Event
from tests.applications import made
from tests.desk.ledger import Ledger

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
AROUND = Surroundings(domains=frozenset({"office.example"}))
TOWN = ("Brookfield Police Department", "OH", "police")
CONTEXT = Context(around=AROUND, directory=lambda: Directory([Row("Brookfield Police Department", "OH", type="police", id="OH1")]))


class Office:
    """Puts papers on record by the store's own functions."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.references = iter(("AB-CDE-FGH-JKL", "AB-CDE-FGH-JKM", "AB-CDE-FGH-JKN"))

    def case(self, agency: tuple[str, str, str] = TOWN, *, listed: bool = True) -> int:
        name, state, kind = agency
        with self.ledger.db.write() as tx:
            record = applications.make(
                tx, reference=next(self.references), agency_name=name, agency_key=f"{state}|{name}", state=state,
                agency_type=kind, county=None, directory_name=name if listed else None, status="received", blocks=(), now=NOW,
            )  # fmt: skip
        return record.id

    def letter(self, case: int | None, *papers: Document, sizes: int = 90_000, **changes: Any) -> int:
        """A letter with these papers, letters and agreements placed in the application."""
        values = {"from_address": "chief@brookfieldpd.example", "application_id": case, **changes}
        number = self.ledger.answered(**values)
        with self.ledger.db.write() as tx:
            given = [(Attachment("scan.pdf", each.media_type, b"x" * sizes, each.sha256), each) for each in papers]
            ids = documents.replace_all(tx, number, given)
            for row, paper in zip(ids, papers, strict=True):
                if case is not None and paper.form in (Form.LOI, Form.MOA) and not paper.blank:
                    model = paper.model and str(paper.model)
                    applications.place(
                        tx, case, document_id=row, message_id=number, form=str(paper.form), model=model, sha256=paper.sha256,
                        replaces=self.replaced, now=NOW,
                    )  # fmt: skip
        return number

    replaced: int | None = None

    def event(self, letter: int, kind: str, case: int | None = None, **detail: Any) -> None:
        with self.ledger.db.write() as tx:
            events.add(tx, [Event(NOW, kind, message_id=letter, application_id=case, detail=detail)])

    def look(self, number: int, context: Context = CONTEXT) -> Assessment:
        (whole,) = letter.show(self.ledger.desk, str(number), who="mora", context=context)
        return whole.assessment

    def case_of(self, number: int, context: Context = CONTEXT) -> Case:
        (found,) = self.look(number, context).applications
        return found


def loi(**more: Any) -> Document:
    given = (made.field("models_requested", ("TFM",)), made.field("signatory_name", "Ada Moss"), made.field("letter_date", "2026-11-02"))
    return replace(made.paper(Form.LOI, agency=TOWN[0], fields=given, signatures=(made.signature(Verdict.SIGNED, 1),)), **more)


def moa(model: Model = Model.TFM, **more: Any) -> Document:
    return replace(made.agreement(model, agency=TOWN[0], signatures=(made.signature(Verdict.SIGNED, 9),), pages=14), **more)
