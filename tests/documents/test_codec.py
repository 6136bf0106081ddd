"""Documents as JSON and back; a child may answer anything."""

import itertools
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.demo import papers
from intake.documents import codec
from intake.documents.document import Document, Field, Form, Issue, Model, Sensitive, Signature, Source, State, Verdict
from tests.documents import made

FULL = Document(
    sha256="a" * 64, media_type="application/pdf", pages=11, form=Form.MOA, model=Model.TFM, form_revision="2025-03-07",
    fields=(Field("agency_name", "Alder", "ALDER", 1, (1.0, 2.0, 3.0, 4.0), Source.FORM, 0.9),
    Field("models_requested", ("TFM", "JEM"), "x", 2, (0.0, 0.0, 1.0, 1.0), Source.TEXT, 1.0),
            Field("officers_nominated", 12, "twelve", 1, (0.0, 0.0, 1.0, 1.0), Source.TEXT, 0.5)),
    signatures=(Signature("agency", Verdict.SIGNED, "digital", 9, (0.0, 0.0, 1.0, 1.0), "intact", "Ada", datetime(2025, 3, 1,
    tzinfo=UTC), "form_filling", "trusted"),),
    issues=(Issue("a-code", "text", None, "staff"),), sensitive=(Sensitive("ssn", 1, (0.0, 0.0, 1.0, 1.0)),), blank=False,
    fully_read=False, state=State.READ, seconds=0.5, text_excerpt="words",
)  # fmt: skip

SIGNATURE: dict[str, Any] = {"party": "agency", "verdict": "signed", "kind": "ink", "page": 1, "bbox": [0, 0, 1, 1]}


def test_signatures_on_record_from_before_trust_was_judged_are_still_read() -> None:
    (found,) = codec.decode(codec.encode(FULL) | {"signatures": [SIGNATURE]}).signatures
    assert (found.verdict, found.integrity, found.modification, found.trust) == (Verdict.SIGNED, None, None, None)


def test_a_document_survives_the_way_through_json() -> None:
    assert codec.decode(json.loads(json.dumps(codec.encode(FULL)))) == FULL


def test_documents_that_were_read_survive_it_too() -> None:
    for spec in itertools.islice(papers.agreements(1), 4):
        document = made.read(papers.draw_agreement(spec))
        assert codec.decode(json.loads(json.dumps(codec.encode(document)))) == document


def test_the_public_keys_are_those_of_the_contract() -> None:
    keys = ["sha256", "media_type", "pages", "form", "model", "form_revision", "fields", "signatures", "issues", "sensitive", "seconds"]
    assert list(codec.public(FULL)) == keys


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "../../etc"}, {"pages": -1}, {"pages": True}, {"pages": 10**9}, {"form": "x"}, {"model": "x"},
        {"form_revision": "now"}, {"fields": []},
        {"fields": {"password": {}}}, {"fields": {"agency_name": {"value": True}}}, {"signatures": [{}]}, {"signatures": {}},
        {"signatures": [SIGNATURE | {"trust": "certain"}]}, {"signatures": [SIGNATURE | {"modification": ["none"]}]},
        {"issues": [{"code": "A B", "text": "", "page": None, "audience": "staff"}]},
        {"issues": [{"code": "a", "text": "x" * 9000, "page": None, "audience": "staff"}]},
        {"issues": [{"code": "a", "text": "x", "page": None, "audience": "world"}]},
        {"sensitive": [{"kind": "ssn", "page": 1, "bbox": [1, 2, 3]}]}, {"sensitive": [{"kind": "ssn", "page": 1, "bbox": [1, 2, 3,
        float("nan")]}]}, {"seconds": float("inf")},
        {"blank": 1}, {"state": "gone"}, {"text_excerpt": "x" * 9000}, {"issues": [{}] * 1000},
    ],
)  # fmt: skip
def test_what_is_out_of_bounds_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(codec.BadDocument):
        codec.decode(codec.encode(FULL) | change)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
)


@given(st.sampled_from(sorted(codec.encode(FULL))), _JSON)
def test_no_answer_raises_anything_but_its_own_error(key: str, value: Any) -> None:
    try:
        document = codec.decode(codec.encode(FULL) | {key: value})
    except codec.BadDocument:
        return
    assert isinstance(document, Document)


def test_a_field_that_the_contract_does_not_know_is_refused() -> None:
    value = codec.encode(FULL)
    fields = value["fields"]
    assert isinstance(fields, dict)
    with pytest.raises(codec.BadDocument):
        codec.decode(value | {"fields": {"password": fields["agency_name"]}})


def test_lone_surrogates_and_zeros_do_not_pass() -> None:
    document = codec.decode(codec.encode(FULL) | {"text_excerpt": "a\ud800b\x00c"})
    assert document.text_excerpt == "a?bc"
