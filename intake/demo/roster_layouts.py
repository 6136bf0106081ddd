"""How rosters look, in a mail and on paper. In: a roster's spec. Out: the body of a mail, or a PDF. Used by rosters.py alone."""

import html
import io
import textwrap
from typing import TYPE_CHECKING, Any, Final

from reportlab.lib.pagesizes import letter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from intake.mail import htmltext

if TYPE_CHECKING:
    from intake.demo.rosters import Listed, RosterSpec

LAYOUTS: Final = (
    "ruled", "aligned", "commas", "numbered", "blocks", "bare", "tight", "two-lines", "piped", "prose", "sentences", "side-by-side",
    "labelled-rows", "sections", "one-paragraph", "form-sheets", "quoted", "transposed",
)  # fmt: skip
KEPT_OUT: Final = ("marked-table", "bracketed")
"""Drawn to measure with, never to tune with."""
UNANNOUNCED: Final = frozenset({"bare"})
"""Layouts in which no heading and no label announces a number."""

_SHORT: Final = {
    "badge": "Badge",
    "born": "DOB",
    "ssn": "SSN",
    "last_four": "SSN last 4",
    "hired": "hired",
    "email": "",
    "phone": "",
    "rank": "",
}
_BARE: Final = {"born": "DOB", "last_four": "SSN last 4"}
WIDTH, HEIGHT = letter
FOOT: Final = 60.0


def as_text(spec: "RosterSpec") -> str:
    """The mail's body, as text."""
    return "\n".join(("Good morning,", "", spec.opening, "", *_rows(spec), "", spec.closing, "", "Dana Reed", "Alder County", ""))


def as_pdf(spec: "RosterSpec") -> bytes:
    """Grids are drawn cell by cell, all else line by line."""
    sheet = _Sheet()
    for text in (spec.opening, ""):
        sheet.line(text)
    if spec.layout in ("ruled", "aligned", "side-by-side"):
        sheet.grid(_cells(spec), ruled=spec.layout == "ruled")
    else:
        for row in _rows(spec):
            sheet.line(row, font="Courier" if spec.layout == "tight" else "Helvetica")
    sheet.line("")
    sheet.line(spec.closing)
    return sheet.end()


def _rows(spec: "RosterSpec") -> list[str]:
    match spec.layout:
        case "ruled":
            return _made_plain(_cells(spec), inner=spec.seed % 2 == 1)
        case "aligned" | "side-by-side":
            return _aligned(_cells(spec))
        case "commas":
            return [",".join(_quoted(cell) for cell in row) for row in _cells(spec)]
        case "piped":
            return [" | ".join(row) for row in _cells(spec)]
        case "tight":
            return [" ".join(row) for row in _cells(spec)]
        case "bare":
            return ["  ".join(_labelled_births(spec, each)) for each in spec.people]
        case "numbered":
            return [f"{place}. {_described(spec, each)}" for place, each in enumerate(spec.people, 1)]
        case "two-lines":
            return [row for each in spec.people for row in (_ranked(spec, each), f"    {_details(spec, each)}")]
        case "blocks":
            return [row for each in spec.people for row in (*_block(spec, each), "")]
        case "sentences":
            return [row for each in spec.people for row in textwrap.wrap(_sentence(spec, each), 100, break_on_hyphens=False)]
        case "labelled-rows":
            return [
                "; ".join(f"{label} {_value(each, name)}" for label, name in zip(spec.heading, spec.columns, strict=True))
                for each in spec.people
            ]
        case "marked-table":
            head, *cells = _cells(spec)
            return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *cells)]
        case "bracketed":
            return [f"  - {each.name} ({'; '.join(_told(spec, each, ('name',)))})" for each in spec.people]
        case "quoted":
            return [f"> {part}" for row in _aligned(_cells(spec)) for part in textwrap.wrap(row, 76, break_on_hyphens=False)]
        case "transposed":
            return ["\t".join((label, *values)) for label, *values in zip(*_cells(spec), strict=True)]
        case "one-paragraph":
            return [" ".join(_sentence(spec, each) for each in spec.people)]
        case "form-sheets":
            return [row for place, each in enumerate(spec.people, 1) for row in _form(spec, each, place)]
        case "sections":
            return [row for place, each in enumerate(spec.people) for row in (*_section(place), f"* {_dashed(spec, each)}", "")]
        case _:
            return textwrap.wrap("; ".join(_described(spec, each) for each in spec.people) + ".", 90, break_on_hyphens=False)


def _value(each: "Listed", name: str) -> str:
    value: str = getattr(each, name)
    return value


def _cells(spec: "RosterSpec") -> list[list[str]]:
    rows = [[_value(each, name) for name in spec.columns] for each in spec.people]
    if spec.layout != "side-by-side":
        return [list(spec.heading), *rows]
    half = (len(rows) + 1) // 2
    left, right = rows[:half], [*rows[half:], [""] * len(spec.columns)][:half]
    return [[*spec.heading, *spec.heading], *([*one, *other] for one, other in zip(left, right, strict=True))]


def _aligned(cells: list[list[str]]) -> list[str]:
    widths = [max(len(row[place]) for row in cells) + 2 for place in range(len(cells[0]))]
    return ["".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]


