"""How many letters a provider takes in a minute. In: moments of a monotonic clock. Out: seconds to wait. Pure."""

import threading
from collections import deque
from typing import Final

WINDOW_SECONDS: Final = 60.0


class RateLimit:
    """A bucket of `per_minute` tokens; each comes back sixty seconds after it was taken.

    So a burst goes out at once, and still no sixty seconds hold more than the limit, which a bucket that refills evenly would allow.
    """

    def __init__(self, *, per_minute: int | None) -> None:
        self._taken: deque[float] | None = None if per_minute is None else deque(maxlen=per_minute)
        self._lock = threading.Lock()

    def take(self, now: float) -> float:
        """Take a token: 0.0 where there was one, else the seconds until there may be one."""
        if self._taken is None:
            return 0.0
        with self._lock:
            if len(self._taken) == self._taken.maxlen and (left := self._taken[0] + WINDOW_SECONDS - now) > 0:
                return left
            self._taken.append(now)
            return 0.0
