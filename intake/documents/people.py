"""Names, ranks, telephones and mail addresses of people. In: text. Out: values. Pure."""

import re
from functools import cache
from typing import Any, Final, NamedTuple

_RANKS: Final = (
    r"(?:(?:interim|acting|associate|first|1st|senior|sr\.?|assistant|asst\.?|deputy|chief|high|executive|master|staff|special|patrol"
    r"|division|jail|training|project|program|vice|lieutenant|lt\.?|brigadier|major)\s+){0,3}"
    r"(?:sheriff|undersheriff|chief(?:\s+of\s+(?:police|staff|corrections|operations|department))?|police\s+chief|deputy"
    r"|lieutenant(?:\s+colonel)?|lt\.?(?:\s+col\.?)?|captain|capt\.?"
    r"|sergeant|(?:s\.?|m\.?|t\.?)?sgt\.?|major|maj\.?|colonel|col\.?|corporal|cpl\.?|commander|cmdr\.?|detective|det\.?|investigator|inspector"
    r"|director(?:\s+of\s+(?:public\s+safety|corrections|operations|security|detention|law\s+enforcement))?|administrator|commissioner|warden"
    r"|superintendent|jailer|constable|marshal|mayor|trooper|officer|agent|secretary|manager|coordinator"
    r"|general(?!\s+counsel)|attorney(?:\s+general)?|adjutant\s+general|chairman|judge"
    r"|public\s+information\s+officer|p\.?i\.?o\.?|public\s+affairs\s+officer|general\s+counsel|executive|supervisor|analyst"
    r"|president|executive\s+director|(?:city|town|village|borough|county)\s+(?:marshal|administrator|manager)|police\s+major)"
)
_COURTESY: Final = r"(?:(?:the\s+)?hon(?:orable|\.)?|mr\.?|mrs\.?|ms\.?|dr\.?|rev\.?)"
RANK: Final = re.compile(rf"^(?:{_COURTESY}\s+)?(?P<rank>{_RANKS})(?=[\s,.:;]|$)", re.IGNORECASE)
_COURTESY_START: Final = re.compile(rf"^{_COURTESY}\s+", re.IGNORECASE)
_PART: Final = (
    r"(?:[A-Z](?:[a-z]+|[’'][A-Z][a-z]+|c[A-Z][a-z]+|ac[A-Z][a-z]+)?(?:[A-Z][a-z]+)*(?:-[A-Z][a-z]+)*\.?|[A-Z]\.(?:[A-Z]\.)?"
    r"|[A-Z][’'][A-Z][a-z]+|[\"“(][A-Z][a-z]+[\"”)]|de|la|van|von|der|del|St\.|Mc[A-Z][a-z]+|[A-Z]{2,})"
)
_SUFFIX: Final = r"(?:,?\s+(?:Jr\.?|Sr\.?|III?|IV|Ph\.?D\.?|Esq\.?))?(?![A-Za-z])"
_CREDENTIALS: Final = re.compile(
    r"(?:,?\s+(?!(?i:Jr|Sr|I{1,3}|IV)\b)(?:Ph\.?\s?D|Ed\.?\s?D|Esq|J\.?D|M\.?B\.?A|M\.?P\.?A|C\.?J\.?M)\.?|,\s*(?!(?i:Jr|Sr|I{1,3}|IV)\b)(?:[A-Z]\.?){2,5})+$"
)
"""Degrees and certificates behind a name."""
_HEAD_NOUN: Final = (
    r"(?:coordinator|administrator|commander|assistant|manager|supervisor|director|officer|analyst|specialist|clerk|liaison|lieutenant"
    r"|sergeant|captain|deputy|chief|planner|counsel|technician|representative|major|sheriff|warden|investigator|detective|secretary)"
)
_HELD: Final = re.compile(
    rf"(?:[A-Za-z][\w&/.'’\-]*\s+){{0,4}}{_HEAD_NOUN}(?:\s*(?:of|for|,)\s+[\w&'’ ]{{3,40}})?(?:\s+(?:I{{1,3}}|IV))?", re.IGNORECASE
)
"""A position: what is done, by a noun that ends it."""
_MODIFIED: Final = re.compile(
    rf"(?!(?:My|Our|The|Your|His|Her|Their|This|That|An?)\s)(?P<rank>(?:[A-Z][a-z]+\s+){{1,2}}(?i:{_HEAD_NOUN}))(?=[\s,])"
)
_MODIFIABLE: Final = re.compile(
    r"coordinator|administrator|assistant|manager|analyst|specialist|clerk|commander|supervisor|technician", re.IGNORECASE
)
_LAST_TITLE: Final = re.compile(
    rf"\s+(?P<title>(?:(?:chief|deputy|assistant|jail|police)\s+)?(?:{_HEAD_NOUN}|{_RANKS}))\.?$", re.IGNORECASE
)
NAME: Final = re.compile(rf"^{_PART}(?:\s+{_PART}){{1,5}}{_SUFFIX}$")
_NAME_AHEAD: Final = re.compile(rf"^{_PART}(?:\s+{_PART}){{1,5}}{_SUFFIX}")
EMAIL: Final = re.compile(r"[A-Za-z0-9._%+'\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,5}")
_NO_NAME: Final = re.compile(
    r"\b(?:office|department|dept|county|parish|city|town|village|state|police|agency|division|bureau|center|model|program"
    r"|agreement|enforcement|immigration|customs|street|avenue|road|drive"
    r"|box|blvd|highway|letter|interest|memorandum|phone|email|telephone|fax|contact|public|safety|information|university"
    r"|authority|board|jail|detention|corrections|united|states"
    r"|homeland|security|service|warrant|task|force|attorney|regards|sincerely|respectfully|dear|washington|date|title|name"
    r"|signature|act|this|that|these|those|our|your|please|thank|should|the|and|for|of|to|north|south|west|east|lea|ice"
    r"|signed|digitally|appendix|points?|complaint|procedures?|section|affairs|media|relations|suite|approved|form)\b",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"(?P<label>\b(?:name|title|rank|position|phone|telephone|tel|ph|cell|mobile|office|direct|desk|work|fax|e-?mail|address"
    r"|attn|contact(?:\s+person)?|poc)\b\.?(?:\s*(?:no|number|#)\.?)?)\s*[:#]\s*",
    re.IGNORECASE,
)


