"""The replies as they are worded now. In: the shipped texts, an admin's folder, the ledger's live versions. Out: a Renderer, kept ready.

Nothing on a letter's road asks the ledger: a timer looks at one counter every other second, and only a change builds the replies anew.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from intake.plural import counted
from intake.ports import Clock
from intake.replies import catalogue
from intake.replies.facts import Blocks, Rendered, ReplyFacts
from intake.replies.renderer import Renderer
from intake.store import alarms, switches, template_versions
from intake.store.database import Database
from intake.store.template_versions import State


@dataclass(frozen=True, slots=True)
class _Now:
    counter: str
    renderer: Renderer
    paused: frozenset[str]


class LiveTemplates:
    """Safe for several threads; each process has its own and sees a change within the rhythm of `refresh`."""

    def __init__(self, *, db: Database, clock: Clock, shipped: Mapping[str, str], folder: Mapping[str, str], blocks: Blocks) -> None:
        """`folder`: an admin's own texts on disk, which lie between the shipped ones and the ledger's."""
        self._db = db
        self._clock = clock
        self._shipped = shipped
        self._folder = folder
        self._blocks = blocks
        self._one = threading.Lock()
        self._now: _Now | None = None

    def render(self, name: str, facts: ReplyFacts) -> Rendered:
        """As Renderer.render, by what was live at the last look."""
        return self._at_hand().renderer.render(name, facts)

    def paused(self, name: str) -> bool:
        """Whether a person wants to see this reply before it goes."""
        return name in self._at_hand().paused

    def current(self) -> Renderer:
        """After a look at the ledger, for people who have just changed something."""
        self.refresh()
        return self._at_hand().renderer

    def refresh(self) -> None:
        """Look whether anything changed, and only then build the replies anew. Raises errors.DatabaseBusy."""
        with self._one:
            with self._db.read() as tx:
                counter = switches.templates_changed(tx)
                if self._now is not None and counter == self._now.counter:
                    return
                live = template_versions.in_state(tx, State.LIVE)
                paused = switches.paused_templates(tx)
            edited, numbers = dict(self._folder), dict[str, int]()
            for version in live:
                for path, text in catalogue.texts(version.name, version.subject, version.body).items():
                    edited[path] = self._shipped[path] if version.follows_shipped else text
                numbers |= {} if version.follows_shipped else {version.name: version.number}
            renderer = Renderer(shipped=self._shipped, edited=edited, blocks=self._blocks, numbers=numbers)
            self._tell(renderer)
            self._now = _Now(counter, renderer, paused)

    def _at_hand(self) -> _Now:
        if self._now is None:
            self.refresh()
        if self._now is None:
            raise AssertionError("a refresh builds the replies")
        return self._now

    def _tell(self, made: Renderer) -> None:
        """An edited text that cannot be used gives way to the shipped one; somebody must know."""
        now = self._clock.now()
        with self._db.write() as tx:
            alarms.clear(tx, code="templates.refused", now=now)
            if made.problems:
                text = (
                    f"{counted(len(made.problems), 'problem')} in the edited reply templates: "
                    "the shipped ones are sent instead; see `intake check`"
                )
                alarms.put(tx, code="templates.refused", subject="templates", text=text, now=now)
