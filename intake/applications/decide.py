"""Decide what becomes of a mail. In: Facts. Out: a Decision and its reasons. Pure. RFC 3834, 5230 and the office's own rules.

Recording never depends on it. SEND: an acknowledgement goes to the author. HOLD: a person decides. NEVER: nobody waits, or it is filed.
A wrong NEVER breaks the promise in silence and a wrong SEND makes loops and backscatter, so doubt is HOLD. The order of the rules is the
tuple RULES; each rule looks at the case and either settles it or passes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from intake.applications import asked, choose, classify, cues, public_providers, submission
from intake.applications import brought as papers_of
from intake.applications import reading as words_of
from intake.applications.brought import Brought
from intake.applications.classify import Told
from intake.applications.decision import Decision, Facts, Reason, Verdict
from intake.applications.kinds import ANSWERED_BY_MACHINE, ASKS_NO_ANSWER, Kind
from intake.applications.reading import Reading
from intake.applications.reply_names import CANNOT_OPEN, NEUTRAL, PAPERS
from intake.applications.topics import NEVER_BY_MACHINE, Topic
from intake.documents.document import Document
from intake.mail import destinations, robots
from intake.mail.forwards import Way
from intake.mail.message import Message
from intake.mail.sign import OwnAddresses, Weight, ordered


@dataclass(frozen=True, slots=True)
class Case:
    """The facts and what was made of them."""

    facts: Facts
    brought: Brought
    reading: Reading
    told: Told
    asked: tuple[tuple[Topic, float], ...] = ()  # of an inquiry: what it is about, with its share, the likeliest first
    inner: "Case | None" = None  # the mail of somebody outside that one of our own passed on

    @property
    def kind(self) -> Kind:
        return self.told.kind

    @property
    def why(self) -> tuple[Reason, ...]:
        """Why it is of its kind."""
        return self.told.why

    @property
    def in_thread(self) -> bool:
        """The mail answers a reply of ours or bears the thread token of an application."""
        return self.facts.history.answers_our_reply or self.facts.history.thread_token

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Of a question, the likeliest first."""
        return (Topic.STATUS,) if self.told.status else tuple(topic for topic, _ in self.asked)

    @property
    def named_topic(self) -> Topic:
        """The one that a reply may name."""
        return next((topic for topic, share in self.asked[:1] if share >= asked.NAMED), Topic.OTHER)

    @property
    def new_paper(self) -> bool:
        """A paper that is not on record, read or not."""
        return bool(self.brought.new)


WATCHED: Final = {
    Kind.THREAT: "of a threat or an emergency",
    Kind.RECORDS_REQUEST: "of a request for records",
    Kind.LEGAL: "of a legal demand",
    Kind.CONGRESSIONAL: "of a congressional office",
    Kind.PRESS: "of the press",
    Kind.COMPLAINT: "of a complaint",
    Kind.CHANGE: "of a withdrawal or another change",
}
"""Kinds of which single words make a person look first, the gravest first."""
ALARMING: Final = (Kind.THREAT, Kind.RECORDS_REQUEST)
NOBODY: Final = OwnAddresses(frozenset())
Rule = Callable[[Case], Decision | None]


def decide(facts: Facts) -> Decision:
    """The verdict. Takes about a millisecond on a mail of usual size (bench/kinds.py); reads no clock and nothing but `facts`."""
    case = _case(facts)
    decision = next((made for rule in RULES if (made := rule(case)) is not None), None) or _send(case)
    return replace(decision, flags=_flags(case, decision), alarm=decision.alarm or _alarm(case, decision))


def read(message: Message, documents: Sequence[Document]) -> Reading:
    """What a mail says, as `decide` takes it by `Facts.reading`: the longest part of a verdict, and it needs no ledger."""
    return _read(message, papers_of.sort(message, documents, frozenset()))


def _read(message: Message, brought: Brought) -> Reading:
    return words_of.read(message, brought.others, brought.unread)


def _case(facts: Facts) -> Case:
    brought = papers_of.sort(facts.message, facts.papers, facts.history.known_papers)
    reading = facts.reading if facts.reading is not None and not brought.known else _read(facts.message, brought)
    told = classify.tell(facts, brought, reading)
    theirs = submission.correspondent(facts.message, facts.forward, facts.office)
    if told.kind is not Kind.INTERNAL or theirs is facts.message:
        return Case(facts, brought, reading, told, asked.topics(reading) if told.kind is Kind.INQUIRY else ())
    # What one of our own passes on is looked at as if it had come by itself, and still goes to a person.
    inner = _case(replace(facts, message=theirs, forward=None, reading=None, signs=ordered(robots.robot_sender(theirs, NOBODY))))
    return Case(facts, brought, reading, inner.told if inner.kind is Kind.THREAT else told, inner=inner)


