"""Letters put to applications and answered: what joins, what is proposed, what the reply may say."""

from dataclasses import replace

import pytest

from intake.documents.document import Document, Form, Model
from intake.store import schema
from intake.store.states import Message
from tests.pipeline.house import House
from tests.pipeline.papers import ELMFORK, MARLOW, SPRINGVALE, agreement, blank_form, letter, mail, scan

TFM, JEM = "Task Force Model", "Jail Enforcement Model"


def test_a_letter_and_later_its_agreement_in_the_thread_are_one_application_and_the_reply_builds_on_it(house: House) -> None:
    first = house.take(mail(attachments=(house.paper(letter()),)))
    answer = house.said(first)
    assert "We did not find a Memorandum of Agreement" in answer.text
    house.clock.move(hours=1)
    second = house.take(mail(sender="clerk@elsewhere.example", answers=answer.message_id or "", attachments=(house.paper(agreement()),)))
    (case,) = house.cases()
    assert [house.whole(n).application_id for n in (first, second)] == [case.id] * 2
    assert house.proposals() == []
    said = house.said(second)
    assert house.reply(second).template == "acknowledgement.added"
    assert "We added what you sent to your application" in said.text
    assert case.reference in said.text
    assert "did not find" not in said.text


def test_the_address_that_answers_go_to_carries_the_thread_too(house: House) -> None:
    first = house.take(mail(attachments=(house.paper(letter()),)))
    tagged = f"intake+{house.reply(first).token}@office.example"
    house.clock.move(hours=1)
    second = house.take(mail(sender="other@unknown.example", to=tagged, attachments=(house.paper(agreement()),)))
    assert len(house.cases()) == 1
    assert house.whole(second).application_id == house.cases()[0].id


def test_the_same_domain_joins_silently_without_a_thread(house: House) -> None:
    house.take(mail(attachments=(house.paper(letter()),)))
    house.clock.move(hours=1)
    second = house.take(mail(sender="clerk@springvale.example", attachments=(house.paper(agreement()),)))
    assert len(house.cases()) == 1
    assert house.reply(second).template == "acknowledgement.added"


@pytest.mark.parametrize("sender", ["someone@marlow.example", "chief.springvale@gmail.com"])
def test_a_stranger_with_the_same_agency_is_proposed_and_told_of_this_mail_alone(house: House, sender: str) -> None:
    house.take(
        mail(sender="pat@gmail.com", attachments=(house.paper(letter(models=("TFM", "JEM"))), house.paper(agreement(model=Model.JEM))))
    )
    house.clock.move(hours=1)
    second = house.take(mail(sender=sender, attachments=(house.paper(agreement()),)))
    first_case, own_case = house.cases()
    (proposal,) = house.proposals()
    assert (proposal.application_id, proposal.candidate_id, proposal.message_id) == (own_case.id, first_case.id, second)
    said = house.said(second)
    assert house.reply(second).template == "acknowledgement.agreement"
    assert own_case.reference in said.text
    assert first_case.reference not in said.text
    assert JEM not in said.text
    assert "added" not in said.text
    assert "We did not find a Letter of Interest in this message. If you already sent it, you need do nothing." in said.text


def test_another_letters_message_id_is_no_token(house: House) -> None:
    """Who was in copy knows the Message-ID of the agency's letter; only our own token joins silently."""
    house.take(mail(sender="chief@springvale.example", message_id="<secret@springvale.example>", attachments=(house.paper(letter()),)))
    house.clock.move(hours=1)
    question = house.take(mail("How do we apply to the program?", sender="rival@rival.example"))
    token = house.said(question).message_id or ""
    house.clock.move(hours=1)
    forged = house.take(
        mail(sender="rival@rival.example", answers=token, references=f"<secret@springvale.example> {token}",
             attachments=(house.paper(agreement()),))
    )  # fmt: skip
    assert len(house.proposals()) == 1
    assert house.reply(forged).template == "acknowledgement.agreement"
    assert house.cases()[0].reference not in house.said(forged).text


