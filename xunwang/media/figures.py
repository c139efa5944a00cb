"""Followers and posts of a year, as the check-up of the register takes them (N-06)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F

from xunwang.media.models import CollectedAccount, ProfilePoint
from xunwang.registry.rules import Figures

_YEAR = timedelta(days=365)


def figures_of_accounts() -> dict[int, Figures]:
    """What was collected, by key of the account. Two queries.

    Followers are those of the newest profile that shows them. Posts of a year are known only from a complete
    collection of a year or more; a shorter one says nothing of the rest.
    """
    points = ProfilePoint.objects.filter(followers__isnull=False).order_by("account_id", "-at", "-id")
    followers = dict(points.distinct("account_id").values_list("account_id", "followers"))
    span = F("collection__until") - F("collection__since")
    whole = CollectedAccount.objects.filter(complete=True).annotate(span=span).filter(span__gte=_YEAR)
    newest = whole.order_by("account_id", "-collection__until").distinct("account_id")
    posts = {
        key: round(count * (_YEAR / length))
        for key, count, length in newest.values_list("account_id", "posts", "span")
    }
    return {key: Figures(followers.get(key), posts.get(key)) for key in followers.keys() | posts.keys()}
