"""Agencies, papers and mails of the journeys; everybody in them is invented. In: what makes a case. Out: octets."""

import email.policy
import itertools
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from email.message import EmailMessage
from email.utils import format_datetime, localtime

from intake.demo import papers
from intake.demo.papers import Agency
from intake.documents.document import Model

OFFICE_DOMAIN = "office.example"
STAFF = f"dana.ruiz@{OFFICE_DOMAIN}"
FIELD_OFFICE = f"desk@north.{OFFICE_DOMAIN}"
_numbers = itertools.count(1)
_NAMES = (
    "Marlow", "Tanner", "Quillan", "Redfern", "Ostrander", "Halvers", "Brightwell", "Cardinal", "Devonshire", "Ellsworth", "Fairbanks",
    "Garrison", "Hollis", "Ivanhoe", "Jessup", "Kimball", "Lockhart", "Merriweather", "Norwood", "Oglethorpe", "Pendleton", "Quimby",
)  # fmt: skip
_names = itertools.cycle(_NAMES)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to attach, and what a perfect reader would find in it."""

    filename: str
    content: bytes
    pages: int
    truth: dict[str, object]


def agency(kind: str = "sheriff") -> Agency:
    """Another agency each time."""
    name = next(_names)
    drawn = papers.agency(random.Random(name), kind)
    title = {"sheriff": f"{name} County Sheriff's Office", "police": f"City of {name} Police Department"}[kind]
    return replace(drawn, name=title, county=name, city=name, state="TX", state_name="Texas", domain=f"{name.lower()}.example")


def letter(of: Agency, models: Sequence[Model] = (Model.TFM,), *, wording: int = 0) -> Paper:
    """A signed letter of interest of one page."""
    drawn = next(spec for spec in papers.letters(5) if spec.agency.kind == of.kind)
    spec = replace(
        drawn, agency=of, contact=None, models=tuple(models), officers=4, layout="letterhead", font="Times-Roman", form=False, signed="ink",
        wording=wording, written=date(2026, 11, 20),
    )  # fmt: skip
    return Paper("scan0001.pdf", papers.draw_letter(spec), 1, dict(spec.truth))


def agreement(of: Agency, model: Model = Model.TFM, *, seed: int = 1) -> Paper:
    """A signed agreement; another `seed` gives another copy of it."""
    drawn = next(
        spec for spec in papers.agreements(5) if spec.model is model and spec.revision is not None and spec.agency.kind == "sheriff"
    )
    spec = replace(drawn, agency=of, form=False, signed="ink", signed_on=date(2026, 11, 20), seed=seed, date_style=0)
    return Paper("document.pdf", papers.draw_agreement(spec), spec.pages, dict(spec.truth))


def message_id(sender: str) -> str:
    """One that no other mail bears."""
    return f"<{next(_numbers)}.{random.getrandbits(48):x}@{sender.rpartition('@')[2]}>"


def mail(
    sender: str,
    to: str,
    *,
    subject: str = "Papers for the program",
    text: str = "Dear Program Office,\n\nplease find our papers attached.\n\nPat Doe\n",
    attach: Sequence[Paper] = (),
    answers: EmailMessage | None = None,
    html: str | None = None,
    headers: Sequence[tuple[str, str]] = (),
    cc: str = "",
) -> EmailMessage:
    """A mail as a person's mail program makes it; `answers` puts it into that mail's thread."""
    made = EmailMessage(policy=email.policy.SMTP)
    made["From"] = f"Pat Doe <{sender}>"
    made["To"] = to
    if cc:
        made["Cc"] = cc
    made["Subject"] = subject
    made["Date"] = format_datetime(localtime())
    made["Message-ID"] = message_id(sender)
    if answers is not None:
        made["In-Reply-To"] = str(answers["Message-ID"])
        made["References"] = " ".join(f"{answers['References'] or ''} {answers['Message-ID']}".split())
    for name, value in headers:
        made[name] = value
    if html is None:
        made.set_content(text)
    else:
        made.set_content(html, subtype="html")
    for paper in attach:
        made.add_attachment(paper.content, maintype="application", subtype="pdf", filename=paper.filename)
    return made


def text_of(read: EmailMessage) -> str:
    """The plain text of a mail, on one line a paragraph."""
    body = read.get_body(preferencelist=("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
