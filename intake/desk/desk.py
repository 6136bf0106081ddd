"""Where a person's acts happen. In: the ledger and the office's calendar. Out: the pair that every function of this room takes."""

from dataclasses import dataclass

from intake.business_time.calendar import Calendar
from intake.store.database import Database


@dataclass(frozen=True, slots=True)
class Desk:
    """Safe for several threads. The time of an act is the ledger's clock."""

    db: Database
    calendar: Calendar
