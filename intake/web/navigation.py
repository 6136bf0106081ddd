"""The links at the top. In: the table of routes. Out: those a role may follow; a page that does not exist has no link."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from intake.desk.people import Role
from intake.web.route import Route

LINKS: Final = (
    ("/", "Log"),
    ("/queue", "Needs a person"),
    ("/reports", "Reports"),
    ("/register", "Register"),
    ("/templates", "Templates"),
    ("/replies", "Replies"),
    ("/history", "History"),
    ("/people", "People"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """A link. `current` on its own page and on those below it."""

    path: str
    text: str
    current: bool


class Navigation:
    """What each role may follow is known at the start."""

    def __init__(self, routes: Iterable[Route]) -> None:
        roles = {each.path: each.roles for each in routes if each.method == "GET"}
        self._links = {role: [(path, text) for path, text in LINKS if role in roles.get(path, ())] for role in Role}

    def items(self, role: Role, path: str) -> list[Item]:
        """The links of a role on this page."""
        return [Item(to, text, path == to or (to != "/" and path.startswith(f"{to}/"))) for to, text in self._links[role]]
