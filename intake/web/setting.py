"""What the web application is told at its start. In: the command line's settings. Out: one value."""

from dataclasses import dataclass, field
from datetime import timedelta

from intake.desk.arrivals import Arrivals
from intake.desk.looks import Looks
from intake.desk.signing_in import Lasting
from intake.desk.template_texts import TemplateSettings
from intake.desk.writing import Writing


@dataclass(frozen=True, slots=True)
class Setting:
    """`demo` is the secret of a session that every browser on this machine has; only a demonstration gives one.

    `looks`: what pages show besides the ledger.
    """

    office: str = "Program Office"
    lasting: Lasting = field(default_factory=Lasting)
    banner: bool = False
    demo: str = ""
    writing: Writing | None = None  # for answers
    templates: TemplateSettings | None = None
    looks: Looks = field(default_factory=Looks)
    arrivals: Arrivals | None = None  # of this application, made with it

    @property
    def warn(self) -> timedelta:
        """How long before the end of a session its person is warned."""
        return min(timedelta(minutes=2), self.lasting.idle / 4)
