"""Wordings edited at the desk: nothing unsound is kept, nobody sends alone what he wrote, and the shipped text is never lost."""

import io
import zipfile
from dataclasses import replace

import pytest

from intake import errors
from intake.adapters.limited import LimitedChild
from intake.desk import template_acts, template_files, template_mail, template_texts, template_trial
from intake.desk.template_acts import Refused
from intake.desk.template_texts import SHIPPED
from intake.replies import folders, samples
from intake.store import answers, outbox
from intake.store.template_versions import State, VersionRecord
from tests.desk import writing
from tests.desk.ledger import Ledger

LETTER = "acknowledgement.letter"
SUBJECT = writing.SHIPPED[f"{LETTER}/subject.txt"]
BODY = writing.SHIPPED[f"{LETTER}/body.txt"]
EDITED = BODY.replace("You do not need to send the letter again.", "Please do not send the letter twice.")
SETTINGS = writing.settings()


def saved(ledger: Ledger, body: str = EDITED, who: str = "ana", **more: object) -> VersionRecord:
    made = template_acts.save(ledger.desk, SETTINGS, LETTER, SUBJECT, body, who=who, **more)  # type: ignore[arg-type]
    assert isinstance(made, VersionRecord), made
    return made


def made_live(ledger: Ledger, body: str = EDITED) -> VersionRecord:
    version = saved(ledger, body)
    template_acts.submit(ledger.desk, SETTINGS, LETTER, version.number, who="ana")
    done = template_acts.approve(ledger.desk, SETTINGS, LETTER, version.number, who="ben", note="reads well")
    assert isinstance(done, VersionRecord)
    return done


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        (BODY.replace("Hello,", "Hello {{ name }},"), 1, 'there is no variable "name"'),
        (BODY.replace("Hello,", "Hello,\n{% if agency %}"), None, "cannot be understood"),
        (BODY.replace("Hello,", "Hello,\nyour letter is approved."), 2, '"approved" decides'),
        (BODY.replace("{{ locked.receipt_only }}", ""), None, "receipt_only"),
        (BODY.replace("Hello,", "{{ 'a' * 1500000000 }}"), 1, "not allowed"),
    ],
)
def test_what_is_unsound_is_refused_with_its_line_and_a_remedy(ledger: Ledger, body: str, line: int | None, what: str) -> None:
    found = template_acts.save(ledger.desk, SETTINGS, LETTER, SUBJECT, body, who="ana")
    assert isinstance(found, Refused)
    fault = found.faults[0]
    assert what in fault.what
    assert fault.remedy
    assert fault.file == f"{LETTER}/body.txt"
    if line is not None:
        assert fault.line == line
    assert template_texts.view(ledger.desk, SETTINGS, LETTER).versions == ()


def test_a_draft_changes_nothing_until_a_second_person_approved_it(ledger: Ledger) -> None:
    live = writing.live(ledger)
    version = saved(ledger, note="shorter")
    template_acts.submit(ledger.desk, SETTINGS, LETTER, version.number, who="ana")
    live.refresh()
    assert "twice" not in live.render(LETTER, samples.USUAL).text
    with pytest.raises(errors.PersonNeeded, match="second person"):
        template_acts.approve(ledger.desk, SETTINGS, LETTER, version.number, who="Ana")
    done = template_acts.approve(ledger.desk, SETTINGS, LETTER, version.number, who="ben")
    live.refresh()
    rendered = live.render(LETTER, samples.USUAL)
    assert isinstance(done, VersionRecord)
    assert (done.state, done.author, done.decided_by) == (State.LIVE, "ana", "ben")
    assert "Please do not send the letter twice." in rendered.text
    assert rendered.version.startswith("v1-")


def test_without_a_second_person_a_text_is_live_at_once(ledger: Ledger) -> None:
    alone = replace(SETTINGS, second_person=False)
    version = saved(ledger)
    assert template_acts.submit(ledger.desk, alone, LETTER, version.number, who="ana").state == State.LIVE


def test_a_rejected_text_keeps_the_reason_and_is_not_sent(ledger: Ledger) -> None:
    version = saved(ledger)
    template_acts.submit(ledger.desk, SETTINGS, LETTER, version.number, who="ana")
    with pytest.raises(errors.PersonNeeded, match="reason"):
        template_acts.reject(ledger.desk, LETTER, version.number, who="ben", reason=" ")
    done = template_acts.reject(ledger.desk, LETTER, version.number, who="ben", reason="too harsh")
    assert (done.state, done.decision, done.decided_by) == (State.REJECTED, "too harsh", "ben")
    with pytest.raises(errors.UnlawfulMove):
        template_acts.approve(ledger.desk, SETTINGS, LETTER, version.number, who="cleo")


