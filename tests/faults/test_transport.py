"""An SMTP server that fails on purpose (F8-F12): what may have gone is never sent again by itself, what did not go waits in order."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from intake.adapters.smtp import SmtpTransport
from intake.adapters.smtp_settings import Security, SmtpSettings
from intake.store import schema
from intake.store.states import Message, Reply
from tests.faults import invariants, stage
from tests.faults.stage import HookedTransport, Stage
from tests.faults.worlds import World
from tests.servers import processes
from tests.servers.sink import Sink

IN_A_HURRY = 0.3


@pytest.fixture
def here(world: World) -> Iterator[Stage]:
    with stage.made(world) as made:
        yield made


def hurried(here: Stage) -> Stage:
    """The same with a way out that waits a blink for each answer."""
    settings = SmtpSettings(
        host="127.0.0.1", port=here.world.sink.port, security=Security.NONE, allow_clear_text=True, connections=1,
        connect_timeout=IN_A_HURRY, command_timeout=IN_A_HURRY, final_timeout=IN_A_HURRY, per_minute=None,
    )  # fmt: skip
    here.transport.close()
    here.transport = SmtpTransport(settings=settings, clock=here.clock)
    return here.build()


def by_sender(here: Stage) -> list[str]:
    """Senders in the order in which their acknowledgements were taken."""
    return [copy.recipients[0] for copy in invariants.taken(here.world.sink_log)]


@pytest.mark.parametrize(("word", "copies"), [("drop-after-data", 1), ("drop-mid-data", 0), ("hang", 1)])
def test_a_line_lost_once_the_body_may_have_gone_leaves_the_reply_in_doubt_and_sends_no_second(here: Stage, word: str, copies: int) -> None:
    here.world.sink.plan(word, "ok")
    hurried(here)
    first, second = here.come(), here.come()
    here.all_through()
    assert here.replies() == [Reply.SENT, Reply.UNSURE]
    for _ in range(3):
        here.clock.move(hours=1)
        assert here.deliver() == 0
    assert "reply.unsure" in here.look()
    assert here.history("reply.unsure") == 1
    assert len(here.world.sink.stored) == 1 + copies
    assert first != second
    invariants.check(here.world.scene())


def test_a_second_copy_of_a_reply_in_doubt_goes_out_only_where_the_operator_chose_so(here: Stage) -> None:
    here.world.sink.plan("drop-after-data", "ok")
    here.come()
    here.all_through()
    assert here.watch is not None
    here.watch._settings = replace(here.watch._settings, retry_unsure_once=True)
    here.clock.move(hours=1)
    here.look()
    assert here.deliver() == 1
    assert here.replies() == [Reply.SENT]
    (one, two) = here.world.sink.stored
    assert (one.message_id, one.sha256) == (two.message_id, two.sha256)
    here.clock.move(hours=1)
    here.look()
    assert here.deliver() == 0
    invariants.check(here.world.scene())


def test_a_reply_that_is_in_doubt_twice_is_left_to_a_person(here: Stage) -> None:
    here.world.sink.plan("drop-after-data")
    here.come()
    here.all_through()
    assert here.watch is not None
    here.watch._settings = replace(here.watch._settings, retry_unsure_once=True)
    for _ in range(4):
        here.clock.move(hours=1)
        here.look()
        here.deliver()
    assert here.replies() == [Reply.UNSURE]
    assert len(here.world.sink.stored) == 2
    invariants.check(here.world.scene())


@pytest.mark.parametrize("word", ["451", "452", "421", "450", "mail-451", "limit"])
def test_a_reply_refused_for_now_waits_and_is_sent_once(here: Stage, word: str) -> None:
    here.world.sink.plan(word, word, "ok")
    here.come()
    here.all_through()
    assert here.replies() == [Reply.DEFERRED]
    assert here.deliver() == 0
    here.clock.move(minutes=2)
    assert here.deliver() == 1
    assert here.replies() == [Reply.DEFERRED]
    here.clock.move(minutes=4)
    assert here.deliver() == 1
    assert here.replies() == [Reply.SENT]
    assert len(here.world.sink.stored) == 1
    invariants.check(here.world.scene())


def test_replies_that_were_put_off_together_go_out_in_their_order(here: Stage) -> None:
    here.world.sink.plan(*["451"] * 8, "ok")
    senders = [f"chief@{n}-pd.example" for n in range(8)]
    for sender in senders:
        here.come(sender=sender)
    here.all_through()
    assert here.replies() == [Reply.DEFERRED] * 8
    here.clock.move(minutes=3)
    here.deliver()
    assert by_sender(here) == senders
    invariants.check(here.world.scene())


def test_staff_are_told_of_replies_that_wait_before_their_letters_are_due(here: Stage) -> None:
    here.world.sink.plan("451")
    here.come()
    here.all_through()
    assert "replies.waiting" not in here.look()
    here.clock.move(minutes=16)
    assert "replies.waiting" in here.look()
    (letter,) = here.world.rows(schema.messages)
    assert here.clock.now() < letter["due_at"]
    here.world.sink.plan("ok")
    here.deliver()
    assert "replies.waiting" not in here.look()
    invariants.check(here.world.scene())


@pytest.mark.parametrize("word", ["550", "554", "mail-550"])
def test_a_reply_refused_for_good_is_dead_and_a_person_is_told(here: Stage, word: str) -> None:
    here.world.sink.plan(word, "ok")
    here.come()
    here.all_through()
    assert here.replies() == [Reply.DEAD]
    assert here.look() == {"reply.dead"}
    here.clock.move(hours=3)
    assert here.deliver() == 0
    here.come()
    here.all_through()
    assert here.replies() == [Reply.DEAD, Reply.SENT]
    invariants.check(here.world.scene())


def test_letters_are_taken_in_while_the_server_is_down_and_answered_once_it_is_back(here: Stage) -> None:
    here.world.configure(port=processes.free_port())
    with stage.made(here.world) as lost:
        for _ in range(3):
            lost.come()
            lost.all_through()
        assert lost.letters() == [Message.ANSWERED] * 3
        assert lost.replies() == [Reply.DEFERRED] * 3
        lost.clock.move(minutes=16)
        assert "replies.waiting" in lost.look()
    here.clock.move(minutes=30)
    here.deliver()
    assert here.replies() == [Reply.SENT] * 3
    assert len(here.world.sink.stored) == 3
    assert "replies.waiting" not in here.look()
    invariants.check(here.world.scene())


@pytest.mark.parametrize("word", ["hang-banner", "hang-data", "drop-banner"])
def test_a_server_that_falls_silent_before_the_body_is_given_up_in_time_and_tried_again(here: Stage, word: str) -> None:
    here.world.sink.plan(word, "ok")
    hurried(here)
    here.come()
    here.all_through()
    assert here.replies() == [Reply.DEFERRED]
    here.clock.move(minutes=2)
    here.deliver()
    assert here.replies() == [Reply.SENT]
    assert len(here.world.sink.stored) == 1
    invariants.check(here.world.scene())


def test_a_reply_that_nobody_takes_for_three_days_is_dead_and_a_person_is_told(here: Stage) -> None:
    here.world.sink.plan("451")
    here.come()
    here.all_through()
    with here.db.write() as tx:  # a long promise, so that it is not withdrawn first
        tx.execute(schema.messages.update().values(due_at=here.clock.now().replace(year=here.clock.now().year + 1)))
    here.clock.move(days=3, hours=1)
    here.deliver()
    assert here.replies() == [Reply.DEAD]
    assert "reply.dead" in here.alarms()
    invariants.check(here.world.scene())


def test_an_answer_that_cannot_be_written_down_now_is_kept_until_it_can(world: World) -> None:
    with stage.made(world, busy_seconds=0.2) as here:
        backup = []
        here.transport = HookedTransport(here.transport, lambda: backup.append(stage.exclusively(world)))
        here.build()
        here.come()
        here.receive()
        here.carry()
        assert here.deliverer is not None
        assert here.deliverer.run_one()
        assert len(world.sink.stored) == 1
        backup.pop().close()
        here.deliver()
        assert here.replies() == [Reply.SENT]
        assert len(world.sink.stored) == 1
        invariants.check(world.scene())


def test_a_worker_that_was_thought_dead_in_data_still_settles_its_reply(here: Stage) -> None:
    """Another worker calls the reply unsure while the server thinks about it; then the answer comes."""

    def thought_dead() -> None:
        assert here.watch is not None
        here.watch.run()
        assert here.replies() == [Reply.UNSURE]

    here.transport = HookedTransport(here.transport, thought_dead)
    here.build()
    here.come()
    here.all_through()
    assert here.replies() == [Reply.SENT]
    assert "reply.unsure" not in here.alarms()
    invariants.check(here.world.scene())


def test_a_worker_whose_claim_lapsed_does_not_send(here: Stage, smtp_sink: type[Sink]) -> None:
    """It claims, is stopped for longer than its claim, and another one sends; when it goes on, the fence holds it before DATA."""
    here.come()
    here.receive()
    here.carry()
    stale, before = here.deliverer, here.transport
    assert stale is not None

    class Slept:
        connections = 1

        def send(self, letter, *, before_data):  # type: ignore[no-untyped-def]
            here.clock.move(hours=1)
            here.transport = before
            here.owner = "another"
            here.build().deliver()
            assert here.replies() == [Reply.SENT]
            return before.send(letter, before_data=before_data)

        def check(self) -> None: ...

        def close(self) -> None: ...

    stale._transport = Slept()
    assert stale.run_one()
    assert here.replies() == [Reply.SENT]
    assert len(here.world.sink.stored) == 1
    invariants.check(here.world.scene())
