"""The page of a letter: its papers beside what was read from them. In: a letter's number. Out: pages and pieces of them."""

from typing import Any, Final

from starlette.responses import Response

from intake import errors
from intake.desk import letter_page, pictures, reveal, work
from intake.desk.letter_page import LetterPage, PaperView
from intake.desk.pictures import Picture
from intake.desk.work import LONGEST_NOTE
from intake.security import masking
from intake.web.context import Context
from intake.web.letter_words import TONES, undo_offered
from intake.web.numbers import whole
from intake.web.route import READERS, STAFF, Route

MOST_THUMBS: Final = 60
ZOOMS: Final = (1, 2)


def show(context: Context) -> Response:
    """The whole letter, one page of one of its papers as a picture."""
    return page(context)


def page(context: Context, *, wrong: str = "") -> Response:
    """The same; where it could not be given to somebody, with what is `wrong` beside the list of people."""
    found = look(context)
    paper = _chosen(context, found)
    words: dict[str, Any] = {"found": found, "paper": paper, "tones": TONES, "undo": undo_offered(context), "longest_note": LONGEST_NOTE}
    may_act = context.person.role in STAFF
    words["may_answer"] = may_act and context.setting.writing is not None
    words |= {"wrong": wrong, "workers": work.workers(context.desk) if may_act else []}
    return context.render("letter.html", 422 if wrong else 200, **words, pane=_pane(context, found.letter.id, paper), may_act=may_act)


def pane(context: Context) -> Response:
    """The picture alone, for turning pages in place; without the script, the whole page."""
    letter, position, page = number(context, "number"), number(context, "position"), number(context, "page")
    if not context.htmx:
        return context.redirect(f"/letters/{letter}?paper={position}&page={page}&zoom={_zoom(context)}#papers")
    paper = next((each for each in look(context).papers if each.position == position), None)
    if paper is None:
        raise errors.NotFound(f"the letter has no paper {position + 1}")
    return context.render("fragments/letter_pane.html", paper=paper, pane=_pane(context, letter, paper, page), number=letter)


def picture(context: Context) -> Response:
    """A page as PNG, what is private painted over."""
    found = _drawn(context, number(context, "number"), number(context, "position"), number(context, "page"), context.path["size"])
    if found is None:
        raise errors.NotFound("no picture can be made of this page")
    return Response(found.png, media_type="image/png", headers={"Cache-Control": "private, max-age=600"})


def bare_picture(context: Context) -> Response:
    """The same without masks, for staff, recorded."""
    found = _drawn(context, number(context, "number"), number(context, "position"), number(context, "page"), "page", bare=True)
    if found is None:
        raise errors.NotFound("no picture can be made of this page")
    return Response(found.png, media_type="image/png")


def value(context: Context) -> Response:
    """One masked value, shown to staff who asked for it, recorded."""
    letter, position, name = number(context, "number"), number(context, "position"), context.path["name"]
    shown = reveal.field(context.desk, letter, position, name, who=context.who)
    return context.render("fragments/letter_value.html" if context.htmx else "letter_value.html", shown=shown, letter=letter)


def look(context: Context) -> LetterPage:
    """The letter that the address names; the look is recorded. Raises errors.NotFound."""
    looks = context.setting.looks
    return letter_page.look(
        context.desk, number(context, "number"), who=context.who, context=looks.context,
        proposed_reply=looks.proposed_reply, text=looks.text,
    )  # fmt: skip


def number(context: Context, name: str) -> int:
    """A number out of the address. Raises errors.NotFound."""
    found = whole(context.path[name])
    if found is None:
        raise errors.NotFound("there is no such letter")
    return found


def _chosen(context: Context, found: LetterPage) -> PaperView | None:
    """The paper that was asked for, else the first that says something."""
    wanted = context.query.get("paper", "")
    asked = next((each for each in found.papers if str(each.position) == wanted), None)
    telling = next((each for each in found.papers if each.fields), None)
    return asked or telling or next(iter(found.papers), None)


def _pane(context: Context, letter: int, paper: PaperView | None, page: int | None = None) -> dict[str, Any]:
    """What the picture's place shows: which page, how large, and its boxes; `size` is None where there is no picture."""
    if paper is None:
        return {"page": 1, "size": None, "zoom": 1, "pages": [], "coming": False}
    wanted = page if page is not None else _page_asked(context) or _first_telling(paper)
    shown = min(max(wanted, paper.first_page), paper.last_page)
    # The page is there before its picture is drawn, which asks for itself then.
    at_once = context.htmx or context.query.get("draw") == "now"
    drawn = _drawn(context, letter, paper.position, shown, "page", kept=not at_once) if paper.drawable else None
    return {
        "coming": drawn is None and paper.drawable and not at_once,
        "page": shown,
        "size": None if drawn is None else drawn.points,
        "zoom": _zoom(context),
        "pages": list(range(paper.first_page, paper.last_page + 1))[:MOST_THUMBS],
        "boxes": [] if drawn is None else [field for field in paper.fields if field.page == shown and field.box],
        "signed": [] if drawn is None else [each for each in paper.signatures if each.page == shown and each.box],
    }


def _page_asked(context: Context) -> int:
    return whole(context.query.get("page"), 5) or 0


def _zoom(context: Context) -> int:
    return 2 if context.query.get("zoom") == "2" else 1


def _first_telling(paper: PaperView) -> int:
    """The page from which most was read."""
    on = [field.page for field in paper.fields if field.page]
    return max(set(on), key=lambda page: (on.count(page), -page)) if on else paper.first_page


def _drawn(context: Context, letter: int, position: int, page: int, size: str, *, bare: bool = False, kept: bool = False) -> Picture | None:
    draw = context.setting.looks.draw
    if draw is None or size not in pictures.WIDTHS:
        return None
    try:
        return pictures.page(context.desk, letter, position, page, size=size, who=context.who, draw=draw, bare=bare, kept=kept)
    except (errors.NotFound, errors.WaitError):
        return None


def masked(text: str) -> str:
    """For templates."""
    return masking.masked(text)


ROUTES: Final = (
    Route("GET", "/letters/{number}", READERS, show),
    Route("GET", "/letters/{number}/papers/{position}/pages/{page}", READERS, pane),
    Route("GET", "/letters/{number}/papers/{position}/pages/{page}/{size}.png", READERS, picture, quiet=True),
    Route("POST", "/letters/{number}/papers/{position}/pages/{page}/bare", STAFF, bare_picture),
    Route("POST", "/letters/{number}/papers/{position}/fields/{name}/show", STAFF, value),
)
