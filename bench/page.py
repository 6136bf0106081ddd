"""The pages of the desk in headless Chromium, on the letters of the demonstration. In: nothing. Out: bytes as sent, time to first paint.

Bytes are of a browser that comes for the first time: page, style, scripts and fonts as they go over the line, but no picture of a paper,
which is as large as the paper is full. First paint is the browser's own mark, counted from the click: with nothing kept yet, and with all
that a browser keeps, as every page but the day's first is opened.
"""

import contextlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench import figures
from bench.figures import Figure, Options

BYTES_BAR: Final = 150.0
PAINT_BAR: Final = 1000.0
ROUNDS: Final = 3
CHROMIUM: Final = "/usr/bin/chromium"
FLAGS: Final = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PAGES: Final = {
    "log": "/", "letter": "/letters/1", "answer": "/letters/1/answer", "queue": "/queue", "register": "/register", "reports": "/reports",
    "templates": "/templates", "template": "/templates/acknowledgement.letter", "replies": "/replies", "history": "/history",
    "people": "/people", "account": "/account", "sign-in": "/sign-in?switch=1",
}  # fmt: skip
_PAINTED: Final = """() => new Promise(done => new PerformanceObserver(seen => {
    const first = seen.getEntriesByName('first-contentful-paint')[0];
    if (first) done([first.startTime, performance.getEntriesByType('navigation')[0].responseStart]);
}).observe({type: 'paint', buffered: true}))"""


def measure(_options: Options) -> list[Figure]:
    """Every page, a first visit and the visits after it."""
    found: list[Figure] = []
    with TemporaryDirectory(prefix="bench-page-") as folder, _desk(folder) as home, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, path in PAGES.items():
            found += _figures(browser, home, name, path)
        browser.close()
    return found


def _figures(browser: Browser, home: str, name: str, path: str) -> list[Figure]:
    cold = [_first_visit(browser, home, path) for _ in range(ROUNDS)]
    context = browser.new_context(base_url=home)
    page = context.new_page()
    page.goto(path, wait_until="load")
    warm = [_paint(page, path) for _ in range(ROUNDS)]
    context.close()
    most = max(size for size, _ in cold) / 1000
    return [
        figures.at_most("page", f"{name}, bytes of a first visit", most, "kB", BYTES_BAR, "without pictures of papers"),
        _paints(f"{name}, first paint of a first visit", [paint for _, paint in cold]),
        _paints(f"{name}, first paint", warm),
    ]


def _paints(what: str, times: list[tuple[float, float]]) -> Figure:
    paints, begun = [paint for paint, _ in times], figures.median([answered for _, answered in times])
    beside = f"median of {len(times)}, worst {max(paints):.0f}; the answer began at {begun:.0f}"
    return figures.at_most("page", what, figures.median(paints), "ms", PAINT_BAR, beside)


def _first_visit(browser: Browser, home: str, path: str) -> tuple[int, tuple[float, float]]:
    """Bytes over the line, and the paint of a browser that keeps nothing yet."""
    context = browser.new_context(base_url=home)
    page = context.new_page()
    sizes = _sizes(context, page)
    paint = _paint(page, path)
    context.close()
    return sum(sizes), paint


def _sizes(context: BrowserContext, page: Page) -> list[int]:
    """What each answer weighs, filled while the page loads; the browser's own protocol tells sizes as sent."""
    sizes: list[int] = []
    papers: set[str] = set()
    session = context.new_cdp_session(page)
    session.send("Network.enable")

    def answered(told: dict[str, object]) -> None:
        if str(told["response"]["url"]).endswith(".png"):  # type: ignore[index]
            papers.add(str(told["requestId"]))

    def finished(told: dict[str, object]) -> None:
        if told["requestId"] not in papers:
            sizes.append(int(str(told["encodedDataLength"]).partition(".")[0]))

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    return sizes


def _paint(page: Page, path: str) -> tuple[float, float]:
    """Milliseconds from the click to the first paint, and to the first byte of the answer."""
    page.goto(path, wait_until="load")
    page.evaluate("document.fonts.ready")
    painted, answered = page.evaluate(_PAINTED)
    return float(painted), float(answered)


@contextlib.contextmanager
def _desk(folder: str) -> Iterator[str]:
    """The demonstration in that folder; its address once all its letters are in."""
    with subprocess.Popen([sys.executable, "-m", "intake", "demo"], cwd=Path(folder), stdout=subprocess.PIPE, text=True) as demo:
        try:
            assert demo.stdout is not None
            for line in demo.stdout:
                if found := re.search(r"http://\S+", line):
                    yield found[0]
                    return
            sys.exit("bench: the demonstration ended before its desk was open")
        finally:
            demo.terminate()
