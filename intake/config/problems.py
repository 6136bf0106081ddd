"""Say what is wrong with a setting. In: the validator's errors and where each value came from. Out: lines that name place, key and remedy.

`config.toml: [calendar] opens = "25:00": an hour from 00:00 to 23:59 is needed`. Values of secrets and of unknown keys are never shown.
"""

import difflib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final, Literal, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from intake.config.settings import Config

MOST_LINES: Final = 20
LONGEST_VALUE: Final = 60
HIDDEN: Final = frozenset({"password", "database", "token_command", "command", "webhook", "heartbeat_url"})

Loc = Sequence[str | int]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where values came from. `name` is the file's name, the variables' prefix, or the folder with a slash."""

    kind: Literal["file", "environment", "secret"]
    name: str

    def named(self, loc: Loc) -> str:
        """The place of a key, in the words of this origin."""
        joined = "__".join(str(part) for part in loc)
        match self.kind:
            case "environment":
                return f"environment: {self.name}{joined.upper()}"
            case "secret":
                return f"{self.name}{joined.lower()}"
            case "file":
                return f"{self.name}: {joined}"


def nearest(word: str, known: Collection[str]) -> str:
    """A remedy for a name that is not known."""
    found = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f'did you mean "{found[0]}"?' if found else f"one of {', '.join(known)} is needed"


def describe(error: ValidationError, layers: Sequence[tuple[Origin, Mapping[str, Any]]], merged: Mapping[str, Any]) -> str:
    """One line an error. `layers` stand in the order of their weight, the file last."""
    lines: list[str] = []
    all_found = error.errors(include_url=False)
    for found in all_found:
        loc = _loc(found)
        if found["type"] == "too_short" and any(_inside(other, loc) for other in all_found):
            continue  # the list counts as short only because an entry of it is wrong, and that has a line of its own
        origin = _origin(loc, layers)
        unknown = found["type"] == "extra_forbidden"
        shown = "" if unknown or found["type"] in ("needed", "missing") else _shown(loc, merged)
        place = _in_file(origin, loc, merged) if origin.kind == "file" else origin.named(loc)
        lines.append(f"{place}{shown}: {_remedy(found, loc, origin)}")
    if len(lines) > MOST_LINES:
        lines[MOST_LINES:] = [f"... and {len(lines) - MOST_LINES} more"]
    return "\n".join(lines)


def _inside(found: ErrorDetails, loc: Loc) -> bool:
    return len(found["loc"]) > len(loc) and list(found["loc"][: len(loc)]) == list(loc)


def _loc(found: ErrorDetails) -> list[str | int]:
    loc = list(found["loc"])
    if found["type"] == "needed":
        loc.extend(str(found["ctx"]["key"]).split("."))
    return loc


def _origin(loc: Loc, layers: Sequence[tuple[Origin, Mapping[str, Any]]]) -> Origin:
    for origin, values in layers:
        if origin.kind == "file" or _has(values, loc):
            return origin
    return layers[-1][0]


def _has(values: Any, loc: Loc) -> bool:
    for part in loc:
        if isinstance(values, dict) and part in values:
            values = values[part]
        else:
            # A value given as one JSON text ends here, whatever lies inside it.
            return bool(loc) and not isinstance(values, dict) and part != loc[0]
    return True


def _in_file(origin: Origin, loc: Loc, merged: Mapping[str, Any]) -> str:
    section, *rest = loc
    keys: list[str | int] = list(rest)
    head = f"[{section}]"
    if section == "mailbox":
        head = "[[mailbox]]"
        if keys and isinstance(keys[0], int):
            number = int(keys.pop(0))
            name = _at(merged, ["mailbox", number, "name"])
            head += f' "{name}"' if isinstance(name, str) else f" number {number + 1}"
    tail = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).removeprefix(".")
    return f"{origin.name}: {head}{' ' if tail else ''}{tail}"


def _shown(loc: Loc, merged: Mapping[str, Any]) -> str:
    if any(part in HIDDEN for part in loc):
        return ""
    value = _at(merged, loc)
    if value is None or isinstance(value, BaseModel | dict):
        return ""
    if isinstance(value, list | tuple) and any(isinstance(item, BaseModel | dict | list | tuple) for item in value):
        return ""  # a table may hold a password
    text = value.isoformat() if isinstance(value, date | time) else json.dumps(value, ensure_ascii=False, default=str)
    return f" = {text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + '…'}"


def _at(values: Any, loc: Loc) -> Any:
    for part in loc:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return None
    return values


def _remedy(found: ErrorDetails, loc: Loc, origin: Origin) -> str:
    kind, context = found["type"], found.get("ctx", {})
    if kind == "extra_forbidden":
        known = _section(loc[:-1]).model_fields
        return f"no such {'section' if len(loc) == 1 else 'key'}: {nearest(str(loc[-1]), known)}"
    if kind == "needed":
        return str(context["text"])
    if kind == "value_error":
        return str(context["error"])
    if kind in ("tuple_type", "list_type") and origin.kind != "file":
        return 'a JSON list like ["one", "two"] is needed'
    for start, remedy in REMEDIES.items():
        if kind.startswith(start):
            return remedy(context)
    return found["msg"]


def _section(loc: Loc) -> type[BaseModel]:
    model: type[BaseModel] = Config
    for part in loc:
        if isinstance(part, str) and part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation) or model
    return model


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for each in get_args(annotation) if (model := _model_in(each))), None)


def _one_of(context: Mapping[str, Any]) -> str:
    return f"one of {str(context['expected']).replace(chr(39), chr(34))} is needed"


REMEDIES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "literal_error": _one_of,
    "enum": _one_of,
    "greater_than_equal": lambda context: f"a number of at least {context['ge']} is needed",
    "greater_than": lambda context: f"a number above {context['gt']} is needed",
    "less_than_equal": lambda context: f"a number of at most {context['le']} is needed",
    "less_than": lambda context: f"a number below {context['lt']} is needed",
    "int_": lambda _: "a whole number is needed",
    "float_": lambda _: "a number is needed",
    "bool_": lambda _: "true or false is needed",
    "string_type": lambda _: "a text in quotes is needed",
    "string_too_short": lambda _: "a text that is not empty is needed",
    "string_too_long": lambda context: f"a text of at most {context['max_length']} characters is needed",
    "path_type": lambda _: "a path in quotes is needed",
    "date_": lambda _: "a date like 2026-12-24 is needed",
    "too_short": lambda context: f"a list of at least {context['min_length']} is needed",
    "tuple_type": lambda _: "a list in square brackets is needed",
    "list_type": lambda _: "a list in square brackets is needed",
    "model_": lambda _: "a table of keys and values is needed",
    "missing": lambda _: "this key is needed",
}
