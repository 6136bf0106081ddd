"""Whether a mail's author fits the agency it speaks for. In: author, agency, what vouches for the sender. Out: notes for staff. Pure.

Each note is a reason to look, and none a reason to refuse: small agencies write from free-mail addresses, clerks write for sheriffs, and
many a domain shows nothing of its owner. Nothing of this is told to a sender.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from intake.applications import agency_kinds, domain_fit, public_providers, submission
from intake.applications.agency_kinds import Looks
from intake.applications.decision import Reason
from intake.applications.domain_fit import Fit
from intake.documents import people
from intake.mail import address, organisation, phrases
from intake.mail.trust import Authentication, AuthVerdict

MAX_NAME: Final = 200
"""Longest display name looked at, in characters."""
_TITLES: Final = re.compile(r"^(?:(?:the\s+)?hon(?:orable|\.)?|mr|mrs|ms|dr|rev)\.?\s+", re.IGNORECASE)
_BEHIND: Final = re.compile(r"\s*[,|(/–—].*$|\s+-\s+.*$|\s+(?:jr|sr|ii|iii|iv|esq)\.?$", re.IGNORECASE)
_ROLE: Final = re.compile(
    r"\b(?:clerk|records|admin\w*|assistant|team|desk|support|grants?|dispatch|accounts?|scanner|copier|office|manager|mailbox)\b",
    re.IGNORECASE,
)
_LAST_FIRST: Final = re.compile(r"^(?P<last>[\w'’\-]+(?: [\w'’\-]+)?),\s*(?P<first>[A-Z][\w'’\-]*(?: [A-Z][\w'’\-]*\.?)?)$")


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote the mail; of a mail that one of our own passed on, who wrote the inner one. Both may be ""."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Applicant:
    """The agency, as its papers and the record have it."""

    name: str
    state: str = ""
    county: str = ""
    city: str = ""
    listed: bool = False  # the directory has it without doubt
    people: frozenset[str] = frozenset()  # signatories and points of contact
    contacts: frozenset[str] = frozenset()  # mail addresses that the papers give
    known: frozenset[str] = frozenset()  # domains of everyone on its application


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What this office knows: its own domains, and domains at which anybody can have an address. Lower case."""

    domains: frozenset[str] = frozenset()
    public_providers: frozenset[str] = frozenset()


def notes(
    author: Author, applicant: Applicant, authentication: Authentication | None, *, around: Surroundings | None = None
) -> tuple[Reason, ...]:
    """Notes for staff, the weightiest first. `authentication` is None where it was not kept."""
    around = around or Surroundings()
    local, _, domain = address.normal(author.address).rpartition("@")
    if not domain:
        return (Reason("no-author", "The mail names no one author with an address."), *_authenticated(authentication))
    if submission.in_domains(domain, around.domains):
        return (Reason("from-the-office", "The mail comes from the office's own domain."), *_authenticated(authentication))
    free = public_providers.is_public(domain, around.public_providers)
    return (
        *_authenticated(authentication),
        *_named_otherwise(author, domain),
        *_look_alikes(domain, applicant, free=free),
        *(_free_mail(applicant) if free else _domain(domain, applicant)),
        *_contacts(domain, applicant, free=free),
        *_machine(local),
        *_person(author, applicant),
    )  # fmt: skip


def is_ours(author: Author, around: Surroundings) -> bool:
    """Whether one of the office's own wrote it."""
    return submission.in_domains(address.normal(author.address).rpartition("@")[2], around.domains)


def authentication_of(kept: Mapping[str, str] | None) -> Authentication | None:
    """Verdicts as the ledger keeps them ({"spf": …, "dkim": …, "dmarc": …, "by": …}); None where none were kept. A word that is no verdict
    counts as none.
    """
    if not kept:
        return None
    verdicts = {each.value: each for each in AuthVerdict}
    spf, dkim, dmarc = (verdicts.get(str(kept.get(method, "")), AuthVerdict.NONE) for method in ("spf", "dkim", "dmarc"))
    return Authentication(spf, dkim, dmarc, str(kept.get("by", "")))


