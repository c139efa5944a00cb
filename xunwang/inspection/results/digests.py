"""Digests of final results: anybody with the rows can compute them again.

Each site's digest is SHA-256 over JSON (keys sorted, UTF-8, no spaces) of its register row, coverage, score,
verdicts, and findings with evidence and status. The campaign's digest is SHA-256 over the lines: one with
title, check point, edition and the text of an edition of the office's own, one a site (address, digest), one an
account (platform, name, outcome, problems and, where it was judged, SHA-256 over its verdicts and findings), one an enquiry, each sorted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson

from xunwang.inspection.models import Campaign, Finding, ItemVerdict, SiteScore

_REGISTER = (
    "name", "unit_name", "home_url", "kind", "level", "region", "region_code", "site_code", "has_services", "pages",
    "complete", "incomplete_reason", "not_applicable", "column_types",
)  # fmt: skip
_SCORE = (
    "outcome", "veto_items", "deductions", "deduct_score", "bonus", "total", "rank", "findings",
    "uses_unconfirmed_points",
)  # fmt: skip
_VERDICT = ("item", "state", "measured", "missing", "needs_ruling", "ruling")
_FINDING = (
    "item",
    "key",
    "run",
    "origin",
    "summary",
    "evidence",
    "amount",
    "restricted",
    "candidate",
    "status",
)


def site_digests(campaign: Campaign, scores: Iterable[SiteScore]) -> dict[int, str]:
    """Digest of each site by its key, from the rows as they are now; two queries."""
    verdicts, findings = _judged(campaign, account=None)
    return {
        score.site_id: _sha(
            {
                "register": {name: getattr(score.site, name) for name in _REGISTER},
                "score": {name: _plain(getattr(score, name)) for name in _SCORE},
                "verdicts": verdicts.get(score.site_id, []),
                "findings": findings.get(score.site_id, []),
            }
        )
        for score in scores
    }


def campaign_digest(campaign: Campaign, by_address: Mapping[str, str]) -> str:
    """Digest of the whole; ``by_address``: each site's digest. Four queries."""
    head = [campaign.title, _plain(campaign.check_point), campaign.edition_id, campaign.edition_text]
    enquiries = campaign.enquiries.values_list(
        "site__home_url", "question", "asked_at", "answered_at", "working_days", "quality", "answer"
    )
    lines = [
        ["campaign", *head],
        *sorted(["site", address, digest] for address, digest in by_address.items()),
        *sorted(_account_lines(campaign)),
        *sorted(["enquiry", *(_plain(part) for part in row)] for row in enquiries),
    ]
    return _sha(lines)


def _account_lines(campaign: Campaign) -> Iterator[list[str]]:
    """An account that was judged has the digest of its verdicts and findings behind its outcome."""
    verdicts, findings = _judged(campaign, account__isnull=False)
    for one in campaign.accounts.all():
        line = ["account", one.platform, one.name, one.outcome, one.problems]
        if one.taken_at is not None:
            line.append(_sha([verdicts.get(one.pk, []), findings.get(one.pk, [])]))
        yield line


def _judged(
    campaign: Campaign, **which: Any
) -> tuple[dict[int, list[list[Any]]], dict[int, list[list[Any]]]]:
    """Verdicts and standing findings by site or account; two queries."""
    of_these = {f"checked__{name}": value for name, value in which.items()}
    verdicts = ItemVerdict.objects.filter(campaign=campaign, **of_these).order_by("position")
    findings = Finding.objects.filter(campaign=campaign, withdrawn=False, **of_these).order_by("item", "key")
    return _grouped(verdicts, _VERDICT), _grouped(findings, _FINDING)


def _grouped(rows: Any, names: tuple[str, ...]) -> dict[int, list[list[Any]]]:
    groups: dict[int, list[list[Any]]] = {}
    for checked, *values in rows.values_list("checked_id", *names).iterator(5000):
        groups.setdefault(checked, []).append(values)
    return groups


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value


def _sha(value: Any) -> str:
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()
