"""The results of a published notice as open data: names, outcomes, scores, ranks; nothing about what was found.

:data:`SITE_FIELDS` and :data:`ACCOUNT_FIELDS` tell every field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from xunwang.inspection.models import FinalResult
from xunwang.notices.models import Publication
from xunwang.notices.notice import NoticeData
from xunwang.notices.notice.public_results import category, points
from xunwang.registry.exporting import csv_bytes
from xunwang.registry.platforms import platform_label
from xunwang.registry.vocabulary import UnitLevel
from xunwang.words import Level, Outcome, SiteKind

SCHEMA = "xunwang-open-results/1"
LICENCE = "可免费使用、复制和再发布，须注明来源和数据日期，不得歪曲数据含义。"
SITE_FIELDS: Mapping[str, str] = {
    "site_code": "网站标识码，10位，按文本处理",
    "name": "网站名称",
    "unit": "主办单位",
    "home_url": "首页网址",
    "category": "类别，如县级政府门户网站、省直部门网站",
    "level": "级别：省级、市级、县级",
    "kind": "类型：政府门户网站、部门网站",
    "region": "地区",
    "region_code": "行政区划代码，6位（GB/T 2260），按文本处理",
    "outcome": "结果：合格、不合格",
    "total": "总分；部门网站和有单项否决问题的网站不计分，为空",
    "rank": "同级门户网站中的名次；不计分的为空",
}
"""Fields of a site and what they mean; the public page of the schema shows this."""
ACCOUNT_FIELDS: Mapping[str, str] = {
    "name": "账号名称",
    "platform": "平台",
    "unit": "主办单位",
    "level": "主办单位级别",
    "region": "地区",
    "outcome": "结果：合格、不合格",
}
"""Fields of a sampled account."""


def site_rows(final: FinalResult) -> Iterator[dict[str, Any]]:
    """A row a site. Scores are strings with a decimal point, null where nothing is scored."""
    for score in final.scores.select_related("site").order_by("site__region_code", "site_id"):
        site = score.site
        yield {
            "site_code": site.site_code,
            "name": site.name,
            "unit": site.unit_name,
            "home_url": site.home_url,
            "category": category(score),
            "level": Level(site.level).label,
            "kind": SiteKind(site.kind).label,
            "region": site.region,
            "region_code": site.region_code,
            "outcome": Outcome(score.outcome).label,
            "total": None if score.total is None else points(score.total),
            "rank": score.rank,
        }


def account_rows(final: FinalResult) -> Iterator[dict[str, Any]]:
    """A row a sampled account."""
    for account in final.campaign.accounts.order_by("region", "unit_name", "name", "id"):
        yield {
            "name": account.name,
            "platform": platform_label(account.platform),
            "unit": account.unit_name,
            "level": UnitLevel(account.level).label,
            "region": account.region,
            "outcome": Outcome(account.outcome).label,
        }


def sites_csv(publication: Publication) -> bytes:
    """UTF-8 with a mark, header first; no cell runs as a formula."""
    return _csv(list(SITE_FIELDS), site_rows(publication.signature.final))


def accounts_csv(publication: Publication) -> bytes:
    """As :func:`sites_csv`."""
    return _csv(list(ACCOUNT_FIELDS), account_rows(publication.signature.final))


def results_json(publication: Publication) -> bytes:
    """Everything in one file, with schema, licence and the figures of the notice."""
    signature = publication.signature
    data = NoticeData.from_json(signature.data)
    figures = {
        name: {"label": figure.label, "value": figure.value}
        for name, figure in data.figures.items()
        if figure.value is not None and not name.startswith("annex.")
    }
    told = {
        "schema": SCHEMA,
        "licence": LICENCE,
        "title": data.title,
        "issuer": data.issuer,
        "document_number": signature.document_number,
        "issued_on": signature.issued_on,
        "published_at": publication.at,
        "results_digest": data.digest,
        "rounding": data.rounding,
        "figures": figures,
        "sites": list(site_rows(signature.final)),
        "accounts": list(account_rows(signature.final)),
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2)


def _csv(fields: Sequence[str], rows: Iterable[dict[str, Any]]) -> bytes:
    cells = [["" if row[name] is None else str(row[name]) for name in fields] for row in rows]
    return csv_bytes([fields, *cells])


class DataFile(NamedTuple):
    """A file of open data."""

    label: str
    media_type: str
    make: Callable[[Publication], bytes]


DATA_FILES: Mapping[str, DataFile] = {
    "sites.csv": DataFile("各网站结果（CSV）", "text/csv; charset=utf-8", sites_csv),
    "accounts.csv": DataFile("抽查的政务新媒体结果（CSV）", "text/csv; charset=utf-8", accounts_csv),
    "results.json": DataFile("全部数据（JSON）", "application/json", results_json),
}
"""By name."""