def test_two_people_never_overwrite_each_other_unseen(ledger: Ledger) -> None:
    seen = template_texts.view(ledger.desk, SETTINGS, LETTER).latest
    saved(ledger, latest=seen)
    with pytest.raises(errors.Conflict, match="version 1"):
        template_acts.save(ledger.desk, SETTINGS, LETTER, SUBJECT, EDITED, who="ben", latest=seen)


def test_going_back_makes_a_new_version_with_the_old_words(ledger: Ledger) -> None:
    made_live(ledger)
    made_live(ledger, EDITED.replace("twice", "again"))
    back = template_acts.roll_back(ledger.desk, SETTINGS, LETTER, 1, who="ana")
    assert isinstance(back, VersionRecord)
    assert (back.number, back.state, back.note) == (3, State.WAITING, "back to version 1")
    template_acts.approve(ledger.desk, SETTINGS, LETTER, 3, who="ben")
    assert "twice" in writing.live(ledger).current().render(LETTER, samples.USUAL).text


def test_the_shipped_text_can_be_had_back_and_then_follows_later_versions_of_the_program(ledger: Ledger) -> None:
    made_live(ledger)
    back = template_acts.roll_back(ledger.desk, SETTINGS, LETTER, SHIPPED, who="ana")
    assert isinstance(back, VersionRecord)
    template_acts.approve(ledger.desk, SETTINGS, LETTER, back.number, who="ben")
    newer = {**writing.SHIPPED, f"{LETTER}/body.txt": BODY.replace("Hello,", "Good day,")}
    assert writing.live(ledger, newer).current().render(LETTER, samples.USUAL).text.startswith("Good day,")
    line = template_texts.view(ledger.desk, SETTINGS, LETTER).line
    assert (line.live, line.edited_by) == (SHIPPED, None)


def test_an_edited_text_survives_an_upgrade_and_the_change_is_told(ledger: Ledger) -> None:
    made_live(ledger)
    newer = {**writing.SHIPPED, f"{LETTER}/body.txt": BODY.replace("Hello,", "Good day,")}
    assert not template_texts.view(ledger.desk, SETTINGS, LETTER).line.shipped_changed
    assert template_texts.view(ledger.desk, replace(SETTINGS, shipped=newer), LETTER).line.shipped_changed
    assert "twice" in writing.live(ledger, newer).current().render(LETTER, samples.USUAL).text


def test_a_live_text_that_an_upgrade_broke_gives_way_to_the_shipped_one_with_an_alarm(ledger: Ledger) -> None:
    made_live(ledger)
    stricter = {**writing.SHIPPED, "_locked/receipt_only.txt": writing.SHIPPED["_locked/receipt_only.txt"]}
    with ledger.db.write() as tx:
        tx.exec_driver_sql("UPDATE template_versions SET body = replace(body, '{{ locked.human }}', '{{ gone }}')")
    live = writing.live(ledger, stricter)
    rendered = live.current().render(LETTER, samples.USUAL)
    assert rendered.fallback
    assert "twice" not in rendered.text
    from intake.store import alarms

    with ledger.db.read() as tx:
        assert [each.code for each in alarms.opened(tx)] == ["templates.refused"]


def test_a_locked_part_is_checked_with_every_reply_that_carries_it(ledger: Ledger) -> None:
    name = "_locked/human"
    shipped = writing.SHIPPED["_locked/human.txt"]
    refused = template_acts.save(ledger.desk, SETTINGS, name, "", "Write to us.", who="ana")
    assert isinstance(refused, Refused)
    assert any("contact_address" in fault.what for fault in refused.faults)
    kept = template_acts.save(ledger.desk, SETTINGS, name, "", shipped.replace("To reach a person", "To speak with a person"), who="ana")
    assert isinstance(kept, VersionRecord)


def test_a_preview_shows_unsaved_words_in_text_and_html_on_each_case(ledger: Ledger) -> None:
    for case in ("minimal", "full", "hostile"):
        shown = template_trial.show(ledger.desk, SETTINGS, LETTER, SUBJECT, EDITED, case=case)
        assert shown.faults == ()
        assert "Please do not send the letter twice." in shown.text
        assert "<script>" not in shown.html
    assert template_trial.show(ledger.desk, SETTINGS, LETTER, SUBJECT, EDITED, case="full").subject.endswith("(K7M-4PQ-9TX)")


def test_unsaved_text_is_tried_in_a_child_that_is_ended_when_it_takes_too_long(ledger: Ledger) -> None:
    child = replace(SETTINGS, child=LimitedChild("intake.desk.trial_child"))
    assert template_trial.show(ledger.desk, child, LETTER, SUBJECT, EDITED, case="usual").faults == ()
    slow = replace(SETTINGS, child=LimitedChild("", command=("sleep", "30"), wall_seconds=0.05))
    (fault,) = template_trial.check(ledger.desk, slow, LETTER, SUBJECT, EDITED)
    assert "more time" in fault.what


