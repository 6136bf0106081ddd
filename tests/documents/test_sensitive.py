"""Places in papers: page and box, over pages, behind letters; and what a letter, a signature and contacts are not."""

from intake.documents.document import Document, Form
from tests.documents import made

ROWS = tuple(
    f"{n}. Deputy {name}, Badge {1200 + n}" for n, name in enumerate(("Ida Mosswood", "Ray Lowe", "Curtis Nance", "Wanda Reed"), 1)
)


def _kinds(document: Document) -> list[str]:
    return [place.kind for place in document.sensitive]


def test_a_number_has_the_box_of_its_words() -> None:
    (place,) = made.read(made.pdf(("Alder County", "", "The SSN of the deputy is 123-45-6789, as you asked."))).sensitive
    x0, top, x1, bottom = place.bbox
    assert (place.kind, place.page) == ("ssn", 1)
    assert 150 < x0 < x1 < 320
    assert 70 < top < bottom < 110


def test_a_list_that_goes_on_has_a_box_on_each_page() -> None:
    document = made.read(made.pdf(("Roster of nominees", *ROWS[:2]), ROWS[2:]))
    assert [(place.kind, place.page) for place in document.sensitive] == [("roster", 1), ("roster", 2)]


def test_a_list_far_behind_a_letter_is_found() -> None:
    filler = tuple(f"Annex, line {n}, of the county's budget" for n in range(20))
    document = made.read(made.pdf(made.request(), filler, filler, filler, filler, ("Roster of nominees", *ROWS)))
    assert document.form is Form.LOI
    assert [(place.kind, place.page) for place in document.sensitive] == [("roster", 6)]


def test_a_letter_with_its_signature_and_copies_holds_nothing() -> None:
    end = (
        "Ada B. Mosswood",
        "Sheriff",
        "850-555-0142",
        "",
        "cc: Captain Ray Lowe",
        "Lt. Wanda Reed",
        "Sgt. Curtis Nance",
        "County Attorney",
    )
    assert (
        made.read(
            made.pdf(made.request("Our point of contact is Captain Ray Lowe, 850-555-0143, rlowe@alderso.example.", end=end))
        ).sensitive
        == ()
    )


def test_columns_are_told_apart_by_the_room_between_them() -> None:
    def table(canvas: object) -> None:
        for row, cells in enumerate(
            (("Officer", "Star", "Born"), ("Mosswood, Ida", "1204", "04/05/1987"), ("Lowe, Ray", "1311", "07/08/1990"))
        ):
            for column, cell in enumerate(cells):
                canvas.drawString(72 + 130 * column, 500 - 16 * row, cell)  # type: ignore[attr-defined]

    assert sorted(_kinds(made.read(made.pdf(("Training",), draw=table)))) == ["date_of_birth", "date_of_birth", "roster"]


def test_a_text_file_names_the_line() -> None:
    content = b"Name,Badge,SSN\nIda Mosswood,1204,123456789\nRay Lowe,1311,234567890\n"
    places = made.read(content).sensitive
    assert sorted((place.kind, place.page, place.line) for place in places) == [("roster", 0, 2), ("ssn", 0, 2), ("ssn", 0, 3)]


def test_lists_come_first_where_there_are_too_many_places() -> None:
    content = "".join(f"Deputy Ray Lowe, SSN 123-45-{n:04d}\n" for n in range(1, 1000)).encode()
    places = made.read(content).sensitive
    assert len(places) == 400
    assert places[0].kind == "roster"


def test_bars_between_columns_make_a_page_no_rubbish() -> None:
    lines = ("Name | Badge | Rank", "Ida Mosswood | 1204 | Sgt.", "Ray Lowe | 1311 | Deputy", "Curtis Nance | 1320 | Deputy")
    assert _kinds(made.read(made.pdf(lines))) == ["roster"]
