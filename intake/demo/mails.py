"""The mails of the demonstration, each with what it shows. In: invented agencies, drawn papers. Out: raw mails. Nothing here is real."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final

from intake.demo import papers
from intake.demo.papers import Agency, AgreementSpec, LetterSpec, Person
from intake.documents.document import Model

OFFICE: Final = "intake@office.example"
STAFF: Final = "dana.reed@office.example"
SEED: Final = 287


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. `answers` names the mail whose acknowledgement (or, from staff, whose letter) it answers; `sent` puts it into Sent."""

    key: str
    shows: str
    sender: str
    subject: str
    body: str
    attachments: tuple[tuple[str, bytes], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    answers: str = ""
    sent: bool = False
    to: str = OFFICE

    def raw(self, at: datetime, *, in_reply_to: str = "") -> bytes:
        """The mail as it lies in a mailbox."""
        mail = EmailMessage()
        mail["Return-Path"] = f"<{self.sender}>"
        for name, value in self.headers:
            del mail[name]
            mail[name] = value
        mail["From"] = self.sender
        mail["To"] = self.to
        mail["Subject"] = self.subject
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = self.message_id
        if in_reply_to:
            mail["In-Reply-To"] = in_reply_to
            mail["References"] = in_reply_to
        mail.set_content(self.body)
        for name, content in self.attachments:
            mail.add_attachment(content, maintype="application", subtype="pdf", filename=name)
        return mail.as_bytes()

    @property
    def message_id(self) -> str:
        """Its Message-ID."""
        return f"<{self.key}.demo@{self.sender.rpartition('@')[2]}>"


def mails() -> Iterator[Mail]:
    """In the order they arrive."""
    chance = random.Random(SEED)  # noqa: S311 - invented papers need repeatability, not secrecy
    sheriff, police, jail = (papers.agency(chance, kind) for kind in ("sheriff", "police", "corrections"))
    heads = {
        a.name: papers.person(chance, a, title) for a, title in ((sheriff, "Sheriff"), (police, "Chief of Police"), (jail, "Director"))
    }
    contacts = {a.name: papers.person(chance, a) for a in (sheriff, police, jail)}

    def letter(of: Agency, *models: Model) -> bytes:
        return papers.draw_letter(_letter(of, heads[of.name], contacts[of.name], models))

    def agreement(of: Agency, model: Model) -> bytes:
        return papers.draw_agreement(_agreement(of, heads[of.name], contacts[of.name], model))

    yield Mail(
        "both", "a letter of interest and a signed agreement", heads[sheriff.name].email, "287(g) application",
        "Good morning,\n\nPlease find attached our letter of interest and the signed agreement.\n\nThank you.",
        (("letter.pdf", letter(sheriff, Model.TFM)), ("moa signed.pdf", agreement(sheriff, Model.TFM))),
    )  # fmt: skip
    yield Mail(
        "letter", "a letter alone", contacts[police.name].email, "Letter of Interest",
        "Hello,\n\nOur chief's letter of interest is attached.\n", (("LOI.pdf", letter(police, Model.TFM)),),
    )  # fmt: skip
    yield Mail(
        "later", "the agreement, sent as an answer to our acknowledgement", contacts[police.name].email, "RE: We received your letter",
        "Here is the agreement.\n", (("scan0001.pdf", agreement(police, Model.TFM)),), answers="letter",
    )  # fmt: skip
    yield Mail(
        "jail", "an agreement alone", heads[jail.name].email, "Memorandum of Agreement",
        "Attached is the signed agreement for our facility.\n", (("agreement.pdf", agreement(jail, Model.JEM)),),
    )  # fmt: skip
    yield Mail(
        "question", "a question", "clerk@elmforkpd.example", "Question about the program",
        "Hello,\n\nHow many officers do we have to nominate, and how long is the training? Which model fits a department without a jail?\n",
    )  # fmt: skip
    yield Mail("thanks", "thanks, in the thread", heads[sheriff.name].email, "RE: We received your papers", "Thank you!\n", answers="both")
    yield Mail(
        "away", "an out-of-office reply", "sgt.lowe@pinehollow.example", "Automatic reply: We received your letter",
        "I am out of the office until Monday.\n", headers=(("Auto-Submitted", "auto-replied"), ("Return-Path", "<>")),
    )  # fmt: skip
    yield Mail(
        "records", "a records request", "reporter@valleycourier.example", "FOIA request",
        "Under the Freedom of Information Act I request copies of all agreements signed this year.\n",
    )  # fmt: skip
    yield Mail(
        "broken", "a damaged file", "records@saltcreekso.example", "Our application",
        "Please find our signed agreement attached.\n", (("moa.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog"),),
    )  # fmt: skip
    yield Mail(
        "answer", "an answer by a person, written in the office's own mail program", STAFF, "RE: Question about the program",
        "Dear colleague,\n\nthank you for your question. I will call you this afternoon.\n\nDana Reed\n",
        answers="question", sent=True, to="clerk@elmforkpd.example",
    )  # fmt: skip


def more() -> Iterator[Mail]:
    """Letters and agreements of ever other agencies, and a question now and then, for a desk that is watched."""
    for number, (letter, agreement) in enumerate(zip(papers.letters(SEED), papers.agreements(SEED), strict=True)):
        writer = letter.contact or letter.head
        yield Mail(
            f"letter-{number}", "a letter of interest", letter.head.email, "Letter of Interest",
            f"Good day,\n\nOur letter of interest is attached.\n\n{letter.head.name}\n", (("LOI.pdf", papers.draw_letter(letter)),),
        )  # fmt: skip
        yield Mail(
            f"agreement-{number}", "an agreement", agreement.head.email, "Signed agreement",
            f"Please find our signed agreement attached.\n\n{agreement.head.name}\n",
            (("agreement.pdf", papers.draw_agreement(agreement)),),
        )  # fmt: skip
        yield Mail(
            f"question-{number}", "a question", writer.email, "Question about the forms",
            f"Hello,\n\nWhich form of the agreement is the current one, and where does our chief sign?\n\n{writer.name}\n",
        )  # fmt: skip


def _letter(of: Agency, head: Person, contact: Person, models: tuple[Model, ...]) -> LetterSpec:
    return LetterSpec(agency=of, head=head, contact=contact, written=date(2026, 11, 2), models=models, officers=6, signed="ink", seed=SEED)


def _agreement(of: Agency, head: Person, contact: Person, model: Model) -> AgreementSpec:
    revision = {Model.TFM: "2025-03-07"}.get(model, "2025-02-15")
    spec = AgreementSpec(
        agency=of, head=head, contact=contact, press=contact, model=model, signed_on=date(2026, 11, 3), revision=revision, seed=SEED
    )
    return replace(spec, signed="ink")
