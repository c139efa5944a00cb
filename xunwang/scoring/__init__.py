"""Veto → deduct → bonus → outcome, figures and ranks; pure."""

from xunwang.scoring.figures import Counts, Figures, figures_of
from xunwang.scoring.records import RunResult, SiteResult
from xunwang.scoring.score import rank, score_site

__all__ = ["Counts", "Figures", "RunResult", "SiteResult", "figures_of", "rank", "score_site"]
