"""What the program asks, held against an application. In: the agency, its papers, the directory's word. Out: findings for staff. Pure.

None of it is ever told to a sender, and none of it decides: each is a question or a remark for a person. Of nominees it is said alone
whether the papers speak of a thing, never whether somebody meets it.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz

from intake.applications import agencies, agency_kinds, agency_names, heads, papers, submission
from intake.applications.agency_kinds import Looks
from intake.applications.directory import DirectoryMatch
from intake.applications.finding import Finding, once, staff
from intake.applications.heads import Rank
from intake.documents.document import MODEL_NAMES, Document, Form, Model

EXCERPT: Final = 2_000
"""Characters of a paper's text that are kept with it while it is read: where all are used, more may follow."""
MOST_PAPERS: Final = 20
"""Papers of one application that are held against each other."""
SAME_PERSON: Final = 85.0
"""Similarity (0..100) of two signatories' names from which they are two spellings of one."""
JAIL_MODELS: Final = (Model.JEM, Model.WSO)
_NO_JAIL: Final = {
    "police": "police departments",
    "constable": "constables' offices",
    "university": "campus departments",
    "state": "state agencies",
}


class Said(StrEnum):
    """What the letter speaks of. Codes alone may be kept; its words are not."""

    WHOLE = "whole"  # the letter was read to its end, so that its silence means something
    CITIZENSHIP = "citizenship"
    EXPERIENCE = "experience"
    JAIL = "jail"


@dataclass(frozen=True, slots=True)
class Agency:
    """Who applies, as the record has it. `type` in the words of the public JSON, "" where not known."""

    name: str
    state: str
    type: str
    county: str = ""


_LOOKS: Final = {
    Looks.FEDERAL: "By its name this looks like a federal agency; state and local law-enforcement agencies take part.",
    Looks.TRIBAL: "By its name this looks like a tribal agency; the rules name state and local agencies and say nothing of tribal ones.",
    Looks.PRIVATE: "By its name this looks like a private company; law-enforcement agencies alone take part.",
    Looks.ASSOCIATION: "By its name this looks like an association or a union; it may write for agencies, and is none itself.",
    Looks.FIRE: "By its name this looks like a fire department; law-enforcement agencies alone take part.",
    Looks.OTHER_DEPARTMENT: "By its name this looks like a department that is no law-enforcement agency.",
    Looks.BOARD: "A board is named. Published agreements know boards that sign for a jail or a campus force: which agency is meant?",
    Looks.PLACE: "A government is named and none of its agencies: which of them is to take part?",
    Looks.UNCLEAR: "The name does not say that this is a law-enforcement agency. Nor do some names on the published list.",
}

_NAMED_OTHERWISE: Final = frozenset({Looks.FIRE, Looks.OTHER_DEPARTMENT, Looks.BOARD, Looks.PLACE, Looks.UNCLEAR})


def assess(
    agency: Agency,
    documents: Sequence[Document],
    *,
    models: Sequence[Model],
    directory: DirectoryMatch | None = None,
    directory_known: bool = False,
    said: frozenset[Said] = frozenset(),
) -> tuple[Finding, ...]:
    """All remarks, each once.

    `directory` is the entry that the agency's name stands for, `directory_known` whether there is a directory to look in at all. `said` may
    come from the record, where the letter's words are not at hand any more.
    """
    current = [d for d in documents if papers.is_paper(d)][:MOST_PAPERS]
    return once((
        *_agency(agency, listed=directory is not None and directory.certain),
        *_directory(agency, directory, directory_known),
        *jail_questions(agency.type, models, jail_named=Said.JAIL in said),
        *_disagreements(current, agency.state),
        *_signatories(agency.type, current),
        *_nominees(current, models, said | said_in(current)),
        *_state_law(agency),
    ))  # fmt: skip


