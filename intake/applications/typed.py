"""A field's value as a person types it. In: the field's name and a text. Out: the value as papers have it, or what is wrong. Pure."""

import re
from collections.abc import Callable
from typing import Final

from intake import errors
from intake.applications import states
from intake.documents import dates
from intake.documents.document import FIELD_NAMES, MODEL_NAMES, Model
from intake.mail import address

LONGEST: Final = 300
AGENCY_TYPES: Final = ("sheriff", "police", "corrections", "state", "university", "constable", "other")
DATES: Final = frozenset(name for name in FIELD_NAMES if name.endswith("_date"))
_EMAILS: Final = frozenset({"poc_email", "pio_email"})
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_ZIP: Final = re.compile(r"\d{5}(?:-\d{4})?")
_MODELS: Final = {name.lower(): model for model, name in MODEL_NAMES.items()} | {model.value.lower(): model for model in Model}
_MOST_OFFICERS: Final = 100_000


def value(name: str, text: str) -> str | int | list[str]:
    """Raises errors.PersonNeeded with what is needed instead."""
    if name not in FIELD_NAMES:
        raise errors.PersonNeeded("there is no field of that name")
    plain = " ".join(_CONTROL.sub(" ", text).split())
    if not plain:
        raise errors.PersonNeeded('a value is needed; where the paper cannot be read, choose "cannot be read"')
    if len(plain) > LONGEST:
        raise errors.PersonNeeded(f"at most {LONGEST} characters are kept")
    if name in DATES:
        return _date(plain)
    if name in _EMAILS:
        return _email(plain)
    read = _SPECIAL.get(name)
    return plain if read is None else read(plain)


def _date(text: str) -> str:
    found = dates.first(text)
    if found is None:
        raise errors.PersonNeeded("a date is needed, like 11/24/2026 or November 24, 2026")
    return found.value.isoformat()


def _email(text: str) -> str:
    if " " in text or address.destination(text) is None:
        raise errors.PersonNeeded("an email address is needed, like chief@town.example")
    return text


def _state(text: str) -> str:
    found = states.code(text)
    if found is None:
        raise errors.PersonNeeded("a state is needed: its two letters or its name")
    return found


def _type(text: str) -> str:
    if text.lower() not in AGENCY_TYPES:
        raise errors.PersonNeeded(f"one of these is needed: {', '.join(AGENCY_TYPES)}")
    return text.lower()


def _models(text: str) -> list[str]:
    found = {_MODELS.get(" ".join(word.split()).lower()) for word in re.split(r"[,;/&]| and ", text)} if text else set()
    if not found or None in found:
        raise errors.PersonNeeded("models are needed, with commas between them: JEM, TFM, WSO")
    return [model.value for model in Model if model in found]


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) > _MOST_OFFICERS:
        raise errors.PersonNeeded("a whole number is needed")
    return int(text)


def _zip(text: str) -> str:
    if not _ZIP.fullmatch(text):
        raise errors.PersonNeeded("a ZIP code is needed: five digits, or nine with a hyphen")
    return text


def _county(text: str) -> str:
    return re.sub(r"\s+(?:county|parish)$", "", text, flags=re.IGNORECASE)


_SPECIAL: Final[dict[str, Callable[[str], str | int | list[str]]]] = {
    "state": _state, "agency_type": _type, "models_requested": _models, "officers_nominated": _count, "zip": _zip, "county": _county,
}  # fmt: skip
