"""The phrases by which mails are told apart, and where a held mail waits. In: cues.toml beside this file. Out: tables. Pure.

What the weights of a phrase are, features.py and likeness.py say; how phrases are written, cues.toml.
"""

import tomllib
from importlib import resources
from typing import Final

from intake.applications.kinds import Kind

FILE: Final = "cues.toml"


def _tables() -> dict[str, dict[str, tuple[str, ...]]]:
    """The tables of FILE, by group and name."""
    told = tomllib.loads(resources.files("intake.applications").joinpath(FILE).read_text("utf-8"))
    return {group: {name: tuple(phrases) for name, phrases in tables.items()} for group, tables in told.items()}


_TABLES: Final = _tables()
WHO: Final = _TABLES["who"]
WANTS: Final = _TABLES["wants"]
SURE: Final = _TABLES["sure"]
MENTIONED: Final = frozenset(_TABLES["mentioned"]["phrases"])
WATCH: Final = _TABLES["watch"]
TITLES: Final = _TABLES["titles"]
TOPICS: Final = _TABLES["topics"]
STATUS_OURS: Final = _TABLES["status"]["ours"]

LINK_HOSTS: Final = (
    "drive.google.com", "docs.google.com", "dropbox.com", "1drv.ms", "onedrive.live.com", "sharepoint.", "-my.sharepoint",
    "app.box.com", "box.com/s", "wetransfer.com", "we.tl/", "sharefile.", "icloud.com/iclouddrive", "egnyte.com", "hightail.com",
    "mediafire.com", "mega.nz", "docusign.net", "docusign.com", "adobesign.com", "echosign.com", "acrobat.adobe.com", "hellosign.com",
    "dropboxsign.com", "smartsheet.com", "transfernow", "sendthisfile", "filemail.com", "citrixdata.com", "kiteworks",
    "proofpoint.com/securereader", "box.net", "onedrive.", "dropbox.", "wetransfer.",
)  # fmt: skip
"""Places where files lie instead of in the mail."""
CONGRESS_DOMAINS: Final = frozenset({"house.gov", "senate.gov", "loc.gov", "gao.gov"})

QUEUES: Final[dict[Kind, str]] = {
    Kind.APPLICATION: "applications",
    Kind.INQUIRY: "inquiries",
    Kind.CHANGE: "changes",
    Kind.PARTNER: "partners",
    Kind.INTERNAL: "internal",
    Kind.PRESS: "press",
    Kind.RECORDS_REQUEST: "records_request",
    Kind.CONGRESSIONAL: "congressional",
    Kind.LEGAL: "legal",
    Kind.COMPLAINT: "complaints",
    Kind.THREAT: "threat",
    Kind.PUBLIC: "public",
    Kind.CORRESPONDENCE: "correspondence",
    Kind.BOUNCE: "robots",
    Kind.AUTOMATIC: "robots",
    Kind.LIST: "robots",
    Kind.DUPLICATE: "duplicates",
    Kind.QUARANTINE: "quarantine",
}
"""The named queue where a held mail waits."""
