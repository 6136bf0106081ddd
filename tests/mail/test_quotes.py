"""A mail's text is cut into its author's own words, his signature, what he quoted and what he passed on."""

import subprocess
import sys

import pytest
import quotequail
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.mail import openings, quotes

DANA = "Chief Dana Reyes <dreyes@alderpd.example>"
HEAD = f"From: {DANA}\nSent: Tuesday, March 4, 2025 9:15 AM\nTo: Program Office <intake@office.example>\nSubject: Task force"


# What is quoted


@pytest.mark.parametrize(
    "opening",
    [
        "On Tue, Nov 24, 2026 at 10:00 AM Program Office <intake@office.example> wrote:",
        "On Tue, Nov 24, 2026 at 10:00 AM Program Office\n<intake@office.example> wrote:",
        "On Tue, Nov 24, 2026 at 10:00 AM Program Office <\nintake@office.example>\nwrote:",
        "On Nov 24, 2026, Program Office wrote:",
        "On Tue, Reyes, Dana wrote:",
        "El mar, 24 nov 2026 a las 10:00, Oficina (<intake@office.example>) escribió:",
        "El 24 de noviembre de 2026, Oficina escribió:",
        "Le mar. 24 nov. 2026 à 10:00, Bureau <intake@office.example> a écrit :",
        "Am 24.11.2026 um 10:00 schrieb Amt <intake@office.example>:",
        '24.11.2026, 10:00, "Kantoor" <intake@office.example>:',
        "ti 24. marraskuuta 2026 klo 10.00 Toimisto\n<intake@office.example> kirjoitti:",
        "---- On Tue, 24 Nov 2026 10:00:00 -0500 intake@office.example wrote ----",
        "-----Original Message-----\nFrom: Program Office\nSent: Tuesday, 2:12 PM\nTo: Dana Reyes\nSubject: RE: Task force",
        "-----Original Message-----",
        "________________________________\nFrom: Program Office\nSent: Tuesday, November 24, 2026 10:00 AM",
        HEAD,
        HEAD.replace("From:", "*From:*").replace("Sent:", "*Sent:*"),
        HEAD.replace("\n", "\n\n"),
        "From: Reyes, Dana\nDate: Tuesday, March 4, 2025 at 9:15 AM\nTo: Program Office\nSubject: Task force",
        "De: Oficina del Programa\nEnviado el: martes, 4 de marzo de 2025 9:15\nPara: Dana Reyes\nAsunto: Fuerza de tarea",
        "De : Bureau <intake@office.example>\nEnvoyé : mardi 4 mars 2025 09:15\nÀ : Dana Reyes\nObjet : Force",
        "Von: Amt <intake@office.example>\nGesendet: Dienstag, 4. März 2025 09:15\nAn: Dana Reyes\nBetreff: Einsatz",
        ">>> Program Office <intake@office.example> 3/4/2025 9:15 AM >>>",
    ],
)
def test_an_answer_is_told_from_the_mail_that_it_answers(opening: str) -> None:
    cut = quotes.cut(f"We have a question.\n\n{opening}\n\nEarlier words about a subpoena.", subject="RE: Task force")
    assert cut.own == "We have a question."
    assert cut.quoted.endswith("Earlier words about a subpoena.")
    assert cut.passed_on is None


def test_words_below_and_between_quotations_are_the_authors() -> None:
    cut = quotes.cut(
        "See my answers.\n\nOn Tue, Nov 24, 2026 at 10:00 AM Program Office <intake@office.example> wrote:\n> Which model?\n\nTask force."
        "\n\n> How many officers?\n>\n> We ask for names.\nFour of them.\n> Thank you"
    )
    assert cut.own == "See my answers.\n\nTask force.\n\nFour of them."
    assert "How many officers?\n\nWe ask for names." in cut.quoted


