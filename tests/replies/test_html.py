"""HTML made from text."""

import pytest

from intake.replies import html
from tests.replies import plain

PAGE = "https://office.example/program?a=1&b=2"


def body(text: str, links: tuple[str, ...] = ()) -> str:
    whole = html.page(text, title="t", links=links)
    return whole.split("<body>\n")[1].split("\n</body>")[0]


def test_paragraphs_lists_and_headings() -> None:
    assert body("One\ntwo\n\nTitle\n-----\n\n- a\n- b\n\nList:\n- c\n") == (
        "<p>One<br>\ntwo</p>\n<h2>Title</h2>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<p>List:</p>\n<ul>\n<li>c</li>\n</ul>"
    )


def test_everything_is_escaped() -> None:
    assert body("<b>\"'&") == "<p>&lt;b&gt;&quot;&#x27;&amp;</p>"
    assert "<title>&lt;b&gt;</title>" in html.page("", title="<b>")


def test_only_a_configured_https_address_is_a_link() -> None:
    linked = '<a href="https://office.example/program?a=1&amp;b=2">https://office.example/program?a=1&amp;b=2</a>'
    assert body(f"See {PAGE}.", (PAGE,)) == f"<p>See {linked}.</p>"
    assert "<a" not in body("See https://elsewhere.example/ and http://office.example/", (PAGE,))
    assert "<a" not in body(f"See {PAGE}/other", (PAGE,))


@pytest.mark.parametrize(
    "link",
    [
        "http://office.example",
        "javascript:alert(1)",
        "https://",
        "https://a b",
        'https://a"b',
        "https://u@office.example",
        "https://[x",
        "https://a.example/" + "x" * 600,
    ],
)
def test_an_address_that_is_not_plain_https_stays_text(link: str) -> None:
    assert not html.is_plain_https(link)
    assert "<a" not in body(f"See {link} now", (link,))


def test_a_document_suits_phones_screen_readers_and_dark_screens() -> None:
    whole = html.page("Hello,\n\nTitle\n---\n\ntext", title="A title")
    assert whole.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert 'name="viewport" content="width=device-width' in whole
    assert 'name="color-scheme" content="light dark"' in whole
    assert not {"table", "img", "font", "script"} & set(plain.read(whole).tags)
    assert "#" not in whole
    assert "px" not in whole
