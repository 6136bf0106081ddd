"""`intake inspect FILE...`: what the service would make of mails and papers; nothing is recorded, nothing sent."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from intake import errors
from intake.cli import assessed, options, output
from intake.desk import named
from intake.plural import counted


def inspect(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help=".eml, .pdf, .docx, .jpg, .png, .tif, .heic or .zip files.")],
    config: options.Config = None,
    json: options.Json = False,
    unmasked: Annotated[
        bool,
        typer.Option(
            "--unmasked", help="Show Social Security numbers, dates of birth and lists of people as they stand, instead of masks."
        ),
    ] = False,
) -> None:
    """Say what the service would make of mails and papers: kind, verdict, fields, what is missing, the reply. Records and sends nothing."""
    from intake import wiring
    from intake.wiring import inspector

    settings = wiring.load(config)
    unread = 0
    with inspector.ready(settings, unmasked=unmasked) as ready, output.progress("inspecting", len(files)) as steps:
        for number, path in enumerate(files):
            try:
                found = ready.look(path, path.read_bytes())
            except OSError as error:
                output.note(f"intake: {path}: {error.strerror}: name a file that can be read")
                unread += 1
                continue
            for each in found:
                if json:
                    output.json_line(each)
                else:
                    _tell(each, first=number == 0)
            steps.step(path.name)
    if unread:
        raise errors.PersonNeeded(f"{unread} of {counted(len(files), 'file')} could not be read")


def _tell(found: Mapping[str, Any], *, first: bool) -> None:
    if not first:
        output.line()
    output.line(str(found["path"]))
    if found["kind"] == "document":
        _tell_document(found, "  ")
        return
    mail, reply = found["message"], found["reply"]
    output.line(f"  from      {', '.join(_address(each) for each in mail['from']) or '-'}")
    output.line(f"  subject   {mail['subject']}")
    output.line(f"  is        {found['record']}" + (f"  (queue {found['queue']})" if found["queue"] else ""))
    if found["topics"]:
        output.line(f"  topics    {', '.join(found['topics'])}")
    for each in found["applications"]:
        output.line(f"  agency    {named.agency(each['agency_name'], each['state'])}")
    if found["record"] == "application" and not found["applications"]:
        output.line(f"  agency    {named.agency('', '')}")
    for each in found["documents"]:
        output.line(f"  paper     {each['path']}")
        _tell_document(each, "    ")
    for each in found["missing"]:
        output.line(f"  missing   {each['text']} ({'the reply says so' if each['told'] else 'the reply does not say so'})")
    output.line(f"  verdict   {reply['verdict']}" + (f" {reply['template']} to {', '.join(reply['to'])}" if reply["template"] else ""))
    for each in reply["reasons"]:
        output.line(f"    because {each['text']} [{each['code']}]")
    if found["flags"]:
        output.line(f"  flags     {' '.join(found['flags'])}")
    if mail["defects"]:
        output.line(f"  defects   {' '.join(mail['defects'])}")
    _tell_private(mail["private"], "  ")
    if reply["text"]:
        output.line(f"  {'reply' if reply['verdict'] == 'send' else 'proposed'}")
        output.line(f"    Subject: {reply['subject']}")
        output.line()
        for line in str(reply["text"]).splitlines():
            output.line(f"    {line}" if line else "")


def _tell_document(found: Mapping[str, Any], indent: str) -> None:
    what = " ".join(str(each) for each in (found["form"], found["model"], found["form_revision"]) if each)
    pages = counted(found["pages"], "page") if found["pages"] else ""
    output.line(indent + ", ".join(filter(None, (what, pages, found["media_type"], f"{found['seconds']:.2f} s"))))
    for name, field in found["fields"].items():
        value = ", ".join(field["value"]) if isinstance(field["value"], list) else field["value"]
        output.line(f"{indent}{name:18} {value}  (page {field['page']}, {field['source']}, {field['confidence']:.2f})")
    for each in found["signatures"]:
        output.line(f"{indent}signature          {assessed.signature(each)}")
    for each in found["issues"]:
        output.line(f"{indent}issue              {each['text']} [{each['code']}, for {each['audience']}]")
    _tell_private(found["sensitive"], indent)


def _tell_private(places: Sequence[Mapping[str, Any]], indent: str) -> None:
    for each in output.private(places):
        output.line(f"{indent}private   {each}")


def _address(each: Mapping[str, str]) -> str:
    return f"{each['name']} <{each['address']}>" if each["name"] else each["address"]
