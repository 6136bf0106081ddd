"""Character recognition delays no acknowledgement."""

from dataclasses import replace

from tests.pipeline.house import House
from tests.pipeline.papers import letter, mail


def test_a_letter_that_waited_is_acknowledged_before_its_pictures_are_read(house: House) -> None:
    prompt = house.arrive(mail(attachments=(house.paper(letter()),)))
    house.carry()
    late = house.arrive(mail(attachments=(house.paper(letter(models=("WSO",))),)))
    house.clock.move(minutes=1)
    house.carry()
    assert house.reader.recognition == [20.0, 0.0]
    assert all(house.row(number).verdict == "send" for number in (prompt, late))


def test_the_papers_of_one_letter_share_the_budget(house: House) -> None:
    first, second = house.paper(replace(letter(), seconds=15.0)), house.paper(letter(models=("WSO",)))
    house.take(mail(attachments=(first, second)))
    assert house.reader.recognition == [20.0, 5.0]
