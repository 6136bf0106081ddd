"""A clock that stands until it is moved."""

from datetime import datetime, timedelta


class MovingClock:
    """Fills ports.Clock; the start is given by whoever makes it."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)
