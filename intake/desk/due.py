"""When an answer is due, in words. In: a time as a person types it. Out: both instants and the arithmetic. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from intake.business_time import due, words
from intake.business_time.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Answer:
    """Instants on the office's clock; `due` is None in a closure until further notice."""

    received: datetime
    due: datetime | None
    calendar: str
    steps: tuple[str, ...]


def explain(text: str, calendar: Calendar) -> Answer:
    """Raises errors.PersonNeeded for a text that is no time."""
    received = words.read_time(text, calendar)
    found = due.due(received, calendar)
    return Answer(
        received=calendar.local(received),
        due=None if found.at is None else calendar.local(found.at),
        calendar=found.calendar,
        steps=due.explain(received, calendar),
    )


def instant(text: str, calendar: Calendar) -> datetime:
    """A time as a person types it, aware UTC. Raises errors.PersonNeeded."""
    return words.read_time(text, calendar)


def end_of_day(now: datetime, calendar: Calendar) -> datetime:
    """The last instant of the office's day, aware UTC: until then it is "today"."""
    local = calendar.local(now)
    midnight = datetime.combine(local.date() + timedelta(days=1), time.min, local.tzinfo)
    return midnight.astimezone(UTC) - timedelta(microseconds=1)
