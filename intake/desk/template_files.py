"""Wordings out to files and back. In: a zip's bytes, or texts by path. Out: the same; what comes back is checked like any other text."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from intake import errors
from intake.desk import template_acts, template_texts, template_trial
from intake.desk.desk import Desk
from intake.desk.template_acts import Refused
from intake.desk.template_texts import TemplateSettings
from intake.replies import catalogue
from intake.replies.folders import MAX_FILE_BYTES
from intake.store.template_versions import VersionRecord

MOST_FILES: Final = 200
MOST_ZIP_BYTES: Final = 2_000_000
_STAMP: Final = (1980, 1, 1, 0, 0, 0)  # the same texts make the same file


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
    """Texts by path; of one that holds a single folder, below it. Raises errors.TemplateError for what is no such file, or too large."""
    if len(content) > MOST_ZIP_BYTES:
        raise errors.TemplateError(f"the file is larger than {MOST_ZIP_BYTES:,} bytes: a zip of templates alone is needed")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir()]
            if len(entries) > MOST_FILES:
                raise errors.TemplateError(f"the zip holds more than {MOST_FILES} files: one of templates alone is needed")
            return {each.filename: _text(archive, each) for each in entries if each.filename.endswith(".txt")}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as broken:
        raise errors.TemplateError("the file is no zip that can be read: export the templates to see its form") from broken


def bring_in(desk: Desk, settings: TemplateSettings, texts: Mapping[str, str], *, who: str, note: str) -> Imported | Refused:
    """Keep what differs from what is sent now, all of it or, where anything is at fault, nothing; it waits for a second person."""
    now = export(desk, settings)
    given = {path: template_trial.plain_lines(text) for path, text in texts.items() if path in now}
    together = {**now, **given}
    names = tuple(
        name
        for name in catalogue.editable()
        if any(given.get(path, now[path]).strip() != now[path].strip() for path in catalogue.texts(name, "", ""))
    )
    if faults := template_trial.check_all(settings, names, together):
        return Refused(faults)
    kept = {name: _halves(name, together) for name in names}
    made = template_acts.keep_all(desk, settings, kept, who=who, note=note)
    return Imported(tuple(made), tuple(sorted(path for path in texts if path not in now)))


def _halves(name: str, texts: Mapping[str, str]) -> tuple[str, str]:
    *subject, body = (texts[path] for path in catalogue.texts(name, "", ""))
    return (subject[0].strip() if subject else "", body)


def _text(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    with archive.open(entry) as file:
        content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise errors.TemplateError(f"{entry.filename[:100]} is larger than {MAX_FILE_BYTES:,} bytes: shorten it")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise errors.TemplateError(f"{entry.filename[:100]} is not UTF-8: save it as UTF-8 text") from None
