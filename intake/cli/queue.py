"""`intake queue`: what needs a person, with the reason and the commands that settle it."""

from typing import TYPE_CHECKING, Final

from intake.cli import acts, options, output, records
from intake.plural import counted

if TYPE_CHECKING:
    from intake.desk.desk import Desk
    from intake.desk.queue import Item, Waiting

ROOM: Final = output.WIDTH - 12
"""Columns for what stands beside a name."""


def queue(config: options.Config = None, json: options.Json = False) -> None:
    """What needs a person: letters held, shelved or overdue, replies unsure, dead or bounced; each with its reason and choices."""
    from intake.desk import queue as queues

    with records.desk(config, json=json) as desk:
        waiting = queues.waiting(desk)
        if json:
            for item in waiting.items:
                output.json_line(item)
            return
        if not waiting.replies.on:
            output.line(f"{acts.told(waiting.replies, desk)} `intake replies on` resumes them.")
        for alarm in waiting.alarms:
            output.line(f"ALARM {alarm.code}{' (urgent)' if alarm.urgent else ''}: {alarm.text}")
        if waiting.unread:
            papers = counted(waiting.unread, "paper waits", "papers wait")
            output.line(f"{papers} to be read: the service reads on when no letter waits, what is due first before all others.")
        for item in waiting.items:
            _tell(item, desk)
        if not waiting.items:
            output.line(_empty(waiting, desk))
    if waiting.more:
        output.line("The list goes on; settle some of these to see the rest.")


def _empty(waiting: "Waiting", desk: "Desk") -> str:
    """Nothing to decide is not nothing to answer: the clock of every open letter runs on."""
    if not waiting.still_open:
        return "Nothing needs a person."
    one, all_of_them = waiting.still_open == 1, waiting.acknowledged == waiting.still_open
    letters = counted(waiting.still_open, "acknowledged letter" if all_of_them else "letter")
    said = f"Nothing needs a person's decision. {letters} still {'waits' if one else 'wait'} for an answer"
    said += f", {waiting.acknowledged} acknowledged" if waiting.acknowledged and not all_of_them else ""
    said += f", next due {desk.calendar.local(waiting.next_due):%Y-%m-%d %H:%M %Z}" if waiting.next_due else ""
    return f"{said}: see `intake log --open`."


def _tell(item: "Item", desk: "Desk") -> None:
    head = f"{item.why.upper()} letter {item.letter}"
    head += f", reply {item.reply}" if item.reply else ""
    about = [each for each in (item.reference, item.kind, item.queue and f"queue {item.queue}") if each]
    output.line(head + (f" ({', '.join(about)})" if about else ""))
    output.line(f"  from      {output.short(item.from_address or '(no address was read)', ROOM)}")
    output.line(f"  subject   {output.short(item.subject or '(none)', ROOM)}")
    if item.received_at is not None:
        left = f", {item.time_left}" if item.time_left else ""
        output.line(f"  received  {desk.calendar.local(item.received_at):%Y-%m-%d %H:%M %Z}{left}")
    output.paragraph(item.reason, "  ")
    for choice in item.choices:
        output.line(f"    {choice}")
