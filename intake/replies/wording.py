"""Facts in our words, as plain strings, numbers and lists for a template. In: ReplyFacts and Blocks. Out: a dict for the renderer. Pure.

Nothing that this module does not know is passed on: an unknown kind, model or code leaves no trace in a reply.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from intake.plural import counted
from intake.replies.facts import Blocks, Paper, ReplyFacts

MAX_TEXT: Final = 200
MAX_BLOCK: Final = 4_000
MAX_ENTRIES: Final = 30
MAX_REFERENCES: Final = 100  # an association may write for every county of its state
MAX_PAGES: Final = 9_999

MODEL_NAMES: Final = {"JEM": "Jail Enforcement Model", "TFM": "Task Force Model", "WSO": "Warrant Service Officer"}
KIND_NAMES: Final = {"letter": "Letter of Interest", "agreement": "Memorandum of Agreement", "other": "Another paper"}
SEVERAL: Final = {"letter": "Letters of Interest", "agreement": "Memoranda of Agreement", "other": "other papers"}
ALREADY_SENT: Final = "If you already sent it, you need do nothing."

_KNOWN_MODELS: Final = {**MODEL_NAMES, **{name: name for name in MODEL_NAMES.values()}}
# Control characters, and the marks that turn the direction of writing: neither has a place in our words.
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_UNPRINTABLE_BUT_LINES: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def context(facts: ReplyFacts, blocks: Blocks) -> dict[str, object]:
    """All variables of the catalogue, each set. Texts are one line and bounded; lists are bounded."""
    alike = list(Counter(_alike(paper) for paper in facts.papers).items())
    listed, unlisted = alike[:MAX_ENTRIES], sum(count for _, count in alike[MAX_ENTRIES:])
    return {
        "reference": line(facts.reference) or "".join(line(reference) for reference in facts.references[:1]),
        "references": _references(facts.references),
        "received": line(facts.received),
        "answer_by": line(facts.answer_by or ""),
        "papers": [_papers(*kind, count) for kind, count in listed],
        "other_attachments": max(facts.other_attachments, 0),
        "attachments_line": _attachments_line(facts, unlisted),
        "missing": missing(facts),
        "models_asked": _known(facts.models_asked),
        "agency": line(facts.agency or ""),
        "out_of_hours": facts.out_of_hours,
        "links_only": facts.links_only,
        "folded": max(facts.folded, 0),
        "folded_line": _folded_line(facts.folded),
        "staff_name": line(facts.staff_name),
        "settled": settled(facts.settled),
        **_blocks(blocks),
    }


def _blocks(blocks: Blocks) -> dict[str, object]:
    return {
        "office_name": line(blocks.office_name),
        "contact_address": line(blocks.contact_address),
        "office_phone": line(blocks.office_phone),
        "privacy_notice": lines(blocks.privacy_notice),
        "sensitive_notice": lines(blocks.sensitive_notice),
        "records_line": lines(blocks.records_line),
        "program_page": line(blocks.program_page),
    }


def line(text: str) -> str:
    """One line without control characters, at most MAX_TEXT long."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())[:MAX_TEXT]


def lines(text: str, most: int = MAX_BLOCK) -> str:
    """Lines without other control characters, at most so long."""
    return _UNPRINTABLE_BUT_LINES.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).strip()[:most]


def _references(references: Sequence[str]) -> list[str]:
    """Each reference; the last entry says how many more there are. Empty where there is one alone, which every reply names itself."""
    if len(references) < 2:
        return []
    told = [line(reference) for reference in references[:MAX_REFERENCES]]
    more = len(references) - len(told)
    return [*told, f"and {more} more, which a person on our staff can tell you"] if more else told


def _alike(paper: Paper) -> tuple[str, str, int]:
    """Kind, model and pages, as far as we have words for them."""
    kind = paper.kind if paper.kind in KIND_NAMES else "other"
    model = _KNOWN_MODELS.get(paper.model or "", "") if kind == "agreement" else ""
    return kind, model, min(max(paper.pages, 0), MAX_PAGES)


def _papers(kind: str, model: str, pages: int, count: int) -> dict[str, object]:
    """One entry for all papers alike: "Letter of Interest, 1 page", "3 Letters of Interest, 1 page each"."""
    name = KIND_NAMES[kind] if count == 1 else f"{count} {SEVERAL[kind]}"
    length = counted(pages, "page") + (" each" if count > 1 else "") if pages else ""
    told = ", ".join(part for part in (name, model, length) if part)
    return {"kind": kind, "model": model, "pages": pages, "count": count, "line": told}


