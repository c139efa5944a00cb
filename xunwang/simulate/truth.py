"""What an inspection of the province has to find.

Derived from the sites' facts by the indicators' definitions. Never served; written on demand only.

``sites`` is by home address: ``expect`` holds the indicators that have to come out as ``hit``
(decided against the site; for bonus rows: earned), ``candidate`` (findings for a person) or ``unknown``
(without a browser; with one the lists are read, and it is clear). ``amount`` is the number of
occurrences, or null where it depends on a sample. An indicator that is in neither ``expect`` nor
``tolerated`` must be neither hit nor candidate; a verdict of "needs review" without findings is
a checklist entry, not a candidate. ``tolerated`` lists indicators whose definition leaves it open.
``texts`` are fragments that a text scan should report.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from xunwang.simulate.defects import DEFECTS
from xunwang.simulate.plan import Settings, plan
from xunwang.simulate.spec import (
    ColumnSpec,
    Entrance,
    FormState,
    HomeStyle,
    Metas,
    Role,
    Scene,
    Search,
    SiteSpec,
)
from xunwang.words import ColumnType, FooterElement, GuideElement, SiteKind

TWO_WEEKS, TWO_MONTHS, THREE_MONTHS, SIX_MONTHS, YEAR = 14.0, 61.0, 92.0, 184.0, 366.0
"""Windows in days. Nothing is planted within a day of them, so month lengths don't matter."""
UNREADABLE = frozenset(
    {
        Scene.DOWN_5XX,
        Scene.REFUSED,
        Scene.HANGS,
        Scene.LOOPS,
        Scene.DRIPS,
        Scene.BAD_TLS,
        Scene.MOVED,
        Scene.FORBIDDEN_BY_ROBOTS,
    }
)
"""Nothing but availability can be judged: the home page does not lead into the site."""
_FAILING = UNREADABLE - {Scene.MOVED, Scene.FORBIDDEN_BY_ROBOTS} | {
    Scene.SLOW,
    Scene.FLAPPING,
    Scene.JUST_OVER,
}


class Expected(NamedTuple):
    """One indicator's outcome."""

    item: str
    state: str
    amount: int | None = None


Found = Iterator[Expected]


def expectations(spec: SiteSpec) -> dict[str, Expected]:
    """What has to be found on one site."""
    found = list(_availability(spec))
    if spec.scene not in UNREADABLE:
        parts = _EVERY_SITE + (_PORTAL if spec.kind is SiteKind.PORTAL else ())
        found += [one for part in parts for one in part(spec)]
    return {one.item: one for one in found}


def tolerated(spec: SiteSpec) -> set[str]:
    """Indicators that may come out either way."""
    found = set(spec.tolerated)
    if spec.tampered or spec.bad_links:
        found |= {"W-V-01.3", "W-V-01.4"}
    if spec.kind is SiteKind.PORTAL:
        news = spec.typed(ColumnType.NEWS)
        stale = [column for column in news if _stale(column, TWO_WEEKS)]
        if not news or (stale and len(stale) < len(news)):
            found.add("W-D-04.2")
        if not spec.typed(ColumnType.POLICY):
            found |= {"W-D-05.2", "W-D-07", "W-D-08"}
        if not spec.typed(ColumnType.INTERPRETATION):
            found |= {"W-D-07", "W-D-08"}
    return found - set(expectations(spec))


def _availability(spec: SiteSpec) -> Found:
    if spec.scene in _FAILING:
        yield Expected("W-V-02", "hit")


def _content(spec: SiteSpec) -> Found:
    for item in ("W-V-01.1", "W-V-01.2"):
        plants = sum(plant.item == item for plant in spec.plants)
        if plants:
            yield Expected(item, "candidate", plants)
    if spec.bad_links:
        yield Expected("W-V-01.3", "candidate")
    if spec.tampered:
        yield Expected("W-V-01.4", "candidate")
    if spec.forged or spec.future:
        yield Expected("W-V-01.5", "candidate", len(spec.forged) + len(spec.future))


def _stale(column: ColumnSpec, window: float) -> bool:
    """Undated information counts as not updated (R-10)."""
    return column.items == 0 or column.newest > window or not (column.dated or column.articles_dated)


def watched(spec: SiteSpec) -> list[tuple[ColumnSpec, float]]:
    """Columns that W-V-04.1 counts, with their windows in days."""
    first = [c for kind in (ColumnType.NOTICES, ColumnType.POLICY) for c in spec.typed(kind) if c.level == 1]
    return [(c, TWO_WEEKS) for c in spec.typed(ColumnType.NEWS)] + [(c, SIX_MONTHS) for c in first]