def test_an_answer_and_the_line_that_says_who_wrote_may_share_a_line() -> None:
    cut = quotes.cut("Friday is fine On Wed, Nov 25, 2026 at 3:59 PM, desk@office.example wrote:\n> Which day?")
    assert cut.own == "Friday is fine"


def test_the_line_above_marked_lines_may_be_of_any_language() -> None:
    cut = quotes.cut("Köszönöm!\n\n2026.11.24. 10:00 keltezéssel, Iroda írta:\n> Earlier words")
    assert cut.own == "Köszönöm!"


def test_a_quoted_line_that_lost_its_mark_stays_quoted() -> None:
    cut = quotes.cut("Yes.\n> The agreement takes effect when both of the parties have put their\nnames to it.\n> Earlier words")
    assert cut.own == "Yes."


@pytest.mark.parametrize(
    "text",
    [
        "From: here on we agree.\nOn Monday we wrote to you.\nThe form has -- two dashes.",
        "On Monday the council met at 6:30.\nWhat the Sheriff wrote was this: we apply.",
        "On our behalf the Sheriff wrote:\nplease sign.",
        "From the jail to the road: it is 12 miles.\nTo: be honest, we do not know.",
        "We asked the county the following:\nwho pays?",
        "Name: Alder Police Department\nDate: March 4, 2025\nFrom: Alder, Ohio\nTo: be filled in\nModel: TFM",
        "MEMORANDUM\n\nTO: Program Office\nFROM: Chief Dana Reyes\nDATE: March 4, 2025\nRE: Application\n\nWe wish to apply.",
        "Memo\n\nFrom: Chief Reyes, dreyes@alderpd.example\nTo: Office\nDate: March 4, 2025 9:15\nSubject: Application\n\nWe apply.",
        "FROM: CHIEF REYES\nSENT: MARCH 4\nTO: PROGRAM OFFICE\nSUBJECT: APPLICATION\n\nWE APPLY.",
        "From: Dana Reyes <dreyes@alderpd.example>\nSubject: Contact form\n\nMessage: how do we apply?",
    ],
)
def test_what_a_person_typed_is_no_quotation(text: str) -> None:
    assert quotes.cut(text) == quotes.Cut(text, "", "", None)


def test_where_nothing_would_be_left_the_words_are_all_of_the_text() -> None:
    assert quotes.own_words("> only this\n") == "> only this"
    assert quotes.own_words(f"{HEAD}\n\nOnly this.").endswith("Only this.")


# What was passed on


FORWARDS = [
    (HEAD, "Tuesday, March 4, 2025 9:15 AM"),
    (f"________________________________\n{HEAD}", "Tuesday, March 4, 2025 9:15 AM"),
    (f"-----Original Message-----\n{HEAD}", "Tuesday, March 4, 2025 9:15 AM"),
    (f"----- Forwarded Message -----\n{HEAD}", "Tuesday, March 4, 2025 9:15 AM"),
    (HEAD.replace("\n", "\n\n"), "Tuesday, March 4, 2025 9:15 AM"),
    (
        f"---------- Forwarded message ---------\nFrom: {DANA}\nDate: Tue, Mar 4, 2025 at 9:15 AM\nSubject: Task force\nTo: <a@b.example>",
        "Tue, Mar 4, 2025 at 9:15 AM",
    ),
    (
        f"Begin forwarded message:\n\nFrom: {DANA}\nSubject: Task force\nDate: March 4, 2025 at 9:15:00 AM EST\nTo: a@b.example",
        "March 4, 2025 at 9:15:00 AM EST",
    ),
    (
        f"-------- Forwarded Message --------\nSubject: \tTask force\nDate: \tTue, 4 Mar 2025 09:15:00\nFrom: \t{DANA}\nTo: \ta@b.example",
        "Tue, 4 Mar 2025 09:15:00",
    ),
    (
        f"---------- Mensaje reenviado ----------\nDe: {DANA}\nFecha: mar, 4 mar 2025 a las 9:15\nAsunto: Task force\nPara: <a@b.example>",
        "mar, 4 mar 2025 a las 9:15",
    ),
    (
        f"De: {DANA}\nEnviado el: martes, 4 de marzo de 2025 9:15\nPara: Oficina; Mesa\nAsunto: Task force",
        "martes, 4 de marzo de 2025 9:15",
    ),
]


