"""The verdict on a mail: send, hold or never, in the order of the rules."""

from dataclasses import replace
from typing import Any

import pytest

from intake.applications import choose, decide
from intake.applications.decision import Decision, Facts, History, Limits, Verdict
from intake.applications.kinds import ANSWERED_BY_MACHINE, ASKS_NO_ANSWER, Kind
from intake.applications.topics import Topic
from intake.documents.document import Document, Form, Model
from intake.mail.loops import Sign, Signs, Weight
from intake.mail.message import Message
from tests.applications import made

QUESTION = "Our sheriff's office has a question about the 287(g) program: how do we apply?"
THANKS = "Thank you very much, we have received it.\n\nPat Doe"


def decided(text: str = "Please see the attached papers.", *papers: Document, **more: object) -> Decision:
    return decide.decide(made.facts(made.message(text), *papers, **more))  # type: ignore[arg-type]


def codes(decision: Decision) -> set[str]:
    return {reason.code for reason in decision.reasons}


@pytest.mark.parametrize(
    ("papers", "template"),
    [
        ((made.letter(), made.agreement()), "acknowledgement.letter_and_agreement"),
        ((made.letter(),), "acknowledgement.letter"),
        ((made.agreement(),), "acknowledgement.agreement"),
        ((made.letter(), made.scan()), "acknowledgement.papers"),
        ((made.letter(), made.closed_file()), "acknowledgement.papers"),
        ((made.agreement(fully_read=False),), "acknowledgement.papers"),
    ],
)
def test_papers_from_a_clean_sender_are_acknowledged(papers: tuple[Document, ...], template: str) -> None:
    decision = decided("Please see the attached papers.", *papers)
    assert (decision.kind, decision.verdict, decision.template) == (Kind.APPLICATION, Verdict.SEND, template)
    assert decision.to == "chief@springvale.example"
    assert decision.asks_answer


def test_a_question_about_the_program_is_acknowledged() -> None:
    decision = decided(QUESTION)
    assert (decision.kind, decision.verdict, decision.template) == (Kind.INQUIRY, Verdict.SEND, "acknowledgement.question")


def test_a_mail_that_says_it_applies_is_an_application_without_papers() -> None:
    decision = decided("The Springvale Police Department would like to participate in the 287(g) program.")
    assert (decision.kind, decision.verdict) == (Kind.APPLICATION, Verdict.SEND)


def test_a_scan_is_an_application_where_the_mail_speaks_of_one_and_held_where_it_does_not() -> None:
    spoken = decided("Attached is our signed MOA.", made.scan())
    assert (spoken.kind, spoken.verdict, spoken.template) == (Kind.APPLICATION, Verdict.SEND, "acknowledgement.papers")
    silent = decided("See attached.", made.scan())
    assert (silent.kind, silent.verdict) == (Kind.CORRESPONDENCE, Verdict.HOLD)


def test_a_link_in_place_of_a_paper_is_told_that_we_cannot_open_it() -> None:
    decision = decided("Attached is our signed MOA: https://www.dropbox.com/s/abc")
    assert (decision.verdict, decision.template) == (Verdict.SEND, "acknowledgement.cannot_open")
    assert "links" in decision.flags


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We write to withdraw our application from the program.", Kind.CHANGE),
        ("Please accept this as notice of termination of our agreement.", Kind.CHANGE),
        ("I am a reporter with the Springvale Courier, on deadline.", Kind.PRESS),
        ("This is a FOIA request for all agreements.", Kind.RECORDS_REQUEST),
        ("Enclosed is a subpoena for records.", Kind.LEGAL),
        ("On behalf of our constituent we ask for an answer.", Kind.CONGRESSIONAL),
        ("I want to file a complaint against a deputy.", Kind.COMPLAINT),
        ("When are the next training dates for our deputies?", Kind.PARTNER),
        ("I live in Springvale and my husband was detained yesterday. He has a green card. Where is he?", Kind.PUBLIC),
        ("See you on Tuesday then.", Kind.CORRESPONDENCE),
    ],
)
def test_all_other_kinds_wait_for_a_person_in_their_own_queue(text: str, kind: Kind) -> None:
    decision = decided(text)
    assert (decision.kind, decision.verdict) == (kind, Verdict.HOLD)
    assert decision.queue
    assert (decision.template, decision.to) == (None, None)
    assert decision.alarm is (kind if kind is Kind.RECORDS_REQUEST else None)


