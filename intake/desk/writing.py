"""What answering needs besides the ledger. In: nothing. Out: the Writing that the functions of desk/answers.py take."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from intake.applications.recipients import Circle, Known
from intake.desk.assessment import Context
from intake.replies.renderer import Renderer
from intake.store.queues import WholeLetter


@dataclass(frozen=True, slots=True)
class Written:
    """A mail whose octets are final."""

    raw: bytes
    header_message_id: str
    token: str
    envelope_from: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A person's mail before it is put into octets. `letter`: what it answers; None for a test mail."""

    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    text: str
    html: str
    letter: WholeLetter | None = None


class Post(Protocol):
    """Reads the kept bytes of letters, and puts mails into octets in the office's name."""

    def known(self, letter: WholeLetter, circle: Circle) -> tuple[Known, ...]:
        """Everyone an answer may go to."""
        ...

    def refusal(self, address: str, letter: WholeLetter | None) -> str:
        """Why a mail must not go there; "" where it may."""
        ...

    def write(self, mail: Mail) -> Written:
        """The final octets, in the thread of the letter. Raises ValueError for addresses that `refusal` refuses."""
        ...


@dataclass(frozen=True, slots=True)
class Writing:
    """`templates` gives the replies as they are worded now; `key` an unguessable key for a form."""

    post: Post
    templates: Callable[[], Renderer]
    key: Callable[[], str]
    context: Context
