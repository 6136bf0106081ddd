"""Octets of any charset become text."""

import pytest

from intake.mail import charsets, parser
from intake.mail.limits import Limits
from tests.corpus import mails


@pytest.mark.parametrize(
    ("octets", "declared", "text"),
    [
        ("Peña".encode(), "utf-8", "Peña"),
        ("Peña".encode(), "UTF8", "Peña"),
        ("“Peña” – café".encode("cp1252"), "iso-8859-1", "“Peña” – café"),
        ("“Peña”".encode("cp1252"), "us-ascii", "“Peña”"),
        ("“Peña” café".encode("cp1252"), None, "“Peña” café"),
        ("“Peña” café".encode(), None, "“Peña” café"),
        ("Peña".encode(), "iso-8859-1", "Peña"),
        ("警察局镕㐀".encode("gb18030"), "gb2312", "警察局镕㐀"),
        ("警察局".encode("gb18030"), "GB_2312-80", "警察局"),
        ("警察①髙".encode("cp932"), "shift_jis", "警察①髙"),
        ("경찰서 뷁".encode("cp949"), "ks_c_5601-1987", "경찰서 뷁"),
        ("警察局".encode("cp950"), "big5", "警察局"),
        ("полиция".encode("koi8-r"), "koi8-r", "полиция"),
        ("Ąžuolas".encode("cp1257"), "windows-1257", "Ąžuolas"),
        ("полиция".encode("cp1251"), "cp-1251", "полиция"),
        ("Peña".encode("utf-16"), "utf-16", "Peña"),
        ("Peña".encode("utf-7"), "unicode-1-1-utf-7", "Peña"),
        ("İstanbul".encode("cp1254"), "iso-8859-9", "İstanbul"),
        (b"a\x81b\x93", "iso-8859-1", None),
    ],
)
def test_the_superset_of_the_declared_charset_is_read(octets: bytes, declared: str | None, text: str | None) -> None:
    decoded = charsets.decode(octets, declared)
    assert decoded.text == text if text is not None else decoded.text.startswith("a")


def test_iso_2022_jp_is_read_with_vendor_rows_and_half_width_letters() -> None:
    octets = "警察 ".encode("iso2022_jp") + b"\x1b$B-!\x1b(B " + b"\x1b(I123\x1b(B" + b"\x1b$B|b\x1b(B"
    assert charsets.decode(octets, "iso-2022-jp").text == "警察 ① ｱｲｳ髙"
    assert charsets.decode("日本語の手紙、平仮名と片仮名。".encode("iso2022_jp"), "ISO-2022-JP").text == "日本語の手紙、平仮名と片仮名。"


@pytest.mark.parametrize("declared", ["x-nothing", "punycode", "unicode_escape", "rot13", "hex", "idna", "undefined", "", "a" * 500])
def test_what_is_no_charset_of_mail_is_guessed_and_named(declared: str) -> None:
    decoded = charsets.decode("“Peña” café".encode("cp1252"), declared)
    assert decoded.text == "“Peña” café"
    assert decoded.guessed


def test_a_text_cut_in_the_middle_of_a_character_keeps_its_charset() -> None:
    octets = ("警察局 " * 40).encode()[:-2]
    decoded = charsets.decode(octets, "utf-8")
    assert decoded.text.startswith("警察局")
    assert decoded.guessed


def test_chinese_without_a_charset_is_guessed() -> None:
    text = "我们是警察局，谨此提交意向书和签署的协议备忘录，请查收附件。谢谢。"
    assert charsets.decode(text.encode("gb18030"), None).text == text


def test_a_guess_is_named_in_the_message_and_an_eight_bit_header_is_read() -> None:
    raw = mails.mail(body="caf\xe9 Pe\xf1a".encode("latin-1")).replace(b"Pat Doe", "Pat Peña".encode("cp1252"))
    message = parser.read(raw, Limits())
    assert message.text == "café Peña"
    assert message.from_[0].name == "Pat Peña"
    assert "charset-guessed" in message.defects
