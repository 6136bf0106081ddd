"""The days on which US federal offices are shut by law or by executive order. In: a year. Out: days and their names. Pure."""

from datetime import date, timedelta
from typing import Final

import holidays

FIRST_INAUGURATION_DAY: Final = date(1965, 1, 20)  # 5 U.S.C. 6103(c)


def closed_days(year: int, *, inauguration_day: bool) -> dict[date, str]:
    """Federal holidays as observed and closures by executive order that fall into `year`.

    The national list alone: the District's own days (Emancipation Day) close no federal office.
    Inauguration Day closes those in and around Washington only.
    """
    listed = holidays.country_holidays("US", categories=("public", "government"), years=year, language="en_US")
    days = {day: name.split(";")[0].strip() for day, name in listed.items() if day.year == year}
    if inauguration_day and (day := _inauguration_day(year)) is not None:
        days.setdefault(day, "Inauguration Day")
    return days


def _inauguration_day(year: int) -> date | None:
    """20 January of every fourth year after 1965; Monday where that is a Sunday, no other day where it is a Saturday (5 U.S.C. 6103(c))."""
    day = date(year, 1, 20)
    if day < FIRST_INAUGURATION_DAY or (year - FIRST_INAUGURATION_DAY.year) % 4:
        return None
    return day + timedelta(days=1) if day.weekday() == 6 else day
