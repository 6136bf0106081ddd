"""A desk with a real letter on it: a drawn paper, read by the reader, whose pages are drawn as the service draws them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from intake.demo import papers
from intake.desk.looks import File, Looks
from intake.desk.pictures import Box, Picture
from intake.documents import page_picture, read
from intake.documents.document import Document, Sensitive
from intake.errors import UnreadablePaper
from intake.mail.message import Attachment
from intake.store import applications, documents
from intake.store.queues import WholeLetter
from tests.desk.ledger import Ledger

HOSTILE = (
    "<h1 onclick=alert(1)>Dear office</h1><script>alert(1)</script><img src='https://canary.example/x'>"
    "<a href='https://evil.example'>click</a><style>body{display:none}</style><table><tr><td>cell</td></tr></table>"
)
SPECIFICATION = next(iter(papers.letters(11)))
PAPER = papers.draw_letter(SPECIFICATION)
(READ,) = read.read_paper(PAPER, filename="letter.pdf", media_type="application/pdf")
AGENCY = str(READ.value("agency_name"))


def draw(raw_sha256: str, sha256: str, *, page: int, width: int, masks: Sequence[Box], kept: bool = False) -> Picture | None:
    try:
        drawn = page_picture.draw(PAPER, sha256=sha256, page=page, width=width, masks=masks)
    except UnreadablePaper:
        return None
    return Picture(drawn.png, drawn.pixels, drawn.points, drawn.pages)


def text(_letter: WholeLetter) -> str:
    return "Please find our letter attached.\nSSN 123-45-6789\n"


LOOKS = Looks(text=text, html=lambda _: HOSTILE, file=lambda _, __: File("le\u202etter/../x.pdf", PAPER), draw=draw)


@dataclass(frozen=True)
class Stage:
    """What lies on the desk."""

    letter: int
    case: int
    reference: str


def put(ledger: Ledger, *, reference: str = "AP-AAA-BBB-CCC", private: bool = False, held: bool = False) -> Stage:
    """The letter with its paper, placed in an application."""
    with ledger.db.write() as tx:
        case = applications.make(
            tx, reference=reference, agency_name=AGENCY, agency_key=f"OK|{AGENCY}", state="OK", agency_type="sheriff", county=None,
            directory_name=None, status="received", blocks=("b",), now=ledger.clock.at,
        )  # fmt: skip
        applications.add_participant(tx, case.id, address="chief@town.example", domain="town.example", now=ledger.clock.at)
    values = {"from_address": "chief@town.example", "subject": "Letter of interest", "application_id": case.id, "reference": reference}
    number = ledger.held(**values) if held else ledger.answered(**values)
    document: Document = READ
    if private:
        document = replace(READ, sensitive=(Sensitive("roster", 1, next(f.bbox for f in READ.fields if f.name == "signatory_name")),))
    with ledger.db.write() as tx:
        attachment = Attachment("letter.pdf", "application/pdf", PAPER, hashlib.sha256(PAPER).hexdigest())
        (row,) = documents.replace_all(tx, number, [(attachment, document)])
        for form, model in (("moa", "TFM"), ("loi", None)):
            applications.place(
                tx, case.id, document_id=row, message_id=number, form=form, model=model, sha256=document.sha256, replaces=None,
                now=ledger.clock.at,
            )  # fmt: skip
    return Stage(number, case.id, reference)
