"""The history and its proof, for admins and auditors. In: a filter; a step. Out: a page of events; how far the chain holds."""

from typing import Final
from urllib.parse import urlencode

from starlette.responses import Response

from intake import errors
from intake.desk import history
from intake.desk.history import About, Proof
from intake.web.context import Context
from intake.web.numbers import whole
from intake.web.route import AUDITORS, Route

LONGEST_NUMBER: Final = 18
HASH_DIGITS: Final = 64


def show(context: Context) -> Response:
    """Events, newest first, by who did it, what it is about, and the letter."""
    asked = {name: context.query.get(name, "").strip()[:120] for name in ("who", "about", "letter")}
    wrong = {}
    if asked["letter"] and not _is_number(asked["letter"]):
        wrong["letter"] = "Enter the letter's number."
    if asked["about"] and asked["about"] not in set(About):
        raise errors.NotFound("there is no such part of the history")
    before, letter = context.query.get("before", ""), None if wrong else asked["letter"]
    if before and not _is_number(before):
        raise errors.PersonNeeded("this link is damaged: go back to the first page")
    found = None
    if not wrong:
        start, number = int(before) if before else None, int(letter) if letter else None
        found = history.page(context.desk, before=start, actor=asked["who"], about=asked["about"], letter=number)
    kept = {name: value for name, value in asked.items() if value}
    here = "/history" + (f"?{urlencode(kept)}" if kept else "")
    onward = f"/history?{urlencode(kept | {'before': found.next})}" if found and found.next else ""
    words = {"asked": asked, "wrong": wrong, "filtered": bool(kept), "first": here if before else "", "onward": onward}
    status = 422 if wrong else 200
    return context.render("history.html", status, events=found.events if found else (), about=list(About), **words)


def prove(context: Context) -> Response:
    """Begin, or go on from the step before."""
    seq, hash_ = context.form.get("seq", ""), context.form.get("hash", "")
    if not seq:
        return _proof(context, history.begin_proof(context.desk, who=context.who))
    if not _is_number(seq) or len(hash_) != HASH_DIGITS:
        raise errors.PersonNeeded("this step is damaged: begin the proof again")
    return _proof(context, history.prove(context.desk, seq=int(seq), hash_=hash_))


def _proof(context: Context, proof: Proof) -> Response:
    return context.render("fragments/proof.html" if context.htmx else "proof.html", proof=proof)


def _is_number(text: str) -> bool:
    return whole(text, LONGEST_NUMBER) is not None


ROUTES: Final = (
    Route("GET", "/history", AUDITORS, show),
    Route("POST", "/history/proof", AUDITORS, prove),
)
