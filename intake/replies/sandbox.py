"""The only place where templates are compiled, and the walk that comes before. In: source text. Out: findings, or a compiled template.

Compiling a template works its constant expressions out, so that one of 23 characters can fill the memory before it is ever rendered.
The order is therefore fixed: length, parse (which works nothing out), the walk over the syntax tree, and only then compile.
"""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import jinja2
from jinja2 import meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from intake.replies.catalogue import Shape, Variable

MAX_SOURCE: Final = 64_000
MAX_OUTPUT: Final = 256_000
MAX_DEPTH: Final = 8
MAX_NODES: Final = 2_000
MAX_CONSTANT: Final = 200
KEPT: Final = 128
"""Compiled texts that are remembered: every reply carries the same locked parts."""

FILTERS: Final = frozenset({"length", "join", "upper", "lower", "capitalize"})
LOOP_ATTRIBUTES: Final = frozenset({"first", "last", "index", "length"})
BROKEN: Final = (jinja2.TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
"""What a template that passed the walk may still raise when rendered."""

# A line that holds nothing but tags leaves no empty line behind. Its line break becomes a comment, so that lines keep their numbers.
_TAG_LINE: Final = re.compile(r"^[ \t]*((?:\{%(?:(?!%\}).)*%\}[ \t]*)+)\n", re.MULTILINE)
_STATEMENTS: Final = (nodes.Template, nodes.Output, nodes.If, nodes.For)
_EXPRESSIONS: Final = (
    nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Compare, nodes.Operand, nodes.Const, nodes.And, nodes.Or, nodes.Not,
    nodes.CondExpr, nodes.Filter,
)  # fmt: skip
_SPOKEN: Final = {
    nodes.Call: "a call",
    nodes.Assign: "an assignment",
    nodes.AssignBlock: "an assignment",
    nodes.Macro: "a macro",
    nodes.Getitem: "an entry by number or key",
    nodes.Include: "an include",
    nodes.Test: 'a test with "is"',
    nodes.Concat: "a joining with ~",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a template, where, and the remedy. `line` 0: the text as a whole."""

    where: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.where} line {self.line}" if self.line else self.where
        return f"{place}: {self.what}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a template may name. `locked`: the parts it must carry; empty within a part."""

    variables: Mapping[str, Variable]
    locked: frozenset[str] = frozenset()


def environment() -> ImmutableSandboxedEnvironment:
    """Strict, without globals, tests and all filters but five; plain text, so nothing is escaped here."""
    made = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=False, cache_size=0)
    made.globals.clear()
    made.tests.clear()
    for name in set(made.filters) - FILTERS:
        del made.filters[name]
    return made


_ENVIRONMENT: Final = environment()


def find_problems(where: str, source: str, scope: Scope) -> tuple[Problem, ...]:
    """What forbids to compile `source`. Works nothing out and costs little, whatever the text."""
    tree = _parse(where, source)
    if isinstance(tree, Problem):
        return (tree,)
    problems = tuple(_Walk(where, scope).problems(tree))
    if problems:
        return problems
    loose = sorted(meta.find_undeclared_variables(tree) - set(scope.variables) - ({"locked"} if scope.locked else set()))
    return tuple(Problem(where, 0, f'there is no variable "{name}"', nearest(name, scope.variables)) for name in loose)


@lru_cache(maxsize=KEPT)
def compile_text(source: str) -> jinja2.Template:
    """A template ready to render. Call it only with a source that `find_problems` passed, or that we shipped."""
    return _ENVIRONMENT.from_string(_without_tag_lines(source))


def names_used(source: str) -> frozenset[str]:
    """The variables a sound source names."""
    return frozenset(node.name for node in _tree(source).find_all(nodes.Name))


def own_words(source: str) -> Iterator[tuple[int, str]]:
    """The pieces of text a sound source brings itself, with their lines; quoted texts too."""
    for node in _tree(source).find_all((nodes.TemplateData, nodes.Const)):
        value = node.data if isinstance(node, nodes.TemplateData) else getattr(node, "value", "")
        if isinstance(value, str):
            yield node.lineno, value


def locked_on_top(source: str) -> dict[str, int]:
    """The locked parts a sound source carries outside every condition and loop, with their lines."""
    outputs = (node for node in _tree(source).body if isinstance(node, nodes.Output))
    return {part.attr: part.lineno for output in outputs for part in output.nodes if _is_locked(part) and isinstance(part, nodes.Getattr)}


def locked_anywhere(source: str) -> dict[str, int]:
    """The locked parts a sound source names at any depth, with the first line of each."""
    return {part.attr: part.lineno for part in reversed(list(_tree(source).find_all(nodes.Getattr))) if _is_locked(part)}


def _parse(where: str, source: str) -> nodes.Template | Problem:
    if len(source) > MAX_SOURCE:
        line = source.count("\n", 0, MAX_SOURCE) + 1
        return Problem(where, line, f"the text is longer than {MAX_SOURCE:,} characters, which are used up here", "shorten it")
    try:
        return _tree(source)
    except jinja2.TemplateSyntaxError as broken:
        remedy = "write variables as {{ name }} and conditions as {% if name %} … {% endif %}"
        return Problem(where, broken.lineno, f"it cannot be understood ({broken.message})", remedy)
    except (ValueError, OverflowError, RecursionError, MemoryError):
        return Problem(where, 0, "it holds a number or a nesting no letter needs", "take it out")


@lru_cache(maxsize=4)
def _tree(source: str) -> nodes.Template:
    """Looked at several times in a row, and changed by nobody."""
    return _ENVIRONMENT.parse(_without_tag_lines(source))


def _without_tag_lines(source: str) -> str:
    return _TAG_LINE.sub(r"\1{#\n#}", source)


def _is_locked(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name) and node.node.name == "locked"


def nearest(name: str, known: Mapping[str, object] | frozenset[str]) -> str:
    """A remedy for a misspelt name."""
    close = difflib.get_close_matches(name[:60], list(known), n=1)
    return f'did you mean "{close[0]}"?' if close else f"use one of: {', '.join(sorted(known))}"


class _Walk:
    """One walk over one tree."""

    def __init__(self, where: str, scope: Scope) -> None:
        self._where = where
        self._scope = scope
        self._count = 0

    def problems(self, tree: nodes.Template) -> Iterator[Problem]:
        """Everything that is not on the list of what a letter needs."""
        try:
            yield from self._visit(tree, {}, 0, None)
        except RecursionError:
            yield self._problem(tree, "it is nested deeper than a letter needs", "take the inner conditions out")

    def _problem(self, node: nodes.Node, what: str, remedy: str) -> Problem:
        return Problem(self._where, node.lineno or 0, what, remedy)

    def _visit(self, node: nodes.Node, loops: Mapping[str, Variable], depth: int, parent: nodes.Node | None) -> Iterator[Problem]:
        self._count += 1
        if self._count > MAX_NODES or depth > MAX_DEPTH * 3:
            if self._count == MAX_NODES + 1 or depth > MAX_DEPTH * 3:
                yield self._problem(node, "it is longer or nested deeper than a letter needs", "make it simpler")
            return
        if not isinstance(node, (*_STATEMENTS, *_EXPRESSIONS)):
            spoken = _SPOKEN.get(type(node), f'"{type(node).__name__}"')
            yield self._problem(node, f"{spoken} is not allowed in a reply", "use variables, conditions and simple loops only")
            return
        if isinstance(node, nodes.For):
            yield from self._loop(node, loops, depth)
            return
        yield from self._leaf(node, loops, parent)
        if isinstance(node, nodes.Getattr):
            return
        for child in node.iter_child_nodes():
            yield from self._visit(child, loops, depth + 1, node)

    def _leaf(self, node: nodes.Node, loops: Mapping[str, Variable], parent: nodes.Node | None) -> Iterator[Problem]:
        match node:
            case nodes.Name():
                yield from self._name(node, loops, parent)
            case nodes.Getattr():
                yield from self._attribute(node, loops, parent)
            case nodes.Filter():
                yield from self._filter(node)
            case nodes.Const():
                if not isinstance(node.value, str | int | bool | None) or len(repr(node.value)) > MAX_CONSTANT:
                    yield self._problem(
                        node, f"a quoted text or number is longer than {MAX_CONSTANT} characters", "write the text outside the braces"
                    )
            case _:
                return

    def _name(self, node: nodes.Name, loops: Mapping[str, Variable], parent: nodes.Node | None) -> Iterator[Problem]:
        variable = loops.get(node.name) or self._scope.variables.get(node.name)
        if variable is None:
            yield self._problem(node, f'there is no variable "{node.name[:60]}"', nearest(node.name, {**self._scope.variables, **loops}))
        elif variable.items and node.name in loops:
            yield self._problem(node, f'"{node.name[:60]}" has several values', f"choose one: {node.name[:60]}.{variable.items[0]}")
        elif variable.shape is Shape.LIST and isinstance(parent, nodes.Output):
            yield self._problem(node, f'"{node.name}" is a list', f"write {{% for entry in {node.name} %}} … {{% endfor %}}")

    def _attribute(self, node: nodes.Getattr, loops: Mapping[str, Variable], parent: nodes.Node | None) -> Iterator[Problem]:
        if not isinstance(node.node, nodes.Name) or node.attr.startswith("_"):
            yield self._problem(node, f'".{node.attr[:60]}" is not allowed in a reply', "use the variables of the catalogue")
            return
        owner = node.node.name
        if owner == "locked" and self._scope.locked:
            if node.attr not in self._scope.locked:
                yield self._problem(node, f'there is no locked part "{node.attr[:60]}"', nearest(node.attr, self._scope.locked))
            elif not isinstance(parent, nodes.Output):
                yield self._problem(node, f"the locked part {node.attr} can only be written out", f"write {{{{ locked.{node.attr} }}}}")
        elif owner == "loop" and loops:
            if node.attr not in LOOP_ATTRIBUTES:
                yield self._problem(node, f'"loop.{node.attr[:60]}" is not allowed in a reply', nearest(node.attr, LOOP_ATTRIBUTES))
        elif owner in loops and loops[owner].items:
            if node.attr not in loops[owner].items:
                yield self._problem(node, f'"{owner}" has no "{node.attr[:60]}"', nearest(node.attr, frozenset(loops[owner].items)))
        elif owner in self._scope.variables or owner in loops:
            yield self._problem(node, f'"{owner}" has nothing called "{node.attr[:60]}"', f"write {{{{ {owner} }}}}")
        else:
            yield self._problem(node, f'there is no variable "{owner[:60]}"', nearest(owner, {**self._scope.variables, **loops}))

    def _filter(self, node: nodes.Filter) -> Iterator[Problem]:
        if node.name not in FILTERS:
            yield self._problem(node, f'the filter "{node.name[:60]}" is not allowed in a reply', nearest(node.name, FILTERS))
        elif node.node is None or node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) > (node.name == "join"):
            yield self._problem(
                node, f'the filter "{node.name}" is used in a way that is not allowed', "give it no more than the text between entries"
            )
        elif any(not isinstance(argument, nodes.Const) for argument in node.args):
            yield self._problem(node, f'the filter "{node.name}" needs a quoted text', "write join(', ')")

    def _loop(self, node: nodes.For, loops: Mapping[str, Variable], depth: int) -> Iterator[Problem]:
        target, over = node.target, node.iter
        lists = {name: variable for name, variable in self._scope.variables.items() if variable.shape is Shape.LIST}
        if not isinstance(over, nodes.Name) or over.name not in lists:
            yield self._problem(node, "a loop runs over something that is no list of ours", f"loop over one of: {', '.join(sorted(lists))}")
        elif loops:
            yield self._problem(node, "a loop stands inside a loop", "write them one after the other")
        elif node.recursive or node.test is not None or not isinstance(target, nodes.Name):
            yield self._problem(
                node, "a loop with a condition or several names", f"write {{% for entry in {over.name} %}} … {{% endfor %}}"
            )
        elif target.name.startswith("_") or target.name in {*self._scope.variables, "locked", "loop"}:
            yield self._problem(node, f'the loop takes the name "{target.name[:60]}" from what it means', "call the entry something else")
        else:
            entry = Variable(target.name, Shape.TEXT, "an entry", items=lists[over.name].items)
            for child in (*node.body, *node.else_):
                yield from self._visit(child, {target.name: entry}, depth + 1, node)
