"""How long to wait before trying again. In: a source of randomness. Out: seconds, growing and jittered. Pure."""

import random


class Backoff:
    """Exponential with equal jitter: each wait lies between half of and the whole of `first * factor**n`, never above `most` seconds."""

    def __init__(self, *, rng: random.Random, first: float = 1.0, most: float = 300.0, factor: float = 2.0) -> None:
        self._rng = rng
        self._first = first
        self._most = most
        self._factor = factor
        self._step = first

    def next(self) -> float:
        """Seconds to wait now; the next answer is longer."""
        step = min(self._step, self._most)
        self._step = min(self._step * self._factor, self._most)
        return step * self._rng.uniform(0.5, 1.0)

    def reset(self) -> None:
        """It worked: the next wait is a short one again."""
        self._step = self._first
