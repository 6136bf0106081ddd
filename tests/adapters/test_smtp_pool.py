"""Few connections, long-lived, shared by threads; a rate that is kept; an end that comes in time."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from intake import failpoints
from intake.adapters.smtp_rate import RateLimit
from intake.failpoints import Failpoint
from intake.mail.delivery import Deferred, Sent, Unsure
from tests.adapters.fake_smtp import CLOSE, HANG, FakeSmtp
from tests.adapters.smtp_world import Fence, HandClock, a_letter, a_transport, side_by_side, wait_until
from tests.servers.sink import Sink

SinkStart = Callable[..., Sink]


def test_letters_share_one_connection(smtp_sink: SinkStart) -> None:
    sink = smtp_sink("ok")
    with a_transport(sink.port) as transport:
        for _ in range(20):
            assert isinstance(transport.send(a_letter(), before_data=Fence()), Sent)
    assert (sink.sessions, len(sink.stored)) == (1, 20)


def test_a_refusal_leaves_the_connection_to_the_next_letter(smtp_sink: SinkStart) -> None:
    sink = smtp_sink("550", "451", "554", "mail-451", "450", "ok")
    with a_transport(sink.port, connections=1) as transport:
        outcomes = [transport.send(a_letter(), before_data=Fence()) for _ in range(6)]
    assert isinstance(outcomes[-1], Sent)
    assert (sink.sessions, len(sink.stored)) == (1, 1)


@pytest.mark.parametrize("connections", [1, 3])
def test_eight_threads_never_open_more_than_the_allowed_connections_and_mix_nothing_up(smtp_sink: SinkStart, connections: int) -> None:
    sink = smtp_sink("ok")
    letters = [[a_letter(f"clerk{i}-{j}@oak.example") for j in range(10)] for i in range(8)]
    with a_transport(sink.port, connections=connections) as transport:
        assert transport.connections == connections
        outcomes = side_by_side(8, lambda i: [transport.send(letter, before_data=Fence()) for letter in letters[i]])
    assert all(isinstance(outcome, Sent) for batch in outcomes for outcome in batch)  # type: ignore[attr-defined]
    assert sink.most_open_sessions <= connections
    assert sink.sessions == sink.most_open_sessions
    expected = {letter.message_id: (letter.recipient, letter.raw) for batch in letters for letter in batch}
    assert {stored.message_id: (stored.rcpt[0], stored.raw) for stored in sink.stored} == expected
    assert sink.twice() == {}


def test_a_letter_that_finds_no_free_connection_in_time_is_deferred(smtp_sink: SinkStart) -> None:
    sink, entered, leave = smtp_sink("ok"), threading.Event(), threading.Event()

    def slow_fence() -> bool:
        entered.set()
        return leave.wait(10)

    with a_transport(sink.port, connections=1, patience=0.1) as transport:
        first = threading.Thread(target=transport.send, args=(a_letter(),), kwargs={"before_data": slow_fence}, daemon=True)
        first.start()
        assert entered.wait(10)
        outcome = transport.send(a_letter(), before_data=Fence())
        assert isinstance(outcome, Deferred)
        assert "busy" in outcome.why
        leave.set()
        first.join(10)
    assert len(sink.stored) == 1


def test_an_idle_connection_is_asked_before_it_is_used_again(smtp_sink: SinkStart) -> None:
    sink, clock = smtp_sink("ok"), HandClock()
    with a_transport(sink.port, clock=clock) as transport:
        transport.send(a_letter(), before_data=Fence())
        clock.move(29)
        transport.send(a_letter(), before_data=Fence())
        assert "RSET" not in sink.commands
        clock.move(31)
        transport.send(a_letter(), before_data=Fence())
        assert sink.commands.count("RSET") == 1
    assert sink.sessions == 1


@pytest.mark.parametrize("idle", [1, 31])
def test_a_connection_lost_while_it_idled_is_replaced_and_the_letter_goes(idle: float) -> None:
    clock = HandClock()
    with FakeSmtp() as server, a_transport(server.port, clock=clock, connections=1) as transport:
        transport.send(a_letter(), before_data=Fence())
        server.cut_all()
        clock.move(idle)
        assert isinstance(transport.send(a_letter(), before_data=Fence()), Sent)
        assert server.sessions == 2


@pytest.mark.parametrize("verb", ["MAIL", "RCPT"])
def test_a_reused_connection_that_is_lost_before_data_is_replaced_once(verb: str) -> None:
    answers = {verb: ["250 ok", CLOSE]}
    with FakeSmtp(answers=answers) as server, a_transport(server.port) as transport:
        transport.send(a_letter(), before_data=Fence())
        fence = Fence()
        assert isinstance(transport.send(a_letter(), before_data=fence), Sent)
        assert (server.sessions, fence.asked) == (2, 1)
        assert len(server.letters) == 2


def test_after_its_share_of_letters_a_connection_is_ended_politely(smtp_sink: SinkStart) -> None:
    sink = smtp_sink("ok")
    with a_transport(sink.port, mails_per_connection=3) as transport:
        for _ in range(7):
            assert isinstance(transport.send(a_letter(), before_data=Fence()), Sent)
        assert sink.sessions == 3
        assert sink.commands.count("QUIT") == 2


def test_a_connection_that_idles_too_long_is_ended_by_us(smtp_sink: SinkStart) -> None:
    sink, clock = smtp_sink("ok"), HandClock()
    with a_transport(sink.port, clock=clock, idle_close=0.2) as transport:
        transport.send(a_letter(), before_data=Fence())
        clock.move(1)
        wait_until(lambda: sink.open_sessions == 0)
        assert sink.commands[-1] == "QUIT"
        assert isinstance(transport.send(a_letter(), before_data=Fence()), Sent)


def test_a_check_logs_in_and_out_and_keeps_no_connection(smtp_sink: SinkStart) -> None:
    sink = smtp_sink("ok")
    with a_transport(sink.port) as transport:
        transport.check()
        wait_until(lambda: sink.open_sessions == 0)
        assert sink.commands == ["EHLO office.example", "QUIT"]


# The rate


def test_no_sixty_seconds_hold_more_letters_than_the_limit() -> None:
    limit, now, taken = RateLimit(per_minute=30), 0.0, []
    for _ in range(200):
        while (wait := limit.take(now)) > 0:
            now += wait
        taken.append(now)
        now += 0.7
    for start in taken:
        assert sum(start <= at < start + 60 for at in taken) <= 30
    # And not much less than the limit goes out.
    assert taken[-1] < 200 / 30 * 60 + 60


def test_no_limit_never_waits() -> None:
    limit = RateLimit(per_minute=None)
    assert all(limit.take(0.0) == 0.0 for _ in range(1000))


def test_a_letter_over_the_rate_waits_until_the_minute_is_over_and_is_not_deferred(smtp_sink: SinkStart) -> None:
    sink, clock = smtp_sink("ok"), HandClock()
    outcomes: list[object] = []
    with a_transport(sink.port, clock=clock, per_minute=2, connections=1) as transport:
        transport._closing = closing = _Hand(clock)  # the wait moves the clock instead of sleeping
        for _ in range(5):
            outcomes.append(transport.send(a_letter(), before_data=Fence()))
        assert closing.waited == [60.0, 60.0]
    assert all(isinstance(outcome, Sent) for outcome in outcomes)


class _Hand(threading.Event):
    """An event whose wait moves the clock."""

    def __init__(self, clock: HandClock) -> None:
        super().__init__()
        self._clock = clock
        self.waited: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.waited.append(timeout)
        self._clock.move(timeout)
        return self.is_set()


# The end


def test_a_letter_in_data_finishes_while_the_transport_closes(smtp_sink: SinkStart) -> None:
    sink = smtp_sink("slow:0.5")
    with a_transport(sink.port) as transport:
        result: list[object] = []
        thread = threading.Thread(target=lambda: result.append(transport.send(a_letter(), before_data=Fence())), daemon=True)
        thread.start()
        sink.await_stored(1)
        transport.close()
        thread.join(10)
        assert [type(outcome) for outcome in result] == [Sent]


def test_a_letter_whose_answer_never_comes_is_unsure_when_the_transport_closes(smtp_sink: SinkStart) -> None:
    sink = smtp_sink("hang")
    with a_transport(sink.port, final_timeout=600.0, stop_patience=0.2) as transport:
        result: list[object] = []
        thread = threading.Thread(target=lambda: result.append(transport.send(a_letter(), before_data=Fence())), daemon=True)
        thread.start()
        sink.await_stored(1)
        started = time.monotonic()
        transport.close()
        thread.join(10)
        assert time.monotonic() - started < 5
        assert [type(outcome) for outcome in result] == [Unsure]


@pytest.mark.parametrize("verb", ["GREETING", "EHLO", "MAIL", "RCPT"])
def test_a_letter_before_data_is_let_go_at_once_when_the_transport_closes(verb: str) -> None:
    result: list[object] = []
    server = FakeSmtp(answers={verb: [HANG]})
    with server, a_transport(server.port, command_timeout=60.0, connect_timeout=60.0) as transport:
        thread = threading.Thread(target=lambda: result.append(transport.send(a_letter(), before_data=Fence())), daemon=True)
        thread.start()
        wait_until(lambda: server.sessions == 1 and (verb == "GREETING" or len(server.heard(verb)) == 1))
        started = time.monotonic()
        transport.close()
        thread.join(10)
        assert time.monotonic() - started < 1
        assert [type(outcome) for outcome in result] == [Deferred]


def test_a_close_does_not_keep_others_waiting_for_the_letter_in_data() -> None:
    results: dict[str, float] = {}
    server = FakeSmtp(answers={"DOT": [HANG], "MAIL": ["250 ok", HANG]})
    with server, a_transport(server.port, command_timeout=60.0, final_timeout=60.0, stop_patience=1.0) as transport:

        def send(name: str) -> None:
            transport.send(a_letter(), before_data=Fence())
            results[name] = time.monotonic()

        threads = []
        for name, heard in (("in data", lambda: len(server.letters) == 1), ("talking", lambda: len(server.heard("MAIL")) == 2)):
            threads.append(threading.Thread(target=send, args=(name,), daemon=True))
            threads[-1].start()
            wait_until(heard)
        started = time.monotonic()
        transport.close()
        for thread in threads:
            thread.join(10)
    assert results["talking"] - started < 0.5
    assert results["in data"] - started >= 0.9


def test_a_letter_whose_fence_ends_after_the_close_never_enters_data(smtp_sink: SinkStart) -> None:
    sink = smtp_sink("ok")
    with a_transport(sink.port) as transport:

        def fence() -> bool:
            transport.close()
            return True

        assert transport.send(a_letter(), before_data=fence) == Deferred("The service is stopping")
    assert "DATA" not in sink.commands


def test_a_closed_transport_takes_no_letter_and_closes_again_without_harm(smtp_sink: SinkStart) -> None:
    sink = smtp_sink("ok")
    with a_transport(sink.port) as transport:
        transport.close()
        transport.close()
        assert transport.send(a_letter(), before_data=Fence()) == Deferred("The service is stopping")
    assert sink.sessions == 0


def test_letters_that_wait_for_a_place_or_the_rate_are_let_go_by_a_close(smtp_sink: SinkStart) -> None:
    sink = smtp_sink("ok")
    with a_transport(sink.port, per_minute=1, connections=1) as transport:
        transport.send(a_letter(), before_data=Fence())
        results: list[object] = []
        threads = [
            threading.Thread(target=lambda: results.append(transport.send(a_letter(), before_data=Fence())), daemon=True) for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        started = time.monotonic()
        transport.close()
        for thread in threads:
            thread.join(10)
        assert time.monotonic() - started < 5
        assert [type(result) for result in results] == [Deferred] * 3


def test_a_close_walks_away_from_a_loop_that_hangs(smtp_sink: SinkStart) -> None:
    sink, release = smtp_sink("ok"), threading.Event()

    def hang() -> None:
        release.wait(30)

    with a_transport(sink.port) as transport:
        transport.send(a_letter(), before_data=Fence())
        assert transport._loop is not None
        assert all(thread.daemon for thread in threading.enumerate() if thread.name == "smtp")
        transport._loop.soon(hang)
        result: list[object] = []
        thread = threading.Thread(target=lambda: result.append(transport.send(a_letter(), before_data=Fence())), daemon=True)
        thread.start()
        started = time.monotonic()
        transport.close()
        assert time.monotonic() - started < 5
        thread.join(5)
        assert [type(outcome) for outcome in result] == [Deferred]
        release.set()


def test_no_thread_and_no_socket_is_left_behind(smtp_sink: SinkStart) -> None:
    sink = smtp_sink("ok")
    before = {thread.name for thread in threading.enumerate()}
    with a_transport(sink.port) as transport:
        transport.send(a_letter(), before_data=Fence())
    wait_until(lambda: sink.open_sessions == 0)
    assert {thread.name for thread in threading.enumerate()} <= before


# The failpoints


@pytest.mark.parametrize(
    ("holds", "plan", "expected"),
    [
        (True, "ok", [Failpoint.AFTER_RCPT, "fence", Failpoint.AFTER_IN_DATA, Failpoint.AFTER_ACCEPTED]),
        (False, "ok", [Failpoint.AFTER_RCPT, "fence"]),
        (True, "554", [Failpoint.AFTER_RCPT, "fence", Failpoint.AFTER_IN_DATA]),
        (True, "drop-after-data", [Failpoint.AFTER_RCPT, "fence", Failpoint.AFTER_IN_DATA]),
        (True, "550", []),
    ],
)
def test_the_failpoints_lie_around_the_fence_and_after_the_yes(
    smtp_sink: SinkStart, monkeypatch: pytest.MonkeyPatch, holds: bool, plan: str, expected: list[Any]
) -> None:
    order: list[Any] = []
    monkeypatch.setattr(failpoints, "hit", order.append)

    def fence() -> bool:
        order.append("fence")
        return holds

    with a_transport(smtp_sink(plan).port) as transport:
        transport.send(a_letter(), before_data=fence)
    assert order == expected
