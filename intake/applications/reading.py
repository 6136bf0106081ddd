"""What the sender's own words say. In: a Message and its other documents. Out: a Reading. Pure; only plain phrases are looked for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.applications import cues, own_words
from intake.applications.kinds import Kind
from intake.documents.document import Document
from intake.mail.message import Message

FEW_WORDS: Final = 60
"""A mail of thanks has no more words than these, its signature included."""
MAX_EXCERPT: Final = 2_000
"""Characters of a further document that are read for the kinds that are held."""
MAX_EXCERPTS: Final = 5
"""Further documents that are read so."""

_TABLES: Final[dict[str, tuple[str, ...]]] = {
    **{f"strong {kind.value}": phrases for kind, phrases in cues.STRONG.items()},
    **{f"weak {kind.value}": phrases for kind, phrases in cues.WEAK.items()},
    "applies": cues.APPLIES,
    "program": cues.PROGRAM,
    "asks": cues.ASKS,
    "way": cues.WAY,
    "status": cues.STATUS,
    "agency": cues.AGENCY,
    "thanks": cues.THANKS,
    "wrapped": cues.WRAPPED,
}


def _by_longest_word() -> dict[str, tuple[tuple[str, str], ...]]:
    """Each phrase under its longest word, so that only phrases of which a word is there are looked for."""
    out: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, phrases in _TABLES.items():
        for phrase in phrases:
            out[max(phrase.split(), key=len)].append((name, f" {phrase} "))
    return {word: tuple(found) for word, found in out.items()}


_PHRASES: Final = _by_longest_word()


@dataclass(frozen=True, slots=True)
class Reading:
    """Findings on words, none of the words."""

    strong: tuple[Kind, ...]  # kinds whose strong phrases were met, most believed first
    weak: tuple[Kind, ...]
    applies: bool
    asks: bool
    way: bool  # asks for the way to apply
    program: bool  # speaks of the program, its models or its forms
    status: bool  # asks how its own case stands
    agency: bool  # speaks as an agency does
    thanks: bool
    links: bool  # a link to a place for files
    wrapped: bool  # an encrypted wrapper, or a password that is to follow
    words: int  # of the body, quotations left out

    @property
    def asks_only(self) -> bool:
        """Asks how one would apply, rather than applying: the words of both, and a question about the way."""
        return self.asks and self.way

    @property
    def courtesy(self) -> bool:
        """Thanks and nothing more."""
        return self.thanks and not self.asks and not self.status and self.words <= FEW_WORDS


def read(message: Message, others: Sequence[Document] = ()) -> Reading:
    """The subject counts with the body; a further document counts only for the kinds that are held."""
    own = own_words.own(message.text)
    body = own_words.plain(own)
    words = f"{own_words.plain(message.subject)}{body}"
    beside = " ".join(own_words.plain(d.text_excerpt[:MAX_EXCERPT]) for d in others[:MAX_EXCERPTS] if d.text_excerpt)
    met = _met(words)
    everywhere = met | _met(beside) if beside else met
    link_text = own.lower()
    return Reading(
        strong=tuple(kind for kind in cues.STRONG if f"strong {kind.value}" in everywhere),
        weak=tuple(kind for kind in cues.WEAK if f"weak {kind.value}" in met),
        applies="applies" in met,
        asks="?" in own or "asks" in met,
        way="way" in met,
        program="program" in met,
        status="status" in met,
        agency="agency" in met,
        thanks="thanks" in met,
        links="//" in link_text and any(host in link_text for host in cues.LINK_HOSTS),
        wrapped="wrapped" in met,
        words=own_words.count(body),
    )


def _met(text: str) -> set[str]:
    """The names of the tables of which a phrase stands in `text`."""
    met: set[str] = set()
    for word in _PHRASES.keys() & set(text.split()):
        for name, phrase in _PHRASES[word]:
            if name not in met and phrase in text:
                met.add(name)
    return met
