"""All replies as a sender would see them, with sample facts. In: a Renderer. Out: Previews, for an admin's eyes and for tests."""

from collections.abc import Iterator
from dataclasses import dataclass

from intake.errors import TemplateError
from intake.replies import samples, sandbox
from intake.replies.catalogue import EVERY, REPLIES
from intake.replies.facts import Rendered
from intake.replies.renderer import Renderer


@dataclass(frozen=True, slots=True)
class Preview:
    """One reply with one set of sample facts. `rendered.template` may be another than `name`, see catalogue.settle."""

    name: str
    case: str  # one of samples.CLEAN
    rendered: Rendered


def every(renderer: Renderer) -> Iterator[Preview]:
    """Each reply with each set of clean sample facts."""
    for name in REPLIES:
        yield from of(renderer, name)


def of(renderer: Renderer, name: str) -> Iterator[Preview]:
    """One reply with each set of clean sample facts. Raises errors.TemplateError for a name that is not in the catalogue."""
    for case in samples.CLEAN:
        yield one(renderer, name, case)


def one(renderer: Renderer, name: str, case: str = "") -> Preview:
    """One reply with one set of facts; without a name of a set, the one that shows this reply best. Raises errors.TemplateError."""
    if name not in EVERY:
        raise TemplateError(f'there is no reply named "{name[:60]}"; {sandbox.nearest(name, EVERY)}')
    case = case or EVERY[name].case
    if case not in samples.CLEAN:
        raise TemplateError(f'there is no case named "{case[:60]}"; {sandbox.nearest(case, frozenset(samples.CLEAN))}')
    return Preview(name, case, renderer.render(name, samples.FACTS[case]))
