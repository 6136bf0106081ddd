"""People of the desk, for admins. In: names, roles, wishes. Out: who may sign in; a temporary password is shown once and kept nowhere."""

from typing import Final

from starlette.responses import Response

from intake import errors
from intake.desk import people, signing_in
from intake.desk.people import Person, Role
from intake.web.context import Context
from intake.web.numbers import whole
from intake.web.route import ADMINS, Route

ROLES: Final = (
    (Role.VIEWER, "Viewer", "Sees the log, letters and reports."),
    (Role.STAFF, "Staff", "Also answers, corrects, decides and pauses replies."),
    (Role.ADMIN, "Admin", "Also changes templates and manages people."),
    (Role.AUDITOR, "Auditor", "Sees everything and the history; changes nothing."),
)
FIELDS: Final = ("login", "name", "email", "role")


def show(context: Context) -> Response:
    """Everybody on record."""
    return context.render("people.html", people=people.everyone(context.desk))


def new(context: Context) -> Response:
    """The form for a new person."""
    return _form(context, {})


def add(context: Context) -> Response:
    """A new person, whose temporary password is shown."""
    given = {name: context.form.get(name, "").strip() for name in FIELDS}
    wrong = _wrong(given)
    if wrong:
        return _form(context, given, wrong)
    password = people.temporary_password()
    try:
        made = people.add(
            context.desk, given["login"], role=people.role_of(given["role"]), password=password, who=context.who, name=given["name"],
            email=given["email"], temporary=True,
        )  # fmt: skip
    except errors.Conflict:
        return _form(context, given, {"login": "Somebody with this sign-in name is on record already."})
    return context.render("person_password.html", whom=made, password=password, new=True)


def one(context: Context) -> Response:
    """One person, their sessions, and what an admin may do."""
    found = _person(context)
    sessions = signing_in.of_person(context.desk, found, lasting=context.setting.lasting)
    return context.render("person.html", whom=found, sessions=sessions, roles=ROLES)


def set_role(context: Context) -> Response:
    """Another role."""
    found = people.set_role(context.desk, _person(context).login, role=people.role_of(context.form.get("role", "")), who=context.who)
    return _back(context, found, f"{found.name} is {found.role} now.")


def set_active(context: Context) -> Response:
    """Let them sign in, or no more."""
    active = context.form.get("active") == "yes"
    found = people.set_active(context.desk, _person(context).login, active=active, who=context.who)
    return _back(context, found, f"{found.name} may sign in {'again' if active else 'no more'}.")


def reset_password(context: Context) -> Response:
    """A temporary password, shown once."""
    password = people.temporary_password()
    found = people.set_password(context.desk, _person(context).login, password, who=context.who, temporary=True)
    return context.render("person_password.html", whom=found, password=password, new=False)


def end_sessions(context: Context) -> Response:
    """End one session, or all."""
    found, number = _person(context), context.form.get("session", "")
    if number == "all":
        signing_in.end_all(context.desk, found, who=context.who)
    elif not (_is_number(number) and signing_in.end(context.desk, int(number), owner=found, who=context.who)):
        raise errors.NotFound("this session has ended already")
    return _back(context, found, "The session has ended." if number != "all" else "All their sessions have ended.")


def _person(context: Context) -> Person:
    number = context.path["id"]
    if not _is_number(number):
        raise errors.NotFound("no such person is on record")
    return people.get(context.desk, int(number))


def _is_number(text: str) -> bool:
    return whole(text, 9) is not None


def _back(context: Context, found: Person, said: str) -> Response:
    return context.redirect(f"/people/{found.id}", said)


def _wrong(given: dict[str, str]) -> dict[str, str]:
    wrong = {}
    try:
        people.login_of(given["login"])
    except errors.PersonNeeded as error:
        wrong["login"] = f"{str(error)[0].upper()}{str(error)[1:]}."
    if not given["name"]:
        wrong["name"] = "Enter the person's name."
    if given["email"] and not people.is_address(given["email"]):
        wrong["email"] = "Enter an address like ida@office.example, or leave it empty."
    if given["role"] not in set(Role):
        wrong["role"] = "Choose a role."
    return wrong


def _form(context: Context, given: dict[str, str], wrong: dict[str, str] | None = None) -> Response:
    return context.render("person_new.html", 422 if wrong else 200, given=given, wrong=wrong or {}, roles=ROLES)


ROUTES: Final = (
    Route("GET", "/people", ADMINS, show),
    Route("POST", "/people", ADMINS, add),
    Route("GET", "/people/new", ADMINS, new),
    Route("GET", "/people/{id}", ADMINS, one),
    Route("POST", "/people/{id}/role", ADMINS, set_role),
    Route("POST", "/people/{id}/active", ADMINS, set_active),
    Route("POST", "/people/{id}/password", ADMINS, reset_password),
    Route("POST", "/people/{id}/sessions", ADMINS, end_sessions),
)
