"""An assessment of the city for 2020, brought as far as a test needs it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from tests.console.province import Province
from xunwang.access.models import User
from xunwang.access.roles import Role
from xunwang.inspection.hearing.uploads import Upload
from xunwang.rules.supervision.facts import SupervisionFacts
from xunwang.supervision.assessment.decide import Word, decide
from xunwang.supervision.assessment.moves import open_year, take
from xunwang.supervision.assessment.standing import picture_of
from xunwang.supervision.facts.build import facts_of
from xunwang.supervision.facts.material import load_material
from xunwang.supervision.ledger.record import Message, record_report
from xunwang.supervision.logs.entries import Entry, declare, enter
from xunwang.supervision.models import Assessment, ErrorReport, ItemDecision
from xunwang.supervision.vocabulary import DECLARED, Log, Move, Ruling
from xunwang.words import CHINA

NOW = datetime(2021, 2, 3, 9, 0, tzinfo=CHINA)
PDF = Upload("材料.pdf", b"%PDF-1.7 ...")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def planner(province: Province) -> User:
    return province.user(Role.PLANNER)


def city(province: Province) -> User:
    return province.user(Role.CITY_SUPERVISOR)


def facts(province: Province) -> SupervisionFacts:
    return facts_of(province.city, load_material(2020))


def reported(province: Province, *times: tuple[str, str | None]) -> None:
    """Messages, received and settled."""
    for number, (received, settled) in enumerate(times, start=ErrorReport.objects.count()):
        told = Message(
            f"ZC-{number}",
            province.department,
            "错链",
            at(received),
            settled_at=at(settled) if settled else None,
        )
        record_report(told, city(province), NOW)


def entered(province: Province, log: Log, day: date, **changes: object) -> None:
    by = planner(province) if log in (Log.HIGHER_CHECKS, Log.RECHECKS) else city(province)
    enter(Entry(province.city, day.year, log, day, log.label, **changes), [PDF], by, NOW)  # type: ignore[arg-type]


def declared(province: Province) -> None:
    """All logs are complete."""
    for log in DECLARED:
        by = planner(province) if log is Log.HIGHER_CHECKS else city(province)
        declare(province.city, 2020, log, by, NOW)


def opened(province: Province, own_text: str = "") -> Assessment:
    (assessment,) = open_year([province.city], 2020, planner(province), NOW, own_text)
    return assessment


def say(assessment: Assessment, item: str, ruling: Ruling, **changes: object) -> ItemDecision:
    """The planner decides an item as it is frozen now."""
    verdict = assessment.snapshots.order_by("-number")[0].verdicts[item]
    word = Word(item, verdict["basis"], ruling, "已核对", **changes)  # type: ignore[arg-type]
    return decide(assessment, word, User.objects.get(username="planner"), NOW)


def decide_open(assessment: Assessment) -> None:
    """Everything open is dismissed, everything unpriced costs a point."""
    picture = picture_of(assessment)
    for item in picture.score.open_items:
        say(assessment, item, Ruling.CLEAR)
    for item in picture.score.unpriced:
        say(assessment, item, Ruling.HIT, amount=1, points=Decimal(1))


def sent(province: Province) -> Assessment:
    assessment = opened(province)
    decide_open(assessment)
    return take(assessment, Move.SEND, planner(province), NOW)
