"""Whether two mails say the very same. In: a Message. Out: a digest of all that it says and brings, save id and times. Pure."""

import hashlib

from intake.mail.message import Message


def digest(message: Message) -> str:
    """Author with name, subject, what is answered, every word, every file and every mail inside; "" for a mail without words."""
    words = " ".join(message.text.split())
    if not words:
        return ""
    author = "|".join(f"{one.name} <{one.address}>" for one in message.from_)
    files = sorted(one.sha256 for one in message.attachments)
    inside = [one.identity_sha256 for one in message.forwarded]
    made = hashlib.sha256()
    for piece in (author, message.subject, *message.in_reply_to, "", words, message.html or "", *files, "", *inside):
        made.update(piece.encode("utf-8", "surrogatepass"))
        made.update(b"\0")
    return made.hexdigest()
