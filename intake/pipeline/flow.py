"""The steps of a letter's road, in order, as data: start reading here.

    RECEIVED --Read--> READ --Extract--> EXTRACTED --Register--> REGISTERED --Decide--> DECIDED --Acknowledge--> ANSWERED | HELD | IGNORED

A leg is what one transaction commits. From RECEIVED a letter walks two legs: what the mail says of itself, then (its papers read)
all the rest, so that verdict, application, due time and reply enter the ledger together. It rests in DECIDED while its burst lasts,
or when a person released it.
"""

from collections.abc import Mapping, Sequence

from intake.pipeline.acknowledge import Acknowledge
from intake.pipeline.decide import Decide
from intake.pipeline.extract import Extract
from intake.pipeline.read import Read
from intake.pipeline.register import Register
from intake.pipeline.step import Step
from intake.store.states import Message as State

Legs = Mapping[State, Sequence[Sequence[Step]]]


def legs(read: Read, extract: Extract, register: Register, decide: Decide, acknowledge: Acknowledge) -> Legs:
    """Which legs lie before a letter, by the state it rests in."""
    verdict = (extract, register, decide, acknowledge)
    return {
        State.RECEIVED: ((read,), verdict),
        State.READ: (verdict,),
        State.DECIDED: ((acknowledge,),),
    }
