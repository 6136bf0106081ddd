"""Letters by the thousand: small, cheap to make, each from an agency of its own. In: a number. Out: its raw mail, or its agency.

The paper is a real PDF of one page, written by hand because a drawing library takes longer to make it than the service to read it: a
letterhead, the addressee, prose, a stroke for a signature, the signatory's block. Nothing in it is real.
"""

import base64
import random
import zlib
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Final

import us

from intake.adapters import maildir

OFFICE: Final = "intake@office.example"
_STATES: Final = tuple((str(state.abbr), str(state.name)) for state in us.states.STATES)
_HEADS: Final = ("Al", "Bram", "Cor", "Dun", "Ed", "Fal", "Gar", "Har", "Is", "Jor", "Kel", "Lor", "Mar", "Nor", "Os", "Pen", "Quin", "Ros")
_MIDDLES: Final = ("a", "be", "ca", "den", "e", "fer", "gi", "ho", "i", "la", "mi", "no", "o", "ra", "se", "ti", "u", "ve", "wi", "zo")
_TAILS: Final = (
    "bury",
    "by",
    "dale",
    "field",
    "ford",
    "gate",
    "ham",
    "holm",
    "land",
    "ley",
    "more",
    "mouth",
    "port",
    "ton",
    "vale",
    "wick",
)
_FIRST: Final = ("Ada", "Boris", "Clara", "Dorian", "Edith", "Felix", "Greta", "Hollis", "Ines", "Jonas", "Karla", "Lionel")
_LAST: Final = ("Abbott", "Brenner", "Colby", "Dashiell", "Ellery", "Forsyth", "Garland", "Hadley", "Ibsen", "Jarvis", "Keating", "Lowell")
_BODIES: Final = (("Police Department", "Chief of Police"), ("County Sheriff's Office", "Sheriff"))


@dataclass(frozen=True, slots=True)
class Agency:
    """An invented agency; the same number gives the same one. `place` has no blank in it."""

    number: int
    place: str
    name: str
    state: str
    state_name: str
    head: str
    title: str

    @property
    def domain(self) -> str:
        return f"{self.place.lower()}{self.number}.example"

    @property
    def address(self) -> str:
        return f"records@{self.domain}"


def agency(number: int) -> Agency:
    """The agency of that number. Two million places in fifty states: as good as never one name twice, and few that are near."""
    chance = random.Random(number)
    place = chance.choice(_HEADS) + "".join(chance.choice(_MIDDLES) for _ in range(3)) + chance.choice(_TAILS)
    state, state_name = chance.choice(_STATES)
    body, title = chance.choice(_BODIES)
    head = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
    return Agency(number, place, f"{place} {body}", state, state_name, head, title)


def raw(number: int, at: datetime, *, to: str = OFFICE) -> bytes:
    """The mail of that number: about 3 kB, text and one PDF of one page."""
    of = agency(number)
    author = of.address
    paper = base64.encodebytes(_pdf(of)).decode()
    return (
        f"Return-Path: <{author}>\r\n"
        f"Received: from mail.{of.domain} (mail.{of.domain} [192.0.2.7]) by mx.office.example with ESMTPS id b{number:09d};\r\n"
        f"\t{format_datetime(at)}\r\n"
        f"From: {of.head} <{author}>\r\nTo: {to}\r\nSubject: Letter of Interest, {of.name}\r\n"
        f"Date: {format_datetime(at)}\r\nMessage-ID: <{number}.bench@{of.domain}>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="=_mixed"\r\n\r\n'
        "--=_mixed\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        f"Good morning,\r\n\r\nplease find attached our letter of interest in the program, signed by the head of our agency.\r\n"
        "Our agreement will follow once the board has met. Please write to this address if anything is missing,\r\n"
        f"or call the point of contact that the letter names.\r\n\r\n{of.head}\r\n{of.name}\r\n\r\n"
        '--=_mixed\r\nContent-Type: application/pdf; name="letter.pdf"\r\nContent-Transfer-Encoding: base64\r\n'
        'Content-Disposition: attachment; filename="letter.pdf"\r\n\r\n'
    ).encode() + paper.replace("\n", "\r\n").encode() + b"\r\n--=_mixed--\r\n"  # fmt: skip


def deliver(folder: Path, raws: list[bytes]) -> None:
    """Put them all into a Maildir as a delivery agent does."""
    for content in raws:
        maildir.deliver(folder, content)


def _pdf(of: Agency) -> bytes:
    lines = (
        of.name.upper(), f"1 Courthouse Square, {of.place}, {of.state_name} 55501", "", "March 4, 2026", "",
        "U.S. Immigration and Customs Enforcement", "287(g) Program Office", "500 12th Street SW", "Washington, DC 20536", "",
        "Re: Letter of Interest, 287(g) Program", "", "Dear Sir or Madam:", "",
        f"The {of.name} wishes to express its interest in participating in",
        "the 287(g) program. We request the Task Force Model.",
        f"Our agency serves the people of {of.place} and the towns around it.",
        "Patrol, detention, investigations and the courts are our daily work.",
        "We will nominate six officers for training.",
        "All of them are sworn, have served for at least two years, and have",
        "no complaint pending against them. The county's board agreed.",
        f"Our point of contact is Lt. {of.head}, 850-555-01{of.number % 100:02d}, {of.address}.", "",
        "Respectfully,", "", "", of.head, of.title, of.name,
    )  # fmt: skip
    shown = "\n".join(f"({line.replace(chr(92), '').replace('(', chr(92) + '(').replace(')', chr(92) + ')')})'" for line in lines)
    foot = 720 - 15 * (lines.index("Respectfully,") + 2)
    stroke = "".join(
        f"{78 + 9 * n} {foot + 4 + 17 * (n % 2)} {82 + 9 * n} {foot - 8 + 23 * (n % 3)} {87 + 9 * n} {foot + 3 + n % 5} c\n"
        for n in range(12)
    )
    content = zlib.compress(f"BT /F 11 Tf 15 TL 72 720 Td\n{shown}\nET\n1 w 72 {foot} m\n{stroke}S\n".encode("latin-1"), 9)
    bodies = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start)
