"""``results.json`` of a collection: what was decided of each account, as data. Schema: docs/results-schema.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from xunwang.collect.judge import JudgedAccount
from xunwang.notices.results_json import SCHEMA, SCHEMA_VERSION, verdict_json
from xunwang.rules.edition import Edition


class CollectionHead(NamedTuple):
    """What a collection says of itself."""

    run: str
    check_point: datetime
    started: datetime
    ended: datetime
    manifest: Mapping[str, object]


def accounts_json(head: CollectionHead, edition: Edition, judged: Iterable[JudgedAccount]) -> dict[str, Any]:
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
        "accounts": [account_json(one) for one in judged],
    }


def account_json(judged: JudgedAccount) -> dict[str, Any]:
    """One account's result."""
    result, newest = judged.result, judged.newest
    account = result.account
    return {
        "key": account.key,
        "name": account.name,
        "platform": account.platform,
        "unit": account.unit,
        "level": None if account.level is None else str(account.level),
        "region": account.region,
        "outcome": str(result.outcome),
        "coverage": {"pages": judged.posts, "complete": judged.complete, "reason": judged.reason},
        "newest": newest.at.isoformat() if newest is not None and newest.at is not None else None,
        "troubles": list(judged.troubles),
        "veto_items": list(result.veto_items),
        "open_veto_items": list(result.open_veto_items),
        "not_applicable": list(result.not_applicable),
        "minutes": round(result.minutes, 1),
        "verdicts": {
            item: verdict_json(account.key, item, verdict) for item, verdict in result.verdicts.items()
        },
    }
