"""Each rule of the automatic responder with its near misses. The names of the tests give the rules' numbers."""

import pytest

from intake.mail import loops, parser, thread
from intake.mail.limits import Limits
from intake.mail.loops import OwnAddresses, Signs, Weight
from tests.corpus import mails

OWN = OwnAddresses(
    addresses=frozenset({"intake@office.example", "letters@office.example"}),
    list_ids=frozenset({"letters.office.example"}),
    authserv_ids=frozenset({"mx.office.example"}),
    received_by=frozenset({"in.office.example"}),
    domains=frozenset({"office.example"}),
)
TOKEN = "k3n5p7q9r2s4t6v8w2x4y6z8"

Header = tuple[str, str]


def signs(*extra: Header, raw: bytes | None = None, **options: object) -> Signs:
    return loops.signs(parser.read(raw or mails.mail(extra, **options), Limits()), own=OWN)  # type: ignore[arg-type]


def verdict(found: Signs) -> str:
    return "never" if found.never else "hold" if found.hold else "send"


def test_a_persons_letter_shows_no_sign() -> None:
    assert signs().found == ()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("auto-replied", "never"),
        ("auto-generated", "never"),
        ("auto-notified; owner-email=x@y.example", "never"),
        ("AUTO-Replied (vacation)", "never"),
        ("(comment) auto-replied", "never"),
        ("auto-replied\r\n\t(folded)", "never"),
        ('"auto-replied"', "never"),
        ("something-new", "never"),
        ("no", "send"),
        ("No", "send"),
        ("no (a person) ; x=y", "send"),
        ("", "hold"),
    ],
)
def test_a2_auto_submitted(value: str, expected: str) -> None:
    assert verdict(signs(("Auto-Submitted", value))) == expected


def test_a2_of_two_auto_submitted_fields_the_stricter_counts() -> None:
    assert signs(("Auto-Submitted", "no"), ("Auto-Submitted", "auto-replied")).never


@pytest.mark.parametrize("value", ["<>", "< >"])
def test_a3_null_return_path(value: str) -> None:
    assert signs(("Return-Path", value)).has("null-return-path")


def test_a3_a_null_return_path_that_the_sender_wrote_below_received_does_not_count() -> None:
    raw = b"Received: by in.office.example; now\r\n" + mails.mail([("Return-Path", "<>")])
    assert not signs(raw=raw).never


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("MAILER-DAEMON@x.example", "never"),
        ("Mailer-Daemon+1@x.example", "never"),
        ("owner-chiefs@x.example", "never"),
        ("chiefs-request@x.example", "never"),
        ("chiefs-owner@x.example", "never"),
        ("chiefs-bounces@x.example", "never"),
        ("listserv@x.example", "never"),
        ("majordomo@x.example", "never"),
        ("noreply@x.example", "never"),
        ("no-reply@x.example", "never"),
        ("no_reply@x.example", "never"),
        ("No.Reply@x.example", "never"),
        ("do-not-reply@x.example", "never"),
        ("donotreply@x.example", "never"),
        ("scanner-noreply@x.example", "never"),
        ("noreply+1a2b@x.example", "never"),
        ("autoresponder@x.example", "never"),
        ("postmaster@x.example", "hold"),
        ("root@x.example", "hold"),
        ("www-data@x.example", "hold"),
        ("scanner@x.example", "hold"),
        ("scan-to-email@x.example", "hold"),
        ("norman.replyson@x.example", "send"),
        ("amrequest@x.example", "send"),
        ("casino.reply@x.example", "send"),
        ("ownerson@x.example", "send"),
        ("scanlon@x.example", "send"),
        ("faxon.pat@x.example", "send"),
        ("daemon.smith@x.example", "send"),
    ],
)
def test_a4_robot_senders(author: str, expected: str) -> None:
    assert verdict(signs(("From", author), ("Return-Path", f"<{author}>"))) == expected


