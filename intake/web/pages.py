"""Templates to pages. In: a context, a template's name, words. Out: HTML. Beside its words a template knows:

person, role, token (of forms), nav, here (this path), paused (the switch, where replies are paused), flash(), office, static(name),
session (for the script that warns), zone, banner; the filters local, exact and iso of instants; and `ui`, the macros of ui.html.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import jinja2
from starlette.responses import HTMLResponse, Response

from intake.desk import replies
from intake.desk.desk import Desk
from intake.security import unseen
from intake.web import cookies
from intake.web.context import Context
from intake.web.navigation import Navigation
from intake.web.setting import Setting
from intake.web.static import Static

FOLDER: Final = Path(__file__).with_name("pages")
VARY: Final = {"Vary": "HX-Request"}


class Pages:
    """Made once; safe for several threads."""

    def __init__(self, desk: Desk, setting: Setting, static: Static, navigation: Navigation) -> None:
        self._desk, self._setting, self._navigation = desk, setting, navigation
        self._env = jinja2.Environment(
            loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, undefined=jinja2.StrictUndefined, finalize=_visible,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self._env.filters |= {"local": self._local, "exact": self._exact, "iso": _iso}
        self._env.globals |= {
            "static": static.address,
            "office": setting.office,
            "zone": desk.calendar.settings.zone,
            "banner": setting.banner,
        }

    def render(self, context: Context, template: str, status: int, words: dict[str, Any]) -> Response:
        """The page. Raises errors.WaitError where the ledger is away."""
        return self._answer(context, template, status, {"paused": replies.paused(self._desk), **words})

    def without_ledger(self, context: Context, template: str, status: int, words: dict[str, Any]) -> Response:
        """The same for the page that says that something failed."""
        return self._answer(context, template, status, {"paused": None, **words})

    def _answer(self, context: Context, template: str, status: int, words: dict[str, Any]) -> Response:
        person = context.session.person if context.session else None
        own = {
            "person": person,
            "role": person.role if person else None,
            "session": self._session(context),
            "token": context.token,
            "nav": self._navigation.items(person.role, context.request.url.path) if person and not person.must_change else [],
            "here": context.own_path,
            "flash": context.take_flash,
        }
        html = self._env.get_template(template).render(own | words)
        answer = HTMLResponse(html, status_code=status, headers=VARY)
        if context.flash_shown:
            cookies.drop(context.request, answer, cookies.FLASH)
        return answer

    def _session(self, context: Context) -> dict[str, int] | None:
        if context.session is None:
            return None
        left, warn = int(context.session.left.total_seconds()), int(self._setting.warn.total_seconds())
        return {"left": left, "warn": warn}

    def _local(self, instant: datetime) -> str:
        return f"{self._desk.calendar.local(instant):%Y-%m-%d %H:%M}"

    def _exact(self, instant: datetime) -> str:
        """Office time with its zone to the second, and UTC."""
        return f"{self._desk.calendar.local(instant):%A %Y-%m-%d %H:%M:%S %Z} ({instant.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC)"


def _visible(value: Any) -> Any:
    """Text as it is put into a page: what turns or hides it is spelt out. What may be edited goes in by `| e` and stays as it is."""
    return unseen.spelt_out(value) if type(value) is str else value


def _iso(instant: datetime) -> str:
    return instant.isoformat()
