"""What becomes of a letter when the server fails, at each point of the talk."""

import threading

import pytest

from intake.mail.delivery import Abandoned, Deferred, Failed, Letter, Outcome, Sent, Unsure
from tests.adapters.fake_smtp import CLOSE, HANG, FakeSmtp
from tests.adapters.smtp_world import Fence, a_letter, a_transport
from tests.servers import processes


def outcome_at(sink_or_port, fence=None, letter: Letter | None = None, **changes) -> Outcome:
    """One letter over a fresh transport."""
    port = sink_or_port if isinstance(sink_or_port, int) else sink_or_port.port
    with a_transport(port, **changes) as transport:
        return transport.send(letter or a_letter(), before_data=fence or Fence())


def outcome_of_answers(answers, fence=None, letter=None, **changes) -> Outcome:
    with FakeSmtp(answers=answers) as server:
        return outcome_at(server.port, fence, letter, **changes)


def test_an_accepted_letter_is_sent_with_the_servers_words(smtp_sink):
    sink, letter = smtp_sink("ok"), a_letter(text="One.\r\n.two begins with a dot\r\n.\r\nThree.")
    assert outcome_at(sink, letter=letter) == Sent(250, "2.0.0 queued")
    [stored] = sink.stored
    assert stored.raw == letter.raw
    assert (stored.mail_from, stored.rcpt, stored.message_id) == ("intake@office.example", ["records@oakridge.example"], letter.message_id)


def test_the_null_sender_is_sent_as_empty_brackets(smtp_sink):
    sink = smtp_sink("ok")
    assert isinstance(outcome_at(sink, letter=a_letter(envelope_from="")), Sent)
    assert sink.stored[0].mail_from == ""
    assert any(command.startswith("MAIL FROM:<>") for command in sink.commands)


@pytest.mark.parametrize("plan", ["drop-after-data", "drop-mid-data"])
def test_a_line_lost_after_the_letter_began_is_unsure(smtp_sink, plan):
    sink = smtp_sink(plan)
    assert isinstance(outcome_at(sink), Unsure)
    assert len(sink.stored) == (plan == "drop-after-data")


def test_a_long_letter_cut_in_its_middle_is_unsure(smtp_sink):
    sink = smtp_sink("drop-mid-data")
    assert isinstance(outcome_at(sink, letter=a_letter(text="A long line of words. \r\n" * 200_000)), Unsure)


@pytest.mark.parametrize(("plan", "code", "throttled"), [("451", 451, False), ("452", 452, False), ("421", 421, True)])
def test_a_temporary_refusal_after_the_letter_is_deferred(smtp_sink, plan, code, throttled):
    match outcome_at(smtp_sink(plan)):
        case Deferred(code=said, throttled=pause):
            assert (said, pause) == (code, throttled)
        case other:
            pytest.fail(repr(other))


def test_a_refused_recipient_is_failed_and_the_fence_is_never_asked(smtp_sink):
    fence = Fence()
    assert outcome_at(smtp_sink("550"), fence) == Failed(
        "The server refused at the recipient's address: 550 5.1.1 no such user", code=550, recipient=True
    )
    assert fence.asked == 0


def test_a_recipient_refused_for_now_is_deferred(smtp_sink):
    outcome = outcome_at(smtp_sink("450"))
    assert isinstance(outcome, Deferred)
    assert (outcome.code, outcome.throttled) == (450, False)


def test_a_final_refusal_after_the_letter_is_failed_without_blaming_the_recipient(smtp_sink):
    outcome = outcome_at(smtp_sink("554"))
    assert isinstance(outcome, Failed)
    assert (outcome.code, outcome.recipient) == (554, False)


@pytest.mark.parametrize(("plan", "kind"), [("mail-550", Failed), ("mail-451", Deferred)])
def test_a_refused_sender_does_not_blame_the_recipient(smtp_sink, plan, kind):
    outcome = outcome_at(smtp_sink(plan))
    assert isinstance(outcome, kind)
    assert not getattr(outcome, "recipient", False)


def test_silence_after_the_final_dot_is_unsure(smtp_sink):
    sink = smtp_sink("hang")
    assert isinstance(outcome_at(sink, final_timeout=0.2), Unsure)
    assert len(sink.stored) == 1


def test_a_slow_answer_within_the_final_time_out_is_sent_though_commands_are_held_to_less(smtp_sink):
    assert isinstance(outcome_at(smtp_sink("slow:0.6"), command_timeout=0.3, final_timeout=5.0), Sent)


def test_silence_after_data_is_deferred_because_no_octet_went(smtp_sink):
    fence, sink = Fence(), smtp_sink("hang-data")
    assert isinstance(outcome_at(sink, fence, command_timeout=0.2), Deferred)
    assert (fence.asked, len(sink.stored)) == (1, 0)


