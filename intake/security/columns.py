"""Headings of lists of people. In: one line. Out: what its columns hold, in their order. Pure.

"Name   Rank   Badge #   DOB   SSN" and "Apellido, Nombre, Fecha de nacimiento"; also a label ("Badge: ") that stands before each value.
"""

import re
from enum import StrEnum
from typing import Final

from intake.security import births, identity_numbers

LONGEST: Final = 260
"""Characters of a line that may be a heading."""
_COVERED: Final = 0.8
"""Share of a heading's letters that its column names make."""


class Column(StrEnum):
    """What stands in a column."""

    SSN = "ssn"
    LAST_FOUR = "last_four"
    BIRTH = "birth"
    DATE = "date"  # another date: hired, certified
    NAME = "name"
    RANK = "rank"
    NUMBER = "number"  # badge, employee, star
    REACH = "reach"  # telephone, mail address
    MORE = "more"  # anything else that is told of people
    COUNT = "count"  # the number of the row
    FILL = "fill"


PRIVATE: Final = frozenset({Column.SSN, Column.LAST_FOUR, Column.BIRTH, Column.NUMBER})
"""Columns that no list of contacts has."""

_WORDS: Final = {
    Column.LAST_FOUR: r"(?:ssn|ss|social)?[ ]?\(?(?:last|l)[ -]?(?:4|four)\)?(?:[ ](?:digits))?(?:[ ]?(?:of[ ])?(?:ssn?|social))?",
    Column.SSN: rf"{identity_numbers.NAMED}|socials?|ss",
    Column.BIRTH: rf"{births.NAMED}|born",
    Column.NUMBER: r"(?:badge|star|shield|employee|emp|personnel|payroll|officer|unit|radio|call|pid|peace[ ]officer|post|license|tcole"
    r"|cert(?:ificate)?|placa)[ ]?(?:no|num(?:ber)?|nbr|id|#|sign)|id[ ]?(?:no|num(?:ber)?|#)|badge|star|shield|emp|id|pid|placa|ori|serial"
    r"|n[uú]mero[ ]de[ ]placa|#[ ]?de[ ]?placa",
    Column.DATE: r"(?:date[ ](?:of[ ])?)?(?:hired?|appoint(?:ed|ment)|employ(?:ed|ment)|certified|certification|sworn(?:[ ]in)?|joined"
    r"|seniority)(?:[ ]?date)?|d\.?o\.?h|(?:start|entry|cert|service|issue|exp(?:iration)?)[ ]?date|date|fecha"
    r"|fecha[ ]de[ ](?:ingreso|contrataci[oó]n)",
    Column.NAME: r"(?:(?:full|last|first|middle|given|family|sur|officer|deputy|employee|nominee|candidate|student|member|printed)'?s?"
    r"[ -]?)?names?|last|first|mi|m\.i|middle(?:[ ]initial)?|officers?|deput(?:y|ies)|employees?|nominees?|candidates?|personnel"
    r"|students?|members?|nombres?|apellidos?|oficial(?:es)?",
    Column.RANK: r"rank|title|position|job[ ]title|assignment|classification|rango|puesto|cargo",
    Column.REACH: r"e-?mail(?:[ ]address)?|(?:work|cell|mobile|office|home|desk)?[ ]?(?:tele)?phone|cell|mobile|tel|contact|tel[eé]fono"
    r"|correo|(?:home[ ]|mailing[ ])?address|direcci[oó]n",
    Column.MORE: r"sex|gender|race|age|height|weight|hair|eyes|agency|division|unit|shift|experience|citizen(?:ship)?|u\.?s\.?[ ]citizen"
    r"|years?(?:[ ]of)?(?:[ ](?:service|exp(?:erience)?|le))?|yos|yrs|place[ ]of[ ]birth|pob|city|state|model|training|class|languages?"
    r"|status|notes?|remarks|comments|clearance|driver'?s?[ ]licen[sc]e|dl|passport|a[ñn]os",
    Column.COUNT: r"no|num|nbr|number|item|line|row",
    Column.FILL: r"and|or|of|the|y|de",
}
_VOCABULARY: Final = re.compile(
    "|".join(rf"(?P<{column}>(?<![a-z])(?:{words})(?![a-z]))" for column, words in _WORDS.items()), re.IGNORECASE
)
_FIRST_WORDS: Final = """
name names full last first middle given family sur surname officer officers deputy deputies employee employees nominee nominees
candidate candidates student students member members printed mi m personnel nombre nombres apellido apellidos oficial oficiales rank
title position job assignment classification rango puesto cargo badge star shield emp payroll unit radio call pid peace post license
tcole cert certificate placa id ori serial numero número n date hire hired appointed employed certified certification sworn joined
seniority d doh start entry service issue exp expiration fecha email e phone work cell mobile office home desk tel telephone contact
teléfono correo mailing address dirección sex gender race age height weight hair eyes agency division shift experience citizen
citizenship us u years year yos yrs place pob city state model training class language languages status note notes remarks comments
clearance driver drivers dl passport años no num nbr number item line row ssn ssns ss s social soc seguro dob dobs birth birthdate
birthday yob f fdn born
"""
_MAY_BEGIN: Final = frozenset(_FIRST_WORDS.split())
"""With one of these every heading and every label begins; most lines are told by it at once."""
_FIRST_WORD: Final = re.compile(r"[^\W\d_]+")
_LETTERS: Final = re.compile(r"[^\W\d_]")
_NO_HEADING: Final = re.compile(r"\d{3}|\d[/.-]\d|@|[!?]\s*$")
_LABEL: Final = re.compile(
    r"[^\w\n]{0,6}(?:\d{1,3}[.)]\s{0,3})?(?P<label>[A-Za-zÀ-ÿ.'/#][\w.'/# ()-]{0,34}?)\s{0,12}[:=]\s{0,40}(?P<value>\S.{0,80})?$"
)


def heading(line: str) -> tuple[Column, ...]:
    """The columns of a heading; none where the line is no heading of a list of people."""
    if len(line) > LONGEST or not _may_begin(line) or _NO_HEADING.search(line):
        return ()
    found = columns(line)
    kinds = set(found) - {Column.FILL, Column.COUNT}
    if len(kinds) < 2 or not kinds & {Column.NAME, Column.RANK, *PRIVATE}:
        return ()
    # A list is headed by who is on it, or by at least three things that are told of people.
    return found if Column.NAME in kinds or len(kinds) >= 3 else ()


def _may_begin(line: str) -> bool:
    first = _FIRST_WORD.search(line, 0, 40)
    return first is not None and first.group().lower() in _MAY_BEGIN


def columns(line: str) -> tuple[Column, ...]:
    """The columns that a line names, in their order; none where it says something else too."""
    if not _may_begin(line):
        return ()
    matches = [match for match in _VOCABULARY.finditer(line) if match.lastgroup]
    covered = sum(len(_LETTERS.findall(match.group())) for match in matches)
    letters = len(_LETTERS.findall(line))
    if not letters or covered < _COVERED * letters:
        return ()
    return tuple(Column(str(match.lastgroup)) for match in matches if match.lastgroup != Column.FILL)


def label(line: str) -> tuple[Column, str] | None:
    """What a line "Badge: 1234" tells, and the value."""
    match = _LABEL.match(line) if _may_begin(line) else None
    if not match:
        return None
    found = columns(match["label"])
    return (found[0], match["value"] or "") if found else None
