"""Wordings out to files and back. In: a zip's bytes, or texts by path. Out: the same; what comes back is checked like any other text."""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from intake import errors
from intake.desk import template_acts, template_texts, template_trial
from intake.desk.desk import Desk
from intake.desk.template_acts import Refused
from intake.desk.template_texts import TemplateSettings, Wording
from intake.desk.templates import Fault
from intake.replies import catalogue
from intake.replies.folders import MAX_FILE_BYTES
from intake.store.template_versions import VersionRecord

MOST_FILES: Final = 200
MOST_ZIP_BYTES: Final = 2_000_000
MOST_TEXT_BYTES: Final = 8_000_000
"""Of all texts of a zip together, unpacked: a few bytes may unpack to very many."""
_STAMP: Final = (1980, 1, 1, 0, 0, 0)  # the same texts make the same file


@dataclass(frozen=True, slots=True)
class Change:
    """What would become of one template: its lines as a unified difference, and what is wrong with the new ones."""

    name: str
    lines: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """What an import would do. `unknown` are files that no reply uses; `seen` stands for the texts as they are sent now."""

    changes: tuple[Change, ...]
    unknown: tuple[str, ...]
    seen: str

    @property
    def sound(self) -> bool:
        """Whether it may be brought in."""
        return not any(each.faults for each in self.changes)


@dataclass(frozen=True, slots=True)
class Imported:
    """`unknown` are files that no reply uses."""

    versions: tuple[VersionRecord, ...]
    unknown: tuple[str, ...] = ()


def export(desk: Desk, settings: TemplateSettings) -> dict[str, str]:
    """Every text by path, as it is sent now."""
    with desk.db.read() as tx:
        return {path: text for path, text in template_texts.current(tx, settings).items() if path in catalogue.all_paths()}


def to_zip(texts: Mapping[str, str]) -> bytes:
    """One file to take away."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(texts):
            archive.writestr(zipfile.ZipInfo(path, _STAMP), texts[path])
    return made.getvalue()


def from_zip(content: bytes) -> dict[str, str]:
    """Texts by path. Raises errors.TemplateError for what is no such file, too large, or bears names that lead elsewhere."""
    if len(content) > MOST_ZIP_BYTES:
        raise errors.TemplateError(f"the file is larger than {MOST_ZIP_BYTES:,} bytes: a zip of templates alone is needed")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir()]
            if len(entries) > MOST_FILES:
                raise errors.TemplateError(f"the zip holds more than {MOST_FILES} files: one of templates alone is needed")
            return _texts(archive, [each for each in entries if each.filename.endswith(".txt")])
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as broken:
        raise errors.TemplateError("the file is no zip that can be read: export the templates to see its form") from broken


def look(desk: Desk, settings: TemplateSettings, texts: Mapping[str, str]) -> Planned:
    """What `bring_in` would do, template by template. Keeps nothing."""
    now = export(desk, settings)
    together, names = _together(now, texts)
    changes = []
    for name in names:
        lines = template_texts.between(_wording(name, now), _wording(name, together))
        changes.append(Change(name, lines, template_trial.check_all(settings, (name,), together)))
    return Planned(tuple(changes), _unknown(texts, now), _digest(now))


def bring_in(
    desk: Desk, settings: TemplateSettings, texts: Mapping[str, str], *, who: str, note: str, seen: str | None = None
) -> Imported | Refused:
    """Keep what differs from what is sent now, all of it or, where anything is at fault, nothing; it waits for a second person.

    `seen`: of the look before. Raises errors.Conflict where other texts are sent since then.
    """
    now = export(desk, settings)
    if seen is not None and seen != _digest(now):
        raise errors.Conflict("other texts are sent since you looked: look at the differences again")
    together, names = _together(now, texts)
    if faults := template_trial.check_all(settings, names, together):
        return Refused(faults)
    kept = {name: _halves(name, together) for name in names}
    made = template_acts.keep_all(desk, settings, kept, who=who, note=note)
    return Imported(tuple(made), _unknown(texts, now))


def _together(now: Mapping[str, str], texts: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """All texts as they would be, and the names of those that would change."""
    given = {path: template_trial.plain_lines(text) for path, text in texts.items() if path in now}
    names = tuple(
        name
        for name in catalogue.editable()
        if any(given.get(path, now[path]).strip() != now[path].strip() for path in catalogue.texts(name, "", ""))
    )
    return {**now, **given}, names


def _unknown(texts: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(path for path in texts if path not in now))


def _digest(texts: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(sorted(texts.items())).encode()).hexdigest()


def _wording(name: str, texts: Mapping[str, str]) -> Wording:
    return Wording(template_texts.SHIPPED, *_halves(name, texts))


def _texts(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> dict[str, str]:
    found: dict[str, str] = {}
    left = MOST_TEXT_BYTES
    for each in entries:
        name = each.filename
        # Nothing is ever written under these names; one that leads elsewhere, or twice to one place, comes from no export of ours.
        if name in found or name.startswith("/") or "\\" in name or ".." in name.split("/") or not name.isprintable():
            raise errors.TemplateError(f"the zip holds the file name {name[:100]!a}, which no template has: export the templates anew")
        found[name] = _text(archive, each)
        left -= len(found[name])
        if left < 0:
            raise errors.TemplateError(
                f"the texts of the zip are longer than {MOST_TEXT_BYTES:,} characters: one of templates alone is needed"
            )
    return found


def _halves(name: str, texts: Mapping[str, str]) -> tuple[str, str]:
    *subject, body = (texts[path] for path in catalogue.texts(name, "", ""))
    return (subject[0].strip() if subject else "", body)


def _text(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    with archive.open(entry) as file:
        content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise errors.TemplateError(f"the text {entry.filename[:100]} is larger than {MAX_FILE_BYTES:,} bytes: shorten it")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise errors.TemplateError(f"the text {entry.filename[:100]} is not UTF-8: save it as UTF-8 text") from None