def _decision(case: Case, verdict: Verdict, *reasons: Reason, **more: object) -> Decision:
    """A decision on this case: the reasons given, then why it is of its kind."""
    made = Decision(
        kind=case.kind,
        verdict=verdict,
        reasons=tuple(dict.fromkeys((*reasons, *case.why))),
        asks_answer=case.kind not in ASKS_NO_ANSWER,
        queue=cues.QUEUES[case.kind] if verdict is Verdict.HOLD else None,
        topics=case.topics,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def _hold(case: Case, *reasons: Reason, proposal: bool = True, **more: object) -> Decision:
    """A person decides. Where the machine could answer in kind, the reply that it would send is proposed for one click."""
    made = _decision(case, Verdict.HOLD, *reasons, **more)
    theirs = case.inner or case
    if case.inner is not None and theirs.facts.signs.found:
        return made
    if proposal and theirs.kind in ANSWERED_BY_MACHINE and (to := destinations.of(theirs.facts.message)):
        return replace(made, template=made.template or _template(theirs), to=to)
    return made


def _template(case: Case) -> str:
    reading = case.reading
    unopened = reading.links or reading.esign or reading.wrapped
    if case.kind is Kind.APPLICATION and not case.brought.papers and unopened:
        return CANNOT_OPEN
    if case.kind is Kind.APPLICATION and not case.brought.new:
        # It applies in words, or with a form that came back blank: neither a paper that we could name nor a question.
        return PAPERS
    return choose.reply(case.brought.new, topic=case.named_topic)


def _duplicate(case: Case) -> Decision | None:
    """Settled 1: one automatic reply for each distinct message."""
    return _decision(case, Verdict.NEVER) if case.kind is Kind.DUPLICATE else None


def _robot(case: Case) -> Decision | None:
    """A2-A11: nobody waits for an answer. Settled 1, D9: a copier or a list that carries an application is held."""
    if case.kind in ASKS_NO_ANSWER:
        return _decision(case, Verdict.NEVER)
    if case.inner is not None or not any(s.weight is Weight.NEVER for s in case.facts.signs.found):
        return None
    signs = tuple(classify.reason(s) for s in case.facts.signs.found if s.weight is Weight.NEVER)
    carried = Reason("robot_with_papers", "A machine or a list sent this, but it carries papers of an application.")
    return _hold(case, carried, *signs, proposal=False)


def _passed_on(case: Case) -> Decision | None:
    """Settled 8: what a field office passes on is held; the reply to the agency is proposed, and never goes out by machine."""
    if case.inner is None or case.kind is not Kind.INTERNAL:
        return None
    inner = case.inner
    held = Reason("passed_on", "One of our own passed on the mail of somebody outside; only a person lets an answer go there.")
    routed = cues.QUEUES[case.kind if inner.kind in (*ANSWERED_BY_MACHINE, Kind.CORRESPONDENCE) else inner.kind]
    signs = tuple(classify.reason(s) for s in case.facts.signs.found if s.weight is not Weight.NOTE)
    return _hold(case, held, *signs, *inner.why, queue=routed)


def _redirected(case: Case) -> Decision | None:
    """Settled 8, for a mail that one of our own sent on unchanged (Resent-From): a person lets the reply to its author go."""
    forward = case.facts.forward
    if forward is None or forward.by is None or forward.way is not Way.REDIRECTED:
        return None
    if not submission.is_ours(forward.by.address, case.facts.office):
        return None
    return _hold(case, Reason("redirected", "One of our own redirected this mail; only a person lets an answer go to its author."))


def _threat(case: Case) -> Decision | None:
    """Never answered, and a person must know at once: no reply and no address is proposed, so that no click answers it."""
    if case.kind is not Kind.THREAT:
        return None
    return _hold(case, Reason("threat", "Never answered from here; somebody must look at it at once."), proposal=False)


def _older(case: Case) -> Decision | None:
    """What lay in the mailbox before the service began is recorded and never answered by it; no promise was made for it."""
    if not case.facts.older:
        return None
    older = Reason("older", "The mail was there before the service began, or was imported.")
    return _hold(case, older, proposal=False, asks_answer=False)


def _filed(case: Case) -> Decision | None:
    """A12, settled 1: in a thread without a new paper. Thanks are filed and start no clock; a question waits for a person."""
    if not case.in_thread or case.new_paper or case.kind not in (*ANSWERED_BY_MACHINE, Kind.CORRESPONDENCE, Kind.PUBLIC):
        return None
    if any(s.weight is Weight.HOLD for s in case.facts.signs.found) and not case.reading.courtesy:
        return None
    known = case.brought.known and not case.reading.asks
    if case.reading.courtesy or known:
        text = "It repeats papers on record." if known else "It answers in a thread and asks for nothing."
        filed = _decision(case, Verdict.NEVER, Reason("filed", f"Filed with its application: {text}"), asks_answer=False)
        return replace(filed, kind=Kind.CORRESPONDENCE)
    asks = case.reading.asks or case.reading.status
    held = Reason("in_thread", "It answers in a thread and brings no new paper; no second acknowledgement goes out.")
    return _hold(case, held, proposal=False, asks_answer=asks)


def _late(case: Case) -> Decision | None:
    """Found in Junk or Archive: recorded and held."""
    return _hold(case, Reason("late_folder", "The mail was found in a folder for junk or old mail.")) if case.facts.late_folder else None


def _signs(case: Case) -> Decision | None:
    """A4, A7, A10, A14-A18, B1-B5: something asks for a person."""
    signs = tuple(classify.reason(s) for s in case.facts.signs.found if s.weight is Weight.HOLD)
    return _hold(case, *signs) if signs else None


def _other_kinds(case: Case) -> Decision | None:
    """Only applications and inquiries are answered by machine; each other kind has its own queue."""
    if case.kind in ANSWERED_BY_MACHINE or _gets_a_line(case):
        return None
    return _hold(case, Reason("kind_held", "Mail of this kind is answered by a person."), proposal=False)


def _gets_a_line(case: Case) -> bool:
    """An admin switched the neutral line on for this kind; in a thread of ours it would be a second acknowledgement."""
    return case.kind in case.facts.limits.neutral_kinds and not case.in_thread


def _watched(case: Case) -> Decision | None:
    """Words that no applicant needs, wherever they stand: a person must see them first."""
    if case.kind not in ANSWERED_BY_MACHINE:
        return None
    if kinds := _words_of(case):
        said = " and ".join(WATCHED[kind] for kind in kinds)
        reason = Reason("words_watched", f"Somewhere in it or in what came with it stand words {said}.")
        return _hold(case, reason, queue=cues.QUEUES[kinds[0]])
    if case.reading.obscured:
        return _hold(
            case, Reason("obscured", "Part of it is in letters that a machine does not read, or in letters made to look like others.")
        )
    if case.reading.wants["machine"] and not case.brought.papers:
        return _hold(case, Reason("perhaps_automatic", "It has the words of an automatic answer."))
    if case.reading.unseen and not case.brought.papers:
        return _hold(case, Reason("too_long", "The text is longer than a machine looks at."))
    return None


def _words_of(case: Case) -> list[Kind]:
    """The kinds of WATCHED whose words stand in the mail, the gravest first. In a quotation or a footer only the gravest count."""
    watched, anywhere = case.reading.watched, case.reading.anywhere
    met = {kind for kind in WATCHED if watched[kind]}
    if anywhere[Kind.THREAT]:
        met.add(Kind.THREAT)
    if anywhere[Kind.RECORDS_REQUEST] and not case.brought.papers and not case.reading.wants["asks"]:
        met.add(Kind.RECORDS_REQUEST)
    author = case.facts.message.from_address
    if author is not None and submission.in_domains(author.domain, cues.CONGRESS_DOMAINS):
        met.add(Kind.CONGRESSIONAL)
    return [kind for kind in WATCHED if kind in met]


def _doubtful(case: Case) -> Decision | None:
    """Told apart by words alone, and not plainly."""
    if not case.told.doubtful:
        return None
    return _hold(case, Reason("doubt_held", "It is not plain that an agency asks or applies."))


def _known_papers(case: Case) -> Decision | None:
    """One paper by two ways is one paper; whether its second sender waits for a word, a person sees."""
    if case.kind is not Kind.APPLICATION or case.new_paper or not case.brought.known:
        return None
    return _hold(case, Reason("papers_known", "Every paper of this mail is on record already."), proposal=False)


def _status_question(case: Case) -> Decision | None:
    """A number that was quoted or an agency's name proves nothing."""
    if not NEVER_BY_MACHINE.intersection(case.topics):
        return None
    return _hold(case, Reason("status_question", "It asks how an application stands; that is never answered by machine."), proposal=False)


def _wrapped(case: Case) -> Decision | None:
    """An encrypted wrapper, or a password that is to follow: what came is not yet what was sent."""
    if not case.reading.wrapped or case.brought.papers:
        return None
    return _hold(case, Reason("wrapped", "The mail is an encrypted wrapper, or a password is to follow."))


def _destination(case: Case) -> Decision | None:
    """A14, B3-B6: the last look before an address is written to."""
    if destinations.of(case.facts.message) is not None:
        return None
    return _hold(case, Reason("no_destination", "There is no single address that a machine may write to."), proposal=False)


def _caps(case: Case) -> Decision | None:
    """A13, settled 3: past a cap a person decides. A domain's cap is not for public providers, nor in a burst that a mandate makes."""
    history, limits = case.facts.history, case.facts.limits
    author = case.facts.message.from_address
    domain = author.domain if author else ""
    reasons = []
    if history.to_address_today >= limits.per_address_day:
        reasons.append(Reason("cap_address_day", "This address had as many automatic replies today as it may have."))
    if history.to_address_week >= limits.per_address_week:
        reasons.append(Reason("cap_address_week", "This address had as many automatic replies this week as it may have."))
    shared = public_providers.is_public(domain, case.facts.office.public_providers) or domain in history.open_mandate_domains
    if history.to_domain_today >= limits.per_domain_day and not shared:
        reasons.append(Reason("cap_domain_day", "This domain had as many automatic replies today as it may have."))
    return _hold(case, *reasons, alarm=case.kind) if reasons else None


def _send(case: Case) -> Decision:
    """A clean sender and a kind that is answered. Settled 3: after the first of a burst the rest fold into one summary."""
    to = destinations.of(case.facts.message)
    if case.kind not in ANSWERED_BY_MACHINE:
        line = Reason("neutral_line", "One neutral line goes out; a person answers all the same.")
        return _decision(case, Verdict.SEND, line, template=NEUTRAL, to=to, queue=cues.QUEUES[case.kind])
    fold = case.facts.history.recent_from_sender > 0
    reasons = (Reason("burst", "An acknowledgement went to this sender or thread moments ago; this one is folded."),) if fold else ()
    return _decision(case, Verdict.SEND, *reasons, template=_template(case), to=to, fold=fold)


RULES: Final[tuple[Rule, ...]] = (
    _duplicate,
    _robot,
    _threat,
    _older,
    _passed_on,
    _filed,
    _late,
    _redirected,
    _signs,
    _other_kinds,
    _watched,
    _doubtful,
    _known_papers,
    _status_question,
    _wrapped,
    _destination,
    _caps,
)
"""In this order; the first that settles the case is the last that is asked."""


def _alarm(case: Case, decision: Decision) -> Kind | None:
    """What a person must know of at once, whatever held the mail: a threat, a request for records that went to the wrong office."""
    if decision.verdict is Verdict.NEVER or (case.facts.older and case.kind is not Kind.THREAT):
        return None
    theirs = case.inner or case
    words = _words_of(theirs) if theirs.kind in ANSWERED_BY_MACHINE else [kind for kind in ALARMING if theirs.reading.watched[kind]]
    return next((kind for kind in ALARMING if kind in (theirs.kind, *words)), None)


def _flags(case: Case, decision: Decision) -> tuple[str, ...]:
    """What staff and the reply should know besides."""
    brought, reading = case.brought, case.reading
    documents = case.facts.papers
    found = {
        "thread": case.in_thread,
        "new_paper": case.new_paper,
        "papers_known": bool(brought.known),
        "blank_form": bool(brought.blank),
        "must_read": bool(brought.unread),
        "links": reading.links and not brought.papers,
        "wrapped": reading.wrapped,
        "sensitive": case.facts.private or any(d.sensitive for d in documents),
        "older": case.facts.older,
        "late_folder": case.facts.late_folder,
        "folded": decision.fold,
        "capped": any(r.code.startswith("cap_") for r in decision.reasons),
        "forwarded": case.facts.forward is not None,
    }
    return tuple(name for name, true in found.items() if true)
