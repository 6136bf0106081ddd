"""The replies we send, what each may speak of and what each must carry. In: nothing. Out: values for checker and renderer. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from intake.applications.reply_names import ADDED as ADDED
from intake.applications.reply_names import AGREEMENT as AGREEMENT
from intake.applications.reply_names import BY_TOPIC as BY_TOPIC
from intake.applications.reply_names import CANNOT_OPEN as CANNOT_OPEN
from intake.applications.reply_names import LETTER as LETTER
from intake.applications.reply_names import LETTER_AND_AGREEMENT as LETTER_AND_AGREEMENT
from intake.applications.reply_names import NEUTRAL as NEUTRAL
from intake.applications.reply_names import OUT_OF_HOURS as OUT_OF_HOURS
from intake.applications.reply_names import PAPERS as PAPERS
from intake.applications.reply_names import QUESTION as QUESTION
from intake.applications.topics import Topic
from intake.replies.facts import ReplyFacts


class Shape(StrEnum):
    """What a variable holds."""

    TEXT = "text"
    NUMBER = "number"
    FLAG = "yes or no"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Variable:
    """A name a template may use. `items`: what an entry of the list has; empty where entries are plain text."""

    name: str
    shape: Shape
    meaning: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A passage worded in one place that no reply can leave out. `must_use` are variables, `must_say` words of its own text."""

    name: str
    purpose: str
    must_use: tuple[str, ...] = ()
    must_say: tuple[str, ...] = ()


SUBJECT: Final = "subject.txt"
BODY: Final = "body.txt"
PARTS_FOLDER: Final = "_locked"

VARIABLES: Final = {
    variable.name: variable
    for variable in (
        Variable("reference", Shape.TEXT, "the number we quote"),
        Variable("references", Shape.LIST, "one number an agency, where the mail is for several, and how many more; else empty"),
        Variable("received", Shape.TEXT, "when the mail came, with weekday and zone"),
        Variable("answer_by", Shape.TEXT, "the date by which a person answers; empty in a closure without an end"),
        Variable(
            "papers",
            Shape.LIST,
            "the papers that came in this mail, equal ones together",
            items=("line", "kind", "model", "pages", "count"),
        ),
        Variable("other_attachments", Shape.NUMBER, "how many other attachments came"),
        Variable("attachments_line", Shape.TEXT, 'the same in words: "2 other attachments"; empty where there are none'),
        Variable("missing", Shape.LIST, "what was not found or could not be opened, a sentence or two each"),
        Variable("models_asked", Shape.LIST, "the models the letter asks for, by full name"),
        Variable("agency", Shape.TEXT, "the agency's name where it stands in our directory; else empty"),
        Variable("out_of_hours", Shape.FLAG, "the office was closed when the mail came"),
        Variable("links_only", Shape.FLAG, "a link stood where a paper was expected"),
        Variable("folded", Shape.NUMBER, "how many further mails of the same sender this reply is for"),
        Variable("folded_line", Shape.TEXT, "the same in a sentence; empty where there are none"),
        Variable("office_name", Shape.TEXT, "the office's name (a setting)"),
        Variable("contact_address", Shape.TEXT, "the address at which a person reads (a setting)"),
        Variable("office_phone", Shape.TEXT, "the office's phone (a setting, may be empty)"),
        Variable("privacy_notice", Shape.TEXT, "the privacy notice (a setting, may be empty)"),
        Variable("sensitive_notice", Shape.TEXT, "what must not be sent by email (a setting, may be empty)"),
        Variable("records_line", Shape.TEXT, "what becomes of records (a setting, may be empty)"),
        Variable("program_page", Shape.TEXT, "the program's public page (a setting, may be empty)"),
        Variable("staff_name", Shape.TEXT, "who answers, as he is named at the desk"),
        Variable("settled", Shape.LIST, "what an earlier reply said was not found and is there now, a sentence each"),
    )
}
PEOPLES: Final = ("staff_name", "settled")
"""Only a person's answer may speak of these."""

