"""Campaigns and their results."""

from __future__ import annotations

from tests.console.addresses import Arguments
from tests.console.inspection.rounds import NOW, make_round_of
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.inspection.moves import move
from xunwang.inspection.stages import Move

_SEEN = (
    "campaign", "campaign_sites", "campaign_site", "campaign_accounts", "campaign_account", "campaign_sampling",
    "campaign_move", "results", "results_ranking", "results_vetoes", "results_problems", "results_compare",
    "results_whatif", "results_unit",
)  # fmt: skip
PAGES = {
    "campaigns": "APRU",
    "campaign_new": "AP",
    "campaign_edit": "AP",
    "campaign_outcomes": "AR",
} | dict.fromkeys(_SEEN, "APRU")
POST_ONLY = {"campaign_move"}
DATA = {"campaign_move": {"move": "cancel", "version": "1"}}


def arguments(province: Province) -> Arguments:
    """A campaign of the province with its plan decided, and one in draft."""
    drawn = make_round_of(province, "2020年检查")
    move(drawn, Move.PLAN, province.user(Role.PROVINCE_ADMIN), NOW)
    draft = make_round_of(province, "2021年检查")
    site, account = drawn.sites.first(), drawn.accounts.first()
    assert site is not None and account is not None
    own = {name: [drawn.pk] for name in (*_SEEN, "campaign_outcomes")}
    return own | {
        "campaign_edit": [draft.pk],
        "campaign_site": [drawn.pk, site.pk],
        "campaign_account": [drawn.pk, account.pk],
        "results_unit": [drawn.pk, province.city.pk],
    }
