"""`intake show REF`: one letter whole, with its papers, replies and history."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

import typer

from intake.cli import assessed, options, output, records
from intake.desk import named
from intake.plural import counted

if TYPE_CHECKING:
    from intake.desk.desk import Desk
    from intake.desk.letter import ProposedReply, Whole

TOLD_AS: Final = {"message.answered": "message.acknowledged"}
"""Events under a name that could be taken for a person's answer."""
STATES: Final = {"waiting": "waiting: pages are still to be read by the service"}
CUT: Final = "(signature and quoted text left out; --full shows all of it)"


def show(
    ref: options.Ref,
    full: Annotated[
        bool, typer.Option("--full", help="Also the whole text of the mail as it came, signature and quoted text with it.")
    ] = False,
    config: options.Config = None,
    json: options.Json = False,
    who: options.Who = "",
) -> None:
    """One letter whole: what came, what was read, what was decided and why, what was sent, its history. The showing is recorded."""
    from intake import wiring
    from intake.desk import letter
    from intake.wiring import assessing, kept

    settings = wiring.load(config)
    with records.over(settings, json=json) as desk:
        raw = kept.KeptLetters(settings, desk)
        shown = letter.show(
            desk,
            ref,
            who=options.who(who),
            context=assessing.context(settings),
            proposed_reply=raw.proposed_reply,
            text=raw.text if full else None,
        )
        if json:
            for whole in shown:
                output.json_line(whole)
            return
        _letters(shown, desk)
        for number, whole in enumerate(shown):
            if number:
                output.line()
            _tell(whole, desk)


def _letters(found: "Sequence[Whole]", desk: "Desk") -> None:
    """Where an application has several letters, all of them: a reference names the application, and each letter has a number."""
    listed = {head.id: head for whole in found for head in whole.letters}
    if len(listed) < 2:
        return
    references = list(dict.fromkeys(w.application.reference for w in found if w.application is not None))
    output.line(f"{len(listed)} letters belong to application {', '.join(references)}:")
    shown = {whole.letter.id for whole in found}
    for head in sorted(listed.values(), key=lambda head: (head.received_at, head.id)):
        about = f"{desk.calendar.local(head.received_at):%Y-%m-%d %H:%M}  {head.kind or '-':14} {head.verdict or '-':7}"
        output.line(f"  letter {head.id:<6} {about}" + ("shown below" if head.id in shown else f"`intake show {head.id}`"))
    output.line()


def _tell(whole: "Whole", desk: "Desk") -> None:
    letter = whole.letter

    def at(instant: datetime | None) -> str:
        return "-" if instant is None else f"{desk.calendar.local(instant):%Y-%m-%d %H:%M}"

    output.line(f"Letter {letter.id}  {letter.reference or ''}  {whole.standing}")
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
        ("topics", ", ".join(letter.topics or ())),
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
        output.line(f"Application {case.reference}: {named.agency(case.agency_name, case.state)} ({case.status})")
    assessed.tell(whole.assessment, known=whole.application.reference if whole.application else None)
    for reference in whole.proposals:
        output.line(f"  may belong to {reference}")
    for paper in whole.papers:
        known = paper.document
        what = " ".join(filter(None, (known.form, known.model, counted(known.pages, "page") if known.pages else "")))
        output.line(f"Paper {known.position + 1}: {what}, {STATES.get(known.state, known.state)}  {known.filename}")
        for each in paper.fields:
            output.line(f"  {each.name:18} {_value(each.value)}  (page {each.page}, {each.source}, {each.confidence:.2f})")
        for one in cast("list[dict[str, Any]]", paper.findings["signatures"]):
            output.line(f"  {'signature':18} {assessed.signature(one)}")
        for private in output.private(cast("list[dict[str, Any]]", paper.findings["sensitive"])):
            output.line(f"  {'private':18} {private}")
    for reply in whole.replies:
        output.line(
            f"Reply {reply.id}: {reply.state} to {reply.recipient}, {reply.template or reply.purpose}, queued {at(reply.queued_at)}"
        )
        if reply.why:
            output.line(f"  {reply.why}")
    if whole.proposed_reply is not None:
        _proposed(whole.proposed_reply, letter.id)
    for response in whole.responses:
        output.line(
            f"Response by {response.kind} {at(response.at)}, entered {at(response.entered_at)} by {response.by_who} {response.note}"
        )
    output.line("History")
    for event in whole.history:
        output.line(f"  {at(event.at)}  {TOLD_AS.get(event.kind, event.kind)}  {event.actor}")
    inner = (letter.forward or {}).get("excerpt")
    if inner:
        output.line("Text that was passed on")
        for text in inner.splitlines():
            output.line(f"  {text}")
    if whole.text is not None:
        output.line("Text, all of it")
        for text in whole.text.splitlines():
            output.line(f"  {text}")
    elif whole.excerpt:
        output.line(f"Text {CUT}")
        for text in whole.excerpt.splitlines():
            output.line(f"  {text}")


def _proposed(found: "ProposedReply", number: int) -> None:
    output.line(f"Proposed reply; nothing was sent. `intake release {number}` sends it, `intake reject {number}` sends none.")
    output.line(f"  to        {found.to}")
    output.line(f"  template  {found.template}")
    if found.text is None:
        output.line(f"  its text cannot be shown: {found.fault}")
        return
    output.line(f"  subject   {found.subject}")
    output.line()
    for text in found.text.splitlines():
        output.line(f"    {text}" if text else "")
    output.line()


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
