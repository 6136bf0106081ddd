"""Where an earlier mail begins inside a mail's text. In: lines. Out: an Opening with the head that the mail program wrote. Pure.

Which line may open one is asked first, cheaply; quotequail then says what it is and reads author, date and subject. What it takes for a
head but no mail program writes (a typed memorandum, a form filled in the text) is turned away here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import quotequail

HEAD_LINES: Final = 30
"""Lines of one head that are looked at."""
WRAPPED: Final = 4
"""Lines over which "On … wrote:" may run."""
ATTRIBUTION_CHARS: Final = 320
GAP: Final = 3
"""Empty lines between a marker and its head, or inside a head."""
LONG_SUBJECT: Final = 50
"""Characters from which on a subject may have been wrapped."""


class Kind(StrEnum):
    """What the mail program wrote before the earlier mail."""

    REPLY = "reply"  # On … wrote:
    FORWARD = "forward"  # Begin forwarded message:
    HEAD = "head"  # From, Sent, To, Subject, with "Original Message" or a line or nothing above: an answer's or a forward's


@dataclass(frozen=True, slots=True)
class Opening:
    """`after` is the index of the first line behind it. Author, date and subject as they were written, empty where they were not."""

    kind: Kind
    after: int
    author: str = ""
    date: str = ""
    subject: str = ""


_LABELS: Final = {
    "From": "from|de|von|da|van|från|fra",
    "Sent": "sent|sent on|enviado|enviado el|enviada el|enviados|envoyé|envoyé le|gesendet|inviato|verzonden|enviada em|skickat|sendt",
    "Date": "date|fecha|datum|data|received",
    "To": "to|para|à|an|pour|aan|a|till|til",
    "Cc": "cc|bcc|cco|copie à|kopie|kopia|copia",
    "Reply-To": "reply-to|responder a|antwort an|répondre à|antwoord aan",
    "Subject": "subject|asunto|objet|sujet|betreff|onderwerp|oggetto|assunto|ämne|emne",
    "": "importance|importancia|priority|attachments|adjuntos|datos adjuntos|when|where|organization|resent-from|resent-to|sender",
}
_NAMES: Final = {label: name for name, labels in _LABELS.items() for label in labels.split("|")}
_FIELD: Final = re.compile(
    rf"[*_]{{0,2}}({'|'.join(sorted(map(re.escape, _NAMES), key=len, reverse=True))})[*_]{{0,2}} ?:[*_]{{0,2}}\s*(.*)", re.IGNORECASE
)
_FORWARDED: Final = (
    r"begin forwarded message|forwarded message|(?:inicio del )?mensaje reenviado|message (?:transféré|transmis|réexpédié)|début du message"
    r" (?:réexpédié|transféré)|(?:anfang der )?weitergeleitete(?:n)? (?:nachricht|e-mail)|doorgestuurd bericht|messaggio inoltrato"
    r"|mensagem (?:encaminhada|reencaminhada)|vidarebefordrat meddelande|forwarded by .{1,120}"
)
_ORIGINAL: Final = (
    r"original (?:message|e-?mail|appointment)|reply message|mensaje original|message d['’]origine|message original|ursprüngliche nachricht"
    r"|original-?nachricht|oorspronkelijk bericht|origineel bericht|messaggio originale|mensagem original|oprindelig meddelelse"
)
_MARKER: Final = re.compile(rf"[-_=*─—]{{2,80}} ?(?:({_FORWARDED})|({_ORIGINAL}))\s?:?\s?[-_=*─—]{{0,80}}", re.IGNORECASE)
_SPOKEN_MARKER: Final = re.compile(rf"({_FORWARDED})(?: from .{{1,120}})? ?:", re.IGNORECASE)
_RULE: Final = re.compile(r"_{5,}|-{20,}")
_GROUPWISE: Final = re.compile(r">>> ?(.{3,200}?) (\d{1,2}/\d{1,2}/\d{2,4},? .{4,20}?) ?>>>")
_VERB: Final = r"(?:wrote|writes|sent|schrieb|a écrit|escribió|escribio|ha scritto|escreveu|schreef|skrev|geschreven|написал\(а\))"
_INTRODUCED: Final = r"(?:on|am|le|el|il|em|op|den|på)\b"
_MAY_BE_WRITTEN: Final = re.compile(rf"(?:-{{2,}} ?)?{_INTRODUCED}|-{{2,}} ?\w|[^<@]{{0,200}}\d[^<@]{{0,200}}(?:<|\S@)", re.IGNORECASE)
_ATTRIBUTION: Final = re.compile(
    rf"(?:-{{2,}} ?)?{_INTRODUCED} .{{4,250}}?[\s,>)]{_VERB}(?: [^:]{{1,90}})? ?(?::|-{{2,}})(?: ?-{{2,}})?"
    rf"|-{{2,}} ?.{{2,100}} {_VERB} ?-{{2,}}"
    rf"|{_INTRODUCED} .{{4,250}}<.{{1,100}}@.{{1,100}}> {_VERB}",
    re.IGNORECASE,
)
_DATED: Final = re.compile(r"[^<]{0,200}\d[^<]{0,200}<[^<>]{1,120}@[^<>]{1,120}>{1,2}[^<>:]{0,40}:")
_WHEN: Final = re.compile(
    r"\d{1,2}[:./-]\d{1,2}|\b(?:19|20)\d\d\b|\S@\S|\b(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mié|jue|vie|sáb|dom)[a-zé]{0,6}[,.]|-{2,}$",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(r"\d{1,2}[:.]\d\d|\b(?:19|20)\d\d\b")
_NAMED: Final = re.compile(r"(?:[ap]\.?m\.?|\d),? (?![ap]\.?m\b)([^\d,:<>]{1,80}<[^<>\s]{1,120}>)", re.IGNORECASE)
_ENDS: Final = re.compile(rf"[:-]$|{_VERB}$", re.IGNORECASE)
_TIMED: Final = re.compile(r"(?:19|20)\d\d\b.*\d:\d\d")
_MEMO: Final = re.compile(r"\W{0,3}(?:m\s?e\s?m\s?o|interoffice|inter-office)", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"\S@\S")


def at(lines: Sequence[str], n: int) -> Opening | None:
    """What line `n` opens, or None. Every line is stripped, without quotation marks and no longer than quotes.WIDTH."""
    line = lines[n]
    if not line:
        return None
    if line[0] in "-_=*─—bBfFiImMdDaAwWvV>" and (marked := _marked(lines, n)) is not None:
        return marked
    wraps = n + 1 < len(lines) and lines[n + 1].startswith("<")
    if (wraps or _MAY_BE_WRITTEN.match(line)) and (written := _written(lines, n)) is not None:
        return written
    if _FIELD.match(line):
        return _bare_head(lines, n)
    return None


def _marked(lines: Sequence[str], n: int) -> Opening | None:
    """A marker with or without a head, or a rule with one."""
    line = lines[n]
    if (groupwise := _GROUPWISE.fullmatch(line)) is not None:
        return Opening(Kind.HEAD, n + 1, groupwise[1].strip(), groupwise[2])
    found = _MARKER.fullmatch(line) or _SPOKEN_MARKER.fullmatch(line)
    rule = found is None and _RULE.fullmatch(line) is not None
    if found is None and not rule:
        return None
    first = next((i for i in range(n + 1, min(n + 2 + GAP, len(lines))) if lines[i]), None)
    fields = None if first is None else _FIELD.match(lines[first])
    if rule:
        if first is None or fields is None or _NAMES[fields[1].lower()] != "From" or _typed(lines, first):
            return None
        return _head(lines, first, Kind.HEAD)
    assert found is not None
    kind = Kind.FORWARD if found[1] else Kind.HEAD
    if first is None or fields is None:
        return Opening(kind, n + 1)
    return _head(lines, first, kind)


def _bare_head(lines: Sequence[str], n: int) -> Opening | None:
    """A head with nothing above it, as Outlook writes: From first, with an address or with the whole set; or the whole set with a time."""
    if _typed(lines, n):
        return None
    fields, _ = _fields(lines, n)
    said = dict(reversed(fields))
    when = said.get("Sent", said.get("Date"))
    if when is None:
        return None
    whole = {"From", "To", "Subject"} <= said.keys()
    addressed = _ADDRESS.search(said.get("From", "")) is not None
    if fields[0][0] == "From":
        programs = addressed or (whole and ("Sent" in said or _TIMED.search(when) is not None))
    else:
        programs = addressed and whole and _TIMED.search(when) is not None
    return _head(lines, n, Kind.HEAD) if programs else None


def _typed(lines: Sequence[str], n: int) -> bool:
    """Whether a person typed the head: labels in capitals, or a memorandum's title above. No mail program writes so."""
    label = lines[n].partition(":")[0].strip("*_ ")
    above = next((lines[i] for i in range(n - 1, max(n - 4, -1), -1) if lines[i]), "")
    return (label.isupper() and len(label) > 2) or _MEMO.match(above) is not None


