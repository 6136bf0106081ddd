"""The wordings of replies: list, editor, versions. In: requests. Out: pages. Who edits is an admin; everybody may look."""

from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import Response

from intake import errors
from intake.desk import answer_facts, template_acts, template_files, template_mail, template_texts, template_trial
from intake.desk.people import Role
from intake.desk.template_acts import Refused
from intake.desk.template_texts import SHIPPED, TemplateSettings
from intake.desk.template_trial import Trial
from intake.desk.templates import Fault
from intake.desk.writing import Writing
from intake.web import shown
from intake.web.context import Context
from intake.web.numbers import whole
from intake.web.route import ADMINS, READERS, Route

DIGITS: Final = 8
"""Of a version's number."""
_KINDS: Final = (("reply", "Automatic replies"), ("answer", "Answers by a person"), ("part", "Locked parts"))


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the editor."""

    subject: str
    body: str
    note: str = ""
    case: str = ""
    ref: str = ""


def listing(context: Context) -> Response:
    """Every wording, and what of it is edited, waiting, paused."""
    lines = template_texts.listing(context.desk, settings(context))
    groups = [(title, [line for line in lines if line.kind == kind]) for kind, title in _KINDS]
    return context.render("templates.html", groups=groups, slug=slug, second=settings(context).second_person)


def show(context: Context) -> Response:
    """One of them in its editor."""
    return _page(context, number=whole(context.query.get("version"), DIGITS))


def change(context: Context) -> Response:
    """Preview, save a draft, send it for approval, or mail it to oneself; what is at fault comes back with the text."""
    name, typed, act = _name(context), _typed(context), context.form.get("act", "preview")
    if act == "preview":
        return _page(context, typed=typed, trial=_trial(context, name, typed))
    if act == "test":
        return _test_mail(context, name, typed)
    latest = whole(context.form.get("latest"), DIGITS)
    try:
        made = template_acts.save(
            context.desk, settings(context), name, typed.subject, typed.body, who=context.who, note=typed.note,
            latest=latest,
        )  # fmt: skip
    except errors.Conflict as error:
        return _page(context, typed=typed, wrong=str(error))
    if isinstance(made, Refused):
        return _page(context, typed=typed, faults=made.faults)
    if act != "submit":
        return context.redirect(f"/templates/{slug(name)}", f"Version {made.number} is saved as a draft. It is not sent yet.")
    done = template_acts.submit(context.desk, settings(context), name, made.number, who=context.who)
    what = "waits for a second person" if done.state == "waiting" else "is live: letters get these words within some seconds"
    return context.redirect(f"/templates/{slug(name)}", f"Version {made.number} {what}.")


def preview(context: Context) -> Response:
    """The piece of the page that shows the text as it would be sent."""
    name, typed = _name(context), _typed(context)
    return context.render("fragments/template_preview.html", **_shown(context, _trial(context, name, typed)))


def decide(context: Context) -> Response:
    """Send a draft on, approve it as a second person, or reject it."""
    name, number, reason = _name(context), _number(context), context.form.get("reason", "")
    here = f"/templates/{slug(name)}"
    match context.form.get("act", ""):
        case "submit":
            done = template_acts.submit(context.desk, settings(context), name, number, who=context.who)
            return context.redirect(here, f"Version {number} " + ("waits for a second person." if done.state == "waiting" else "is live."))
        case "approve":
            found = template_acts.approve(context.desk, settings(context), name, number, who=context.who, note=reason)
            if isinstance(found, Refused):
                return _page(context, faults=found.faults, number=number)
            return context.redirect(here, f"Version {number} is live: letters get these words within some seconds.")
        case "reject":
            template_acts.reject(context.desk, name, number, who=context.who, reason=reason)
            return context.redirect(here, f"Version {number} is rejected. Its author sees the reason.")
        case _:
            raise errors.PersonNeeded("choose what to do with this version")


def back(context: Context) -> Response:
    """Go back to an earlier version, or to the shipped text."""
    name, number = _name(context), _number(context)
    found = template_acts.roll_back(context.desk, settings(context), name, number, who=context.who)
    if isinstance(found, Refused):
        return _page(context, faults=found.faults, number=number)
    what = "the shipped text" if number == SHIPPED else f"the words of version {number}"
    state = "waits for a second person" if found.state == "waiting" else "is live"
    return context.redirect(f"/templates/{slug(name)}", f"Version {found.number} has {what} and {state}.")


def pause(context: Context) -> Response:
    """Hold letters that would get this reply, or go on."""
    name, on = _name(context), context.form.get("paused") == "yes"
    template_acts.pause(context.desk, name, paused=on, who=context.who, reason=context.form.get("reason", ""))
    text = "This reply is paused: its letters wait for a person." if on else "This reply goes out again."
    return context.redirect(f"/templates/{slug(name)}", text)


def difference(context: Context) -> Response:
    """Two versions line by line."""
    name = _name(context)
    before, after = (whole(context.query.get(key), DIGITS) or SHIPPED for key in ("before", "after"))
    view = template_texts.view(context.desk, settings(context), name)
    lines = template_texts.difference(context.desk, settings(context), name, before, after)
    return context.render("template_difference.html", view=view, slug=slug, before=before, after=after, lines=lines)


def export(context: Context) -> Response:
    """All texts as they are sent now, in one file."""
    content = template_files.to_zip(template_files.export(context.desk, settings(context)))
    named = {"Content-Disposition": 'attachment; filename="templates.zip"'}
    return Response(content, media_type="application/zip", headers=named)


def slug(name: str) -> str:
    """A name as one part of an address."""
    return name.replace("/", "~")


def settings(context: Context) -> TemplateSettings:
    """Raises errors.Conflict where this desk was started without."""
    if context.setting.templates is None:
        raise errors.Conflict("templates cannot be edited at this desk")
    return context.setting.templates


def writing(context: Context) -> Writing:
    """Raises errors.Conflict where this desk was started without."""
    if context.setting.writing is None:
        raise errors.Conflict("answers cannot be written at this desk")
    return context.setting.writing


def _test_mail(context: Context, name: str, typed: Typed) -> Response:
    email = context.person.email
    if not email:
        return _page(context, typed=typed, wrong="Your account has no email address: an admin enters it on the page People.")
    found = template_mail.send(
        context.desk, settings(context), writing(context), name, typed.subject, typed.body, case=typed.case, to=email,
        key=context.form.get("key", ""), who=context.who,
    )  # fmt: skip
    if isinstance(found, Refused):
        return _page(context, typed=typed, faults=found.faults)
    return _page(context, typed=typed, told=f"A test mail is on its way to {email}.")


def _page(
    context: Context, *, number: int | None = None, typed: Typed | None = None, trial: Trial | None = None,
    faults: tuple[Fault, ...] = (), wrong: str = "", told: str = "",
) -> Response:  # fmt: skip
    name = _name(context)
    view = template_texts.view(context.desk, settings(context), name, number)
    may_edit = context.person.role is Role.ADMIN
    shown_text = typed or Typed(view.text.subject.strip(), view.text.body.rstrip("\n"), case=_case(context.query.get("case", "")))
    if trial is None:
        trial = Trial(faults) if faults else _trial(context, name, shown_text, saved=typed is None)
    words = {
        "view": view, "typed": shown_text, "slug": slug, "may_edit": may_edit, "wrong": wrong, "mailed": told,
        "cases": template_trial.CASES,
        "key": writing(context).key(), "bad": _bad_lines(trial),
        "mine": view.version is not None and view.version.author.casefold() == context.who.casefold(),
    }  # fmt: skip
    failed = bool(faults or wrong or (trial.faults and typed is not None and context.request.method == "POST"))
    return shown.framed(context.render("template.html", 422 if failed else 200, failed=failed, **words, **_shown(context, trial)))


def _bad_lines(trial: Trial) -> set[int]:
    return {fault.line for fault in trial.faults if fault.line and not fault.file.endswith("subject.txt")}


def _shown(context: Context, trial: Trial) -> dict[str, Any]:
    return {"trial": trial, "frame": shown.keep(context, trial.html) if trial.html else ""}


def _trial(context: Context, name: str, typed: Typed, *, saved: bool = False) -> Trial:
    facts = None
    if typed.ref and context.person.role in (Role.ADMIN, Role.STAFF):
        facts = answer_facts.gather(context.desk, typed.ref, context=writing(context).context, staff_name=context.person.name).reply
    return template_trial.show(context.desk, settings(context), name, typed.subject, typed.body, case=typed.case, facts=facts, saved=saved)


def _typed(context: Context) -> Typed:
    form = context.form
    case = _case(form.get("case", ""))
    return Typed(form.get("subject", ""), form.get("body", ""), form.get("note", "")[:300], case, form.get("ref", "").strip()[:60])


def _case(given: str) -> str:
    return given if given in template_trial.CASES else ""


def _name(context: Context) -> str:
    name = context.path["name"].replace("~", "/")
    template_texts.known(name)
    return name


def _number(context: Context) -> int:
    number = whole(context.form.get("version"), DIGITS)
    if number is None:
        raise errors.PersonNeeded("name a version")
    return number


_ONE: Final = "/templates/{name}"
ROUTES: Final = (
    Route("GET", "/templates", READERS, listing),
    Route("GET", "/templates/export", READERS, export),
    Route("GET", _ONE, READERS, show),
    Route("POST", _ONE, ADMINS, change),
    Route("POST", f"{_ONE}/preview", ADMINS, preview),
    Route("POST", f"{_ONE}/decide", ADMINS, decide),
    Route("POST", f"{_ONE}/back", ADMINS, back),
    Route("POST", f"{_ONE}/pause", ADMINS, pause),
    Route("GET", f"{_ONE}/difference", READERS, difference),
)
