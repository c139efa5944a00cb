"""Who signed a package: certificates of the signing block (v2, v3) and of ``META-INF`` (v1).

The certificate is read, the signature is not verified: a phone does that at installation, and a package that fails
there is found by whoever tries it.
"""

from __future__ import annotations

import hashlib
import struct
import warnings
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from xunwang.posts.package.archive import Archive

_MAGIC = b"APK Sig Block 42"
_SCHEMES = (0x1B93AD61, 0xF05368C0, 0x7109871A)
"""v3.1, v3, v2: the newest that is there counts, as on phones."""
_MAX_BLOCK = 16 * 1024 * 1024
_MAX_V1 = 1024 * 1024
_MAX_PAIRS = 100


class Signer(NamedTuple):
    """The first signer's certificate; all empty where there is none that can be read."""

    subject: str = ""
    digest: str = ""
    until: datetime | None = None


def signer_of(data: bytes, archive: Archive) -> Signer:
    """The signer by the newest scheme that the package has."""
    block = _block(data, archive.directory)
    for scheme in _SCHEMES:
        der = _first_certificate(block.get(scheme, b""))
        if der:
            return _signer(der)
    return _first_v1(archive)


def _block(data: bytes, directory: int) -> dict[int, bytes]:
    """Values of the signing block by number; empty where there is none."""
    if directory < 32 or data[directory - 16 : directory] != _MAGIC:
        return {}
    (size,) = struct.unpack_from("<Q", data, directory - 24)
    start, end = directory - size, directory - 24
    if not 24 <= size <= min(_MAX_BLOCK, directory - 8):
        return {}
    pairs: dict[int, bytes] = {}
    while start + 12 <= end and len(pairs) < _MAX_PAIRS:
        length, number = struct.unpack_from("<QI", data, start)
        if length < 4 or start + 8 + length > end:
            break
        pairs.setdefault(number, data[start + 12 : start + 8 + length])
        start += 8 + length
    return pairs


def _first_certificate(value: bytes) -> bytes:
    """Of signers ▸ signer ▸ signed data ▸ certificates; digests come before them."""
    signer = next(_parts(_first(value)), b"")
    fields = list(_parts(_first(signer), 2))
    return next(_parts(fields[1]), b"") if len(fields) == 2 else b""


def _first(data: bytes) -> bytes:
    return next(_parts(data), b"")


def _parts(data: bytes, most: int = 1) -> Iterator[bytes]:
    """The first parts of a sequence in which each has its length before it."""
    start = 0
    for _ in range(most):
        if start + 4 > len(data):
            return
        (length,) = struct.unpack_from("<I", data, start)
        if start + 4 + length > len(data):
            return
        yield data[start + 4 : start + 4 + length]
        start += 4 + length


def _first_v1(archive: Archive) -> Signer:
    for name in sorted(archive.entries):
        folder, _, file = name.upper().partition("/")
        if folder == "META-INF" and file.endswith((".RSA", ".DSA", ".EC")):
            der = _certificate_of(archive, name)
            if der:
                return _signer(der)
    return Signer()


def _certificate_of(archive: Archive, name: str) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            certificates = pkcs7.load_der_pkcs7_certificates(archive.read(name, _MAX_V1) or b"")
            return certificates[0].public_bytes(Encoding.DER) if certificates else b""
        except Exception:
            # The library's errors for hostile bytes are many, and have no common base.
            return b""


def _signer(der: bytes) -> Signer:
    digest = hashlib.sha256(der).hexdigest()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            certificate = x509.load_der_x509_certificate(der)
            return Signer(certificate.subject.rfc4514_string(), digest, certificate.not_valid_after_utc)
        except Exception:
            return Signer("无法识别的证书", digest, None)
