"""A run's archive with a stored page, and a campaign in review whose findings point to it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.console.inspection.reviewed import HOME, TASK, decide_all
from tests.console.inspection.rounds import CHECK_POINT, NOW, Round, make_round
from tests.console.inspection.runs import run_of
from tests.console.province import Province
from xunwang.engine.archive import Archive
from xunwang.engine.settings import RunSettings
from xunwang.fetch.evidence import EvidenceStore
from xunwang.fetch.evidence.page import digest_of
from xunwang.fetch.records import Fault, Fetched, Request
from xunwang.inspection.engine_sites import engine_sites
from xunwang.inspection.intake import from_run, take
from xunwang.inspection.models import Campaign
from xunwang.inspection.stages import Move
from xunwang.rules.verdict import Evidence, Finding, hit, needs_review, unknown

RUN = "20201130-100000"
FRAGMENT = "认真贯彻“三个代表”重要思想按装"
PAGE = (
    "<!doctype html><html><head><meta charset=utf-8><title>工作动态</title><style>body{font:16px/2 serif}"
    "nav{background:#1f4e79;color:#fff;padding:20px}</style></head><body><nav>松江市人民政府网</nav>"
    + "<p>　　为进一步优化营商环境，松江市召开专题会议，研究部署有关工作。</p>" * 30
    + f"<p>　　会议强调，要{FRAGMENT}各类设施。</p>"
    + "<p>　　各部门要提高认识，落实责任，<a href='/b.html'>详细内容</a>。</p>" * 30
    + "</body></html>"
)
URL = HOME + "gzdt/202011/t20201120_1.html"


def keep_page(campaign: Campaign, runs: Path, body: bytes) -> str:
    """An archive of the campaign's sites that holds one page of the city's portal; its digest."""
    sites = engine_sites(campaign)
    archive = Archive.create(runs / RUN, sites, RunSettings(CHECK_POINT), CHECK_POINT, {})
    (portal,) = (site for site in sites if site.home_url == HOME)
    fields = (("Server", "nginx"), ("Content-Type", "text/html"))
    fetched = Fetched(
        Request(URL), URL, CHECK_POINT - timedelta(hours=3), 200, Fault.NONE, "", fields, body,
        address="203.0.113.7", digest=digest_of(body),
    )  # fmt: skip
    with EvidenceStore(archive.site_folder(portal)) as store:
        store.keep(fetched, warc=True)
        store.seal()
    return digest_of(body)


def pointing(digest: str, words: str, fragment: str, *, number: int = 0, restricted: bool = False) -> Finding:
    """A finding on the stored page."""
    seen = Evidence(URL, CHECK_POINT - timedelta(hours=3), digest, fragment, "见标记处")
    more = Evidence(HOME, CHECK_POINT, "", "", f"另见首页第{number}处") if number else None
    return Finding(words, (seen, more) if more else (seen,), restricted=restricted)


def archived_review(
    province: Province, runs: Path, body: str = PAGE, fragment: str = FRAGMENT, **changes: Any
) -> Round:
    """A campaign in review: a veto candidate, three alike deduction candidates, a sure one, an open indicator."""
    share = Decimal(changes.pop("double_share", "0"))
    secret = changes.pop("secret", False)
    round_ = make_round(province, double_share=share, **changes)
    round_.go(Move.PLAN, Move.START)
    digest = keep_page(round_.campaign, runs, body.encode())
    alike = tuple(
        pointing(digest, f"第{n}页有错别字“按装”，应为“安装”。", fragment, number=n) for n in (1, 2, 3)
    )
    found = {
        "W-V-01.1": needs_review((pointing(digest, "疑似严重表述错误1处，请核对。", fragment),), TASK),
        "W-D-23": needs_review(alike),
        "W-D-01.1": hit((pointing(digest, "首页2周未更新。", ""),)),
        "W-V-05.1": unknown("没有信箱数据", TASK),
    }
    if secret:
        found["W-V-01.2"] = needs_review((pointing(digest, "疑似机密文件外泄。", fragment, restricted=True),))
    take(round_.campaign, from_run(run_of(round_.campaign, {"www.songjiang": found}, name=RUN)), None, NOW)
    round_.go(Move.REVIEW)
    return round_


def in_archived_feedback(province: Province, runs: Path, **changes: Any) -> Round:
    """The same campaign, everything confirmed, its results sent to the units."""
    round_ = archived_review(province, runs, **changes)
    decide_all(round_)
    round_.go(Move.SEND)
    return round_
