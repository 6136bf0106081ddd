"""What machines and offices add to a person's mail: banners, legal footers, lines of devices. In: lines. Out: without them. Pure.

A banner stands on top or says what it is; a footer speaks of the mail itself ("if you are not the intended recipient"), or ends the text
and speaks of records, viruses or subscriptions. A paragraph of the letter that merely names such things stays.
"""

import re
from collections.abc import Sequence
from typing import Final

TOP_PARAGRAPHS: Final = 2
"""Paragraphs in which a banner need not say "caution" first."""
LABEL_CHARS: Final = 60
"""Longest heading of a footer that stands on a line of its own."""
FOOTER_WORDS: Final = 8
"""Words from which on a paragraph below a footer can go on with it."""


def _any(*phrases: str) -> str:
    return f"(?:{'|'.join(phrases)})"


_TAG: Final = re.compile(
    r"\W{0,3}[\[({<*]{1,3} ?(?:external|ext|caution|warning)\b[^\])}>*]{0,90}[\])}>*]{1,3}\s*[:-]?\s*", re.IGNORECASE
)  # fmt: skip
_BANNER: Final = re.compile(
    _any(
        r"(?:e-?mail|message|sender)\b.{0,40}(?:originat|came|comes|coming|sent|received|is).{0,40}\b(?:outside|external)\b",
        r"(?:outside|external)\b.{0,30}\b(?:e-?mail|sender|source|message)\b.{0,40}(?:caution|click|link|attach|careful)",
        r"(?:do not|don'?t|never|avoid|before).{0,12}click(?:ing)?\b.{0,60}(?:link|attach|open)",
        r"unless you (?:recogni[sz]e|trust|know|(?:were|are) expecting|verify)\b.{0,40}(?:sender|content|source|e-?mail|it)\b",
        r"you (?:don'?t|do not) often get e?-?mails? from",
        r"learnaboutsenderidentification|know the content is safe|use caution (?:when|before) (?:click|open|reply|respond)\w*",
    ),
    re.IGNORECASE,
)
_BANNER_ALONE: Final = re.compile(
    r"\W{0,8}(?:caution|warning|attention|unverified sender|external(?: e-?mail| sender| message| source)?)"
    r"\W{0,8}(?:external(?: e-?mail| sender)?\W{0,6})?",
    re.IGNORECASE,
)
_CAUTIOUS: Final = re.compile(r"\W{0,8}(?:caution|external|warning|attention|alert|be careful|unverified)\b", re.IGNORECASE)
_GADGET: Final = _any(
    r"i?phone", "ipad", "ipod", "android", "device", "blackberry", "samsung", "galaxy", "smartphone", "mobile", "tablet", "outlook",
    "yahoo", "mail", "gmail", "aol", r"proton\S*", "verizon", "at&t", "t-mobile", "windows", "desk", "handheld",
    "workspace", "bell", "surface",
)  # fmt: skip
_DEVICE: Final = re.compile(
    r"\W{0,3}"
    + _any(
        rf"sent (?:from|via|with|using|by) (?:my |the |a |an )?(?:\S+ ){{0,5}}?{_GADGET}\b.{{0,90}}",
        r"sent from my (?:\S+ ?){1,6}",
        r"get outlook for .{1,60}",
        r"(?:enviado desde|envoyé (?:de|depuis)|gesendet von|inviato da|verzonden vanaf) .{1,60}",
        r"von meinem .{1,40} gesendet",
        r"(?:please )?(?:excuse|forgive|pardon) (?:any |my |the )?(?:typos|brevity|spelling|errors|mistakes).{0,60}",
    ),
    re.IGNORECASE,
)
_DEVICE_WORD: Final = re.compile(r"\b(?:sent|outlook|enviado|envoyé|gesendet|inviato|verzonden|typos|brevity|spelling)\b", re.IGNORECASE)
_LABEL: Final = re.compile(
    r"\W{0,4}"
    + _any(
        r"(?:(?:statement of )?confidential(?:ity)?|privacy|legal|important|public records?|security|e-?mail|warning|disclosure)"
        r"[\w /&-]{0,40}\b(?:notice|note|statement|disclaimer|warning|advisory|information|communication|message|law)\b",
        r"confidential(?:ity|idad)?\b",
        r"disclaimer\b",
        r"privileged\b",
        r"notice(?: to recipient)?:",
        r"this (?:e-?mail|message|communication|transmission|electronic)\b",
        r"the (?:information|contents?|documents?) (?:contained |transmitted |included )?(?:in|of|accompanying)\b",
        r"(?:please note:? )?(?:under )?florida (?:has|law)\b",
        r"irs circular",
        r"law enforcement sensitive",
        r"e-?mails? (?:to|sent|and|correspondence|addresses)\b",
        r"(?:aviso|este (?:correo|mensaje)|la información contenida)\b",
    ),
    re.IGNORECASE,
)
_OF_THE_MAIL: Final = re.compile(
    _any(
        r"intended (?:only|solely|exclusively|recipient|for the (?:sole |exclusive )?(?:use|individual|person|named|addressee))",
        r"(?:sole|exclusive) use of the",
        r"(?:not|than) the (?:named |intended )(?:addressee|recipient)",
        r"notify (?:the |us |me )?(?:sender|by return|by reply)",
        r"unauthori[sz]ed (?:review|use|access|disclosure|dissemination|interception|copying|distribution)",
        r"received this (?:e-?mail|message|communication|transmission)? ?(?:in error|by mistake)",
        r"privileged and(?:/or)? confidential|confidential and(?:/or)?(?: may be)?(?: legally)? privileged",
        r"contains? (?:confidential|privileged|law enforcement sensitive)",
        r"(?:this|the) (?:e-?mail|message|communication|transmission)\b.{0,60} (?:may|is|are|contains?)\b.{0,60}"
        r"(?:confidential|privileged|protected|proprietary)",
        r"electronic communications privacy act|18 u\.?s\.?c\.?",
        r"virus[- ]free|scanned (?:by|for) |checked (?:by|for viruses)|free of viruses|avast",
        r"consider the environment|before printing",
        r"este (?:correo|mensaje).{0,80}(?:confidencial|destinatario)|uso exclusivo",
    ),
    re.IGNORECASE,
)
_OF_RECORDS: Final = re.compile(
    _any(
        r"very broad public records|addresses are public record",
        r"subject to (?:the )?(?:\w+ ){0,4}(?:(?:public|open) records?|disclosure|freedom of information|public information)",
        r"public records? (?:and|unless|under|law)",
        r"do not send electronic mail|strictly prohibited|attorney[- ]client|work product|for official use only",
        r"views (?:or opinions )?expressed|e-?mails? (?:is|are|may be) (?:a )?public record",
        r"\bunsubscribe\b|manage (?:your )?(?:preferences|subscription)|opt[- ]out of|destinatario",
    ),
    re.IGNORECASE,
)
_FOOTER_GOES_ON: Final = re.compile(
    r"confidential|privileg|disclos|recipient|e-?mail|attachment|delet|prohibit|public record|virus|liab|copying|subpoena|transmission",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"\b(?:i|we) (?:hereby )?(?:request|ask|would like|am requesting|are requesting|write)|please (?:provide|produce|send|let|call|find)",
    re.IGNORECASE,
)


