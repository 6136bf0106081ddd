"""`intake people`: who may sign in to the desk. In: the command line, and a password that is never an argument. Out: what was done."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from intake import errors
from intake.cli import options, output

if TYPE_CHECKING:
    from intake.desk.desk import Desk

LONGEST_FILE: Final = 4096

app = typer.Typer(name="people", help="Who may sign in to the desk, and as what.", no_args_is_help=True, add_completion=False)

Login = Annotated[str, typer.Argument(metavar="NAME", help="The name they sign in with.")]
RoleOption = Annotated[str, typer.Option("--role", metavar="ROLE", help="viewer, staff, admin or auditor.")]
RoleArgument = Annotated[str, typer.Argument(metavar="ROLE", help="viewer, staff, admin or auditor.")]
PasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file", metavar="FILE", help="Read the password from a file's first line; - is standard input. Else it is asked."
    ),
]
Temporary = Annotated[bool, typer.Option("--temporary", help="They choose their own password when they first sign in.")]


@app.command()
def add(
    name: Login,
    role: RoleOption = "viewer",
    full_name: Annotated[str, typer.Option("--full-name", help="The name to show; default: the sign-in name.")] = "",
    email: Annotated[str, typer.Option("--email", help="Their address.")] = "",
    password_file: PasswordFile = None,
    temporary: Temporary = False,
    who: options.Who = "",
    config: options.Config = None,
) -> None:
    """Let somebody sign in. The first admin is made so."""
    from intake.desk import people

    password = _password(password_file)
    with _desk(config) as desk:
        by = options.who(who)
        made = people.add(
            desk, name, role=people.role_of(role), password=password, who=by, name=full_name, email=email, temporary=temporary
        )
    output.line(f"{made.login} may sign in as {made.role}")


@app.command("list")
def list_(config: options.Config = None, json: options.Json = False) -> None:
    """Everybody on record."""
    from intake.desk import people

    with _desk(config) as desk:
        found = people.everyone(desk)
        calendar = desk.calendar
    if json:
        for each in found:
            seen = each.signed_in_at and each.signed_in_at.isoformat()
            row = {"login": each.login, "name": each.name, "role": str(each.role), "active": each.active, "signed_in_at": seen}
            output.json_line(row)
        return
    if not found:
        output.line("Nobody may sign in yet: `intake people add NAME --role admin` makes the first admin")
        return
    shown = [
        (each.login, each.name, str(each.role), "may sign in" if each.active else "disabled",
         f"{calendar.local(each.signed_in_at):%Y-%m-%d %H:%M}" if each.signed_in_at else "never")
        for each in found
    ]  # fmt: skip
    output.table(("sign-in name", "name", "role", "state", "last signed in"), shown)


@app.command()
def role(name: Login, role: RoleArgument, who: options.Who = "", config: options.Config = None) -> None:
    """Give somebody another role; their sessions end."""
    from intake.desk import people

    with _desk(config) as desk:
        found = people.set_role(desk, name, role=people.role_of(role), who=options.who(who))
    output.line(f"{found.login} is {found.role} now")


@app.command()
def disable(
    name: Login,
    undo: Annotated[bool, typer.Option("--undo", help="Let them sign in again.")] = False,
    who: options.Who = "",
    config: options.Config = None,
) -> None:
    """Let somebody sign in no more; their sessions end. Nobody is ever removed from the record."""
    from intake.desk import people

    with _desk(config) as desk:
        found = people.set_active(desk, name, active=undo, who=options.who(who))
    output.line(f"{found.login} {'may sign in again' if found.active else 'may sign in no more'}")


@app.command()
def password(
    name: Login, password_file: PasswordFile = None, temporary: Temporary = False, who: options.Who = "", config: options.Config = None
) -> None:
    """Give somebody a new password; their sessions end."""
    from intake.desk import people

    with _desk(config) as desk:
        found = people.find(desk, name)
        people.set_password(desk, found.login, _password(password_file), who=options.who(who), temporary=temporary)
    output.line(f"{found.login} has a new password")


@contextmanager
def _desk(config: Path | None) -> "Iterator[Desk]":
    from intake import wiring

    with wiring.desk(wiring.load(config)) as desk:
        yield desk


def _password(file: Path | None) -> str:
    if file is not None and str(file) == "-":
        return sys.stdin.readline(LONGEST_FILE).rstrip("\r\n")
    if file is not None:
        try:
            with file.open(encoding="utf-8") as text:
                return text.readline(LONGEST_FILE).rstrip("\r\n")
        except (OSError, UnicodeError):
            raise errors.PersonNeeded(f"--password-file: {file} cannot be read as text") from None
    if not sys.stdin.isatty():
        raise errors.PersonNeeded("there is no terminal to ask for the password: give --password-file FILE, or - for standard input")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise errors.PersonNeeded("the two passwords differ")
    return first
