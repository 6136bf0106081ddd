"""Which passwords are refused, and what is kept of those that are not."""

import time

import pytest

from intake.security import passwords

GOOD = "gray otter walks 41 home"


@pytest.mark.parametrize(
    "password",
    ["short words 9", "passwordpassword", "aaaaaaaaaaaaaaaaaaaa", "123456789012345678", "qwertyuiopasdfgh", "x" * 257, "ida.moss ida.moss"],
)
def test_what_is_short_known_or_easy_to_guess_is_refused(password: str) -> None:
    assert passwords.problem(password, known=("ida.moss",))


def test_several_words_are_good_enough() -> None:
    assert passwords.problem(GOOD, known=("ida.moss", "Ida Moss")) == ""


def test_a_long_hostile_password_is_looked_at_in_no_time() -> None:
    began = time.perf_counter()
    passwords.problem("ab12" * 64)
    assert time.perf_counter() - began < 5


def test_a_hash_fits_its_password_alone() -> None:
    kept = passwords.hashed(GOOD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.hashed(GOOD) != kept
    assert passwords.fits(GOOD, kept) == (True, None)
    assert passwords.fits(GOOD + " ", kept) == (False, None)


def test_nothing_fits_where_there_is_no_hash() -> None:
    assert passwords.fits("aaa", "") == (False, None)
    assert passwords.fits("", "") == (False, None)
    assert passwords.fits(GOOD, "damaged") == (False, None)


def test_a_weaker_hash_is_made_stronger() -> None:
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    well, better = passwords.fits(GOOD, PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8192, parallelism=1),)).hash(GOOD))
    assert well
    assert better is not None
    assert passwords.fits(GOOD, better) == (True, None)


def test_an_unknown_name_takes_as_long_as_a_known_one() -> None:
    kept = passwords.hashed(GOOD)

    def seconds(hash_: str) -> float:
        began = time.process_time()
        passwords.fits("some other words here", hash_)
        return time.process_time() - began

    known, unknown = (min(seconds(each) for _ in range(5)) for each in (kept, ""))
    assert 0.5 < unknown / known < 2
