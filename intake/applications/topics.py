"""What a question is about, in the words of the public JSON. In: nothing. Out: names. Pure."""

from enum import StrEnum
from typing import Final


class Topic(StrEnum):
    """One reply each, but STATUS, which a person answers, and OTHER, which has the words for any question."""

    MODELS = "models"
    COSTS = "costs"
    TRAINING = "training"
    OFFICERS = "officers"
    SIGNING = "signing"
    DEADLINES = "deadlines"
    DURATION = "duration"
    FORMS_HELP = "forms_help"
    BLANK_FORMS = "blank_forms"
    ADDING_MODEL = "adding_model"
    STATUS = "status"
    OTHER = "other"


NEVER_BY_MACHINE: Final = frozenset({Topic.STATUS})
"""A spoken reference or an agency's name proves nothing."""
