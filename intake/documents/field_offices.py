"""The office's field offices and the states they answer for. In: a line of an agreement. Out: the state, where there is only one. Pure.

An agreement names the field office as the contact for the office; of those that answer for one state alone it says where the agency is.
Source: the field offices as the office publishes them.
"""

import re
from typing import Final

ONE_STATE: Final = {
    "baltimore": "MD", "buffalo": "NY", "harlingen": "TX", "houston": "TX", "los angeles": "CA", "miami": "FL", "new york city": "NY",
    "newark": "NJ", "phoenix": "AZ", "san antonio": "TX", "san diego": "CA",
}  # fmt: skip
"""Territories are left out: no agency of theirs takes part."""
_OFFICE: Final = re.compile(rf"\b(?P<city>{'|'.join(ONE_STATE)})\b,?\s+(?:ERO\s+)?(?:field\s+office|FOD\b)", re.IGNORECASE)


def state_in(text: str) -> str | None:
    """The state of the field office that `text` names; None where it answers for several."""
    match = _OFFICE.search(text)
    return ONE_STATE[match.group("city").lower()] if match else None
