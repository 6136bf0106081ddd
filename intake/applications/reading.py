"""What the sender's own words say. In: a Message and its other documents. Out: a Reading. Pure; only plain phrases are looked for."""

from collections.abc import Iterable, Sequence
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

_PADDED_STRONG: Final = {kind: tuple(f" {p} " for p in phrases) for kind, phrases in cues.STRONG.items()}
_PADDED_WEAK: Final = {kind: tuple(f" {p} " for p in phrases) for kind, phrases in cues.WEAK.items()}


def _padded(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(f" {phrase} " for phrase in phrases)


_APPLIES: Final = _padded(cues.APPLIES)
_PROGRAM: Final = _padded(cues.PROGRAM)
_ASKS: Final = _padded(cues.ASKS)
_WAY: Final = _padded(cues.WAY)
_STATUS: Final = _padded(cues.STATUS)
_AGENCY: Final = _padded(cues.AGENCY)
_THANKS: Final = _padded(cues.THANKS)
_WRAPPED: Final = _padded(cues.WRAPPED)


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
    everything = words + beside
    link_text = own.lower()
    return Reading(
        strong=tuple(kind for kind, phrases in _PADDED_STRONG.items() if _any(phrases, everything)),
        weak=tuple(kind for kind, phrases in _PADDED_WEAK.items() if _any(phrases, words)),
        applies=_any(_APPLIES, words),
        asks="?" in own or _any(_ASKS, words),
        way=_any(_WAY, words),
        program=_any(_PROGRAM, words),
        status=_any(_STATUS, words),
        agency=_any(_AGENCY, words),
        thanks=_any(_THANKS, words),
        links="//" in link_text and any(host in link_text for host in cues.LINK_HOSTS),
        wrapped=_any(_WRAPPED, words),
        words=own_words.count(body),
    )


def _any(phrases: tuple[str, ...], text: str) -> bool:
    return any(phrase in text for phrase in phrases)
