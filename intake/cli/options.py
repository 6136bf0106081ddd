"""Options that several commands share. In: the command line. Out: plain values."""

import getpass
import os
from pathlib import Path
from typing import Annotated

import typer

Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="The settings file; else INTAKE_CONFIG, else config.toml here, else the defaults."),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
Who = Annotated[str, typer.Option("--as", metavar="NAME", help="Who does this, for the record; default: your log-in name.")]
Ref = Annotated[str, typer.Argument(metavar="REF", help="A reference, or a letter's number.")]
Reply = Annotated[int | None, typer.Option("--reply", metavar="N", help="The reply's number, where there are several.")]


def who(named: str) -> str:
    """The name for the record."""
    if named.strip():
        return named.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a password file
        return f"user {os.getuid()}"