PARTS: Final = {
    part.name: part
    for part in (
        Part("receipt", "when the mail came, and the reference", must_use=("received", "reference", "references", "folded_line")),
        Part("arrived", "what arrived in this mail", must_use=("papers", "attachments_line")),
        Part("missing", "what we did not find or could not open", must_use=("missing",)),
        Part("answer", "by which date a person answers, or that no date can be named", must_use=("answer_by", "out_of_hours")),
        Part(
            "receipt_only",
            "that this is a receipt and nothing more",
            must_say=("received", "not acceptance", "no authority", "both parties", "signed", "training", "certification"),
        ),
        Part("human", "how to reach a person", must_use=("contact_address", "office_phone"), must_say=("person",)),
        Part(
            "notices",
            "what the office must add: privacy, sensitive data, records",
            must_use=("privacy_notice", "sensitive_notice", "records_line"),
        ),
        Part(
            "neutral_line",
            "that the message came, how to reach a person, and nothing more",
            must_use=("received", "contact_address", "office_phone"),
            must_say=("received", "nothing more", "person"),
        ),
        Part("answer_opening", "which message is answered, and the reference", must_use=("received", "reference")),
        Part(
            "answer_closing",
            "who answers, how to reach the office, and what it must add",
            must_use=(
                "staff_name",
                "office_name",
                "contact_address",
                "office_phone",
                "privacy_notice",
                "sensitive_notice",
                "records_line",
            ),
        ),
    )
}

USUAL_PARTS: Final = ("receipt", "arrived", "missing", "answer", "receipt_only", "human", "notices")
NEUTRAL_VARIABLES: Final = ("received", "office_name", "contact_address", "office_phone")
"""All that a neutral line may speak of: no reference, no paper, no date by which a person answers."""


BANNED: Final = (
    "complete", "completed", "incomplete", "completion",
    "accept", "accepted", "accepts", "approve", "approved", "approves", "approval", "disapproved",
    "eligible", "ineligible", "eligibility", "qualify", "qualified", "qualifies",
    "authorize", "authorized", "authorizes", "authorization", "authorise", "authorised", "unauthorized",
    "pending", "congratulations", "congratulate", "welcome", "joining", "joined",
    "deny", "denied", "reject", "rejected", "grant", "granted", "confirmed",
    "deadline", "deadlines", "overdue", "status", "nominee", "nominees", "nominated", "candidate", "candidates",
    "unsigned", "invalid", "wrong", "unreadable", "illegible", "incorrect", "failed",
)  # fmt: skip
"""No acknowledgement says these words: each decides, promises or blames. Compared as whole words, case aside."""
SAID_BY_PEOPLE: Final = frozenset({"status"})
"""Of these words, those that a person's answer may begin with: he knows what he tells. Every judgement he words himself."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply: a folder with subject.txt and body.txt.

    `parts` are the locked passages it carries, each once; `variables` the names it may use; `never` words it may not say beside `banned`;
    `case` names the sample that shows it best (samples.FACTS).
    """

    name: str
    purpose: str
    case: str = "usual"
    parts: tuple[str, ...] = USUAL_PARTS
    variables: tuple[str, ...] = tuple(name for name in VARIABLES if name not in PEOPLES)
    never: tuple[str, ...] = ()
    banned: tuple[str, ...] = BANNED


TOPICS: Final = {
    Topic.MODELS: "which model fits",
    Topic.COSTS: "costs and payments",
    Topic.TRAINING: "training",
    Topic.OFFICERS: "the number of officers",
    Topic.SIGNING: "who may sign",
    Topic.DEADLINES: "dates set by state law",
    Topic.DURATION: "how long it takes",
    Topic.FORMS_HELP: "help with the forms",
    Topic.BLANK_FORMS: "blank forms",
    Topic.ADDING_MODEL: "adding a model",
}
"""The topics that have words of their own, as the purpose of their reply says it."""

