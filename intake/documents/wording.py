"""Is it the form that was given out? In: the pages of an agreement and of blank forms. Out: what was struck, changed or added. Pure.

The pages are laid beside the blank of the same model and printing by what they say, in whatever order they come, and compared word by
word as one text, since a filled line may push others onto the next page. What stands in a blank is no change. Of a picture single words
that were misread are none either: runs of words are, and the few words on which a duty hangs. All of it is for staff.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein, Opcode

from intake.documents import acroform, agreement_pages, classify, findings, signature_block
from intake.documents.classify import Classified
from intake.documents.document import BBox, Form, Issue, Model, Source
from intake.documents.pdf import PdfPages
from intake.documents.words import Layer, Line, Mark, MarkKind, PageWords
from intake.errors import UnreadablePaper

CODE: Final = "wording-changed"
MOST_PAGES: Final = 40
"""Pages of a blank form, and of a paper, that are compared."""
MOST_TEXT: Final = 8_000
"""Characters of a page by which it is told which page of the form it is."""
MOST_WORDS: Final = 12_000
MOST_ISSUES: Final = 20
MOST_LETTERS: Final = 40
"""Of one word that is told."""
SHOWN: Final = 24
"""Words of a change that are told."""
ALIKE: Final = 75
"""Likeness, of 100, from which on a page is that page of the form."""
HEAD: Final = 0.055
FOOT: Final = 0.915
"""Shares of a page beyond which lines of faxes and footers stand."""
GAP: Final = 24.0
"""Points between two words from which on a blank is between them."""
RULED: Final = 4.0
"""Points below a line of words in which the rule of a blank lies."""
NEAR: Final = 1
"""Words by which what fills a blank may seem to stand beside it."""
MOST_FILLED: Final = 60
"""Words that one blank takes."""
SURE: Final = 0.85
"""Confidence from which on a recognised word speaks against the form."""
SLIP: Final = 60
"""Likeness, of 100, from which on recognition may have made one text of the other."""
RUN: Final = 3
"""Words in a row that recognition neither loses nor makes up."""
LOST: Final = 1.9
"""Lines' distances; a wider gap on a picture is a line that was not recognised."""