@pytest.mark.parametrize("plan", ["drop-banner", "hang-banner"])
def test_a_server_that_does_not_greet_defers(smtp_sink, plan):
    fence = Fence()
    assert isinstance(outcome_at(smtp_sink(plan), fence, connect_timeout=0.2), Deferred)
    assert fence.asked == 0


def test_too_many_connections_pause_the_whole_transport():
    outcome = outcome_of_answers({"GREETING": ["432 4.3.2 too many connections"]})
    assert isinstance(outcome, Deferred)
    assert (outcome.code, outcome.throttled) == (432, True)


def test_a_closed_port_defers():
    assert outcome_at(processes.free_port()) == Deferred("The server cannot be reached: Connection refused")


@pytest.mark.parametrize("verb", ["GREETING", "EHLO", "MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("fault", [CLOSE, HANG])
def test_whatever_is_lost_before_the_letter_is_deferred(verb, fault):
    outcome = outcome_of_answers({verb: [fault, fault]}, command_timeout=0.3, connect_timeout=0.3)
    assert isinstance(outcome, Deferred), outcome
    assert outcome.code is None


@pytest.mark.parametrize("verb", ["BODY", "DOT"])
@pytest.mark.parametrize("fault", [CLOSE, HANG])
def test_whatever_is_lost_from_the_first_octet_on_is_unsure(verb, fault):
    assert isinstance(outcome_of_answers({verb: [fault]}, final_timeout=0.3), Unsure)


@pytest.mark.parametrize(
    ("answer", "kind"), [("452 4.3.1 full", Deferred), ("554 5.7.1 no", Failed), ("503 5.5.1 no", Failed), ("250 what", Deferred)]
)
def test_data_refused_before_the_letter_is_the_servers_answer(answer, kind):
    outcome = outcome_of_answers({"DATA": [answer]})
    assert isinstance(outcome, kind)
    assert outcome.code == int(answer[:3])


@pytest.mark.parametrize("answer", ["354 go on again", "999 what", "garbage", "250"])
def test_an_answer_without_sense_after_the_letter_is_unsure_unless_it_is_a_yes(answer):
    assert isinstance(outcome_of_answers({"DOT": [answer]}), Sent if answer == "250" else Unsure)


def test_a_refusal_in_the_middle_of_the_letter_is_the_servers_answer():
    outcome = outcome_of_answers({"BODY": ["552 5.3.4 too big"]})
    assert isinstance(outcome, Failed)
    assert outcome.code == 552


@pytest.mark.parametrize(
    ("answer", "throttled"),
    [
        ("450 4.7.1 too many mails", True),
        ("451 4.7.500 server busy", True),
        ("450 4.2.1 mailbox busy", False),
        ("452 4.2.2 over quota", False),
        ("432 4.3.2 concurrent", True),
    ],
)
def test_only_throttling_pauses_the_whole_transport(answer, throttled):
    outcome = outcome_of_answers({"RCPT": [answer]})
    assert isinstance(outcome, Deferred)
    assert outcome.throttled is throttled


def test_a_fence_that_does_not_hold_abandons_and_nothing_is_stored(smtp_sink):
    fence, sink = Fence(holds=False), smtp_sink("ok")
    with a_transport(sink.port) as transport:
        assert isinstance(transport.send(a_letter(), before_data=fence), Abandoned)
        assert "DATA" not in sink.commands
        assert sink.commands[-1] == "RSET"
        # The envelope is forgotten: the next letter goes to its own recipient alone.
        assert isinstance(transport.send(a_letter("clerk@pine.example"), before_data=Fence()), Sent)
    assert [stored.rcpt for stored in sink.stored] == [["clerk@pine.example"]]
    assert sink.sessions == 1


def test_a_fence_that_raises_is_passed_on_and_the_line_stays_good(smtp_sink):
    sink = smtp_sink("ok")

    def broken() -> bool:
        raise RuntimeError("the ledger is gone")

    with a_transport(sink.port) as transport:
        with pytest.raises(RuntimeError, match="ledger"):
            transport.send(a_letter(), before_data=broken)
        assert sink.commands[-1] == "RSET"
        assert isinstance(transport.send(a_letter("clerk@pine.example"), before_data=Fence()), Sent)
    assert [stored.rcpt for stored in sink.stored] == [["clerk@pine.example"]]


def test_the_fence_is_asked_after_rcpt_and_before_data_in_the_callers_thread(smtp_sink):
    sink, seen, threads = smtp_sink("ok"), [], []

    def fence() -> bool:
        seen.extend(command.split(" ")[0] for command in sink.commands)
        threads.append(threading.get_ident())
        return True

    assert isinstance(outcome_at(sink, fence), Sent)
    assert seen == ["EHLO", "MAIL", "RCPT"]
    assert threads == [threading.get_ident()]


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "nobody",
        "a@b@c.example",
        "two words@oak.example",
        "a@oak.example>\r\nRCPT TO:<b@oak.example",
        "route%oak@pine.example",
        "é\ud800@oak.example",
    ],
)
def test_an_address_that_cannot_stand_in_an_envelope_fails_before_anything_is_said(smtp_sink, recipient):
    sink = smtp_sink("ok")
    outcome = outcome_at(sink, letter=Letter("", recipient, "<x@office.example>", b"Subject: x\r\n\r\nx\r\n"))
    assert isinstance(outcome, Failed)
    assert outcome.recipient
    assert sink.commands == []


