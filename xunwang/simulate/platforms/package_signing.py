"""Signatures of an Android package: of its entries (v1) and of the whole file (v2), with a throw-away key."""

from __future__ import annotations

import base64
import hashlib
import struct
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the curve: private keys lie below it."""
_CHUNK = 1 << 20
_ECDSA_SHA256 = 0x0201
_V2 = 0x7109871A
_MAGIC = b"APK Sig Block 42"
_YEARS = timedelta(days=3650)


class Signer:
    """A key and its certificate, always the same for the same seed, subject and end."""

    def __init__(self, seed: int, organisation: str, until: datetime) -> None:
        number = int.from_bytes(hashlib.sha256(f"{seed} {organisation}".encode()).digest())
        self._key = ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1())
        names = [(NameOID.COMMON_NAME, organisation[:64]), (NameOID.ORGANIZATION_NAME, organisation[:64])]
        name = x509.Name([x509.NameAttribute(kind, text) for kind, text in names])
        builder = x509.CertificateBuilder(name, name, self._key.public_key(), number % (1 << 63) + 1)
        builder = builder.not_valid_before(until - _YEARS).not_valid_after(until)
        self.certificate = builder.sign(self._key, hashes.SHA256(), ecdsa_deterministic=True)

    def entries(self, files: dict[str, bytes]) -> dict[str, bytes]:
        """The files of ``META-INF`` that sign the others (v1)."""
        sections = {
            name: f"Name: {name}\r\nSHA-256-Digest: {_digest64(data)}\r\n\r\n".encode()
            for name, data in files.items()
        }
        manifest = b"Manifest-Version: 1.0\r\n\r\n" + b"".join(sections.values())
        signed = f"Signature-Version: 1.0\r\nX-Android-APK-Signed: 2\r\nSHA-256-Digest-Manifest: {_digest64(manifest)}\r\n\r\n".encode()
        signed += b"".join(
            f"Name: {name}\r\nSHA-256-Digest: {_digest64(section)}\r\n\r\n".encode()
            for name, section in sections.items()
        )
        builder = pkcs7.PKCS7SignatureBuilder().set_data(signed)
        block = builder.add_signer(self.certificate, self._key, hashes.SHA256()).sign(
            serialization.Encoding.DER,
            [
                pkcs7.PKCS7Options.DetachedSignature,
                pkcs7.PKCS7Options.Binary,
                pkcs7.PKCS7Options.NoAttributes,
            ],
        )
        return {
            "META-INF/MANIFEST.MF": manifest, "META-INF/CERT.SF": signed, "META-INF/CERT.EC": block,
        }  # fmt: skip

    def whole(self, package: bytes) -> bytes:
        """The package with a signing block before its central directory (v2)."""
        end = package.rindex(b"PK\5\6")
        (directory,) = struct.unpack_from("<I", package, end + 16)
        parts = (package[:directory], package[directory:end], package[end:])
        block = self._block(_digest(parts))
        moved = package[end : end + 16] + struct.pack("<I", directory + len(block)) + package[end + 20 :]
        return parts[0] + block + parts[1] + moved

    def _block(self, digest: bytes) -> bytes:
        digests = _with_length(_with_length(struct.pack("<I", _ECDSA_SHA256) + _with_length(digest)))
        der = self.certificate.public_bytes(serialization.Encoding.DER)
        signed = digests + _with_length(_with_length(der)) + _with_length(b"")
        signature = self._key.sign(signed, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        signatures = _with_length(_with_length(struct.pack("<I", _ECDSA_SHA256) + _with_length(signature)))
        public = self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        signer = _with_length(signed) + signatures + _with_length(public)
        pair = struct.pack("<I", _V2) + _with_length(_with_length(signer))
        body = struct.pack("<Q", len(pair)) + pair
        size = struct.pack("<Q", len(body) + 24)
        return size + body + size + _MAGIC


def _digest(parts: tuple[bytes, ...]) -> bytes:
    """Of the three parts of the file in pieces of one MiB."""
    pieces = [part[start : start + _CHUNK] for part in parts for start in range(0, len(part), _CHUNK)]
    each = [hashlib.sha256(b"\xa5" + struct.pack("<I", len(piece)) + piece).digest() for piece in pieces]
    return hashlib.sha256(b"\x5a" + struct.pack("<I", len(each)) + b"".join(each)).digest()


def _digest64(data: bytes) -> str:
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def _with_length(data: bytes) -> bytes:
    return struct.pack("<I", len(data)) + data