@pytest.mark.parametrize(
    "local",
    [
        *("mailer", "automailer", "mailer2", "svc-mail", "svc_mail", "svc.relay"),
        *(
            "notify",
            "notification",
            "notifications",
            "email-notifications",
            "alerts",
            "alerts+7",
            "weather-alerts",
            "quarantine",
            "spam-quarantine",
        ),
        *("quarantine-digest", "news", "newsletter", "newsletter-2", "digest", "daily-digest"),
        *("subscribe", "unsubscribe", "chiefs-unsubscribe", "list-help", "chiefs-list"),
        *("reply", "reply+1a2b", "reply-fe8f1c70", "no-responda", "no_responda", "noresponda", "nao-responda", "naoresponda"),
    ],
)
def test_a4_names_that_machines_have_are_looked_at(local: str) -> None:
    for author in (f"{local}@brookfield-pd.example", f"{local.upper()}@brookfield-pd.example"):
        found = signs(("From", author), ("Return-Path", f"<{author}>"))
        assert [(sign.code, sign.weight) for sign in found.found] == [("perhaps-robot", Weight.HOLD)]


@pytest.mark.parametrize(
    "local",
    [
        *("newsom", "chief.newsom", "g.news", "newsroom", "newsam", "alerton", "reply.john", "replyson", "replyson2", "quarantino"),
        *("n.mailer", "mailerson", "notifo", "lister", "franz.list", "listhelper", "digesto", "svcarter", "pat.alert"),
        *(
            "records",
            "admin",
            "sheriff",
            "recruiting",
            "info",
            "office",
            "grants",
            "training",
            "hr",
            "it-help",
            "mail",
            "service",
            "dispatch",
        ),
    ],
)
def test_a4_persons_and_offices_are_answered(local: str) -> None:
    author = f"{local}@brookfield-pd.example"
    assert signs(("From", author), ("Return-Path", f"<{author}>")).found == ()


def test_a4_the_postmaster_of_exchange_is_a_mail_server() -> None:
    author = "MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@brookfield-pd.example"
    found = signs(("From", author), ("Return-Path", f"<{author}>"))
    assert found.never
    assert found.has("daemon-sender")
    assert verdict(signs(("From", "microsoftexchange@brookfield-pd.example"))) == "send"


@pytest.mark.parametrize("path", ["chiefs-bounces@brookfield-pd.example", "owner-chiefs@brookfield-pd.example", "MAILER-DAEMON"])
def test_a4_robot_return_paths(path: str) -> None:
    assert signs(("Return-Path", f"<{path}>")).never


@pytest.mark.parametrize("name", ["List-Id", "List-Help", "List-Subscribe", "List-Unsubscribe", "List-Post", "List-Owner", "List-Archive"])
def test_a5_list_fields(name: str) -> None:
    found = signs((name, "<chiefs.assoc.example>"))
    assert found.never
    assert found.family("list")


def test_a5_our_own_list_is_no_sign() -> None:
    own_list: list[Header] = [
        ("List-Id", "Letters <letters.office.example>"),
        ("List-Unsubscribe", "<mailto:letters+unsubscribe@office.example>"),
        ("Precedence", "list"),
        ("Sender", "letters@office.example"),
        ("Return-Path", "<letters+bncBDABC123@office.example>"),
        ("X-Google-Group-Id", "12345"),
        ("To", "letters@office.example"),
    ]
    assert verdict(signs(*own_list)) == "send"
    assert signs(*own_list, ("List-Id", "<chiefs.assoc.example>")).never