def test_words_that_are_held_are_held_beside_papers_too() -> None:
    decision = decided("We withdraw our application; the letter is attached.", made.letter())
    assert (decision.kind, decision.verdict) == (Kind.CHANGE, Verdict.HOLD)
    weak = decided("Our newly elected sheriff sends his letter of interest.", made.letter())
    assert (weak.kind, weak.verdict) == (Kind.APPLICATION, Verdict.SEND)


def test_a_request_in_an_attached_paper_is_seen() -> None:
    request = made.paper(Form.OTHER, agency="", text_excerpt="Request under the Freedom of Information Act for all records")
    assert decided("See attached.", request).kind is Kind.RECORDS_REQUEST


def test_what_was_quoted_are_not_the_senders_words() -> None:
    quoted = f"{QUESTION}\n\nOn Tue, Nov 24, 2026 somebody wrote:\n> This is a FOIA request, I will kill you"
    assert decided(quoted).kind is Kind.INQUIRY


@pytest.mark.parametrize("papers", [(), (made.letter(),)])
def test_a_threat_is_never_answered_and_raises_an_alarm_at_once(papers: tuple[Document, ...]) -> None:
    decision = decided("I will kill you all.", *papers)
    assert (decision.kind, decision.verdict, decision.alarm, decision.queue) == (Kind.THREAT, Verdict.HOLD, Kind.THREAT, "threat")
    assert (decision.template, decision.to) == (None, None)


@pytest.mark.parametrize(
    ("code", "family", "kind"),
    [
        ("report", "bounce", Kind.BOUNCE),
        ("auto-submitted", "automatic", Kind.AUTOMATIC),
        ("list-field", "list", Kind.LIST),
        ("own-address", "own", Kind.AUTOMATIC),
    ],
)
def test_robots_are_never_answered_and_start_no_clock(code: str, family: str, kind: Kind) -> None:
    decision = decided(QUESTION, signs=made.sign(code, Weight.NEVER, family))
    assert (decision.kind, decision.verdict, decision.asks_answer, decision.to) == (kind, Verdict.NEVER, False, None)
    assert code in codes(decision)


@pytest.mark.parametrize(("code", "family"), [("auto-submitted", "automatic"), ("list-field", "list"), ("null-return-path", "bounce")])
def test_a_copier_or_list_that_carries_an_application_is_held_and_not_dropped(code: str, family: str) -> None:
    decision = decided("Scan", made.letter(), signs=made.sign(code, Weight.NEVER, family))
    assert (decision.kind, decision.verdict, decision.asks_answer) == (Kind.APPLICATION, Verdict.HOLD, True)
    assert {"robot_with_papers", code} <= codes(decision)


@pytest.mark.parametrize("media_type", ["application/pdf", "image/tiff"])
def test_a_copiers_scan_that_was_not_read_is_held_whatever_its_file_is_called(media_type: str) -> None:
    scan = made.scan(media_type=media_type)
    decision = decided("", scan, signs=made.sign("auto-submitted", Weight.NEVER, "automatic"))
    assert (decision.verdict, decision.asks_answer, decision.to) == (Verdict.HOLD, True, None)
    assert decision.to is None


def test_a_bounce_that_returns_an_application_stays_a_bounce() -> None:
    paper = made.letter()
    inside = made.message("Returned", attachments=(made.attachment(paper, container="message/rfc822"),))
    report = made.message("Returned", content_type="multipart/report", attachments=(made.attachment(paper),))
    for mail in (inside, report):
        decision = decide.decide(made.facts(mail, paper, signs=made.sign("report", Weight.NEVER, "bounce")))
        assert (decision.kind, decision.verdict) == (Kind.BOUNCE, Verdict.NEVER)


