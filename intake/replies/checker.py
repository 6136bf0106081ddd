"""Whether a template may speak for the office. In: the texts of a reply and its locked parts. Out: problems and their remedies. Pure."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from intake.replies import catalogue, samples, sandbox, setting, wording
from intake.replies.sandbox import Problem, Scope

_PART_SCOPE: Final = Scope(catalogue.VARIABLES)
_SUBJECT_SCOPE: Final = Scope(catalogue.VARIABLES)
_BODY_SCOPE: Final = Scope(catalogue.VARIABLES, frozenset(catalogue.PARTS))
_BANNED: Final = re.compile(rf"\b({'|'.join(catalogue.BANNED)})\b", re.IGNORECASE)
_THANKS_FOR_JOINING: Final = re.compile(r"\bthank(s| you)\b[^.\n]{0,40}\bjoin", re.IGNORECASE)
_LEFTOVER: Final = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\[\{|\{'")


def check_part(name: str, source: str) -> tuple[Problem, ...]:
    """A locked part: sound, with all it must use and say, and nothing it must not."""
    part, where = catalogue.PARTS[name], catalogue.part_path(name)
    if problems := sandbox.find_problems(where, source, _PART_SCOPE):
        return problems
    return (*_what_a_part_must(part, where, source), *_banned_in_source(where, source))


def _what_a_part_must(part: catalogue.Part, where: str, source: str) -> Iterator[Problem]:
    used = sandbox.names_used(source)
    for variable in part.must_use:
        if variable not in used:
            yield Problem(
                where, 0, f'"{variable}" is not used', f"this part says {part.purpose}: write {{{{ {variable} }}}} or a condition with it"
            )
    said = " ".join(" ".join(text for _, text in sandbox.own_words(source)).split()).lower()
    for words in part.must_say:
        if words not in said:
            yield Problem(where, 0, f'the words "{words}" are not said', f"this part says {part.purpose}: it cannot do without them")


def check_reply(name: str, subject: str, body: str, parts: Mapping[str, str]) -> tuple[Problem, ...]:
    """A reply with sound locked parts: sound itself, every part in its place, and right on every set of sample facts."""
    at_subject, at_body = catalogue.path(name, catalogue.SUBJECT), catalogue.path(name, catalogue.BODY)
    problems = (*sandbox.find_problems(at_subject, subject, _SUBJECT_SCOPE), *sandbox.find_problems(at_body, body, _BODY_SCOPE))
    if problems:
        return problems
    problems = (
        *_left_out(at_body, body),
        *_subject_without_reference(at_subject, subject),
        *_banned_in_source(at_subject, subject),
        *_banned_in_source(at_body, body),
    )
    return problems or tuple(_tried(at_subject, at_body, setting.make(subject, body, parts)))


def _left_out(where: str, body: str) -> Iterator[Problem]:
    there = sandbox.locked_on_top(body)
    for part in catalogue.PARTS.values():
        if part.name not in there:
            what = f"the locked part {part.name} ({part.purpose}) is left out"
            yield Problem(where, 0, what, f"write {{{{ locked.{part.name} }}}} on a line of its own, outside every condition and loop")


def _subject_without_reference(where: str, subject: str) -> Iterator[Problem]:
    if "reference" not in sandbox.names_used(subject):
        yield Problem(where, 0, "the subject has no reference", "write {{ reference }} in it")


def _banned_in_source(where: str, source: str) -> Iterator[Problem]:
    for line, text in sandbox.own_words(source):
        for number, words in enumerate(text.split("\n"), start=line):
            yield from _banned(where, number, words)


def _banned(where: str, line: int, text: str) -> Iterator[Problem]:
    for match in (*_BANNED.finditer(text), *_THANKS_FOR_JOINING.finditer(text)):
        what = f'"{match[0]}" decides, promises or blames'
        yield Problem(where, line, what, "say what was received and what happens next, and leave every judgement to a person")


def _tried(at_subject: str, at_body: str, made: setting.Setting) -> Iterator[Problem]:
    """The first set of sample facts that does not come out right, if any."""
    for case, facts in samples.FACTS.items():
        for blocks in (samples.BLOCKS, samples.BARE_BLOCKS):
            values = wording.context(facts, blocks)
            try:
                subject, text, parts = made.subject(values), made.text(values), made.parts(values)
            except sandbox.BROKEN as broken:
                yield Problem(at_body, 0, f"it cannot be rendered with the {case} sample ({broken})", "correct or take out what it names")
                return
            problems = (*_wrong_output(at_subject, subject, case), *_wrong_output(at_body, text, case), *_swallowed(at_body, text, parts))
            if problems:
                yield from problems
                return


def _wrong_output(where: str, text: str, case: str) -> Iterator[Problem]:
    if case not in samples.CLEAN:
        return
    yield from _banned(where, 0, text)
    if leftover := _LEFTOVER.search(text):
        yield Problem(where, 0, f'"{leftover[0]}" would be sent as it stands', "write variables as {{ name }}, and loop over lists")


def _swallowed(where: str, text: str, parts: Mapping[str, str]) -> Iterator[Problem]:
    for name, words in parts.items():
        if words not in text:
            yield Problem(
                where, 0, f"the locked part {name} does not come out whole", f"write {{{{ locked.{name} }}}} on a line of its own"
            )
