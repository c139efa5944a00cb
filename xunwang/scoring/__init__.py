"""Veto → deduct → bonus → outcome, figures and ranks; pure."""

from xunwang.scoring.figures import Counts, Figures, figures_of
from xunwang.scoring.records import AccountResult, RunResult, SiteResult
from xunwang.scoring.score import rank, score_account, score_site

__all__ = [
    "AccountResult", "Counts", "Figures", "RunResult", "SiteResult", "figures_of", "rank", "score_account", "score_site",
]  # fmt: skip
