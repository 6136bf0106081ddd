"""A bell that ends a wait from another thread. In: `ring` from anywhere. Out: a descriptor that poll() sees."""

import os
import select


class Waker:
    """A pipe: a ring is kept until it is heard, so one that comes before the wait is not lost."""

    def __init__(self) -> None:
        self._heard, self._rung = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def fileno(self) -> int:
        """The end that becomes readable."""
        return self._heard

    def ring(self) -> None:
        """Callable from any thread. A full pipe is rung already."""
        try:
            os.write(self._rung, b"!")
        except BlockingIOError:
            return

    def wait(self, seconds: float) -> bool:
        """Whether the bell rang within `seconds`; hears it, so the next wait starts anew."""
        poll = select.poll()
        poll.register(self._heard, select.POLLIN)
        if not poll.poll(max(0.0, seconds) * 1000):
            return False
        self.hear()
        return True

    def hear(self) -> None:
        """Take all rings out of the pipe."""
        try:
            while os.read(self._heard, 512):
                pass
        except BlockingIOError:
            return

    def __del__(self) -> None:
        for descriptor in (getattr(self, "_heard", -1), getattr(self, "_rung", -1)):
            if descriptor >= 0:
                os.close(descriptor)