def _attachments_line(facts: ReplyFacts, unlisted: int) -> str:
    """ "2 other attachments"; papers past the end of the list are counted first."""
    others = "other attachment" if facts.papers else "attachment"
    counts = ((unlisted, "more paper"), (max(facts.other_attachments, 0), others))
    return " and ".join(counted(number, noun) for number, noun in counts if number)


def _folded_line(folded: int) -> str:
    if folded <= 0:
        return ""
    return f"This reply is also for {counted(folded, 'more message')} that you sent at about the same time."


def _known(models: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(_KNOWN_MODELS[model] for model in models if model in _KNOWN_MODELS))


def missing(facts: ReplyFacts) -> list[str]:
    """A sentence or two for each code of a finding, in their order, none twice. A code is a name, or a name, a colon and a model or a page.

    Codes: letter_not_found, attachment_not_found, agreement_not_found[:MODEL],
    blank_signature[:PAGE], blank_date[:PAGE], cannot_open, password, link_instead.
    """
    codes = [*facts.missing, *(("link_instead",) if facts.links_only else ())]
    notes = list(dict.fromkeys(sentence for code in codes for sentence in _sentences(code, facts)))
    more = len(notes) - MAX_ENTRIES
    return [*notes[:MAX_ENTRIES], f"There {'is' if more == 1 else 'are'} {counted(more, 'more note')} of this kind."] if more > 0 else notes


def _sentences(code: str, facts: ReplyFacts) -> list[str]:
    name, _, detail = code.partition(":")
    match name:
        case "letter_not_found":
            return [f"We did not find a Letter of Interest in this message. {ALREADY_SENT}"]
        case "attachment_not_found":
            return [f"We did not find an attachment in this message. {ALREADY_SENT}"]
        case "agreement_not_found":
            return _agreements_not_found(detail, facts)
        case "blank_signature":
            return [f"We could not find a signature {_on_page(detail)}. If you already sent a signed copy, you need do nothing."]
        case "blank_date":
            return [f"We could not find a date {_on_page(detail)}. If you already sent a dated copy, you need do nothing."]
        case "cannot_open":
            return ["We could not open one of your files. Please send it again as a PDF file."]
        case "password":
            return ["One of your files asks for a password. Please send a copy that opens without one."]
        case "link_instead":
            return ["Your message has a link where we looked for a file. We cannot open links. Please attach the file."]
        case _:
            return []


def settled(codes: Iterable[str]) -> list[str]:
    """A sentence for each code of a finding that is no longer true, in their order, none twice."""
    return list(dict.fromkeys(sentence for code in codes if (sentence := _settled(code))))[:MAX_ENTRIES]


def _settled(code: str) -> str:
    name, _, detail = code.partition(":")
    match name:
        case "letter_not_found":
            return "We found your Letter of Interest."
        case "agreement_not_found":
            models = _known([detail])
            return (
                f"We found your Memorandum of Agreement for the {_model(models[0])}."
                if models
                else "We found your Memorandum of Agreement."
            )
        case "attachment_not_found":
            return "We found your attachment."
        case "blank_signature":
            return f"We found the signature {_on_page(detail)}."
        case "blank_date":
            return f"We found the date {_on_page(detail)}."
        case "cannot_open" | "password":
            return "We could open your file."
        case "link_instead":
            return "We have the paper now that your link leads to."
        case _:
            return ""


def _agreements_not_found(detail: str, facts: ReplyFacts) -> list[str]:
    """One sentence for each model asked for whose agreement did not come; a model named by the code itself is the only one."""
    if detail:
        models = _known([detail])
        if not models:
            return []
    else:
        came = set(_known(paper.model or "" for paper in facts.papers if paper.kind == "agreement"))
        models = [model for model in _known(facts.models_asked) if model not in came]
    if not models:
        return [f"We did not find a Memorandum of Agreement in this message. {ALREADY_SENT}"]
    return [f"We did not find a Memorandum of Agreement for the {_model(model)} in this message. {ALREADY_SENT}" for model in models]


def _model(name: str) -> str:
    return name if name.endswith("Model") else f"{name} model"


def _on_page(detail: str) -> str:
    return (
        f"on page {int(detail)}" if detail.isascii() and detail.isdigit() and 0 < int(detail[:5]) <= MAX_PAGES else "where we looked for it"
    )


def reminders(blocks: Blocks) -> tuple[str, ...]:
    """What an admin has yet to word; the service runs without, and draws no law up itself."""
    wanted = {
        "office_phone": "no office phone is set: a sender can reach a person by mail alone",
        "privacy_notice": "no privacy notice is set",
        "sensitive_notice": "no line asks senders to keep Social Security numbers and dates of birth out of their mail",
        "records_line": "no line says what becomes of records",
        "program_page": "no public page is set: blank forms cannot be offered as a link",
    }
    return tuple(text for name, text in wanted.items() if not getattr(blocks, name).strip())