@pytest.mark.parametrize(
    ("paper", "known", "code"),
    [
        (made.letter(), True, "papers_known"),
        (made.scan(), False, "papers_to_read"),
        (made.closed_file(), False, "papers_to_read"),
    ],
)
def test_a_mail_of_few_words_is_held_with_what_its_papers_are(paper: Document, known: bool, code: str) -> None:
    history = History(known_papers=frozenset({paper.sha256}) if known else frozenset())
    decision = decided("See attached.", paper, history=history)
    assert (decision.kind, decision.verdict) == (Kind.CORRESPONDENCE, Verdict.HOLD)
    assert code in codes(decision)
    assert "words_none" not in codes(decision)


def test_our_own_letter_coming_back_is_never_answered() -> None:
    decision = decided("Ours", signs=made.sign("own-letter", Weight.NEVER, "own"))
    assert (decision.verdict, decision.to) == (Verdict.NEVER, None)


def test_an_application_in_words_whose_form_came_back_blank_is_not_called_a_question() -> None:
    decision = decided("Attached is our signed agreement.", made.agreement(Model.WSO, blank=True))
    assert (decision.kind, decision.template) == (Kind.APPLICATION, "acknowledgement.papers")


def test_a_mail_with_the_marks_of_our_own_letter_that_brings_papers_is_held_for_a_person() -> None:
    decision = decided("Resent", made.letter(), signs=made.sign("own-letter", Weight.NEVER, "own"))
    assert (decision.verdict, decision.asks_answer, decision.to) == (Verdict.HOLD, True, None)


def test_a_duplicate_is_never_answered_whatever_it_is() -> None:
    decision = decided("I will kill you", made.letter(), history=History(duplicate_of=3))
    assert (decision.kind, decision.verdict, decision.asks_answer) == (Kind.DUPLICATE, Verdict.NEVER, False)
    assert codes(decision) == {"duplicate"}


@pytest.mark.parametrize("family", ["doubt", "destination"])
def test_a_sign_of_doubt_holds_and_proposes_the_reply(family: str) -> None:
    decision = decided("Papers", made.letter(), signs=made.sign("response-suppressed", Weight.HOLD, family))
    assert (decision.verdict, decision.template, decision.to) == (Verdict.HOLD, "acknowledgement.letter", "chief@springvale.example")
    assert "response-suppressed" in codes(decision)


def test_a_note_alone_holds_nothing() -> None:
    assert decided("Papers", made.letter(), signs=made.sign("no-return-path", Weight.NOTE, "doubt")).verdict is Verdict.SEND


@pytest.mark.parametrize("address", ['"chief x"@springvale.example', "chief%x@springvale.example", "chief@localhost", ""])
def test_an_address_that_a_machine_must_not_write_to_is_held(address: str) -> None:
    decision = decide.decide(made.facts(made.message(QUESTION, from_=address)))
    assert (decision.verdict, decision.to) == (Verdict.HOLD, None)


def test_mail_from_the_offices_own_domains_is_held_and_never_answered() -> None:
    for sender in ("agent@office.example", "agent@field.office.example"):
        decision = decide.decide(made.facts(made.message("Forwarding papers", from_=sender), made.letter()))
        assert (decision.kind, decision.verdict, decision.to) == (Kind.INTERNAL, Verdict.HOLD, None)


@pytest.mark.parametrize(
    ("more", "code"),
    [({"late_folder": True}, "late_folder"), ({"older": True}, "older")],
)
def test_late_and_older_mail_is_recorded_and_held(more: dict[str, bool], code: str) -> None:
    decision = decided("Papers", made.letter(), **more)
    assert decision.verdict is Verdict.HOLD
    assert code in codes(decision)
    assert decision.asks_answer is (code == "late_folder")


def test_an_older_threat_still_raises_its_alarm() -> None:
    assert decided("I will kill you", older=True).alarm


@pytest.mark.parametrize(
    ("history", "code"),
    [
        (History(to_address_today=3), "cap_address_day"),
        (History(to_address_week=10), "cap_address_week"),
        (History(to_domain_today=40), "cap_domain_day"),
    ],
)
def test_past_a_cap_a_person_decides_and_is_told(history: History, code: str) -> None:
    decision = decided("Papers", made.letter(), history=history)
    assert (decision.verdict, decision.alarm) == (Verdict.HOLD, decision.kind)
    assert code in codes(decision)
    assert "capped" in decision.flags


