"""The real clock. In: nothing. Out: aware UTC instants and monotonic seconds."""

import time
from datetime import UTC, datetime


class SystemClock:
    """Fills `ports.Clock` from the operating system."""

    def now(self) -> datetime:
        """This instant, aware UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never go back, from an arbitrary zero."""
        return time.monotonic()
