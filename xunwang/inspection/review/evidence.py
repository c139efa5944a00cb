"""The stored page behind a finding, for those who may see it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from xunwang.access.models import User
from xunwang.collect.archive import FOLDER, stored_answer
from xunwang.collect.showing import shown_answer
from xunwang.engine.evidence import EvidenceUnavailable, stored_page
from xunwang.fetch.evidence import StoredPage
from xunwang.inspection.models import Finding
from xunwang.inspection.review.people import open_evidence


class Piece(NamedTuple):
    """One piece of evidence of a finding, as it was taken in."""

    number: int
    """From 1."""
    url: str
    at: datetime | None
    """Aware; None where nothing was fetched."""
    digest: str
    """Empty where there is no stored page (a probe log, a person's note)."""
    fragment: str
    note: str


def pieces_of(finding: Finding) -> list[Piece]:
    """All evidence of a finding. Whoever shows it has asked for the permission."""
    return [_piece(number, one) for number, one in enumerate(finding.evidence, start=1)]


def open_page(finding: Finding, number: int, by: User, runs: Path) -> tuple[Piece, StoredPage]:
    """A stored page for a person of the office; of a restricted finding it goes into the audit log.

    Raises EvidenceUnavailable, PermissionDenied.
    """
    open_evidence(finding, by)
    return page_to_show(finding, number, runs)


def page_to_show(finding: Finding, number: int, runs: Path) -> tuple[Piece, StoredPage]:
    """A stored page as a frame shows it; of a feed the post that is meant. Raises as :func:`read_page`."""
    piece, stored = read_page(finding, number, runs)
    if finding.checked.account_id is None:
        return piece, stored
    try:
        return piece, shown_answer(runs / FOLDER, finding.run, finding.checked.key, piece.url, stored)
    except OSError as error:
        raise EvidenceUnavailable(f"不能读出采集到的内容：{error}") from error


def read_page(finding: Finding, number: int, runs: Path) -> tuple[Piece, StoredPage]:
    """A stored page; whoever shows it has asked for the permission. Raises EvidenceUnavailable."""
    piece = next((one for one in pieces_of(finding) if one.number == number), None)
    if piece is None:
        raise EvidenceUnavailable("此问题没有这一项证据。")
    if not piece.digest:
        raise EvidenceUnavailable("这一项证据不是页面（如探测记录、域名解析或人工记录），请看说明。")
    if finding.checked.account_id is not None:
        return piece, stored_answer(runs / FOLDER, finding.run, piece.digest)
    return piece, stored_page(runs, finding.run, finding.checked.home_url, piece.digest)


def _piece(number: int, one: dict[str, str | None]) -> Piece:
    at = one.get("at")
    return Piece(
        number,
        one.get("url") or "",
        datetime.fromisoformat(at) if at else None,
        one.get("digest") or "",
        one.get("fragment") or "",
        one.get("note") or "",
    )
