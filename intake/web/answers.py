"""Answering a letter. In: requests of staff. Out: the form, a preview, an answer queued once, and the way back while it rests."""

from typing import Any, Final

from starlette.responses import Response

from intake import errors
from intake.desk import answers
from intake.desk.answers import Fault, Form, Preview, Refused
from intake.web import shown
from intake.web.context import Context
from intake.web.numbers import whole
from intake.web.route import STAFF, Route
from intake.web.templates import writing


def show(context: Context) -> Response:
    """The form, begun from that person's draft or from a template."""
    return _page(context, template=context.query.get("template", ""))


def change(context: Context) -> Response:
    """Begin with another template, look at it, keep it, throw it away, or send it."""
    number, form, act = _number(context), _form(context), context.form.get("act", "preview")
    named, confirmed = context.person.name, frozenset(context.every("confirm"))
    match act:
        case "template" | "correction":
            answers.save(context.desk, number, form, who=context.who)
            begun = answers.CORRECTION if act == "correction" else form.template
            # Said as done, so that the browser lets go of what was typed before.
            return context.redirect(f"/letters/{number}/answer?template={begun}", "The answer begins anew with this text.")
        case "draft":
            answers.save(context.desk, number, form, who=context.who)
            return context.redirect(f"/letters/{number}/answer", "Your draft is kept here. Nothing was sent.")
        case "discard":
            answers.discard(context.desk, number, who=context.who)
            return context.redirect(f"/letters/{number}", "Your draft is thrown away. Nothing was sent.")
        case "send":
            done = answers.send(context.desk, writing(context), number, form, who=context.who, staff_name=named, confirmed=confirmed)
            if isinstance(done, Refused):
                return _page(context, form=form, faults=done.faults, sending=True)
            return context.redirect(f"/letters/{number}/answer/{done.reply}")
        case _:
            answers.save(context.desk, number, form, who=context.who)
            seen = answers.preview(context.desk, writing(context), number, form, who=context.who, staff_name=named)
            return _page(context, form=form, faults=seen.faults, seen=seen)


def keep(context: Context) -> Response:
    """What stands in the form, kept while it is typed."""
    at = answers.save(context.desk, _number(context), _form(context), who=context.who)
    return context.render("fragments/answer_kept.html", at=at)


def sent(context: Context) -> Response:
    """What becomes of an answer, and the way back while there is one."""
    found = answers.look(context.desk, _number(context), _reply(context))
    return context.render("answer_sent.html", found=found)


def undo(context: Context) -> Response:
    """Take it back: its text is a draft again."""
    number, reply = _number(context), _reply(context)
    answers.look(context.desk, number, reply)
    answers.undo(context.desk, writing(context), reply, who=context.who)
    return context.redirect(f"/letters/{number}/answer", "The answer is taken back. Nothing was sent; your text is here.")


def _page(
    context: Context, *, form: Form | None = None, faults: tuple[Fault, ...] = (), seen: Preview | None = None, template: str = "",
    sending: bool = False,
) -> Response:  # fmt: skip
    opened = answers.begin(
        context.desk, writing(context), _number(context), who=context.who, staff_name=context.person.name, template=template
    )
    form = form or opened.form
    known = {each.address for each in opened.known}
    words: dict[str, Any] = {
        "opened": opened, "form": form, "faults": faults, "seen": seen, "sending": sending, "confirmed": context.every("confirm"),
        "frame": shown.keep(context, seen.html) if seen else "",
        "others_to": ", ".join(each for each in form.to if each not in known),
        "others_cc": ", ".join(each for each in form.cc if each not in known),
        "wrong": _by_field(faults), "choices": [(each.name, each.purpose[:1].upper() + each.purpose[1:]) for each in opened.choices],
    }  # fmt: skip
    hard = any(not fault.confirm for fault in faults)
    return shown.framed(context.render("answer.html", 422 if sending or (faults and hard) else 200, **words))


def _by_field(faults: tuple[Fault, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for fault in faults:
        if not fault.confirm:
            found[fault.field] = f"{found[fault.field]} {fault.text}" if fault.field in found else fault.text
    return found


def _form(context: Context) -> Form:
    form = context.form
    chosen = {each: context.form.get(f"person-{index}", "") for index, each in enumerate(context.every("address"))}
    to = [each for each, how in chosen.items() if how == "to"] + _typed(form.get("to", ""))
    cc = [each for each, how in chosen.items() if how == "cc"] + _typed(form.get("cc", ""))
    return Form(
        form.get("key", ""), form.get("template", answers.GENERAL), tuple(to), tuple(cc), form.get("subject", ""), form.get("body", "")
    )


def _typed(text: str) -> list[str]:
    return [each.strip() for each in text.replace(";", ",").split(",") if each.strip()][:50]


def _number(context: Context) -> str:
    return str(_whole(context.path["number"]))


def _reply(context: Context) -> int:
    return _whole(context.path["reply"])


def _whole(text: str) -> int:
    found = whole(text)
    if found is None:
        raise errors.NotFound("there is no such letter")
    return found


_ONE: Final = "/letters/{number}/answer"
ROUTES: Final = (
    Route("GET", _ONE, STAFF, show),
    Route("POST", _ONE, STAFF, change),
    Route("POST", f"{_ONE}/keep", STAFF, keep),
    Route("GET", f"{_ONE}/{{reply}}", STAFF, sent),
    Route("POST", f"{_ONE}/{{reply}}/undo", STAFF, undo),
)