def _fields(lines: Sequence[str], n: int) -> tuple[list[tuple[str, str]], int]:
    """The fields of the head that begins at line `n`, each once, in our words; and the index of the line behind it."""
    fields: list[tuple[str, str]] = []
    seen: set[str] = set()
    end = i = n
    while i < min(n + HEAD_LINES, len(lines)):
        found = _FIELD.match(lines[i])
        if found is not None:
            label = found[1].lower()
            if label in seen:
                break
            seen.add(label)
            fields.append((_NAMES[label], found[2].strip(" *_")))
            end = i + 1
        elif lines[i]:
            if i != end or not fields or not _goes_on(fields[-1], lines, i):
                break
            fields[-1] = (fields[-1][0], f"{fields[-1][1]} {lines[i]}".strip())
            end = i + 1
        elif i - end >= GAP or {"From", "To", "Subject"} <= {name for name, _ in fields}:
            break
        i += 1
    return fields, end


def _goes_on(field: tuple[str, str], lines: Sequence[str], i: int) -> bool:
    """Whether line `i`, without label, belongs to the field above it."""
    name, value = field
    if not value:
        return True
    line = lines[i]
    if name in {"To", "Cc", "From"}:
        return value.endswith((";", ",", "<")) or line.startswith("<") or ("@" in line and " wrote" not in line and len(line.split()) < 12)
    following = lines[i + 1] if i + 1 < len(lines) else ""
    return name == "Subject" and (_FIELD.match(following) is not None or (not following and len(value) > LONG_SUBJECT))


