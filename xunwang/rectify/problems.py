"""What has to be put right after a campaign: its confirmed problems, unit by unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef

from xunwang.inspection.hearing.answer import RESTRICTED
from xunwang.inspection.models import Campaign, Checked, CheckedAccount, Finding, ItemVerdict
from xunwang.inspection.vocabulary import Ruling, Status
from xunwang.rectify.models import Item
from xunwang.rectify.vocabulary import ItemState
from xunwang.registry.models import Unit
from xunwang.words import ItemKind, Outcome, State


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem that an order would carry; keys where it comes from."""

    unit: Unit
    order: tuple[int, int, int, int]
    """Sites before accounts, vetoes first, then as in the table."""
    subject: str
    text: str
    indicator: str = ""
    is_veto: bool = False
    url: str = ""
    restricted: bool = False
    checked: int = 0
    verdict: int | None = None
    finding: int | None = None
    before: int | None = None

    @property
    def key(self) -> tuple[int | None, int | None, int | None]:
        """What it is."""
        return (None if self.verdict else self.checked, self.verdict, self.finding)


def problems_of(campaign: Campaign) -> Iterator[Problem]:
    """All that is confirmed and not in an order yet; what brings points is none. Four queries."""
    before = _accepted_before(campaign)
    yield from _findings(campaign, before)
    yield from _situations(campaign)
    yield from _accounts(campaign)


def _live() -> dict[str, list[str]]:
    return {"state__in": [state for state in ItemState if state is not ItemState.WAIVED]}


def _findings(campaign: Campaign, before: dict[tuple[int, int, str, str], int]) -> Iterator[Problem]:
    ordered = Item.objects.filter(finding=OuterRef("pk"), **_live())
    rows = (
        Finding.objects.filter(campaign=campaign, status=Status.CONFIRMED, withdrawn=False)
        .exclude(verdict__kind=ItemKind.BONUS)
        .exclude(Exists(ordered))
        .select_related("checked__unit", "verdict")
    )
    for row in rows.iterator(2000):
        url = str(row.evidence[0].get("url", "")) if row.evidence else ""
        yield Problem(
            row.checked.unit,
            _place(row.checked, row.is_veto, row.verdict.position, row.pk),
            row.checked.title,
            RESTRICTED if row.restricted else row.summary,
            indicator=row.item,
            is_veto=row.is_veto,
            url="" if row.restricted else url,
            restricted=row.restricted,
            checked=row.checked_id,
            verdict=row.verdict_id,
            finding=row.pk,
            before=before.get((row.checked.site_id or 0, row.checked.account_id or 0, row.item, url)),
        )


def _situations(campaign: Campaign) -> Iterator[Problem]:
    """What the machine stated, or a person ruled, without single findings."""
    standing = Finding.objects.filter(verdict=OuterRef("pk"), withdrawn=False)
    ordered = Item.objects.filter(verdict=OuterRef("pk"), finding=None, **_live())
    rows = (
        ItemVerdict.objects.filter(campaign=campaign, state=State.HIT)
        .exclude(kind=ItemKind.BONUS)
        .exclude(ruling__in=[Ruling.CLEAR, Ruling.WAIVED])
        .exclude(Exists(standing))
        .exclude(Exists(ordered))
        .select_related("checked__unit")
    )
    for row in rows.iterator(2000):
        yield Problem(
            row.checked.unit,
            _place(row.checked, row.kind == ItemKind.VETO, row.position, row.pk),
            row.checked.title,
            row.measured or "存在问题",
            indicator=row.item,
            is_veto=row.kind == ItemKind.VETO,
            url=row.checked.home_url,
            checked=row.checked_id,
            verdict=row.pk,
        )


def _accounts(campaign: Campaign) -> Iterator[Problem]:
    """Accounts that nobody could collect: a person has written down what is wrong with them."""
    ordered = Item.objects.filter(checked=OuterRef("pk"), verdict=None, **_live())
    rows = CheckedAccount.objects.filter(campaign=campaign, outcome=Outcome.UNQUALIFIED, taken_at=None)
    for row in rows.exclude(Exists(ordered)).select_related("unit").iterator(2000):
        yield Problem(row.unit, (1, 0, 0, row.pk), row.title, row.problems, checked=row.pk)


def _place(checked: Checked, is_veto: bool, position: int, key: int) -> tuple[int, int, int, int]:
    return (0 if checked.account_id is None else 1, 0 if is_veto else 1, position, key)


def _accepted_before(campaign: Campaign) -> dict[tuple[int, int, str, str], int]:
    """Items of earlier campaigns that were accepted, by site or account, indicator and address; the newest of each."""
    rows = (
        Item.objects.filter(state=ItemState.ACCEPTED, restricted=False, finding__isnull=False)
        .filter(order__campaign__check_point__lt=campaign.check_point, order__issuer=campaign.unit)
        .annotate(site=F("checked__site"), account=F("checked__account"))
        .order_by("pk")
    )
    return {
        (site or 0, account or 0, item, url): pk
        for pk, site, account, item, url in rows.values_list("pk", "site", "account", "indicator", "url")
    }
