"""Results on their way in, as values; read from a judged run or from its JSON (docs/results-schema.md)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from xunwang.collect.archive import CollectionArchive
from xunwang.collect.judge import JudgedAccount
from xunwang.inspection.errors import InspectionError
from xunwang.rules.edition import Edition
from xunwang.rules.verdict import Finding, Verdict, finding_id
from xunwang.scoring.records import RunResult, SiteResult
from xunwang.words import State

SCHEMA = "xunwang.results/1"


@dataclass(frozen=True, slots=True)
class IncomingFinding:
    """A finding; ``evidence`` as in the JSON. A restricted one from JSON has no evidence."""

    key: str
    summary: str
    amount: int
    restricted: bool
    evidence: Sequence[Mapping[str, str | None]]


@dataclass(frozen=True, slots=True)
class IncomingTask:
    """What a person has to do."""

    instruction: str
    links: Sequence[str]
    minutes: float


@dataclass(frozen=True, slots=True)
class IncomingVerdict:
    """An indicator's verdict."""

    state: State
    measured: str
    missing: str
    findings: Sequence[IncomingFinding]
    tasks: Sequence[IncomingTask]


@dataclass(frozen=True, slots=True)
class IncomingResult:
    """Verdicts by indicator of one site or account. ``key`` is the address of the home page, or ``platform:name``."""

    key: str
    pages: int
    complete: bool
    reason: str
    not_applicable: Sequence[str]
    verdicts: Mapping[str, IncomingVerdict]
    column_types: Sequence[str] | None = None
    """None: unknown."""


@dataclass(frozen=True, slots=True)
class IncomingRun:
    """Everything that a run decided."""

    run: str
    program: str
    check_point: datetime
    started: datetime
    ended: datetime
    edition: str
    results: Sequence[IncomingResult]

    @property
    def digest(self) -> str:
        """SHA-256 of the values in a fixed form: equal for equal results."""
        return hashlib.sha256(orjson.dumps(self, option=orjson.OPT_SORT_KEYS)).hexdigest()


def from_run(result: RunResult) -> IncomingRun:
    """Results of an archive that was judged here, evidence of restricted findings included."""
    return IncomingRun(
        run=result.run,
        program=str(result.manifest.get("program", "")),
        check_point=result.check_point,
        started=result.started,
        ended=result.ended,
        edition=result.edition.id,
        results=[_site(site) for site in result.sites],
    )


def from_json(data: Mapping[str, Any]) -> IncomingRun:
    """Results as ``results.json`` has them. Raises InspectionError for anything else."""
    if data.get("schema") != SCHEMA:
        raise InspectionError(f"不是本系统的检查结果文件（应为{SCHEMA}）。")
    try:
        return IncomingRun(
            run=data["run"],
            program=str(data["manifest"].get("program", "")),
            check_point=datetime.fromisoformat(data["check_point"]),
            started=datetime.fromisoformat(data["started"]),
            ended=datetime.fromisoformat(data["ended"]),
            edition=data["edition"]["id"],
            results=[_result_from_json(one) for one in (*data["sites"], *data.get("accounts", ()))],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InspectionError(f"检查结果文件不完整或已损坏（{error!r:.200}）。请重新导出。") from error


def _site(result: SiteResult) -> IncomingResult:
    home_url = result.site.home_url
    return IncomingResult(
        key=home_url,
        pages=result.coverage.pages,
        complete=result.coverage.complete,
        reason=result.coverage.reason,
        not_applicable=result.not_applicable,
        verdicts={item: _verdict(home_url, item, verdict) for item, verdict in result.verdicts.items()},
        column_types=result.coverage.column_types,
    )


def _verdict(home_url: str, item: str, verdict: Verdict) -> IncomingVerdict:
    return IncomingVerdict(
        verdict.state,
        verdict.measured,
        verdict.missing,
        _named_apart([_finding(home_url, item, finding) for finding in verdict.findings]),
        [IncomingTask(task.instruction, task.links, task.minutes) for task in verdict.tasks],
    )


def _finding(home_url: str, item: str, finding: Finding) -> IncomingFinding:
    evidence = [
        {
            "url": one.url,
            "at": one.at.isoformat() if one.at else None,
            "digest": one.digest,
            "fragment": one.fragment,
            "note": one.note,
        }
        for one in finding.evidence
    ]
    key = finding_id(home_url, item, finding)
    return IncomingFinding(key, finding.summary, finding.amount, finding.restricted, evidence)


def from_accounts(
    archive: CollectionArchive, judged: Iterable[JudgedAccount], edition: Edition, at: datetime
) -> IncomingRun:
    """Results of accounts of a collection that were judged here at the check point ``at``."""
    started = datetime.fromisoformat(archive.manifest["created"])
    sealed = archive.manifest["sealed"]
    return IncomingRun(
        run=archive.name,
        program=str(archive.manifest.get("program", "")),
        check_point=at,
        started=started,
        ended=datetime.fromisoformat(sealed) if sealed else started,
        edition=edition.id,
        results=[of_account(one) for one in judged],
    )


def of_account(judged: JudgedAccount) -> IncomingResult:
    """The result of an account of a collection that was judged here."""
    result = judged.result
    key = result.account.key
    return IncomingResult(
        key=key,
        pages=judged.posts,
        complete=judged.complete,
        reason=judged.reason,
        not_applicable=result.not_applicable,
        verdicts={item: _verdict(key, item, verdict) for item, verdict in result.verdicts.items()},
    )


def _result_from_json(site: Mapping[str, Any]) -> IncomingResult:
    """A site's (``home_url``) or an account's (``key``)."""
    return IncomingResult(
        key=site["home_url"] if "home_url" in site else site["key"],
        pages=int(site["coverage"]["pages"]),
        complete=bool(site["coverage"]["complete"]),
        reason=site["coverage"]["reason"],
        not_applicable=list(site["not_applicable"]),
        verdicts={item: _verdict_from_json(verdict) for item, verdict in site["verdicts"].items()},
        column_types=_texts(site["coverage"].get("column_types")),
    )


def _texts(values: Sequence[Any] | None) -> list[str] | None:
    return None if values is None else [str(value) for value in values]


def _verdict_from_json(verdict: Mapping[str, Any]) -> IncomingVerdict:
    findings = [
        IncomingFinding(
            str(one["id"]),
            str(one["summary"]),
            int(one["amount"]),
            bool(one["restricted"]),
            [_evidence_from_json(evidence) for evidence in one["evidence"]],
        )
        for one in verdict["findings"]
    ]
    tasks = [
        IncomingTask(str(one["instruction"]), [str(link) for link in one["links"]], float(one["minutes"]))
        for one in verdict["tasks"]
    ]
    return IncomingVerdict(
        State(verdict["state"]), verdict["measured"], verdict["missing"], _named_apart(findings), tasks
    )


def _evidence_from_json(evidence: Mapping[str, Any]) -> dict[str, str | None]:
    if evidence["at"] is not None:
        datetime.fromisoformat(evidence["at"])
    return {name: evidence[name] for name in ("url", "at", "digest", "fragment", "note")}


def _named_apart(findings: list[IncomingFinding]) -> list[IncomingFinding]:
    """Findings that say the very same get keys of their own: each occurrence counts."""
    seen: dict[str, int] = {}
    result = []
    for one in findings:
        seen[one.key] = count = seen.get(one.key, 0) + 1
        key = one.key if count == 1 else f"{one.key}~{count}"
        result.append(IncomingFinding(key, one.summary, one.amount, one.restricted, one.evidence))
    return result
