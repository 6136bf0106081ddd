"""Whether a party signed a paper, as a person says. In: forms. Out: the signatures as they stand, or the form with what is wrong."""

from typing import Final

from starlette.responses import Response

from intake import errors
from intake.desk import corrections
from intake.desk.fields import NAMED
from intake.desk.letter_page import LetterPage, PaperView
from intake.desk.signatures import Signature
from intake.web import letters
from intake.web.context import Context
from intake.web.letter_words import TONES, after, sentence
from intake.web.letters import number
from intake.web.numbers import whole
from intake.web.route import STAFF, Route


def form(context: Context) -> Response:
    """In its place, or a page of its own."""
    return _form(context)


def say(context: Context) -> Response:
    """Signed, or not signed. What is wrong with it stands in the form."""
    letter, position, name = number(context, "number"), number(context, "position"), context.path["name"]
    try:
        done = corrections.signature(
            context.desk, letter, position, name, context.form.get("verdict", ""), who=context.who,
            edition=whole(context.form.get("edition")), page=whole(context.form.get("page"), 5),
        )  # fmt: skip
    except (errors.Conflict, errors.PersonNeeded) as error:
        return _form(context, sentence(str(error)))
    if not context.htmx:
        return context.redirect(after(f"/letters/{letter}", done, "#papers"), sentence(done.text))
    found, paper, _ = _look(context)
    answer = context.render("fragments/letter_signatures.html", found=found, paper=paper, name=name, done=done, tones=TONES)
    # The form stands in the place of one signature; all of the paper's are told anew.
    answer.headers["HX-Retarget"] = f"#signatures-{position}"
    return answer


def rows(context: Context) -> Response:
    """The signatures as they stand: where a correction in place was given up."""
    found, paper, seen = _look(context)
    return context.render("fragments/letter_signatures.html", found=found, paper=paper, name=seen.name, done=None, tones=TONES)


def _form(context: Context, error: str = "") -> Response:
    found, paper, seen = _look(context)
    template = "fragments/letter_signature.html" if context.htmx else "letter_signature.html"
    return context.render(
        template, 422 if error else 200, found=found, paper=paper, seen=seen, label=NAMED[seen.name], error=error,
        row=whole(context.query.get("row"), 3) or 1, page=whole(context.form.get("page"), 5),
    )  # fmt: skip


def _look(context: Context) -> tuple[LetterPage, PaperView, Signature]:
    position, name = number(context, "position"), context.path["name"]
    found = letters.look(context)
    paper = next((each for each in found.papers if each.position == position), None)
    seen = None if paper is None else next((each for each in paper.signatures if each.name == name), None)
    if paper is None or seen is None:
        raise errors.NotFound("the letter has no such signature")
    return found, paper, seen


_SIGNATURE: Final = "/letters/{number}/papers/{position}/signatures/{name}"

ROUTES: Final = (
    Route("GET", _SIGNATURE, STAFF, form),
    Route("POST", _SIGNATURE, STAFF, say),
    Route("GET", f"{_SIGNATURE}/row", STAFF, rows),
)
