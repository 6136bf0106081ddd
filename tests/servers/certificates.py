"""Certificates for loopback, made on the spot: one authority to trust, and a stranger's to refuse."""

import ssl
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme


@dataclass(frozen=True, slots=True)
class Certificates:
    """PEM files. `ca_file` signs `chain_file`; `other_ca_file` signs nothing that the servers show."""

    ca_file: Path
    chain_file: Path
    key_file: Path
    other_ca_file: Path
    wrong_name_chain_file: Path
    wrong_name_key_file: Path

    def server_context(self, *, wrong_name: bool = False) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if wrong_name:
            context.load_cert_chain(self.wrong_name_chain_file, self.wrong_name_key_file)
        else:
            context.load_cert_chain(self.chain_file, self.key_file)
        return context


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """For localhost and 127.0.0.1; also one whose name is elsewhere.example."""
    folder = tmp_path_factory.mktemp("tls")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    trustme.CA().cert_pem.write_to_path(str(folder / "other-ca.pem"))
    for stem, names in (("server", ("localhost", "127.0.0.1")), ("wrong", ("elsewhere.example",))):
        issued = authority.issue_cert(*names)
        issued.private_key_pem.write_to_path(str(folder / f"{stem}.key"))
        for blob in issued.cert_chain_pems:
            blob.write_to_path(str(folder / f"{stem}.pem"), append=True)
    return Certificates(
        ca_file=folder / "ca.pem",
        chain_file=folder / "server.pem",
        key_file=folder / "server.key",
        other_ca_file=folder / "other-ca.pem",
        wrong_name_chain_file=folder / "wrong.pem",
        wrong_name_key_file=folder / "wrong.key",
    )