def _updates(spec: SiteSpec) -> Found:
    yield from _home(spec)
    counted = watched(spec)
    stale = sum(_stale(column, window) for column, window in counted if not column.scripted)
    hidden = sum(column.scripted for column, _ in counted)
    if stale >= 5:
        yield Expected("W-V-04.1", "hit", stale)
    elif stale + hidden >= 5:
        yield Expected("W-V-04.1", "unknown")
    if len(overdue(spec)) >= 10:
        yield Expected("W-V-04.2", "candidate", len(overdue(spec)))
    blank = sum(column.blank for column in spec.columns)
    if blank >= 5:
        yield Expected("W-V-04.3", "hit", blank)
    elif blank + sum(column.scripted for column in spec.columns) >= 5:
        yield Expected("W-V-04.3", "unknown")


def _home(spec: SiteSpec) -> Found:
    if spec.home_style is HomeStyle.SCRIPTED:
        yield Expected("W-V-03.1", "unknown")
    elif spec.home_style is HomeStyle.FULL:
        shown = [column for column in spec.columns if column.on_home]
        if all(_stale(column, TWO_WEEKS) for column in shown):
            yield Expected("W-V-03.1", "hit")
    elif all(_stale(column, TWO_WEEKS) for column in spec.columns if column.role is Role.LIST):
        yield Expected("W-V-03.2", "hit")


def overdue(spec: SiteSpec) -> list[ColumnSpec]:
    """Columns beyond their declared interval that are not counted elsewhere (R-07)."""
    elsewhere = (ColumnType.NEWS, ColumnType.NOTICES, ColumnType.POLICY, ColumnType.INTERPRETATION)
    return [
        column
        for column in spec.columns
        if column.role is Role.LIST
        and not column.blank
        and column.type not in elsewhere
        and column.newest > spec.intervals.get(column.name, 10**6)
    ]


def _channels(spec: SiteSpec) -> Found:
    if not spec.typed(ColumnType.ENQUIRIES):
        yield Expected("W-V-05.1", "candidate")
    late = [x for x in spec.letters if x.answered is None and THREE_MONTHS < x.asked <= YEAR]
    if late:
        yield Expected("W-V-05.2", "candidate", len(late))


def _guides(spec: SiteSpec) -> Found:
    if not spec.has_services:
        return
    if not spec.typed(ColumnType.SERVICES):
        yield Expected("W-V-06.1", "candidate")
        return
    poor = sum(len(guide.missing) >= 4 for guide in spec.guides)
    if poor >= 5:
        yield Expected("W-V-06.2", "candidate", poor)
    elif spec.guides and len(spec.guides) < 5 and poor == len(spec.guides):
        yield Expected("W-V-06.3", "candidate", poor)


def _missing_columns(spec: SiteSpec) -> Found:
    wanted = {
        "W-D-01.1": ColumnType.OVERVIEW,
        "W-D-02.1": ColumnType.ORGANISATION,
        "W-D-03.1": ColumnType.LEADERS,
        "W-D-04.1": ColumnType.NEWS,
        "W-D-05.1": ColumnType.POLICY,
        "W-D-06.1": ColumnType.INTERPRETATION,
    }
    for item, kind in wanted.items():
        if not spec.typed(kind):
            yield Expected(item, "hit")


def _static_content(spec: SiteSpec) -> Found:
    for item, key in (("W-D-01.2", "gk"), ("W-D-02.2", "jg")):
        if spec.has(key) and spec.column(key).text:
            yield Expected(item, "candidate")
    lacking = sum((not leader.has_resume) + (not leader.has_duties) for leader in spec.leaders)
    if lacking and spec.typed(ColumnType.LEADERS):
        yield Expected("W-D-03.2", "candidate", lacking)


def _column_updates(spec: SiteSpec) -> Found:
    news = spec.typed(ColumnType.NEWS)
    if news and all(_stale(column, TWO_WEEKS) for column in news):
        yield Expected("W-D-04.2", "hit")
    policy = [column for column in spec.typed(ColumnType.POLICY) if column.level == 1]
    if policy and all(_stale(column, SIX_MONTHS) for column in policy):
        yield Expected("W-D-05.2", "hit")
    readings = spec.typed(ColumnType.INTERPRETATION)
    if readings and all(_stale(column, SIX_MONTHS) for column in readings):
        yield Expected("W-D-06.1", "hit")
    blank = sum(column.blank for column in spec.columns)
    if blank:
        yield Expected("W-D-09.1", "hit", blank)
    if overdue(spec):
        yield Expected("W-D-09.2", "candidate", len(overdue(spec)))


def _interpretations(spec: SiteSpec) -> Found:
    if not (spec.has("zc") and spec.has("zcjd")):
        return
    if spec.uninterpreted:
        yield Expected("W-D-07", "candidate")
    if spec.one_way or spec.no_forward:
        yield Expected("W-D-08", "hit", len(spec.one_way) + len(spec.no_forward))


