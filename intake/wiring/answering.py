"""What answering and wording need of settings, bytes and chance. In: a Config and the Desk. Out: a Writing, and TemplateSettings."""

from dataclasses import replace
from functools import lru_cache
from typing import Final

from intake import errors
from intake.adapters.limited import LimitedChild
from intake.applications import recipients
from intake.applications.recipients import Circle, Known
from intake.config.settings import Config
from intake.desk.assessment import Context
from intake.desk.desk import Desk
from intake.desk.template_texts import TemplateSettings
from intake.desk.writing import Mail, Writing, Written
from intake.mail import compose, forwards, parser, thread
from intake.mail.message import Address, Message
from intake.replies import folders
from intake.store.queues import WholeLetter
from intake.wiring import assessing, parts

CHILD: Final = "intake.desk.trial_child"
HEADS: Final = 32
"""Letters whose head stays in memory, as one is asked for several times while it is answered."""


class Post:
    """Fills desk.writing.Post with the kept bytes of letters and the office's name."""

    def __init__(self, config: Config) -> None:
        self._office = parts.office(config)
        self._sender = parts.sender(config)
        self._blobs = parts.blobs(config)
        self._limits = parts.mail_limits(config)
        self._ids = parts.ids()
        self._clock = parts.clock()
        self._heads = lru_cache(maxsize=HEADS)(self._head)

    def known(self, letter: WholeLetter, circle: Circle) -> tuple[Known, ...]:
        """Everyone an answer may go to; by the ledger alone where the letter's bytes are gone."""
        return recipients.known(circle, self._heads(letter.raw_sha256), self._office)

    def refusal(self, address: str, letter: WholeLetter | None) -> str:
        """Why a mail must not go there; "" where it may."""
        return recipients.refusal(address, self._office, self._heads(letter.raw_sha256) if letter is not None else None)

    def write(self, mail: Mail) -> Written:
        """The final octets, in the thread of the letter."""
        answered = None
        if mail.letter is not None and (found := self._heads(mail.letter.raw_sha256)) is not None:
            answered = forwards.written_by(found, mail.to[0]) or found
        token = self._ids.token()
        message_id = thread.message_id(token, self._sender.address.rpartition("@")[2])
        raw = compose.compose(
            compose.Outgoing(
                from_=Address(self._sender.name, self._sender.address), to=mail.to[0], also_to=mail.to[1:], cc=mail.cc,
                subject=mail.subject, text=mail.text, html=mail.html, date=self._clock.now(), message_id=message_id, token=token,
                reply_to=self._sender.reply_to, in_reply_to=answered.message_id if answered is not None else None,
                references=(answered.references or answered.in_reply_to[:1]) if answered is not None else (), automatic=False,
            )
        )  # fmt: skip
        return Written(raw, message_id, token, self._sender.envelope_from(token))

    def _head(self, sha256: str) -> Message | None:
        try:
            return _bare(parser.parse(self._blobs.read(sha256), self._limits))
        except (errors.NotFound, errors.UnreadableMail):
            return None


def _bare(mail: Message) -> Message:
    """What is asked of a mail here, without its papers and texts, so that some may be kept in memory."""
    return replace(mail, attachments=(), text="", html=None, delivery_status="", forwarded=tuple(_bare(each) for each in mail.forwarded))


def writing(config: Config, desk: Desk) -> Writing:
    """For desk/answers.py. Raises errors.TemplateError."""
    live = parts.live_templates(config, desk.db, parts.clock())
    return Writing(post=Post(config), templates=live.current, key=parts.ids().token, context=context(config))


def context(config: Config) -> Context:
    """What this office knows besides the ledger."""
    return assessing.context(config)


def template_settings(config: Config) -> TemplateSettings:
    """For desk/template_*.py. Raises errors.TemplateError."""
    folder = config.replies.templates
    return TemplateSettings(
        shipped=folders.read(folders.shipped_folder()).sources,
        folder=folders.read(folder).sources if folder else {},
        blocks=parts.blocks(config),
        child=LimitedChild(CHILD),
        second_person=config.replies.second_person,
    )
