"""What a mail brings, one submission an agency. In: a Message, its Documents, a directory. Out: Submissions. Pure.

Of several readings of a value the surest wins; of equally sure ones the agreement's over the letter's, a form field's over running text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from intake.applications import agencies, agency_names, agency_words, papers, public_providers, states
from intake.applications.agency_names import AgencyName
from intake.applications.decision import Office, Reason
from intake.applications.directory import Directory, DirectoryMatch
from intake.documents.document import MODEL_NAMES, Document, Field, Form, Model, Source, State
from intake.mail import address, organisation
from intake.mail.forwards import Forward
from intake.mail.message import Message

BAR: Final = 0.7
"""Confidence (0..1) under which a name neither joins nor parts anything."""
NEAR: Final = 0.05
"""Confidences nearer than this are equal; then rank decides."""
MAX_AGENCIES: Final = 50
"""Most agencies one mail may speak for; the rest stay with the last."""

_FORM_RANK: Final = {Form.MOA: 2, Form.LOI: 1}
_SOURCE_RANK: Final = {Source.STAFF: 5, Source.FORM: 4, Source.TEXT: 3, Source.DIRECTORY: 2, Source.MAIL: 1, Source.OCR: 0}
_MODELS: Final = {name.lower(): model for model, name in MODEL_NAMES.items()} | {model.value.lower(): model for model in Model}
_TYPES: Final = {
    agency_words.Body.SHERIFF: "sheriff",
    agency_words.Body.POLICE: "police",
    agency_words.Body.PUBLIC_SAFETY: "police",
    agency_words.Body.CONSTABLE: "constable",
    agency_words.Body.CORRECTIONS: "corrections",
    agency_words.Body.STATE_POLICE: "state",
    agency_words.Body.PATROL: "state",
}


@dataclass(frozen=True, slots=True)
class Submission:
    """The papers of one agency in one mail. `agency_name` is "" where none was read; `certain` says whether the name may join anything."""

    agency_name: str
    state: str  # two letters or ""
    county: str
    agency_type: str  # as in the public JSON, "" where not known
    confidence: float  # of the name, 0..1
    name: AgencyName
    directory: DirectoryMatch | None  # the entry the name stands for
    models: tuple[Model, ...]  # asked for by the letter, and those of the agreements
    papers: tuple[Document, ...]  # in the order they came; other papers beside letters and agreements too
    sender: str  # normal address of the one author, "" where there is none
    participants: frozenset[str]  # normal addresses
    domains: frozenset[str]  # organisation domains, never a public provider's nor the office's own
    notes: tuple[Reason, ...] = ()  # for staff

    @property
    def certain(self) -> bool:
        """True where the name is sure enough to join by."""
        return bool(self.agency_name) and self.confidence >= BAR


@dataclass(slots=True)
class _Group:
    """Papers that name one agency, while they are being gathered."""

    name: AgencyName
    papers: list[Document]
    notes: list[Reason]


def correspondent(message: Message, forward: Forward | None, office: Office) -> Message:
    """The mail whose author the office has to do with: what one of our own passes on is the inner author's, never the outer sender's."""
    if forward is None or forward.author is None or is_ours(forward.author.address, office):
        return message
    return forward.inner if from_us(message, office) else message


def gather(message: Message, documents: Sequence[Document], *, known: Directory, office: Office) -> tuple[Submission, ...]:
    """One submission an agency, () where the mail brings no paper. Blank forms are no papers."""
    brought = [d for d in documents if not d.blank]
    if not any(papers.is_paper(d) or unread(d) for d in brought):
        return ()
    groups = _groups(brought, known)
    return tuple(_submission(message, group, known=known, office=office) for group in groups)


def unread(document: Document) -> bool:
    """Whether a person must read it, because the machine did not, or not wholly."""
    return document.state is not State.READ or document.form is Form.UNREADABLE or not document.fully_read


def best(documents: Sequence[Document], name: str) -> Field | None:
    """The winning reading of a field among several papers, or None."""
    found = [(field, document.form) for document in documents for field in document.fields if field.name == name and field.value]
    if not found:
        return None
    top = max(field.confidence for field, _ in found)
    equal = [(field, form) for field, form in found if field.confidence >= top - NEAR]
    return max(equal, key=lambda f: (_FORM_RANK.get(f[1], 0), _SOURCE_RANK[f[0].source], f[0].confidence))[0]


def models_asked(documents: Sequence[Document]) -> tuple[Model, ...]:
    """Models named by letters, at or over the bar, and those of the agreements; in the order of the enumeration."""
    asked = {d.model for d in documents if d.form is Form.MOA and d.model and not d.blank}
    for document in documents:
        named = document.value("models_requested", BAR)
        for word in named if isinstance(named, tuple) else (str(named),) if named else ():
            model = _MODELS.get(word.strip().lower())
            if model:
                asked.add(model)
    return tuple(model for model in Model if model in asked)


def _text(field: Field | None) -> str:
    return str(field.value).strip() if field else ""


def _groups(documents: Sequence[Document], known: Directory) -> list[_Group]:
    common = states.code(_text(best(documents, "state"))) or ""
    groups: list[_Group] = []
    nameless: list[Document] = []
    # Agreements first: an agency's identity is read from what it signs, not from a letterhead.
    for document in sorted(documents, key=lambda d: -_FORM_RANK.get(d.form, 0)):
        field = best([document], "agency_name")
        if field is None or not papers.is_paper(document):
            nameless.append(document)
            continue
        state = states.code(_text(best([document], "state"))) or common
        name = known.parse(_text(field), state, _text(best([document], "county")))
        _put(groups, name, document, sure=field.confidence >= BAR)
    if not groups:
        return [_Group(agency_names.parse("", common), list(documents), [])]
    for document in nameless:
        groups[0].papers.append(document)
        if len(groups) > 1:
            groups[0].notes.append(Reason("owner_unclear", "A paper without an agency's name came beside papers of several agencies."))
    order = {id(d): n for n, d in enumerate(documents)}
    for group in groups:
        group.papers.sort(key=lambda d: order[id(d)])
    return groups


def _put(groups: list[_Group], name: AgencyName, document: Document, *, sure: bool) -> None:
    """Into the group of that agency; a name that is only near, or not surely read, stays with it and is noted."""
    doubtful: _Group | None = None
    for group in groups:
        match = agencies.compare(group.name, name)
        if match.same:
            group.papers.append(document)
            return
        if match.doubt or not sure:
            doubtful = doubtful or group
    if doubtful is None and len(groups) >= MAX_AGENCIES:
        doubtful = groups[-1]
    if doubtful is None:
        groups.append(_Group(name, [document], []))
        return
    doubtful.papers.append(document)
    doubtful.notes.append(Reason("names_disagree", "Papers of this mail give the agency's name in two ways; they may be of two agencies."))


def _submission(message: Message, group: _Group, *, known: Directory, office: Office) -> Submission:
    field = best([d for d in group.papers if papers.is_paper(d)], "agency_name")
    county = _text(best(group.papers, "county"))
    found = known.match(_text(field), group.name.state, county) if field else None
    kind = _text(best(group.papers, "agency_type")) or (found.type if found else "") or _TYPES.get(group.name.part.body, "")
    sender = address.normal(message.from_address.address) if message.from_address else ""
    return Submission(
        agency_name=_text(field),
        state=group.name.state,
        county=county or (found.county if found else ""),
        agency_type=kind,
        confidence=field.confidence if field else 0.0,
        name=known.parse(_text(field), group.name.state, county) if field else group.name,
        directory=found,
        models=models_asked(group.papers),
        papers=tuple(group.papers),
        sender=sender,
        participants=participants(message, group.papers, office=office),
        domains=domains(message, office=office),
        notes=tuple(dict.fromkeys(group.notes)),
    )


def participants(message: Message, documents: Sequence[Document], *, office: Office) -> frozenset[str]:
    """The author, those of the author's organisation who had a copy, and the point of contact that the agency's own paper names."""
    author = message.from_address
    out = {author.address} if author else set()
    if author and not is_stranger(author.domain, office):
        out |= {a.address for a in (*message.to, *message.cc) if a.address and organisation.same(a.domain, author.domain)}
    contact = best([d for d in documents if papers.is_paper(d)], "poc_email")
    if contact and contact.confidence >= BAR and address.destination(str(contact.value)):
        out.add(str(contact.value))
    known = {address.normal(one) for one in out}
    return frozenset(one for one in known if not is_ours(one, office))


def domains(message: Message, *, office: Office) -> frozenset[str]:
    """The author's organisation, where the author has one."""
    author = message.from_address
    if author is None or is_stranger(author.domain, office):
        return frozenset()
    return frozenset({organisation.of(author.domain)})


def is_ours(one: str, office: Office) -> bool:
    """Whether an address is the office's own."""
    domain = one.rpartition("@")[2].lower()
    return address.normal(one) in office.addresses or in_domains(domain, office.domains)


def from_us(message: Message, office: Office) -> bool:
    """Whether one of the office's own is among the authors."""
    return any(is_ours(one.address, office) for one in message.from_ if one.address)


def in_domains(domain: str, known: frozenset[str]) -> bool:
    """Whether a domain is one of `known` or lies below one."""
    labels = domain.split(".")
    return any(".".join(labels[n:]) in known for n in range(len(labels)))


def is_stranger(domain: str, office: Office) -> bool:
    """Whether a domain says nothing of an organisation outside: none, a public provider's, or our own."""
    return not domain or public_providers.is_public(domain, office.public_providers) or in_domains(domain, office.domains)
