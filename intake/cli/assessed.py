"""What `intake show` prints of how an application stands, of its sender and of signatures. In: an Assessment, public JSON. Out: lines."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from intake.cli import output
from intake.desk import named

if TYPE_CHECKING:
    from intake.desk.assessment import Assessment, Case, Finding, Item, Progress

MODIFICATION: Final = {
    "none": "not changed since", "archival": "not changed since", "form_filling": "only fields or signatures added since",
    "other": "changed since",
}  # fmt: skip
TRUST: Final = {
    "trusted": "the signer is vouched for", "untrusted": "who signed is only claimed", "unchecked": "who signed is only claimed",
    "expired": "the signer's certificate had run out",
}  # fmt: skip


def signature(found: Mapping[str, Any]) -> str:
    """One signature in words. `found` is as `intake inspect --json` gives it; older records lack the later keys."""
    words = [f"{found['party']}: {found['verdict']}", found["kind"] or ""]
    words += ["says a person"] if found.get("source") == "staff" else []
    told = [f"page {found['page']}"]
    told += [f"by {found['signer']}"] if found.get("signer") else []
    told += [f"at {found['signed_at']} by the signer's own clock"] if found.get("signed_at") else []
    told += [f"integrity {found['integrity']}"] if found.get("integrity") else []
    told += [text for text in (MODIFICATION.get(found.get("modification") or ""), TRUST.get(found.get("trust") or "")) if text]
    return f"{' '.join(filter(None, words))} ({', '.join(told)})"


def tell(found: "Assessment", *, known: str | None) -> None:
    """`known` is the reference of the application whose heading stands above already."""
    for case in found.applications:
        if case.reference != known:
            output.line(f"Application {case.reference}: {named.agency(case.agency_name, case.state)}")
        _case(case)
    if found.authentication is None and not found.sender:
        return
    output.line("Sender (for staff only)")
    if found.authentication:
        output.line("  " + ", ".join(f"{name} {verdict}" for name, verdict in found.authentication.items()))
    for note in found.sender:
        output.line(f"  {note.text} [{note.code}]")


def _case(case: "Case") -> None:
    for each in case.progress:
        _progress(each)
    _findings("The sender was told", case.told)
    _findings("The sender was told, and it is there by now", case.settled)
    _findings("The sender was not told" if case.replies_kept else "The sender may have been told", case.untold)
    _findings("For staff only", case.staff)


def _progress(each: "Progress") -> None:
    output.line(f"  {_model(each.model)}: letter {each.letter}, agreement {each.agreement}")
    for name, items in (("letter", each.letter_items), ("agreement", each.agreement_items)):
        if items:
            output.line(f"    {name:9}  {'; '.join(map(_item, items))}")


def _item(item: "Item") -> str:
    return f"{item.part} {item.standing}" + (f" (page {item.page})" if item.page else "")


def _findings(title: str, findings: "Iterable[Finding]") -> None:
    for number, each in enumerate(findings):
        if not number:
            output.line(f"  {title}")
        parts = (each.form and each.form.upper(), each.model, f"page {each.page}" if each.page else "")
        place = ", ".join(str(part) for part in parts if part)
        output.line(f"    {each.text} [{each.code}]" + (f" ({place})" if place else ""))


def _model(model: object) -> str:
    return "No model was read" if model is None else str(model)
