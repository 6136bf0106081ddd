"""Headless Chromium for all tests of a file, and axe. In: a desk's port. Out: pages, and what axe finds on them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from intake.desk.people import Role

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
# Frames of ours run no script, so axe would only wait for their answer.
WHERE = {"iframes": False, "resultTypes": ["violations"]}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "section508", "best-practice"]
RULES = WHERE | {"runOnly": {"type": "tag", "values": TAGS}}
COLOURS = WHERE | {"runOnly": ["color-contrast", "link-in-text-block"]}
WITHOUT_COLOURS = RULES | {"rules": {each: {"enabled": False} for each in COLOURS["runOnly"]}}
WIDE, PHONE = {"width": 1280, "height": 800}, {"width": 320, "height": 700}


@dataclass
class Looking:
    """The browser. What a page asked of another host, and what its script or policy complained of, is kept in `strangers` and `faults`."""

    browser: Browser
    port: int = 0
    session: Callable[[Role, str], str] = lambda _role, _login: ""
    open: list[BrowserContext] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def at(self, port: int, session: Callable[[Role, str], str]) -> "Looking":
        self.port, self.session = port, session
        self.strangers, self.faults = [], []
        return self

    def leave(self) -> None:
        for each in self.open:
            each.close()
        self.open.clear()

    def sign_in(self, role: Role = Role.STAFF, login: str = "", **options: Any) -> Page:
        """A window of somebody of that role, at no page yet; paths are relative to the desk."""
        made = self.visit(**options)
        cookie = self.session(role, login)
        made.context.add_cookies([{"name": "session", "value": cookie, "url": self.home, "httpOnly": True, "sameSite": "Lax"}])
        return made

    def visit(self, **options: Any) -> Page:
        """A window of somebody who is signed out."""
        context = self.browser.new_context(base_url=self.home, **{"viewport": WIDE, **options})
        context.set_default_timeout(15_000)
        self.open.append(context)
        page = context.new_page()
        page.on("request", lambda asked: None if asked.url.startswith((self.home, "data:")) else self.strangers.append(asked.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._complaint)
        return page

    def _complaint(self, said: ConsoleMessage) -> None:
        if said.type == "error" and "Failed to load" not in said.text:  # an answer of 4xx, as tests ask for
            self.faults.append(said.text)

    @property
    def home(self) -> str:
        return f"http://localhost:{self.port}"


@pytest.fixture(scope="module")  # while it runs, nothing else in this process can begin a loop of its own
def chromium() -> Iterator[Looking]:
    if not CHROMIUM.exists():
        pytest.fail("Chromium is missing: run scripts/install-servers.sh as root")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield Looking(browser)
        browser.close()


def assert_accessible(page: Page, rules: dict[str, Any] = RULES) -> None:
    """axe finds nothing on the page as it stands, by WCAG 2.0 to 2.2 AA and Section 508."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("rules => axe.run(rules).then(found => found.violations)", rules)
    told = [f"{each['id']}: {node['html'][:200]} - {node['failureSummary'][:300]}" for each in found for node in each["nodes"]]
    assert told == [], f"{page.url}\n" + "\n".join(told)


def assert_holds(page: Page) -> None:
    """The page as loaded: to axe in the light and dark scheme and on a narrow phone, where it scrolls one way only. Left light and wide.

    Each look asks only what it can change: the scheme changes colours, the width everything but colours.
    """
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    assert_accessible(page, COLOURS)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], page.url
    assert_accessible(page, WITHOUT_COLOURS)
    page.set_viewport_size(WIDE)


def assert_seen_in_focus(page: Page) -> str:
    """What has the focus is inside the window and marked. Out: its words."""
    seen = page.evaluate("""() => {
      const at = document.activeElement, drawn = at.matches('[class$="__input"]');  // a box or button of USWDS is drawn by its label
      const shown = drawn ? at.labels[0] : at, box = shown.getBoundingClientRect();
      const style = getComputedStyle(shown, drawn ? '::before' : null), words = at.getAttribute('aria-label') || shown.innerText || at.name;
      const marked = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== 'none';
      return {words: (words || shown.textContent || '').trim(), html: at.outerHTML.slice(0, 160), marked: marked || at.matches('a.box'),
        inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth};
    }""")
    assert seen["marked"], f"{page.url}: focus is not seen on {seen['html']}"
    assert seen["inside"], f"{page.url}: {seen['html']} has the focus outside the window"
    return str(seen["words"])
