"""Signing (签发): a second person, a document number, a day; and the proof that all documents agree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from xunwang.access.models import User
from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.calendar.working_days import local_day
from xunwang.inspection.results.freeze import final_of
from xunwang.notices.errors import NoticeError, StaleNoticeError
from xunwang.notices.models import Notice, Signature
from xunwang.notices.notice import Wording, check
from xunwang.notices.office.contents import data_of_words, is_current, latest, signature_of
from xunwang.notices.vocabulary import Work
from xunwang.words import CHINA

_NUMBER = re.compile(r"[^\s〔〕\d]{1,20}〔[12]\d{3}〕[1-9]\d{0,4}号")


@dataclass(frozen=True, slots=True)
class Signing:
    """What the signer gives. ``version`` is the number of the version that was read."""

    version: int
    document_number: str
    issued_on: date


def sign(notice: Notice, told: Signing, by: User, now: datetime) -> Signature:
    """Sign the last version; all documents are made and checked before.

    Raises StaleNoticeError for a version that is not the last, NoticeError for the author of the version, a
    wrong number or day, and every disagreement of the documents; PermissionDenied.
    """
    require(by, Action.SIGN_NOTICES, notice)
    number = told.document_number.strip()
    if not _NUMBER.fullmatch(number):
        raise NoticeError("文号的写法如“吉政办函〔2021〕8号”：机关代字、六角括号中的年份、序号。")
    with transaction.atomic():
        held = (
            Notice.objects.select_for_update(of=("self",)).select_related("campaign__unit").get(pk=notice.pk)
        )
        version = latest(held)
        if version.number != told.version:
            raise StaleNoticeError(
                f"已有第{version.number}版，您看的是第{told.version}版。请看过新版再签发。"
            )
        if signature_of(version) is not None:
            raise NoticeError("这一版已经签发。修改并保存新版后才能再次签发。")
        if version.author_id == by.pk:
            raise NoticeError("这一版由您起草，须由另一人签发。")
        final = final_of(held.campaign)
        if final is None or not is_current(version):
            raise NoticeError("起草之后检查结果已撤回或重新核定。请打开编辑页核对文字并重新保存。")
        _check_day(told.issued_on, local_day(final.at), local_day(now))
        _check_number(held, number)
        issued = datetime.combine(told.issued_on, time(12), CHINA)
        data = data_of_words(held, Wording(version.texts, number, printed=local_day(now)), issued)
        disagreements = check(data)
        if disagreements:
            raise NoticeError.of(disagreements)
        signature = Signature.objects.create(
            version=version,
            final=final,
            document_number=number,
            issued_on=told.issued_on,
            by=by,
            at=now,
            data=data.to_json(),
            fingerprint=data.fingerprint,
        )
        held.work = Work.SIGNED
        held.save(update_fields=["work"])
    return signature


def _check_day(issued: date, earliest: date, latest_day: date) -> None:
    if not earliest <= issued <= latest_day:
        raise NoticeError(f"成文日期应在结果核定之日（{earliest}）至今天之间。")


def _check_number(notice: Notice, number: str) -> None:
    others = Signature.objects.filter(
        document_number=number, version__notice__campaign__unit=notice.campaign.unit_id
    ).exclude(version__notice=notice)
    if others.exists():
        raise NoticeError(f"文号“{number}”已用于另一件通报。")