def test_of_two_threads_that_a_mail_names_the_nearest_counts(house: House) -> None:
    first = house.take(mail(sender="clerk@association.example", attachments=(house.paper(letter()),)))
    house.clock.move(hours=1)
    second = house.take(mail(sender="clerk@association.example", attachments=(house.paper(letter(MARLOW)),)))
    older, newer = (house.said(n).message_id or "" for n in (first, second))
    house.clock.move(hours=1)
    number = house.take(
        mail(sender="x@other.example", answers=older, references=f"{newer} {older}", attachments=(house.paper(agreement(None)),))
    )
    assert house.whole(number).application_id == house.whole(first).application_id


def test_a_second_model_adds_and_replaces_nothing(house: House) -> None:
    house.take(mail(attachments=(house.paper(letter(models=("TFM", "JEM"))), house.paper(agreement()))))
    house.clock.move(hours=1)
    house.take(mail(attachments=(house.paper(agreement(model=Model.JEM)),)))
    (case,) = house.cases()
    assert [(p.form, p.model, p.replaced_by) for p in house.placed(case.id)] == [
        ("loi", None, None),
        ("moa", "TFM", None),
        ("moa", "JEM", None),
    ]


def test_a_resubmission_replaces_and_the_old_paper_is_kept(house: House) -> None:
    house.take(mail(attachments=(house.paper(letter()), house.paper(agreement()))))
    house.clock.move(hours=1)
    house.take(mail(attachments=(house.paper(agreement()),)))
    (case,) = house.cases()
    old, new = [p for p in house.placed(case.id) if p.form == "moa"]
    assert (old.replaced_by, new.replaced_by) == (new.id, None)
    assert house.count(schema.documents) == 3


def test_one_mail_for_two_agencies_makes_two_applications_and_one_reply_with_both_references(house: House) -> None:
    number = house.take(mail(sender="clerk@association.example", attachments=(house.paper(agreement()), house.paper(agreement(MARLOW)))))
    first, second = house.cases()
    assert {first.state, second.state} == {"OH", "FL"}
    said = house.said(number)
    assert len(house.replies()) == 1
    assert first.reference in said.text
    assert second.reference in said.text


def test_a_released_letter_for_two_agencies_still_names_both_references(house: House) -> None:
    number = house.take(
        mail(sender="clerk@association.example", headers=(("Reply-To", "x@elsewhere.example"),),
             attachments=(house.paper(agreement()), house.paper(agreement(MARLOW))))
    )  # fmt: skip
    assert house.whole(number).state == Message.HELD
    from intake.desk import acts

    acts.release(house.desk, str(number), who="mora")
    house.carry()
    said = house.said(number)
    assert [case.reference in said.text for case in house.cases()] == [True, True]


def test_two_agencies_are_held_apart_when_one_of_them_answers_in_the_others_thread(house: House) -> None:
    number = house.take(mail(sender="clerk@association.example", attachments=(house.paper(letter()), house.paper(letter(MARLOW)))))
    house.clock.move(hours=1)
    house.take(
        mail(sender="clerk@association.example", answers=house.said(number).message_id or "", attachments=(house.paper(agreement(MARLOW)),))
    )
    by_state = {case.state: case for case in house.cases()}
    assert len(by_state) == len(house.cases()) == 2
    assert [p.form for p in house.placed(by_state["FL"].id)] == ["loi", "moa"]
    assert [p.form for p in house.placed(by_state["OH"].id)] == ["loi"]


def test_the_directory_names_the_agency_and_a_name_it_does_not_know_is_never_said(house: House) -> None:
    known = house.take(mail(attachments=(house.paper(letter()),)))
    unknown = house.take(mail(sender="chief@elmfork.example", attachments=(house.paper(letter(ELMFORK)),)))
    assert SPRINGVALE[0] in house.said(known).text
    assert ELMFORK[0] not in house.said(unknown).text


def test_the_same_mail_rendered_anew_is_a_duplicate_and_gets_no_second_reply(house: House) -> None:
    raw = mail(attachments=(house.paper(letter()),))
    first = house.take(raw)
    again = house.take(b"Received: from mx by host; Tue, 25 Nov 2025 10:31:00 -0500\n" + raw)
    assert again != first
    assert house.row(again).duplicate_of == first
    assert (house.whole(again).state, house.whole(again).asks_answer) == (Message.IGNORED, False)
    assert len(house.replies()) == len(house.cases()) == 1


