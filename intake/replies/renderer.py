"""Put facts into words. In: templates, an admin's blocks, ReplyFacts. Out: Rendered; a broken edited template gives way to ours."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from intake.errors import TemplateError
from intake.replies import catalogue, checker, folders, html, sandbox, setting, wording
from intake.replies.catalogue import BODY, EVERY, PARTS, SUBJECT
from intake.replies.facts import Begun, Blocks, Rendered, ReplyFacts
from intake.replies.sandbox import Problem
from intake.replies.setting import Setting

VERSION_LENGTH: Final = 12
MAX_ANSWER: Final = 20_000
"""Characters of what a person writes in one answer."""


@dataclass(frozen=True, slots=True)
class _Reply:
    """A reply ready to send, and the shipped one behind it."""

    setting: Setting
    version: str
    shipped: Setting
    shipped_version: str
    fallback: bool  # an edited text was refused, so this is the shipped reply


class Renderer:
    """Compiles every reply once. Safe to use from several threads."""

    def __init__(
        self,
        *,
        shipped: Mapping[str, str],
        blocks: Blocks,
        edited: Mapping[str, str] | None = None,
        numbers: Mapping[str, int] | None = None,
    ) -> None:
        """Sources by path, see folders.Texts; sound edited ones win. `numbers`: the version of a reply's text in the ledger, by its name.

        Raises errors.TemplateError where a shipped text is missing.
        """
        lost = [path for path in catalogue.all_paths() if path not in shipped]
        if lost:
            raise TemplateError(f"{lost[0]} does not come with the program as it should: install it again")
        self._blocks = blocks
        self._links = links(blocks)
        self._replies, self._problems = _assemble(shipped, edited or {})
        for name, number in (numbers or {}).items():
            if (reply := self._replies.get(name)) is not None and not reply.fallback:
                self._replies[name] = replace(reply, version=f"v{number}-{reply.version}")

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why edited texts are not used; empty where all is well."""
        return self._problems

    def version(self, name: str) -> str:
        """Digest of the texts that a reply is made of now."""
        return self._find(name).version

    def render(self, name: str, facts: ReplyFacts) -> Rendered:
        """The reply in words; catalogue.settle may choose another one than `name`.

        Raises errors.TemplateError for an unknown name, and for facts without a reference: no letter leaves without one.
        """
        settled = catalogue.settle(name, facts)
        reply = self._find(settled)
        values = wording.context(facts, self._blocks)
        if "reference" in EVERY[settled].variables and not values["reference"]:
            raise TemplateError(f"{settled} cannot be written without a reference: give the letter one first")
        try:
            return self._set(settled, reply.setting, reply.version, values, fallback=reply.fallback)
        except sandbox.BROKEN:
            if reply.setting is reply.shipped:
                raise
            return self._set(settled, reply.shipped, reply.shipped_version, values, fallback=True)

    def begin(self, name: str, facts: ReplyFacts) -> Begun:
        """A person's answer, to be edited. Raises errors.TemplateError for a name that is none of catalogue.ANSWERS."""
        if name not in catalogue.ANSWERS:
            raise TemplateError(f'there is no answer named "{name[:60]}": choose one of {", ".join(catalogue.ANSWERS)}')
        reply, values = self._find(name), wording.context(facts, self._blocks)
        try:
            return _begun(name, reply.setting, reply.version, values)
        except sandbox.BROKEN:
            if reply.setting is reply.shipped:
                raise
            return _begun(name, reply.shipped, reply.shipped_version, values)

    def finish(self, begun: Begun, *, subject: str, body: str) -> Rendered:
        """The answer as it goes: what a person wrote between the office's opening and closing."""
        title = wording.line(subject)
        text = setting.tidy(f"{begun.opening}\n\n{wording.lines(body, MAX_ANSWER)}\n\n{begun.closing}") + "\n"
        page = html.page(text, title=title, links=self._links)
        return Rendered(template=begun.template, version=begun.version, subject=title, text=text, html=page)

    def _set(self, name: str, made: Setting, version: str, values: dict[str, object], *, fallback: bool) -> Rendered:
        subject, text = made.subject(values), made.text(values)
        return Rendered(
            template=name,
            version=version,
            subject=subject,
            text=text,
            html=html.page(text, title=subject, links=self._links),
            fallback=fallback,
        )

    def paused(self, name: str) -> bool:
        """No reply is: these are the texts alone."""
        return False

    def _find(self, name: str) -> _Reply:
        try:
            return self._replies[name]
        except KeyError:
            raise TemplateError(f'there is no reply named "{name[:60]}": choose one of {", ".join(EVERY)}') from None