class Phone(NamedTuple):
    """A telephone number. `value` as 850-555-0142, with " ext. 204" where one follows."""

    value: str
    raw: str
    start: int
    end: int
    fax: bool


def split_rank(text: str) -> tuple[str, str]:
    """ "Lt. Sarah Kimball" -> ("Lt.", "Sarah Kimball"); no rank: ("", text)."""
    plain = text.strip(" ,;:")
    match = RANK.match(plain)
    if match and len(match.group()) < len(plain):
        rest = plain[match.end() :].strip(" ,")
        if rest and (NAME.match(rest) or re.fullmatch(_PART, rest)) and not _NO_NAME.search(rest) and not _STARTS_IN_NOUN.match(rest):
            return match.group("rank").strip(), rest
    modified = _MODIFIED.match(plain)
    rest = plain[modified.end() :].strip(" ,") if modified else ""
    if modified and is_name(rest):
        return modified.group("rank"), rest
    return "", _COURTESY_START.sub("", plain)


def leading_rank(text: str) -> tuple[str, str]:
    """The rank that running text begins with, and what follows it; no rank: ("", text)."""
    match = RANK.match(text)
    rest = text[match.end() :].lstrip(" ,.") if match else text
    if match and not _STARTS_IN_NOUN.match(rest):
        return match.group("rank").strip(), rest
    modified = _MODIFIED.match(text)
    return (modified.group("rank"), text[modified.end() :].lstrip(" ,")) if modified else ("", text)


def trailing_title(text: str) -> tuple[str, str]:
    """ "Ada B. Moss Captain", a row of a table -> ("Ada B. Moss", "Captain"); no title: (text, "")."""
    match = _LAST_TITLE.search(text)
    if match and is_name(text[: match.start()]):
        name, title = text[: match.start()], match.group("title").strip()
        first, _, last = name.rpartition(" ")
        # "Orval Dent Grants Coordinator": nobody is a mere coordinator.
        if _MODIFIABLE.fullmatch(title) and re.search(r"[a-z]{2} [A-Z]\S*[a-z]$", first):
            return first, f"{last} {title}"
        return name, title
    return text, ""


def is_credential(text: str) -> bool:
    """Whether a text is a degree or a certificate ("MPA", "Ph.D.")."""
    return bool(_CREDENTIALS.fullmatch(f", {text.strip()}"))


def without_credentials(text: str) -> str:
    """The name without degrees and certificates."""
    return _CREDENTIALS.sub("", text)


def is_position(text: str) -> bool:
    """Whether a short text is a title, a rank or a position ("Grants Coordinator", "Records Clerk II")."""
    plain = text.strip(" ,;:.()")
    return is_title(plain) or (len(plain) <= 60 and bool(_HELD.fullmatch(plain)))


def is_name(text: str) -> bool:
    """Whether a short text is a person's name and nothing else."""
    plain = _COURTESY_START.sub("", text.strip(" ,;:"))
    return (
        4 <= len(plain) <= 50
        and bool(NAME.match(plain))
        and not _NO_NAME.search(plain)
        and not RANK.match(plain)
        and not plain.isupper() | (" " not in plain)
    )


def is_upper_name(text: str) -> bool:
    """A name in capitals alone ("RAY LEE STOCKARD")."""
    plain = text.strip(" ,;:")
    return plain.isupper() and is_name(plain.title())


def is_title(text: str) -> bool:
    """Whether a short text is an office or a rank and nothing else."""
    plain = text.strip(" ,;:.")
    match = RANK.match(plain)
    return bool(match) and len(plain) <= 60 and not re.search(r"\d{2,}|@", plain) and split_rank(plain)[0] == ""


