"""Check the digital signatures of a PDF. In: its octets, whom the office trusts. Out: a verdict for each signature. Pure.

Whether the file is as it was signed (integrity) and whether somebody we trust says who signed it (trust) are two questions with two
answers. pyHanko does the cryptography, offline: nothing is fetched, no clock is asked. Whatever a file makes it raise is "unknown".
"""

import hashlib
import io
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

MOST: Final = 12
"""Signatures of one file that are checked; the rest are unknown."""
MOST_FIELDS: Final = 400
"""Signature fields that are told apart at all."""
MOST_OCTETS: Final = 1 << 20
"""Of one signature: large ones carry lists of revoked certificates."""
MOST_REVISIONS: Final = 64
"""Times a file may have been saved on top of itself."""
MOST_CERTIFICATES: Final = 16
"""In one signature; chains are three or four long."""
MOST_NAMESAKES: Final = 2
"""Certificates of one name in one signature: the ways from signer to root grow with their factorial."""
SECONDS: Final = 10.0
"""After so long no further signature is begun."""
NAME_LIMIT: Final = 100
MOST_FILLED: Final = 8
"""Names of fields told."""

INTACT: Final = "intact"
ALTERED: Final = "altered"
UNKNOWN: Final = "unknown"
UNREADABLE: Final = "unreadable"
WEAK: Final = frozenset({"md2", "md5", "sha1"})
"""Digests that no longer prove anything."""
_LEVELS: Final = {"NONE": "none", "LTA_UPDATES": "archival", "FORM_FILLING": "form_filling"}
_WORST: Final = (INTACT, UNKNOWN, ALTERED)
RANGE: Final = b"/ByteRange"
"""Stands in every file with a digital signature, in the clear."""
_RANGE: Final = re.compile(rb"/ByteRange\s{0,9}\[\s{0,9}(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s{0,9}\]")
_METHODS: Final = frozenset({"sha1", "sha224", "sha256", "sha384", "sha512"})
_HEADER: Final = 1024
"""Octets before the file's own beginning that readers overlook."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose certificates (DER) vouch for signers, judged as of `at`. Without both nothing is said of who signed."""

    roots: tuple[bytes, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of one signature."""

    field: str  # the full name of its form field
    integrity: str = UNKNOWN  # "intact" | "altered" | "unknown"
    why: str = UNREADABLE  # what made it so, a key of digital_findings.WHY; "" where intact
    modification: str | None = None  # since it was signed: "none" | "archival" | "form_filling" | "other"
    trust: str | None = None  # "trusted" | "untrusted" | "expired" | "unchecked"
    signer: str | None = None  # by the certificate
    signed_at: datetime | None = None  # as the signer's own machine says
    filled: tuple[str, ...] = ()  # form fields whose values changed since


def check(content: bytes, trust: Trust) -> tuple[Checked, ...]:
    """A verdict for each filled signature field, one a name; of a file whose fields cannot be understood, one without a name."""
    begin = content.find(b"%PDF-", 0, _HEADER)
    content = content[begin:] if begin > 0 else content
    found: dict[str, Checked] = {}
    for each in _all(content, trust):
        known = found.get(each.field)
        # Two fields of one name: whoever made them so may mean the good one to speak for the bad one.
        if known is None or _WORST.index(each.integrity) > _WORST.index(known.integrity):
            found[each.field] = each
    if not found and RANGE in content:
        found[""] = Checked("")
    if any(each.why == UNREADABLE for each in found.values()) and _digest_differs(content):
        found = {name: replace(each, integrity=ALTERED, why="content") if each.why == UNREADABLE else each for name, each in found.items()}
    return tuple(found.values())


def _all(content: bytes, trust: Trust) -> Iterator[Checked]:
    # Loaded only for papers with a signature: the import takes a third of a second.
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    until = time.perf_counter() + SECONDS
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        if reader.encrypted:
            reader.decrypt(b"")
        fields = [(name, field) for name, _, field in enumerate_sig_fields(reader, filled_status=True)]
        revisions = reader.xrefs.total_revisions
    except MemoryError:
        raise
    # The libraries raise anything on hostile files, here and below.
    except Exception:  # noqa: BLE001
        return
    names = {name for name, _ in fields}
    for number, (name, field) in enumerate(fields[:MOST_FIELDS]):
        if number >= MOST or revisions > MOST_REVISIONS or time.perf_counter() > until:
            yield Checked(name, why="too-much")
            continue
        try:
            checked = _one(reader, content, name, field, trust, names)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001
            checked = Checked(name)
        if checked is not None:
            yield checked


def _one(reader: Any, content: bytes, name: str, field: Any, trust: Trust, names: set[str]) -> Checked | None:
    """None for a time stamp, which nobody signs."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, extract_contents
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    signature = field.get_object()["/V"]
    if signature.get("/Type") == "/DocTimeStamp":
        return None
    if len(extract_contents(signature)) > MOST_OCTETS:
        return Checked(name, why="too-much")
    embedded = EmbeddedPdfSignature(reader, field, name)
    signer = _name_of(embedded.signer_cert)
    if not _tame(embedded.signed_data):
        return Checked(name, why="too-much", signer=signer)
    roots = [each for each in map(certificate, trust.roots) if each is not None]
    # Without an instant the library would ask the machine's clock for one; then nothing is said of trust.
    context = ValidationContext(trust_roots=roots, moment=trust.at or datetime(2000, 1, 1, tzinfo=UTC), allow_fetching=False)
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
    status = validate_pdf_signature(embedded, context, key_usage_settings=usage)
    level = _LEVELS.get(status.modification_level.name if status.modification_level is not None else "", "other")
    itself_alone = _leaves_out_itself_alone(content, embedded, status.coverage.name if status.coverage else "")
    integrity, why = _integrity(status, level, itself_alone)
    # What came after tells nothing where what was before is another thing already.
    level = "other" if why in ("content", "uncovered") else level
    changed = getattr(status.diff_result, "changed_form_fields", ()) if level == "form_filling" else ()
    return Checked(
        field=name,
        integrity=integrity,
        why=why,
        modification=level,
        trust=_trust(status) if roots and trust.at else "unchecked",
        signer=signer,
        signed_at=_moment(status.signer_reported_dt),
        filled=tuple(_plain(each) for each in sorted(set(changed) - names)[:MOST_FILLED]),
    )


def _integrity(status: Any, level: str, itself_alone: bool) -> tuple[str, str]:
    if not status.intact:
        return ALTERED, "content"
    if not status.valid:
        return ALTERED, "signature"
    if not itself_alone:
        return ALTERED, "uncovered"
    if level == "other":
        return ALTERED, "added"
    if status.docmdp_ok is False:
        return ALTERED, "forbidden"
    return (UNKNOWN, "weak") if str(status.md_algorithm).lower() in WEAK else (INTACT, "")


def _leaves_out_itself_alone(content: bytes, embedded: Any, coverage: str) -> bool:
    """Whether what was digested is all but the signature's own octets, up to the end of the file or of a whole revision.

    The library compares sums of lengths: a signature copied to the file's end and padded makes a file of another's pages add up.
    """
    first, length, second, rest = (int(each) for each in embedded.byte_range)
    gap = content[length:second]
    if first != 0 or not 0 < length < second or gap[:1] != b"<" or gap[-1:] != b">":
        return False
    if bytes.fromhex(gap[1:-1].decode("ascii")) != bytes(embedded.pkcs7_content):
        return False
    return second + rest == len(content) if coverage == "ENTIRE_FILE" else coverage == "ENTIRE_REVISION"


def _digest_differs(content: bytes) -> bool:
    """Whether a signature that stands where its range says does not fit the octets it was made of: the file's own damage may hide it."""
    for match in list(_RANGE.finditer(content))[:MOST]:
        first, length, second, rest = map(int, match.groups())
        signed = _signed_digest(content[length:second]) if first == 0 and length < second <= length + 2 * MOST_OCTETS else None
        if signed is not None:
            method, expected = signed
            digest = hashlib.new(method, content[:length])
            digest.update(content[second : second + rest])
            if digest.digest() != expected:
                return True
    return False


def _signed_digest(gap: bytes) -> tuple[str, bytes] | None:
    """What was digested how, as the signature in angle brackets says it."""
    from asn1crypto import cms

    if gap[:1] != b"<" or gap[-1:] != b">":
        return None
    try:
        (signer,) = cms.ContentInfo.load(bytes.fromhex(gap[1:-1].decode("ascii")))["content"]["signer_infos"]
        method = str(signer["digest_algorithm"]["algorithm"].native)
        expected = next(each["values"][0].native for each in signer["signed_attrs"] if each["type"].native == "message_digest")
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001
        return None
    return (method, bytes(expected)) if method in _METHODS and isinstance(expected, bytes) else None


def _trust(status: Any) -> str | None:
    """None where the signature is so broken that its certificate was not asked for."""
    if not status.valid:
        return None
    problem = status.trust_problem_indic
    if problem is None:
        return "trusted" if status.validation_path is not None else "untrusted"
    return "expired" if problem.name == "OUT_OF_BOUNDS_NO_POE" else "untrusted"


def certificate(der: bytes) -> Any | None:
    """The certificate as the library's object, or None where the octets are none."""
    from asn1crypto import x509

    try:
        found = x509.Certificate.load(der, strict=True)
        # Parsing is put off until something is asked for.
        return found if found.subject.hashable and found.not_valid_after else None
    except (ValueError, TypeError):
        return None


def _tame(signed: Any, depth: int = 1) -> bool:
    """Few certificates, few of one name; the same of the time stamps inside."""
    subjects = Counter(each.chosen.subject.hashable for each in signed["certificates"] or () if each.name == "certificate")
    if len(signed["certificates"] or ()) > MOST_CERTIFICATES or any(count > MOST_NAMESAKES for count in subjects.values()):
        return False
    (signer,) = signed["signer_infos"]
    tokens = [
        token
        for kind in ("signed_attrs", "unsigned_attrs")
        for attribute in signer[kind] or ()
        if attribute["type"].native in ("signature_time_stamp_token", "content_time_stamp")
        for token in attribute["values"]
    ]
    return len(tokens) <= MOST_NAMESAKES and all(depth > 0 and _tame(token["content"], depth - 1) for token in tokens)


def _name_of(holder: Any) -> str | None:
    named = holder.subject.native
    for key in ("common_name", "organization_name", "email_address"):
        value = named.get(key)
        text = _plain(value[0] if isinstance(value, list) and value else value or "")
        if text:
            return text
    return None


def _plain(value: object) -> str:
    """One line, without signs that only steer."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(value)[: 4 * NAME_LIMIT]).split())[:NAME_LIMIT]


def _moment(value: datetime | None) -> datetime | None:
    return value.astimezone(UTC) if value is not None and value.tzinfo is not None else None