def links(blocks: Blocks) -> tuple[str, ...]:
    """The addresses that HTML makes links of."""
    page = wording.line(blocks.program_page)
    return (page,) if html.is_plain_https(page) else ()


def _begun(name: str, made: Setting, version: str, values: dict[str, object]) -> Begun:
    parts = made.parts(values)
    opening, closing = (parts[part] for part in catalogue.ANSWER_PARTS)
    return Begun(name, version, made.subject(values), opening, made.without_parts(values), closing)


def load(folder: Path | None, blocks: Blocks) -> Renderer:
    """The shipped templates under those of `folder`. Raises errors.TemplateError where `folder` is none, or shipped ones are missing."""
    shipped = folders.read(folders.shipped_folder()).sources
    return Renderer(shipped=shipped, edited=folders.read(folder).sources if folder else {}, blocks=blocks)


def check(folder: Path | None) -> tuple[Problem, ...]:
    """Everything that is wrong with the shipped templates under those of `folder`, stray files included."""
    shipped = folders.read(folders.shipped_folder()).sources
    edited = folders.read(folder) if folder else folders.Texts({})
    texts = {**shipped, **edited.sources}
    problems, parts = [*edited.problems], {}
    for name in PARTS:
        path = catalogue.part_path(name)
        found = checker.check_part(name, texts[path])
        problems += found
        # A reply is tried out with sound parts in it, so that its own faults are told in the same breath.
        parts[name] = shipped[path] if found else texts[path]
    for name in EVERY:
        problems += checker.check_reply(name, texts[catalogue.path(name, SUBJECT)], texts[catalogue.path(name, BODY)], parts)
    return tuple(problems)


@dataclass(frozen=True, slots=True)
class _Sources:
    """Texts by path, and locked parts by name. `refused`: edited parts that were not sound."""

    shipped: Mapping[str, str]
    edited: Mapping[str, str]
    shipped_parts: Mapping[str, str]
    parts: Mapping[str, str]
    refused: frozenset[str]


def _assemble(shipped: Mapping[str, str], edited: Mapping[str, str]) -> tuple[dict[str, _Reply], tuple[Problem, ...]]:
    """Every reply of its best sound texts, and the problems of those that are not."""
    problems: list[Problem] = []
    shipped_parts = {name: shipped[catalogue.part_path(name)] for name in PARTS}
    parts, refused = dict(shipped_parts), set()
    for name in PARTS:
        source = edited.get(catalogue.part_path(name), shipped_parts[name])
        if source != shipped_parts[name]:
            found = checker.check_part(name, source)
            problems += found
            if found:
                refused.add(name)
            else:
                parts[name] = source
    sources = _Sources(shipped, edited, shipped_parts, parts, frozenset(refused))
    replies = {}
    for name in EVERY:
        replies[name], found = _one(name, sources)
        problems += found
    return replies, tuple(problems)


def _one(name: str, sources: _Sources) -> tuple[_Reply, tuple[Problem, ...]]:
    subject_path, body_path = (catalogue.path(name, file) for file in (SUBJECT, BODY))
    subject, body = sources.shipped[subject_path], sources.shipped[body_path]
    carried = EVERY[name].parts
    ours = (subject, body, {part: sources.shipped_parts[part] for part in carried})
    theirs = (
        sources.edited.get(subject_path, subject),
        sources.edited.get(body_path, body),
        {part: sources.parts[part] for part in carried},
    )
    refused = not sources.refused.isdisjoint(carried)
    shipped, shipped_version = setting.make(*ours), _version(*ours)
    if theirs == ours:
        return _Reply(shipped, shipped_version, shipped, shipped_version, fallback=refused), ()
    if problems := checker.check_reply(name, *theirs):
        return _Reply(shipped, shipped_version, shipped, shipped_version, fallback=True), problems
    return _Reply(setting.make(*theirs), _version(*theirs), shipped, shipped_version, fallback=refused), ()


def _version(subject: str, body: str, parts: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for text in (subject, body, *(f"{name}\0{parts[name]}" for name in sorted(parts))):
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()[:VERSION_LENGTH]
