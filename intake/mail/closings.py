"""What stands at the ends of a person's words. In: lines of one author. Out: his words, his signature; banners and footers left out. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SIGNATURE_LINES: Final = 25
"""Lines from the end among which a signature is looked for."""
CLOSING_WORDS: Final = 10
NAME_WORDS: Final = 8
PROSE_WORDS: Final = 22
"""Words from which on a paragraph below the closing formula is a sentence of the letter (P.S.) and no signature."""


@dataclass(frozen=True, slots=True)
class Parted:
    """One author's lines, parted."""

    own: list[str]
    signature: list[str]


_TAG: Final = re.compile(
    r"\W{0,6}(?:external|ext|caution|warning)\b[^\]\)\}]{0,90}[\]\)\}*]{1,3}\s*[:-]?\s*|\*{2,}\s?(?:external|caution)[^*]{0,90}\*{2,}",
    re.IGNORECASE,
)
_BANNER: Final = re.compile(
    r"(?:originat|came|com(?:es|ing)|sent|received|sender).{0,40}\b(?:outside|external)\b"
    r"|\b(?:outside|external)\b.{0,30}\b(?:e-?mail|sender|source|message)\b.{0,40}(?:caution|click|link|attach|careful)"
    r"|(?:do not|don'?t|never|avoid|before).{0,12}click(?:ing)?\b.{0,60}(?:link|attach|open)"
    r"|unless you (?:recogni[sz]e|trust|know|were expecting|are expecting|verify)|you (?:don'?t|do not) often get e?-?mails? from"
    r"|aka\.ms/learnaboutsenderidentification|know the content is safe|use caution when (?:clicking|opening)|powered by mimecast banner",
    re.IGNORECASE,
)
_BANNER_ALONE: Final = re.compile(
    r"\W{0,8}(?:external(?: e-?mail| sender| message| source| user)?|caution|warning|attention|unverified sender)\W{0,8}(?:external(?: e-?mail| sender)?\W{0,6})?",
    re.IGNORECASE,
)
_DEVICE: Final = re.compile(
    r"\W{0,3}(?:sent (?:from|via|with|using) (?:my |the |a |an )?(?:\S+ ){0,5}?(?:i?phone|ipad|ipod|android|device|blackberry|samsung|galaxy|smartphone|mobile|tablet|outlook"
    r"|yahoo|mail|gmail|aol|proton\S*|verizon|at&t|t-mobile|windows|desk|handheld|phone|workspace|bell|surface)\b.{0,90}"
    r"|get outlook for .{1,60}|enviado desde .{1,60}|envoyé (?:de|depuis) .{1,60}|von meinem .{1,40} gesendet|gesendet von .{1,60}|inviato da .{1,40}"
    r"|verzonden vanaf .{1,40}|please excuse (?:any |my |the )?(?:typos|brevity|spelling|errors).{0,60})",
    re.IGNORECASE,
)
_FOOTER_LABEL: Final = re.compile(
    r"\W{0,4}(?:(?:confidential(?:ity|ité)?|privacy|legal|important|public records?|security|e-?mail|warning|law enforcement sensitive|records|disclosure)[\w /&-]{0,40}"
    r"\b(?:notice|note|statement|disclaimer|warning|advisory|information|communication|message|law)\b|confidential(?:ity|idad)?\b|disclaimer|privileged|notice to recipient"
    r"|notice:|this (?:e-?mail|message|communication|transmission|electronic)\b|the (?:information|contents?|documents?) (?:contained |transmitted |included )?(?:in|of|accompanying)\b"
    r"|(?:please note:? )?(?:under )?florida (?:has|law)|irs circular|law enforcement sensitive|e-?mails? (?:to|sent|and|correspondence|addresses)\b|aviso\b|este (?:correo|mensaje)\b"
    r"|la información contenida)",
    re.IGNORECASE,
)
_FOOTER: Final = re.compile(
    r"intended (?:only|solely|exclusively|recipient|for the (?:sole |exclusive )?(?:use|individual|person|named|addressee))|(?:sole|exclusive) use of the"
    r"|(?:not|are not|than) the (?:named |intended )(?:addressee|recipient)|notify (?:the |us |me )?(?:sender|immediately|by return|by reply)"
    r"|unauthori[sz]ed (?:review|use|access|disclosure|dissemination|interception|copying|distribution)|received this (?:e-?mail|message|communication|transmission|in error)"
    r"|attorney[- ]client|work product|privileged and(?:/or)? confidential|confidential and(?:/or)?(?: may be)?(?: legally)? privileged|contain(?:s)? (?:confidential|privileged)"
    r"|very broad public records|addresses are public record|subject to (?:the )?(?:\w+ ){0,4}(?:public|open) records?|subject to public disclosure|may be subject to (?:public )?disclosure"
    r"|public record(?:s)? (?:and|unless|under|law|request.{0,40}do not)|do not send electronic mail|strictly prohibited|electronic communications privacy act|18 u\.?s\.?c\.? ?(?:§+ ?)?2510"
    r"|virus[- ]free|scanned (?:by|for)|checked (?:by|for viruses)|avast|avg\b.{0,20}antivirus|no virus|free of viruses|consider the environment|before printing"
    r"|\bunsubscribe\b|manage (?:your )?(?:preferences|subscription)|opt[- ]out of|destinatario|uso exclusivo|for official use only|views (?:or opinions )?expressed",
    re.IGNORECASE,
)
_WEAK_FOOTER: Final = re.compile(
    r"confidential|privileg|disclos|recipient|e-?mail|attachment|delet|prohibit|public record|virus|liab|copying|subpoena|message|transmission|notice",
    re.IGNORECASE,
)
_MARK: Final = re.compile(r"(?:--|—|––|__)\s*|-{3,}\s*|_{3,}\s*")
_CLOSING: Final = re.compile(
    r"[*_ ]{0,3}(?:(?:very|most|yours|with|kind|kindest|best|warm|warmest|many|sincere|deepest|all|my|in|the|un|muchas|cordiales|muy|le saluda|sinceres|mit|freundlichen|viele)[, ]+){0,3}"
    r"(?:respectfully|regards|sincerely|truly|thanks|thank you|thank u|thx|ty|tks|cordially|best|wishes|cheers|v/?r|r/s?|in service|be safe|stay safe|god bless|appreciat\w*"
    r"|gratefully|warmly|faithfully|fraternally|respect|gratitude|atentamente|respetuosamente|saludos?|cordialmente|gracias|atte|cordialement|salutations"
    r"|grüßen|grüße|mfg|have a (?:great|good|nice|blessed|safe)|semper fi|at your service|signed)\b[^?]{0,60}",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(r"(?:\d{1,2}[.)]|[-•*·o]|\(?[a-z]\))\s")
_POSTSCRIPT: Final = re.compile(r"p\.? ?s\b|pd\b|n\.?b\b|note:", re.IGNORECASE)
_PHONE: Final = re.compile(r"\(?\b\d{3}\)?[-. /]{1,2}\d{3}[-. ]\d{4}\b|\b\d{3}-\d{4}\b|\b(?:ext|x)\.? ?\d{2,5}\b", re.IGNORECASE)
_REACHED: Final = re.compile(r"\S@\S+\.\S|https?://|\bwww\.\S", re.IGNORECASE)
_PLACE: Final = re.compile(
    r"\b\d{1,6} (?:\S+ ){1,4}(?:st|street|ave|avenue|rd|road|blvd|dr|drive|hwy|highway|ln|lane|way|sq|square|pkwy|plaza|ct|court)\b|\bp\.? ?o\.? box\b"
    r"|,? [A-Z]{2},? \d{5}(?:-\d{4})?$",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(
    r"\b(?:chief|sheriff|undersheriff|captain|capt|lieutenant|lt|sergeant|sgt|deputy|major|maj|colonel|col|detective|det|director|secretary|attorney|officer|manager"
    r"|administrator|admin|commander|cmdr|clerk|coordinator|superintendent|warden|constable|marshal|mayor|counsel|paralegal|assistant|analyst|specialist|inspector|trooper"
    r"|jefe|alguacil|editor|reporter|writer|producer|president|esq|investigator|supervisor|agent)\b",
    re.IGNORECASE,
)
_AGENCY: Final = re.compile(
    r"\b(?:sheriff'?’?s|police|department|dept|county|city of|town of|village of|office of|division|bureau|unit|pd|so|p\.d\.|corrections|detention|jail|association"
    r"|university|college|district|commission|llc|inc|pllc|llp|services|headquarters|public safety)\b",
    re.IGNORECASE,
)
_FILLED_IN: Final = re.compile(
    r"(?:agency|agency name|name|department|date|rank|model|models|ori|county|state|subject|re|to|from|chief|sheriff|head|poc|point of contact|officers?|title)[\w ()/]{0,30}:",
    re.IGNORECASE,
)


def part(lines: Sequence[str], *, width: int) -> Parted:
    """Part one author's lines. Only the first `width` characters of a line are looked at."""
    kept = _without_notices(list(lines), width)
    while kept and not kept[-1].strip():
        kept.pop()
    begins, ends = _signature(kept, width)
    return Parted([*kept[:begins], *kept[ends:]], kept[begins:ends])


def _paragraphs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Where runs of lines without an empty one begin and end."""
    found: list[tuple[int, int]] = []
    begin: int | None = None
    for i, line in enumerate(lines):
        if line.strip():
            begin = i if begin is None else begin
        elif begin is not None:
            found.append((begin, i))
            begin = None
    if begin is not None:
        found.append((begin, len(lines)))
    return found


def _without_notices(lines: list[str], width: int) -> list[str]:
    """Without banners, footers and lines of a device. Paragraphs keep their empty lines."""
    whole = "\n".join(line[:width] for line in lines)
    banners = _BANNER.search(whole) is not None or _TAG.search(whole) is not None or "xternal" in whole or "XTERNAL" in whole
    footers = _FOOTER.search(whole) is not None or _FOOTER_LABEL.search(whole) is not None
    devices = re.search(r"\b(?:sent|get|enviado|envoyé|gesendet|inviato|excuse|verzonden)\b", whole, re.IGNORECASE) is not None
    if not (banners or footers or devices):
        return lines
    gone: set[int] = set()
    after_footer = False
    for begin, end in _paragraphs(lines):
        if banners:
            gone.update(_banner(lines, begin, end, width))
            if begin not in gone and (tag := _TAG.match(lines[begin][:width])) is not None:
                lines[begin] = lines[begin][tag.end() :]
        if devices:
            gone.update(i for i in range(begin, end) if _DEVICE.fullmatch(lines[i][:width].strip()))
        if footers:
            cut = _footer(lines, begin, end, width, after_footer=after_footer)
            after_footer = cut < end
            gone.update(range(cut, end))
    return [line for i, line in enumerate(lines) if i not in gone]


def _banner(lines: Sequence[str], begin: int, end: int, width: int) -> range:
    """The lines of a paragraph that a mail gateway put there: from its first to its last tell-tale line."""
    told = [i for i in range(begin, end) if _BANNER.search(lines[i][:width]) or _BANNER_ALONE.fullmatch(lines[i][:width].strip())]
    if not told:
        joined = " ".join(line[:width] for line in lines[begin:end]) if end - begin <= 4 else ""
        return (
            range(begin, end)
            if joined and _BANNER.search(joined) and re.search(r"caution|external|warning", joined, re.IGNORECASE)
            else range(0)
        )
    first = (
        begin
        if re.match(r"\W{0,6}(?:caution|external|warning|attention|alert|notice|this)\b", lines[begin][:width], re.IGNORECASE)
        else told[0]
    )
    return range(first, told[-1] + 1)


def _footer(lines: Sequence[str], begin: int, end: int, width: int, *, after_footer: bool) -> int:
    """Where in a paragraph a footer begins; its end where none does."""
    joined = " ".join(line[:width].strip() for line in lines[begin:end])
    if _FOOTER.search(joined):
        return next((i for i in range(begin, end) if _FOOTER_LABEL.match(lines[i][:width]) or _FOOTER.search(lines[i][:width])), begin)
    if _FOOTER_LABEL.fullmatch(joined[:width].rstrip(" :*.-")) and len(joined) < 60:
        return begin
    return begin if after_footer and _WEAK_FOOTER.search(joined) and len(joined.split()) > 8 else end


def _signature(lines: Sequence[str], width: int) -> tuple[int, int]:
    """Where the signature begins and ends; both at the end where there is none."""
    tail = max(0, len(lines) - SIGNATURE_LINES)
    for i in range(tail, len(lines)):
        line = lines[i][:width].strip()
        if _MARK.fullmatch(line) and any(one.strip() for one in lines[i + 1 :]):
            return i, len(lines)
    for i in range(tail, len(lines) - 1):
        line = lines[i][:width].strip()
        if line and len(line.split()) <= CLOSING_WORDS and _CLOSING.fullmatch(line):
            first = next((k for k in range(i + 1, len(lines)) if lines[k].strip()), None)
            if first is not None and _names(lines[first][:width].strip()):
                return first, _below(lines, first, width)
    return _contact(lines, width), len(lines)


def _names(line: str) -> bool:
    """Whether a line can be the first of a signature: short, no sentence, no list."""
    words = len(line.split())
    if words > NAME_WORDS or _LISTED.match(line) or _POSTSCRIPT.match(line) or line.endswith((":", "?")):
        return False
    return words <= 2 or not line.endswith((".", "!")) or line.endswith(("r.", "q.", "D."))


def _below(lines: Sequence[str], first: int, width: int) -> int:
    """Where the signature that begins at `first` ends: at a postscript or a paragraph of prose."""
    for begin, end in _paragraphs(lines[first:]):
        paragraph = [line[:width].strip() for line in lines[first + begin : first + end]]
        if begin and (_POSTSCRIPT.match(paragraph[0]) or (_prose(paragraph) and paragraph[0][0] not in "\"“'‘*")):
            return first + begin
    return len(lines)


def _prose(paragraph: Sequence[str]) -> bool:
    words = sum(len(line.split()) for line in paragraph)
    return (
        words / len(paragraph) > PROSE_WORDS / 2
        and words > PROSE_WORDS / 2
        and any(line.endswith((".", "?", "!", ":")) for line in paragraph)
    )


def _contact(lines: Sequence[str], width: int) -> int:
    """Where a block of name, title and ways to reach a person begins that no closing formula announces; the end where there is none."""
    start = len(lines)
    reached = False
    paragraphs = _paragraphs(lines)
    for begin, end in reversed(paragraphs[-4:]):
        paragraph = [line[:width].strip() for line in lines[begin:end]]
        slogan = paragraph[0][0] in '"“' and start == len(lines)
        name = (
            reached
            and len(paragraph) == 1
            and len(paragraph[0].split()) <= 5
            and paragraph[0][0].isupper()
            and not paragraph[0].endswith((".", ",", "?", "!", ":"))
        )
        if not (slogan or name or _looks_like_contact(paragraph)):
            break
        reached = reached or not slogan
        start = begin
        if name:
            break
    if not reached or (start == 0 and len(lines) < 2):
        return len(lines)
    return start


def _looks_like_contact(paragraph: Sequence[str]) -> bool:
    if (
        len(paragraph) < 2
        or len(paragraph) > 12
        or any(_LISTED.match(line) or _FILLED_IN.match(line) or len(line) > 90 for line in paragraph)
    ):
        return False
    if any(len(line.split()) > 11 or (line.endswith((".", "?", "!", ":", ",")) and len(line.split()) > 4) for line in paragraph):
        return False
    reached = any(_PHONE.search(line) or _REACHED.search(line) or _PLACE.search(line) for line in paragraph)
    known = sum(1 for line in paragraph if _TITLE.search(line) or _AGENCY.search(line))
    return reached or known >= 2 or (known >= 1 and paragraph[0].istitle())
