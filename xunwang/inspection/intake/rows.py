"""The rows of an intake: new ones in bulk, known ones brought up to date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from django.db.models import F

from xunwang.inspection.intake.bulk import copy_rows
from xunwang.inspection.intake.incoming import IncomingFinding, IncomingResult, IncomingVerdict
from xunwang.inspection.intake.pattern import pattern_of
from xunwang.inspection.models import Campaign, Checked, Finding, Intake, ItemVerdict, Task
from xunwang.inspection.vocabulary import Origin, Status
from xunwang.rules.edition import Edition
from xunwang.scoring.sampling import take_share
from xunwang.words import ItemKind, State

BATCH = 2000
Places = Mapping[Checked, IncomingResult]


def first_status(state: State, kind: ItemKind) -> Status:
    """Where a finding starts. What would veto a site is never settled by the machine alone."""
    if state is State.HIT and kind is not ItemKind.VETO:
        return Status.CONFIRMED
    return Status.CANDIDATE


class Rows:
    """Writes the verdicts, findings and tasks of one intake."""

    def __init__(self, campaign: Campaign, edition: Edition, intake: Intake) -> None:
        self._campaign = campaign
        self._items = edition.items
        self._position = {item: number for number, item in enumerate(edition.items)}
        self._intake = intake

    def write(self, places: Places) -> None:
        """Write all of them; the number of queries grows with the batches only."""
        for checked, result in places.items():
            checked.taken_at = self._intake.at
            checked.pages, checked.complete = result.pages, result.complete
            checked.incomplete_reason = result.reason
            checked.not_applicable = list(result.not_applicable)
            checked.column_types = None if result.column_types is None else list(result.column_types)
        fields = ["taken_at", "pages", "complete", "incomplete_reason", "not_applicable", "column_types"]
        Checked.objects.bulk_update(places, fields, batch_size=BATCH)
        verdicts = self._verdicts(places)
        self._findings(places, verdicts)
        self._tasks(places, verdicts)

    def _verdicts(self, places: Places) -> dict[tuple[int, str], ItemVerdict]:
        known = {
            (row.checked_id, row.item): row for row in ItemVerdict.objects.filter(checked__in=list(places))
        }
        fresh, changed, overruled = [], [], []
        for checked, item, incoming in _all(places):
            row = known.get((checked.pk, item))
            if row is None:
                row = ItemVerdict(
                    campaign=self._campaign,
                    checked=checked,
                    item=item,
                    kind=self._items[item].kind,
                    position=self._position[item],
                )
                fresh.append(row)
                known[checked.pk, item] = row
            elif (row.state, row.missing, row.measured) != (
                incoming.state,
                incoming.missing,
                incoming.measured,
            ):
                if row.ruling and (row.state, row.missing) != (incoming.state, incoming.missing):
                    row.ruling = ""
                    overruled.append(row)
                row.version += 1
                changed.append(row)
            row.state, row.measured, row.missing = incoming.state, incoming.measured, incoming.missing
            row.needs_ruling = row.kind != ItemKind.DUTY and _needs_ruling(incoming)
        copy_rows(fresh)
        names = ["state", "measured", "missing", "needs_ruling", "ruling", "version"]
        ItemVerdict.objects.bulk_update(changed, names, batch_size=BATCH)
        # What a person ruled about other facts goes with the facts.
        Finding.objects.filter(verdict__in=overruled, origin=Origin.PERSON, withdrawn=False).update(
            withdrawn=True, version=F("version") + 1
        )
        keys = ItemVerdict.objects.filter(checked__in=list(places)).values_list("checked_id", "item", "pk")
        for place, item, key in keys:
            known[place, item].pk = key
        return known

    def _findings(self, places: Places, verdicts: Mapping[tuple[int, str], ItemVerdict]) -> None:
        known: dict[tuple[int, str], Finding] = {
            (row.verdict_id, row.key): row
            for row in Finding.objects.filter(checked__in=list(places), origin=Origin.MACHINE).defer(
                "evidence"
            )
        }
        doubled = self._doubled(places)
        fresh, changed, seen = [], [], set()
        for checked, item, incoming in _all(places):
            verdict = verdicts[checked.pk, item]
            for one in incoming.findings:
                key = _free_key(known, verdict.pk, one)
                seen.add((verdict.pk, key))
                row = known.get((verdict.pk, key))
                if row is None:
                    double = _identity(checked.key, item, one.key) in doubled
                    fresh.append(self._finding(verdict, key, one, incoming, double))
                elif _brought_up_to_date(row, incoming, self._items[item].kind):
                    changed.append(row)
        for place, row in known.items():
            if place not in seen and not row.withdrawn:
                row.withdrawn = True
                row.version += 1
                changed.append(row)
        copy_rows(fresh)
        Finding.objects.bulk_update(
            changed, ["withdrawn", "candidate", "status", "version"], batch_size=BATCH
        )

    def _finding(
        self, verdict: ItemVerdict, key: str, one: IncomingFinding, incoming: IncomingVerdict, double: bool
    ) -> Finding:
        status = first_status(incoming.state, self._items[verdict.item].kind)
        return Finding(
            campaign=self._campaign,
            checked_id=verdict.checked_id,
            verdict=verdict,
            item=verdict.item,
            is_veto=verdict.kind == ItemKind.VETO,
            key=key,
            run=self._intake.run,
            summary=one.summary,
            evidence=list(one.evidence),
            amount=one.amount,
            restricted=one.restricted,
            pattern=pattern_of(verdict.item, one),
            candidate=incoming.state is not State.HIT,
            # Few may see what is restricted: one more who must look is one too many, or is not there at all.
            double=double and status is Status.CANDIDATE and not one.restricted,
            status=status,
        )

    def _doubled(self, places: Places) -> frozenset[str]:
        names = (
            _identity(checked.key, item, one.key)
            for checked, item, incoming in _all(places)
            for one in incoming.findings
        )
        return take_share(names, Fraction(self._campaign.double_share), f"{self._campaign.seed}|盲审")

    def _tasks(self, places: Places, verdicts: Mapping[tuple[int, str], ItemVerdict]) -> None:
        of_these = Task.objects.filter(verdict__checked__in=list(places))
        of_these.filter(done_at=None).delete()
        done = {(task.verdict_id, task.instruction): task.position for task in of_these}
        last: dict[int, int] = {}
        for (verdict, _), position in done.items():
            last[verdict] = max(last.get(verdict, 0), position)
        fresh = []
        for checked, item, incoming in _all(places):
            verdict_id = verdicts[checked.pk, item].pk
            for task in incoming.tasks:
                if (verdict_id, task.instruction) in done:
                    continue
                last[verdict_id] = position = last.get(verdict_id, 0) + 1
                fresh.append(
                    Task(
                        verdict_id=verdict_id,
                        position=position,
                        instruction=task.instruction,
                        links=list(task.links),
                        minutes=task.minutes,
                    )
                )
        copy_rows(fresh)


def _all(places: Places) -> Iterator[tuple[Checked, str, IncomingVerdict]]:
    for checked, result in places.items():
        for item, verdict in result.verdicts.items():
            yield checked, item, verdict


def _needs_ruling(incoming: IncomingVerdict) -> bool:
    """Nobody has looked: unknown, or a checklist entry without a candidate."""
    return incoming.state is State.UNKNOWN or (incoming.state is State.NEEDS_REVIEW and not incoming.findings)


def _identity(checked: str, item: str, key: str) -> str:
    return f"{checked}|{item}|{key}"


def _free_key(known: Mapping[tuple[int, str], Finding], verdict_id: int, one: IncomingFinding) -> str:
    """The finding's key, or a further one where the known finding counts otherwise.

    A finding never changes; the same one with another amount is another.
    """
    key, number = one.key, 1
    while (row := known.get((verdict_id, key))) is not None and row.amount != one.amount:
        number += 1
        key = f"{one.key}+{number}"
    return key


def _brought_up_to_date(row: Finding, incoming: IncomingVerdict, kind: ItemKind) -> bool:
    """True where something about a finding that was found again has changed."""
    status = first_status(incoming.state, kind) if row.decided_at is None else Status(row.status)
    candidate = incoming.state is not State.HIT
    if (row.withdrawn, row.candidate, row.status) == (False, candidate, status):
        return False
    row.withdrawn, row.candidate, row.status = False, candidate, status
    row.version += 1
    return True
