"""The acknowledgements by name: what a verdict proposes and the catalogue words. In: nothing. Out: names. Pure."""

from typing import Final

from intake.applications.topics import Topic

LETTER_AND_AGREEMENT: Final = "acknowledgement.letter_and_agreement"
LETTER: Final = "acknowledgement.letter"
AGREEMENT: Final = "acknowledgement.agreement"
PAPERS: Final = "acknowledgement.papers"
ADDED: Final = "acknowledgement.added"
CANNOT_OPEN: Final = "acknowledgement.cannot_open"
QUESTION: Final = "acknowledgement.question"
OUT_OF_HOURS: Final = "acknowledgement.out_of_hours"
NEUTRAL: Final = "acknowledgement.neutral"
"""One line for kinds that a person answers; sent only where an admin switches it on."""

BY_TOPIC: Final[dict[Topic, str]] = {
    Topic.MODELS: "acknowledgement.question_models",
    Topic.COSTS: "acknowledgement.question_costs",
    Topic.TRAINING: "acknowledgement.question_training",
    Topic.OFFICERS: "acknowledgement.question_officers",
    Topic.SIGNING: "acknowledgement.question_signing",
    Topic.DEADLINES: "acknowledgement.question_deadlines",
    Topic.DURATION: "acknowledgement.question_duration",
    Topic.FORMS_HELP: "acknowledgement.question_forms_help",
    Topic.BLANK_FORMS: "acknowledgement.question_blank_forms",
    Topic.ADDING_MODEL: "acknowledgement.question_adding_model",
    Topic.OTHER: QUESTION,
}
"""What words a question. Topic.STATUS has no reply: a person answers it."""
