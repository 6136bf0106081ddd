"""Two readings of one line are settled, and the second engine reads what it is given."""

import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

import intake
from intake.adapters import reader
from intake.documents import reread, second
from intake.documents.ocr import Seen
from intake.documents.second import Heard

PAGE = np.full((200, 600), 255, np.uint8)


def told(ours: list[tuple[str, float]], theirs: list[tuple[str, float]], monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float]]:
    """The words settled on; each stands in a place of its own, 100 pixels wide."""
    heard: list[Heard] = []

    def lines(crops: list[np.ndarray]) -> list[tuple[Heard, ...]]:
        wide = crops[0].shape[1]
        heard.extend(Heard(text, (100 * i + 4) / wide, (100 * i + 84) / wide, sure) for i, (text, sure) in enumerate(theirs) if text)
        return [tuple(heard)]

    monkeypatch.setattr(second, "lines", lines)
    seen = [Seen(text, (100 * i + 4, 50, 100 * i + 84, 70), sure, 1) for i, (text, sure) in enumerate(ours) if text]
    settled, _ = reread.settled(seen, PAGE)
    return [(word.text, round(word.confidence, 2)) for word in settled]


def test_a_word_that_both_tell_is_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told([("Marlow", 0.6)], [("Marlow", 0.7)], monkeypatch) == [("Marlow", 0.97)]


def test_a_disputed_word_is_the_surer_one_and_doubt_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told([("Ottice", 0.5)], [("Office", 0.9)], monkeypatch) == [("Office", 0.68)]
    assert told([("Office", 0.9)], [("Ottice", 0.5)], monkeypatch) == [("Office", 0.68)]


def test_what_has_the_shape_of_an_address_or_a_telephone_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told([("ann@county.example", 0.5)], [("anncounty.example", 0.9)], monkeypatch)[0][0] == "ann@county.example"
    assert told([("850-S55-0142", 0.9)], [("850-555-0142", 0.6)], monkeypatch)[0][0] == "850-555-0142"
    assert told([("5550!", 0.9)], [("55501", 0.6)], monkeypatch)[0][0] == "55501"


def test_a_word_that_the_page_holds_elsewhere_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told([("Hollow", 0.96), ("Hollow", 0.6)], [("Hollow", 1.0), ("Holiow", 0.9)], monkeypatch)[1][0] == "Hollow"


def test_a_state_and_a_word_of_every_such_paper_win(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told([("Georgia", 0.4), ("Sherilf", 0.9)], [("Gourgia", 0.8), ("Sheriff", 0.6)], monkeypatch)[0][0] == "Georgia"
    assert told([("Georgia", 0.4), ("Sherilf", 0.9)], [("Gourgia", 0.8), ("Sheriff", 0.6)], monkeypatch)[1][0] == "Sheriff"


def test_a_doubled_letter_and_an_apostrophe_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told([("Falls", 0.6)], [("Fals", 0.98)], monkeypatch)[0][0] == "Falls"
    assert told([("Sheriff's", 0.8)], [("Sheriffs", 0.9)], monkeypatch)[0][0] == "Sheriff's"


def test_a_word_that_one_engine_alone_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told([("Ray", 0.7), ("", 0)], [("Ray", 0.9), ("Lee", 0.95)], monkeypatch)[1] == ("Lee", 0.95)
    assert told([("Ray", 0.7), ("", 0)], [("Ray", 0.9), ("eew", 0.4)], monkeypatch) == [("Ray", 0.97)]
    assert told([("Ray", 0.7), ("wm", 0.5)], [("Ray", 0.9), ("", 0)], monkeypatch)[1] == ("wm", 0.4)


def test_a_crop_goes_on_at_its_ends_as_far_as_no_other_word_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first engine cuts letters off: the box of "Stockard" ends before its last."""
    widths: list[int] = []
    monkeypatch.setattr(second, "lines", lambda crops: widths.extend(crop.shape[1] for crop in crops) or [()])
    weak = Seen("Stockar", (104, 50, 184, 70), 0.5, 1)
    reread.settled([weak], PAGE)
    sure = [Seen("by", (0, 50, 20, 70), 0.99, 1), *(Seen("a", (190 + 20 * i, 50, 204 + 20 * i, 70), 0.99, 1) for i in range(9))]
    reread.settled([sure[0], weak, *sure[1:]], PAGE)
    assert widths == [(184 + 20) - (104 - 20), 210 - (104 - 20)]


def test_sure_words_are_not_read_again_and_room_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second, "lines", lambda crops: pytest.fail("read again"))
    sure = [Seen("plain", (4, 50, 84, 70), 0.97, 1)]
    assert reread.settled(sure, PAGE) == (sure, reread.MOST)
    unsure = [Seen("plain", (4, 50, 84, 70), 0.5, 1)]
    assert reread.settled(unsure, PAGE, 10) == (unsure, 10)


def test_the_second_engine_reads_a_line_with_its_words_in_their_places() -> None:
    line = np.full((48, 420), 255, np.uint8)
    cv2.putText(line, "Hollow 850-555-0142", (6, 34), cv2.FONT_HERSHEY_SIMPLEX, 1, 0, 2, cv2.LINE_AA)
    first, number = second.lines([line])[0]
    assert (first.text, number.text) == ("Hollow", "850-555-0142")
    assert first.right < number.left and min(first.confidence, number.confidence) > 0.8


def test_nothing_that_recognises_may_speak_to_the_network() -> None:
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
    assert reader._environment()["ORT_DISABLE_TELEMETRY"] == "1"
    bare = {"PYTHONPATH": str(Path(str(intake.__file__)).parent.parent)}
    ask = "import intake.documents.second, os; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    assert subprocess.run([sys.executable, "-c", ask], env=bare, capture_output=True, text=True, check=True).stdout.strip() == "1"


def test_a_text_that_both_told_alike_is_not_read_again_in_the_same_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def lines(crops: list[np.ndarray]) -> list[tuple[Heard, ...]]:
        asked.append(len(crops))
        return [(Heard("Farwell", 0.0, 0.45, 0.99), Heard("Police", 0.5, 1.0, 0.99))]

    monkeypatch.setattr(second, "lines", lines)
    agreed: set[str] = set()
    name = [Seen("Farwell", (4, 50, 84, 70), 0.92, 1), Seen("Police", (90, 50, 170, 70), 0.92, 1)]
    reread.settled(name, PAGE, agreed=agreed)
    again, room = reread.settled(name, PAGE, agreed=agreed)
    assert (asked, room) == ([1], reread.MOST)
    assert [round(word.confidence, 2) for word in again] == [0.97, 0.97]
    unsure = [name[0], name[1]._replace(confidence=0.5)]
    reread.settled(unsure, PAGE, agreed=agreed)
    assert asked == [1, 1]


@pytest.mark.parametrize("text", ["II. AUTHORITY", "APPENDIX C", "287(g) Task Force Model", "Revised 03/07/2025", "Washington, DC 20536"])
def test_what_the_form_prints_itself_is_not_read_again(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second, "lines", lambda crops: pytest.fail("read again"))
    words = [Seen(word, (4 + 90 * n, 50, 84 + 90 * n, 70), 0.9, 1) for n, word in enumerate(text.split())]
    reread.settled([*words, Seen("MOA", (4, 150, 84, 170), 0.99, 2)], PAGE)