def _head(lines: Sequence[str], n: int, kind: Kind) -> Opening:
    """Have quotequail read the head at line `n`, its labels translated: behind a marker it reads what it is given and no more."""
    fields, end = _fields(lines, n)
    head = "\n".join(f"{name}: {value}" for name, value in fields if name)
    read = quotequail.unwrap(f"---- Forwarded message ----\n{head}\n\n.") or {}
    return Opening(kind, end, read.get("from", ""), read.get("date", ""), read.get("subject", ""))


def _written(lines: Sequence[str], n: int) -> Opening | None:
    """ "On … wrote:", wrapped or not. With a date, a time or an address, or with quoted lines below: else a person may have typed it."""
    joined = ""
    for i in range(n, min(n + WRAPPED, len(lines))):
        if not lines[i] or len(joined) + len(lines[i]) > ATTRIBUTION_CHARS:
            return None
        joined += lines[i] if not joined or joined.endswith("<") or lines[i].startswith(">") else f" {lines[i]}"
        if not _ENDS.search(joined):
            continue
        if (_ATTRIBUTION.fullmatch(joined) and _WHEN.search(joined)) or (_DATED.fullmatch(joined) and _CLOCK.search(joined)):
            return _reply(joined, i + 1)
    return None


def _reply(joined: str, after: int) -> Opening:
    # quotequail tries every pair of brackets and takes the last comma for the end of the date; two pairs are all that one author needs.
    read = quotequail.unwrap(f"{joined}\n> .") if joined.count("<") <= 2 else None
    read = read if read is not None and read["type"] == "reply" else {}
    named = _NAMED.search(joined)
    if named is None:
        return Opening(Kind.REPLY, after, read.get("from", ""), read.get("date", ""))
    return Opening(Kind.REPLY, after, named[1].strip(), joined[: named.start(1)].removeprefix("On ").rstrip(" ,"))
