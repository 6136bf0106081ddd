"""Answering and wording over a test's ledger, with no bytes kept and no child started. In: a Ledger. Out: a Writing, TemplateSettings."""

from collections.abc import Callable, Mapping
from typing import Any

from intake.applications import recipients
from intake.applications.decision import Office
from intake.applications.recipients import Circle, Known
from intake.desk import trial_child
from intake.desk.assessment import Context
from intake.desk.template_texts import TemplateSettings
from intake.desk.writing import Mail, Writing, Written
from intake.mail import compose
from intake.mail.message import Address
from intake.pipeline.live_templates import LiveTemplates
from intake.replies import folders, samples
from intake.store.queues import WholeLetter
from tests.clocks import MovingClock
from tests.desk.ledger import Ledger

OFFICE = Office(addresses=frozenset({"program@office.example"}), domains=frozenset({"office.example"}))
SHIPPED = folders.read(folders.shipped_folder()).sources


class Post:
    """Knows what the ledger knows; writes real octets."""

    def __init__(self, clock: MovingClock, token: Callable[[], str]) -> None:
        self.clock = clock
        self.token = token

    def known(self, letter: WholeLetter, circle: Circle) -> tuple[Known, ...]:
        return recipients.known(circle, None, OFFICE)

    def refusal(self, address: str, letter: WholeLetter | None) -> str:
        return recipients.refusal(address, OFFICE)

    def write(self, mail: Mail) -> Written:
        token = self.token()
        message_id = f"<intake.{token}@office.example>"
        out = compose.Outgoing(
            from_=Address("Program Office", "program@office.example"), to=mail.to[0], also_to=mail.to[1:], cc=mail.cc, subject=mail.subject,
            text=mail.text, html=mail.html, date=self.clock.at, message_id=message_id, token=token, automatic=False,
        )  # fmt: skip
        return Written(compose.compose(out), message_id, token, "bounce@office.example")


def live(ledger: Ledger, shipped: Mapping[str, str] = SHIPPED) -> LiveTemplates:
    return LiveTemplates(db=ledger.db, clock=ledger.clock, shipped=shipped, folder={}, blocks=samples.BLOCKS)


def writing(ledger: Ledger) -> Writing:
    keys = iter(f"key{number:020d}" for number in range(1000))
    tokens = (f"{'t' * 20}{number}" for number in range(1000))
    return Writing(post=Post(ledger.clock, lambda: next(tokens)), templates=live(ledger).current, key=lambda: next(keys), context=Context())


def settings(**more: Any) -> TemplateSettings:
    given = {"shipped": SHIPPED, "folder": {}, "blocks": samples.BLOCKS, "child": trial_child.answer}
    return TemplateSettings(**{**given, **more})
