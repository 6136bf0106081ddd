"""What the pages of the desk need besides the ledger. In: a Config and the Desk. Out: Looks, nothing of it started before it is needed."""

from intake import errors
from intake.config.settings import Config
from intake.desk.desk import Desk
from intake.desk.looks import File, Looks
from intake.mail import parser
from intake.store.queues import WholeLetter
from intake.wiring import assessing, drawn, parts
from intake.wiring.kept import KeptLetters


def looks(config: Config, desk: Desk) -> Looks:
    """The child that draws pages ends with this process."""
    letters = KeptLetters(config, desk)

    def file(letter: WholeLetter, sha256: str) -> File:
        mail = parser.parse(parts.blobs(config).read(letter.raw_sha256), parts.mail_limits(config))
        found = next((each for each in mail.attachments if each.sha256 == sha256), None)
        if found is None:
            raise errors.NotFound("this paper came inside another file: download that one")
        return File(found.filename, found.content)

    return Looks(
        context=assessing.context(config),
        proposed_reply=letters.proposed_reply,
        text=letters.text,
        html=letters.html,
        file=file,
        draw=drawn.DrawnPages(config),
    )
