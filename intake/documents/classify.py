"""Tell a letter of interest, an agreement and other papers apart. In: the text of pages. Out: form, model, revision. Pure.

By content alone; a file's name is the sender's word and decides nothing.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.documents import asking, forms
from intake.documents.document import Form, Model

TITLE_ZONE: Final = 700
"""Characters of a page in which a title is looked for."""

_TITLE: Final = re.compile(r"memorandum\s+of\s+(?:agreement|understanding)", re.IGNORECASE)
_SIGNING: Final = re.compile(r"each\s+party\s+represents|fully\s+authorized\s+to\s+enter\s+into\s+this\s+MOA", re.IGNORECASE)
_FIRST: Final = re.compile(
    r"constitutes\s+an\s+agreement\s+between|is\s+(?:made|entered)(?:\s+(?:and\s+entered\s+)?into)?\s+by|which\s+ICE\s+delegates",
    re.IGNORECASE,
)
_SECTION: Final = re.compile(r"^\s*(?:I{1,3}|IV|VI{0,3}|IX|X[IV]*X?)\.?\s+[A-Z][A-Z ,]{4,}", re.MULTILINE)
_APPENDIX: Final = re.compile(r"APPENDIX\s*[ABC]\b|POINTS\s+OF\s+CONTACT|COMPLAINT\s+PROCEDURE", re.IGNORECASE)
_PROGRAM: Final = re.compile(r"287\s*\(?\s*g\s*\)?|section\s+1357\s*\(g\)|delegation\s+of\s+(?:immigration\s+)?authority", re.IGNORECASE)
_LETTER: Final = re.compile(
    r"(?:letter|statement|notice|declaration)\s+of\s+(?:interest|intent)|(?:convey|declar|stat|confirm)\w*\s+(?:our|the|my|its)\s+interest"
    r"|interest(?:ed)?\s+in\s+(?:\w+\s+){0,3}(?:287|jail\s+enforce|task\s+force|warrant\s+serv|program\b|partner)|express(?:ion\s+of|\s+our|\s+the|\s+my)?\s+interest|(?:requests?|wish(?:es)?|like|seek\w*"
    r"|intend\w*|desire\w*)\s+(?:to\s+)?(?:participat\w+|partner|join|enter|enroll)"
    r"|request(?:ing)?\s+(?:participation|to\s+participate|the\s+(?:task|jail|warrant))"
    r"|(?:wish|desire|intention|hope|like|asks?|request)(?:\s+of\s+(?:the\s+)?[\w'’. ]{3,60})?\s+to\s+(?:take\s+part|be\s+considered)"
    r"|(?:ask\w*|request\w*)\s+(?:that\s+(?:we|our\s+\w+)\s+|to\s+)be\s+(?:admitted|included|enrolled|accepted|considered)"
    r"|(?:hope|desire|wish|intend|plan|like|ready)\s+to\s+(?:sign|operate|execute)\b|requests?\s+(?:\w+\s+){0,2}(?:participation|admission|consideration)\b"
    r"|interest(?:ed)?\s+in\s+(?:participating|joining|entering|the\s+287|becoming|applying)|appl(?:y|ication)\s+(?:for"
    r"|to)\s+",
    re.IGNORECASE,
)
_GREETING: Final = re.compile(r"^\s*(?:dear\b|to\s+whom|greetings|good\s+(?:morning|afternoon|day))", re.IGNORECASE | re.MULTILINE)
_OTHER_PAPER: Final = re.compile(
    r"^\s*(?:resolution\s+(?:no|number)|minutes\s+of|agenda\b|invoice\b|press\s+release|curriculum\s+vitae|ordinance\s+(?:no"
    r"|number)|purchase\s+order|addendum\b|subpoena)",
    re.IGNORECASE | re.MULTILINE,
)
_DECLINES: Final = re.compile(r"\b(?:withdraw|terminat\w+|rescind|no\s+longer|not\s+(?:interested|wish|able))\b", re.IGNORECASE)
_REVISION: Final = re.compile(
    r"rev\s?(?:[ilt1]s\s?[ec]d|)\.?\s*(?P<m>[\dOIl ]{1,3})\s*/\s*(?P<d>[\dIlO ]{1,3})\s*/?\s*(?P<y>(?:20)?2\d)\b", re.IGNORECASE
)
_OFFICE_PARTY: Final = re.compile(r"immigration\s+and\s+customs\s+enforcement", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Classified:
    """What a paper is. `confidence` is a rank, not a chance; `start` is the page (from 1) the form begins on."""

    form: Form
    model: Model | None
    revision: str | None
    confidence: float
    start: int = 1


def classify(pages: Sequence[str]) -> Classified:
    """The form of a paper from the text of its pages; OTHER where nothing speaks for a form."""
    whole = "\n".join(pages)
    if not whole.strip():
        return Classified(Form.OTHER, None, None, 0.0)
    agreement, start = _agreement_score(pages)
    if agreement >= 4:
        return Classified(Form.MOA, model_of(pages[start - 1 :]), revision_of(pages), min(1.0, agreement / 7), start)
    letter, page = _letter_score(pages)
    if letter >= 4:
        return Classified(Form.LOI, None, None, min(1.0, letter / 6), page)
    return Classified(Form.OTHER, None, None, 0.5)


def begins_agreement(text: str) -> bool:
    """Whether a page is the first of an agreement, by its title and its first sentence."""
    return bool(_TITLE.search(text[:TITLE_ZONE]) and _FIRST.search(text[:2500]))


def _agreement_score(pages: Sequence[str]) -> tuple[int, int]:
    best, start = 0, 1
    for number, text in enumerate(pages[:6], 1):
        head = text[:TITLE_ZONE]
        score = 0
        first = bool(_FIRST.search(text[:2500]))
        # A letter may speak of the agreement it asks for.
        if _TITLE.search(head) and (first or not _GREETING.search(text)):
            score = 4 if first else 2
        elif _FIRST.search(text[:2500]) and len(_SECTION.findall(text)) >= 2:
            score = 3
        if score > best:
            best, start = score, number
    if best == 0:
        return 0, 1
    rest = "\n".join(pages)
    best += 1 if _SIGNING.search(rest) else 0
    best += 1 if _APPENDIX.search(rest) else 0
    best += 1 if len(_SECTION.findall(rest)) >= 4 else 0
    best += 1 if _PROGRAM.search(rest) and _OFFICE_PARTY.search(rest) else -2
    if re.search(r"\baddendum\b", pages[start - 1][:TITLE_ZONE], re.IGNORECASE) and len(pages) < 4:
        best -= 4
    return best, start


def _letter_score(pages: Sequence[str]) -> tuple[int, int]:
    best, start, greeted = 0, 1, False
    for number, text in enumerate(pages[:6], 1):
        if len(text) > 9_000:
            continue
        score = 0
        score += 2 if _PROGRAM.search(text) or _names_model(text) else 0
        shaped = asking.is_shaped(text)
        score += 2 if _LETTER.search(text) or (shaped and asking.wants(text)) else 0
        score += 1 if shaped else 0
        score += 1 if re.search(r"letter\s+of\s+(?:interest|intent)", text, re.IGNORECASE) else 0
        score -= 3 if _OTHER_PAPER.search(text[:400]) else 0
        score -= (
            3
            if re.search(
                r"(?:withdraw|terminat|rescind|discontinu)\w*\s+(?:\w+\s+){0,6}(?:agreement|participation|MOA|287)", text, re.IGNORECASE
            )
            else 0
        )
        # A letter that goes on is headed by what it is about; it begins where somebody is greeted.
        if score > best + (1 if greeted and best >= 4 else 0):
            best, start, greeted = score, number, bool(_GREETING.search(text))
    return best, start


def _names_model(text: str) -> bool:
    return any(re.search(form.titles[0], text, re.IGNORECASE) for form in forms.FORMS)


def titled_model(text: str) -> Model | None:
    """The one model that the title of a page names."""
    titled = [form.model for form in forms.FORMS if re.search(form.titles[0], text[:TITLE_ZONE], re.IGNORECASE)]
    return titled[0] if len(titled) == 1 else None


def model_of(pages: Sequence[str]) -> Model | None:
    """The model an agreement is for: its title, else the text of its body."""
    titled = titled_model(pages[0]) if pages else None
    if titled:
        return titled
    whole = "\n".join(pages[:20])
    scores: Counter[Model] = Counter()
    for form in forms.FORMS:
        for pattern, weight in form.body:
            scores[form.model] += weight * min(4, len(re.findall(pattern, whole, re.IGNORECASE)))
    ranked = scores.most_common(2)
    if not ranked or ranked[0][1] < 3 or ranked[0][1] == ranked[1][1]:
        return None
    return ranked[0][0]


def revision_of(pages: Sequence[str]) -> str | None:
    """The date of the printing in the footers, ISO; the one most pages bear."""
    votes: Counter[str] = Counter()
    for text in pages:
        for match in _REVISION.finditer(text[-400:] + "\n" + text[:200]):
            digits = {name: re.sub(r"[Il]", "1", value).replace("O", "0").replace(" ", "") for name, value in match.groupdict().items()}
            if not digits["m"].isdigit() or not digits["d"].isdigit():
                continue
            year = int(digits["y"]) + (2000 if len(digits["y"]) == 2 else 0)
            month, day = int(digits["m"]), int(digits["d"][:2])
            if 1 <= month <= 12 and 1 <= day <= 31:
                found = f"{year:04d}-{month:02d}-{day:02d}"
                votes[found] += 3 if found in forms.REVISIONS else 1
    return votes.most_common(1)[0][0] if votes else None
