"""A view in an address: there and back, and whatever somebody types there."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from intake.applications.kinds import Kind
from intake.desk import log_view
from intake.desk.log_view import LogView, Show, Whose
from intake.store.log_query import Order

NAMES = ("q", "show", "who", "kind", "model", "state", "from", "to", "sort", "after", "before")


def test_a_view_comes_back_from_its_address() -> None:
    full = LogView(
        show=Show.ANSWERED, who="mora", kind=Kind.PRESS, model="TFM", us_state="OH", since=date(2026, 1, 2), until=date(2026, 2, 3),
        words="brook field", order=Order.AGENCY, descending=True, after=("sheriff ~ x", 12),
    )  # fmt: skip
    for view in (
        LogView(),
        full,
        LogView(before=(datetime(2026, 11, 24, 15, 30, 1, 5, tzinfo=UTC), 3)),
        LogView(after=(None, 3)),
        LogView(show=Show.LOG, who=Whose.ANYONE, order=Order.RECEIVED, descending=True),
    ):
        assert log_view.parse(log_view.parameters(view)) == (view, {})


def test_what_goes_without_saying_is_not_said() -> None:
    assert log_view.query(LogView()) == ""
    assert log_view.parse({}) == (LogView(), {})


def test_words_are_looked_for_in_all_letters_of_everybody() -> None:
    view, _ = log_view.parse({"q": "  brook   field "})
    assert (view.words, view.show, view.who, view.order, view.descending) == (
        "brook field", Show.ALL, Whose.ANYONE, Order.RECEIVED, True,
    )  # fmt: skip
    assert log_view.query(view) == "q=brook+field"


def test_a_state_may_be_named() -> None:
    assert log_view.parse({"state": "ohio"})[0].us_state == "OH"


def test_what_is_no_use_is_said_beside_the_field_and_the_rest_stands() -> None:
    given = {
        "state": "Atlantis",
        "from": "last week",
        "to": "2026-13-01",
        "kind": "spam",
        "model": "X",
        "sort": "mood",
        "after": "?",
        "show": "all",
    }
    view, faults = log_view.parse(given)
    assert set(faults) == {"state", "from", "to", "kind", "model", "sort", "after"}
    assert view == log_view.parse({"show": "all"})[0]
    assert log_view.parse({"from": "2026-02-02", "to": "2026-02-01"})[1] == {"to": "The last day lies before the first one."}


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=400)))
def test_whatever_is_typed_gives_a_view_that_an_address_can_hold(typed: dict[str, str]) -> None:
    view, _ = log_view.parse(typed)
    again, faults = log_view.parse(log_view.parameters(view))
    assert (again, faults) == (view, {})
    assert len(log_view.query(view)) < 9_000
