"""A design system's style sheet without the rules that no page can match. In: CSS, the words of all pages. Out: CSS. Pure.

A rule stays if each class of one of its selectors stands, whole or as a beginning that a page completes, among the words of the pages.
What it cannot judge it keeps: elements, attributes, fonts, colours of a scheme. It is made anew at each start, so a page may use any class.
"""

import re
from collections.abc import Iterator
from typing import Final

_TOKEN: Final = re.compile(r"""/\*.*?\*/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[{};]""", re.DOTALL)
_CLASS: Final = re.compile(r"\.((?:[A-Za-z_-]|\\.)(?:[\w-]|\\.)*)")
_WORD: Final = re.compile(r"[A-Za-z][\w-]*")
_NOT: Final = re.compile(r":not\([^()]*\)")
_COMMA: Final = re.compile(r",(?![^(]*\))")
_INSIDE: Final = ("@media", "@supports", "@layer", "@container")


def words(text: str) -> frozenset[str]:
    """Every word that may be a class, from pages and scripts."""
    return frozenset(_WORD.findall(text))


def used(css: str, names: frozenset[str]) -> str:
    """The rules that pages of these words can match."""
    beginnings = tuple(sorted(each for each in names if each.startswith("usa-") and each.endswith(("-", "_"))))
    return "".join(_kept(css, names, beginnings))


def _kept(css: str, names: frozenset[str], beginnings: tuple[str, ...]) -> Iterator[str]:
    for head, body in _rules(css):
        if body is None:
            yield f"{head};"
        elif head.startswith(_INSIDE):
            inner = "".join(_kept(body, names, beginnings))
            if inner:
                yield f"{head}{{{inner}}}"
        elif head.startswith("@"):
            yield f"{head}{{{body}}}"
        else:
            selectors = [each for each in _COMMA.split(head) if _matches(each, names, beginnings)]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"


def _matches(selector: str, names: frozenset[str], beginnings: tuple[str, ...]) -> bool:
    # A class that must be absent is no reason to drop a rule.
    return all(each in names or each.startswith(beginnings) for each in _CLASS.findall(_NOT.sub("", selector)))


def _rules(css: str) -> Iterator[tuple[str, str | None]]:
    """Each rule's head and what its braces hold; None for a statement without braces."""
    depth = start = opened = 0
    for found in _TOKEN.finditer(css):
        match found[0]:
            case "{":
                opened = found.end() if depth == 0 else opened
                depth += 1
            case "}":
                depth -= 1
                if depth == 0:
                    yield css[start : opened - 1].strip(), css[opened : found.start()]
                    start = found.end()
            case ";" if depth == 0:
                yield css[start : found.start()].strip(), None
                start = found.end()
            case comment if comment.startswith("/*") and depth == 0:
                start = found.end()