_SENTENCE_END: Final = re.compile(r"^(?:[A-Z]['’])?[A-Z](?:[a-z]+[A-Z])?[a-z]{2,}\.$|^[A-Za-z]*[a-z]-[A-Z][a-z]+\.$")
_STARTS_IN_NOUN: Final = re.compile(rf"{_HEAD_NOUN}\b", re.IGNORECASE)
_TWINS: Final = frozenset(frozenset(pair) for pair in ("ce", "li", "il", "1l", "0o", "uv", "nu", "ao", "rt"))
"""Letters that a picture shows alike."""


def mail_of(name: str, mail: str) -> str | None:
    """ "ealder@…" of Chris Alder is calder@…: the address as it is meant, where its first letter alone belies the name; else None."""
    parts = re.findall(r"[a-z]+", name.lower())
    local, _, host = mail.partition("@")
    if len(parts) < 2 or local[1:].lower() != parts[-1] or local[0].lower() == parts[0][0]:
        return None
    return f"{parts[0][0]}{local[1:]}@{host}" if frozenset((local[0].lower(), parts[0][0])) in _TWINS else None


def spells(name: str, mail: str) -> bool:
    """Whether what stands before the sign of a mail address is made of a person's name: "calder", "chris.alder", "alderc"."""
    parts, local = re.findall(r"[a-z]+", name.lower()), mail.partition("@")[0].lower()
    if len(parts) < 2 or len(parts[-1]) < 3:
        return False
    first, last = parts[0], parts[-1]
    plain = re.sub(r"[._\-]", "", local)
    return plain in (first + last, last + first, first[0] + last, last + first[0], first + last[0])


_ANY_RANK: Final = re.compile(rf"\b(?:{_RANKS})(?!\w)", re.IGNORECASE)


def bears_rank(text: str) -> bool:
    """Whether a short text names a rank or an office anywhere ("Records Lieutenant, Jail Bureau")."""
    return len(text) <= 60 and bool(_ANY_RANK.search(text)) and not re.search(r"\d|@", text)


def name_at_start(text: str) -> str | None:
    """The name that `text` begins with."""
    match = _NAME_AHEAD.match(text.strip())
    if not match:
        return None
    words = match.group().split()
    # What stands in parentheses within a name is a nickname, behind it a rank.
    while words[-1].startswith("("):
        words = words[:-1]
    # A sentence may end in a name.
    ends = next((place for place, word in enumerate(words) if _SENTENCE_END.search(word)), len(words))
    words = words[: ends + 1]
    words[-1] = words[-1].rstrip(".") if ends < len(words) else words[-1]
    while len(words) >= 2 and not is_name(" ".join(words)):
        words = words[:-1]
    # A rank may end what looks like a name, but none begins it: "Should Lt." names nobody.
    inner = " ".join(words[:-1])
    held = len(words) == 2 and (_ANY_RANK.fullmatch(words[1]) or _MODIFIABLE.fullmatch(words[1]))
    if len(words) < 2 or _ANY_RANK.search(inner) or held:
        return None
    return without_credentials(" ".join(words))


@cache
def _phonenumbers() -> Any:
    # Loaded when the first digit group asks for it.
    import phonenumbers

    return phonenumbers


_BRACES: Final = str.maketrans("{}", "()")
_EXTENSION: Final = re.compile(r"\s*\(\s*(?:ext(?:ension)?\.?|x)\s*(?P<number>\d{1,6})\s*\)", re.IGNORECASE)
_FAX: Final = re.compile(r"\bf(?:ax|acsimile)\b[^a-z\d]*(?:(?:number|no|at|is|to|line)\b[^a-z\d]*){0,3}$")
_DIGITS: Final = re.compile(r"\d{3}\D{0,3}\d{3}")


def phones(text: str) -> list[Phone]:
    """Telephone numbers with an area code, in their order. Leniency POSSIBLE: 555-01xx is possible, not valid."""
    if not _DIGITS.search(text):
        return []
    library = _phonenumbers()
    found = []
    # Recognition takes parentheses for braces.
    for match in library.PhoneNumberMatcher(text.translate(_BRACES), "US", leniency=library.Leniency.POSSIBLE, max_tries=200):
        digits = str(match.number.national_number)
        if match.number.country_code != 1 or len(digits) != 10 or digits[0] in "01":
            continue
        value = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
        extension = match.number.extension or ""
        behind = None if extension else _EXTENSION.match(text, match.end)
        extension = behind.group("number") if behind else extension
        if extension:
            value += f" ext. {extension}"
        before = text[max(0, match.start - 26) : match.start].lower()
        fax = bool(_FAX.search(before) or re.search(r"\bf:\s*$", before))
        found.append(Phone(value, match.raw_string, match.start, match.end, fax))
    return found


def emails(text: str) -> list[tuple[str, int, int]]:
    """Mail addresses, with start and end."""
    return [(match.group().rstrip("."), match.start(), match.end()) for match in EMAIL.finditer(text)]


def strip_label(text: str) -> tuple[str, str]:
    """ "Phone: 850-555-0142" -> ("phone", "850-555-0142"); no label: ("", text)."""
    match = _LABEL.match(text.strip())
    return (match.group("label").lower(), text.strip()[match.end() :].strip()) if match else ("", text.strip())