def test_below_the_caps_mail_is_answered() -> None:
    assert decided("Papers", made.letter(), history=History(2, 9, 39)).verdict is Verdict.SEND
    assert decided("Papers", made.letter(), history=History(1), limits=Limits(per_address_day=1)).verdict is Verdict.HOLD


def test_a_domains_cap_is_not_for_public_providers_nor_for_a_burst_by_mandate() -> None:
    crowd = History(to_domain_today=500)
    mail = made.message("Papers", from_="springvale@gmail.com")
    assert decide.decide(made.facts(mail, made.letter(), history=crowd)).verdict is Verdict.SEND
    lifted = replace(crowd, open_mandate_domains=frozenset({"springvale.example"}))
    assert decided("Papers", made.letter(), history=lifted).verdict is Verdict.SEND


def test_after_the_first_of_a_burst_the_rest_fold_into_one_reply() -> None:
    assert not decided("1 of 5", made.letter()).fold
    later = decided("2 of 5", made.agreement(), history=History(to_address_today=1, recent_from_sender=1))
    assert (later.verdict, later.fold) == (Verdict.SEND, True)
    assert "burst" in codes(later)


IN_THREAD = [History(answers_our_reply=True), History(thread_token=True)]


@pytest.mark.parametrize("history", IN_THREAD)
def test_thanks_in_a_thread_are_filed_and_start_no_clock(history: History) -> None:
    decision = decided(THANKS, history=history)
    assert (decision.verdict, decision.asks_answer) == (Verdict.NEVER, False)
    assert "filed" in codes(decision)


@pytest.mark.parametrize("history", IN_THREAD)
def test_a_question_in_a_thread_waits_for_a_person_and_is_not_acknowledged_again(history: History) -> None:
    decision = decided("Thanks. Could you tell us which model fits a department without a jail?", history=history)
    assert (decision.verdict, decision.asks_answer, decision.to) == (Verdict.HOLD, True, None)


@pytest.mark.parametrize("history", IN_THREAD)
def test_a_new_paper_in_a_thread_is_acknowledged(history: History) -> None:
    assert decided("Here it is.", made.agreement(), history=history).verdict is Verdict.SEND


@pytest.mark.parametrize("history", IN_THREAD)
def test_known_papers_in_a_thread_are_filed(history: History) -> None:
    paper = made.letter()
    decision = decided("As I said.", paper, history=replace(history, known_papers=frozenset({paper.sha256})))
    assert (decision.verdict, decision.asks_answer) == (Verdict.NEVER, False)


@pytest.mark.parametrize("history", IN_THREAD)
def test_a_withdrawal_in_a_thread_is_no_thanks(history: History) -> None:
    decision = decided("Thank you, but we withdraw our application.", history=history)
    assert (decision.kind, decision.verdict, decision.asks_answer) == (Kind.CHANGE, Verdict.HOLD, True)


def test_papers_that_came_by_another_way_before_are_not_acknowledged_twice() -> None:
    paper = made.letter()
    decision = decided("Our signed letter of interest", paper, history=History(known_papers=frozenset({paper.sha256})))
    assert (decision.verdict, decision.asks_answer) == (Verdict.HOLD, True)
    assert "papers_known" in codes(decision)


def test_our_blank_form_coming_back_is_no_paper() -> None:
    decision = decided(THANKS, made.agreement(blank=True), history=IN_THREAD[0])
    assert decision.verdict is Verdict.NEVER
    asking = decided("Our police department has a question about this MOA form.", made.agreement(blank=True))
    assert (asking.kind, asking.template) == (Kind.INQUIRY, "acknowledgement.question")
    assert "blank_form" in asking.flags


@pytest.mark.parametrize("text", ["What is the status of our application to the 287(g) program?", "Have you received our MOA?"])
def test_a_question_about_ones_own_case_is_held(text: str) -> None:
    decision = decided(text)
    assert (decision.kind, decision.verdict) == (Kind.INQUIRY, Verdict.HOLD)
    assert "status_question" in codes(decision)


