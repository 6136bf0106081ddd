"""Does a paper ask to take part? In: the text of a page. Out: yes or no. Pure.

Nobody asks in the same words: "please sign us up", "seeks an agreement", "would like to be an agency of yours". What they share is a
sentence of the sender's own, in which a word of wanting stands with the program, a model of it or the agreement; and the shape of a letter,
a memorandum or a sheet that somebody signs. A question, a bill, a report and a withdrawal speak of the program too.
"""

import re
from typing import Final

from intake.documents import forms, office_half

MOST_TEXT: Final = 9_000
"""Characters of a page; a longer one is no letter."""
NEAR: Final = 320
"""Characters between the wanting and what is wanted."""
SHORT: Final = 60
"""A longer line is of running text."""

_PROGRAM: Final = "|".join(
    (
        r"287\s*\(?\s*g\s*\)?|1357\s*\(g\)|memorandum\s+of\s+(?:agreement|understanding)|\bMO[AU]\b|delegat(?:ion|ed)\s+(?:of\s+)?authority",
        r"\b(?:JEM|TFM|WSO)\b|immigration\s+authority",
        *(form.titles[0] for form in forms.FORMS),
    )
)
_WANTS: Final = re.compile(
    r"\b(?:want\w*|wish\w*|would\s+like|'d\s+like|hop(?:e|es|ing)|ask(?:s|ed|ing)?|request\w*|seek\w*|appl(?:y|ies|ying|ication)|desir\w+"
    r"|intend\w*|intent(?:ion)?s?|propos\w+|chos\w+|choos\w+|elect\w*|select\w*|opt(?:s|ed)?|sign\s+(?:us|me)\s+up|enroll?|enlist|join(?:ing)?|admi(?:t|ssion)"
    r"|partner(?:ing)?\s+with|take\s+part|participat\w+|volunteer\w*|submit\w*|convey\w*|ready\s+to|interest(?:ed)?|enter\s+into|petition\w*|willing|committed|would\s+welcome|authorized\s+(?:me|us|this\s+office)|honou?r"
    r"|nomination|put\s+forward|(?:glad|happy|proud|pleased)\s+to\s+(?:be|become|join|enter|take|work|serve|assist|partner)|prepared\s+to|help\s+(?:us|me)"
    r"|please\s+(?:add|accept|admit|consider|count|enroll|include|list|put|register|sign)|kindly\s+(?:add|accept|admit|consider|enroll|include)"
    r"|look(?:s|ing)?\s+forward|right\s+for\s+us|suits?\s+us|best\s+(?:fit|suited))\b",
    re.IGNORECASE,
)
_OTHERWISE: Final = re.compile(
    r"\b(?:learn|information\s+(?:on|about|regarding)|know\s+(?:more|whether|if|what)|question\w*|clarif\w*|copy\s+of|copies|reimburs\w+|invoice\w*"
    r"|stipend|lodging|report(?:ed|s)?\s+that|told\s+reporters?|records?\s+request|freedom\s+of\s+information|oppos\w+|against|complain\w*|withdraw\w*"
    r"|rescind\w*|terminat\w+|discontinu\w+|no\s+longer|not\s+(?:interested|wish|want|able|intend|be\s+able)|declin\w+|suspend\w*|blank\s+forms?"
    r"|status\s+of|renew\w*|amend\w*|training\s+dates?|credentials?|vendor|software|demonstration|job|vacanc\w+|refresher|recertif\w+)\b",
    re.IGNORECASE,
)
_OWN: Final = re.compile(
    r"\b(?:[Ww]e|[Oo]ur|us|[Mm]y|I|me|the\s+undersigned|hereby|[Tt]his\s+(?:office|agency|department|letter|is\s+to))\b|^\W*(?i:from)\s*:",
    re.MULTILINE,
)
_SHAPE: Final = re.compile(
    r"^\W*(?:dear\b|to\s+whom|(?:dear\s+)?sirs?\b|madam\b|greetings|hello\b|good\s+(?:morning|afternoon|day|evening)|(?:to|from|re|regarding|subject|subj"
    r"|date|thru|through|via|attn|attention)\b\s*:"
    r"|sincerely|respectfully|very\s+truly|(?:warm|best|kind)\w*\s+regards|yours\b|[A-Z][\w'’]*(?:\s+[\w'’]+){0,6}\s*,\s*$"
    r"|(?:agency|date|name|signed|signature|print(?:ed)?\s+name)\b.{0,30}:)",
    re.IGNORECASE | re.MULTILINE,
)
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(\d])|\n\s*\n")
_ABBREVIATED: Final = re.compile(r"\b(?:Sgt|Lt|Capt|Cpl|Col|Mr|Mrs|Ms|Dr|St|U\.?S|Dept|No|Sec|Inc|Rev|Hon|Jr|Sr|[A-Z])\.$")


def wants(text: str) -> bool:
    """Whether a page asks to take part in the program, in the sender's own voice."""
    if len(text) > MOST_TEXT or not _OWN.search(text):
        return False
    return any(_asks(sentence) for sentence in _sentences(text))


def is_shaped(text: str) -> bool:
    """Whether a page has what letters, memoranda and sheets to sign have: a greeting, labels, a farewell, the office as addressee."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return bool(_SHAPE.search(text)) or any(len(line) < SHORT and office_half.is_office(line) for line in lines[:20])


def _asks(sentence: str) -> bool:
    if _OTHERWISE.search(sentence):
        return False
    programs = [match.start() for match in re.finditer(_PROGRAM, sentence, re.IGNORECASE)]
    return any(abs(match.start() - at) <= NEAR for match in _WANTS.finditer(sentence) for at in programs)


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for piece in _SENTENCE.split(text):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] += " " + piece
        else:
            found.append(piece)
    return found
