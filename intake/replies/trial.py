"""A wording tried out before it is kept. In: texts by path, one of them changed. Out: problems, and the reply on facts. Pure.

Whatever is tried came from a form: run it where memory and time are bounded (desk/trial_child.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from intake.replies import catalogue, checker, html, renderer, sandbox, setting, wording
from intake.replies.catalogue import BODY, EVERY, PARTS, PARTS_FOLDER, SUBJECT
from intake.replies.facts import Blocks, Rendered, ReplyFacts
from intake.replies.sandbox import Problem

MOST_PROBLEMS: Final = 50


@dataclass(frozen=True, slots=True)
class Tried:
    """`rendered` is None where the wording cannot be used, or nothing was to be shown."""

    problems: tuple[Problem, ...]
    rendered: Rendered | None = None


def check(name: str, texts: Mapping[str, str]) -> tuple[Problem, ...]:
    """What is wrong with the wording of a reply, or of a locked part and with the replies that carry it. `texts` are all files by path."""
    part = name.removeprefix(f"{PARTS_FOLDER}/") if name.startswith(f"{PARTS_FOLDER}/") else ""
    if not part:
        return _reply(name, texts)[:MOST_PROBLEMS]
    problems = checker.check_part(part, texts[catalogue.part_path(part)])
    if problems:
        return problems[:MOST_PROBLEMS]
    carrying = (reply.name for reply in EVERY.values() if part in reply.parts)
    return tuple(problem for reply in carrying for problem in _reply(reply, texts))[:MOST_PROBLEMS]


def show(name: str, texts: Mapping[str, str], blocks: Blocks, facts: ReplyFacts) -> Tried:
    """Check it, and set it on facts where it is sound; a locked part is shown in the first reply that carries it."""
    problems = check(name, texts)
    if problems:
        return Tried(problems)
    reply = EVERY[name] if name in EVERY else next(each for each in EVERY.values() if name.partition("/")[2] in each.parts)
    subject, body = (texts[catalogue.path(reply.name, file)] for file in (SUBJECT, BODY))
    made = setting.make(subject, body, {part: texts[catalogue.part_path(part)] for part in reply.parts})
    values = wording.context(facts, blocks)
    try:
        title, text = made.subject(values), made.text(values)
    except sandbox.BROKEN as broken:
        return Tried((Problem(catalogue.path(reply.name, BODY), 0, f"it cannot be rendered ({broken})", "take out what it names"),))
    return Tried((), Rendered(reply.name, "", title, text, html.page(text, title=title, links=renderer.links(blocks))))


def _reply(name: str, texts: Mapping[str, str]) -> tuple[Problem, ...]:
    parts = {part: texts[catalogue.part_path(part)] for part in PARTS}
    return checker.check_reply(name, texts[catalogue.path(name, SUBJECT)], texts[catalogue.path(name, BODY)], parts)