def test_the_same_message_id_on_other_content_is_another_letter(house: House) -> None:
    first = house.take(mail(message_id="<same@springvale.example>", attachments=(house.paper(letter()),)))
    second = house.take(mail(sender="x@marlow.example", message_id="<same@springvale.example>", attachments=(house.paper(letter(MARLOW)),)))
    assert house.row(second).duplicate_of is None
    assert [house.whole(n).state for n in (first, second)] == [Message.ANSWERED] * 2


def test_our_own_blank_form_coming_back_is_no_paper(house: House) -> None:
    number = house.take(mail("Thank you for the form.", attachments=(house.paper(blank_form()),)))
    assert house.cases() == []
    assert house.count(schema.papers) == 0
    assert house.whole(number).state != Message.ANSWERED


def test_thanks_in_the_thread_are_filed_and_start_no_clock(house: House) -> None:
    first = house.take(mail(attachments=(house.paper(letter()),)))
    second = house.take(mail("Thank you!", answers=house.said(first).message_id or ""))
    row = house.row(second)
    assert (row.state, row.asks_answer, row.due_at, row.application_id) == (Message.IGNORED, False, None, house.cases()[0].id)
    assert len(house.replies()) == 1


def test_one_paper_by_two_ways_is_one_paper_and_one_application(house: House) -> None:
    paper = house.paper(agreement())
    house.take(mail(attachments=(paper,)))
    house.clock.move(hours=1)
    passed_on = house.take(mail("Passed on.", sender="agent@field.office.example", attachments=(paper,)))
    stranger = house.take(mail("Here.", sender="clerk@other.example", attachments=(paper,)))
    (case,) = house.cases()
    assert len(house.placed(case.id)) == 1
    for number in (passed_on, stranger):
        assert (house.whole(number).state, house.whole(number).application_id) == (Message.HELD, case.id)
        assert house.row(number).reference != case.reference
    assert house.proposals() == []
    assert len(house.replies()) == 1


def test_the_agency_sending_its_paper_again_stays_on_its_application(house: House) -> None:
    paper = house.paper(agreement())
    house.take(mail(attachments=(paper,)))
    house.clock.move(hours=1)
    again = house.take(mail("Once more.", attachments=(paper,)))
    (case,) = house.cases()
    assert (house.whole(again).reference, house.whole(again).application_id) == (case.reference, case.id)
    assert len(house.placed(case.id)) == 1


def test_a_scan_gets_the_neutral_reply_and_no_finding(house: House) -> None:
    number = house.take(mail("Please find our signed agreement attached.", attachments=(house.paper(scan()),)))
    said = house.said(number)
    assert house.reply(number).template == "acknowledgement.papers"
    assert "did not find" not in said.text
    assert "A person must look" in said.text


def test_a_letter_that_left_junk_is_told_as_the_first_mail_that_it_is(house: House) -> None:
    """It was registered once while it lay in Junk; its own traces must not make it look like an addition."""
    raw = mail(attachments=(house.paper(letter()),))
    number = house.take(raw, "Junk")
    reference = house.whole(number).reference
    house.mailbox.move(1, "Junk", "INBOX")
    house.receiver.check()
    house.carry()
    (case,) = house.cases()
    assert house.reply(number).template == "acknowledgement.letter"
    assert case.reference == reference
    assert [p.form for p in house.placed(case.id)] == ["loi"]


def test_a_proposal_survives_the_second_run_of_its_letter(house: House) -> None:
    house.take(mail(attachments=(house.paper(letter()),)))
    number = house.take(mail(sender="clerk@other.example", attachments=(house.paper(agreement()),)), "Junk")
    house.mailbox.move(1, "Junk", "INBOX")
    house.receiver.check()
    house.carry()
    first, own = house.cases()
    (proposal,) = house.proposals()
    assert (proposal.application_id, proposal.candidate_id) == (own.id, first.id)
    assert house.reply(number).template == "acknowledgement.agreement"


def test_an_application_that_another_letter_joined_meanwhile_is_not_taken_for_left_over(house: House) -> None:
    number = house.take(mail(attachments=(house.paper(letter()),)), "Junk")
    house.take(mail(attachments=(house.paper(agreement()),)))
    house.clock.move(hours=1)
    house.mailbox.move(1, "Junk", "INBOX")
    house.receiver.check()
    house.carry()
    (case,) = house.cases()
    assert sorted(p.form for p in house.placed(case.id)) == ["loi", "moa"]
    assert house.reply(number).template == "acknowledgement.added"


