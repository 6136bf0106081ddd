"""`intake templates`: the replies as senders would see them, what is wrong with edited ones, and texts out to files and in."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from intake.cli import options, output, text_folders

if TYPE_CHECKING:
    from intake.desk.templates import Fault, Shown


class Act(StrEnum):
    """What to do with the texts."""

    SHOW = "show"
    CHECK = "check"
    EXPORT = "export"
    IMPORT = "import"


def templates(
    act: Annotated[
        Act,
        typer.Argument(
            help="show: what senders would see. check: what is wrong with edited texts. export, import: texts out to files, and in."
        ),
    ],
    what: Annotated[
        str,
        typer.Argument(
            metavar="[NAME|FOLDER]",
            help="show: a reply, else all are listed. check: a folder, else the one that is set. export, import: a folder, or a .zip file.",
        ),
    ] = "",
    case: Annotated[str, typer.Option("--case", help="show: the invented case; else the one that shows the reply best.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="show: every reply, or the one named, in every case.")] = False,
    html: Annotated[bool, typer.Option("--html", help="show: the HTML in place of the text.")] = False,
    who: options.Who = "",
    note: Annotated[str, typer.Option("--note", help="import: why, for the list of versions.")] = "",
    config: options.Config = None,
    json: options.Json = False,
) -> None:
    """Show all replies on invented cases, check edited texts, or take them out to files and in again. Sends nothing."""
    if act in (Act.EXPORT, Act.IMPORT):
        _move(act, what, options.who(who), note, config, json)
    elif act is Act.CHECK:
        if case or everything or html:
            raise typer.BadParameter("--case, --all and --html are for `intake templates show`")
        _check(Path(what) if what else None, config, json)
    elif what or everything:
        _show(what, case, config, everything=everything, html=html, json=json)
    elif case or html:
        raise typer.BadParameter("name a reply, or add --all")
    else:
        _list(json)


def _list(json: bool) -> None:
    from intake.desk import templates as desk

    if json:
        for reply in desk.listing():
            output.json_line({"name": reply.name, "purpose": reply.purpose, "case": reply.case, "cases": list(desk.CASES)})
        return
    output.table(["reply", "sent when", "best case"], [[reply.name, reply.purpose, reply.case] for reply in desk.listing()])
    output.line()
    output.table(["case", "what is invented"], desk.CASES.items())


def _show(name: str, case: str, config: Path | None, *, everything: bool, html: bool, json: bool) -> None:
    from intake import wiring
    from intake.desk import templates as desk
    from intake.wiring import parts

    made = parts.templates(wiring.load(config))
    for shown in desk.show_all(made, name, case) if everything else (desk.show(made, name, case),):
        if json:
            output.json_line(shown)
        else:
            _tell(shown, html=html, headed=everything)


def _tell(shown: "Shown", *, html: bool, headed: bool) -> None:
    if shown.shipped_instead:
        output.note(f"{shown.name}: the edited text cannot be used, so this is the shipped one; `intake templates check` says why")
    if shown.template != shown.name:
        output.note(f"{shown.name}: in the case {shown.case} {shown.template} is sent in its place")
    if html:
        output.line((f"<!-- {shown.name}, {shown.case} -->\n" if headed else "") + shown.html.rstrip("\n"))
        return
    if headed:
        output.line(f"=== {shown.name}, {shown.case}")
    output.line(f"Subject: {shown.subject}\n\n{shown.text}")


def _check(folder: Path | None, config: Path | None, json: bool) -> None:
    from intake import wiring
    from intake.desk import templates as desk

    folder = folder or wiring.load(config).replies.templates
    checked = desk.check(folder)
    for fault in checked.faults:
        _tell_fault(fault, json)
    if checked.faults:
        if not json:
            output.note(
                f"{len(checked.faults)} to mend in {folder or 'the shipped texts'}; until then the shipped replies are sent in their place"
            )
        raise typer.Exit(1)
    if not json:
        output.line(_sound(folder, checked.edited))


def _tell_fault(fault: "Fault", json: bool) -> None:
    if json:
        output.json_line(fault)
        return
    output.line(f"{fault.file}{f' line {fault.line}' if fault.line else ''}: {fault.what}")
    output.line(f"    {fault.remedy}")


def _move(act: Act, what: str, who: str, note: str, config: Path | None, json: bool) -> None:
    from intake import wiring
    from intake.desk import template_acts, template_files
    from intake.wiring import answering

    if not what:
        raise typer.BadParameter("name a folder, or a .zip file")
    place, loaded = Path(what), wiring.load(config)
    settings = answering.template_settings(loaded)
    with wiring.desk(loaded) as desk:
        if act is Act.EXPORT:
            texts = template_files.export(desk, settings)
            text_folders.write(place, texts, template_files.to_zip)
            output.line(f"{len(texts)} texts are in {place}")
            return
        found = template_files.bring_in(desk, settings, text_folders.read(place, template_files.from_zip), who=who, note=note)
    if isinstance(found, template_acts.Refused):
        for fault in found.faults:
            _tell_fault(fault, json)
        output.note("nothing was taken in: mend these first")
        raise typer.Exit(1)
    for path in found.unknown:
        output.note(f"{path}: no reply uses this file")
    for version in found.versions:
        if json:
            output.json_line({"name": version.name, "version": version.number, "state": version.state})
        else:
            output.line(f"{version.name}: version {version.number} is {version.state}")
    if not found.versions and not json:
        output.line("Nothing differs from what is sent now.")


def _sound(folder: Path | None, edited: int) -> str:
    if folder is None:
        return "No folder of edited texts is set in [replies] templates; the shipped texts are sound."
    if not edited:
        return f"{folder} holds none of the reply texts; the shipped ones are sound and are sent."
    return "1 edited text is sound." if edited == 1 else f"{edited} edited texts are sound."