def test_a_difference_shows_the_lines_that_changed(ledger: Ledger) -> None:
    made_live(ledger)
    lines = template_texts.difference(ledger.desk, SETTINGS, LETTER, SHIPPED, 1)
    assert [line[0] for line in lines if line.startswith(("-Y", "+P"))] == ["-", "+"]
    assert template_texts.difference(ledger.desk, SETTINGS, LETTER, 1, 1) == ()


def test_texts_go_out_to_a_zip_and_what_was_changed_comes_in_and_waits(ledger: Ledger) -> None:
    out = template_files.export(ledger.desk, SETTINGS)
    same = template_files.bring_in(ledger.desk, SETTINGS, template_files.from_zip(template_files.to_zip(out)), who="ana", note="")
    assert isinstance(same, template_files.Imported)
    assert same.versions == ()
    found = template_files.bring_in(ledger.desk, SETTINGS, {**out, f"{LETTER}/body.txt": EDITED, "x.txt": ""}, who="ana", note="by mail")
    assert isinstance(found, template_files.Imported)
    assert [(each.name, each.state, each.note) for each in found.versions] == [(LETTER, State.WAITING, "by mail")]
    assert found.unknown == ("x.txt",)


def test_of_texts_that_come_in_none_is_kept_where_one_is_unsound(ledger: Ledger) -> None:
    bad = {f"{LETTER}/body.txt": EDITED, "acknowledgement.question/body.txt": "Congratulations!"}
    assert isinstance(template_files.bring_in(ledger.desk, SETTINGS, bad, who="ana", note=""), Refused)
    assert all(line.waiting is None for line in template_texts.listing(ledger.desk, SETTINGS))
    with pytest.raises(errors.TemplateError, match="no zip"):
        template_files.from_zip(b"PK no zip")


def test_what_an_import_would_change_is_seen_first_and_never_over_what_is_sent_since(ledger: Ledger) -> None:
    out = template_files.export(ledger.desk, SETTINGS)
    texts = {**out, f"{LETTER}/body.txt": EDITED, "acknowledgement.question/body.txt": "Congratulations!", "x.txt": ""}
    planned = template_files.look(ledger.desk, SETTINGS, texts)
    by_name = {each.name: each for each in planned.changes}
    assert set(by_name) == {LETTER, "acknowledgement.question"}
    assert (by_name[LETTER].faults, planned.sound, planned.unknown) == ((), False, ("x.txt",))
    assert by_name["acknowledgement.question"].faults
    assert any(line.startswith("+") for line in by_name[LETTER].lines)
    assert all(line.waiting is None for line in template_texts.listing(ledger.desk, SETTINGS))
    with pytest.raises(errors.Conflict, match="look at the differences again"):
        template_files.bring_in(ledger.desk, SETTINGS, texts, who="ana", note="", seen="0" * 64)


def _zip(*files: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (_zip(("../body.txt", b"x")), "file name"),
        (_zip(("/etc/body.txt", b"x")), "file name"),
        (_zip(("a\x1bb.txt", b"x")), "file name"),
        (_zip(*((f"{n}.txt", b"") for n in range(template_files.MOST_FILES + 1))), "more than 200 files"),
        (_zip(("one.txt", b"0" * 1_000_000)), "larger than"),
        (_zip(*((f"{n}.txt", b"0" * folders.MAX_FILE_BYTES) for n in range(150))), "longer than"),
        (_zip(("a.txt", b"\xff\xfe")), "not UTF-8"),
        (b"0" * (template_files.MOST_ZIP_BYTES + 1), "larger than"),
    ],
    ids=["up", "absolute", "unprintable", "many", "bomb", "bombs", "encoding", "large"],
)
def test_a_hostile_archive_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(errors.TemplateError, match=why):
        template_files.from_zip(content)


def test_a_test_mail_goes_once_to_oneself_and_needs_no_person(ledger: Ledger) -> None:
    write = writing.writing(ledger)
    numbers = {
        template_mail.send(
            ledger.desk, SETTINGS, write, LETTER, SUBJECT, EDITED, case="usual", to="ana@office.example", key="k" * 20, who="ana"
        )
        for _ in range(2)
    }
    assert len(numbers) == 1
    with ledger.db.read() as tx:
        (reply,) = outbox.of_message(tx, answers.NO_LETTER)
        assert (reply.recipient, reply.automatic) == ("ana@office.example", False)
        assert b"Subject: [Test] We received your letter" in outbox.octets(tx, reply.id)


def test_variables_are_explained_with_a_sample_and_whether_they_may_be_empty(ledger: Ledger) -> None:
    told = {each.name: each for each in template_texts.view(ledger.desk, SETTINGS, LETTER).variables}
    assert told["reference"].sample == "K7M-4PQ-9TX"
    assert not told["reference"].may_be_empty
    assert told["agency"].may_be_empty
    assert "staff_name" not in told
    assert "staff_name" in {each.name for each in template_texts.view(ledger.desk, SETTINGS, "answer.general").variables}