_BLANK: Final = re.compile(r"_{2,}")
_DUTIES: Final = frozenset(
    ["shall", "may", "must", "will", "should", "can", "not", "no", "never", "all", "any", "only", "and", "or", "without"]
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a page as it is compared; `confidence` None where a program wrote it."""

    folded: str
    text: str
    page: int
    top: float
    high: float
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as it is compared. `blanks` are places before a word, by its number, in which the form has a blank."""

    page: int
    text: str
    tokens: tuple[Token, ...]
    blanks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """One form as the office gives it out."""

    model: Model
    revision: str | None
    sheets: tuple[Sheet, ...]


def blank_of(content: bytes) -> Blank | None:
    """The blank form in a PDF; None where it is no agreement whose words can be read. Raises errors.UnreadablePaper."""
    with PdfPages(content) as pages:
        if pages.count > MOST_PAGES:
            return None
        read = [pages.words(number) for number in range(1, pages.count + 1)]
        fields = (acroform.read(content) or ()) if pages.has_form else ()
        places = [(item.page, pages.place(item.page, item.rect)) for item in fields]
    # A field is a blank like a rule.
    rules = [(page, Mark(MarkKind.RULE, (box[0], box[3] - 1, box[2], box[3]))) for page, box in places]
    read = [replace(page, marks=(*page.marks, *(mark for number, mark in rules if number == page.number))) for page in read]
    if any(page.layer not in (Layer.BORN, Layer.EMPTY) for page in read):
        return None
    found = classify.classify([page.text for page in read])
    if found.form is not Form.MOA or found.model is None:
        return None
    return Blank(found.model, found.revision, tuple(map(_sheet, read[found.start - 1 :])))


def blanks_of(files: Iterable[bytes]) -> tuple[Blank, ...]:
    """The blank forms in files; what is none is left out."""
    found: list[Blank] = []
    for content in files:
        try:
            blank = blank_of(content)
        except UnreadablePaper:
            continue
        if blank:
            found.append(blank)
    return tuple(found)


def issues(found: Classified, pages: Sequence[PageWords], blanks: Sequence[Blank], *, whole: bool) -> list[Issue]:
    """What an agreement changes in the form of its model and printing; nothing where that form is not on file.

    `pages` are those read whole. `whole` where they are all the paper has: then a page of the form may be called missing.
    """
    blank = next((each for each in blanks if (each.model, each.revision) == (found.model, found.revision)), None)
    sheets = [_sheet(page) for page in pages[:MOST_PAGES] if page.layer in (Layer.BORN, Layer.SCAN)]
    if blank is None or not sheets:
        return []
    pairs = _laid(blank, sheets)
    told = [_issue(change) for change in _changes(pairs)]
    if whole:
        there = {form.page for form, _ in pairs}
        lost = [form.page for form in blank.sheets if form.page not in there and len(form.tokens) >= RUN]
        told += [
            Issue(CODE, f"Page {page} of the form as it was given out was not found in the paper.", None, findings.STAFF) for page in lost
        ]
    return told[:MOST_ISSUES]


def _sheet(page: PageWords) -> Sheet:
    """The words of a page but for its head, its foot, the signatures and what was filled into fields, and its blanks."""
    closing = max((line.bbox[3] for line in page.lines if signature_block.CLOSING.search(line.text)), default=page.height)
    end = closing + 2 if agreement_pages.is_signing_page(page.text) else page.height
    rules = [mark.bbox for mark in page.marks if mark.kind is MarkKind.RULE and mark.bbox[2] - mark.bbox[0] > GAP]
    tokens: list[Token] = []
    blanks: list[int] = []
    for line in page.lines:
        if HEAD * page.height < (line.bbox[1] + line.bbox[3]) / 2 < FOOT * page.height and line.bbox[1] <= end:
            under = [rule for rule in rules if line.bbox[1] <= rule[1] <= line.bbox[3] + RULED]
            _take(page.number, line, under, tokens, blanks)
            if under or line.text.rstrip().endswith(":"):
                blanks.append(len(tokens))
    blanks += [sum(1 for token in tokens if token.top + token.high <= rule[1] + RULED) for rule in rules]
    return Sheet(page.number, " ".join(token.folded for token in tokens)[:MOST_TEXT], tuple(tokens), tuple(sorted(set(blanks))))


def _take(page: int, line: Line, rules: Sequence[BBox], tokens: list[Token], blanks: list[int]) -> None:
    before: float | None = None
    for word in line.words:
        left = word.bbox[0]
        ruled = any((before is None or before - GAP < rule[0]) and rule[2] < left + GAP for rule in rules)
        if word.source is Source.FORM or ruled or (before is not None and left - before > GAP):
            blanks.append(len(tokens))
        before = word.bbox[2]
        for place, part in enumerate(_BLANK.split(word.text) if word.source is not Source.FORM else ()):
            if place:
                blanks.append(len(tokens))
            folded = re.sub(r"[^a-z0-9]", "", part.lower())
            if folded:
                sure = word.confidence if word.source is Source.OCR else None
                tokens.append(Token(folded, part, page, word.bbox[1], word.bbox[3] - word.bbox[1], sure))


def _laid(blank: Blank, sheets: Sequence[Sheet]) -> list[tuple[Sheet, Sheet]]:
    """Each page of the form with the page of the paper that says the same, in the form's order."""
    printed = {place: form.text for place, form in enumerate(blank.sheets) if form.text}
    nearest: dict[int, tuple[float, Sheet]] = {}
    for sheet in sheets:
        found = process.extractOne(sheet.text, printed, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        if found and found[1] > nearest.get(found[2], (0.0, sheet))[0]:
            nearest[found[2]] = (found[1], sheet)
    return [(blank.sheets[place], nearest[place][1]) for place in sorted(nearest)]


@dataclass(frozen=True, slots=True)
class _Change:
    before: tuple[Token, ...]
    after: tuple[Token, ...]
    page: int


def _changes(pairs: Sequence[tuple[Sheet, Sheet]]) -> list[_Change]:
    form: list[Token] = []
    paper: list[Token] = []
    blanks: set[int] = set()
    for printed, returned in pairs:
        blanks |= {len(form) + place for place in printed.blanks}
        form += printed.tokens
        paper += returned.tokens
    form, paper = form[:MOST_WORDS], paper[:MOST_WORDS]
    found: list[_Change] = []
    steps = [step for step in Levenshtein.opcodes([t.folded for t in form], [t.folded for t in paper]) if step.tag != "equal"]
    for a, b, c, d in _joined(steps):
        before, after = tuple(form[a:b]), tuple(paper[c:d])
        beside = paper[min(c, len(paper) - 1)] if paper else None
        if beside is None or _filled(before, after, a, b, blanks) or "".join(t.folded for t in before) == "".join(t.folded for t in after):
            continue
        if _counts(before, after, form[max(0, a - 1) : b + 1], paper[max(0, c - 1) : d + 1]):
            found.append(_Change(before, after, beside.page))
    return found


def _joined(steps: Iterable[Opcode]) -> list[tuple[int, int, int, int]]:
    """Steps that follow each other without a word between them, as one."""
    found: list[tuple[int, int, int, int]] = []
    for step in steps:
        last = found[-1] if found else None
        if last and last[1] == step.src_start and last[3] == step.dest_start:
            found[-1] = (last[0], step.src_end, last[2], step.dest_end)
        else:
            found.append((step.src_start, step.src_end, step.dest_start, step.dest_end))
    return found


def _filled(before: Sequence[Token], after: Sequence[Token], start: int, end: int, blanks: set[int]) -> bool:
    """Whether a blank was filled, and no word of the form is gone."""
    return not before and len(after) <= MOST_FILLED and any(place in blanks for place in range(start - NEAR, end + NEAR + 1))


def _counts(before: Sequence[Token], after: Sequence[Token], form: Sequence[Token], paper: Sequence[Token]) -> bool:
    """Whether a difference is one of the paper, not of its recognition."""
    if all(token.confidence is None for token in paper):
        return bool(before) or any(token.folded.isalpha() and len(token.folded) > 1 for token in after)
    sure = [token.confidence for token in after if token.confidence is not None]
    if sure and sum(sure) / len(sure) < SURE:
        return False
    if not after:
        return len(before) >= RUN and not _was_lost(form, paper)
    if not before:
        return sum(token.folded.isalpha() and len(token.folded) >= 2 for token in after) >= RUN
    if fuzz.ratio("".join(t.folded for t in before), "".join(t.folded for t in after)) >= SLIP:
        return False
    duty = any(token.folded in _DUTIES for token in (*before, *after)) and len(after) == len(before) == 1
    return (duty and after[0].folded.isalpha()) or min(len(before), len(after)) >= RUN


def _was_lost(form: Sequence[Token], paper: Sequence[Token]) -> bool:
    """Whether the words' place is still there: then they were not recognised, or struck with a pen, which a person sees."""
    if len(paper) < 2 or len(form) < 3 or paper[0].page != paper[-1].page or form[0].page != form[-1].page:
        return True
    room, left = form[-1].top - form[0].top, paper[-1].top - paper[0].top
    return room > LOST * form[0].high and left > room - form[0].high


def _issue(change: _Change) -> Issue:
    was, now = (_told(side) for side in (change.before, change.after))
    if not change.after:
        text = f"Words of the form are missing: {was}."
    elif not change.before:
        text = f"Words were added to the form: {now}."
    else:
        text = f"The form says {was}, the paper says {now}."
    return Issue(CODE, f"Page {change.page}: {text}", change.page, findings.STAFF)


def _told(tokens: Sequence[Token]) -> str:
    words = [token.text[:MOST_LETTERS] for token in tokens]
    shown = words if len(words) <= SHOWN else [*words[: SHOWN // 2], "...", *words[-SHOWN // 2 :]]
    return f'"{" ".join(shown)}"'
