"""Small papers for tests, drawn by hand where the demonstration's own drawings are too regular."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from intake.documents.document import Document
from intake.documents.read import read_paper

HEAD = ("Alder County Sheriff's Office", "12 Courthouse Square", "Farwell, Texas 79325", "")
OFFICE = ("U.S. Immigration and Customs Enforcement", "500 12th Street SW", "Washington, DC 20536", "")


def pdf(*pages: Sequence[str], draw: Callable[[Any], None] | None = None, size: float = 11.0) -> bytes:
    """Pages of lines, in Times, from the top; `draw` may add to the first."""
    out = io.BytesIO()
    canvas: Any = Canvas(out, pagesize=letter, invariant=1)
    for number, lines in enumerate(pages or ((),)):
        y = 730.0
        canvas.setFont("Times-Roman", size)
        for line in lines:
            canvas.drawString(72, y, line)
            y -= size * 1.4
        if number == 0 and draw:
            draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def request(
    *body: str,
    head: Sequence[str] = HEAD,
    date: str = "March 3, 2025",
    office: Sequence[str] = OFFICE,
    end: Sequence[str] = ("Ada B. Mosswood", "Sheriff"),
) -> tuple[str, ...]:
    """The lines of a letter of interest."""
    return (
        *head, date, "", *office, "Re: Letter of Interest, 287(g) Program", "", "Dear Director:", "",
        "The Alder County Sheriff's Office wishes to participate in the 287(g) Task Force Model in Alder County, Texas.",
        *body, "", "Sincerely,", "", "", "", *end,
    )  # fmt: skip


def read(content: bytes) -> Document:
    """The first paper of an attachment."""
    return read_paper(content, filename="scan.bin", media_type="application/octet-stream")[0]
