"""What the author's own words say. In: a Message and its other documents. Out: a Reading. Pure; only plain phrases are looked for.

Quotations, signatures of earlier mails, banners and footers say nothing. A mail that only passes another on is read with that one.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.applications import cues, phrases
from intake.applications.phrases import Phrases
from intake.applications.topics import Topic
from intake.documents.document import Document
from intake.mail import quotes
from intake.mail.message import Message
from intake.mail.quotes import Cut

FEW_WORDS: Final = 60
"""A mail of thanks has no more words than these, its signature included."""
NO_MORE_THAN_A_NOTE: Final = 12
"""Words above a mail that was passed on which may still say nothing of their own."""
MAX_EXCERPT: Final = 2_000
"""Characters of a further document that are read for the kinds that are held."""
MAX_EXCERPTS: Final = 5
"""Further documents that are read so."""
SIGNED_LINES: Final = 4
SHORT_LINE: Final = 70
SEVERAL: Final = 3
"""Topics asked for at once from which the question is a general one."""
PLAIN: Final = 1.6
"""Strength from which a topic is plainly asked for."""
CLEARLY: Final = 0.4
"""By how much it must be stronger than the next."""

_WANTS: Final = Phrases(cues.WANTS)
_WHO: Final = Phrases(cues.WHO)
_SURE: Final = Phrases(cues.SURE)
_TOPICS: Final = Phrases(cues.TOPICS)
_OURS: Final = Phrases({"ours": cues.STATUS_OURS})


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words say. The counters say how many phrases of a table were met."""

    wants: Counter[str]  # in subject and own words
    subject: Counter[str]  # in the subject alone
    beside: Counter[str]  # in further documents
    sure: Counter[str]  # in either: words of a kind that is held, by its name
    who: Counter[str]  # who writes, by his own words
    signed: Counter[str]  # who writes, by signature and display name
    topics: Counter[str]
    topics_subject: Counter[str]
    question: bool
    ours: bool  # it speaks of papers of its own that are with us
    links: bool  # a link to a place for files
    words: int  # of the body, quotations left out
    text: tuple[str, ...]  # plain words of subject and body
    signature: tuple[str, ...]  # and of the signature
    passed_on: bool  # the words are those of a mail that was passed on

    def strength(self, table: str) -> float:
        """0 where nothing was met, then growing slowly; a phrase in the subject counts half as much again."""
        return grown(self.wants[table]) + (0.75 if self.subject[table] else 0.0)

    @property
    def asks(self) -> bool:
        """A question is put."""
        return self.question or bool(self.wants["asks"])

    @property
    def applies(self) -> bool:
        """It says that it applies, or brings what an applicant brings."""
        return bool(self.wants["applies"])

    @property
    def wrapped(self) -> bool:
        """What was sent cannot be opened by us as it is."""
        return bool(self.wants["wrapped"])

    @property
    def esign(self) -> bool:
        """A signing or sharing service says that papers lie with it."""
        return bool(self.wants["esign"]) or (bool(self.wants["sharing"]) and self.links)

    @property
    def status(self) -> bool:
        """It asks how its own case stands: words of both, so that "how long does it take" is none."""
        return bool(self.topics["status"]) and self.ours and not self.applies_only

    @property
    def applies_only(self) -> bool:
        """It applies and asks for nothing."""
        return self.applies and not self.asks

    @property
    def courtesy(self) -> bool:
        """Thanks and nothing more."""
        return bool(self.wants["thanks"]) and not self.question and not self.topics["status"] and self.words <= FEW_WORDS

    @property
    def topic(self) -> tuple[Topic, ...]:
        """What a question is about, strongest first; of many at once none is the one."""
        found = _topics(self)
        if sum(1 for score, _ in found if score >= 1.0) > SEVERAL:
            return (Topic.OTHER, *(topic for _, topic in found))
        return tuple(topic for _, topic in found) or (Topic.OTHER,)

    @property
    def sure_topic(self) -> Topic:
        """The topic that the reply may name: plainly asked for, and more plainly than any other."""
        found = _topics(self)
        first, second = (*(score for score, _ in found), 0.0, 0.0)[:2]
        return found[0][1] if self.topic[0] is not Topic.OTHER and first >= PLAIN and first >= second + CLEARLY else Topic.OTHER


def _topics(reading: Reading) -> list[tuple[float, Topic]]:
    """Topics with their strength, strongest first."""
    scores = {name: grown(reading.topics[name]) + (1.0 if reading.topics_subject[name] else 0.0) for name in cues.TOPICS}
    scores.pop("status")
    if scores["adding_model"]:
        scores["models"] = 0.0
    if scores["blank_forms"] >= PLAIN and scores["forms_help"] <= scores["blank_forms"]:
        scores["forms_help"] *= 0.5
    return sorted(((score, Topic(name)) for name, score in scores.items() if score), key=lambda pair: -pair[0])


def _end(cut: Cut) -> str:
    """The signature; where none was told apart, the short lines at the end of the author's words."""
    if cut.signature.strip():
        return cut.signature
    lines = [line.strip() for line in cut.own.splitlines() if line.strip()][1:][-SIGNED_LINES:]
    return "\n".join(line for line in lines if len(line) <= SHORT_LINE)


def grown(count: int) -> float:
    """The first phrase says most."""
    return (0.0, 1.0, 1.6, 2.0)[min(count, 3)]


def read(message: Message, others: Sequence[Document] = ()) -> Reading:
    """The subject counts with the body; a further document counts only for the kinds that are held."""
    cut = quotes.cut(message.text, subject=message.subject)
    own = phrases.words(cut.own)
    text, passed_on = cut.own, False
    if cut.passed_on is not None and len(own) <= NO_MORE_THAN_A_NOTE:
        text, passed_on = f"{cut.own}\n{quotes.cut(cut.passed_on.text).own}", True
    elif not own and not message.forwarded:
        text = cut.own or quotes.own_words(message.text)
    if message.forwarded and len(own) <= NO_MORE_THAN_A_NOTE:
        text, passed_on = f"{text}\n{quotes.cut(message.forwarded[0].text).own}", True
    words = phrases.words(text)
    subject = phrases.words(message.subject)
    names = " ".join(a.name for a in message.from_)
    beside = [word for d in others[:MAX_EXCERPTS] for word in phrases.words(d.text_excerpt[:MAX_EXCERPT])]
    link_text = text.lower()
    signed = [*phrases.words(names), phrases.STOP, *phrases.words(_end(cut))]
    every = [*subject, phrases.STOP, *words]
    return Reading(
        wants=_WANTS.met(every),
        subject=_WANTS.met(subject),
        beside=_WANTS.met(beside),
        sure=_SURE.met([*every, phrases.STOP, *beside]),
        who=_WHO.met(every),
        signed=_WHO.met(signed),
        topics=_TOPICS.met(every),
        topics_subject=_TOPICS.met(subject),
        question="?" in text or "?" in message.subject or "¿" in text,
        ours=bool(_OURS.met(every)),
        links="//" in link_text and any(host in link_text for host in cues.LINK_HOSTS),
        words=len(words),
        text=tuple(every),
        signature=tuple(signed),
        passed_on=passed_on,
    )