def test_a5_an_author_that_our_own_group_rewrote_is_looked_at() -> None:
    rewritten: list[Header] = [
        ("From", "'Pat Doe' via Letters <letters@office.example>"),
        ("X-Original-Sender", "chief@brookfield-pd.example"),
        ("List-Id", "<letters.office.example>"),
    ]
    assert verdict(signs(*rewritten)) == "hold"
    assert verdict(signs(*rewritten[:2])) == "never"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("bulk", "never"),
        ("List", "never"),
        ("junk", "never"),
        (" bulk (auto)", "never"),
        ("first-class", "send"),
        ("bulky", "send"),
        ("", "send"),
    ],
)
def test_a6_precedence(value: str, expected: str) -> None:
    assert verdict(signs(("Precedence", value))) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("All", "hold"),
        ("OOF", "hold"),
        ("DR, OOF, AutoReply", "hold"),
        ("autoreply", "hold"),
        ("DR, RN, NRN", "send"),
        ("NDR", "send"),
        ("None", "send"),
        ("Alligator", "send"),
    ],
)
def test_a7_response_suppression(value: str, expected: str) -> None:
    assert verdict(signs(("X-Auto-Response-Suppress", value))) == expected


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("X-Autoreply", "yes", "never"),
        ("X-Autorespond", "vacation", "never"),
        ("X-Mail-Autoreply", "1", "never"),
        ("X-Autogenerated", "Forward", "never"),
        ("X-Cron-Env", "<HOME=/root>", "never"),
        ("X-FC-MachineGenerated", "true", "never"),
        ("Delivered-To", "Autoresponder", "never"),
        ("Feedback-ID", "1:2:esp", "never"),
        ("X-Failed-Recipients", "a@b.example", "never"),
        ("X-MS-Exchange-Generated-Message-Source", "Mailbox Rules Agent", "hold"),
        ("X-Autoreply", "no", "send"),
        ("X-FC-MachineGenerated", "false", "send"),
        ("Delivered-To", "intake@office.example", "send"),
        ("X-Mailer", "Outlook 16", "send"),
    ],
)
def test_a8_vendor_fields(name: str, value: str, expected: str) -> None:
    assert verdict(signs((name, value))) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Mailer", "MailChimp Mailer - **CID1a2b**"),
        ("X-Mailer", "Roving Constant Contact 2012 (http://www.esp.example)"),
        ("X-Mailer", "SendGrid"),
        ("X-Mailer", "PHPList v3"),
        ("X-MC-User", "1a2b3c"),
        ("X-Campaign", "mailchimp1a2b.3c4d"),
        ("X-CampaignID", "mailchimp1a2b"),
        ("X-MSFBL", "1a2b|3c4d"),
        ("X-SG-EID", "1a2b=="),
        ("X-Listserver", "Lists 4"),
        ("X-Mailgun-Sid", "WyIx"),
        ("X-Report-Abuse", "Please report abuse for this campaign here: https://esp.example/abuse"),
        ("Feedback-ID", "1.us-east-1.1a2b=:AmazonSES"),
        ("Return-Path", "<bounce+1a2b.3c-intake=office.example@brookfield-pd.example>"),
        ("Return-Path", "<bounces-77@mg.brookfield-pd.example>"),
    ],
)
def test_a8_what_a_service_for_mass_mail_sent_is_looked_at(name: str, value: str) -> None:
    assert verdict(signs((name, value))) == "hold"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Feedback-ID", "i1a2b3c4d:Fastmail"),
        ("Feedback-ID", "1234567:user:proton"),
        ("X-MC-Unique", "1a2b-3c4d"),
        ("X-SES-Outgoing", "2026.01.05-192.0.2.1"),
        ("X-Mailgun-Incoming", "Yes"),
        ("X-Report-Abuse-To", "spam@filter.example"),
        ("X-Mailer", "Apple Mail (2.3774)"),
        ("X-Mailer", "Zoho Mail"),
        ("X-Campaign", ""),
    ],
)
def test_a8_what_providers_and_filters_write_on_the_mail_of_persons_is_no_sign(name: str, value: str) -> None:
    assert signs((name, value)).found == ()


def test_a8_the_mass_mail_of_our_own_list_is_no_sign() -> None:
    assert verdict(signs(("List-Id", "<letters.office.example>"), ("X-Listserver", "Lists 4"))) == "send"


@pytest.mark.parametrize("kind", ["delivery-status", "disposition-notification", "feedback-report", "anything"])
def test_a9_reports_of_any_type(kind: str) -> None:
    raw = mails.multipart([mails.text("report")], kind="report", parameters=f"; report-type={kind}")
    assert signs(raw=raw).has("report")


def test_a9_a_report_inside_another_type() -> None:
    part = b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n"
    assert signs(raw=mails.multipart([mails.text("x"), part])).has("report")
    # A person who forwards a bounce asks something.
    bounce = mails.delivery_report(recipient="a@b.example")
    assert verdict(signs(raw=mails.multipart([mails.text("why?"), mails.nested(bounce)], boundary="o"))) == "send"


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Letter",
        "Auto-Reply: Letter",
        "AutoReply",
        "Out of Office AutoReply: Letter",
        "Out of office: back Monday",
        "Out of the office",
        "Abwesenheitsnotiz: Brief",
        "Automatische Antwort: Brief",
        "Réponse automatique : lettre",
        "=?utf-8?b?UsOpcG9uc2UgYXV0b21hdGlxdWU=?= : lettre",
        "Respuesta automática: carta",
        "Resposta automática: carta",
        "Risposta automatica: lettera",
        "Automatisch antwoord: brief",
        "Autosvar: brev",
        "Automatyczna odpowiedź: list",
        "Автоматический ответ: письмо",
        "自動応答: 手紙",
        "自动答复: 信",
        "Undeliverable: Letter",
        "Undelivered Mail Returned to Sender",
        "Delivery Status Notification (Failure)",
        "Mail delivery failed: returning message to sender",
        "failure notice",
        "Returned mail: see transcript for details",
        "Unzustellbar: Brief",
        "Non remis : lettre",
        "No se puede entregar: carta",
        "配信不能: 手紙",
    ],
)
def test_a10_subjects_of_machines(subject: str) -> None:
    assert signs(("Subject", subject)).never


