"""What a look at a letter needs of its bytes. In: a Config and the Desk. Out: the whole text, and what a release would send."""

from functools import cached_property

from intake import errors
from intake.config.settings import Config
from intake.desk.desk import Desk
from intake.desk.letter import ProposedReply
from intake.mail import parser
from intake.mail.message import Message
from intake.pipeline.rehearsal import ReleaseRehearsal
from intake.store.queues import WholeLetter
from intake.wiring import parts, steps


class KeptLetters:
    """Reads the bytes that were kept; templates are loaded where a release is asked for. Keeps and sends nothing."""

    def __init__(self, config: Config, desk: Desk) -> None:
        self._config = config
        self._desk = desk

    def text(self, letter: WholeLetter) -> str:
        """All that the mail says. Raises errors.NotFound where its bytes are gone, errors.UnreadableMail."""
        return self._mail(letter).text

    def html(self, letter: WholeLetter) -> str | None:
        """The mail's HTML as it came, hostile. Raises as `text`."""
        return self._mail(letter).html

    def proposed_reply(self, letter: WholeLetter) -> ProposedReply | None:
        """What `intake release` would send; None where nothing is held or prepared."""
        if not letter.releasable:
            return None
        to, template = letter.reply_to or "", letter.template or ""
        try:
            found = self._release.reply(letter.id, self._mail(letter))
        except (errors.NotFound, errors.UnreadableMail) as error:
            return ProposedReply(to=to, template=template, subject=None, text=None, fault=str(error))
        except errors.Conflict:
            return None  # somebody was faster
        return ProposedReply(to=to, template=found.template, subject=found.reply.subject, text=found.reply.text)

    def _mail(self, letter: WholeLetter) -> Message:
        return parser.parse(parts.blobs(self._config).read(letter.raw_sha256), parts.mail_limits(self._config))

    @cached_property
    def _release(self) -> ReleaseRehearsal:
        acknowledge = steps.acknowledge(
            self._config,
            clock=parts.clock(),
            ids=parts.ids(),
            calendar=self._desk.calendar,
            templates=parts.live_templates(self._config, self._desk.db, parts.clock()),
        )
        return ReleaseRehearsal(db=self._desk.db, limits=parts.mail_limits(self._config), acknowledge=acknowledge)
