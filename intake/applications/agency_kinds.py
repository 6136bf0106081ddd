"""Whether a name is one of a law-enforcement agency, as far as words can tell. In: an agency's name. Out: what it looks like. Pure.

Source of the rule: state and local law-enforcement agencies take part (state, county, municipal, campus, airport, constables, corrections,
attorneys general, guards and boards stand on the published list); federal, private and other senders do not. A name proves nothing.
"""

import re
import unicodedata
from enum import StrEnum
from typing import Final

from intake.applications import phrases

MAX_NAME: Final = 300
"""Longest name looked at, in characters."""


class Looks(StrEnum):
    """What a name looks like. Everything but LEA is a question for staff, never a reason to refuse."""

    LEA = "lea"
    FEDERAL = "federal"
    TRIBAL = "tribal"
    PRIVATE = "private"
    ASSOCIATION = "association"
    FIRE = "fire"
    OTHER_DEPARTMENT = "other-department"
    BOARD = "board"  # published agreements know boards that sign for a jail or a campus force
    PLACE = "place"  # "City of …": a government and not one of its agencies
    UNCLEAR = "unclear"


_FEDERAL: Final = phrases.pattern(r"""
    united states(?! virgin)|fbi|dea|atf|amtrak|smithsonian|border patrol|coast guard|secret service|postal inspection
    federal (?:bureau|protective|reserve|air marshals?|government|law|prison|correctional|detention)
    us (?:army|navy|air force|marine|coast|marshals?|forest|customs|border|postal|secret|attorneys?|department|mint|capitol|park)
    national park service|immigration and customs|customs and border
    (?<!\w )department of (?:homeland security|the (?:army|navy|air force|interior)|defense|veterans affairs)
    veterans (?:affairs police|administration)|bureau of (?:indian affairs|land management|prisons|reclamation)
    air force base|(?:army|marine corps|naval) (?:base|station|garrison|post)
""")
_TRIBAL: Final = phrases.pattern(r"""
    tribes?|tribal|\w+ nation(?! guard)|pueblo of|rancheria|indian (?:community|reservation|colony|nation)|indians|band of
""")
_PRIVATE: Final = phrases.pattern(r"""
    llc|l l c|inc|incorporated|corp|(?<!school )(?<!schools )corporation(?! of)|ltd|limited|llp|plc|gmbh|hoa|homeowners
    security (?:guards?|services?|patrol|solutions?|group|company|agency|consult\w+)
    private (?:security|investigat\w+|police)|guard (?:services?|company|agency)|bail bonds?|bounty|fugitive recovery
    consult(?:ing|ants?)|law (?:firm|offices?)|attorneys at law|solutions
""")
_ASSOCIATION: Final = phrases.pattern(r"""
    associations?|federation|fraternal order|lodge \d+|benevolent|union local|police union|league of|foundation|coalition|society of
""")
_FIRE: Final = phrases.pattern(r"""
    fire (?:department|dept|rescue|district|authority|protection|services?|company|division|bureau|station|and rescue|and ems)
    fire chief|firefighters?|volunteer fire
""")
_OTHER: Final = phrases.pattern(r"""
    public works|parks? (?:and|&) recreation|human (?:resources|services)|social services|health (?:department|district|services?)
    department of (?:public )?health|water (?:district|department|authority|works|utility)|sanitation|librar(?:y|ies)|school district
    public schools|planning|zoning|finance|treasurers?|tax (?:collector|assessor|office)|assessors?|auditors?
    (?:city|county|town|circuit) clerk|clerk of (?:the )?(?:\w+ )?court|elections?|housing authority|chamber of commerce|church|hospital
    animal (?:control|services?|shelter)|code enforcement|emergency management|ambulance|ems|911|dispatch|information technology
    purchasing|procurement|economic development|motor vehicles|revenue
""")
_BOARD: Final = phrases.pattern(
    r"boards?|commissioners|commissioners court|county commission|trustees|regents|(?:city|town|county) council"
)
_FORCE: Final = phrases.pattern(r"police|sheriffs?|constables?|public safety|patrol|marshals?|lottery")
_LEA: Final = phrases.pattern(r"""
    police|pd|so|sheriffs?|constables?|marshals?|public safety|law enforcement|corrections?|correctional|detention|jails?|prisons?
    patrol|troopers?|rangers?|attorneys? general|(?:district|states|prosecuting|commonwealths) attorneys?|prosecutors?
    (?:national|state|air) guard|military department|adjutant general|criminal (?:justice|investigations?)|investigations?
    wildlife|game (?:and|&) fish|fish (?:and|&) game|natural resources|conservation|lottery|fire marshals?
    alcoholic? beverage|probation|parole|juvenile justice|task force
""")
_PLACE: Final = phrases.pattern(r"""
    (?:city|town|village|borough|township|county|parish|municipality|state) of \w+|\w+ (?:county|parish|township|borough)$
""")

_SURE: Final = ((Looks.FEDERAL, _FEDERAL), (Looks.TRIBAL, _TRIBAL), (Looks.ASSOCIATION, _ASSOCIATION), (Looks.PRIVATE, _PRIVATE))
_WEAK: Final = ((Looks.FIRE, _FIRE), (Looks.OTHER_DEPARTMENT, _OTHER), (Looks.BOARD, _BOARD), (Looks.PLACE, _PLACE))


def looks(name: str) -> Looks:
    """What the name looks like. Federal, tribal and private names are so whatever else they say; in others a word of police weighs most."""
    plain = _plain(name)
    sure = next((kind for kind, pattern in _SURE if pattern.search(plain)), None)
    if sure is not None:
        return sure
    if _LEA.search(plain):
        # A board that names its force beside itself ("Board of Trustees Police Department") is that force.
        return Looks.BOARD if _BOARD.search(plain) and not _FORCE.search(plain) else Looks.LEA
    return next((kind for kind, pattern in _WEAK if pattern.search(plain)), Looks.UNCLEAR)


def _plain(text: str) -> str:
    """Lower case; accents, dots and apostrophes gone; blanks single."""
    decomposed = unicodedata.normalize("NFKD", text[:MAX_NAME]).casefold()
    bare = re.sub(r"['‘’ʼ`´.]", "", "".join(c for c in decomposed if not unicodedata.combining(c)))
    return " ".join(re.sub(r"[^\w&,]+", " ", bare).split())
