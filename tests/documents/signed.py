"""Digitally signed papers for tests: keys and certificates of our own making, signatures by pyHanko. Slow parts are made once."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from asn1crypto import keys, x509
from cryptography import x509 as cx
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from intake.documents.digital import Trust

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TODAY = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
SHERIFF = "Ada B. Mosswood"


@dataclass(frozen=True)
class Key:
    """A certificate and its key."""

    certificate: cx.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)


def _name(common: str) -> cx.Name:
    return cx.Name([cx.NameAttribute(NameOID.ORGANIZATION_NAME, "Invented Trust"), cx.NameAttribute(NameOID.COMMON_NAME, common)])


@cache
def key(
    common: str = SHERIFF, *, by: Key | None = None, ca: bool = False, begins: datetime = NOW - timedelta(days=365), days: int = 730
) -> Key:
    """A certificate for `common`, made out by `by`, or by itself."""
    private = ec.generate_private_key(ec.SECP256R1())
    made = (
        cx.CertificateBuilder()
        .subject_name(_name(common))
        .issuer_name(by.certificate.subject if by else _name(common))
        .public_key(private.public_key())
        .serial_number(cx.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
        .add_extension(cx.BasicConstraints(ca, None), critical=True)
        .add_extension(cx.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False), critical=True)
        .sign(by.key if by else private, hashes.SHA256())
    )
    return Key(made, private)


@cache
def root() -> Key:
    """The office's trusted root."""
    return key("Invented Root", ca=True)


def trust(at: datetime = NOW) -> Trust:
    """As an office that trusts the root."""
    return Trust((root().der,), at)


def signer(who: Key, others: Sequence[Key] = (), **more: Any) -> signers.SimpleSigner:
    """`who` as pyHanko wants it."""
    store = SimpleCertificateStore()
    store.register_multiple([x509.Certificate.load(each.der) for each in others])
    plain = who.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(who.der), signing_key=keys.PrivateKeyInfo.load(plain), cert_registry=store, **more
    )


def field(content: bytes, box: tuple[int, int, int, int], *, page: int = 0, name: str = "Signature1") -> bytes:
    """The paper with an empty signature field."""
    out = IncrementalPdfFileWriter(io.BytesIO(content))
    fields.append_signature_field(out, fields.SigFieldSpec(name, box=box, on_page=page))
    return _written(out)


def sign(
    content: bytes,
    who: Key,
    box: tuple[int, int, int, int] | None,
    *,
    page: int = 0,
    name: str = "Signature1",
    others: Sequence[Key] = (),
    **more: Any,
) -> bytes:
    """The paper signed by `who` in a new field at `box` (left, bottom, right, top)."""
    out = IncrementalPdfFileWriter(io.BytesIO(content))
    meta = PdfSignatureMetadata(field_name=name, md_algorithm="sha256", name=who.certificate.subject.rfc4514_string()[:40], **more)
    spec = fields.SigFieldSpec(name, box=box, on_page=page)
    found = signers.PdfSigner(meta, signer=signer(who, others), new_field_spec=spec).sign_pdf(out)
    return bytes(found.getvalue())


def update(content: bytes, change: Any) -> bytes:
    """The paper with one more revision, in which `change` touched it."""
    out = IncrementalPdfFileWriter(io.BytesIO(content))
    change(out)
    return _written(out)


def scribble(out: IncrementalPdfFileWriter) -> None:
    """Paint something onto the first page."""
    from pyhanko.pdf_utils.generic import StreamObject

    stream = out.add_object(StreamObject(stream_data=b"q 1 0 0 rg 100 300 200 40 re f Q"))
    out.add_stream_to_page(0, stream)


def fill(name: str, value: str) -> Any:
    """A change that types `value` into the text field `name`."""
    from pyhanko.pdf_utils.generic import pdf_string

    def change(out: IncrementalPdfFileWriter) -> None:
        for each in out.root["/AcroForm"]["/Fields"]:
            item = each.get_object()
            if item.get("/T") == name:
                item[pdf_name("/V")] = pdf_string(value)
                out.update_container(item)

    return change


def flip(content: bytes, place: int) -> bytes:
    """One bit changed."""
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def _written(out: IncrementalPdfFileWriter) -> bytes:
    done = io.BytesIO()
    out.write(done)
    return done.getvalue()
