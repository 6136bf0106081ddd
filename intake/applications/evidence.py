"""How much speaks for each kind of mail, by who writes and what he wants. In: a Reading, a Speaker. Out: scores. Pure.

A score of BAR is what a careful reader would act on. Strong words of one kind can stand in a mail of another (a sheriff mentions a
reporter), so what speaks for an agency that asks or applies is weighed against them, and doubt goes to the kind that is held.
"""

from typing import Final

from intake.applications.kinds import Kind
from intake.applications.reading import Reading, grown
from intake.applications.speaker import Speaker

BAR: Final = 3.0
SURE_AGENCY: Final = 3.0
SURELY: Final = 2.0


def held(reading: Reading, speaker: Speaker) -> dict[Kind, float]:
    """The kinds that wait for a person."""
    sure = speaker.agency >= SURE_AGENCY
    beside = {name: 0.8 * grown(count) for name, count in reading.beside.items()}

    def said(name: str) -> float:
        return reading.strength(name) + beside.get(name, 0.0)

    asks_before = 1.0 if reading.wants["way"] else 0.0
    act = said("records_act")
    ends = said("ends") if reading.wants["ends_what"] or reading.beside["ends_what"] or reading.subject["ends"] else 0.0
    adding = 1.0 if reading.topics["adding_model"] and reading.asks else 0.0
    trades = max(speaker.vendor, speaker.job, speaker.student, 0.9 * speaker.person)
    scores = {
        Kind.THREAT: 2.2 * said("violence") + (1.0 if sure else 2.0) * said("emergency") + (0.6 if sure else 1.3) * said("tip"),
        Kind.CONGRESSIONAL: speaker.congress + 1.2 * said("congress") - (1.5 if sure else 0.0),
        Kind.LEGAL: 1.6 * said("litigation") + min(speaker.lawyer, 3.0) - (1.2 if sure else 0.0),
        Kind.RECORDS_REQUEST: 1.5 * act + (1.5 if act else 1.0) * said("records") - (1.0 if sure else 0.0),
        Kind.PRESS: 1.5 * said("press") + 0.9 * speaker.press - (1.5 if sure else 0.0),
        Kind.COMPLAINT: 1.6 * said("complaint") + (0.5 if speaker.person else 0.0) - (1.0 if sure else 0.0),
        Kind.CHANGE: 2.2 * ends + 1.8 * said("new_head") + 1.8 * said("new_name") + min(speaker.agency, 2.0) * 0.4 - 2.0 * asks_before,
        Kind.PARTNER: 2.0 * said("takes_part") + 0.9 * said("may_take_part") + min(speaker.agency, 2.0) * 0.4
        - 2.5 * asks_before - 2.5 * adding,
        Kind.PUBLIC: trades + (1.0 if speaker.stranger and not speaker.agency else 0.0) - (2.5 if sure else 0.0),
    }  # fmt: skip
    return {kind: score + SURELY * grown(reading.sure[kind.value]) for kind, score in scores.items()}


def inquiry(reading: Reading, speaker: Speaker) -> float:
    """An agency asks about the program. 0 where nothing is asked."""
    if not reading.asks:
        return 0.0
    topic = max((grown(count) for count in reading.topics.values()), default=0.0)
    return (
        0.8 * grown(reading.wants["program"])
        + 0.5 * grown(reading.wants["jargon"])
        + topic
        + 0.6 * min(speaker.agency, 4.0)
        + (0.8 if reading.wants["way"] else 0.0)
    )


def application(reading: Reading, speaker: Speaker) -> float:
    """An agency says that it applies."""
    if not reading.applies:
        return 0.0
    return (
        1.6 * grown(reading.wants["applies"])
        + 0.6 * grown(reading.wants["program"])
        + 0.4 * min(speaker.agency, 4.0)
        + (1.0 if reading.links else 0.0)
    )
