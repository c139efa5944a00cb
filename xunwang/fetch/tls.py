"""What is known of servers' certificates: facts gathered once a server, and who must be met leniently."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from cryptography import x509

from xunwang.fetch.records import Certificate

_KEPT = 4096
_HOLDS = timedelta(hours=6)
"""A certificate may be renewed while the prober runs for a week: then its facts are gathered again."""
_MAX_NAMES = 200

CertInfo = Sequence[Sequence[tuple[str, str]]]
"""libcurl's CERTINFO: for each certificate of the chain its named fields, the server's first."""


class _Entry(NamedTuple):
    problem: str
    certificate: Certificate | None
    at: datetime


class CertificateBook:
    """Facts by server (``host:port``), bounded in number and age."""

    def __init__(self) -> None:
        self._entries: OrderedDict[str, _Entry] = OrderedDict()

    def problem(self, server: str, now: datetime) -> str | None:
        """The verifier's words if the server is to be met without verification, else None."""
        entry = self._fresh(server, now)
        return entry.problem if entry and entry.problem else None

    def certificate(self, server: str, now: datetime) -> Certificate | None:
        """Facts, if gathered."""
        entry = self._fresh(server, now)
        return entry.certificate if entry else None

    def distrust(self, server: str, problem: str, now: datetime) -> None:
        """Verification failed: from now on the server is met without it."""
        self._keep(server, _Entry(problem or "certificate not verified", None, now))

    def learn(self, server: str, info: CertInfo, now: datetime) -> None:
        """Keep the facts of the chain that the server showed."""
        entry = self._fresh(server, now)
        problem = entry.problem if entry else ""
        certificate = read_certificate(info, problem)
        if certificate is not None:
            self._keep(server, _Entry(problem, certificate, entry.at if entry else now))

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
    try:
        extension = found.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except (x509.ExtensionNotFound, x509.DuplicateExtension):
        return ()
    names = extension.value
    dns = names.get_values_for_type(x509.DNSName)
    addresses = names.get_values_for_type(x509.IPAddress)
    return tuple([*dns, *map(str, addresses)][:_MAX_NAMES])