def test_a_foreign_address_needs_smtputf8():
    letter = a_letter("jörg@oak.example")
    with FakeSmtp() as server:
        assert isinstance(outcome_at(server.port, letter=letter), Sent)
        assert "SMTPUTF8" in server.heard("MAIL")[0]
        assert server.heard("RCPT")[0].startswith("RCPT TO:<jörg@oak.example>")
    with FakeSmtp(extensions=("8BITMIME",)) as server:
        fence = Fence()
        outcome = outcome_at(server.port, fence, letter)
        assert isinstance(outcome, Failed)
        assert outcome.recipient
        assert (fence.asked, server.heard("MAIL")) == (0, [])


def test_eight_bit_text_needs_8bitmime():
    letter = a_letter(text="Größe")
    with FakeSmtp() as server:
        assert isinstance(outcome_at(server.port, letter=letter), Sent)
        assert "BODY=8BITMIME" in server.heard("MAIL")[0]
        assert server.letters[0].removesuffix(b".\r\n") == letter.raw
    with FakeSmtp(extensions=()) as server:
        assert isinstance(outcome_at(server.port, letter=letter), Failed)


@pytest.mark.parametrize(("sender", "notify"), [("intake@office.example", "NOTIFY=FAILURE"), ("", "NOTIFY=NEVER")])
def test_delivery_reports_are_asked_for_only_where_offered_and_wanted(sender, notify):
    letter = a_letter(envelope_from=sender, envelope_id="reply+7 a")
    with FakeSmtp() as server:
        assert isinstance(outcome_at(server.port, letter=letter), Sent)
        assert server.heard("MAIL")[0].endswith("RET=HDRS ENVID=reply+2B7+20a")
        assert server.heard("RCPT")[0].endswith(f"> {notify}")
    for extensions, wanted in (((), True), (("DSN",), False)):
        with FakeSmtp(extensions=extensions) as server:
            assert isinstance(outcome_at(server.port, letter=letter, dsn=wanted), Sent)
            assert not any("NOTIFY" in command or "ENVID" in command for command in server.commands)


def test_a_journal_copy_is_a_second_recipient_whose_reports_nobody_wants():
    letter = a_letter(journal="journal@office.example")
    with FakeSmtp() as server:
        assert isinstance(outcome_at(server.port, letter=letter), Sent)
        assert server.heard("RCPT") == [
            "RCPT TO:<records@oakridge.example> NOTIFY=FAILURE",
            "RCPT TO:<journal@office.example> NOTIFY=NEVER",
        ]
        assert len(server.letters) == 1


@pytest.mark.parametrize("answer", ["550 5.1.1 <journal@office.example> no such user", "451 4.3.0 later"])
def test_a_refused_journal_copy_never_stops_the_letter(answer):
    letter = a_letter(journal="journal@office.example")
    outcome = outcome_of_answers({"RCPT": ["250 ok", answer]}, letter=letter)
    assert isinstance(outcome, Sent)
    assert "the journal copy was refused" in outcome.text
    assert "journal@" not in outcome.text


@pytest.mark.parametrize("answer", [CLOSE, "421 4.3.2 going down"])
def test_a_line_lost_at_the_journal_copy_is_deferred(answer):
    fence = Fence()
    outcome = outcome_of_answers({"RCPT": ["250 ok", answer]}, fence, a_letter(journal="journal@office.example"))
    assert isinstance(outcome, Deferred)
    assert fence.asked == 0


def test_no_reason_repeats_an_address():
    for verb in ("GREETING", "EHLO", "MAIL", "RCPT", "DATA", "DOT"):
        for code in ("450", "550"):
            outcome = outcome_of_answers({verb: [f"{code} 5.1.1 <records@oakridge.example>: unknown; records@oakridge.example..."]})
            assert "oakridge" not in repr(outcome), outcome
            assert "(address)" in outcome.why
