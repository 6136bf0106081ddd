"""An asyncio loop in a thread of its own. In: coroutines, from any thread. Out: their results, or the news that the loop hangs."""

import asyncio
import concurrent.futures
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, Final, TypeVar

SLACK_SECONDS: Final = 15.0  # a loop this much later than the sum of its own time-outs hangs
JOIN_SECONDS: Final = 1.0

_T = TypeVar("_T")


class LoopHangs(Exception):
    """The loop did not come back in time, or was stopped over the work."""


class LoopThread:
    """Starts at once; the thread is a daemon, so that a loop which hangs cannot hold the process."""

    def __init__(self, *, name: str, beside: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._loop = asyncio.new_event_loop()
        self._beside = beside
        self._walked_away: concurrent.futures.Future[None] = concurrent.futures.Future()
        self._last: Callable[[], None] = lambda: None
        self._thread = threading.Thread(target=self._serve, name=name, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, _T], seconds: float, slack: float = SLACK_SECONDS) -> _T:
        """Run `work` in the loop and wait for it. Raises what it raises, or LoopHangs after `seconds` and `slack`."""
        if self._walked_away.done() or self._loop.is_closed():
            work.close()
            raise LoopHangs
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        both: tuple[concurrent.futures.Future[Any], ...] = (future, self._walked_away)
        done, _ = concurrent.futures.wait(both, timeout=seconds + slack, return_when=concurrent.futures.FIRST_COMPLETED)
        if future in done and not future.cancelled():
            return future.result()
        future.cancel()
        raise LoopHangs

    def soon(self, act: Callable[[], None]) -> None:
        """Have `act` called in the loop; nothing happens where the loop has ended."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(act)

    def stop(self, last: Callable[[], None]) -> None:
        """End the loop, with `last` as its last act, and let go whoever waits for it. Takes JOIN_SECONDS at most."""
        self._last = last
        self.soon(self._loop.stop)
        self._thread.join(JOIN_SECONDS)
        if not self._walked_away.done():
            self._walked_away.set_result(None)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        beside = self._loop.create_task(self._beside())
        try:
            self._loop.run_forever()
        finally:
            self._last()
            left = {beside, *asyncio.all_tasks(self._loop)}
            for task in left:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            self._loop.close()
