"""What a mail is, in the words of the public JSON. In: nothing. Out: names. Pure."""

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """Only APPLICATION and INQUIRY may be answered by machine."""

    APPLICATION = "application"
    INQUIRY = "inquiry"
    CHANGE = "change"
    PARTNER = "partner"
    INTERNAL = "internal"
    PRESS = "press"
    RECORDS_REQUEST = "records_request"
    CONGRESSIONAL = "congressional"
    LEGAL = "legal"
    COMPLAINT = "complaint"
    THREAT = "threat"
    PUBLIC = "public"
    CORRESPONDENCE = "correspondence"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    LIST = "list"
    DUPLICATE = "duplicate"
    QUARANTINE = "quarantine"


ANSWERED_BY_MACHINE: Final = frozenset({Kind.APPLICATION, Kind.INQUIRY})
ASKS_NO_ANSWER: Final = frozenset({Kind.BOUNCE, Kind.AUTOMATIC, Kind.LIST, Kind.DUPLICATE})
"""Kinds that start no clock."""
