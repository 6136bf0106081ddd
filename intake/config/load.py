"""Gather the settings. In: a TOML file, a folder of secret files, environment variables, each over the one before. Out: a Config.

`INTAKE_SECTION__KEY` sets a key from the environment, a file `section__key` in `INTAKE_SECRETS_DIR` (or systemd's `CREDENTIALS_DIRECTORY`)
from a secret; a key of a mailbox is `mailbox__NAME__key`. Lists are written there as JSON. Raises errors.ConfigError alone.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import EnvSettingsSource, NestedSecretsSettingsSource, SecretsSettingsSource
from pydantic_settings.exceptions import SettingsError

from intake import errors
from intake.config import problems, values
from intake.config.settings import Config
from intake.config.ways import Mailbox

FILE_NAME: Final = "config.toml"
LARGEST_FILE: Final = 1 << 20  # octets
PREFIX: Final = "INTAKE_"
CONFIG_VARIABLE: Final = "INTAKE_CONFIG"
SECRETS_VARIABLES: Final = ("CREDENTIALS_DIRECTORY", "INTAKE_SECRETS_DIR")


@dataclass(frozen=True, slots=True)
class Layer:
    """One source of values. `values` is nested by section; overrides of mailboxes are keyed by their place in the list."""

    origin: problems.Origin
    values: Mapping[str, Any]


def find(option: Path | None) -> Path | None:
    """The file to read: the option, else INTAKE_CONFIG, else config.toml in the working folder; None where there is none."""
    if option is not None:
        return option
    if named := os.environ.get(CONFIG_VARIABLE):
        return Path(named)
    here = Path(FILE_NAME)
    return here if here.exists() else None


def load(option: Path | None = None) -> Config:
    """The settings of this start, with relative paths taken from the file's folder (without a file: the working folder)."""
    path = find(option)
    file = _file(path) if path is not None else Layer(problems.Origin("file", FILE_NAME), {})
    layers = [file]
    mailboxes = file.values.get("mailbox")
    names = [str(each.get("name", "")) for each in mailboxes if isinstance(each, dict)] if isinstance(mailboxes, list) else []
    for folder in filter(None, map(os.environ.get, SECRETS_VARIABLES)):
        layers.append(_secrets(Path(folder), names))
    layers.append(_environment(names))
    merged: dict[str, Any] = {}
    for layer in layers:
        merged = _over(merged, layer.values)
    try:
        config = Config(**merged)
    except ValidationError as error:
        raise errors.ConfigError(problems.describe(error, [(layer.origin, layer.values) for layer in reversed(layers)], merged)) from None
    return values.rooted(config, path.absolute().parent if path is not None else Path.cwd()).read_from(path)


def _file(path: Path) -> Layer:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise errors.ConfigError(f"{path}: larger than {LARGEST_FILE} octets: a settings file is needed")
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise errors.ConfigError(f"{path}: no such file: name an existing one by --config or {CONFIG_VARIABLE}") from None
    except OSError as error:
        raise errors.ConfigError(f"{path}: cannot be read ({error.strerror}): give this user the right to read it") from None
    except UnicodeDecodeError:
        raise errors.ConfigError(f"{path}: not UTF-8: save it as UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise errors.ConfigError(f"{path.name}: not TOML: {error}: texts stand in quotes, section names in square brackets") from None
    return Layer(problems.Origin("file", path.name), found)


class _Lenient:
    """Leaves a value that is not JSON as it is: the validator then says what is needed, by name."""

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        try:
            return super().decode_complex_value(field_name, field, value)  # type: ignore[misc]
        except ValueError:
            return value


class _Environment(_Lenient, EnvSettingsSource):
    pass


class _SecretFolder(_Lenient, NestedSecretsSettingsSource):
    pass


def _environment(names: list[str]) -> Layer:
    origin = problems.Origin("environment", PREFIX)
    _prove_sections(origin, [name.removeprefix(PREFIX) for name in os.environ if name.startswith(PREFIX)])
    return Layer(origin, _placed(_Environment(Config)(), names, origin))


def _secrets(folder: Path, names: list[str]) -> Layer:
    origin = problems.Origin("secret", f"{folder}/")
    try:
        # A folder of credentials may hold files of other programs: only names with a double underscore are ours.
        _prove_sections(origin, sorted(each.name for each in folder.iterdir()))
        source = _SecretFolder(SecretsSettingsSource(Config), secrets_dir=folder, secrets_dir_missing="error", secrets_prefix="")
        return Layer(origin, _placed(source(), names, origin))
    except (OSError, UnicodeDecodeError, SettingsError) as error:
        raise errors.ConfigError(f"{folder}: secrets cannot be read ({error}): a readable folder of UTF-8 files is needed") from None


def _prove_sections(origin: problems.Origin, keys: list[str]) -> None:
    for key in keys:
        section, found, _rest = key.lower().partition("__")
        if found and section not in Config.model_fields:
            near = problems.nearest(section, Config.model_fields)
            raise errors.ConfigError(f"{origin.named([key])}: no such section: {near}")


def _placed(found: dict[str, Any], names: list[str], origin: problems.Origin) -> dict[str, Any]:
    """Turn `mailbox` overrides, keyed by name or number, into ones keyed by their place in the list."""
    overrides = found.get("mailbox")
    if not isinstance(overrides, dict):
        return found
    known = [_folded(name) for name in names or [str(Mailbox.model_fields["name"].default)]]
    placed: dict[int, Any] = {}
    for key, value in overrides.items():
        if key.isdecimal() and int(key) < len(known):
            placed[int(key)] = value
        elif _folded(key) in known:
            placed[known.index(_folded(key))] = value
        else:
            raise errors.ConfigError(f"{origin.named(['mailbox', key])}: no such mailbox: one of {', '.join(known)} is needed")
    return {**found, "mailbox": placed}


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower())


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        held = merged.get(key)
        if key == "mailbox" and isinstance(value, dict) and not isinstance(held, dict):
            boxes = [dict(each) if isinstance(each, dict) else each for each in held or [{}]]
            for place, changes in value.items():
                boxes[place] = _over(boxes[place], changes)
            merged[key] = boxes
        elif isinstance(value, dict) and isinstance(held, dict):
            merged[key] = _over(held, value)
        else:
            merged[key] = value
    return merged