def test_a_request_to_confirm_receipt_beside_papers_is_answered() -> None:
    assert decided("Please confirm that you have received our MOA. Have you received it?", made.agreement()).verdict is Verdict.SEND


def test_a_password_that_is_to_follow_is_held() -> None:
    decision = decided("Attached is our signed MOA. The password will follow.", made.closed_file())
    assert decision.verdict is Verdict.HOLD
    assert "wrapped" in codes(decision)


def test_logos_and_calendars_are_no_papers() -> None:
    logo = made.paper(Form.OTHER, agency="", name="logo", media_type="image/png", fully_read=False)
    mail = made.message(THANKS, attachments=(made.attachment(logo, inline=True),))
    assert decide.decide(made.facts(mail, logo, history=IN_THREAD[0])).verdict is Verdict.NEVER
    photo = made.message("Attached is our signed letter of interest", attachments=(made.attachment(logo),))
    assert decide.decide(made.facts(photo, logo)).template == "acknowledgement.papers"


def test_a_mail_in_which_nothing_can_be_read_is_quarantined() -> None:
    decision = decide.decide(made.facts(made.message("", subject="", from_="")))
    assert (decision.kind, decision.verdict) == (Kind.QUARANTINE, Verdict.HOLD)


def test_a_private_person_with_a_question_is_held() -> None:
    mail = made.message("Does my county take part in the 287(g) program?", from_="somebody@gmail.com")
    assert decide.decide(made.facts(mail)).kind is Kind.PUBLIC
    chief = made.message("I am the chief of police of Springvale. How do we join the 287(g) program?", from_="somebody@gmail.com")
    assert decide.decide(made.facts(chief)).verdict is Verdict.SEND


def every_decision() -> list[tuple[Facts, Decision]]:
    texts = ["", THANKS, QUESTION, "I will kill you", "We withdraw our application", "Attached is our signed MOA", "FOIA request"]
    papers: list[tuple[Document, ...]] = [(), (made.letter(),), (made.scan(),), (made.agreement(Model.JEM, blank=True),)]
    signs = [Signs(), *(Signs((Sign("x", weight, family, family),)) for weight in Weight for family in ("bounce", "list", "own", "doubt"))]
    histories = [History(), *IN_THREAD, History(duplicate_of=1), History(to_address_today=5), History(recent_from_sender=2)]
    out = []
    for text in texts:
        for documents in papers:
            for found in signs:
                for history in histories:
                    for late in (False, True):
                        facts = made.facts(made.message(text), *documents, signs=found, history=history, late_folder=late)
                        out.append((facts, decide.decide(facts)))
    return out


def test_the_promises_that_hold_in_every_case() -> None:
    for facts, decision in every_decision():
        assert decision.reasons, "every decision says why"
        if decision.verdict is Verdict.SEND:
            assert decision.kind in ANSWERED_BY_MACHINE
            assert not facts.signs.never
            assert not facts.signs.hold
            assert not facts.late_folder
            assert facts.history.duplicate_of is None
            assert decision.to == "chief@springvale.example"
            assert decision.template
        if decision.verdict is Verdict.NEVER:
            assert decision.to is None
            assert decision.asks_answer is False
            assert decision.kind in ASKS_NO_ANSWER or "filed" in codes(decision)
        if decision.verdict is Verdict.HOLD:
            assert decision.queue
        if facts.signs.never:
            assert decision.to is None, "a robot's mail proposes nothing that one click could send"


def test_no_reason_repeats_the_senders_words() -> None:
    secret = "Zyxwvut"
    mail = made.message(f"{secret} I will kill you {secret}", from_=f"{secret}@springvale.example", subject=secret)
    decision = decide.decide(made.facts(mail, made.letter(agency=secret)))
    assert secret.lower() not in repr((decision.reasons, decision.flags, decision.queue)).lower()


def usual_mail() -> Message:
    text = "Dear program office,\n\nplease find attached our letter of interest and the signed agreement for the Task Force Model. " * 12
    return made.message(f"{text}\n\nPat Doe\nChief of Police\n")


