"""The province's own certificate authority, made afresh at every start."""

from __future__ import annotations

import ssl
import tempfile
from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_KEEP = 512


class Authority:
    """Signs a certificate for every host that is asked for.

    Verifiers compare with the machine's real date, so validity is laid around ``now`` (real time).
    """

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._leaf_key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Yunze Province Test CA")])
        self.certificate = self._sign(self._name, self._key.public_key(), timedelta(days=-2), 60, None)
        self._contexts: OrderedDict[str, ssl.SSLContext] = OrderedDict()

    def write(self, folder: Path) -> Path:
        """Write the authority's certificate as PEM and return its file."""
        file = folder / "ca.pem"
        file.write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))
        return file

    def context(self, host: str, expired: bool = False) -> ssl.SSLContext:
        """A server context with a certificate for that host."""
        key = f"{host} {expired}"
        held = self._contexts.get(key)
        if held is None:
            held = self._contexts[key] = self._make(host, expired)
            if len(self._contexts) > _KEEP:
                self._contexts.popitem(last=False)
        return held

    def _make(self, host: str, expired: bool) -> ssl.SSLContext:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
        start, days = (timedelta(days=-400), 365) if expired else (timedelta(days=-1), 30)
        leaf = self._sign(name, self._leaf_key.public_key(), start, days, host)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile(suffix=".pem") as file:
            file.write(leaf.public_bytes(serialization.Encoding.PEM))
            file.write(
                self._leaf_key.private_bytes(
                    serialization.Encoding.PEM,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            )
            file.flush()
            context.load_cert_chain(file.name)
        return context

    def _sign(
        self, name: x509.Name, key: ec.EllipticCurvePublicKey, start: timedelta, days: int, host: str | None
    ) -> x509.Certificate:
        begins = self._now.astimezone(UTC) + start
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(begins)
            .not_valid_after(begins + timedelta(days=days))
            .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
        )
        if host is not None:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        return builder.sign(self._key, hashes.SHA256())
