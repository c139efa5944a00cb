"""What the system knows of the fields of an annual table, by name (``known`` in the form)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from xunwang.registry.filing_words import FilingKind, FilingState, Move
from xunwang.registry.models import Account, Contact, Filing, Unit, WebSite
from xunwang.registry.vocabulary import LIVE, ContactRole, Platform
from xunwang.rules.supervision.deduct.quarterly_checks import periods
from xunwang.rules.supervision.edition import DEFAULT, shipped_edition
from xunwang.rules.supervision.facts import SupervisionFacts
from xunwang.supervision.facts.build import facts_of
from xunwang.supervision.facts.material import load_material, year_span
from xunwang.supervision.ledger.clocks import clock
from xunwang.supervision.models import AnnualTable, ErrorReport
from xunwang.supervision.vocabulary import Clock, Log, TableKind
from xunwang.words import SiteKind

Known = dict[str, Any]


def known_values(table: AnnualTable) -> Known:
    """Values by name: texts, whole numbers, True or False. Names that are missing are not known.

    A site's table takes two queries, a supervisor's those of :func:`load_material` and three.
    """
    contacts = Contact.objects.filter(unit=table.unit).order_by("role", "name")
    people: dict[str, list[str]] = {}
    for contact in contacts:
        people.setdefault(contact.role, []).append(contact.name)
    values: Known = {"unit_name": table.unit.name, "has_security_contact": ContactRole.SECURITY in people}
    for name, role in (("head_contact", ContactRole.HEAD), ("reviewer_contact", ContactRole.REVIEWER)):
        if role in people:
            values[name] = people[role][0]
    if table.kind == TableKind.SITE and table.site is not None:
        return {**values, **_site(table.site), **_media(table.unit)}
    return {**values, **_supervision(table.unit, table.year)}


def _site(site: WebSite) -> Known:
    return {
        "site_name": site.name,
        "home_url": site.home_url,
        "site_kind": SiteKind(site.kind).label,
        "site_code": site.site_code,
        "icp_number": site.icp_number,
        "security_number": site.security_number,
    }


def _media(unit: Unit) -> Known:
    rows = Account.objects.filter(unit=unit, status__in=sorted(LIVE)).order_by("platform", "name")
    names: dict[str, list[str]] = {"weibo_names": [], "wechat_names": [], "other_names": []}
    places = {Platform.WEIBO.value: "weibo_names", Platform.WECHAT.value: "wechat_names"}
    for platform, name in rows.values_list("platform", "name"):
        names[places.get(platform, "other_names")].append(name)
    told = {place: "、".join(found) for place, found in names.items() if found}
    return {"has_accounts": bool(told), **told}


def _supervision(unit: Unit, year: int) -> Known:
    material = load_material(year)
    facts = facts_of(unit, material)
    below = material.below(unit)
    values: Known = {
        "running_sites": _running(facts, date(year, 12, 31)),
        "opened": sum(one.opened is not None and one.opened.year == year for one in facts.sites),
        "closed": sum(one.closed is not None and one.closed.year == year for one in facts.sites),
        "merged": _merged(below, year),
    }
    if facts.checks_complete:
        # The form asks by quarter, whatever periods the year is assessed by.
        quarters = periods(facts, shipped_edition(DEFAULT).items["S-D-01"])
        values |= {f"checked_{number}": one.checked for number, one in enumerate(quarters, start=1)}
    if material.is_declared(unit, Log.MESSAGES):
        values |= _messages([report for key in below for report in material.reports.get(key, ())])
    if material.is_declared(unit, Log.TRAINING):
        entries = [one for one in material.entries.get(unit.pk, ()) if one.log == Log.TRAINING]
        values |= {"trainings": len(entries), "trained": sum(one.count or 0 for one in entries)}
    return values


def _running(facts: SupervisionFacts, day: date) -> int:
    return sum(
        (one.opened is None or one.opened <= day) and (one.closed is None or one.closed > day)
        for one in facts.sites
    )


def _merged(units: Iterable[int], year: int) -> int:
    start, end = year_span(year)
    rows = Filing.objects.filter(
        kind=FilingKind.MERGE,
        state=FilingState.DONE,
        unit__in=list(units),
        events__move=Move.APPROVE,
        events__to_state=FilingState.DONE,
        events__at__gte=start,
        events__at__lt=end,
    )
    return rows.distinct().count()


def _messages(reports: list[ErrorReport]) -> Known:
    settled = [one for one in reports if one.settled_at is not None]
    late = sum(
        clock(one.settle_due, one.settled_at, one.settled_at) is Clock.LATE
        for one in settled
        if one.settled_at is not None
    )
    return {
        "messages": len(reports),
        "messages_in_time": len(settled) - late,
        "messages_late": late,
        "messages_open": len(reports) - len(settled),
    }
