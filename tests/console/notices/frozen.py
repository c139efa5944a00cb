"""A small province whose results are final, with something for every part of a notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from tests.console.inspection.reviewed import CITY, CONFIRM, HOME, OFFICE, OFFICE_HOME, decide_all
from tests.console.inspection.rounds import DAY, NOW, Round, add_accounts, make_round
from tests.console.inspection.runs import found, run_of
from tests.console.province import Province, make_site, make_user
from xunwang.access.roles import Role
from xunwang.inspection.accounts import record_account
from xunwang.inspection.enquiries import Question, Reply, ask, record_reply
from xunwang.inspection.intake import from_run, take
from xunwang.inspection.models import Enquiry
from xunwang.inspection.results.freeze import final_of
from xunwang.inspection.review.decide import decide
from xunwang.inspection.review.queue import next_finding
from xunwang.inspection.stages import Move
from xunwang.inspection.vocabulary import Quality
from xunwang.rules.verdict import Finding, hit
from xunwang.words import Outcome

ISSUED = datetime(2021, 2, 2, 2, 0, tzinfo=UTC)
SECRET = "泄露了某某工程的绝密图纸"
COUNTY = "www.linjiang"
PROVINCE_HOME = "http://www.bs.gov.cn/"
Verdicts = Mapping[str, dict[str, Any]]


def told() -> dict[str, dict[str, Any]]:
    """A merit, two deductions, a veto, and a veto whose finding is restricted."""
    return {
        "www.bs.": {"W-B-03": hit((found(PROVINCE_HOME, "解读形式新颖。", page="hudong/"),))},
        CITY: {
            "W-D-01.1": hit((found(HOME, "首页2周未更新。"),)),
            "W-D-23": hit(
                (found(HOME, "第1页有错别字。", page="1.html"), found(HOME, "第2页有错别字。", page="2.html"))
            ),
        },
        OFFICE: {"W-V-02": hit((found(OFFICE_HOME, "7天内不可访问6%。"),))},
        COUNTY: {"W-V-01.1": hit((_restricted(),))},
    }


def _restricted() -> Finding:
    seen = found("http://www.linjiang.gov.cn/", SECRET, fragment=SECRET)
    return Finding(seen.summary, seen.evidence, 1, restricted=True)


def final_round(province: Province, given: Verdicts | None = None, **changes: Any) -> Round:
    """Its results are final; all but the last account are qualified, three sites were asked."""
    make_site(province.county, "临江县人民政府网", "www.linjiang.gov.cn", "2201220001")
    add_accounts(province.city, 12)
    round_ = make_round(province, **changes)
    round_.go(Move.PLAN, Move.START)
    take(
        round_.campaign,
        from_run(run_of(round_.campaign, told() if given is None else given)),
        round_.planner,
        NOW,
    )
    answer(round_)
    round_.go(Move.REVIEW)
    decide_all(round_)
    _decide_restricted(round_)
    last = round_.campaign.accounts.order_by("id").last()
    assert last is not None
    record_account(
        round_.campaign, last.account_id, Outcome.UNQUALIFIED, "长期未更新，已3个月", round_.reviewers[0]
    )
    round_.go(Move.SEND)
    round_.go(Move.HEAR, Move.FINALISE, now=NOW + 10 * DAY)
    assert final_of(round_.campaign) is not None
    return round_


def _decide_restricted(round_: Round) -> None:
    """Only administrators see them."""
    for person in (round_.admin, make_user("second_admin", Role.PROVINCE_ADMIN, round_.province.root)):
        while (row := next_finding(round_.campaign, person, NOW)) is not None:
            decide(row, CONFIRM, person, NOW)


def answer(round_: Round) -> None:
    """One site answers on the next day, one within a week, one with empty words."""
    person = round_.reviewers[0]
    answers = ((1, Quality.EFFECTIVE), (3, Quality.EFFECTIVE), (2, Quality.EVASIVE))
    sites = round_.campaign.sites.order_by("id")[:3]
    for site, (days, quality) in zip(sites, answers, strict=True):
        enquiry: Enquiry = ask(site, Question("护照怎么办？"), person, NOW - 10 * DAY)
        record_reply(enquiry, Reply(NOW - (10 - days) * DAY, quality, "请带身份证。"), person, NOW)
