"""``results.json``: everything a run decided, as data. Schema: docs/results-schema.md.

Points are decimal strings. Restricted findings (W-V-01.2) appear with their id only: their evidence is
opened by the ``show`` command with ``--restricted``, never copied into a report.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xunwang.rules.verdict import Evidence, Finding, Verdict, finding_id
from xunwang.scoring.figures import coverage_of, figures_of
from xunwang.scoring.records import RunResult, SiteResult

SCHEMA = "xunwang.results/1"
SCHEMA_VERSION = "1.3"
"""With the minor number, which grows when fields are added."""
RESTRICTED = "涉密线索，限授权人员查看"


def results_json(result: RunResult) -> dict[str, Any]:
    """The whole run as JSON values."""
    edition = result.edition
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "run": result.run,
        "check_point": result.check_point.isoformat(),
        "started": result.started.isoformat(),
        "ended": result.ended.isoformat(),
        "edition": {
            "id": edition.id,
            "title": edition.title,
            "document": edition.document,
            "derived_from": edition.derived_from,
            "unconfirmed_points": [item.id for item in edition.items.values() if not item.points_confirmed],
        },
        "figures": plain(figures_of(result)),
        "coverage": plain(coverage_of(result)),
        "manifest": dict(result.manifest),
        "sites": [site_json(site) for site in result.sites],
    }


def site_json(result: SiteResult) -> dict[str, Any]:
    """One site's result."""
    site = result.site
    return {
        "name": site.name,
        "home_url": site.home_url,
        "kind": str(site.kind),
        "level": str(site.level),
        "unit": site.unit,
        "region": site.region,
        "region_code": site.region_code,
        "site_code": site.site_code,
        "outcome": str(result.outcome),
        "coverage": {
            "pages": result.coverage.pages,
            "complete": result.coverage.complete,
            "reason": result.coverage.reason,
            "not_understood": result.coverage.not_understood,
            "rendered": result.coverage.rendered,
            "unrendered": result.coverage.unrendered,
            "render_problem": result.coverage.render_problem,
            "column_types": plain(result.coverage.column_types),
        },
        "veto_items": list(result.veto_items),
        "open_veto_items": list(result.open_veto_items),
        "not_applicable": list(result.not_applicable),
        "deductions": plain(result.deductions),
        "open_deductions": plain(result.open_deductions),
        "deduct_score": plain(result.deduct_score),
        "deduct_score_low": plain(result.deduct_score_low),
        "bonus": plain(result.bonus),
        "open_bonus": plain(result.open_bonus),
        "total": plain(result.total),
        "total_low": plain(result.total_low),
        "rank": result.rank,
        "uses_unconfirmed_points": result.uses_unconfirmed_points,
        "minutes": round(result.minutes, 1),
        "verdicts": {
            item: verdict_json(site.home_url, item, verdict) for item, verdict in result.verdicts.items()
        },
    }


def verdict_json(home_url: str, item: str, verdict: Verdict, *, restricted: bool = False) -> dict[str, Any]:
    """One indicator's verdict; ``restricted`` opens findings that ordinary reports leave out."""
    return {
        "state": str(verdict.state),
        "measured": verdict.measured,
        "missing": verdict.missing,
        "amount": verdict.amount,
        "findings": [_finding(home_url, item, finding, restricted) for finding in verdict.findings],
        "tasks": [
            {"instruction": task.instruction, "links": list(task.links), "minutes": task.minutes}
            for task in verdict.tasks
        ],
    }


def _finding(home_url: str, item: str, finding: Finding, restricted: bool) -> dict[str, Any]:
    name = finding_id(home_url, item, finding)
    if finding.restricted and not restricted:
        return {
            "id": name,
            "summary": RESTRICTED,
            "amount": finding.amount,
            "restricted": True,
            "evidence": [],
        }
    return {
        "id": name,
        "summary": finding.summary,
        "amount": finding.amount,
        "restricted": finding.restricted,
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "url": evidence.url,
        "at": evidence.at.isoformat() if evidence.at else None,
        "digest": evidence.digest,
        "fragment": evidence.fragment,
        "note": evidence.note,
    }


def plain(value: Any) -> Any:
    """Decimals as strings, mappings and records as JSON values."""
    if isinstance(value, Decimal):
        return str(value)
    if hasattr(value, "_asdict"):
        return {key: plain(part) for key, part in value._asdict().items()}
    if hasattr(value, "__dataclass_fields__"):
        return {key: plain(getattr(value, key)) for key in value.__dataclass_fields__}
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value