@pytest.mark.parametrize(
    ("documents", "more", "template"),
    [
        ((made.agreement(),), {"added": True}, "acknowledgement.added"),
        ((made.scan(),), {"added": True}, "acknowledgement.papers"),
        ((), {"added": True}, "acknowledgement.question"),
        ((), {"topic": Topic.TRAINING}, "acknowledgement.question_training"),
        ((made.scan(),), {"link_seen": True}, "acknowledgement.cannot_open"),
        ((made.paper(Form.OTHER, agency=""),), {}, "acknowledgement.papers"),
        ((made.letter(), made.paper(Form.OTHER, agency="")), {}, "acknowledgement.letter"),
    ],
)
def test_the_reply_is_chosen_by_what_came(documents: tuple[Document, ...], more: dict[str, Any], template: str) -> None:
    assert choose.reply(documents, **more) == template


def test_an_admin_may_switch_on_one_neutral_line_for_a_kind_that_a_person_answers() -> None:
    limits = Limits(neutral_kinds=frozenset({Kind.PRESS, Kind.RECORDS_REQUEST}))
    press = "I am a reporter with the Springvale Courier, on deadline, and ask for comment on a story."
    decision = decided(press, limits=limits)
    assert (decision.kind, decision.verdict, decision.template) == (Kind.PRESS, Verdict.SEND, "acknowledgement.neutral")
    assert (decision.queue, decision.asks_answer) == ("press", True)
    assert decided("This is a FOIA request for all agreements.", limits=limits).alarm
    assert decided("I will kill you all.", limits=limits).verdict is Verdict.HOLD
    assert decided(press, limits=limits, history=History(answers_our_reply=True)).verdict is Verdict.HOLD
    assert decided(press, limits=limits, signs=made.sign("x", Weight.HOLD, "doubt")).verdict is Verdict.HOLD


@pytest.mark.parametrize(
    "more",
    [
        "I will bomb your office.",
        "An officer is down and held hostage here, send help.",
        "Our agency also wants to apply for the Jail Enforcement Model.",
        "Please send the training dates to Lt. Roe.",
        "Please call me at 555-0100, it is urgent.",
    ],
)
def test_thanks_with_something_more_are_never_filed_in_silence(more: str) -> None:
    decision = decided(f"Thank you. {more}", history=History(answers_our_reply=True, thread_token=True))
    assert decision.verdict is Verdict.HOLD


@pytest.mark.parametrize("where", ["\n> {}", "\n-- \n{}", "\nSent from my iPhone {}", "\nThis e-mail is confidential. {}"])
def test_a_threat_below_a_question_is_seen_wherever_it_stands(where: str) -> None:
    decision = decided(QUESTION + where.format("I will kill you all."))
    assert (decision.verdict, decision.alarm) == (Verdict.HOLD, Kind.THREAT)


@pytest.mark.parametrize(
    ("more", "alarm"),
    [
        ("Suicide is what I think of all day.", Kind.THREAT),
        ("I will come to your office with a gun.", Kind.THREAT),
        ("Please also send all emails between ICE and our county.", Kind.RECORDS_REQUEST),
        ("Produce every agreement signed last year.", Kind.RECORDS_REQUEST),
        ("\nJane Roe\nReporter, Courier", None),
        ("\nJane Roe\nLegislative Assistant", None),
    ],
)
def test_beside_a_question_the_words_of_graver_mail_make_a_person_look_first(more: str, alarm: Kind | None) -> None:
    assert decided(QUESTION).verdict is Verdict.SEND
    decision = decided(f"{QUESTION} {more}")
    assert (decision.verdict, decision.alarm) == (Verdict.HOLD, alarm)


@pytest.mark.parametrize("held_by", [{"late_folder": True}, {"signs": made.sign("x", Weight.HOLD, "doubt")}])
def test_a_request_for_records_is_told_at_once_whatever_held_it(held_by: dict[str, Any]) -> None:
    assert decided("This is a FOIA request for all agreements.", **held_by).alarm is Kind.RECORDS_REQUEST