def _services(spec: SiteSpec) -> Found:
    if not spec.classed_services:
        yield Expected("W-D-10.1", "candidate")
    if spec.statistics_age > THREE_MONTHS:
        yield Expected("W-D-10.2", "hit")
    if any(guide.missing for guide in spec.guides):
        yield Expected("W-D-11.1", "candidate")
    vague = sum(len(guide.vague) for guide in spec.guides if GuideElement.MATERIALS not in guide.missing)
    if vague:
        yield Expected("W-D-11.2", "candidate", vague)
    if any(guide.platform == "different" for guide in spec.guides):
        yield Expected("W-D-12", "candidate")
    forms = sum(guide.form in (FormState.MISSING, FormState.BROKEN) for guide in spec.guides)
    if forms:
        yield Expected("W-D-13", "candidate", forms)


def _letters(spec: SiteSpec) -> Found:
    if not spec.typed(ColumnType.ENQUIRIES) or not spec.letters:
        yield Expected("W-D-16.1", "hit")
        return
    answered = [letter.answered for letter in spec.letters if letter.answered is not None]
    if not answered or min(answered) > TWO_MONTHS:
        yield Expected("W-D-16.2", "hit")
    if not spec.letter_statistics:
        yield Expected("W-D-16.3", "hit")
    fields = sum(len(letter.omit) for letter in spec.letters if letter.answered is not None)
    if fields:
        yield Expected("W-D-16.4", "hit", fields)
    poor = sum(bool(letter.answer) for letter in spec.letters)
    if poor:
        yield Expected("W-D-17.2", "candidate", poor)


def _functions(spec: SiteSpec) -> Found:
    if not spec.host.endswith(".gov.cn") or spec.printed_name:
        yield Expected("W-D-18", "hit")
    lacking = set(FooterElement) - spec.footer - {FooterElement.ERROR_REPORT}
    if lacking:
        yield Expected("W-D-19", "hit", len(lacking))
    if spec.entrance is not Entrance.FINE:
        yield Expected("W-D-21", "hit")
    if spec.search in (Search.NONE, Search.BROKEN):
        yield Expected("W-D-22.1", "hit")
    if spec.search is Search.BLIND:
        yield Expected("W-D-22.2", "hit")
    if spec.search is Search.SCRIPTED:
        yield Expected("W-D-22.1", "unknown")
        yield Expected("W-D-22.2", "unknown")
    if spec.metas is not Metas.FULL:
        yield Expected("W-D-24", "hit")
    if spec.outdated_browser:
        yield Expected("W-D-25", "candidate")
    if not spec.ipv6:
        yield Expected("W-D-26", "hit")


def _links(spec: SiteSpec) -> Found:
    home = {link.url for link in spec.links if link.broken and link.place == "home"}
    inner = {link.url for link in spec.links if link.broken and link.place != "home"} - home
    inner |= {f"form {n}" for n, guide in enumerate(spec.guides) if guide.form is FormState.BROKEN}
    if home:
        yield Expected("W-D-20.1", "hit", len(home))
    if inner:
        yield Expected("W-D-20.2", "hit", len(inner))


def _bonus(spec: SiteSpec) -> Found:
    if spec.data_files:
        yield Expected("W-B-01", "candidate")
    if spec.interpretation_media:
        yield Expected("W-B-02", "candidate")
    if sum(survey.begins <= YEAR for survey in spec.surveys) >= 6:
        yield Expected("W-B-04", "hit")
    if spec.question_desk:
        yield Expected("W-B-05", "candidate")


_EVERY_SITE: tuple[Callable[[SiteSpec], Found], ...] = (_content, _updates, _channels, _guides)
_PORTAL: tuple[Callable[[SiteSpec], Found], ...] = (
    _missing_columns,
    _static_content,
    _column_updates,
    _interpretations,
    _services,
    _letters,
    _functions,
    _links,
    _bonus,
)


def truth(settings: Settings) -> dict[str, Any]:
    """The truth of a province, ready for JSON."""
    return {
        "seed": settings.seed,
        "check_point": settings.check_point.isoformat(),
        "defects": {name: defect.title for name, defect in DEFECTS.items()},
        "sites": {spec.home_url: _site(spec) for spec in plan(settings)},
    }


def _site(spec: SiteSpec) -> dict[str, Any]:
    return {
        "name": spec.name,
        "kind": spec.kind.value,
        "level": spec.level.value,
        "expect": {
            one.item: {
                "state": one.state,
                "amount": one.amount,
                "defect": spec.causes.get(one.item, "consequence"),
            }
            for one in expectations(spec).values()
        },
        "tolerated": sorted(tolerated(spec)),
        "defects": spec.defects,
        "look_alikes": spec.look_alikes,
        "texts": [{"concern": plant.concern, "text": plant.markup} for plant in spec.plants if plant.concern],
    }


def write_truth(settings: Settings, path: Path) -> None:
    """Write the truth as JSON, UTF-8."""
    path.write_text(json.dumps(truth(settings), ensure_ascii=False, indent=1), encoding="utf-8")
