"""Write the example file. In: the settings tree. Out: config.example.toml: every key, its default and one comment each.

Run as `python -m intake.config.example > config.example.toml`; a test holds the file against this.
"""

import json
import sys
import textwrap
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import BaseModel, SecretStr

from intake.config.settings import Config

WIDTH: Final = 120
HEAD: Final = """\
Every setting, its default and what it does. Copy this file to config.toml and keep only what you change.
The service reads --config FILE, else the file that INTAKE_CONFIG names, else config.toml in the working folder.
The environment overrides a key as INTAKE_SECTION__KEY (a mailbox's as INTAKE_MAILBOX__NAME__KEY; lists are JSON there);
so does a file section__key (mailbox__name__key) in the folder that INTAKE_SECRETS_DIR or systemd's
CREDENTIALS_DIRECTORY names, which is the place for passwords. Relative paths start at this file's folder.
`intake check` proves the settings and says how to mend what is wrong."""
IMAP: Final = """\
A mailbox on a server, as a second table or instead of the one above:

[[mailbox]]
name = "letters"
kind = "imap"
host = "outlook.office365.example"
user = "letters@office.example"
mechanism = "xoauth2"
token_command = ["/usr/local/bin/mail-token", "letters@office.example"]
folders = [{ name = "INBOX", role = "intake" }, { name = "Junk", role = "late" }, { name = "Sent Items", role = "sent" }]
courtesy = "seen\""""


def write() -> str:
    """The whole file."""
    lines = [_comment(HEAD)]
    defaults = Config()
    for name in Config.model_fields:
        value = getattr(defaults, name)
        several = isinstance(value, tuple)
        section: BaseModel = value[0] if several else value
        lines += ["", _comment(type(section).__doc__ or ""), f"[[{name}]]" if several else f"[{name}]"]
        for key in _keys(type(section)):
            lines += [_comment(type(section).model_fields[key].description or ""), f"{key} = {_toml(getattr(section, key))}"]
        if several:
            lines += ["", *(f"# {line}".rstrip() for line in IMAP.splitlines())]
    return "\n".join(lines) + "\n"


def _keys(section: type[BaseModel]) -> list[str]:
    """What is the section's own first, then what it shares with others."""
    own = [key for key in section.__annotations__ if key in section.model_fields]
    return own + [key for key in section.model_fields if key not in own]


def _comment(text: str) -> str:
    wrapped = [part for line in text.strip().splitlines() for part in (textwrap.wrap(line.strip(), WIDTH) or [""])]
    return "\n".join(f"# {line}".rstrip() for line in wrapped)


def _toml(value: Any) -> str:
    match value:
        case None:
            return '""'
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case Path():
            return json.dumps(value.as_posix())
        case ZoneInfo():
            return json.dumps(value.key)
        case time():
            return json.dumps(value.strftime("%H:%M"))
        case SecretStr():
            return json.dumps(value.get_secret_value())
        case StrEnum() | str():
            return json.dumps(str(value), ensure_ascii=False)
        case tuple():
            return "[" + ", ".join(_toml(each) for each in value) + "]"
        case BaseModel():
            pairs = [f"{key} = {_toml(getattr(value, key))}" for key in type(value).model_fields if getattr(value, key) is not None]
            return "{ " + ", ".join(pairs) + " }" if pairs else "{}"
    raise TypeError(f"no TOML for {type(value).__name__}")


if __name__ == "__main__":
    sys.stdout.write(write())
