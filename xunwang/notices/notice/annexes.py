"""The annexes: high scores, quick answers, accounts with problems, merits, the sampling record, every site's sheet."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xunwang.inspection.enquiries import AT_ONCE, answering_at_once
from xunwang.inspection.models import Campaign, SamplingRecord, SiteScore
from xunwang.notices.notice.data import Annex, clean
from xunwang.notices.notice.figures import share_of
from xunwang.notices.notice.public_results import PublicResults, category, points
from xunwang.notices.notice.template import Template
from xunwang.registry.platforms import platform_label
from xunwang.words import Outcome

ANNEXES = ("high_scores", "quick_answers", "accounts", "merits", "sampling", "sheets")
"""Their keys, in their order."""
_WEB = ("http://", "https://")


def annexes_of(results: PublicResults, template: Template) -> tuple[Annex, ...]:
    """The annexes that have anything in them, in their order; one query besides the results."""
    every = (
        _high_scores(results, template),
        _quick_answers(results.campaign),
        _accounts(results),
        _merits(results),
        _sampling(results.samplings),
        _sheets(results),
    )
    return tuple(_cleaned(annex) for annex in every if annex.rows)


def link_of(cell: str) -> str:
    """Where a cell leads to; empty for one that is no address of the web."""
    return cell if cell.startswith(_WEB) else ""


def _high_scores(results: PublicResults, template: Template) -> Annex:
    rows = tuple(
        (category(score), score.site.name, score.site.unit_name, points(score.total))
        for score in results.best_scores(template.high_scorers)
    )
    return Annex(
        "high_scores",
        "检查评分较高的政府网站名单",
        ("类别", "网站名称", "主办单位", "总分"),
        (24, 32, 32, 12),
        rows,
        f"每类按总分由高到低，最多{template.high_scorers}个。部门网站按指标只作单项否决检查，不评分。",
        numeric=(3,),
    )


def _quick_answers(campaign: Campaign) -> Annex:
    sites = answering_at_once(campaign).order_by("region_code", "id")
    return Annex(
        "quick_answers",
        f"{AT_ONCE}个工作日内答复网民咨询的政府网站名单",
        ("序号", "网站名称", "主办单位"),
        (12, 44, 44),
        tuple((str(n), site.name, site.unit_name) for n, site in enumerate(sites, 1)),
        numeric=(0,),
    )


def _accounts(results: PublicResults) -> Annex:
    found = [one for one in results.accounts if one.outcome == Outcome.UNQUALIFIED]
    return Annex(
        "accounts",
        "存在突出问题的政务新媒体名单",
        ("序号", "账号名称", "平台", "主办单位", "问题"),
        (9, 23, 14, 24, 30),
        tuple(
            (str(n), one.name, platform_label(one.platform), one.unit_name, one.problems)
            for n, one in enumerate(found, 1)
        ),
        numeric=(0,),
    )


def _merits(results: PublicResults) -> Annex:
    return Annex(
        "merits",
        "获得加分的创新做法",
        ("序号", "网站名称", "做法", "网址"),
        (9, 27, 28, 36),
        tuple((str(n), one.site_name, one.title, one.url or "—") for n, one in enumerate(results.merits, 1)),
        numeric=(0,),
    )


def _sampling(records: list[SamplingRecord]) -> Annex:
    rows = tuple(
        (
            record.get_population_display(),
            stratum["name"],
            str(stratum["population"]),
            _share(stratum),
            str(len(stratum["chosen"])),
        )
        for record in records
        for stratum in record.strata
    )
    frames = "；".join(
        f"{one.get_population_display()}的抽样框摘要（SHA-256）{one.frame_digest}" for one in records
    )
    note = f"{_methods(records)}。抽样种子“{records[0].seed}”；{frames}。" if records else ""
    return Annex(
        "sampling",
        "抽样记录",
        ("对象", "抽样层", "总体数", "抽样比例", "抽取数"),
        (20, 35, 15, 15, 15),
        rows,
        note,
        numeric=(2, 4),
    )


def _methods(records: list[SamplingRecord]) -> str:
    """How was drawn: once for all where it is the same, else what is drawn with its own."""
    methods = {one.method.rstrip("。"): None for one in records}
    if len(methods) == 1:
        return next(iter(methods))
    return "；".join(f"{one.get_population_display()}：{one.method.rstrip('。')}" for one in records)


def _share(stratum: Mapping[str, Any]) -> str:
    share = Fraction(stratum["share"])
    text = share_of(share.numerator, share.denominator, 2) or "—"
    return f"{text.rstrip('%').rstrip('0').rstrip('.')}%"


def _sheets(results: PublicResults) -> Annex:
    vetoes: dict[int, list[str]] = {}
    for one in results.vetoes:
        vetoes.setdefault(one.site, []).append(f"{one.item} {one.title}".strip())
    unconfirmed = any(score.uses_unconfirmed_points for score in results.scores)
    return Annex(
        "sheets",
        "各政府网站检查结果",
        ("网站名称", "类别", "结果", "单项否决问题，或各组扣分和加分", "总分"),
        (27, 19, 10, 33, 11),
        tuple(_sheet(score, vetoes.get(score.site_id, [])) for score in results.scores),
        "部门网站和有单项否决问题的网站不计分。" + ("部分指标的分值尚未核定。" if unconfirmed else ""),
        numeric=(4,),
    )


def _sheet(score: SiteScore, vetoes: list[str]) -> tuple[str, ...]:
    off = [
        f"{group}扣{points(Decimal(value))}分"
        for group, value in sorted(score.deductions.items())
        if Decimal(value)
    ]
    bonus = [f"加{points(score.bonus)}分"] if score.bonus else []
    scored = [] if score.total is None else [*off, *bonus]
    why = "；".join([*vetoes, *scored]) or "—"
    return (score.site.name, category(score), Outcome(score.outcome).label, why, points(score.total))


def _cleaned(annex: Annex) -> Annex:
    rows = tuple(tuple(clean(cell) or "—" for cell in row) for row in annex.rows)
    return Annex(annex.key, annex.title, annex.columns, annex.widths, rows, clean(annex.note), annex.numeric)
