"""Whether a template may speak for the office. In: the texts of a reply and its locked parts. Out: problems and their remedies. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from intake.replies import catalogue, samples, sandbox, setting, wording
from intake.replies.sandbox import Problem, Scope

_PART_SCOPE: Final = Scope(catalogue.VARIABLES)
_THANKS_FOR_JOINING: Final = re.compile(r"\bthank(s| you)\b[^.\n]{0,40}\bjoin", re.IGNORECASE)
_LEFTOVER: Final = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}|\[\{|\{'")


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


_BANNED: Final = _any_of(catalogue.BANNED)
_BANNED_IN: Final = {reply.name: _any_of(reply.banned) for reply in catalogue.EVERY.values() if reply.banned is not catalogue.BANNED}
_TOO_MUCH: Final = {reply.name: _any_of(reply.never) for reply in catalogue.EVERY.values() if reply.never}


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
    reply = catalogue.EVERY[name]
    at_subject, at_body = catalogue.path(name, catalogue.SUBJECT), catalogue.path(name, catalogue.BODY)
    variables = {name: catalogue.VARIABLES[name] for name in reply.variables}
    problems = (
        *sandbox.find_problems(at_subject, subject, Scope(variables)),
        *sandbox.find_problems(at_body, body, Scope(variables, frozenset(reply.parts))),
    )
    if problems:
        return problems
    problems = (
        *_left_out(at_body, body, reply),
        *(_subject_without_reference(at_subject, subject) if "reference" in variables else ()),
        *_banned_in_source(at_subject, subject, name),
        *_banned_in_source(at_body, body, name),
    )
    carried = {part: parts[part] for part in reply.parts}
    return problems or tuple(_tried(name, body, setting.make(subject, body, carried)))


def _left_out(where: str, body: str, reply: catalogue.Reply) -> Iterator[Problem]:
    there, hidden = sandbox.locked_on_top(body), sandbox.locked_anywhere(body)
    line = 1
    for part in (catalogue.PARTS[name] for name in reply.parts):
        remedy = f"write {{{{ locked.{part.name} }}}} on a line of its own, outside every condition and loop"
        if part.name in there:
            line = there[part.name]
        elif part.name in hidden:
            what = f"the locked part {part.name} ({part.purpose}) stands inside a condition or a loop, where it can be left out"
            yield Problem(where, hidden[part.name], what, remedy)
        else:
            # The line is where it belongs: behind the part that comes before it in the shipped reply.
            yield Problem(where, line, f"the locked part {part.name} ({part.purpose}) is left out", remedy)


def _subject_without_reference(where: str, subject: str) -> Iterator[Problem]:
    if "reference" not in sandbox.names_used(subject):
        yield Problem(where, 1, "the subject has no reference", "write {{ reference }} in it")


def _banned_in_source(where: str, source: str, reply: str = "") -> Iterator[Problem]:
    for line, text in sandbox.own_words(source):
        for number, words in enumerate(text.split("\n"), start=line):
            yield from _banned(where, number, words, reply)


def _banned(where: str, line: int, text: str, reply: str) -> Iterator[Problem]:
    for match in (*_BANNED_IN.get(reply, _BANNED).finditer(text), *_THANKS_FOR_JOINING.finditer(text)):
        what = f'"{match[0]}" decides, promises or blames'
        yield Problem(where, line, what, "say what was received and what happens next, and leave every judgement to a person")
    for match in _TOO_MUCH[reply].finditer(text) if reply in _TOO_MUCH else ():
        what = f'"{match[0]}" is more than this reply may say'
        yield Problem(where, line, what, "say that the message came and how to reach a person, and no more")


def _tried(name: str, body: str, made: setting.Setting) -> Iterator[Problem]:
    """The first set of sample facts that does not come out right, if any."""
    at_subject, at_body = catalogue.path(name, catalogue.SUBJECT), catalogue.path(name, catalogue.BODY)
    lines = sandbox.locked_on_top(body)
    for case, facts in samples.FACTS.items():
        for blocks in (samples.BLOCKS, samples.BARE_BLOCKS):
            values = wording.context(facts, blocks)
            try:
                subject, text, parts = made.subject(values), made.text(values), made.parts(values)
            except sandbox.BROKEN as broken:
                yield Problem(at_body, 0, f"it cannot be rendered with the {case} sample ({broken})", "correct or take out what it names")
                return
            clean = case in samples.CLEAN
            problems = (
                *(_wrong_output(at_subject, subject, name) if clean else ()),
                *(_wrong_output(at_body, text, name) if clean else ()),
                *_swallowed(at_body, text, parts, lines),
            )
            if problems:
                yield from problems
                return


def _wrong_output(where: str, text: str, reply: str) -> Iterator[Problem]:
    yield from _banned(where, 0, text, reply)
    if leftover := _LEFTOVER.search(text):
        yield Problem(where, 0, f'"{leftover[0]}" would be sent as it stands', "write variables as {{ name }}, and loop over lists")


def _swallowed(where: str, text: str, parts: Mapping[str, str], lines: Mapping[str, int]) -> Iterator[Problem]:
    for name, words in parts.items():
        if words not in text:
            remedy = f"write {{{{ locked.{name} }}}} on a line of its own"
            yield Problem(where, lines.get(name, 0), f"the locked part {name} does not come out whole", remedy)
