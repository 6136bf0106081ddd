"""What the child holds papers against: roots that vouch for who signed, and blank forms, both read when it starts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.adapters.reader import ProcessReader
from intake.demo import papers
from intake.documents.document import Signature, State, Verdict
from intake.ports import Reader
from tests.documents import made, scans, signed

GAP = (80, 428, 230, 466)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("roots")
    (found / "root.der").write_bytes(_root().der)
    return found


@pytest.fixture(scope="module")
def reader(folder: Path) -> Iterator[ProcessReader]:
    found = ProcessReader(processes=1, memory_bytes=1024 << 20, roots=folder)
    yield found
    found.close()


def _root() -> signed.Key:
    # The child judges by its own clock, so the certificates are of today.
    return signed.key("Root of Today", ca=True, begins=signed.TODAY, days=4)


def _signature(reader: Reader, content: bytes) -> Signature:
    document = reader.read(content, filename="paper.pdf", media_type="application/pdf")[0]
    assert document.state is State.READ
    return document.signatures[0]


def test_the_child_checks_signatures_and_trusts_the_roots_of_the_folder(reader: ProcessReader) -> None:
    who = signed.key("Ada B. Mosswood", by=_root(), begins=signed.TODAY, days=4)
    good = signed.sign(made.pdf(made.request()), who, GAP)
    found = _signature(reader, good)
    assert (found.verdict, found.integrity, found.trust, found.modification) == (Verdict.SIGNED, "intact", "trusted", "none")
    altered = _signature(reader, signed.update(good, signed.scribble))
    assert (altered.verdict, altered.integrity, altered.trust) == (Verdict.UNCLEAR, "altered", "trusted")


def test_a_folder_of_roots_that_is_broken_stops_no_paper(tmp_path: Path) -> None:
    (tmp_path / "root.pem").write_bytes(b"no certificate")
    reader = ProcessReader(processes=1, memory_bytes=1024 << 20, roots=tmp_path)
    try:
        found = _signature(reader, signed.sign(made.pdf(made.request()), signed.key(), GAP))
    finally:
        reader.close()
    assert (found.integrity, found.trust) == ("intact", "unchecked")


def test_the_child_holds_agreements_against_the_blank_forms_of_the_folder(tmp_path: Path) -> None:
    spec = next(spec for spec in papers.agreements(51) if spec.revision)
    (tmp_path / "form.pdf").write_bytes(papers.draw_agreement(papers.blank(spec)))
    drawn = papers.draw_agreement(spec)
    short = scans.pdf([scans.one_page(drawn, number) for number in range(1, spec.pages + 1) if number != 3])
    reader = ProcessReader(processes=1, memory_bytes=1024 << 20, blanks=tmp_path)
    try:
        codes = [{i.code for i in reader.read(c, filename="a", media_type="")[0].issues} for c in (drawn, short)]
    finally:
        reader.close()
    assert ["wording-changed" in each for each in codes] == [False, True]
