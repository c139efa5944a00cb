"""How sites and accounts were drawn: the record, its proof, and the record as a file."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xunwang.access.roles import Action
from xunwang.inspection.models import Campaign, SamplingRecord
from xunwang.inspection.models.sampling import Population
from xunwang.inspection.planning.sample import record_problems
from xunwang.registry.platforms import platform_label
from xunwang.scoring.figures import percent
from xunwang.web.downloads import table_download
from xunwang.web.pages.campaigns.campaign import found_campaign
from xunwang.web.people import allowed


class StratumLine(NamedTuple):
    """A stratum as the page shows it."""

    name: str
    population: int
    share: str
    chosen: list[str]
    real: str
    """Share that was really drawn."""


class Drawing(NamedTuple):
    """A record as the page shows it. ``problems``: None where nobody asked for the proof."""

    record: SamplingRecord
    label: str
    strata: list[StratumLine]
    population: int
    size: int
    problems: list[str] | None


@allowed(Action.SEE_CAMPAIGNS)
def sampling(request: HttpRequest, pk: int) -> HttpResponse:
    """The records in force; ``?check=1`` draws again and compares; earlier records below."""
    campaign = found_campaign(request, pk)
    records = list(campaign.samplings.select_related("by"))
    last = [next((one for one in records if one.population == word), None) for word in Population]
    # A plan that was taken back has no sample in force, only earlier ones.
    in_force = [one for one in last if one is not None] if _drawn(campaign) else []
    if request.GET.get("export"):
        return table_download(
            request, "抽样记录", SamplingRecord._meta.db_table, list(_table(campaign, in_force))
        )
    check = bool(request.GET.get("check"))
    context = {
        "title": "抽样记录",
        "campaign": campaign,
        "drawings": [_drawing(one, check) for one in in_force],
        "earlier": [(one, Population(one.population).label) for one in records if one not in in_force],
        "checked": check,
    }
    return render(request, "campaigns/sampling.html", context)


def _drawn(campaign: Campaign) -> bool:
    return campaign.sites.exists() or campaign.accounts.exists()


def _drawing(record: SamplingRecord, check: bool) -> Drawing:
    strata = [_line(stratum, record.population) for stratum in record.strata]
    return Drawing(
        record,
        Population(record.population).label,
        strata,
        sum(line.population for line in strata),
        sum(len(line.chosen) for line in strata),
        record_problems(record) if check else None,
    )


def _line(stratum: dict[str, Any], population: str) -> StratumLine:
    chosen = [_key(key, population) for key in stratum["chosen"]]
    return StratumLine(
        stratum["name"],
        stratum["population"],
        f"{float(Fraction(stratum['share'])) * 100:.2f}%",
        chosen,
        percent(len(chosen), stratum["population"]),
    )


def _key(key: str, population: str) -> str:
    """A key in words: platform and name for an account, the host of a site."""
    if population != Population.ACCOUNTS:
        return key
    platform, _, name = key.partition(":")
    return f"{platform_label(platform)} {name}"


def _table(campaign: Campaign, records: list[SamplingRecord]) -> Iterator[list[str]]:
    """Everything that is needed to draw again: head lines, then every member of the frame."""
    yield ["对象", "层", "编号", "抽中次序", "层总体", "抽样比例", "种子", "抽样框摘要", "方法"]
    for record in records:
        label = Population(record.population).label
        for stratum in record.strata:
            order = {key: str(place) for place, key in enumerate(stratum["chosen"], start=1)}
            for key in record.frame[stratum["name"]]:
                yield [
                    label, stratum["name"], key, order.get(key, ""), str(stratum["population"]), stratum["share"],
                    record.seed, record.frame_digest, record.method,
                ]  # fmt: skip