@pytest.mark.parametrize(
    "subject",
    [
        "Question about your out of office message",
        "Re: Automatic reply: Letter",
        "FW: Undeliverable: Letter",
        "Out of office training for officers",
        "Automatic license plate readers and the agreement",
        "Failure to receive forms",
        "Letter of interest",
        "",
        "Reading: Letter",
    ],
)
def test_a10_subjects_of_persons(subject: str) -> None:
    assert verdict(signs(("Subject", subject))) == "send"


@pytest.mark.parametrize(
    "subject", ["Auto: Letter", "Read: Letter", "Accepted: Call", "Thank you for contacting Brookfield PD", "[Ticket #123] Letter"]
)
def test_a10_doubtful_subjects_are_looked_at(subject: str) -> None:
    assert verdict(signs(("Subject", subject))) == "hold"


def test_a10_a_bounce_that_only_its_words_show() -> None:
    assert signs(body="Hi. This is the qmail-send program at x.example.\r\nI'm afraid").never
    assert verdict(signs(body="You wrote: Hi. This is the qmail-send program. What is that?")) == "send"


@pytest.mark.parametrize(
    "field",
    [
        ("From", "intake@office.example"),
        ("From", "Office <INTAKE+tag@Office.Example>"),
        ("From", "letters@office.example"),
        ("Sender", "intake@office.example"),
        ("Return-Path", f"<intake+{TOKEN}@office.example>"),
        ("X-Loop", "intake@office.example"),
    ],
)
def test_a11_our_own_mail(field: Header) -> None:
    found = signs(field)
    assert found.never
    assert found.family("own")


@pytest.mark.parametrize("field", [("X-Intake-Reply", TOKEN), ("Message-ID", f"<intake.{TOKEN}@office.example>")])
def test_a11_the_marks_of_our_reply_are_ours_where_we_or_a_machine_bring_them_and_else_a_person_looks(field: Header) -> None:
    assert signs(field, ("From", "intake@office.example")).has("own-letter")
    assert signs(field, ("Auto-Submitted", "auto-replied")).has("own-letter")
    borrowed = signs(field)
    assert (borrowed.never, borrowed.hold) == (False, True)


def test_a11_a_stranger_with_a_similar_address_is_not_us() -> None:
    assert verdict(signs(("From", "intake@office.example.org.example"), ("Return-Path", "<intake@office.example.org.example>"))) == "send"


def test_a12_an_answer_to_a_reply_of_ours_is_noted() -> None:
    field = ("In-Reply-To", thread.message_id(TOKEN, "office.example"))
    found = signs(field)
    assert found.has("answers-our-reply")
    assert verdict(found) == "send"
    assert signs(field, ("Subject", "Auto: received")).never
    assert not signs(("In-Reply-To", "<x@y.example>")).has("answers-our-reply")


@pytest.mark.parametrize("author", ["the chief", "Robot:;", "", "<>"])
def test_a14_b3_no_author(author: str) -> None:
    assert signs(("From", author)).has("no-author")


def test_a14_a_mail_that_was_not_all_read_is_held() -> None:
    assert signs(raw=mails.multipart([mails.text("x")] * 300)).has("not-all-read")


def test_a15_blind_copies_are_answered_and_mail_to_strangers_is_looked_at() -> None:
    assert verdict(signs(without=["To"])) == "send"
    assert verdict(signs(("To", "undisclosed-recipients:;"))) == "send"
    assert verdict(signs(("To", "someone@elsewhere.example"))) == "hold"
    assert verdict(signs(("To", "someone@elsewhere.example"), ("Cc", "Intake@Office.example"))) == "send"
    assert verdict(signs(("To", f"intake+{TOKEN}@office.example"))) == "send"


