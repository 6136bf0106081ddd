"""Letters are made findable a moment after their verdict; what is private is found by nobody."""

from datetime import timedelta

from intake.store import leases, log_query, search, search_words
from intake.store.log_query import MODEL_BITS, Asked, Order
from tests.pipeline.house import House
from tests.pipeline.papers import letter, mail


def _found(house: House, text: str, **asked: object) -> list[int]:
    with house.db.read() as tx:
        words = search.resolve(tx, search_words.words([text])) if text else ()
        question = Asked(**{"asks_answer": None, "among": search.numbers(tx, words, 9), **asked})  # type: ignore[arg-type]
        return [number for _, number in log_query.page(tx, question, order=Order.RECEIVED, descending=False, limit=9)]


def _index(house: House) -> None:
    while house.indexing.run_one():
        pass


def test_a_letter_is_found_by_all_that_staff_know_it_by(both: House) -> None:
    one = both.take(mail("We look forward to Wednesdays.", subject="Zebra papers", attachments=(both.paper(letter(models=("JEM",))),)))
    assert _found(both, "zebra") == []
    with both.db.read() as tx:
        assert search.behind(tx, 100) > 0
    _index(both)
    with both.db.read() as tx:
        assert search.behind(tx, 100) == 0
    reference = both.whole(one).reference or ""
    for text in ("zebra", "Springvale", "wednesday", "chief@springvale.example", "Pat Doe", reference, str(one), "JEM", "springv"):
        assert _found(both, text) == [one], text
    assert _found(both, "zebra elephant") == []
    assert _found(both, "", us_state="OH") == _found(both, "", model="JEM") == [one]
    assert _found(both, "", us_state="FL") == []
    assert both.row(one).model_bits == MODEL_BITS["JEM"]


def test_a_private_number_is_found_by_nobody(house: House) -> None:
    one = house.take(mail("The nominee's SSN is 219-09-9999.", subject="Nominee"))
    _index(house)
    assert _found(house, "nominee") == [one]
    assert _found(house, "219-09-9999") == _found(house, "9999") == []


def test_letters_go_first_and_the_search_catches_up_nevertheless(house: House) -> None:
    one = house.take(mail(subject="First"))
    assert house.indexing.run_one()
    two = house.take(mail(subject="Second"))
    house.arrive(mail(subject="Third"))
    assert not house.indexing.run_one()
    house.clock.move(seconds=6)
    assert house.indexing.run_one()
    assert (_found(house, "first"), _found(house, "second")) == ([one], [two])


def test_another_worker_that_does_it_is_let_do_it(house: House) -> None:
    house.take(mail(subject="Zebra"))
    with house.db.write() as tx:
        leases.take(tx, house.db, name="indexing", owner="another", seconds=60)
    assert not house.indexing.run_one()
    assert _found(house, "zebra") == []
    house.clock.at += timedelta(seconds=61)
    _index(house)
    assert len(_found(house, "zebra")) == 1
