"""The page of reports: figures, charts that say what they show, days of one's choice."""

from datetime import timedelta

from tests.desk.ledger import TUESDAY, Ledger
from tests.web.client import Client


def test_figures_and_weeks_are_told_and_charts_have_words(ledger: Ledger, client: Client) -> None:
    for minutes in (60, 120):
        ledger.answered(acknowledged_at=TUESDAY + timedelta(minutes=2), responded_at=TUESDAY + timedelta(minutes=minutes), kind="press")
    page = client.get("/reports").text
    assert "<dt>Answered in time</dt><dd>100 %</dd>" in page
    assert "<dt>Answered, 95 %</dt><dd>120</dd>" in page
    assert '<th scope="row">2026-11-23</th><td>2</td><td>100 %</td><td>2 of 2</td><td>2</td>' in page
    assert page.count("<title id=") == page.count("<desc id=") == 5
    assert '<th scope="row">press</th><td class="amount">2</td>' in page
    assert "Most are press: 2." in page


def test_days_can_be_chosen_and_what_is_no_day_is_said(ledger: Ledger, client: Client) -> None:
    ledger.answered()
    assert "No letter was received in these days" in client.get("/reports?from=2026-01-01&to=2026-02-01").text
    assert "Write the day like 2026-11-24." in client.get("/reports?from=soon").text
    assert "The last day lies before the first one." in client.get("/reports?from=2026-02-02&to=2026-02-01").text
    assert client.get("/reports?to=1990-01-01").status_code == 200
