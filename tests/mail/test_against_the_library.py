"""What the standard library writes and reads without fault is read the same by us."""

import email
import email.policy
from email.message import EmailMessage

from hypothesis import given, settings
from hypothesis import strategies as st

from intake.mail import parser
from intake.mail.limits import Limits

WORDS = st.sampled_from(["Brookfield", "Peña", "警察", "“quoted”", "a=b", "From here", ".", "word " * 30, ""])
NAMES = st.sampled_from(["a.pdf", "Peña.pdf", 'q"uote.pdf', "警察 a letter of interest whose name is so long that it must be folded.pdf"])
FILES = st.lists(st.tuples(NAMES, st.binary(min_size=1, max_size=300)), max_size=3)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(WORDS.filter(bool), min_size=1, max_size=12),
    st.lists(WORDS, min_size=1, max_size=20),
    st.sampled_from([None, "quoted-printable", "base64", "8bit"]),
    st.booleans(),
    FILES,
)
def test_a_mail_of_the_library_is_read_as_the_library_reads_it(
    subject: list[str], lines: list[str], encoding: str | None, rich: bool, files: list[tuple[str, bytes]]
) -> None:
    written = EmailMessage()
    written["From"] = "Pat Doe <chief@brookfield-pd.example>"
    written["Message-ID"] = "<m@brookfield-pd.example>"
    written["Date"] = "Tue, 24 Nov 2026 10:00:00 -0500"
    written["Subject"] = " ".join(subject)
    written.set_content("\n".join(lines), cte=encoding)
    if rich:
        written.add_alternative(f"<p>{lines[0]}</p>", subtype="html")
    for name, content in files:
        written.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    raw = written.as_bytes(policy=email.policy.SMTP)

    library = email.message_from_bytes(raw, policy=email.policy.default)
    plain = library.get_body(("plain",))
    assert plain is not None
    ours = parser.read(raw, Limits())
    assert [(a.filename, a.content) for a in ours.attachments] == [(a.get_filename(), a.get_content()) for a in library.iter_attachments()]
    text = plain.get_content().replace("\r\n", "\n").strip("\n")
    assert not text.strip() or ours.text == text
    assert ours.subject.split() == str(library["Subject"]).split()
    assert ours.defects == ()
