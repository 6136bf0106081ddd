"""The register of agencies. In: what the address asks for. Out: a page of applications with their papers."""

from typing import Final
from urllib.parse import urlencode

from starlette.responses import Response

from intake import errors
from intake.desk import log_view, register
from intake.desk.register import Group
from intake.web.context import Context
from intake.web.route import READERS, Route

TITLES: Final = {Group.PENDING: "Pending", Group.PARTICIPATING: "Taking part", Group.ENDED: "Ended"}
LONGEST: Final = 200


def show(context: Context) -> Response:
    """One group, narrowed by state and words."""
    asked = {name: context.query.get(name, "").strip()[:LONGEST] for name in ("group", "state", "q", "after")}
    try:
        group = Group(asked["group"] or Group.PENDING)
    except ValueError:
        raise errors.NotFound("the register has no such part") from None
    if asked["state"] and asked["state"] not in dict(log_view.STATES):
        raise errors.NotFound("there is no such state")
    found = register.page(context.desk, group, us_state=asked["state"], words=asked["q"], after=asked["after"])
    kept = {name: asked[name] for name in ("state", "q") if asked[name]}
    return context.render(
        "register.html",
        found=found,
        group=group,
        asked=asked,
        states=log_view.STATES,
        tabs=[(TITLES[each], _address(kept | {"group": each}), found.counts[each], each is group) for each in Group],
        first=_address(kept | {"group": group}) if asked["after"] else "",
        onward=_address(kept | {"group": group, "after": found.next}) if found.next else "",
    )


def _address(asked: dict[str, str]) -> str:
    return f"/register?{urlencode(asked)}"


ROUTES: Final = (Route("GET", "/register", READERS, show),)
