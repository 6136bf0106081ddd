"""Waiting between attempts, the clock and random names."""

import random
from datetime import UTC, datetime, timedelta

from intake.adapters.backoff import Backoff
from intake.adapters.clock import SystemClock
from intake.adapters.ids import SystemIds


def test_waits_grow_with_jitter_up_to_a_bound_and_start_anew_after_success() -> None:
    backoff = Backoff(rng=random.Random(1), first=1.0, most=20.0)
    waits = [backoff.next() for _ in range(8)]
    for wait, step in zip(waits, [1, 2, 4, 8, 16, 20, 20, 20], strict=True):
        assert step / 2 <= wait <= step
    backoff.reset()
    assert backoff.next() <= 1.0


def test_the_same_seed_waits_the_same() -> None:
    first, second = (Backoff(rng=random.Random(7)) for _ in range(2))
    assert [first.next() for _ in range(5)] == [second.next() for _ in range(5)]


def test_two_clients_do_not_come_back_together() -> None:
    first, second = Backoff(rng=random.Random(1)), Backoff(rng=random.Random(2))
    assert first.next() != second.next()


def test_the_clock_is_aware_utc_and_monotonic() -> None:
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.monotonic() <= clock.monotonic()


def test_tokens_are_long_lower_case_and_never_the_same() -> None:
    made = {SystemIds().token() for _ in range(1_000)}
    assert len(made) == 1_000
    assert all(len(token) >= 24 and token.isascii() and token.isalnum() and token == token.lower() for token in made)


def test_letters_come_from_the_alphabet() -> None:
    drawn = SystemIds().letters("ABC", 200)
    assert len(drawn) == 200
    assert set(drawn) == set("ABC")
