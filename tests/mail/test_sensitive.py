"""Places in a mail: subject and text, mails inside, and where a text is cut."""

from email.message import EmailMessage

from intake.mail import parser, sensitive
from intake.mail.limits import Limits
from intake.mail.message import Message
from intake.security.sensitive import Kind

ROWS = "Name\tBadge\tDOB\nIda Mosswood\t1204\t4/5/1987\nRay Lowe\t1311\t7/8/1990\n"


def _mail(subject: str, text: str, html: str = "") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ida@alderso.example", "intake@office.example", subject
    if html:
        mail.set_content(html, subtype="html")
    else:
        mail.set_content(text)
    return mail


def _read(mail: EmailMessage) -> Message:
    return parser.parse(mail.as_bytes(), Limits())


def test_subject_and_text_have_their_places_with_line_and_offsets() -> None:
    message = _read(_mail("SSN 123-45-6789", "Hello,\n\nDOB 4/5/1987\n"))
    one, other = sensitive.find(message)
    assert (one.kind, one.part, one.line, message.subject[one.start : one.end]) == (Kind.SSN, "subject", 1, "123-45-6789")
    assert (other.kind, other.part, other.line, message.text[other.start : other.end]) == (Kind.BIRTH, "text", 3, "4/5/1987")
    assert other.public() == {"kind": "date_of_birth", "mail": 0, "part": "text", "line": 3, "start": other.start, "end": other.end}


def test_a_table_of_an_html_mail_is_a_list() -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split(chr(9)))}</tr>" for row in ROWS.splitlines())
    found = sensitive.find(_read(_mail("a", "", f"<table>{rows}</table>")))
    assert [place.kind for place in found] == [Kind.ROSTER, Kind.BIRTH, Kind.BIRTH]


def test_a_mail_inside_has_its_own_number() -> None:
    outer = _mail("FW: nominees", "see below")
    outer.add_attachment(_mail("nominees", ROWS))
    found = sensitive.find(_read(outer))
    assert {(place.mail, place.part) for place in found} == {(1, "text")}


def test_lists_are_told_first_where_there_are_too_many_places() -> None:
    many = "\n".join(f"Deputy Ray Lowe, SSN 123-45-{n:04d}" for n in range(1, 1000))
    found = sensitive.find(_read(_mail("a", many)))
    assert len(found) == sensitive.MOST
    assert found[0].kind is Kind.ROSTER


def test_no_half_of_a_number_is_left_in_a_files_name_that_is_too_long() -> None:
    mail = _mail("papers", "attached")
    mail.add_attachment(b"x", maintype="application", subtype="pdf", filename=f"{'x' * 245}_123-45-6789.pdf")
    (attachment,) = _read(mail).attachments
    assert attachment.filename == "x" * 245 + "_"
