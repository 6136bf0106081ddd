"""Reports: the share in time, medians and percentiles of office time, volumes; the same minutes as the log has."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from intake.business_time import calendar, elapsed
from intake.desk import acts, reports
from intake.desk.reports import Span, Took
from intake.store import messages
from tests.desk.ledger import TUESDAY, Ledger

CALENDAR = calendar.standard()


def test_a_week_tells_share_times_and_what_is_still_open(ledger: Ledger) -> None:
    quick, slow, late, waits = (ledger.answered(kind=kind) for kind in ("application", "application", "press", "inquiry"))
    ledger.answered(asks_answer=False)
    with ledger.db.write() as tx:
        messages.change(tx, quick, acknowledged_at=TUESDAY + timedelta(minutes=2))
        messages.change(tx, slow, us_state="OH")
    for minutes, letter in ((60, quick), (60, slow), (20 * 60 + 24 * 60, late)):
        ledger.clock.move(minutes=minutes)
        acts.respond(ledger.desk, str(letter), who="mora", way=acts.Way.PHONE)
    found = reports.report(ledger.desk, Span(date(2026, 11, 16), date(2026, 11, 27)))
    empty, week = found.weeks
    assert (empty.monday, empty.letters, empty.share, empty.answered) == (date(2026, 11, 16), 0, None, Took(0, None, None))
    assert (week.letters, week.due, week.in_time, week.share) == (4, 4, 2, 0.5)
    assert week.acknowledged == Took(1, 2, 2)
    assert (week.answered.count, week.answered.median, week.answered.most) == (3, 120, 870)
    assert (found.kinds[0], set(found.kinds[1:])) == (("application", 2), {("press", 1), ("inquiry", 1)})
    assert found.states == (("not known", 3), ("Ohio", 1))
    assert found.whole.letters == 4 and waits


def test_a_letter_whose_time_is_not_over_counts_for_nothing_yet(ledger: Ledger) -> None:
    ledger.answered()
    (week,) = reports.report(ledger.desk, Span(date(2026, 11, 24), date(2026, 11, 24))).weeks
    assert (week.letters, week.due, week.share) == (1, 0, None)


def test_letters_that_need_no_answer_are_counted_apart(ledger: Ledger) -> None:
    acts.none_needed(ledger.desk, str(ledger.answered()), who="mora", reason="thanks")
    found = reports.report(ledger.desk, Span(date(2026, 11, 24), date(2026, 11, 24)))
    assert (found.none_needed, found.whole.letters) == (1, 0)


def test_the_usual_span_is_of_whole_weeks_and_a_longer_one_is_cut(ledger: Ledger) -> None:
    assert reports.usual(ledger.desk) == Span(date(2026, 8, 31), date(2026, 11, 24))
    assert reports.report(ledger.desk, Span(date(2000, 1, 1), date(2026, 11, 24))).span.first == date(2025, 11, 23)


@given(st.integers(0, 40 * 24 * 60), st.integers(0, 40 * 24 * 60))
def test_minutes_are_those_of_the_log(start: int, length: int) -> None:
    begin = TUESDAY - timedelta(days=30) + timedelta(minutes=start)
    clock = reports._Clock(CALENDAR, TUESDAY - timedelta(days=30), TUESDAY + timedelta(days=60))
    end = begin + timedelta(minutes=length)
    assert clock.minutes(begin, end) == elapsed.business_minutes(begin, end, CALENDAR)
