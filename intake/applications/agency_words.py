"""The words agencies' names are made of, as tables. In: nothing. Out: tables that agency_names reads. Pure.

Own work from public lists of agencies: add a word here when a new way of writing turns up, with a pair in the tests.
"""

from enum import StrEnum
from typing import Final


class Body(StrEnum):
    """What kind of body bears the name. Two bodies of one place are two agencies."""

    SHERIFF = "sheriff"
    POLICE = "police"
    PUBLIC_SAFETY = "public_safety"
    CONSTABLE = "constable"
    MARSHAL = "marshal"
    CORRECTIONS = "corrections"
    COMMISSIONERS = "commissioners"
    TRUSTEES = "trustees"
    PROSECUTOR = "prosecutor"
    STATE_POLICE = "state_police"
    PATROL = "patrol"
    OTHER = "other"  # named by its own words ("… Fish and Wildlife Commission")
    BARE = "bare"  # a place and nothing more ("City of …")


class Tier(StrEnum):
    """What government stands behind it, where the name says so."""

    NONE = ""
    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"
    BOROUGH = "borough"
    TOWNSHIP = "township"
    COUNTY = "county"
    STATE = "state"


ABBREVIATIONS: Final[dict[str, tuple[str, ...]]] = {
    "st": ("saint",), "ste": ("sainte",), "ft": ("fort",), "mt": ("mount",), "mtn": ("mountain",), "pt": ("point",),
    "twp": ("township",), "twnshp": ("township",), "twsp": ("township",), "boro": ("borough",), "bor": ("borough",),
    "cnty": ("county",), "cty": ("county",), "co": ("county",), "par": ("parish",), "vil": ("village",), "vlg": ("village",),
    "hts": ("heights",), "spgs": ("springs",), "spg": ("spring",), "bch": ("beach",), "jct": ("junction",), "ctr": ("center",),
    "centre": ("center",), "hbr": ("harbor",), "harbour": ("harbor",), "isl": ("island",), "lk": ("lake",), "pk": ("park",),
    "dept": ("department",), "dpt": ("department",), "dep": ("department",), "depart": ("department",), "deparment": ("department",),
    "ofc": ("office",), "off": ("office",), "div": ("division",), "bur": ("bureau",), "comm": ("commission",), "auth": ("authority",),
    "univ": ("university",), "coll": ("college",), "intl": ("international",), "regl": ("regional",), "natl": ("national",),
    "hwy": ("highway",), "govt": ("government",), "dist": ("district",), "pct": ("precinct",), "prec": ("precinct",),
    "sherriff": ("sheriff",), "sherriffs": ("sheriff",), "sherrif": ("sheriff",), "sheriffs": ("sheriff",), "shrf": ("sheriff",),
    "sheriffes": ("sheriff",), "constables": ("constable",), "marshals": ("marshal",), "attorneys": ("attorney",), "attys": ("attorney",),
    "atty": ("attorney",), "pd": ("police", "department"), "dps": ("department", "public", "safety"),
    "ccso": ("county", "sheriff"), "doc": ("department", "corrections"), "bocc": ("board", "county", "commissioners"),
    "isd": ("independent", "school", "district"), "correction": ("corrections",), "correctional": ("corrections",),
    "agricultural": ("agriculture",),
    "n": ("north",), "s": ("south",), "e": ("east",), "w": ("west",), "so": ("sheriff", "office"),
}  # fmt: skip
"""A token and what it stands for. `co` and `so` are taken so only where agency_names allows it."""

ORDINALS: Final[dict[str, str]] = {
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9",
    "tenth": "10", "eleventh": "11", "twelfth": "12", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5",
}  # fmt: skip
"""Counted only beside one of COUNTED."""

COUNTED: Final = frozenset({"ward", "precinct", "district", "place", "troop", "zone"})

NOISE: Final = frozenset({"of", "the", "and", "for", "in", "at", "a", "an"})

DESIGNATORS: Final = frozenset({"department", "office", "bureau", "division", "services", "service", "unit", "force"})
"""Said of a body whose kind is known, they add nothing."""

WEAK_DESIGNATORS: Final = frozenset({"department", "office", "agency"})
"""The only ones that add nothing in a name that is known by its own words: a division is not its department."""

FUZZY: Final = (
    "sheriff", "sheriffs", "department", "departments", "constable", "constables", "police", "office", "county", "township",
    "university", "corrections", "correctional", "detention", "commissioners", "commission", "enforcement", "borough", "facility",
    "parishes",
)  # fmt: skip
"""General words in which one slip of the pen is mended. "parish", "state" and "city" are not: places are called nearly so."""

CUT_SHORT: Final = (
    ("sheriff", "sheriff"), ("sheriffs", "sheriff"), ("office", "office"), ("department", "department"), ("police", "police"),
    ("constable", "constable"), ("commissioners", "commissioners"), ("corrections", "corrections"), ("enforcement", "enforcement"),
)  # fmt: skip
"""A last word cut off by a form or a spreadsheet, at least three letters of it left."""

