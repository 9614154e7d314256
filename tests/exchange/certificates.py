"""Certificates of a test: authorities, servers and clients, as PEM files in a folder."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

DAY = timedelta(days=1)


class Authority:
    """An authority that signs: ``authority.pem`` is what whoever trusts it is given."""

    def __init__(self, folder, name="authority"):
        self.folder, self.name = (
            folder,
            x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]),
        )
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.path = folder / f"{name}.pem"
        paper = self._paper(self.name, self.key, ends=DAY).add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True
        )
        self._write(self.path, paper)

    def issue(self, name, *, ends=DAY, address="127.0.0.1", password=None):
        """``(certificate, key)``: two paths; ``ends`` is counted from now."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        paper = self._paper(subject, key, ends=ends).add_extension(names, critical=False)
        certificate, private = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        self._write(certificate, paper)
        seal = BestAvailableEncryption(password) if password else NoEncryption()
        private.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, seal))
        return certificate, private

    def _paper(self, subject, key, *, ends):
        now = datetime.now(UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 9 * DAY)
            .not_valid_after(now + ends)
        )

    def _write(self, path, paper):
        path.write_bytes(paper.sign(self.key, hashes.SHA256()).public_bytes(Encoding.PEM))
