"""HTML becomes readable text."""

import pytest

from intake.mail import htmltext


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("one<br><br>two", "one\n\ntwo"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<table><tr><td>Agency</td><td>Brookfield</td></tr><tr><td>State</td><td>TX</td></tr></table>", "Agency\tBrookfield\nState\tTX"),
        ("a <b>bold</b>  \n word", "a bold word"),
        ("Pe&ntilde;a &amp; Co &#8364; &unknown; &#99999999999;", "Peña & Co € &unknown; &#99999999999;"),
        ("<style>p{}</style><title>t</title><script>alert('<p>')</script>x", "x"),
        ("<!-- hidden <p> -->shown", "shown"),
        ("<blockquote>quoted<blockquote>deep</blockquote></blockquote>own", "> quoted\n> > deep\nown"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
        ("<p>unclosed", "unclosed"),
        ("cut <a href=", "cut <a href="),
        ("<script>never ends", ""),
        ("", ""),
        ("<o:p>x</o:p>", "x"),
    ],
)
def test_it_is_converted(source: str, text: str) -> None:
    converted = htmltext.convert(source, 10_000)
    assert [" ".join(line.split(" ")).rstrip() for line in converted.split("\n")] == text.split("\n")


def test_the_bound_holds() -> None:
    assert len(htmltext.convert("<p>word</p>" * 10_000, 100)) < 1_000
