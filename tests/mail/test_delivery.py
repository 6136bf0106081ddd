"""What a server's answer, or its silence, means for a letter."""

import pytest

from intake.mail import delivery
from intake.mail.delivery import Deferred, Failed, Outcome, Sent, Stage, Unsure


@pytest.mark.parametrize(
    ("code", "text", "stage", "outcome"),
    [
        (250, "2.0.0 Ok: queued as 1", Stage.BODY, Sent(250, "2.0.0 Ok: queued as 1")),
        (451, "4.3.0 later", Stage.RECIPIENT, Deferred("4.3.0 later", 451)),
        (451, "4.3.0 later", Stage.BODY, Deferred("4.3.0 later", 451)),
        (451, "4.7.500 Server busy", Stage.SENDER, Deferred("4.7.500 Server busy", 451, throttled=True)),
        (450, "4.7.1 greylisted", Stage.RECIPIENT, Deferred("4.7.1 greylisted", 450, throttled=True)),
        (421, "4.7.0 slow down", Stage.BODY, Deferred("4.7.0 slow down", 421, throttled=True)),
        (421, "closing", Stage.SENDER, Deferred("closing", 421, throttled=True)),
        (
            432,
            "4.3.2 STOREDRV concurrent connections",
            Stage.SENDER,
            Deferred("4.3.2 STOREDRV concurrent connections", 432, throttled=True),
        ),
        (452, "4.2.2 mailbox full", Stage.RECIPIENT, Deferred("4.2.2 mailbox full", 452)),
        (550, "5.1.1 no such user", Stage.RECIPIENT, Failed("5.1.1 no such user", 550, recipient=True)),
        (550, "no such user", Stage.RECIPIENT, Failed("no such user", 550, recipient=True)),
        (550, "5.7.1 relaying denied", Stage.RECIPIENT, Failed("5.7.1 relaying denied", 550)),
        (554, "5.6.0 refused", Stage.BODY, Failed("5.6.0 refused", 554)),
        (550, "5.1.1 no such user", Stage.BODY, Failed("5.1.1 no such user", 550, recipient=True)),
        (553, "5.7.1 sender refused", Stage.SENDER, Failed("5.7.1 sender refused", 553)),
        (554, "no service for you", Stage.CONNECT, Deferred("no service for you", 554, throttled=True)),
        (535, "5.7.8 log-in refused", Stage.LOGIN, Deferred("5.7.8 log-in refused", 535, throttled=True)),
        (354, "go on", Stage.BODY, Unsure("unexpected answer 354 go on")),
        (299, "", Stage.RECIPIENT, Deferred("unexpected answer 299", 299)),
    ],
)
def test_an_answer_is_classified(code: int, text: str, stage: Stage, outcome: Outcome) -> None:
    assert delivery.from_code(code, text, stage) == outcome


@pytest.mark.parametrize("stage", list(Stage))
def test_silence_is_unsure_only_once_the_body_may_have_gone(stage: Stage) -> None:
    expected = Unsure("line lost") if stage is Stage.BODY else Deferred("line lost")
    assert delivery.from_silence("line lost", stage) == expected


def test_the_words_of_a_server_are_one_bounded_line() -> None:
    assert delivery.words("a\r\nb\0c") == "a b c"
    assert len(delivery.words("x" * 5000)) == 300
