"""Signs of bounces, receipts and other reports. In: a Message. Out: signs. Pure. RFC 3464, 6522, 8098, 5965."""

from collections.abc import Iterator
from typing import Final

from intake.mail import phrases
from intake.mail.message import Message
from intake.mail.sign import OwnAddresses, Sign, Weight

_REPORT_PARTS: Final = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/global-disposition-notification",
        "message/feedback-report",
    }
)


def null_return_path(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A3: an answer would go to the null sender (RFC 3834 2, MUST NOT)."""
    if message.return_path == "":
        yield Sign("null-return-path", Weight.NEVER, "The mail has an empty return path: its sender wants nothing back.", "bounce")


def report(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A9: any multipart/report, and the machine-readable part of one in any other mail. Reports inside a forwarded mail do not count."""
    if message.content_type == "multipart/report" or _REPORT_PARTS.intersection(message.part_types):
        yield Sign("report", Weight.NEVER, "The mail is a report of a mail system (bounce, receipt or complaint).", "bounce")


def unmarked_bounce(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A10: bounces of old systems show themselves only by the words they begin with."""
    if phrases.BOUNCE_SUBJECT.match(phrases.plain(message.subject)):
        yield Sign("bounce-subject", Weight.NEVER, "The subject begins like that of a bounce.", "bounce")
    if phrases.BOUNCE_BODY.match(phrases.plain(message.text.lstrip())):
        yield Sign("bounce-text", Weight.NEVER, "The text begins like that of a bounce.", "bounce")


RULES: Final = (null_return_path, report, unmarked_bounce)
