"""What the author's own words say. In: a Message and its other documents. Out: a Reading. Pure; only plain phrases are looked for.

Quotations, signatures of earlier mails, banners and footers say nothing. A mail that only passes another on is read with that one.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.applications import cues, phrases
from intake.applications.phrases import Phrases
from intake.documents.document import Document
from intake.mail import htmltext, quotes
from intake.mail.message import Message
from intake.mail.quotes import Cut

FEW_WORDS: Final = 30
"""A mail of thanks has no more words than these, its signature included."""
SAYS_MORE: Final = (
    "asks", "applies", "jargon", "violence", "emergency", "tip", "records", "records_act", "litigation", "press", "complaint", "ends",
    "new_head", "new_name", "takes_part",
)  # fmt: skip
"""Tables of which no phrase may stand in a mail of thanks and nothing more."""
NO_MORE_THAN_A_NOTE: Final = 12
"""Words above a mail that was passed on which may still say nothing of their own."""
MAX_EXCERPT: Final = 2_000
"""Characters of a further document that are read for the kinds that are held."""
MAX_EXCERPTS: Final = 5
"""Further documents that are read so."""
MANY: Final = 6
"""Letters of scripts that are not read here from which a person must read them."""
SIGNED_LINES: Final = 4
SHORT_LINE: Final = 70

_WANTS: Final = Phrases(cues.WANTS)
_WHO: Final = Phrases(cues.WHO)
_SURE: Final = Phrases(cues.SURE)
_GRAVE: Final = {kind: [phrase for phrase in found if phrase not in cues.MENTIONED] for kind, found in cues.SURE.items()}
_WATCH: Final = Phrases({kind: [*_GRAVE.get(kind, ()), *cues.WATCH.get(kind, ())] for kind in {*_GRAVE, *cues.WATCH}})
_BELOW: Final = Phrases({
    "threat": [phrase for phrase in _GRAVE["threat"] if "report" not in phrase and not {"tip", "suicidal"} & {*phrase.split()}],
    "records_request": cues.SURE["records_request"],
})  # fmt: skip
_TITLES: Final = Phrases(cues.TITLES)
_TWO_SCRIPTS: Final = re.compile(r"[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]")
_SPACED_OUT: Final = re.compile(r"(?:(?<![^\W_])[A-Za-z][\W_]{1,3}){8}")
_UNREAD_SCRIPT: Final = re.compile(r"[\u0370-\u1aff\u2e80-\ud7ff\uf900-\ufaff]")
_NOTICE: Final = re.compile(
    r"\b(?:in response to|subject to) (?:an? |any |the )?(?:[a-z']{1,20} )?(?:public|open)[ -]records?"
    r"(?: (?:request|act|law|statute)s?)?\b"
    r"|\b(?:under|pursuant to) [^.\n]{1,60}? (?:this|all) (?:e-?mails?|messages?|correspondence)\b",
    re.IGNORECASE,
)
"""What agencies of several states put below each mail: that it may be asked for. It asks for nothing."""
_TOPICS: Final = Phrases(cues.TOPICS)
_OURS: Final = Phrases({"ours": cues.STATUS_OURS})


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words say. The counters say how many phrases of a table were met."""

    wants: Counter[str]  # in subject and own words
    subject: Counter[str]  # in the subject alone
    beside: Counter[str]  # in further documents
    sure: Counter[str]  # in any of these: words of a kind that is held, by its name
    watched: Counter[str]  # words that make a person look first, by the name of the kind they may be of; in further documents too
    anywhere: Counter[str]  # the gravest of them in the whole text, quotations and footers too
    obscured: bool  # letters of several scripts in one word or each for itself, or a passage in a script that is not read here
    unseen: bool  # the text is longer than is looked at
    who: Counter[str]  # who writes, by his own words
    signed: Counter[str]  # who writes, by signature and display name
    topics: Counter[str]
    topics_subject: Counter[str]
    questions: int  # question marks
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
        return bool(self.questions or self.wants["asks"])

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
        return bool(self.topics["status"]) and self.ours and (self.asks or not self.applies)

    @property
    def courtesy(self) -> bool:
        """Thanks and nothing more."""
        more = any(self.wants[name] for name in SAYS_MORE) or any(self.sure.values()) or any(self.watched.values())
        return bool(self.wants["thanks"]) and not self.questions and not self.topics["status"] and self.words <= FEW_WORDS and not more


def _end(cut: Cut) -> str:
    """The signature; where none was told apart, the short lines at the end of the author's words."""
    if cut.signature.strip():
        return cut.signature
    lines = [line.strip() for line in cut.own.splitlines() if line.strip()][1:][-SIGNED_LINES:]
    return "\n".join(line for line in lines if len(line) <= SHORT_LINE)


def grown(count: int) -> float:
    """The first phrase says most."""
    return (0.0, 1.0, 1.6, 2.0)[min(count, 3)]


def _obscured(own: str, whole: str) -> bool:
    return bool(_SPACED_OUT.search(own) or _TWO_SCRIPTS.search(whole)) or len(_UNREAD_SCRIPT.findall(own)) >= MANY


def _disguised(text: list[str]) -> list[str]:
    plain = phrases.undisguised(text)
    return text if plain == text else [*text, phrases.STOP, *plain]


def _elsewhere(message: Message, others: Sequence[Document], unread: Sequence[Document]) -> list[str]:
    """The words of further documents, of attached mails, and of the HTML, where another text stands beside it."""
    texts = [d.text_excerpt[:MAX_EXCERPT] for d in (*others, *unread)[:MAX_EXCERPTS]]
    texts += [f"{inner.subject}\n{inner.text[:MAX_EXCERPT]}" for inner in message.forwarded[:MAX_EXCERPTS]]
    if message.html is not None and "text/plain" in message.part_types:
        texts.append(quotes.cut(htmltext.convert(message.html, phrases.MAX_TEXT)).own)
    return _disguised([word for text in texts for word in (*phrases.words(text), phrases.STOP)])


def read(message: Message, others: Sequence[Document] = (), unread: Sequence[Document] = ()) -> Reading:
    """The subject counts with the body; a further document counts only for the kinds that are held, one of `unread` for `watched` alone."""
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
    elsewhere = _elsewhere(message, others, unread)
    begin, whole = text[: phrases.MAX_TEXT], message.text[: phrases.MAX_TEXT]
    unnoticed = _NOTICE.sub("", begin)
    plain = words if unnoticed == begin else phrases.words(unnoticed)
    return Reading(
        wants=_WANTS.met(every),
        subject=_WANTS.met(subject),
        beside=_WANTS.met(beside),
        sure=_SURE.met([*every, phrases.STOP, *beside]),
        anywhere=_BELOW.met(phrases.words(_NOTICE.sub("", whole))),
        watched=_WATCH.met([*_disguised([*subject, phrases.STOP, *plain]), phrases.STOP, *elsewhere])
        + _TITLES.met([*signed, phrases.STOP, *elsewhere]),
        obscured=_obscured(begin, whole),
        unseen=len(message.text) > phrases.MAX_TEXT,
        who=_WHO.met(every),
        signed=_WHO.met(signed),
        topics=_TOPICS.met(every),
        topics_subject=_TOPICS.met(subject),
        questions=text.count("?") + message.subject.count("?"),
        ours=bool(_OURS.met(every)),
        links="//" in link_text and any(host in link_text for host in cues.LINK_HOSTS),
        words=len(words),
        text=tuple(every),
        signature=tuple(signed),
        passed_on=passed_on,
    )
