"""Which reply words what came. In: the new papers of a mail, or the replies of a burst. Out: the name of a reply. Pure."""

from collections.abc import Sequence

from intake.applications import submission
from intake.applications.reply_names import ADDED, AGREEMENT, BY_TOPIC, CANNOT_OPEN, LETTER, LETTER_AND_AGREEMENT, PAPERS, QUESTION
from intake.applications.topics import Topic
from intake.documents.document import Document, Form


def reply(documents: Sequence[Document], *, added: bool = False, link_seen: bool = False, topic: Topic = Topic.OTHER) -> str:
    """Which acknowledgement words what came. `documents` are the new papers of this mail, blank forms left out.

    `added`: they joined an application on record and the reply may build on it. A paper that a person must read first makes the neutral
    reply. `link_seen`: a link stood where a paper was expected.
    """
    forms = {d.form for d in documents if not submission.unread(d)}
    recognised = {Form.LOI, Form.MOA} & {d.form for d in documents}
    if link_seen and not recognised:
        return CANNOT_OPEN
    if any(submission.unread(d) for d in documents):
        return PAPERS
    if added and documents:
        return ADDED
    if {Form.LOI, Form.MOA} <= forms:
        return LETTER_AND_AGREEMENT
    if Form.LOI in forms:
        return LETTER
    if Form.MOA in forms:
        return AGREEMENT
    if documents:
        return PAPERS
    return BY_TOPIC.get(topic, QUESTION)


def summary(templates: Sequence[str | None]) -> str:
    """Which acknowledgement words a burst, from those that its mails would have had alone."""
    wanted = {name for name in templates if name}
    if PAPERS in wanted:
        return PAPERS
    if LETTER_AND_AGREEMENT in wanted or {LETTER, AGREEMENT} <= wanted:
        return LETTER_AND_AGREEMENT
    one = wanted.pop() if len(wanted) == 1 else QUESTION
    return next((name for name in (LETTER, AGREEMENT, ADDED, CANNOT_OPEN) if name in wanted), one)
