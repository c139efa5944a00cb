"""``results.json`` of a collection: what was decided of each account, as data. Schema: docs/results-schema.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from xunwang.notices.results_json import SCHEMA, SCHEMA_VERSION, verdict_json
from xunwang.rules.edition import Edition
from xunwang.scoring.records import AccountResult


class CollectionHead(NamedTuple):
    """What a collection says of itself."""

    run: str
    check_point: datetime
    started: datetime
    ended: datetime
    manifest: Mapping[str, object]


def accounts_json(head: CollectionHead, edition: Edition, results: Iterable[AccountResult]) -> dict[str, Any]:
    """A collection as JSON values, in the form of a run without sites."""
    return {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "run": head.run,
        "check_point": head.check_point.isoformat(),
        "started": head.started.isoformat(),
        "ended": head.ended.isoformat(),
        "edition": {
            "id": edition.id,
            "title": edition.title,
            "document": edition.document,
            "derived_from": edition.derived_from,
        },
        "manifest": dict(head.manifest),
        "sites": [],
        "accounts": [account_json(result) for result in results],
    }


def account_json(result: AccountResult) -> dict[str, Any]:
    """One account's result."""
    account = result.account
    return {
        "key": account.key,
        "name": account.name,
        "platform": account.platform,
        "unit": account.unit,
        "level": None if account.level is None else str(account.level),
        "region": account.region,
        "outcome": str(result.outcome),
        "coverage": {"pages": result.posts, "complete": result.complete, "reason": result.reason},
        "newest": None if result.newest is None else result.newest.isoformat(),
        "veto_items": list(result.veto_items),
        "open_veto_items": list(result.open_veto_items),
        "not_applicable": list(result.not_applicable),
        "minutes": round(result.minutes, 1),
        "verdicts": {
            item: verdict_json(account.key, item, verdict) for item, verdict in result.verdicts.items()
        },
    }