def paragraphs(lines: Sequence[str]) -> list[tuple[int, int]]:
    """Where runs of lines without an empty one begin and end."""
    found: list[tuple[int, int]] = []
    begin = -1
    for i, line in enumerate(lines):
        empty = not line or line.isspace()
        if not empty and begin < 0:
            begin = i
        elif empty and begin >= 0:
            found.append((begin, i))
            begin = -1
    if begin >= 0:
        found.append((begin, len(lines)))
    return found


def left_out(lines: Sequence[str], *, width: int) -> list[str]:
    """The lines without what was added to them. Only the first `width` characters of a line are looked at."""
    views = [line[:width].strip() for line in lines]
    whole = "\n".join(views)
    kept = list(lines)
    gone: set[int] = set()
    blocks = paragraphs(views)
    if _BANNER.search(whole) or _CAUTIOUS.search(whole) or _TAG.search(whole):
        for number, (begin, end) in enumerate(blocks):
            gone.update(_banner(views, begin, end, top=number < TOP_PARAGRAPHS))
            if begin not in gone and (tag := _TAG.match(views[begin])) is not None:
                kept[begin] = views[begin][tag.end() :] + lines[begin].lstrip()[width:]
    if _DEVICE_WORD.search(whole):
        gone.update(i for i, view in enumerate(views) if view and _DEVICE.fullmatch(view))
    if _OF_THE_MAIL.search(whole) or _OF_RECORDS.search(whole) or _LABEL.search(whole):
        gone.update(_footers(views, [block for block in blocks if block[0] not in gone]))
    return [line for i, line in enumerate(kept) if i not in gone]


def _banner(views: Sequence[str], begin: int, end: int, *, top: bool) -> range:
    """The lines of a paragraph that a gateway put there: from its first to its last tell-tale line."""
    cautious = _CAUTIOUS.match(views[begin]) is not None
    if not (top or cautious):
        return range(0)
    told = [i for i in range(begin, end) if _BANNER.search(views[i]) or _BANNER_ALONE.fullmatch(views[i])]
    if told:
        # "… outside of the / organization. Do not click …": what is wrapped goes on until a sentence ends.
        last = told[-1]
        while last + 1 < end and not views[last].endswith((".", "!", "]", "*", ">")) and views[last + 1][:1].islower():
            last += 1
        return range(begin if cautious else told[0], last + 1)
    whole = cautious and end - begin <= 6 and _BANNER.search(" ".join(views[begin:end])) is not None
    return range(begin, end) if whole else range(0)


def _footers(views: Sequence[str], blocks: Sequence[tuple[int, int]]) -> set[int]:
    """The lines of footers: those that speak of the mail wherever they stand, the others only where nothing but footers follows."""
    gone: set[int] = set()
    below = False
    for begin, end in blocks:
        joined = " ".join(views[begin:end])
        cut = end
        if _OF_THE_MAIL.search(joined):
            cut = next((i for i in range(begin, end) if _LABEL.match(views[i]) or _OF_THE_MAIL.search(views[i])), begin)
        elif (
            below
            and (len(joined.split()) > FOOTER_WORDS or _LABEL.match(joined))
            and _FOOTER_GOES_ON.search(joined)
            and not _ASKS.search(joined)
        ) or (len(joined) < LABEL_CHARS and _LABEL.fullmatch(joined.rstrip(" :*.-_="))):
            cut = begin
        below = cut < end
        gone.update(range(cut, end))
    for begin, end in reversed(blocks):
        if begin in gone:
            continue
        start = next((i for i in range(begin, end) if i in gone), end)
        joined = " ".join(views[begin:start])
        if not _OF_RECORDS.search(joined) or _ASKS.search(joined):
            break
        cut = next((i for i in range(begin, start) if _LABEL.match(views[i]) or _OF_RECORDS.search(views[i])), begin)
        gone.update(range(cut, start))
        if cut > begin:
            break
    return gone
