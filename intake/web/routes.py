"""Every page and act of the desk, as data: method, path, who may, and what answers. Each page's module brings its lines."""

from typing import Final

from intake.web import (
    account,
    answers,
    cases,
    health,
    history,
    letter_acts,
    letter_files,
    letter_signatures,
    letters,
    log,
    people,
    queue,
    register,
    replies,
    reports,
    shown,
    sign_in,
    template_import,
    templates,
)
from intake.web.route import Route

ROUTES: Final[tuple[Route, ...]] = (
    *log.ROUTES,
    *letters.ROUTES,
    *letter_acts.ROUTES,
    *letter_signatures.ROUTES,
    *letter_files.ROUTES,
    *cases.ROUTES,
    *queue.ROUTES,
    *register.ROUTES,
    *reports.ROUTES,
    *answers.ROUTES,
    *template_import.ROUTES,
    *templates.ROUTES,
    *shown.ROUTES,
    *replies.ROUTES,
    *history.ROUTES,
    *people.ROUTES,
    *account.ROUTES,
    *sign_in.ROUTES,
    *health.ROUTES,
)