def jail_questions(agency_type: str, models: Sequence[Model], *, jail_named: bool = False) -> tuple[Finding, ...]:
    """JEM and WSO presume that the agency runs a jail. `jail_named`: the letter speaks of one."""
    kind = _NO_JAIL.get(agency_type)
    if kind is None:
        return ()
    more = "The letter speaks of a jail: is it the agency's own?" if jail_named else "Does the agency run one?"
    return tuple(
        staff(
            f"jail-model-{agency_type}", f"The {MODEL_NAMES[m]} was asked for. It presumes a jail, and few {kind} run one. {more}", model=m
        )
        for m in Model
        if m in models and m in JAIL_MODELS
    )  # fmt: skip


def said_in(documents: Sequence[Document]) -> frozenset[Said]:
    """What the letters speak of; () where no letter's words are at hand."""
    found: set[Said] = set()
    letters = [d for d in documents if d.form is Form.LOI and not d.blank and d.text_excerpt]
    if letters and all(not submission.unread(d) and len(d.text_excerpt) < EXCERPT for d in letters):
        found.add(Said.WHOLE)
    for document in letters:
        for sentence in _SENTENCE.split(document.text_excerpt[:EXCERPT]):
            found |= {code for code, pattern in _SAYS if pattern.search(sentence) and not _OTHERS.search(sentence)}
        if _JAIL.search(document.text_excerpt):
            found.add(Said.JAIL)
    return frozenset(found)


