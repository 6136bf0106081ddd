"""The bounds of reading mail. In: nothing. Out: Limits, every bound with its name. Pure.

A mail over `raw_bytes` is not read at all (errors.UnreadableMail). Every other bound cuts and is named in the message's defects, so
that a person sees what was not read; the bytes themselves are kept whole elsewhere.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one mail, nested mails included where they count things."""

    raw_bytes: int = 160 * 1024 * 1024  # the largest that the big providers accept is 150 MB
    header_block: int = 256 * 1024  # octets of one header block that are read
    header_fields: int = 1000  # fields of one header block
    header_length: int = 64 * 1024  # characters of one field
    encoded_words: int = 1000  # encoded words decoded in one field (RFC 2047)
    addresses: int = 500  # mailboxes of one field
    message_ids: int = 200  # ids of one References field
    parts: int = 200  # body parts in all, nested mails included
    delimiter_lines: int = 20_000  # lines that may be a boundary and are looked at
    depth: int = 20  # multiparts and mails inside one another
    text_chars: int = 1_000_000  # the body as text
    html_chars: int = 2_000_000  # the body as HTML
    filename_chars: int = 255
    report_chars: int = 64 * 1024  # a delivery report's machine-readable part
    tnef_bytes: int = 96 * 1024 * 1024  # winmail.dat that is unpacked
    tnef_objects: int = 5000  # objects and properties in one winmail.dat
    uuencoded: int = 20  # uuencoded files in one body