def test_a16_a_sender_nobody_vouches_for_is_looked_at() -> None:
    assert verdict(signs(("Authentication-Results", "mx.office.example; dmarc=fail"))) == "hold"
    assert verdict(signs(("Authentication-Results", "mx.sender.example; dmarc=fail"))) == "send"
    assert verdict(signs(("Authentication-Results", "mx.office.example; dmarc=pass"))) == "send"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("X-Spam-Flag", "YES", "hold"),
        ("X-Spam-Status", "Yes, score=9", "hold"),
        ("X-MS-Exchange-Organization-SCL", "6", "hold"),
        ("X-Spam-Flag", "NO", "send"),
        ("X-Spam-Status", "No, score=1", "send"),
        ("X-MS-Exchange-Organization-SCL", "-1", "send"),
        ("X-MS-Exchange-Organization-SCL", "1", "send"),
    ],
)
def test_a16_spam_marks(name: str, value: str, expected: str) -> None:
    assert verdict(signs((name, value))) == expected


@pytest.mark.parametrize(("method", "expected"), [("REQUEST", "hold"), ("CANCEL", "hold"), ("REPLY", "never")])
def test_a17_calendar(method: str, expected: str) -> None:
    part = f"Content-Type: text/calendar; method={method}\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:{method}\r\nEND:VCALENDAR\r\n".encode()
    assert verdict(signs(raw=mails.multipart([mails.text("meet"), part], kind="alternative"))) == expected


def test_a17_a_read_receipt_that_is_asked_for_is_noted_only() -> None:
    found = signs(("Disposition-Notification-To", "chief@brookfield-pd.example"))
    assert found.has("receipt-asked")
    assert verdict(found) == "send"


@pytest.mark.parametrize(
    ("lines", "server", "expected"),
    [(60, "hop.example", "hold"), (49, "hop.example", "send"), (3, "in.office.example", "hold"), (1, "in.office.example", "send")],
)
def test_a18_hops(lines: int, server: str, expected: str) -> None:
    received = [("Received", f"from x.example by {server} with ESMTP; now")] * lines
    assert verdict(signs(*received)) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("chief@brookfield-pd.example", "send"),
        ("bounce@mail.brookfield-pd.example", "send"),
        ("SRS0=a1b2=XY=brookfield-pd.example=chief@forwarder.example", "send"),
        ("SRS0+a1b2=XY=brookfield-pd.example=chief@forwarder.example", "send"),
        ("SRS1=a1b2=first.example==c3d4=XY=brookfield-pd.example=chief@second.example", "send"),
        ("sergeant+SRS=a1B2c=XY=brookfield-pd.example=chief@tenant.example", "send"),
        ("prvs=1234567890=chief@brookfield-pd.example", "send"),
        ("chief=brookfield-pd.example__1a2b@bounce.esp.example", "send"),
        ("SRS0=a1b2=XY=other.example=chief@forwarder.example", "hold"),
        ("bounce-123@esp.example", "hold"),
    ],
)
def test_b1_return_path(path: str, expected: str) -> None:
    assert verdict(signs(("Return-Path", f"<{path}>"))) == expected


def test_b1_no_return_path_is_noted() -> None:
    found = signs(without=["Return-Path"])
    assert found.has("no-return-path")
    assert verdict(found) == "send"


def test_b2_reply_to() -> None:
    assert verdict(signs(("Reply-To", "clerk@brookfield-pd.example"))) == "send"
    assert verdict(signs(("Reply-To", "clerk@mail.brookfield-pd.example"))) == "send"
    assert verdict(signs(("Reply-To", "victim@elsewhere.example"))) == "hold"
    assert verdict(signs(("Reply-To", "clerk@brookfield-pd.example, victim@elsewhere.example"))) == "hold"


def test_b3_several_authors() -> None:
    assert signs(("From", "a@brookfield-pd.example, b@brookfield-pd.example")).has("several-authors")
    assert verdict(signs(("Sender", "secretary@brookfield-pd.example"))) == "send"


