"""What a route is, and who may take it. In: nothing. Out: Route, and the sets of roles that routes name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from intake.desk.people import Role
from intake.web.context import Context

EVERYONE: Final = frozenset(Role)
READERS: Final = EVERYONE
STAFF: Final = frozenset({Role.STAFF, Role.ADMIN})
AUDITORS: Final = frozenset({Role.AUDITOR, Role.ADMIN})
ADMINS: Final = frozenset({Role.ADMIN})
NOBODY: Final[frozenset[Role]] = frozenset()

LARGEST_BODY: Final = 1024 * 1024

Handler = Callable[[Context], Response]
"""Runs in a thread of its own; may raise the desk's errors, which become pages in one place."""


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the table. Only those in `roles` may take it; `public` needs no sign-in.

    Whatever is not a GET changes something: it needs the form's token and our own origin. `quiet`: the page asks by itself, so it does
    not keep a session alive. `always`: open also to a person who must choose a password first. `signs_in`: a public page that knows who is
    signed in, and whose form has a token also for a browser that is not. `body`: the most octets of a form.
    """

    method: str
    path: str
    roles: frozenset[Role]
    handler: Handler
    public: bool = False
    quiet: bool = False
    always: bool = False
    signs_in: bool = False
    body: int = LARGEST_BODY

    @property
    def csrf(self) -> bool:
        """Whether it needs the token and our origin."""
        return self.method != "GET"
