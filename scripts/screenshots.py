"""Pictures of every page of the desk, on the sample letters of the demonstration. In: nothing. Out: PNG files in docs/screenshots.

Run it by `make screenshots`. It needs Debian's Chromium (scripts/install-servers.sh brings it) and asks no host but this one.
"""

import contextlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

OUT = Path(__file__).parent.parent / "docs" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
PAGES = {
    "log": "/",
    "queue": "/queue",
    "letter": "/letters/1",
    "answer": "/letters/1/answer",
    "register": "/register",
    "reports": "/reports",
    "templates": "/templates",
    "template": "/templates/acknowledgement.letter",
    "replies": "/replies",
    "history": "/history",
    "people": "/people",
    "account": "/account",
}
"""Name of the picture, and the page."""
SCHEMES = {"letter-dark": "letter"}
"""Pages that are taken in the dark scheme too."""
PHONE = {"log-phone": "log"}
"""And at the width of a phone."""


@contextlib.contextmanager
def desk(folder: str) -> Iterator[str]:
    """The demonstration in that folder; its address."""
    with subprocess.Popen([sys.executable, "-m", "intake", "demo"], cwd=folder, stdout=subprocess.PIPE, text=True) as demo:
        try:
            assert demo.stdout is not None
            for line in demo.stdout:
                if found := re.search(r"http://\S+", line):
                    yield found[0]
                    return
            sys.exit("screenshots: the demonstration ended before its desk was open")
        finally:
            demo.terminate()


def take(browser: Browser, home: str, name: str, path: str, *, width: int = 1280, scheme: str = "light") -> None:
    """One picture of a whole page."""
    context = browser.new_context(base_url=home, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto("/")
    page.goto(path)
    page.wait_for_load_state("networkidle")
    # A frame outside the window is not painted, so the window becomes as high as the page.
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
    page.wait_for_timeout(500)
    page.screenshot(path=OUT / f"{name}.png")
    print(f"screenshots: {name}")
    context.close()


def main() -> None:
    """All of them."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, desk(folder) as home, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, path in PAGES.items():
            take(browser, home, name, path)
        for name, page in SCHEMES.items():
            take(browser, home, name, PAGES[page], scheme="dark")
        for name, page in PHONE.items():
            take(browser, home, name, PAGES[page], width=390)
        browser.close()


if __name__ == "__main__":
    main()