REPLIES: Final = {
    reply.name: reply
    for reply in (
        Reply(LETTER_AND_AGREEMENT, "a letter of interest and an agreement came in one mail"),
        Reply(LETTER, "a letter of interest came without an agreement"),
        Reply(AGREEMENT, "an agreement came without a letter of interest"),
        Reply(PAPERS, "papers came that a person must read first: scans, photos, doubtful or closed files, or a link in their place"),
        Reply(ADDED, "papers came that were added to an application on record"),
        Reply(CANNOT_OPEN, "papers did not come as files: links, notices of signing services, encrypted messages", case="link"),
        Reply(QUESTION, "a question came, in office hours", case="question"),
        *(Reply(BY_TOPIC[topic], f"a question came about {words}", case="question") for topic, words in TOPICS.items()),
        Reply(OUT_OF_HOURS, "a mail without papers came while the office was closed; put in place of the question's reply", case="closed"),
        Reply(
            NEUTRAL, "mail of a kind that a person answers; sent only where it is switched on", case="question",
            parts=("neutral_line", "notices"), variables=NEUTRAL_VARIABLES,
            never=("reference", "form", "forms", "thank", "thanks", "interest", "interested", "will", "shall", "promise", "soon"),
        ),
    )
}  # fmt: skip

ANSWER_PARTS: Final = ("answer_opening", "answer_closing")
ANSWER_VARIABLES: Final = tuple(name for name in VARIABLES if name not in ("answer_by", "out_of_hours", "folded", "folded_line"))
_ANSWER_BANNED: Final = tuple(word for word in BANNED if word not in SAID_BY_PEOPLE)


def _answer(name: str, purpose: str, case: str = "usual") -> Reply:
    return Reply(name, purpose, case, ANSWER_PARTS, ANSWER_VARIABLES, banned=_ANSWER_BANNED)


CORRECTION: Final = "answer.correction"
ANSWERS: Final = {
    reply.name: reply
    for reply in (
        _answer("answer.general", "any answer, in your own words", "question"),
        _answer("answer.missing_paper", "a paper, a signature or a date was not found", "full"),
        _answer("answer.form_help", "help with the forms", "question"),
        _answer("answer.where_it_stands", "where the papers stand, told by a person"),
        _answer(CORRECTION, "an earlier reply said that something was not found, and it is there", "full"),
    )
}
"""What a person's answer begins with. It is edited before it goes; the locked parts are its head and its foot."""

EVERY: Final = {**REPLIES, **ANSWERS}
"""All that an admin may word."""


def settle(name: str, facts: ReplyFacts) -> str:
    """The reply that is really sent: a question without papers that came while the office was closed is told so first.

    The replies of a topic keep their words at any hour: their locked part `answer` says that the office was closed. Nobody is told that it
    was closed when it was open, whoever asks for it.
    """
    if name not in (QUESTION, OUT_OF_HOURS):
        return name
    silent = not facts.papers and not facts.other_attachments
    return OUT_OF_HOURS if facts.out_of_hours and silent else QUESTION


def path(reply: str, file: str) -> str:
    """Where a text stands below the folder of templates."""
    return f"{reply}/{file}"


def part_path(part: str) -> str:
    """Where a locked part stands below the folder of templates."""
    return f"{PARTS_FOLDER}/{part}.txt"


def texts(name: str, subject: str, body: str) -> dict[str, str]:
    """The files of a reply's wording, or of a locked part's (its name stands behind PARTS_FOLDER and has no subject), by path."""
    if name.startswith(f"{PARTS_FOLDER}/"):
        return {f"{name}.txt": body}
    return {path(name, SUBJECT): subject, path(name, BODY): body}


def editable() -> dict[str, str]:
    """What an admin may word, by name, with its purpose: replies, answers, locked parts."""
    return {
        **{reply.name: reply.purpose for reply in EVERY.values()},
        **{f"{PARTS_FOLDER}/{part.name}": part.purpose for part in PARTS.values()},
    }


def all_paths() -> tuple[str, ...]:
    """Every file a folder of templates may hold."""
    texts = (path(reply, file) for reply in EVERY for file in (SUBJECT, BODY))
    return (*texts, *(part_path(part) for part in PARTS))
