"""Where a letter stands, in words: nobody takes an acknowledgement for a person's answer."""

from datetime import UTC, datetime

import pytest

from intake.desk.standing import standing
from intake.store.states import Message

AT = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


def told(
    state: str,
    *,
    asks: bool = True,
    acknowledged: bool = False,
    responded: bool = False,
    kind: str | None = None,
    kept_back: bool = False,
) -> str:
    return standing(
        state, asks_answer=asks, acknowledged_at=AT if acknowledged else None, responded_at=AT if responded else None, response_kind=kind,
        kept_back=kept_back,
    )  # fmt: skip


@pytest.mark.parametrize("state", list(Message))
def test_only_a_person_answers(state: Message) -> None:
    assert "answered" not in told(state, acknowledged=True)
    assert told(state, acknowledged=True, responded=True, kind="phone") == "answered by a person"


def test_who_still_waits_is_said() -> None:
    assert told("answered", acknowledged=True) == "acknowledged, waits for a person"
    assert told("answered") == "not yet acknowledged, waits for a person"
    assert told("answered", kept_back=True) == "not yet acknowledged (waits until automatic replies are on), waits for a person"
    assert told("ignored") == "not acknowledged, waits for a person"
    assert told("held") == "held, waits for a person"


def test_who_does_not_wait_is_not_said_to() -> None:
    assert told("ignored", asks=False) == "recorded, asks for no answer"
    assert told("answered", asks=False, acknowledged=True) == "acknowledged"
    assert told("answered", asks=False, acknowledged=True, kind="none_needed") == "no answer needed"
