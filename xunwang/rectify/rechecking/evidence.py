"""The pages that a recheck has seen."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xunwang.collect.archive import CollectionArchive, stored_answer
from xunwang.collect.showing import shown_answer
from xunwang.engine.archive import ArchiveError
from xunwang.engine.evidence import EvidenceUnavailable, stored_page
from xunwang.fetch.evidence import StoredPage
from xunwang.inspection.review.evidence import Piece
from xunwang.rectify.models import Recheck
from xunwang.rectify.rechecking.settings import FOLDER


def pieces_of(recheck: Recheck) -> list[Piece]:
    """All evidence of a recheck. Whoever shows it has asked for the permission."""
    return [
        Piece(
            number,
            one["url"],
            datetime.fromisoformat(one["at"]) if one["at"] else None,
            one["digest"],
            one["fragment"],
            one["note"],
        )
        for number, one in enumerate(recheck.evidence, start=1)
    ]


def read_page(recheck: Recheck, number: int, runs: Path) -> tuple[Piece, StoredPage]:
    """A stored page as a frame shows it; whoever shows it has asked for the permission. Raises EvidenceUnavailable."""
    piece = next((one for one in pieces_of(recheck) if one.number == number), None)
    if piece is None:
        raise EvidenceUnavailable("此次复查没有这一项证据。")
    if not piece.digest:
        raise EvidenceUnavailable("这一项证据不是页面（如链接目标没有应答），请看说明。")
    if recheck.item.checked.account_id is not None:
        return piece, _answer(recheck.run, piece, runs / FOLDER)
    return piece, stored_page(runs / FOLDER, recheck.run, recheck.item.checked.key, piece.digest)


def _answer(run: str, piece: Piece, rechecks: Path) -> StoredPage:
    """What an account's platform has answered; of a feed the post that is meant."""
    stored = stored_answer(rechecks, run, piece.digest)
    try:
        account = next(CollectionArchive(rechecks / run).wanted).account
        return shown_answer(rechecks, run, account.key, piece.url, stored)
    except (ArchiveError, OSError) as error:
        raise EvidenceUnavailable(f"不能读出采集到的内容：{error}") from error
