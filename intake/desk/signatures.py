"""Who signed a paper, as people see it. In: what was seen on it, what people said since. Out: a verdict in words for each party. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from intake.desk import fields
from intake.desk.fields import Box
from intake.store.corrections import SIGNATURES, CorrectionRecord

SAID: Final = {"signed": "signed", "unsigned": "not signed", "unclear": "unclear, look"}
PARTIES: Final = {"agency": "the agency", "office": "this office"}
SIGNERS: Final = {"loi": ("agency",), "moa": ("agency", "office")}
"""Who signs a paper of that form."""
NOT_SEEN: Final = "unseen"
_KINDS: Final = {"ink": "in ink", "image": "as a picture", "digital": "digitally", "typed": "typed"}
_INTEGRITY: Final = {
    "intact": "not altered since", "altered": "altered after it was signed", "unknown": "nobody can say whether it was altered",
}  # fmt: skip
_TRUST: Final = {
    "trusted": "the signer is vouched for", "untrusted": "who signed is only claimed", "unchecked": "who signed is only claimed",
    "expired": "the signer's certificate had run out",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signature:
    """A verdict in words, and its place. `name` is that by which it is corrected; `edition` guards against overwriting.

    `verdict` is "signed", "unsigned", "unclear" or, where no signature of that party was looked at, "unseen". `said_by` is who said
    so, "" where the machine did; `machine` then what it had seen, and `undo` the number by which it is taken back.
    """

    name: str
    party: str
    verdict: str
    words: str
    page: int
    box: Box | None
    place: str
    facts: tuple[str, ...]
    edition: int = 0
    said_by: str = ""
    machine: str = ""
    undo: int | None = None


def of_paper(
    form: str | None, found: Sequence[Mapping[str, Any]], said: Mapping[str, CorrectionRecord], edition: Callable[[str], int]
) -> tuple[Signature, ...]:
    """Those that were seen, in the paper's order, then parties that sign such a paper and were not seen. `said` is what stands, by name."""
    names = {party: name for name, party in SIGNATURES.items()}
    seen = [_seen(each, names[str(each["party"])], said, edition) for each in found]
    missing = [party for party in SIGNERS.get(form or "", ()) if not any(each["party"] == party for each in found)]
    return (*seen, *(_unseen(names[party], party, edition(names[party])) for party in missing))


def _seen(found: Mapping[str, Any], name: str, said: Mapping[str, CorrectionRecord], edition: Callable[[str], int]) -> Signature:
    party, verdict = str(found["party"]), str(found["verdict"])
    kind = _KINDS.get(found.get("kind") or "", "") if verdict == "signed" else ""
    facts = (
        f"by {found['signer']}" if found.get("signer") else "", _INTEGRITY.get(found.get("integrity") or "", ""),
        _TRUST.get(found.get("trust") or "", ""),
    )  # fmt: skip
    page, box = int(found["page"]), fields.box(found.get("bbox"))
    record = said.get(name) if found.get("source") == "staff" else None
    return Signature(
        name=name, party=PARTIES.get(party, party), verdict=verdict, words=" ".join(filter(None, (SAID.get(verdict, verdict), kind))),
        page=page, box=box, place=fields.place(page, box), facts=tuple(filter(None, facts)), edition=edition(name),
        said_by="" if record is None else record.by_who, machine="" if record is None else _machine(record),
        undo=None if record is None else record.id,
    )  # fmt: skip


def _unseen(name: str, party: str, edition: int) -> Signature:
    return Signature(name, PARTIES[party], NOT_SEEN, "no place for it was found", 0, None, "", (), edition)


def _machine(record: CorrectionRecord) -> str:
    return "no place for it" if record.machine is None else SAID.get(str(record.machine["value"]), "")
