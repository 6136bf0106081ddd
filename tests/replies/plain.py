"""What a reader without HTML would see of an HTML letter. In: HTML. Out: its words, lists and headings."""

import re
from html.parser import HTMLParser


class Reading(HTMLParser):
    """Collects words, tags and links of a document; head and style are passed over."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self._hidden += tag in ("title", "style")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("title", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def read(html: str) -> Reading:
    reading = Reading()
    reading.feed(html)
    reading.close()
    return reading


def words_of_html(html: str) -> list[str]:
    return " ".join(read(html).words).split()


def words_of_text(text: str) -> list[str]:
    """The same of a text: without the dashes of lists and under headings."""
    return re.sub(r"(?m)^(- |-{3,}$)", "", text).split()
