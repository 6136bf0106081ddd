"""Put a sample mail where a mail server would. In: a Maildir and raw bytes. Out: a file in new/."""

from pathlib import Path

from intake.adapters import maildir


def make(folder: Path) -> None:
    """The Maildir and its Sent folder."""
    maildir.make(folder)
    maildir.make(folder / ".Sent")


def deliver(folder: Path, raw: bytes, *, sent: bool) -> None:
    """Deliver one mail; `sent` puts it into Sent, as the office's own mail program does."""
    maildir.deliver(folder / ".Sent" if sent else folder, raw)
