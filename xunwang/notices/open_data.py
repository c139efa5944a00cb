"""The results of a published notice as open data: names, outcomes, scores, ranks; nothing about what was found.

``docs/open-data.md`` tells every field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

from xunwang.inspection.models import FinalResult
from xunwang.notices.models import Publication
from xunwang.notices.notice import NoticeData
from xunwang.notices.notice.public_results import category, points
from xunwang.registry.exporting import csv_bytes
from xunwang.registry.vocabulary import Platform, UnitLevel
from xunwang.words import Level, Outcome, SiteKind

SCHEMA = "xunwang-open-results/1"
LICENCE = "可免费使用、复制和再发布，须注明来源和数据日期，不得歪曲数据含义。"
SITE_FIELDS = (
    "site_code", "name", "unit", "home_url", "category", "level", "kind", "region", "region_code", "outcome", "total",
    "rank",
)  # fmt: skip
ACCOUNT_FIELDS = ("name", "platform", "unit", "level", "region", "outcome")


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
            "platform": Platform(account.platform).label,
            "unit": account.unit_name,
            "level": UnitLevel(account.level).label,
            "region": account.region,
            "outcome": Outcome(account.outcome).label,
        }


def sites_csv(publication: Publication) -> bytes:
    """UTF-8 with a mark, header first; no cell runs as a formula."""
    return _csv(SITE_FIELDS, site_rows(publication.signature.final))


def accounts_csv(publication: Publication) -> bytes:
    """As :func:`sites_csv`."""
    return _csv(ACCOUNT_FIELDS, account_rows(publication.signature.final))


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


__all__ = ["ACCOUNT_FIELDS", "LICENCE", "SCHEMA", "SITE_FIELDS", "accounts_csv", "results_json", "sites_csv"]
