"""A hint that work has come. In: `set` from any thread. Out: `wait` ends. Only a hint: whoever waits looks at the ledger either way."""

import threading


class Signal:
    """Wakes all who wait; keeps one pending hint for those who come a moment later."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._rung = 0
        self._stopped = False

    def set(self) -> None:
        """Something may have come."""
        with self._condition:
            self._rung += 1
            self._condition.notify_all()

    def stop(self) -> None:
        """Nobody shall wait any more."""
        with self._condition:
            self._stopped = True
            self._condition.notify_all()

    @property
    def stopped(self) -> bool:
        """True after `stop`."""
        return self._stopped

    def mark(self) -> int:
        """The count of hints so far; take it before looking at the ledger, and hand it to `wait`."""
        return self._rung

    def wait(self, since: int, seconds: float) -> None:
        """Return when a hint came after `since`, after `seconds`, or at stop."""
        with self._condition:
            self._condition.wait_for(lambda: self._rung != since or self._stopped, timeout=max(0.0, seconds))
