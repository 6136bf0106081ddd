"""People's work on a letter: who has it, a note, a value that was read wrongly."""

from typing import Annotated

import typer

from intake import errors
from intake.cli import acts, options


def _number(ref: str) -> int:
    digits = ref.strip().removeprefix("#")
    if not digits.isdecimal() or len(digits) > 15:
        raise errors.PersonNeeded("a letter's number is needed here: `intake show` and `intake queue` tell it")
    return int(digits)


def assign(
    ref: Annotated[str, typer.Argument(metavar="LETTER", help="The letter's number.")],
    to: Annotated[str, typer.Argument(metavar="PERSON", help='Who has it from now on; "" for nobody.')],
    config: options.Config = None,
    json: options.Json = False,
    who: options.Who = "",
) -> None:
    """Give a letter to somebody, or to nobody."""
    from intake.desk import work

    acts.perform(config, json, lambda desk: work.assign(desk, _number(ref), to=to or None, who=options.who(who)))


def note(
    ref: Annotated[str, typer.Argument(metavar="LETTER", help="The letter's number.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What a colleague should know.")],
    config: options.Config = None,
    json: options.Json = False,
    who: options.Who = "",
) -> None:
    """Leave a note on a letter. Notes are never sent."""
    from intake.desk import work

    acts.perform(config, json, lambda desk: work.note(desk, _number(ref), text, who=options.who(who)))


def correct(
    ref: Annotated[str, typer.Argument(metavar="LETTER", help="The letter's number.")],
    paper: Annotated[int, typer.Argument(metavar="PAPER", min=1, help="Which of its papers, as `intake show` numbers them.")],
    name: Annotated[
        str, typer.Argument(metavar="FIELD", help="The field's name, as `intake show` has it; or agency_signature, office_signature.")
    ],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="What is right; of a signature: signed or unsigned.")] = "",
    unreadable: Annotated[bool, typer.Option("--unreadable", help="It cannot be read; what was read no longer counts.")] = False,
    config: options.Config = None,
    json: options.Json = False,
    who: options.Who = "",
) -> None:
    """Correct a value that was read from a paper, or whether it is signed, or add what was not read. It counts at once."""
    from intake import wiring
    from intake.desk import corrections
    from intake.wiring import assessing

    if unreadable == bool(value):
        raise errors.PersonNeeded("either a value or --unreadable is needed")
    number, hand = _number(ref), options.who(who)
    if unreadable:
        acts.perform(config, json, lambda desk: corrections.unreadable(desk, number, paper - 1, name, who=hand))
        return
    if name.endswith("_signature"):
        acts.perform(config, json, lambda desk: corrections.signature(desk, number, paper - 1, name, value, who=hand))
        return
    context = assessing.context(wiring.load(config))
    acts.perform(config, json, lambda desk: corrections.correct(desk, number, paper - 1, name, value, who=hand, context=context))
