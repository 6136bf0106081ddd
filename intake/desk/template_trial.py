"""A wording tried before it is kept: checked, and shown on invented or real facts. In: unsaved text. Out: faults, and what would be sent.

Unsaved text is compiled and rendered in a child process alone, under limits of time and memory.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from intake import errors
from intake.desk import template_texts, trial_child
from intake.desk.desk import Desk
from intake.desk.template_texts import TemplateSettings
from intake.desk.templates import Fault
from intake.replies import catalogue, samples
from intake.replies.facts import ReplyFacts
from intake.replies.sandbox import MAX_SOURCE

CASES = {**samples.MEANINGS, "hostile": "everything that a hostile mail may bring about"}
"""The invented cases, with what each is about."""


@dataclass(frozen=True, slots=True)
class Trial:
    """`subject`, `text` and `html` are empty where the wording cannot be used. `shown_in`: the reply that a locked part is shown in."""

    faults: tuple[Fault, ...]
    shown_in: str = ""
    subject: str = ""
    text: str = ""
    html: str = ""


def check(desk: Desk, settings: TemplateSettings, name: str, subject: str, body: str) -> tuple[Fault, ...]:
    """What is wrong with a wording, at its lines; empty where it may be kept. Raises errors.NotFound for an unknown name."""
    return _ask(settings, name, _texts(desk, settings, name, subject, body), show=False).faults


def check_all(settings: TemplateSettings, names: tuple[str, ...], texts: Mapping[str, str]) -> tuple[Fault, ...]:
    """The same of several wordings that go together; `texts` are all files by path."""
    return tuple(fault for name in names for fault in _ask(settings, name, texts, show=False).faults)


def show(
    desk: Desk,
    settings: TemplateSettings,
    name: str,
    subject: str,
    body: str,
    *,
    case: str = "",
    facts: ReplyFacts | None = None,
    saved: bool = False,
) -> Trial:
    """What would be sent, in an invented case or on real facts. Raises errors.NotFound for an unknown name or case.

    `saved`: the text was checked when it was kept, and needs no child.
    """
    if case and case not in CASES:
        raise errors.NotFound(f'there is no case named "{case[:60]}": choose one of {", ".join(CASES)}')
    if saved:
        settings = replace(settings, child=trial_child.answer)
    best = catalogue.EVERY[name].case if name in catalogue.EVERY else "usual"
    return _ask(settings, name, _texts(desk, settings, name, subject, body), show=True, case=case or best, facts=facts)


def _texts(desk: Desk, settings: TemplateSettings, name: str, subject: str, body: str) -> dict[str, str]:
    template_texts.known(name)
    with desk.db.read() as tx:
        return {**template_texts.current(tx, settings), **catalogue.texts(name, subject, plain_lines(body))}


def plain_lines(text: str) -> str:
    """As a form sends it, with the line ends of files."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _ask(
    settings: TemplateSettings, name: str, texts: Mapping[str, str], *, show: bool, case: str = "usual", facts: ReplyFacts | None = None
) -> Trial:
    # A text too long to be tried is not even handed over.
    for path, text in texts.items():
        if len(text) > MAX_SOURCE:
            what = f"the text is longer than {MAX_SOURCE:,} characters, which are used up here"
            return Trial((Fault(path, text.count("\n", 0, MAX_SOURCE) + 1, what, "shorten it"),))
    changed = {path: text for path, text in texts.items() if settings.shipped.get(path) != text}
    request = {
        "name": name, "texts": changed, "show": show, "case": case, "blocks": asdict(settings.blocks),
        "facts": asdict(facts) if facts is not None else None,
    }  # fmt: skip
    try:
        told = json.loads(settings.child(json.dumps(request).encode()))
    except errors.TemplateError as killed:
        return Trial((Fault(next(iter(catalogue.texts(name, "", ""))), None, str(killed), "make it simpler"),))
    faults = tuple(Fault(each["where"], each["line"] or None, each["what"], each["remedy"]) for each in told["problems"])
    found = told["rendered"]
    return Trial(faults) if found is None else Trial(faults, found["template"], found["subject"], found["text"], found["html"])
