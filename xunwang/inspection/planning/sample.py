"""Drawing the sites and accounts of a campaign, with the record that lets anybody draw them again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from xunwang.access.models import User
from xunwang.inspection.models import Campaign, CheckedAccount, CheckedSite, SamplingRecord
from xunwang.inspection.models.sampling import Population
from xunwang.inspection.planning.history import Before, before
from xunwang.inspection.planning.scope import accounts_in_scope, region_names, sites_in_scope
from xunwang.inspection.planning.strata import StratumBy
from xunwang.registry.models import Account, WebSite
from xunwang.registry.platforms import platform_label
from xunwang.registry.vocabulary import UnitKind, UnitLevel
from xunwang.rules.media.facts import AccountKind
from xunwang.scoring.sampling import ANY, FIRST, METHOD, Member, Sample, draw
from xunwang.words import SiteKind

WHOLE = "全部"
"""Name of the stratum where accounts are not stratified."""


def select(campaign: Campaign, by: User, now: datetime) -> None:
    """Fill an empty plan with its sites and accounts, and write the records. Inside a transaction."""
    regions = region_names()
    _select_sites(campaign, regions, by, now)
    _select_accounts(campaign, regions, by, now)


def draw_accounts(plan: Campaign, frame: Iterable[tuple[Account, Member]], known: Before) -> Sample:
    """The sample that a plan draws from its frame."""
    shares = {name: Fraction(share) for name, share in plan.account_shares.items()}
    members = [member for _, member in frame]
    return draw(members, shares, plan.seed, at_least=plan.account_at_least, first=known.first)


def account_frame(plan: Campaign, regions: Mapping[int, str], known: Before) -> list[tuple[Account, Member]]:
    """The accounts that may be drawn, each with its key and stratum."""
    by = [StratumBy(word) for word in plan.account_strata]
    return [
        (account, Member(account.key, _stratum(account, by, regions)))
        for account in accounts_in_scope(plan)
        if account.key not in known.left_out
    ]


def draw_again(record: SamplingRecord) -> Sample:
    """The sample that the record's own frame, shares and seed give."""
    frame = [Member(key, name) for name, keys in record.frame.items() for key in keys]
    shares = {stratum["name"]: Fraction(stratum["share"]) for stratum in record.strata}
    return draw(frame, shares, record.seed, at_least=record.at_least, first=record.first)


def record_problems(record: SamplingRecord) -> list[str]:
    """What does not agree when the sample is drawn again; empty for a true record."""
    again = draw_again(record)
    problems = []
    if again.frame_digest != record.frame_digest:
        problems.append("抽样框与登记的摘要不符")
    if _strata_json(again) != record.strata or list(again.first) != record.first:
        problems.append("按记录重新抽样，结果与登记的样本不符")
    return problems


def _select_sites(campaign: Campaign, regions: Mapping[int, str], by: User, now: datetime) -> None:
    sites = {site.host: site for site in sites_in_scope(campaign)}
    frame = [Member(host, SiteKind(site.kind).label) for host, site in sites.items()]
    sample = draw(frame, {ANY: Fraction(campaign.site_share)}, campaign.seed)
    keys = sample.chosen
    chosen = [sites[host] for host in sites if host in keys]
    CheckedSite.objects.bulk_create(_checked_site(campaign, site, regions) for site in chosen)
    _write(campaign, Population.SITES, sample, frame, by, now)


def _select_accounts(campaign: Campaign, regions: Mapping[int, str], by: User, now: datetime) -> None:
    known = before(campaign)
    frame = account_frame(campaign, regions, known)
    sample = draw_accounts(campaign, frame, known)
    keys = sample.chosen
    CheckedAccount.objects.bulk_create(
        CheckedAccount(
            campaign=campaign,
            account=account,
            unit=account.unit,
            stratum=member.stratum,
            name=account.name,
            platform=account.platform,
            unit_name=account.unit.name,
            level=account.unit.level,
            region=regions[account.unit_id],
            region_code=account.unit.region_code,
        )
        for account, member in frame
        if member.key in keys
    )
    _write(campaign, Population.ACCOUNTS, sample, (member for _, member in frame), by, now, known.left_out)


def _checked_site(campaign: Campaign, site: WebSite, regions: Mapping[int, str]) -> CheckedSite:
    return CheckedSite(
        campaign=campaign,
        site=site,
        unit=site.unit,
        name=site.name,
        unit_name=site.unit.name,
        home_url=site.home_url,
        hosts=site.aliases,
        kind=site.kind,
        level=site.unit.level,
        region=regions[site.unit_id],
        region_code=site.unit.region_code,
        site_code=site.site_code,
        has_services=site.has_services,
    )


def _write(
    campaign: Campaign,
    population: Population,
    sample: Sample,
    frame: Iterable[Member],
    by: User,
    now: datetime,
    left_out: Collection[str] = (),
) -> None:
    by_stratum: dict[str, list[str]] = {stratum.name: [] for stratum in sample.strata}
    for member in frame:
        by_stratum[member.stratum].append(member.key)
    SamplingRecord.objects.create(
        campaign=campaign,
        population=population,
        at=now,
        by=by,
        method=_method(sample, left_out),
        seed=sample.seed,
        at_least=sample.at_least,
        frame_digest=sample.frame_digest,
        frame={name: sorted(keys) for name, keys in by_stratum.items()},
        first=list(sample.first),
        left_out=sorted(left_out),
        strata=_strata_json(sample),
    )


def _method(sample: Sample, left_out: Collection[str]) -> str:
    first = FIRST.format(count=f"上次检查不合格的{len(sample.first)}") if sample.first else ""
    out = f"上次检查过的{len(left_out)}个不在抽样框内。" if left_out else ""
    return f"{METHOD}{first}{out}"


def _strata_json(sample: Sample) -> list[dict[str, Any]]:
    return [
        {
            "name": stratum.name,
            "population": stratum.population,
            "share": str(stratum.share),
            "chosen": list(stratum.chosen),
        }
        for stratum in sample.strata
    ]


def _stratum(account: Account, by: list[StratumBy], regions: Mapping[int, str]) -> str:
    words = {
        StratumBy.LEVEL: UnitLevel(account.unit.level).label,
        StratumBy.REGION: _one_line(regions[account.unit_id]),
        StratumBy.UNIT_KIND: UnitKind(account.unit.kind).label,
        StratumBy.ACCOUNT_KIND: AccountKind(account.kind).label if account.kind else "未分类",
        StratumBy.PLATFORM: platform_label(account.platform),
    }
    return "·".join(words[word] for word in by) or WHOLE


def _one_line(text: str) -> str:
    return re.sub(r"\s", " ", text)
