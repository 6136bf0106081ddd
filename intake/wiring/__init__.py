"""The one place that names adapters and reads the configuration. In: a Config. Out: a worker, a desk, checks, imports."""

from intake.config.settings import Config
from intake.wiring.checks import CheckResult, check
from intake.wiring.imports import Imported, import_mail
from intake.wiring.service import calendar, desk, load, migrate, start_logs, worker
from intake.wiring.verify import verify

__all__ = [
    "CheckResult",
    "Config",
    "Imported",
    "calendar",
    "check",
    "desk",
    "import_mail",
    "load",
    "migrate",
    "start_logs",
    "verify",
    "worker",
]