@pytest.mark.parametrize(("head", "date"), FORWARDS)
def test_a_forward_is_read_as_each_program_writes_it(head: str, date: str) -> None:
    cut = quotes.cut(f"For you. I told him you would call.\n\n{head}\n\nWe wish to apply.\n\nDana", subject="FW: Task force")
    assert cut.own == "For you. I told him you would call."
    assert cut.passed_on == quotes.PassedOn(DANA, date, "Task force", "We wish to apply.\n\nDana")
    assert cut.quoted == ""


def test_a_forward_whose_lines_are_marked_leaves_the_words_below_to_the_author() -> None:
    marked = HEAD.replace("\n", "\n> ")
    for text in (
        f"See below.\n\nBegin forwarded message:\n\n> {marked}\n>\n> We wish to apply.\n\nPlease call him.",
        f"See below.\n\n> Begin forwarded message:\n>\n> {marked}\n>\n> We wish to apply.\n\nPlease call him.",
    ):
        cut = quotes.cut(text)
        assert cut.own == "See below.\n\nPlease call him."
        assert cut.passed_on is not None
        assert (cut.passed_on.subject, cut.passed_on.text) == ("Task force", "We wish to apply.")


@pytest.mark.parametrize(
    "subject", ["FW: Task force", "Fwd: RE: Task force", "[EXTERNAL] Fw: Task force", "URGENT - FW: Task force", "RV: Fuerza"]
)
def test_a_subject_that_forwards_makes_a_head_a_forward(subject: str) -> None:
    assert quotes.cut(f"Please handle.\n\n{HEAD}\n\nWe apply.", subject=subject).passed_on is not None


@pytest.mark.parametrize("subject", ["RE: Task force", "Re: FW: Task force", "RE[2]: Task force", "AW: Einsatz", "a new subject", ""])
def test_the_same_head_below_an_answer_is_its_history(subject: str) -> None:
    cut = quotes.cut(f"Yes, that is right.\n\n{HEAD}\n\nWe apply.", subject=subject)
    assert cut.own == "Yes, that is right."
    assert cut.passed_on is None
    assert cut.quoted.endswith("We apply.")


def test_a_head_with_nothing_above_it_but_a_banner_and_a_signature_is_a_forward() -> None:
    top = "CAUTION: This email originated from outside of the organization.\n\nLee Moss\nField Officer\n(555) 555-0140"
    for subject in ("", "Alder papers"):
        assert quotes.cut(f"{HEAD}\n\nWe apply.", subject=subject).passed_on is not None
        assert quotes.cut(f"{top}\n\n{HEAD}\n\nWe apply.", subject=subject).passed_on is not None


def test_a_few_words_that_say_so_make_a_head_a_forward() -> None:
    assert quotes.cut(f"Passing this on from Alder.\n\n{HEAD}\n\nWe apply.", subject="Alder papers").passed_on is not None


def test_a_chain_of_forwards_is_followed_level_by_level() -> None:
    inner = HEAD.replace("Subject: Task force", "Subject: FW: papers")
    first = quotes.cut(
        f"FYI\n\n{inner}\n\nSee below.\n\nDana\n\n---------- Forwarded message ---------\n{HEAD}\n\nWe apply.", subject="FW: papers"
    )
    assert first.passed_on is not None
    second = quotes.cut(first.passed_on.text, subject=first.passed_on.subject)
    assert second.own == "See below.\n\nDana"
    assert second.passed_on is not None
    assert quotes.cut(second.passed_on.text) == quotes.Cut("We apply.", "", "", None)


