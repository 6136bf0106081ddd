"""A floor under the reading of papers that the project draws itself, on seeds that were not looked at while the rules were written."""

import itertools

from intake.demo import further_papers, other_agreements, other_letters, papers, plain_papers, town_letters, town_papers
from intake.documents.document import Document, Verdict
from tests.documents import made

FLOOR = 0.985
OTHERWISE = 0.96


def _right(truth: dict[str, papers.Value], document: Document) -> tuple[int, list[str]]:
    wrong = [
        f"{name}: {want!r} read as {document.value(name)!r}"
        for name, want in truth.items()
        if str(document.value(name)).lower() != str(want).lower()
    ]
    return len(truth) - len(wrong), wrong


def test_fields_of_drawn_letters_and_agreements_stay_above_the_floor() -> None:
    right, total, wrong = 0, 0, []
    drawn = [(spec.truth, papers.draw_letter(spec)) for spec in itertools.islice(papers.letters(101), 30)]
    drawn += [(spec.truth, papers.draw_agreement(spec)) for spec in itertools.islice(papers.agreements(101), 16)]
    for truth, content in drawn:
        good, bad = _right(truth, made.read(content))
        right, total, wrong = right + good, total + len(truth), wrong + bad
    assert right >= FLOOR * total, "\n".join(wrong)


def test_layouts_that_no_rule_was_written_on_stay_above_their_floor() -> None:
    right, total, wrong = 0, 0, []
    drawn = [
        (each.truth, papers.draw_letter(each)) for each in papers.other_letters_of(101, 2) if each.layout not in other_letters.KEPT_OUT
    ]
    agreements = [each for each in papers.other_agreements_of(101, 1) if each.layout not in other_agreements.KEPT_OUT]
    drawn += [(each.truth, papers.draw_agreement(each)) for each in agreements]
    for truth, content in drawn:
        good, bad = _right(truth, made.read(content))
        right, total, wrong = right + good, total + len(truth), wrong + bad
    assert right >= OTHERWISE * total, "\n".join(wrong)


def test_letters_put_together_by_chance_stay_above_the_floor() -> None:
    right, total, wrong = 0, 0, []
    drawn = [*further_papers.letters_of(101, 1), *further_papers.of_layouts(plain_papers.LAYOUTS, 101, 1)]
    drawn += town_papers.letters_of(town_letters.LAYOUTS, 101, 1)
    for each in drawn:
        good, bad = _right(each.truth, made.read(papers.draw_letter(each)))
        right, total, wrong = right + good, total + len(each.truth), wrong + bad
    assert right >= FLOOR * total, "\n".join(wrong)


def test_a_signature_is_never_seen_where_there_is_none_nor_missed_where_it_is() -> None:
    for spec in itertools.islice(papers.letters(202), 30):
        document = made.read(papers.draw_letter(spec))
        assert document.signatures[0].verdict is (Verdict.SIGNED if spec.signed else Verdict.UNSIGNED), spec


def test_values_are_never_invented_for_fields_a_letter_does_not_give() -> None:
    for spec in itertools.islice(papers.letters(303), 30):
        document = made.read(papers.draw_letter(spec))
        sure = {field.name for field in document.fields if field.confidence >= 0.8}
        assert not sure - set(spec.truth) - {"phone"}, spec
