"""Headless Chromium for all tests of a run, and axe. In: a desk's port. Out: pages, and what axe finds on them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from intake.desk.people import Role

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "section508", "best-practice"]}}


@dataclass
class Looking:
    """The browser. What a page asked of another host, and what its script or policy complained of, is kept in `strangers` and `faults`."""

    browser: Browser
    port: int = 0
    session: Callable[[Role], str] = lambda _role: ""
    open: list[BrowserContext] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def at(self, port: int, session: Callable[[Role], str]) -> "Looking":
        self.port, self.session = port, session
        self.strangers, self.faults = [], []
        return self

    def leave(self) -> None:
        for each in self.open:
            each.close()
        self.open.clear()

    def sign_in(self, role: Role = Role.STAFF, **options: Any) -> Page:
        """A window of somebody of that role, at no page yet; paths are relative to the desk."""
        made = self.visit(**options)
        made.context.add_cookies([{"name": "session", "value": self.session(role), "url": self.home, "httpOnly": True, "sameSite": "Lax"}])
        return made

    def visit(self, **options: Any) -> Page:
        """A window of somebody who is signed out."""
        context = self.browser.new_context(base_url=self.home, **{"viewport": {"width": 1280, "height": 800}, **options})
        context.set_default_timeout(15_000)
        self.open.append(context)
        page = context.new_page()
        page.on("request", lambda asked: None if asked.url.startswith((self.home, "data:")) else self.strangers.append(asked.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on(
            "console", lambda said: self.faults.append(said.text) if said.type == "error" and "Failed to load" not in said.text else None
        )
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


def assert_accessible(page: Page) -> None:
    """axe finds nothing on the page as it stands, by WCAG 2.0 to 2.2 AA and Section 508."""
    found = Axe().run(page, options=RULES).response["violations"]
    told = [f"{each['id']}: {node['html'][:200]} - {node['failureSummary'][:300]}" for each in found for node in each["nodes"]]
    assert told == [], f"{page.url}\n" + "\n".join(told)