def test_a_doubt_says_which_other_kind_the_mail_may_be() -> None:
    decision = decided("who do I talk to about the 287g thing, my boss wants me to look at it for our town council meeting")
    assert [reason.text for reason in decision.reasons if reason.code == "doubt"] == [
        'It may also be mail of the kind "public", so a person looks first.'
    ]


def test_a_text_longer_than_a_machine_looks_at_waits_for_a_person() -> None:
    assert decided(QUESTION + " and so on" * 3000).verdict is Verdict.HOLD


def test_the_usual_notice_of_a_public_body_below_a_mail_is_no_request_for_records() -> None:
    notice = "If you do not want your e-mail address released in response to a public records request, do not send electronic mail to us."
    applies = "Our department applies to join the Task Force Model. The Chief's signed agreement is coming.\n\nDana Roe\nCity Clerk\n\n"
    assert decided(applies + notice).verdict is Verdict.SEND
    assert decided(applies + "> This is a public records request for all agreements.").verdict is Verdict.HOLD


GRAVE = "I will kill the agent who took my cousin. There is a bomb in your office."


def test_the_html_and_attached_mails_are_looked_at_for_grave_words() -> None:
    plain = made.facts(made.message(QUESTION))
    html = replace(plain.message, html=f"<p>{GRAVE}</p>", part_types=("multipart/alternative", "text/plain", "text/html"))
    long = made.message(f"{QUESTION} {'We are a small county with a jail and want to know. ' * 3}")
    attached = replace(long, forwarded=(made.message(GRAVE),))
    assert decide.decide(plain).verdict is Verdict.SEND
    assert decide.decide(replace(plain, message=long)).verdict is Verdict.SEND
    for mail in (html, attached):
        decision = decide.decide(replace(plain, message=mail))
        assert (decision.verdict, decision.alarm) == (Verdict.HOLD, Kind.THREAT)


@pytest.mark.parametrize(
    "grave",
    [
        "k\u200bill you all, bo\u00admb in the office",
        "b0mb your office, I will k1ll you",
        "there is a b o m b in the office",
        "i w i l l k i l l y o u",
        "I will k\u0456ll you",
        "\u042f \u0443\u0431\u044c\u044e \u0432\u0430\u0441 \u0432\u0441\u0435\u0445",
    ],
)
def test_disguised_or_foreign_letters_beside_a_question_make_a_person_look(grave: str) -> None:
    assert decided(f"{QUESTION} {grave}").verdict is Verdict.HOLD


def test_what_came_beside_the_text_is_looked_at_for_grave_words() -> None:
    note = made.paper(Form.OTHER, agency="", text_excerpt=GRAVE)
    assert decided(QUESTION, made.paper(Form.OTHER, agency="", text_excerpt="A list of our cars.")).verdict is Verdict.SEND
    for papers in ((note,), (note, made.letter())):
        assert (decided(QUESTION, *papers).verdict, decided(QUESTION, *papers).alarm) == (Verdict.HOLD, Kind.THREAT)


@pytest.mark.parametrize(
    "more",
    [
        "This is also a FOIA request for the training syllabus.",
        "You are hereby served with a notice of claim.",
        "We withdraw our application of March.",
        "I want to file a complaint against your agent.",
    ],
)
def test_a_paper_does_not_hide_what_its_mail_says_besides(more: str) -> None:
    assert decided("Attached is our letter of interest.", made.letter()).verdict is Verdict.SEND
    assert decided(f"Attached is our letter of interest. {more}", made.letter()).verdict is Verdict.HOLD


@pytest.mark.parametrize(
    "footer",
    [
        "Report a crime tip at 555-0100.",
        "Text 988 if you or someone you know is suicidal.",
        "Under the Freedom of Information Act this email may be released to anybody.",
        "Under Florida law, all emails to this office are public record.",
        "Deputy Ray Killing, Special Investigative Unit",
    ],
)
def test_what_agencies_write_below_their_mails_holds_nothing(footer: str) -> None:
    assert decided(f"{QUESTION}\n\nLt. Dana Roe\nAlder Police Department\n{footer}").verdict is Verdict.SEND
