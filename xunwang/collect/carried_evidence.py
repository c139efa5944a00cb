"""Takes stored answers over from an earlier collection, so that each archive opens all that it refers to."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xunwang.fetch.evidence import EvidenceError, EvidenceStore, StoredPage
from xunwang.fetch.records import Fault, Fetched, Request


def carry_evidence(folder: Path, store: EvidenceStore, digests: Iterable[str]) -> None:
    """Copy what ``store`` lacks from the collection in ``folder``; what is damaged there stays behind."""
    lacking = [digest for digest in digests if store.find(digest) is None]
    if not lacking:
        return
    with EvidenceStore(folder) as earlier:
        for digest in lacking:
            try:
                store.keep(_fetched(earlier.open(digest)))
            except EvidenceError:
                continue


def _fetched(page: StoredPage) -> Fetched:
    request = Request(page.url, method=page.method, headers=dict(page.request_headers))
    return Fetched(
        request, page.final_url, page.at, page.status, Fault(page.fault), page.detail, page.headers, page.body,
        hops=page.hops, timings=page.timings, address=page.address, http_version=page.http_version,
        tries=page.tries, wire_bytes=page.wire_bytes, digest=page.digest,
    )  # fmt: skip
