"""The acts on what needs a person: release, reject, retry, settle, respond, and the switch of automatic replies."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intake import errors
from intake.cli import options, output, records
from intake.plural import counted

if TYPE_CHECKING:
    from intake.desk.acts import Done
    from intake.desk.desk import Desk
    from intake.desk.replies import Switch


class Way(StrEnum):
    """How somebody answered."""

    MAIL = "mail"
    PHONE = "phone"
    ELSEWHERE = "elsewhere"


class Position(StrEnum):
    """Of the switch."""

    ON = "on"
    OFF = "off"


def release(ref: options.Ref, config: options.Config = None, json: options.Json = False, who: options.Who = "") -> None:
    """Send the acknowledgement that was prepared for a held letter."""
    from intake.desk import acts

    perform(config, json, lambda desk: acts.release(desk, ref, who=options.who(who)))


def reject(ref: options.Ref, config: options.Config = None, json: options.Json = False, who: options.Who = "") -> None:
    """Send no acknowledgement for a held letter; its answer stays due."""
    from intake.desk import acts

    perform(config, json, lambda desk: acts.reject(desk, ref, who=options.who(who)))


def retry(
    ref: options.Ref,
    reply: options.Reply = None,
    config: options.Config = None,
    json: options.Json = False,
    who: options.Who = "",
) -> None:
    """Send a shelved letter round again, or a dead reply out again."""
    from intake.desk import acts

    perform(config, json, lambda desk: acts.retry(desk, ref, who=options.who(who), reply=reply))


def settle(
    ref: options.Ref,
    sent: Annotated[bool, typer.Option("--sent", help="It went out: you saw it in Sent, or its recipient has it.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Send it again; it may arrive twice.")] = False,
    join: Annotated[bool, typer.Option("--join", help="A proposed join is right: the two applications are one.")] = False,
    apart: Annotated[bool, typer.Option("--apart", help="A proposed join is wrong: they stay two applications.")] = False,
    give_up: Annotated[bool, typer.Option("--give-up", help="Be done with it, unsent; the letter's answer stays due.")] = False,
    reply: options.Reply = None,
    config: options.Config = None,
    json: options.Json = False,
    who: options.Who = "",
) -> None:
    """Say what became of a reply that may or may not have gone, be done with one that is dead or came back, or settle a proposed join."""
    from intake.desk import acts

    ways = (("sent", sent), ("again", again), ("give-up", give_up), ("join", join), ("apart", apart))
    chosen = [name for name, wanted in ways if wanted]
    if len(chosen) != 1:
        raise errors.PersonNeeded("one of --sent, --again, --give-up, --join and --apart is needed")
    if join or apart:
        perform(config, json, lambda desk: acts.settle_join(desk, ref, who=options.who(who), join=join))
        return
    perform(config, json, lambda desk: acts.settle(desk, ref, who=options.who(who), verdict=acts.Verdict(chosen[0]), reply=reply))


def respond(
    ref: options.Ref,
    way: Annotated[Way | None, typer.Option("--by", help="How it was answered; needed, save with --none-needed.")] = None,
    at: Annotated[str, typer.Option("--at", metavar="TIME", help="When it was answered; default: now.")] = "",
    note: Annotated[str, typer.Option("--note", help="What was said, or why no answer is needed.")] = "",
    none_needed: Annotated[bool, typer.Option("--none-needed", help="Record that no answer is needed; --note says why.")] = False,
    take_back: Annotated[bool, typer.Option("--take-back", help="What was recorded was a mistake: the clock runs again.")] = False,
    config: options.Config = None,
    json: options.Json = False,
    who: options.Who = "",
) -> None:
    """Record that a person answered (by phone, by mail from elsewhere), or that no answer is needed; or take such a record back."""
    from intake.desk import acts, due, recorded

    if take_back and (way is not None or none_needed or at or note):
        raise errors.PersonNeeded("--take-back stands alone: take the record back, then record what is right")

    def act(desk: "Desk") -> "Done":
        if take_back:
            return recorded.take_back(desk, ref, who=options.who(who))
        if none_needed:
            return acts.none_needed(desk, ref, who=options.who(who), reason=note)
        if way is None:
            ways = ", ".join(f"--by {each}" for each in Way)
            raise errors.PersonNeeded(f"how was it answered? One of {ways} is needed; --none-needed --note 'why' where no answer is due")
        when = due.instant(at, desk.calendar) if at else None
        return acts.respond(desk, ref, who=options.who(who), way=acts.Way(way), at=when, note=note)

    perform(config, json, act)


def replies(
    position: Annotated[Position, typer.Argument(help="on or off.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, for the record.")] = "",
    config: options.Config = None,
    json: options.Json = False,
    who: options.Who = "",
) -> None:
    """Pause (off) or resume (on) automatic replies; everything else goes on."""
    from intake.desk import replies as switch

    with records.desk(config, json=json) as desk:
        state = switch.throw(desk, on=position is Position.ON, who=options.who(who), reason=reason)
        if json:
            output.json_line(state)
        else:
            output.line(told(state, desk))


def told(state: "Switch", desk: "Desk") -> str:
    """The switch of automatic replies in a sentence: since when, by whom, why, and how many replies wait."""
    hand = f", by {state.by_who} since {desk.calendar.local(state.at):%Y-%m-%d %H:%M %Z}" if state.by_who and state.at else ""
    why = f' ("{output.short(state.reason, output.WIDTH)}")' if state.reason else ""
    waits = f"{counted(state.waiting, 'reply waits', 'replies wait')} to go out"
    return f"Automatic replies are {'on' if state.on else 'paused'}{hand}{why}; {waits}."


def perform(config: Path | None, json: bool, what: "Callable[[Desk], Done]") -> None:
    """Do it, and say what was done."""
    with records.desk(config, json=json) as desk:
        done = what(desk)
    if json:
        output.json_line(done)
    else:
        output.line(done.text)
