"""HTML made from text."""

import re
from html.parser import HTMLParser

import pytest

from intake.replies import html, previews, renderer, samples

PAGE = "https://office.example/program?a=1&b=2"


def body(text: str, links: tuple[str, ...] = ()) -> str:
    whole = html.page(text, title="t", links=links)
    return whole.split("<h1>t</h1>\n")[1].split("\n</div>\n</body>")[0]


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
    assert '<body>\n<div lang="en" dir="ltr">\n<h1>A title</h1>' in whole
    assert "#" not in whole


PREVIEWS = [preview.rendered for preview in previews.every(renderer.load(None, samples.BLOCKS))]


class Structure(HTMLParser):
    """Elements in their order, what each has said of itself, and whether every one is closed where it should be."""

    EMPTY = frozenset({"meta", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.parents: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.parents.append((tag, self.open[-1] if self.open else ""))
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def structure(whole: str) -> Structure:
    made = Structure()
    made.feed(whole)
    made.close()
    assert made.open == []
    return made


def test_every_reply_has_one_heading_of_the_first_order_and_the_rest_below_it() -> None:
    for rendered in PREVIEWS:
        headings = [tag for tag, _ in structure(rendered.html).found if re.fullmatch(r"h\d", tag)]
        assert headings[0] == "h1"
        assert set(headings[1:]) <= {"h2"}


def test_every_reply_says_its_language_to_readers_that_drop_the_head_too() -> None:
    for rendered in PREVIEWS:
        found = structure(rendered.html).found
        assert [attrs["lang"] for tag, attrs in found if tag in ("html", "div")] == ["en", "en"]


def test_every_reply_fits_a_phone_and_needs_no_table_picture_or_script() -> None:
    for rendered in PREVIEWS:
        found = structure(rendered.html).found
        assert {tag for tag, _ in found} <= {
            *("html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "p", "br", "ul", "li", "a")
        }
        assert not [attrs for _, attrs in found if {"width", "height", "style", "align"} & set(attrs)]
        style = rendered.html.split("<style>")[1].split("</style>")[0]
        assert not re.search(r"\d(px|pt|cm|in)\b|nowrap|(?<!max-)width:|position|float", style)
        assert "max-width: 38em" in style
        assert "overflow-wrap: break-word" in style
        # The longest word that has no place to break; addresses break anywhere.
        assert max(len(word) for word in re.split(r"[\s/@.-]+", rendered.text)) < 25


def test_entries_of_a_list_stand_in_a_list_and_nowhere_else() -> None:
    for rendered in PREVIEWS:
        assert {parent for tag, parent in structure(rendered.html).parents if tag == "li"} <= {"ul"}
        assert rendered.html.count("<li>") == sum(line.startswith("- ") for line in rendered.text.splitlines())