def test_a_head_is_no_longer_than_it_is() -> None:
    cut = quotes.cut(f"{HEAD}\n\nAgency: Alder Police Department\nTo: be agreed\nModel: TFM")
    assert cut.passed_on is not None
    assert cut.passed_on.text == "Agency: Alder Police Department\nTo: be agreed\nModel: TFM"


def test_a_field_that_comes_again_is_the_bodys() -> None:
    cut = quotes.cut(f"---------- Forwarded message ---------\nFrom: {DANA}\nDate: Tue, Mar 4\nSubject: Task force\n\nSubject: agreement")
    assert cut.passed_on == quotes.PassedOn(DANA, "Tue, Mar 4", "Task force", "Subject: agreement")


def test_a_head_below_a_quotation_is_history_unless_the_subject_forwards() -> None:
    text = f"> Which model?\n\n{HEAD}\n\nWe apply."
    assert quotes.cut(text).passed_on is None
    assert quotes.cut(text, subject="FW: papers").passed_on is not None


def test_fields_of_a_head_may_be_wrapped() -> None:
    head = (
        "From: Chief Dana Reyes\n<dreyes@alderpd.example>\nSent: Tuesday, March 4, 2025 9:15 AM\nTo: Office <intake@office.example>;\n"
        "Lee Moss <lmoss@field.example>\nSubject: Letter of interest and memorandum of agreement of the\nAlder Police Department"
    )
    cut = quotes.cut(f"{head}\n\nWe apply.")
    assert cut.passed_on is not None
    assert cut.passed_on.author == DANA
    assert cut.passed_on.subject == "Letter of interest and memorandum of agreement of the Alder Police Department"
    assert cut.passed_on.text == "We apply."


def test_an_answer_sent_on_as_a_forward_names_its_author() -> None:
    cut = quotes.cut(
        "On Tue, Mar 4, 2025 at 9:15 AM Dana Reyes <dreyes@alderpd.example> wrote:\n\nWe apply.", subject="Fwd: Task force"
    )  # fmt: skip
    assert cut.passed_on == quotes.PassedOn("Dana Reyes <dreyes@alderpd.example>", "Tue, Mar 4, 2025 at 9:15 AM", "", "We apply.")


# What machines and offices add


@pytest.mark.parametrize(
    "banner",
    [
        "CAUTION: This email originated from outside of the organization. Do not click links or open attachments.",
        "CAUTION: This email originated from outside\nof the organization. Do not click links unless you recognize\nthe sender.",
        "[EXTERNAL EMAIL: do not click links or open attachments unless you know the sender]",
        "*** EXTERNAL EMAIL ***",
        "EXTERNAL",
        "You don't often get email from dreyes@alderpd.example. Learn why this is important",
        "Warning: the sender of this message is from outside the county. Be careful with attachments.",
    ],
)
def test_a_banner_is_nobodys_word(banner: str) -> None:
    assert quotes.cut(f"{banner}\n\nWe wish to apply.") == quotes.Cut("We wish to apply.", "", "", None)
    assert quotes.cut(f"{banner}\nWe wish to apply.").own == "We wish to apply."


def test_a_mark_before_the_first_words_is_taken_off() -> None:
    assert quotes.cut("[EXTERNAL] We wish to apply.").own == "We wish to apply."


