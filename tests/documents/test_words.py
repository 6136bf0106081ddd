"""Words into lines, blanks, and the judgement of a text layer."""

import pytest

from intake.documents import words
from intake.documents.pdf import PdfPages
from intake.documents.words import Layer, MarkKind, Word
from tests.documents import made


def _word(text: str, x: float, y: float = 100.0, width: float | None = None) -> Word:
    return Word(text, (x, y, x + (width or 6.0 * len(text)), y + 11), 1)


def test_words_of_two_columns_are_put_into_reading_order() -> None:
    lines = words.lines_of([_word("right", 300), _word("left", 72), _word("below", 72, 120)])
    assert [line.text for line in lines] == ["left right", "below"]


def test_a_value_typed_over_a_blank_is_put_where_the_blank_begins_as_a_whole() -> None:
    printed = [_word("and", 72), _word("the", 95), _word(",", 320), _word("pursuant", 328), _word("to", 390)]
    typed = [_word("Alder", 130), _word("County", 170), _word("Sheriff's", 215), _word("Office,", 280), _word("Texas", 325)]
    line = words.lines_of([*printed, *typed], blanks=[(120.0, 100.0, 318.0, 111.0)])[0]
    assert line.text == "and the Alder County Sheriff's Office, Texas, pursuant to"


def test_a_value_wider_than_a_blank_at_the_head_of_a_line_does_not_break_the_sentence() -> None:
    printed = [_word("in", 145), _word("the", 160), _word("implementation", 182)]
    typed = [_word("Alder", 61), _word("County", 95), _word("Sheriff's", 140), _word("Office", 200)]
    line = words.lines_of([*printed, *typed], blanks=[(59.0, 100.0, 143.0, 111.0)])[0]
    assert line.text == "Alder County Sheriff's Office in the implementation"


@pytest.mark.parametrize(
    ("token", "meant"),
    [
        ("1DPHBBBB", "Name____"),
        ("7LWOH", "Title"),
        ("6LJQDWXUH", "Signature"),
        ("$JHQF\\", "Agency"),
        ("BBBBBB", "______"),
        ("Name", "Name"),
        ("DATE", "DATE"),
        ("ABBA", "ABBA"),
    ],
)
def test_codes_that_are_too_low_are_read_as_they_were_meant(token: str, meant: str) -> None:
    assert words.unshift(token) == meant


def test_underscores_are_rules_and_not_words() -> None:
    with PdfPages(made.pdf(("Date:____________ Name: Ada",))) as pages:
        page = pages.words(1)
    assert page.lines[0].text == "Date: Name: Ada"
    assert [mark.kind for mark in page.marks] == [MarkKind.RULE]


@pytest.mark.parametrize(("lines", "layer"), [(("The quick brown fox jumps over the lazy dog.",), Layer.BORN), ((), Layer.EMPTY)])
def test_layers_are_told_apart(lines: tuple[str, ...], layer: Layer) -> None:
    with PdfPages(made.pdf(lines)) as pages:
        assert pages.words(1).layer is layer


def test_a_text_layer_of_rubbish_is_not_trusted() -> None:
    assert words.is_garbage("\ue001\ue002\ue003 \ue004\ue005 \ue006\ue007 \ue008 \ue009\ue010 xkcdq wrtps")
    assert not words.is_garbage("The sheriff of Alder County writes to request participation in the 287(g) program.")


def test_boxes_are_right_on_a_page_that_is_turned() -> None:
    import io

    import pypdf

    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(made.pdf(("Alder County",))))
    writer.pages[0].rotate(90)
    out = io.BytesIO()
    writer.write(out)
    with PdfPages(out.getvalue()) as pages:
        page = pages.words(1)
        assert (page.width, page.height) == (792, 612)
        x0, top, x1, bottom = page.words[0].bbox
    # Written along the page's left edge from its head, the line runs down the right side once the page is turned.
    assert 792 - 100 < x0 < x1 < 792
    assert 60 < top < bottom < 110
