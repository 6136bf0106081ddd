"""The kinds of value a setting can have. In: text or numbers as typed. Out: final types, or a sentence that says what is needed.

Every ValueError here is the remedy an operator reads, so it ends in what is needed. An empty text means "not set".
"""

import re
from collections.abc import Callable
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer, SecretStr
from pydantic_core import PydanticCustomError

from intake import errors

HOUR: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
ADDRESS: Final = re.compile(r"[^\s@<>\",;:()\[\]]+@[^\s@<>\",;:()\[\]]+")
DOMAIN: Final = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")
LONGEST_ADDRESS: Final = 254  # octets, RFC 5321 4.5.3.1.3 without the angle brackets


class Section(BaseModel):
    """A table of the file: no key may be unknown, nothing may be changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Security(StrEnum):
    """How a line to a server is kept private. Certificates and host names are always verified, and nothing falls back to clear text."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"  # only to a server on this machine


class Mechanism(StrEnum):
    """How a log-in shows who it is."""

    PASSWORD = "password"  # noqa: S105 -- a word, not a secret
    XOAUTH2 = "xoauth2"
    OAUTHBEARER = "oauthbearer"


def needed(key: str, text: str) -> PydanticCustomError:
    """The error of a section whose keys do not fit together; `key` is the one to mend."""
    return PydanticCustomError("needed", "{text}", {"key": key, "text": text})


def said(check: Callable[[str], str]) -> Callable[[str], str]:
    """A check of another room whose ConfigError is what the operator should read."""

    def checked(value: str) -> str:
        try:
            return check(value)
        except errors.ConfigError as error:
            raise ValueError(str(error)) from None

    return checked


def _hour(value: Any) -> Any:
    if isinstance(value, time):
        return value
    found = HOUR.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError("an hour from 00:00 to 23:59 is needed")
    return time(int(found[1]), int(found[2]))


def _address(value: str) -> str:
    value = value.strip()
    if value and (not ADDRESS.fullmatch(value) or len(value.encode()) > LONGEST_ADDRESS):
        raise ValueError("an address like letters@office.example is needed")
    local, at, domain = value.rpartition("@")
    return local + at + domain.lower()


def _own_address(value: str) -> str:
    value = _address(value).lower()
    if not value:
        raise ValueError("an address like letters@office.example is needed")
    return value


def _domain(value: str) -> str:
    value = value.strip().lower().removeprefix("@")
    if not DOMAIN.fullmatch(value):
        raise ValueError("a domain like office.example is needed")
    return value


def _domain_or_empty(value: str) -> str:
    return _domain(value) if value.strip() else ""


def _host(value: str) -> str:
    value = value.strip()
    if re.search(r"[\s/@]", value):
        raise ValueError("the name of a server like mail.office.example is needed, without a scheme, path or user")
    return value


def _one_line(value: str) -> str:
    if re.search(r"[\x00-\x1f\x7f]", value):
        raise ValueError("one line of text without control characters is needed")
    return value.strip()


def _url(value: str) -> str:
    value = _one_line(value)
    if value:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError("an address that begins with https:// or http:// is needed")
    return value


def _zone(value: Any) -> Any:
    if isinstance(value, ZoneInfo):
        return value
    try:
        return ZoneInfo(str(value))
    except (OSError, ValueError, KeyError):
        raise ValueError("a time zone of the IANA list is needed, such as America/New_York") from None


def _empty_is_none(value: Any) -> Any:
    return None if value == "" else value


def _path_text(value: Path | None) -> str:
    return "" if value is None else value.as_posix()


Hour = Annotated[time, BeforeValidator(_hour), PlainSerializer(lambda value: value.strftime("%H:%M"))]
Address = Annotated[str, AfterValidator(_address)]
OwnAddress = Annotated[str, AfterValidator(_own_address)]
Domain = Annotated[str, AfterValidator(_domain)]
DomainOrEmpty = Annotated[str, AfterValidator(_domain_or_empty)]
Host = Annotated[str, AfterValidator(_host)]
Line = Annotated[str, AfterValidator(_one_line)]
Url = Annotated[str, AfterValidator(_url)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone), PlainSerializer(lambda value: value.key)]
Place = Annotated[Path, PlainSerializer(_path_text)]
MaybePlace = Annotated[Path | None, BeforeValidator(_empty_is_none), PlainSerializer(_path_text)]
Secret = Annotated[SecretStr, PlainSerializer(lambda value: value.get_secret_value())]

S = TypeVar("S", bound=BaseModel)


def rooted(section: S, base: Path) -> S:
    """The same settings with every relative path taken from the folder `base`."""
    changed: dict[str, Any] = {}
    for name in type(section).model_fields:
        value = getattr(section, name)
        if isinstance(value, Path):
            changed[name] = base / value.expanduser()
        elif isinstance(value, BaseModel):
            changed[name] = rooted(value, base)
        elif isinstance(value, tuple) and value and isinstance(value[0], BaseModel):
            changed[name] = tuple(rooted(each, base) for each in value)
    return section.model_copy(update=changed)
