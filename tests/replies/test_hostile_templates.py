"""Templates that would fill the memory, run for ever or look around are refused before anything of them is worked out."""

from time import thread_time

import pytest

from intake.replies import catalogue, checker, folders, sandbox
from intake.replies.sandbox import Scope

SCOPE = Scope(catalogue.VARIABLES, frozenset(catalogue.PARTS))

HOSTILE = [
    "{{ 'a'*1500000000 }}",
    "{{ [1]*999999999 }}",
    "{{ 2**999999999 }}",
    "{{ 'x' in 'xyz'*99999999 }}",
    "{{ 1 + 1 }}",
    "{{ 'a' ~ 'b' }}",
    "{{ lipsum(n=100000) }}",
    "{{ lipsum }}",
    "{{ cycler('a') }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ joiner() }}",
    "{{ namespace(a=1) }}",
    "{{ dict(a=1) }}",
    "{{ config }}",
    "{{ self }}",
    "{{ self._TemplateReference__context }}",
    "{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}",
    "{% for a in papers %}{% for b in papers %}x{% endfor %}{% endfor %}",
    "{% for a in 'abc' %}x{% endfor %}",
    "{% for a in papers recursive %}{{ loop(papers) }}{% endfor %}",
    "{% for a in papers if a.pages %}x{% endfor %}",
    "{% for a, b in papers %}x{% endfor %}",
    "{% for locked in papers %}{{ locked.line }}{% endfor %}",
    "{% for reference in papers %}x{% endfor %}",
    "{% for _ in papers %}x{% endfor %}",
    "{% for a in papers %}{{ loop.cycle('a') }}{% endfor %}",
    "{% for a in papers %}{{ loop.previtem }}{% endfor %}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ reference.__class__ }}",
    "{{ locked.__class__ }}",
    "{{ reference|attr('__class__') }}",
    "{{ reference['__class__'] }}",
    "{{ '{0.__class__}'.format(reference) }}",
    "{{ '%2000000000d'|format(1) }}",
    "{{ reference|center(2000000000) }}",
    "{{ reference|indent(2000000000) }}",
    "{{ papers|map(attribute='__class__')|list }}",
    "{{ papers|join('x'*999999999) }}",
    "{{ papers|join(reference) }}",
    "{{ papers|join(attribute='__class__') }}",
    "{{ reference.upper() }}",
    "{{ reference[0:9999] }}",
    "{{ reference is defined }}",
    "{{ -folded }}",
    "{{ (1, 2) }}",
    "{{ {'a': 1} }}",
    "{% set x = reference %}{{ x }}",
    "{% set x %}a{% endset %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% call x() %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import path %}",
    "{% extends 'x' %}",
    "{% block a %}{% endblock %}",
    "{% with a = reference %}{{ a }}{% endwith %}",
    "{% autoescape true %}x{% endautoescape %}",
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "{% if reference %}" * 2000 + "{% endif %}" * 2000,
    "{% if reference %}" * 40 + "{% endif %}" * 40,
    "{{ " + "9" * 10_000 + " }}",
    "{{ '" + "a" * 500 + "' }}",
    "{{ " + "not " * 3000 + "reference }}",
    "{{ " + "reference and " * 3000 + "reference }}",
    "{{ reference }}" * 4_000,
    "x" * (sandbox.MAX_SOURCE + 1),
    "{{ reference",
    "{% for %}",
    "{% unknown %}",
]


@pytest.mark.parametrize("source", HOSTILE, ids=lambda source: source[:40])
def test_a_hostile_template_is_refused_at_once(source: str) -> None:
    start = thread_time()
    problems = sandbox.find_problems("acknowledgement.letter/body.txt", source, SCOPE)
    assert thread_time() - start < 1
    assert problems
    assert all(str(problem).startswith("acknowledgement.letter/body.txt") for problem in problems)


@pytest.mark.parametrize("source", HOSTILE[:30], ids=lambda source: source[:40])
def test_a_hostile_subject_or_locked_part_is_refused_too(source: str) -> None:
    shipped = folders.read(folders.shipped_folder()).sources
    parts = {name: shipped[catalogue.part_path(name)] for name in catalogue.PARTS}
    assert checker.check_part("human", source)
    assert checker.check_reply(catalogue.LETTER, source, shipped[catalogue.path(catalogue.LETTER, catalogue.BODY)], parts)


def test_what_slips_past_the_list_still_has_nothing_to_hold_on_to() -> None:
    environment = sandbox.environment()
    assert not environment.globals
    assert not environment.tests
    assert set(environment.filters) == sandbox.FILTERS


@pytest.mark.parametrize(
    "source",
    [
        "{{ reference }}",
        "{% if folded == 1 %}one{% elif folded > 1 %}more{% else %}none{% endif %}",
        "{% for paper in papers %}{{ paper.line }}{% if not loop.last %}, {% endif %}{% else %}nothing{% endfor %}",
        "{{ models_asked|join(', ') }} {{ papers|length }}",
        "{{ 'yes' if out_of_hours and not links_only else 'no' }}",
        "{# a note to colleagues #}{{ locked.human }}",
        "{% if papers %}{% for paper in papers %}{{ paper.model|upper }}{% endfor %}{% endif %}",
    ],
)
def test_what_a_letter_needs_is_allowed(source: str) -> None:
    assert sandbox.find_problems("body.txt", source, SCOPE) == ()