PREFIXES: Final[tuple[tuple[tuple[str, ...], Tier], ...]] = (
    (("city", "and", "county", "of"), Tier.CITY),
    (("charter", "township", "of"), Tier.TOWNSHIP),
    (("municipality", "of"), Tier.CITY),
    (("city", "of"), Tier.CITY),
    (("town", "of"), Tier.TOWN),
    (("village", "of"), Tier.VILLAGE),
    (("borough", "of"), Tier.BOROUGH),
    (("township", "of"), Tier.TOWNSHIP),
    (("county", "of"), Tier.COUNTY),
    (("parish", "of"), Tier.COUNTY),
)
"""Governments named in front of a place; wherever they stand in the name."""

SUFFIXES: Final[dict[str, Tier]] = {
    "county": Tier.COUNTY,
    "parish": Tier.COUNTY,
    "township": Tier.TOWNSHIP,
    "borough": Tier.BOROUGH,
}
"""Governments named behind a place. City, town and village are not here: they are part of many a name (Old Town, Carson City)."""

PLACE_WORDS: Final = frozenset({"city", "town", "village", "borough", "township"})
"""Behind a place they may or may not be part of its name: a doubt, never a merge."""

BODIES: Final[tuple[tuple[tuple[str, ...], Body], ...]] = (
    (("board", "county", "commissioners"), Body.COMMISSIONERS),
    (("county", "commissioners"), Body.COMMISSIONERS),
    (("board", "commissioners"), Body.COMMISSIONERS),
    (("county", "commission"), Body.COMMISSIONERS),
    (("commissioners", "court"), Body.COMMISSIONERS),
    (("board", "trustees"), Body.TRUSTEES),
    (("board", "regents"), Body.TRUSTEES),
    (("state", "highway", "patrol"), Body.PATROL),
    (("highway", "state", "patrol"), Body.PATROL),
    (("highway", "patrol"), Body.PATROL),
    (("state", "patrol"), Body.PATROL),
    (("state", "police"), Body.STATE_POLICE),
    (("department", "public", "safety"), Body.PUBLIC_SAFETY),
    (("public", "safety"), Body.PUBLIC_SAFETY),
    (("adult", "detention", "center"), Body.CORRECTIONS),
    (("juvenile", "detention", "center"), Body.OTHER),
    (("detention", "center"), Body.CORRECTIONS),
    (("detention", "facility"), Body.CORRECTIONS),
    (("corrections", "facility"), Body.CORRECTIONS),
    (("corrections", "center"), Body.CORRECTIONS),
    (("corrections", "rehabilitation"), Body.CORRECTIONS),
    (("house", "corrections"), Body.CORRECTIONS),
    (("jail", "authority"), Body.CORRECTIONS),
    (("corrections",), Body.CORRECTIONS),
    (("jail",), Body.CORRECTIONS),
    (("prison",), Body.CORRECTIONS),
    (("district", "attorney"), Body.PROSECUTOR),
    (("prosecuting", "attorney"), Body.PROSECUTOR),
    (("states", "attorney"), Body.PROSECUTOR),
    (("commonwealths", "attorney"), Body.PROSECUTOR),
    (("state", "constable"), Body.CONSTABLE),
    (("constable",), Body.CONSTABLE),
    (("sheriff",), Body.SHERIFF),
    (("police",), Body.POLICE),
)
"""Looked for in this order, after small words are gone; the first one found names the body."""

NOT_MARSHAL: Final = frozenset({"fire"})

SCHOOLS: Final = frozenset({"university", "college"})
"""In their names "state" and the order of the words count ("… State University Police" is no state police)."""

INSTITUTION_WORDS: Final = frozenset({
    "guard", "commission", "enforcement", "authority", "lottery", "university", "college", "military", "marshal", "wildlife", "department",
    "office", "agency", "services", "division", "bureau", "board", "attorney", "general", "task", "patrol", "airport", "investigation",
    "school", "schools", "resources", "safety", "control", "conservation", "protection", "court", "tribe", "tribal", "nation", "council",
})  # fmt: skip
"""A name with one of these is an institution's; without any it is a bare place."""

RELATED: Final = frozenset({
    frozenset({Body.POLICE, Body.PUBLIC_SAFETY}),
    frozenset({Body.POLICE, Body.MARSHAL}),
    frozenset({Body.SHERIFF, Body.CORRECTIONS}),
    frozenset({Body.SHERIFF, Body.COMMISSIONERS}),
    frozenset({Body.CORRECTIONS, Body.COMMISSIONERS}),
    frozenset({Body.POLICE, Body.TRUSTEES}),
    frozenset({Body.STATE_POLICE, Body.PATROL}),
    frozenset({Body.STATE_POLICE, Body.PUBLIC_SAFETY}),
    frozenset({Body.PATROL, Body.PUBLIC_SAFETY}),
})  # fmt: skip
"""Bodies of one place of which one may stand for the other: a person decides."""

SPLIT_SHERIFFS: Final = frozenset({"VA", "MD", "MO", "NV", "CO"})
"""States where a city has a sheriff of its own beside the county of the same name."""

SPLIT_TOWNS: Final = frozenset({"NY", "CT", "WI", "VT", "NJ", "ME", "RI"})
"""States where a town (or a village) and a city may bear one name and be two governments."""

PARTICLES: Final = frozenset({"la", "le", "de", "des", "du", "del", "mc", "mac", "van", "von", "el", "los", "las"})
"""Written with or without a blank before the rest of the name ("La Salle", "LaSalle"). Elsewhere a blank may tell two places apart."""
