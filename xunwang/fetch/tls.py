"""What is known of servers' certificates, and how far each server is trusted.

A page behind a bad certificate still has to be judged. So a server that fails under today's rules is
asked again with old protocols allowed, and if its certificate is at fault, without verification: the
fault then stands in the certificate's facts.
"""

from __future__ import annotations

import ssl
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xunwang.fetch.records import Certificate

if TYPE_CHECKING:
    from cryptography import x509

_KEPT = 4096
_HOLDS = timedelta(hours=6)
"""A certificate may be renewed while the prober runs for a week: then its facts are gathered again."""
_MAX_NAMES = 200

CertInfo = Sequence[Sequence[tuple[str, str]]]
"""libcurl's CERTINFO: for each certificate of the chain its named fields, the server's first."""


class Trust(IntEnum):
    """How a server is met."""

    STRICT = 0
    """TLS 1.2 or later, certificate verified."""
    OLD_PROTOCOLS = 1
    """TLS 1.0 and weak keys allowed, certificate verified."""
    NO_VERIFICATION = 2


class Failure(NamedTuple):
    """How a handshake failed."""

    words: str
    bad_certificate: bool = False
    broken_off: bool = False
    """The connection ended: perhaps an old server that hangs up on new protocols, perhaps the network."""


class _Entry(NamedTuple):
    trust: Trust
    problem: str
    certificate: Certificate | None
    at: datetime


class CertificateBook:
    """Facts by server (``host:port``), bounded in number and age."""

    def __init__(self) -> None:
        self._entries: OrderedDict[str, _Entry] = OrderedDict()

    def trust(self, server: str, now: datetime) -> Trust:
        """How to meet the server."""
        entry = self._fresh(server, now)
        return entry.trust if entry else Trust.STRICT

    def certificate(self, server: str, now: datetime) -> Certificate | None:
        """Facts, if gathered."""
        entry = self._fresh(server, now)
        return entry.certificate if entry else None

    def relax(self, server: str, tried: Trust, failure: Failure, now: datetime) -> bool:
        """A handshake failed under ``tried``: whether there is a laxer way, which then holds."""
        if tried is Trust.NO_VERIFICATION or (tried is Trust.OLD_PROTOCOLS and failure.broken_off):
            return False
        trust = Trust.NO_VERIFICATION if failure.bad_certificate else Trust(tried + 1)
        known = self._fresh(server, now)
        if known is None or known.trust < trust:
            problem = failure.words if trust is Trust.NO_VERIFICATION else ""
            self._keep(server, _Entry(trust, problem, None, now))
        return True

    def learn(self, server: str, info: CertInfo, now: datetime) -> None:
        """Keep the facts of the chain that the server showed in a transfer that went well."""
        entry = self._fresh(server, now) or _Entry(Trust.STRICT, "", None, now)
        certificate = read_certificate(info, entry.problem)
        if certificate is not None:
            self._keep(server, entry._replace(certificate=certificate))

    def _fresh(self, server: str, now: datetime) -> _Entry | None:
        entry = self._entries.get(server)
        if entry is not None and now - entry.at > _HOLDS:
            del self._entries[server]
            return None
        return entry

    def _keep(self, server: str, entry: _Entry) -> None:
        self._entries[server] = entry
        self._entries.move_to_end(server)
        if len(self._entries) > _KEPT:
            self._entries.popitem(last=False)


def read_certificate(info: CertInfo, problem: str) -> Certificate | None:
    """Facts of the first certificate, or None when there is none that can be read."""
    from cryptography import x509  # takes as long to import as twenty pages to read; only HTTPS needs it

    fields = dict(info[0]) if info else {}
    pem = fields.get("Cert", "")
    try:
        found = x509.load_pem_x509_certificate(pem.encode())
        return Certificate(
            subject=found.subject.rfc4514_string(),
            issuer=found.issuer.rfc4514_string(),
            names=_names(found),
            not_before=found.not_valid_before_utc,
            not_after=found.not_valid_after_utc,
            valid=not problem,
            problem=problem,
        )
    except ValueError:
        # Certificates that libcurl takes and the stricter parser does not: the text fields remain.
        if not fields:
            return None
        subject, issuer = fields.get("Subject", ""), fields.get("Issuer", "")
        return Certificate(subject, issuer, (), None, None, not problem, problem)


def _names(found: x509.Certificate) -> tuple[str, ...]:
    from cryptography import x509

    try:
        extension = found.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except (x509.ExtensionNotFound, x509.DuplicateExtension):
        return ()
    names = extension.value
    dns = names.get_values_for_type(x509.DNSName)
    addresses = names.get_values_for_type(x509.IPAddress)
    return tuple([*dns, *map(str, addresses)][:_MAX_NAMES])


def trusted_file(ca_file: str | None) -> str | None:
    """File of the certificates to trust: the given one, else the system's; None leaves it to libcurl.

    libcurl comes with the path of the system it was built on. Raises ValueError (in Chinese) for a
    given file that is not there.
    """
    if ca_file is None:
        return ssl.get_default_verify_paths().cafile
    if not Path(ca_file).is_file():
        raise ValueError(f"受信任证书文件不存在：{ca_file}")
    return ca_file
