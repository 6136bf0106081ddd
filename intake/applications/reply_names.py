"""The acknowledgements by name: what a verdict proposes and the catalogue words. In: nothing. Out: names. Pure."""

from typing import Final

LETTER_AND_AGREEMENT: Final = "acknowledgement.letter_and_agreement"
LETTER: Final = "acknowledgement.letter"
AGREEMENT: Final = "acknowledgement.agreement"
PAPERS: Final = "acknowledgement.papers"
ADDED: Final = "acknowledgement.added"
QUESTION: Final = "acknowledgement.question"
OUT_OF_HOURS: Final = "acknowledgement.out_of_hours"
