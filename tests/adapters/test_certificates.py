"""Trusted roots out of a folder, whatever else lies there."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from intake import errors
from intake.adapters import certificates
from tests.documents import signed


def _pem(who: signed.Key) -> bytes:
    return who.certificate.public_bytes(Encoding.PEM)


def test_pem_and_der_are_read_and_each_certificate_once(tmp_path: Path) -> None:
    other = signed.key("Other Root", ca=True)
    (tmp_path / "a.pem").write_bytes(b"a note before\n" + _pem(signed.root()) + _pem(other).replace(b"\n", b"\r\n"))
    (tmp_path / "b.CER").write_bytes(signed.root().der)
    (tmp_path / "README.txt").write_text("no certificate")
    assert certificates.read(tmp_path) == (signed.root().der, other.der)


@pytest.mark.parametrize("content", [b"", b"hello", b"-----BEGIN CERTIFICATE-----\nAAA\n-----END CERTIFICATE-----"])
def test_a_file_that_is_none_is_named(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "broken.pem").write_bytes(content)
    with pytest.raises(errors.ConfigError, match=r"broken\.pem"):
        certificates.read(tmp_path)


def test_a_folder_that_is_not_there_and_a_file_too_large_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(errors.ConfigError, match="nowhere"):
        certificates.read(tmp_path / "nowhere")
    (tmp_path / "large.pem").write_bytes(_pem(signed.root()))
    monkeypatch.setattr(certificates, "MOST_OCTETS", 100)
    with pytest.raises(errors.ConfigError, match=r"large\.pem"):
        certificates.read(tmp_path)
