"""Evidence: pages kept as they were, in files that others can read and that survive a crash."""

from xunwang.fetch.evidence.page import (
    RENDERED,
    EvidenceDamagedError,
    EvidenceError,
    EvidenceMissingError,
    StoredPage,
)
from xunwang.fetch.evidence.store import EvidenceStore, Stored, Verification
from xunwang.fetch.evidence.warc import Author
from xunwang.fetch.evidence.warc_reader import BadWarcError, WarcRecord, read_warc

__all__ = [
    "RENDERED",
    "Author",
    "BadWarcError",
    "EvidenceDamagedError",
    "EvidenceError",
    "EvidenceMissingError",
    "EvidenceStore",
    "Stored",
    "StoredPage",
    "Verification",
    "WarcRecord",
    "read_warc",
]
