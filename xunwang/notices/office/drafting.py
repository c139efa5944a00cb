"""Drafts: every saving is a version, no version is ever lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.inspection.models import Campaign
from xunwang.inspection.results.freeze import final_of
from xunwang.notices.errors import NoticeError, StaleNoticeError
from xunwang.notices.models import Notice, Version
from xunwang.notices.notice import Wording
from xunwang.notices.office.contents import data_of_words, own_texts
from xunwang.notices.vocabulary import Work

LONGEST_NOTE = 200


def start(campaign: Campaign, by: User, now: datetime) -> Notice:
    """Begin the notice of a campaign with the template's words. Raises NoticeError, PermissionDenied."""
    require(by, Action.EDIT_NOTICES, campaign)
    try:
        with transaction.atomic():
            notice = Notice.objects.create(campaign=campaign, created_by=by, created_at=now)
            _add(notice, {}, by, now, "起草")
    except IntegrityError as error:
        raise NoticeError("这项检查已有通报，请从列表中打开。") from error
    return notice


def save(notice: Notice, texts: Mapping[str, str], base: int, by: User, now: datetime) -> Version:
    """Save the words as a new version; gives the last one when nothing changed.

    ``base`` is the number of the version that was open. Raises StaleNoticeError where another is newer,
    NoticeError for words that can't be filled, PermissionDenied.
    """
    require(by, Action.EDIT_NOTICES, notice)
    own = own_texts(texts)
    with transaction.atomic():
        last = _hold(notice)
        if last.number != base:
            raise StaleNoticeError(
                f"{last.author.name}刚刚保存了第{last.number}版，您打开的是第{base}版。"
                "您的文字仍在下方；请比较两版后再保存。"
            )
        if own == last.texts and _is_written_on_these_results(notice, last):
            return last
        return _add(notice, own, by, now, "")


def restore(notice: Notice, number: int, by: User, now: datetime) -> Version:
    """Make an old version's words the newest. Raises NoticeError, PermissionDenied."""
    require(by, Action.EDIT_NOTICES, notice)
    with transaction.atomic():
        last = _hold(notice)
        old = notice.versions.filter(number=number).first()
        if old is None or old.number == last.number:
            raise NoticeError("没有可以恢复的这一版。")
        return _add(notice, old.texts, by, now, f"恢复第{number}版")


def _hold(notice: Notice) -> Version:
    """The last version, with the notice locked until the transaction ends."""
    Notice.objects.select_for_update().get(pk=notice.pk)
    return notice.versions.select_related("author").order_by("-number")[0]


def _is_written_on_these_results(notice: Notice, version: Version) -> bool:
    final = final_of(notice.campaign)
    return final is not None and final.digest == version.digest


def _add(notice: Notice, texts: Mapping[str, str], by: User, now: datetime, note: str) -> Version:
    data = data_of_words(notice, Wording(texts), now)
    last = notice.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = Version.objects.create(
        notice=notice,
        number=last + 1,
        texts=dict(texts),
        author=by,
        at=now,
        note=note[:LONGEST_NOTE],
        digest=data.digest,
    )
    Notice.objects.filter(pk=notice.pk).exclude(work=Work.DRAFT).update(work=Work.DRAFT)
    return version
