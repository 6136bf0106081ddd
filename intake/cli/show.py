"""`intake show REF`: one letter whole, with its papers, replies and history."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from intake.cli import assessed, options, output

if TYPE_CHECKING:
    from intake.desk.desk import Desk
    from intake.desk.letter import Whole


def show(ref: options.Ref, config: options.Config = None, json: options.Json = False, who: options.Who = "") -> None:
    """One letter whole: what came, what was read, what was decided and why, what was sent, its history. The showing is recorded."""
    from intake import wiring
    from intake.desk import letter
    from intake.wiring import assessing

    settings = wiring.load(config)
    with wiring.desk(settings) as desk:
        found = letter.show(desk, ref, who=options.who(who), context=assessing.context(settings))
        for number, whole in enumerate(found):
            if json:
                output.json_line(whole)
                continue
            if number:
                output.line()
            _tell(whole, desk)


def _tell(whole: "Whole", desk: "Desk") -> None:
    letter = whole.letter

    def at(instant: datetime | None) -> str:
        return "-" if instant is None else f"{desk.calendar.local(instant):%Y-%m-%d %H:%M}"

    output.line(f"Letter {letter.id}  {letter.reference or ''}  {letter.state}")
    rows = [
        ("from", f"{letter.from_name} <{letter.from_address}>".strip()),
        ("subject", whole.subject),
        *_passed_on(letter.forward),
        ("mailbox", f"{letter.mailbox} ({letter.role}{', older mail' if letter.older else ''})"),
        ("received", at(letter.received_at)),
        ("due", at(letter.due_at) if letter.asks_answer else "asks for no answer"),
        ("acknowledged", at(letter.acknowledged_at)),
        ("responded", f"{at(letter.responded_at)} {letter.response_kind or ''}".strip()),
        ("kind", letter.kind or "-"),
        ("verdict", " ".join(filter(None, (letter.verdict, letter.template, letter.queue and f"queue {letter.queue}")))),
        ("shelved", letter.shelved_reason or ""),
        ("flags", " ".join(letter.flags)),
        ("defects", " ".join(letter.defects)),
        ("raw", letter.raw_sha256),
    ]
    for name, value in rows:
        if value:
            output.line(f"  {name:13} {value}")
    for private in output.private(letter.sensitive or ()):
        output.line(f"  private       {private}")
    for reason in letter.reasons:
        output.line(f"  because       {reason.get('text', '')} [{reason.get('code', '')}]")
    if whole.application is not None:
        case = whole.application
        output.line(f"Application {case.reference}: {case.agency_name}, {case.state} ({case.status})")
    assessed.tell(whole.assessment, known=whole.application.reference if whole.application else None)
    for reference in whole.proposals:
        output.line(f"  may belong to {reference}")
    for paper in whole.papers:
        known = paper.document
        output.line(f"Paper {known.position + 1}: {known.form} {known.model or ''} {known.pages} pages, {known.state}  {known.filename}")
        for each in paper.fields:
            output.line(f"  {each.name:18} {_value(each.value)}  (page {each.page}, {each.source}, {each.confidence:.2f})")
        for private in output.private(cast("list[dict[str, Any]]", paper.findings["sensitive"])):
            output.line(f"  {'private':18} {private}")
    for reply in whole.replies:
        output.line(
            f"Reply {reply.id}: {reply.state} to {reply.recipient}, {reply.template or reply.purpose}, queued {at(reply.queued_at)}"
        )
        if reply.why:
            output.line(f"  {reply.why}")
    for response in whole.responses:
        output.line(
            f"Response by {response.kind} {at(response.at)}, entered {at(response.entered_at)} by {response.by_who} {response.note}"
        )
    output.line("History")
    for event in whole.history:
        output.line(f"  {at(event.at)}  {event.kind}  {event.actor}")
    inner = (letter.forward or {}).get("excerpt")
    if inner:
        output.line("Text that was passed on")
        for text in inner.splitlines():
            output.line(f"  {text}")
    if whole.excerpt:
        output.line("Text")
        for text in whole.excerpt.splitlines():
            output.line(f"  {text}")


def _passed_on(forward: "dict[str, str | None] | None") -> list[tuple[str, str]]:
    """Whose mail it is that was passed on, and when it was written."""
    if forward is None:
        return []
    author = f"{forward['name'] or ''} <{forward['author']}>".strip() if forward["author"] else "an author who could not be read"
    return [
        ("passed on", f"{forward['way']}, by {forward['by'] or 'an unknown address'}"),
        ("  written by", author),
        ("  written", forward["sent"] or forward["date"] or "at a time that is not said"),
        ("  subject", forward["subject"] or ""),
    ]


def _value(value: object) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, list | tuple) else str(value)