@pytest.mark.parametrize(
    "footer",
    [
        "CONFIDENTIALITY NOTICE: This e-mail is intended only for the named recipient. A subpoena does not reach it.",
        "This message and any attachments may contain confidential information.\nIf you are not the intended recipient, delete it.",
        "PRIVILEGED AND CONFIDENTIAL",
        "Please note: Florida has a very broad public records law. Most written communications are public records.",
        "E-mail to and from county officials is a public record and may be disclosed to the press.",
        "This e-mail is subject to the Virginia Freedom of Information Act unless exempt.",
        "Disclaimer\n\nThe information contained in this mail is confidential.\n\nThis email has been scanned for viruses and malware.",
        "Virus-free. www.scanner.example",
        "Please consider the environment before printing this e-mail.",
        "Sent from my iPhone",
        "Get Outlook for iOS",
        "Enviado desde mi iPhone",
        "Sent from Yahoo Mail on Android",
        "To stop these mails, unsubscribe here.",
        "AVISO: Este correo es confidencial y para uso exclusivo del destinatario.",
    ],
)
def test_a_footer_is_nobodys_word(footer: str) -> None:
    assert quotes.cut(f"We wish to apply.\n\n{footer}") == quotes.Cut("We wish to apply.", "", "", None)
    signed = quotes.cut(f"We wish to apply.\n\nRegards,\nDana Reyes\nChief of Police\n\n{footer}")
    assert (signed.own, signed.signature) == ("We wish to apply.\n\nRegards,", "Dana Reyes\nChief of Police")


def test_a_footer_right_below_a_signature_is_no_part_of_it() -> None:
    cut = quotes.cut("We apply.\n\nRegards,\nDana Reyes\nCONFIDENTIALITY NOTICE: intended only for the person named.")
    assert cut.signature == "Dana Reyes"


@pytest.mark.parametrize(
    "text",
    [
        "I request the records of your office. They are subject to the public records law of Ohio.\n\nPlease send copies by mail.",
        "This e-mail is a request under the public records law. Please provide the list of pending applications.",
        "Our attorney-client file shows that you were served. Strictly prohibited acts will be answered in court.\n\nWe await your word.",
        "The deputy told my son to click the link from outside the county, and he lost his phone.\n\nWho answers for that?",
        "Good morning.\n\nWe read your page.\n\nIt says: do not click on links or open attachments that come by mail. May we?",
        "I sent from my own money what the jail asked for.\n\nWhere is it?",
    ],
)
def test_a_letter_that_speaks_of_such_things_stays_whole(text: str) -> None:
    assert quotes.cut(text).own == text


# Who signs


@pytest.mark.parametrize(
    "closing",
    ["Respectfully,", "Best regards,", "Thanks", "V/r,", "Thank you and have a blessed day,", "Atentamente,", "Very truly yours,"],
)
def test_a_signature_stands_below_the_closing_words(closing: str) -> None:
    cut = quotes.cut(
        f"We wish to apply.\n\n{closing}\n\nDana Reyes\nChief of Police\nAlder Police Department\n(555) 555-0140\n\n“Serve with honor.”"
    )
    assert cut.own == f"We wish to apply.\n\n{closing}"
    assert cut.signature.startswith("Dana Reyes\nChief of Police\nAlder Police Department")
    assert cut.signature.endswith("“Serve with honor.”")


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nDana Reyes, Alder PD",
        "Dana Reyes\nChief of Police\nAlder Police Department",
        "Lt. D. Reyes\nAlder, Ohio\n(555) 555-0140",
        "Dana Reyes\n12 Main Street\ndreyes@alderpd.example",
        "Dana Reyes, Undersheriff",
        "Dana Reyes\n\nChief of Police, Alder\nPhone: 555-0140\nFax: 555-0141",
    ],
)
def test_a_signature_needs_no_closing_words(signature: str) -> None:
    cut = quotes.cut(f"We wish to apply and will send the papers.\n\n{signature}\n\nOn Nov 24, 2026, Office wrote:\n> earlier")
    assert (cut.own, cut.signature) == ("We wish to apply and will send the papers.", signature.strip())


@pytest.mark.parametrize(
    "text",
    [
        "Thank you.\nPlease call me on Monday.",
        "Thanks for the call.\n\nQuestions:\n1. Who signs?\n2. Who pays?",
        "We need:\n\nAgency: Alder Police Department\nChief: Dana Reyes\nPhone: 555-0140",
        "Alder Police Department",
        "Papers attached.\n\nLetter of Interest\nMemorandum of Agreement",
        "Thank you.\nBest regards,",
    ],
)
def test_what_is_no_signature_stays_the_authors_words(text: str) -> None:
    assert quotes.cut(text) == quotes.Cut(text, "", "", None)