_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+(?=[A-Z0-9(•\-])")
_OTHERS: Final = re.compile(r"\b(?:inmates?|aliens?|detainees?|prisoners?|undocumented|residents|illegal(?:ly)?)\b", re.IGNORECASE)
"""A sentence that speaks of other people's citizenship or years."""
_SAYS: Final = (
    (
        Said.CITIZENSHIP,
        re.compile(
            r"\b(?:u\.?\s?s\.?|united\s+states|american)\s+citizen(?:s|ship)?\b|\bcitizens?\s+of\s+the\s+united\s+states\b", re.IGNORECASE
        ),
    ),
    (
        Said.EXPERIENCE,
        re.compile(r"\byears?['’]?\b(?:\s+[\w\-]+){0,6}?\s+(?:experience|service)\b|\bexperience\b.{0,40}\byears?\b", re.IGNORECASE),
    ),
)
_JAIL: Final = re.compile(
    r"\b(?:jails?|detention\s+(?:center|facility)|correctional\s+(?:center|facility)|holding\s+facility|lock-?up)\b", re.IGNORECASE
)


def _agency(agency: Agency, *, listed: bool) -> Iterator[Finding]:
    """`listed`: a directory of law-enforcement agencies has it, so that a name without a word of police asks nothing."""
    if not agency.name:
        return
    looks = agency_kinds.looks(agency.name)
    if looks in _LOOKS and not (listed and looks in _NAMED_OTHERWISE):
        yield staff(f"agency-looks-{looks}", _LOOKS[looks])


def _directory(agency: Agency, match: DirectoryMatch | None, known: bool) -> Iterator[Finding]:
    if not known or not agency.name:
        return
    if match is None:
        missing = "jails of counties, boards and guards are missing from every list"
        yield staff("not-in-directory", f"The agency was not found in the directory. That proves nothing: {missing}.")
    elif not match.certain:
        yield staff("directory-near", "The directory has a name that is near, not the same: is it this agency?")


def _disagreements(documents: Sequence[Document], state: str) -> Iterator[Finding]:
    """Papers of one application that name two agencies, states or signatories."""
    named = [(d, str(d.value("agency_name", submission.BAR) or ""), str(d.value("state", submission.BAR) or "")) for d in documents]
    named = [(d, name, where) for d, name, where in named if name]
    for n, (one, name, where) in enumerate(named):
        for other, second, elsewhere in named[n + 1 :]:
            match = agencies.compare(agency_names.parse(name, where or state), agency_names.parse(second, elsewhere or state))
            if match.code == "other_state":
                yield staff("states-disagree", f"{_both(one, other)} name two states.", model=other.model, form=other.form)
            elif not match.same:
                yield staff(
                    "names-disagree", f"{_both(one, other)} give the agency's name in two ways.", model=other.model, form=other.form
                )
    signed = [(d, str(d.value("signatory_name", submission.BAR) or "")) for d in documents]
    signed = [(d, name) for d, name in signed if name]
    for (one, name), (other, second) in itertools.pairwise(signed):
        alike = fuzz.token_sort_ratio(_folded(name), _folded(second))
        if _folded(name).split()[-1] == _folded(second).split()[-1]:
            continue
        code, words = (
            ("signatory-spelt-twice", "spell the signatory's name in two ways")
            if alike >= SAME_PERSON
            else ("signatories-differ", "name two signatories")
        )
        yield staff(code, f"{_both(one, other)} {words}.", model=other.model, form=other.form)


def _both(one: Document, other: Document) -> str:
    return f"{_paper(one).capitalize()} and {_paper(other)}"


def _paper(document: Document) -> str:
    if document.form is Form.LOI:
        return "the letter"
    return f"the agreement for the {MODEL_NAMES[document.model]}" if document.model else "an agreement"


def _folded(name: str) -> str:
    return " ".join(re.sub(r"[^\w ]", "", re.sub(r"\b(?:jr|sr|ii|iii|iv)\b\.?", "", name.casefold())).split()) or "-"


def _signatories(agency_type: str, documents: Sequence[Document]) -> Iterator[Finding]:
    for document in documents:
        field = submission.best([document], "signatory_title")
        if field is None or field.confidence < submission.BAR:
            continue
        match heads.rank(agency_type, str(field.value)):
            case Rank.BELOW:
                text = "The title beside the signature is not that of the agency's head."
                yield staff("signatory-not-head", text, model=document.model, page=field.page or None, form=document.form)
            case Rank.GOVERNMENT:
                text = "Somebody of the government above the agency signs (mayor, manager, board): did its head sign too?"
                yield staff("signatory-government", text, model=document.model, page=field.page or None, form=document.form)


def _nominees(documents: Sequence[Document], models: Sequence[Model], said: frozenset[Said]) -> Iterator[Finding]:
    count = submission.best(documents, "officers_nominated")
    letters = [d for d in documents if d.form is Form.LOI]
    if count is not None and count.confidence >= submission.BAR:
        people = "one officer" if count.value == 1 else f"{count.value} officers"
        yield staff("nominees-counted", f"The papers put forward {people}.", page=count.page or None)
    elif letters and not any(submission.unread(d) for d in letters):
        yield staff("nominees-not-counted", "No number of officers was found in the letter. The forms have no blank for it.", form=Form.LOI)
    if Said.CITIZENSHIP in said:
        yield staff("citizenship-named", "The letter speaks of US citizenship. The agreements ask it of all candidates.", form=Form.LOI)
    elif Said.WHOLE in said:
        yield staff(
            "citizenship-not-named", "The letter does not speak of US citizenship. The agreements ask it of all candidates.", form=Form.LOI
        )
    if Model.TFM not in models:
        return
    asked = "The agreement for the Task Force Model asks two years of all candidates."
    if Said.EXPERIENCE in said:
        yield staff("experience-named", f"The letter speaks of years of experience. {asked}", model=Model.TFM, form=Form.LOI)
    elif Said.WHOLE in said:
        yield staff("experience-not-named", f"The letter does not speak of years of experience. {asked}", model=Model.TFM, form=Form.LOI)


_FLORIDA_JAIL: Final = (
    "For information: section 908.11, Florida Statutes (as amended by ch. 2025-1), says that the sheriff or chief correctional officer "
    "of a county jail must enter into a written agreement with ICE. It asks for no particular model."
)
_FLORIDA_CITY: Final = "For information: whether Florida's law obliges cities to sign was disputed in court in 2025."
_REPORTED: Final = (
    "For information: a law of this state is reported to bear on such agreements. Its text was not seen, so nothing is said of it here."
)


def _state_law(agency: Agency) -> Iterator[Finding]:
    """What a state obliges to, where a primary text was seen; never whether a date was kept."""
    if agency.state == "FL" and agency.type in ("sheriff", "corrections"):
        yield staff("state-law", _FLORIDA_JAIL)
    elif agency.state == "FL" and agency.type == "police":
        yield staff("state-law", _FLORIDA_CITY)
    elif agency.state in ("GA", "TX"):
        yield staff("state-law", _REPORTED)