@pytest.mark.parametrize(
    "author", ['"odd local"@x.example', "user%y.example@x.example", "<@relay.example:a@x.example>", "a@[192.0.2.1]", "chéf@x.example"]
)
def test_b5_b6_unsafe_addresses(author: str) -> None:
    assert signs(("From", author), ("Return-Path", "<a@x.example>")).has("unsafe-address")


REPORT = "multipart/report; report-type=disposition-notification; boundary=b"
TABLE: dict[str, tuple[tuple[Header, ...], str]] = {
    "1 a person at a provider": ((("From", "pat@mailbox.example"), ("Return-Path", "<pat@mailbox.example>")), "send"),
    "2 out of office of Exchange": (
        (
            ("Auto-Submitted", "auto-generated"),
            ("X-Auto-Response-Suppress", "All"),
            ("Subject", "Automatic reply: x"),
            ("Return-Path", "<>"),
        ),
        "never",
    ),
    "3 out of office of an old Exchange": ((("Subject", "Out of Office AutoReply: x"),), "never"),
    "4 vacation of a provider": ((("Auto-Submitted", "auto-replied"), ("Precedence", "bulk"), ("X-Autoreply", "yes")), "never"),
    "5 bounce of Postfix": (
        (("Return-Path", "<>"), ("Auto-Submitted", "auto-replied"), ("Content-Type", "multipart/report; boundary=b")),
        "never",
    ),
    "6 bounce of qmail": ((("From", "MAILER-DAEMON@x.example"), ("Return-Path", "<>"), ("Subject", "failure notice")), "never"),
    "7 a person's post to a list": ((("List-Id", "<chiefs.assoc.example>"), ("Precedence", "list")), "never"),
    "8 newsletter": (
        (("Return-Path", "<bounce-123@esp.example>"), ("List-Unsubscribe", "<mailto:u@esp.example>"), ("Feedback-ID", "1:2")),
        "never",
    ),
    "9 a copier": ((("Auto-Submitted", "auto-generated"), ("From", "scanner@brookfield-pd.example")), "never"),
    "10 a stamping server": ((("X-Auto-Response-Suppress", "DR, OOF, AutoReply"),), "hold"),
    "11 read receipt": ((("Content-Type", REPORT),), "never"),
    "12 answers wanted elsewhere": ((("Reply-To", "pat@elsewhere.example"),), "hold"),
    "13 forwarded with SRS": ((("Return-Path", "<SRS0=h=t=brookfield-pd.example=chief@fw.example>"),), "send"),
    "14 two authors": ((("From", "chief@brookfield-pd.example, counsel@law.example"),), "hold"),
    "15 another agency's receipt without a sign": ((("In-Reply-To", f"<intake.{TOKEN}@office.example>"),), "send"),
    "16 no return path": ((), "send"),
    "17 a colleague": ((("From", "lee@office.example"), ("Return-Path", "<lee@office.example>")), "send"),
    "17 the service's own address": ((("From", "intake@office.example"),), "never"),
    "18 unauthenticated spam": ((("Authentication-Results", "mx.office.example; dmarc=fail"), ("X-Spam-Flag", "YES")), "hold"),
}


@pytest.mark.parametrize("name", TABLE)
def test_d_real_life_combinations(name: str) -> None:
    extra, expected = TABLE[name]
    found = signs(*extra, without=["Return-Path"] if name.startswith("16") else [])
    assert verdict(found) == expected


def test_d_the_notes_that_the_decision_needs_are_there() -> None:
    assert signs(*TABLE["15 another agency's receipt without a sign"][0]).has("answers-our-reply")
    assert signs(*TABLE["17 a colleague"][0]).has("own-domain")
    # A copier or a list that brings an application is held: their signs are of families that an application outweighs.
    for name in ("9 a copier", "7 a person's post to a list", "8 newsletter"):
        strong = [s for s in signs(*TABLE[name][0]).found if s.weight is Weight.NEVER]
        assert {s.family for s in strong} <= {"automatic", "list"}


def test_signs_come_strongest_first_each_code_once_and_without_the_senders_words() -> None:
    found = signs(*TABLE["2 out of office of Exchange"][0], ("Subject", "Automatic reply: secret words"), without=["To"]).found
    weights = [list(Weight).index(s.weight) for s in found]
    assert weights == sorted(weights)
    assert len({s.code for s in found}) == len(found)
    assert not any("secret" in s.text for s in found)