def _made_plain(cells: list[list[str]], *, inner: bool) -> list[str]:
    """The table as an HTML mail has it, made plain as every such mail is; `inner` with a paragraph in each cell."""
    before, after = ("<p class=MsoNormal>", "</p>") if inner else ("", "")
    body = "".join("<tr>" + "".join(f"<td>{before}{html.escape(cell)}{after}</td>" for cell in row) + "</tr>" for row in cells)
    return htmltext.convert(f"<html><body><table>{body}</table></body></html>", 100_000).split("\n")


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell else cell


def _labelled_births(spec: "RosterSpec", each: "Listed") -> list[str]:
    return [f"{_BARE.get(name, '')} {_value(each, name)}".strip() for name in spec.columns]


def _ranked(spec: "RosterSpec", each: "Listed") -> str:
    return f"{each.rank} {each.name}".strip() if spec.seed % 2 else ", ".join(filter(None, (each.name, each.rank)))


def _told(spec: "RosterSpec", each: "Listed", but: tuple[str, ...] = ("name", "rank")) -> list[str]:
    return [f"{_SHORT[name]} {_value(each, name)}".strip() for name in spec.columns if name not in but]


def _details(spec: "RosterSpec", each: "Listed") -> str:
    return ", ".join(_told(spec, each))


def _described(spec: "RosterSpec", each: "Listed") -> str:
    return f"{_ranked(spec, each)}, {_details(spec, each)}"


def _block(spec: "RosterSpec", each: "Listed") -> list[str]:
    return [
        f"{label}{'' if label.endswith(':') else ':'} {_value(each, name)}" for label, name in zip(spec.heading, spec.columns, strict=True)
    ]


def _form(spec: "RosterSpec", each: "Listed", place: int) -> list[str]:
    """As a form of two columns prints it, one sheet a person."""
    told = [f"{label.upper()}: {_value(each, name)}" for label, name in zip(spec.heading, spec.columns, strict=True)]
    pairs = [f"{told[at]:<44}{told[at + 1] if at + 1 < len(told) else ''}".rstrip() for at in range(0, len(told), 2)]
    return [f"NOMINEE {place} OF {len(spec.people)}", *pairs, "-" * 60]


def _section(place: int) -> list[str]:
    """Some people are put under the name of their division."""
    return [("Patrol", "Courts", "Detention Center", "Training")[place // 3 % 4], ""] if place % 3 == 0 else []


def _dashed(spec: "RosterSpec", each: "Listed") -> str:
    return " — ".join((f"{each.name} ({each.rank})" if each.rank else each.name, *_told(spec, each)))


def _sentence(spec: "RosterSpec", each: "Listed") -> str:
    words = {
        "badge": f"carries badge {each.badge}", "born": f"was born on {each.born}", "ssn": f"has the Social Security number {each.ssn}",
        "last_four": f"has a Social Security number ending in {each.last_four}", "hired": f"was hired on {each.hired}",
        "email": f"reads {each.email}", "phone": f"answers {each.phone}",
    }  # fmt: skip
    told = [words[name] for name in spec.columns if name in words]
    return f"{each.rank} {each.name}".strip() + " " + (", ".join(told[:-1]) + " and " if told[1:] else "") + told[-1] + "."


class _Sheet:
    """Pages written from the top."""

    def __init__(self) -> None:
        self.out = io.BytesIO()
        self.canvas: Any = Canvas(self.out, pagesize=letter, invariant=1, pageCompression=1)
        self.y = HEIGHT - FOOT

    def line(self, text: str, font: str = "Helvetica", size: float = 9.0) -> None:
        """One line, broken where it is too long."""
        room = int((WIDTH - 2 * FOOT) / stringWidth("n", font, size))
        for row in textwrap.wrap(text, room, subsequent_indent="    ", replace_whitespace=False, break_on_hyphens=False) or [""]:
            self._room(size)
            self.canvas.setFont(font, size)
            self.canvas.drawString(FOOT + (20 if text.startswith("    ") else 0), self.y, row.strip())
            self.y -= size * 1.4

    def grid(self, cells: list[list[str]], *, ruled: bool) -> None:
        """Cells side by side; long ones make the letters small."""
        size, step = 9.0, 16.0
        widths = [max(stringWidth(row[place], "Helvetica", size) for row in cells) + 10 for place in range(len(cells[0]))]
        scale = min(1.0, (WIDTH - 2 * 30) / sum(widths))
        size, widths = size * scale, [width * scale for width in widths]
        for row in cells:
            self._room(step)
            x = 30.0
            for cell, width in zip(row, widths, strict=True):
                self.canvas.setFont("Helvetica", size)
                self.canvas.drawString(x + 3 * scale, self.y, cell)
                if ruled:
                    self.canvas.rect(x, self.y - 4, width, step)
                x += width
            self.y -= step

    def end(self) -> bytes:
        """The finished file."""
        self.canvas.showPage()
        self.canvas.save()
        return self.out.getvalue()

    def _room(self, height: float) -> None:
        if self.y - height < FOOT:
            self.canvas.showPage()
            self.y = HEIGHT - FOOT