def _authenticated(found: Authentication | None) -> Iterator[Reason]:
    if found is None or not found.by:
        yield Reason("authentication-absent", "Our mail server said nothing on whether the mail comes from the domain it names.")
    elif found.failed:
        yield Reason("authentication-failed", "Our mail server could not confirm that the mail comes from the domain it names.")
    elif not found.passed:
        yield Reason(
            "authentication-none", "The sender's domain says nothing by which our mail server could confirm the mail (no DMARC pass)."
        )


def _named_otherwise(author: Author, domain: str) -> Iterator[Reason]:
    """An address of another organisation in the place of the name."""
    for shown in re.findall(r"[^\s<>\"'(),;:]+@[\w.\-]+\.\w+", author.name[:MAX_NAME]):
        if not organisation.same(shown.rpartition("@")[2].lower(), domain):
            yield Reason("name-shows-other-address", "The author's name shows a mail address of another organisation than the mail's own.")
            return


def _look_alikes(domain: str, applicant: Applicant, *, free: bool) -> Iterator[Reason]:
    if any(label.startswith("xn--") for label in domain.split(".")):
        yield Reason("domain-not-plain", "The sender's domain has letters beyond plain English ones, which may imitate others.")
    trusted = {*applicant.known, *(each.rpartition("@")[2] for each in applicant.contacts)}
    if not free and any(domain_fit.look_alike(domain, each) for each in trusted):
        yield Reason(
            "domain-looks-alike", "The sender's domain is one letter, or its ending alone, off a domain that is on record for this agency."
        )


def _free_mail(applicant: Applicant) -> Iterator[Reason]:
    whom = " an agency that the directory knows" if applicant.listed else " an agency" if applicant.name else ""
    behind = f", for{whom}." if whom else "."
    yield Reason("free-mail", f"The mail comes from a provider at which anybody can have an address{behind}")


def _domain(domain: str, applicant: Applicant) -> Iterator[Reason]:
    if not applicant.name:
        return
    match domain_fit.fit(domain, name=applicant.name, state=applicant.state, county=applicant.county, city=applicant.city):
        case Fit.NEARLY:
            yield Reason("domain-nearly", "The sender's domain is one letter off the agency's name.")
        case Fit.NO:
            yield Reason("domain-other", "The sender's domain does not show the agency's name in any of the usual forms.")


def _contacts(domain: str, applicant: Applicant, *, free: bool) -> Iterator[Reason]:
    """Where the papers give addresses, the author's organisation should be among theirs."""
    theirs = {organisation.of(each.rpartition("@")[2].lower()) for each in applicant.contacts if "@" in each}
    if theirs and not free and organisation.of(domain) not in theirs:
        yield Reason("contacts-elsewhere", "The addresses that the papers give are of another organisation than the sender's.")


def _machine(local: str) -> Iterator[Reason]:
    if phrases.NO_REPLY.fullmatch(local):
        yield Reason("noreply-sender", "The sender's address takes no answers.")
    elif phrases.PERHAPS_ROBOT.fullmatch(local) or phrases.DAEMON.fullmatch(local):
        yield Reason(
            "machine-sender", "The sender's address is of a kind that scanners, copiers and web forms use: who sent it is not known."
        )


def _person(author: Author, applicant: Applicant) -> Iterator[Reason]:
    """Only where the author's name is surely a person's, and the papers name people."""
    known = {each for name in applicant.people if (each := _surname(name))}
    mine = _surname(author.name[:MAX_NAME])
    if mine and known and mine not in known:
        yield Reason(
            "other-person", "The author is none of the people whom the papers name (signatory, point of contact). Clerks often write."
        )


def _surname(name: str) -> str:
    """The last name, lower case; "" where the text is no person's name."""
    plain = " ".join(name.split())
    turned = _LAST_FIRST.match(plain)
    if turned:
        plain = f"{turned['first']} {turned['last']}"
    plain = _BEHIND.sub("", _TITLES.sub("", plain))
    plain = people.split_rank(plain)[1]
    if plain.isupper() or plain.islower():
        plain = plain.title()
    person = people.is_name(plain) and not _ROLE.search(plain) and agency_kinds.looks(plain) is Looks.UNCLEAR
    return re.sub(r"[^\w]", "", plain.split()[-1].casefold()) if person else ""
