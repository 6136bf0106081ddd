"""Charts: bars in proportion, and what is too much for a small one goes into its last bar."""

from intake.web import charts


def test_bars_are_as_long_as_their_share_of_the_most() -> None:
    chart = charts.rows([("Oklahoma", 40), ("Wyoming", 10)])
    first, second = chart.rows
    assert (first.name, first.figure) == ("Oklahoma", "40")
    assert first.width == 4 * second.width
    assert first.width + chart.left < chart.width
    assert second.y > first.y


def test_what_is_too_much_for_a_small_chart_is_told_together() -> None:
    chart = charts.rows([(f"State {number}", 100 - number) for number in range(30)])
    assert len(chart.rows) == charts.MOST_ROWS
    assert chart.rows[-1].name == "all others"
    assert chart.rows[-1].figure == f"{sum(100 - number for number in range(11, 30)):,}"
    assert charts.rows([]).rows == ()
