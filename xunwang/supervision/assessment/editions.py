"""The indicators of a year: shipped, or the office's own. A year has one edition, from its first assessment on."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache

from xunwang.access.models import User
from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.database.locks import Lock, lock_until_commit
from xunwang.rules.edition import EditionError
from xunwang.rules.item import Item
from xunwang.rules.supervision.edition import (
    DEFAULT,
    SupervisionEdition,
    edition_in,
    own_edition,
    shipped_edition,
)
from xunwang.supervision.errors import ObstaclesError, SupervisionError
from xunwang.supervision.models import Assessment, OwnEdition
from xunwang.supervision.queries import tops


def edition_of(assessment: Assessment) -> SupervisionEdition:
    """The indicators that an assessment goes by; one query for the office's own."""
    own = assessment.own_edition
    return shipped_edition(assessment.edition_id) if own is None else _read(own.text)


def edition_mark(assessment: Assessment) -> str:
    """What digests tell of the edition: the office's own by what its text is now."""
    own = assessment.own_edition
    return assessment.edition_id if own is None else f"{assessment.edition_id} {digest_of_text(own.text)}"


def year_begun(year: int) -> Assessment | None:
    """The first assessment of a year, whose edition is the year's; None while there is none."""
    return Assessment.objects.filter(year=year).select_related("own_edition").order_by("pk").first()


def year_edition(year: int) -> SupervisionEdition:
    """The year's edition, before it has begun the shipped one."""
    begun = year_begun(year)
    return shipped_edition(DEFAULT) if begun is None else edition_of(begun)


def year_item(year: int, identifier: str) -> Item:
    """An item as the year's edition has it; the shipped one where the year no longer assesses it."""
    found = year_edition(year).items.get(identifier)
    return shipped_edition(DEFAULT).items[identifier] if found is None else found


def choose(year: int, text: str, by: User, now: datetime) -> OwnEdition | None:
    """The edition for new assessments of a year, None for the shipped one; ``text`` is the office's own, or empty.

    Inside a transaction. Raises ObstaclesError for a text with faults, SupervisionError for one that is not the
    year's when the year has begun, and for who does not assess all units.
    """
    # Two persons who open a year at once do not choose two editions.
    lock_until_commit(Lock.EDITION_OF_A_YEAR)
    begun = year_begun(year)
    if begun is not None:
        if text and (begun.own_edition is None or begun.own_edition.digest != digest_of_text(text)):
            told = edition_of(begun).title
            raise SupervisionError(f"{year}年考核已按“{told}”建立，同一年度用同一版本，不能更换。")
        return begun.own_edition
    if not text:
        return None
    if not all(may(by, Action.ASSESS_SUPERVISION, top) for top in tops()):
        raise SupervisionError("自定指标适用于全年所有监管单位，须由负责全部考核的人员选定。")
    try:
        edition = own_edition(text)
    except EditionError as error:
        raise ObstaclesError(error.problems) from error
    return OwnEdition.objects.create(
        year=year, edition_id=edition.id, text=text, digest=digest_of_text(text), by=by, at=now
    )


def digest_of_text(text: str) -> str:
    """SHA-256 of a file's text."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=8)
def _read(text: str) -> SupervisionEdition:
    """Without asking what the rules of today read: a year long past is shown by what it was assessed by."""
    return edition_in(text)
