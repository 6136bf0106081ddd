"""Pages of papers as pictures. In: a Config. Out: what the desk calls for one; the child that draws starts with the first picture."""

from collections.abc import Sequence

from intake import errors
from intake.adapters.pages import ProcessPages
from intake.config.settings import Config
from intake.desk.pictures import Box, Picture
from intake.mail import parser
from intake.mail.message import Attachment
from intake.wiring import parts


class DrawnPages:
    """Fills `desk.pictures.Draw`. The mail is parsed only for a page that is not kept already. Close it."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._pages = ProcessPages(folder=config.data.folder / "pages")

    def __call__(self, raw_sha256: str, sha256: str, *, page: int, width: int, masks: Sequence[Box], kept: bool = False) -> Picture | None:
        """Raises errors.WaitError."""
        found = self._pages.draw(lambda: None, sha256=sha256, page=page, width=width, masks=masks)
        if found is None and not kept:
            for attachment in self._attachments(raw_sha256, sha256):
                content = attachment.content
                found = self._pages.draw(lambda content=content: content, sha256=sha256, page=page, width=width, masks=masks)  # type: ignore[misc]
                if found is not None:
                    break
        return None if found is None else Picture(found.png, found.pixels, found.points, found.pages)

    def close(self) -> None:
        """End the child."""
        self._pages.close()

    def _attachments(self, raw_sha256: str, sha256: str) -> list[Attachment]:
        """The file itself, else all that may hold it."""
        try:
            mail = parser.parse(parts.blobs(self._config).read(raw_sha256), parts.mail_limits(self._config))
        except (errors.NotFound, errors.UnreadableMail):
            return []
        same = [each for each in mail.attachments if each.sha256 == sha256]
        return same or list(mail.attachments)[:_MOST_TRIED]


_MOST_TRIED = 8
