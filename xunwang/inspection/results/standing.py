"""The verdicts as they stand after people have decided, and the scores that follow from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db.models.fields.json import KT

from xunwang.inspection.blind import told, told_status
from xunwang.inspection.editions import edition_of
from xunwang.inspection.engine_sites import engine_site
from xunwang.inspection.models import Campaign, Checked, CheckedSite, Finding, ItemVerdict
from xunwang.inspection.vocabulary import OPEN, Ruling, Status
from xunwang.rules.edition import Edition
from xunwang.rules.facts import Coverage
from xunwang.rules.verdict import Evidence, Verdict, clear, hit, needs_review, unknown
from xunwang.rules.verdict import Finding as Occurrence
from xunwang.scoring import rank, score_site
from xunwang.scoring.records import SiteResult
from xunwang.words import State


class Scored(NamedTuple):
    """A site with its result."""

    checked: CheckedSite
    result: SiteResult


class Stood(NamedTuple):
    """An indicator of one site or account: what the machine said, what stands, and on what findings."""

    row: ItemVerdict
    verdict: Verdict
    findings: tuple[Finding, ...]


class _Said(NamedTuple):
    """What machine and people said to an indicator of a site."""

    state: str
    measured: str
    missing: str
    needs_ruling: bool
    ruling: str


class _Row(NamedTuple):
    verdict_id: int
    status: str
    amount: int
    url: str | None


def scored_sites(campaign: Campaign, edition: Edition | None = None) -> list[Scored]:
    """All sites scored and ranked as of now, in the order of the list; three queries.

    While something is open the results are provisional: an indicator with confirmed findings counts these and
    leaves its open ones out of the range. With another ``edition`` the points and rules of scoring are those
    of that edition, and an indicator that it adds is unknown; limits by which the run judged stay as they were.
    """
    judged = edition_of(campaign)
    edition = edition or judged
    verdicts = standing_verdicts(campaign)
    sites = list(campaign.sites.select_related("unit"))
    results = []
    for checked in sites:
        mine = _under(verdicts.get(checked.pk, {}), checked, judged, edition)
        coverage = Coverage(checked.pages, checked.complete, checked.incomplete_reason, None)
        results.append(
            score_site(engine_site(checked), coverage, mine, tuple(checked.not_applicable), edition)
        )
    return [Scored(checked, result) for checked, result in zip(sites, rank(results), strict=True)]


def standing_one(checked: Checked) -> list[Stood]:
    """Every applicable indicator of one site or account, in the order of the table; two queries."""
    return standing_of([checked]).get(checked.pk, [])


def standing_of(things: Sequence[Checked]) -> dict[int, list[Stood]]:
    """The same of many, by their keys; two queries."""
    findings: dict[int, list[Finding]] = {}
    standing_rows = Finding.objects.filter(checked__in=things, withdrawn=False).annotate(told=told_status())
    for finding in standing_rows.order_by("id"):
        findings.setdefault(finding.verdict_id, []).append(finding)
    found: dict[int, list[Stood]] = {}
    for row in ItemVerdict.objects.filter(checked__in=things).order_by("checked_id", "position"):
        mine = findings.get(row.pk, [])
        rows = [_Row(row.pk, told(one), one.amount, _address(one)) for one in mine]
        found.setdefault(row.checked_id, []).append(Stood(row, standing(row, rows), tuple(mine)))
    return found


def score_stood(checked: CheckedSite, stood: list[Stood], edition: Edition) -> SiteResult:
    """The site's result as it stands, without a rank."""
    coverage = Coverage(checked.pages, checked.complete, checked.incomplete_reason, None)
    verdicts = {one.row.item: one.verdict for one in stood}
    return score_site(engine_site(checked), coverage, verdicts, tuple(checked.not_applicable), edition)


def standing_verdicts(campaign: Campaign) -> Mapping[int, Mapping[str, Verdict]]:
    """Verdicts by site or account and indicator, in the order of the table; two queries.

    Findings carry what scoring needs: amount and first address.
    """
    findings: dict[int, list[_Row]] = {}
    for row in _rows(campaign):
        findings.setdefault(row.verdict_id, []).append(row)
    verdicts: dict[int, dict[str, Verdict]] = {}
    rows = ItemVerdict.objects.filter(campaign=campaign).order_by("checked_id", "position")
    # Tens of thousands of rows: as plain tuples they come four times as fast.
    for pk, checked, item, *said in rows.values_list("pk", "checked_id", "item", *_Said._fields).iterator(
        5000
    ):
        verdicts.setdefault(checked, {})[item] = standing(_Said(*said), findings.get(pk, []))
    return verdicts


def standing(row: _Said | ItemVerdict, findings: list[_Row]) -> Verdict:
    """One indicator's verdict: confirmed findings decide it, open ones keep it open, nothing else remains."""
    confirmed = tuple(_occurrence(one) for one in findings if one.status == Status.CONFIRMED)
    if confirmed:
        return hit(confirmed, row.measured)
    waiting = tuple(_occurrence(one) for one in findings if one.status in OPEN)
    if waiting:
        return needs_review(waiting, measured=row.measured)
    if row.needs_ruling and not row.ruling:
        if row.state == State.UNKNOWN:
            return unknown(row.missing, measured=row.measured)
        return needs_review((), measured=row.measured)
    if row.state == State.HIT and not findings:  # a situation that the machine states without occurrences
        return hit((), row.measured)
    return clear("不予判定" if row.ruling == Ruling.WAIVED else row.measured)


def _rows(campaign: Campaign) -> Iterator[_Row]:
    rows = Finding.objects.filter(campaign=campaign, withdrawn=False).order_by("verdict_id", "id")
    # As text: otherwise each address would be read as a JSON document of its own.
    first = KT("evidence__0__url")
    for row in rows.values_list("verdict_id", told_status(), "amount", first).iterator(5000):
        yield _Row(*row)


def _address(finding: Finding) -> str | None:
    return finding.evidence[0].get("url") if finding.evidence else None


def _occurrence(row: _Row) -> Occurrence:
    return Occurrence("", (Evidence(row.url, None),) if row.url else (), row.amount)


def _under(
    verdicts: Mapping[str, Verdict], checked: CheckedSite, judged: Edition, edition: Edition
) -> dict[str, Verdict]:
    """The verdicts that another edition asks for. Of a site without results nothing is known, and nothing is passed."""
    if checked.taken_at is None:
        return dict.fromkeys(edition.site_items, unknown("还没有检查结果"))
    if edition is judged:
        return dict(verdicts)
    known = {**verdicts, **dict.fromkeys(checked.not_applicable)}
    return {
        item: known.get(item) or unknown("本次检查没有判定此指标")
        for item in edition.site_items
        if known.get(item) is not None or item not in known
    }