def test_a_postscript_is_the_authors_word() -> None:
    cut = quotes.cut("We apply.\n\nRegards,\nDana Reyes\n\nP.S. The agreement follows by post on Friday.")
    assert cut.own == "We apply.\n\nRegards,\n\nP.S. The agreement follows by post on Friday."
    assert cut.signature == "Dana Reyes"


def test_a_mail_of_a_signature_alone_has_no_words() -> None:
    cut = quotes.cut("Dana Reyes\nChief of Police\nAlder Police Department\n(555) 555-0140")
    assert cut.own == ""
    assert cut.signature.startswith("Dana Reyes")


# Bounds


HOSTILE = {
    "heads": f"{HEAD}\n",
    "half heads": "From: x\na: b\n",
    "markers": "---- Forwarded message ----\n",
    "attributions": "On Mon, 10:00 x wrote:\n> y\nz\n",
    "attributions of many": "On Mon, 10:00 " + "<a@b> " * 20 + "wrote:\n> y\nz\n",
    "brackets": "2020/01/01 " + " <@" * 100 + "\n",
    "one line": "On 10:00 wrote: ",
    "marks": "> \n",
    "closings": "thanks\nBob\n\n",
    "footers": "confidential email " * 20 + "\n\n",
    "rules": "_" * 40 + "\n",
}


@pytest.mark.parametrize("pattern", HOSTILE)
def test_a_hostile_text_costs_a_bounded_number_of_bounded_questions(pattern: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    looked_at: list[int] = []

    class Counting:
        @staticmethod
        def unwrap(text: str) -> object:
            asked.append(len(text))
            assert text.count("<") <= 2
            return quotequail.unwrap(text)

    at = openings.at

    def counting_at(lines: list[str], n: int) -> openings.Opening | None:
        looked_at.append(n)
        assert len(lines[n]) <= quotes.WIDTH
        return at(lines, n)

    monkeypatch.setattr(openings, "quotequail", Counting)
    monkeypatch.setattr(openings, "at", counting_at)
    text = (HOSTILE[pattern] * 1_000_000)[:1_000_000]
    for subject in ("", "FW: x", "RE: x"):
        cut = quotes.cut(text, subject=subject)
        assert len(cut.own) + len(cut.signature) + len(cut.quoted) <= quotes.TEXT_CHARS
    assert len(looked_at) <= 3 * quotes.LINES
    assert len(asked) <= 3 * (quotes.OPENINGS + 1)
    assert max(asked, default=0) <= openings.HEAD_LINES * quotes.WIDTH


PIECES = [
    "> ",
    "\n",
    "\n\n",
    "From: a@b.example\n",
    "Sent: Mon, 1/1/2020\n",
    "To: x\n",
    "Subject: y\n",
    "On Mon, 10:00 x wrote:",
    "-- \n",
    "Thanks,\n",
    "Dana Reyes\n",
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=30), max_size=30), st.sampled_from(["", "FW: x", "Re: x"]))
@settings(max_examples=150, deadline=None)
def test_every_part_is_made_of_the_texts_own_lines(pieces: list[str], subject: str) -> None:
    text = "".join(pieces)
    cut = quotes.cut(text, subject=subject)
    parts = [cut.own, cut.signature, cut.quoted, cut.passed_on.text if cut.passed_on else ""]
    whole = text.replace("\xa0", " ")
    assert all(line.strip() in whole for part in parts for line in part.split("\n"))


def test_the_html_half_of_the_library_and_its_parser_stay_unloaded() -> None:
    code = "import sys; from intake.mail import quotes; quotes.cut('On Mon, 10:00 x wrote:\\n> y'); print('lxml' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == "False"