def test_a_copier_that_answers_in_the_thread_brings_its_paper_to_the_application(house: House) -> None:
    first = house.take(mail(attachments=(house.paper(letter()),)))
    number = house.take(
        mail("Scanned.", sender="scanner@springvale.example", answers=house.said(first).message_id or "",
             headers=(("Auto-Submitted", "auto-generated"),), attachments=(house.paper(agreement()),))
    )  # fmt: skip
    (case,) = house.cases()
    assert house.whole(number).state == Message.HELD
    assert [p.form for p in house.placed(case.id)] == ["loi", "moa"]


def test_a_name_that_was_not_read_surely_joins_nothing_silently(house: House) -> None:
    house.take(mail(sender="pat@gmail.com", attachments=(house.paper(letter()),)))
    house.clock.move(hours=1)
    house.take(mail(sender="sam@gmail.com", attachments=(house.paper(agreement(confidence=0.4)),)))
    assert len(house.cases()) == 2


def test_a_hundred_papers_of_one_mail_are_kept_and_what_lies_beyond_the_bound_is_left_to_a_person(house: House) -> None:
    number = house.take(mail("Please find our signed agreement attached.", attachments=tuple(house.paper(agreement()) for _ in range(70))))
    assert house.count(schema.documents) == 70
    assert house.reader.read_count == 60
    assert house.reply(number).template == "acknowledgement.papers"


def test_hostile_texts_of_a_paper_are_kept_on_both_databases(both: House) -> None:
    name = ("Spring\x00vale\ud800 Police Department", "OH")
    hostile = replace(letter(name, poc_email="x\x00@springvale.example", county="Spr\ud800ing"), text_excerpt="\x00")
    raw = mail(subject="a", answers="<a\x00b@x.example>", headers=(("X-Intake-Reply", "abc"),), attachments=(both.paper(hostile),)).replace(
        b"X-Intake-Reply: abc", b"X-Intake-Reply: a\x00\xff\xed\xa0\x80b"
    )
    number = both.take(raw)
    assert both.whole(number).state in (Message.ANSWERED, Message.HELD, Message.IGNORED), both.row(number).shelved_reason


def test_documents_of_an_archive_are_each_placed(house: House) -> None:
    name, content = house.paper(letter(), agreement(), Document("", "application/pdf", 1, Form.OTHER))
    number = house.take(mail(attachments=((name, content),)))
    said = house.said(number)
    assert house.reply(number).template == "acknowledgement.letter_and_agreement"
    assert "1 other attachment" in said.text


def test_a_sender_whom_our_server_could_not_confirm_joins_nothing_silently_and_becomes_known_to_nothing(house: House) -> None:
    house.take(mail(attachments=(house.paper(letter()), house.paper(agreement()))))
    failed = (("Authentication-Results", "mx.office.example; dmarc=fail"),)
    house.take(mail("A new one.", headers=failed, attachments=(house.paper(agreement(poc_email="eve@evil.example")),)))
    assert [paper.replaced_by for paper in house.placed(house.cases()[0].id)] == [None, None]
    assert len(house.proposals()) == 1
    eve = house.take(mail(sender="eve@evil.example", attachments=(house.paper(agreement()),)))
    assert house.reply(eve).template == "acknowledgement.agreement"


def test_papers_of_one_file_are_all_placed_and_none_is_taken_for_a_copy_of_another(house: House) -> None:
    held = house.paper(letter(models=("TFM", "WSO")), agreement(), agreement(model=Model.WSO))
    house.take(mail(attachments=(held,)))
    (case,) = house.cases()
    placed = house.placed(case.id)
    assert [(paper.form, paper.model, paper.replaced_by) for paper in placed] == [
        ("loi", None, None),
        ("moa", "TFM", None),
        ("moa", "WSO", None),
    ]
    assert len({paper.sha256 for paper in placed}) == 1
    house.clock.move(days=8)
    house.take(mail(attachments=(held,)))
    assert len(house.placed(case.id)) == 3
