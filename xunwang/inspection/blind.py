"""What is told of findings of the blind sample while their second opinion is still to come.

Whoever may still give it shall not learn the first one: neither from a status, nor from what follows from it, a count,
a score, an outcome. Until then such a finding waits like those on which nobody has said anything, for everybody.
"""

from __future__ import annotations

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from xunwang.inspection.models import Decision, Finding
from xunwang.inspection.vocabulary import OPEN, Round, Status


def blind_open(of: str = "") -> Q:
    """Findings with a first opinion that wait for the blind one. ``of``: the way to them, as ``findings__``."""
    sample = Q(**{f"{of}double": True, f"{of}withdrawn": False})
    first, blind = (Exists(_opinions(occasion, of)) for occasion in (Round.FIRST, Round.BLIND))
    return sample & Q(first) & ~Q(blind)


def still_open(of: str = "") -> Q:
    """Findings to which somebody still has to say something."""
    return Q(**{f"{of}status__in": sorted(OPEN)}) | blind_open(of)


def told_as(status: Status) -> Q:
    """Findings of a status that may be told."""
    return Q(status=status) & ~blind_open()


def told_status() -> Case:
    """The status of findings as it may be told, for annotations."""
    return Case(
        When(blind_open(), then=Value(Status.CANDIDATE.value)), default=F("status"), output_field=CharField()
    )


def told(finding: Finding) -> Status:
    """The same of a finding that was asked for with ``told=told_status()``."""
    return Status(vars(finding)["told"])


def _opinions(occasion: Round, of: str) -> QuerySet[Decision]:
    return Decision.objects.filter(finding=OuterRef(f"{of}pk"), round=occasion)
