"""A rehearsal in the words of `intake inspect --json`. In: a Rehearsed or Documents. Out: JSON objects, the public interface. Pure."""

from collections.abc import Sequence
from typing import Any, Final

from intake.applications import completeness
from intake.applications.finding import SENDER
from intake.documents import codec
from intake.documents.document import Document
from intake.mail import sensitive
from intake.mail.forwards import Forward
from intake.mail.message import Address, Message
from intake.mail.sensitive import MailPlace
from intake.pipeline.rehearsal import Rehearsed
from intake.security import masking

NOT_SHOWN: Final = frozenset({"content-type", "mime-version", "content-transfer-encoding"})  # of the parts, not of the letter


def message(path: str, found: Rehearsed, *, unmasked: bool = False) -> dict[str, Any]:
    """One mail, what is private in it masked unless `unmasked`. Names and meanings may be added, never renamed."""
    whole = _message(path, found)
    if not unmasked:
        whole = masking.everywhere(whole)
        whole["message"]["sensitive"] = _shown(found.mail)
    whole["documents"] = _documents(found, unmasked=unmasked)
    return whole


def _message(path: str, found: Rehearsed) -> dict[str, Any]:
    decision = found.decision
    return {
        "path": path,
        "kind": "message",
        "message": _mail(found),
        "record": str(decision.kind),
        "applications": [{"agency_name": each.name, "state": each.state} for each in found.agencies],
        "forward": _forward(found.forward),
        "documents": [],
        "missing": _missing(found),
        "reply": {
            "verdict": str(decision.verdict),
            "reasons": [{"code": each.code, "text": each.text} for each in decision.reasons],
            "to": [decision.to] if decision.to else [],
            "template": found.template,
            **_reply(found.reply),
        },
        "flags": list(decision.flags),
        "queue": decision.queue,
        "topics": [str(topic) for topic in decision.topics],
    }


def _missing(found: Rehearsed) -> list[dict[str, Any]]:
    """What a sender may be told, and what this reply says besides; `told` is whether it says it."""
    may = [each for each in found.findings if each.audience == SENDER]
    codes = set(found.told)
    besides = completeness.told([code for code in found.told if code not in completeness.sender_codes(may)])
    listed = [(each, not codes.isdisjoint(completeness.sender_codes([each]))) for each in may] + [(each, True) for each in besides]
    return [{"code": str(each.code), "text": each.text, "told": told} for each, told in listed]


def document(path: str, found: Document, *, unmasked: bool = False) -> dict[str, Any]:
    """One paper, what is private in it masked unless `unmasked`."""
    whole: dict[str, Any] = {"path": path, "kind": "document", **codec.public(found)}
    if unmasked:
        return whole
    for field in whole["fields"].values():
        field["value"], field["raw"] = masking.by_place(
            field["value"], field["raw"], page=field["page"], box=field["bbox"], places=whole["sensitive"]
        )
    return masking.everywhere(whole)


def _documents(found: Rehearsed, *, unmasked: bool) -> list[dict[str, Any]]:
    names = {each.sha256: each.filename for each in (found.mail.attachments if found.mail else ())}
    return [document(names.get(each.sha256, ""), each, unmasked=unmasked) for each in found.documents]


def _shown(mail: Message | None) -> list[dict[str, Any]]:
    """Where the masks stand in the mail's subject and text as shown; of mails inside, where the private things stand in them."""
    if mail is None:
        return []
    own = [
        MailPlace(each.kind, 0, part, each.line, each.start, each.end).public()
        for part, text in (("subject", mail.subject), ("text", mail.text))
        for each in masking.shown(text).places
    ]
    return [*own, *(each.public() for each in sensitive.find(mail) if each.mail)]


def _mail(found: Rehearsed) -> dict[str, Any]:
    mail = found.mail
    if mail is None:
        empty: dict[str, Any] = {"message_id": None, "from": [], "to": [], "cc": [], "reply_to": [], "return_path": None, "subject": ""}
        return {
            **empty, "date": None, "text": "", "raw_sha256": found.raw_sha256, "attachments": [], "defects": ["unreadable"],
            "sensitive": [], "private": [],
        }  # fmt: skip
    private = [each.public() for each in sensitive.find(mail)]
    return {
        "message_id": mail.message_id,
        "from": _addresses(mail.from_),
        "to": _addresses(mail.to),
        "cc": _addresses(mail.cc),
        "reply_to": _addresses(mail.reply_to),
        "return_path": mail.return_path,
        "subject": mail.subject,
        "date": None if mail.date is None else mail.date.isoformat(),
        "text": mail.text,
        "raw_sha256": found.raw_sha256,
        "attachments": [
            {"filename": each.filename, "media_type": each.media_type, "size": each.size, "sha256": each.sha256}
            for each in mail.attachments
        ],
        "defects": list(mail.defects),
        "sensitive": private,
        "private": [{name: each[name] for name in ("kind", "mail", "part", "line")} for each in private],
    }


def _forward(found: Forward | None) -> dict[str, Any] | None:
    """Whose mail it was that this one passes on."""
    if found is None:
        return None
    return {
        "way": str(found.way),
        "by": found.by.address if found.by is not None else None,
        "from": _addresses(found.inner.from_),
        "date": None if found.inner.date is None else found.inner.date.isoformat(),
        "sent": found.sent,
        "message_id": found.inner.message_id,
    }


def _addresses(addresses: Sequence[Address]) -> list[dict[str, str]]:
    return [{"name": each.name, "address": each.address} for each in addresses]


def _reply(reply: Message | None) -> dict[str, Any]:
    if reply is None:
        return {"subject": None, "headers": {}, "text": None, "html": None}
    headers = {name: value for name, value in reply.headers if name.lower() not in NOT_SHOWN}
    return {"subject": reply.subject, "headers": headers, "text": reply.text, "html": reply.html}
