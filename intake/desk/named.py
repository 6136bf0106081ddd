"""How an agency is named to staff. In: what was read. Out: words, also where nothing was read. Pure."""


def agency(name: str, state: str) -> str:
    """ "Brookfield Police Department, OH", "(agency not read yet), state unknown"."""
    return f"{name or '(agency not read yet)'}, {state or 'state unknown'}"
