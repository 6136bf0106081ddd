"""Signs of mailing lists and bulk mail. In: a Message and our own lists. Out: signs. Pure. RFC 2369, 2919, 5230 4.6.

Where the office's address is itself a list, every letter bears list fields: those of our own lists are no signs.
"""

import re
from collections.abc import Iterator
from typing import Final

from intake.mail import phrases
from intake.mail.message import Message
from intake.mail.sign import OwnAddresses, Sign, Weight

_STANDARD: Final = frozenset({"list-id", "list-help", "list-subscribe", "list-unsubscribe", "list-post", "list-owner", "list-archive"})
_OTHERS: Final = frozenset(
    {"mailing-list", "x-mailing-list", "x-beenthere", "x-mailman-version", "x-google-group-id", "x-listname", "x-list", "x-ml-name"}
)
_IN_ANGLES: Final = re.compile(r"<([^<>]*)>")
_BULK: Final = re.compile(r"\s*(bulk|list|junk)\b", re.IGNORECASE)
_SAYS_SOMETHING: Final = re.compile(r"\s*\S")
_PROGRAMS: Final = re.compile(
    r".*\b(?:mail ?chimp|mandrill|constant ?contact|send ?grid|sendinblue|brevo|campaign ?monitor|create ?send|mailgun|mailjet|mailer ?lite"
    r"|active ?campaign|aweber|get ?response|i-?contact|vertical ?response|exact ?target|marketing cloud|marketo|eloqua|hubspot|klaviyo"
    r"|listrak|silverpop|gov ?delivery|granicus|blackbaud|zoho ?campaigns?|php ?list|acy ?mailing|mailpoet|interspire|lyris|list ?manager"
    r"|strongmail|news ?letter|bulk ?mail)",
    re.IGNORECASE,
)
_MASS_MAIL: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("x-mailer", _PROGRAMS),
    ("x-report-abuse", re.compile(r".*(?:campaign|unsubscribe|newsletter|mailing)", re.IGNORECASE)),
    *(
        (name, _SAYS_SOMETHING)
        for name in (
            "x-campaign", "x-campaignid", "x-campaign-id", "x-newsletter", "x-listserver", "x-mailing-id", "x-mailingid",
            "x-mc-user", "x-mandrill-user",  # Mailchimp; x-mc-unique is Mimecast's, on the mail of persons
            "x-ctct-id", "x-roving-id",  # Constant Contact
            "x-sg-eid", "x-sg-id", "x-smtpapi",  # SendGrid
            "x-mailgun-sid", "x-mailgun-sending-ip", "x-mailgun-variables", "x-mailgun-tag", "x-mailgun-batch-id",
            "x-msfbl", "x-smfbl", "x-smheadermap", "x-sfmc-stack", "x-mailjet-campaign", "x-mj-mid", "x-sib-id", "x-mailin-eid",
            "x-mailer-lid", "x-mailer-recptid",
        )
    ),
)  # fmt: skip
"""Fields that services for mass mail write, and what their values look like. Such a service also relays letters of persons: doubt.

Not among them: x-ses-outgoing and x-mailgun-incoming, which the mail of persons bears.
"""
_GROUP_TAG: Final = re.compile(r"[^@]+\+bnc[a-z0-9_]+@", re.IGNORECASE)
"""How Google Groups marks the return path of a copy."""


def by_own_list(message: Message, own: OwnAddresses) -> bool:
    """Whether the mail came through one of our own lists, and through no other."""
    ids = [_list_id(value) for value in message.all_headers("list-id")]
    if ids:
        return all(one in own.list_ids for one in ids)
    named = (
        *message.all_headers("x-beenthere"),
        *(value.removeprefix("list").partition(";")[0] for value in message.all_headers("mailing-list")),
    )
    return bool(named) and all(own.has(value.strip()) for value in named)


def _list_id(value: str) -> str:
    found = _IN_ANGLES.search(value)
    return (found[1] if found else value).strip().lower()


def list_fields(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A5: any of the list fields, or those of list software."""
    names = {name.lower() for name, _ in message.headers}
    if names & (_STANDARD | _OTHERS) and not by_own_list(message, own):
        yield Sign("list-field", Weight.NEVER, "The mail came through a mailing list.", "list")


def list_robot(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A4: the addresses of list software, as author, sender or return path."""
    senders = [*message.from_, *([message.sender] if message.sender else [])]
    locals_ = [one.local for one in senders if not own.has(one.address)]
    path = message.return_path or ""
    if path and not by_own_list(message, own):
        locals_.append(path.rpartition("@")[0])
        if _GROUP_TAG.match(path) and not own.has(path):
            yield Sign("list-field", Weight.NEVER, "The mail came through a mailing list.", "list")
    if any(map(phrases.LIST_ROBOT.fullmatch, locals_)):
        yield Sign("list-sender", Weight.NEVER, "The sender is the address of list software.", "list")


def precedence(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A6: bulk, list or junk. A forwarder may have stamped a person's mail with it: an application inside is held."""
    for value in message.all_headers("precedence"):
        found = _BULK.match(value)
        if found and not by_own_list(message, own):
            family = "list" if found[1].lower() == "list" else "automatic"
            yield Sign("precedence", Weight.NEVER, "The mail is marked as bulk, list or junk (Precedence).", family)


def mass_mail(message: Message, own: OwnAddresses) -> Iterator[Sign]:
    """A8: a service for newsletters and mass mail sent it, by its own fields or by the return path that it made for this one letter."""
    if by_own_list(message, own):
        return
    present = {name.lower() for name, _ in message.headers}
    for name, looks in _MASS_MAIL:
        if name in present and any(looks.match(value) for value in message.all_headers(name)):
            yield Sign("mass-mail", Weight.HOLD, f"A service for newsletters and mass mail sent the mail ({name}).", "doubt")
    if phrases.TAGGED_BOUNCES.fullmatch((message.return_path or "").rpartition("@")[0]):
        yield Sign("mass-mail", Weight.HOLD, "The mail's return path is of a kind that services for mass mail make.", "doubt")


RULES: Final = (list_fields, list_robot, precedence, mass_mail)
