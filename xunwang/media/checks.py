"""Writing down what a person saw when looking at an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from xunwang.access.models import User
from xunwang.access.permissions import may
from xunwang.access.roles import Action
from xunwang.calendar.working_days import local_day
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.hearing.uploads import MOST, Upload
from xunwang.inspection.models import Campaign
from xunwang.inspection.review.people import reviews
from xunwang.inspection.stages import Stage
from xunwang.media.access import may_look, require_look
from xunwang.media.errors import MediaError
from xunwang.media.models import FunctionTried, HandCheck, HandPicture, Incident, Withdrawal
from xunwang.media.pictures import KeptPicture, keep_picture
from xunwang.media.vocabulary import AppUse, Tried
from xunwang.posts.records import Interaction
from xunwang.registry.models import Account

_OVER = frozenset({Stage.FINAL, Stage.PUBLISHED, Stage.CANCELLED})


@dataclass(frozen=True, slots=True)
class Sight:
    """What was seen. Times are aware; the day is one in Asia/Shanghai."""

    key: UUID
    """Made by the form: what comes twice is one check."""
    account: Account
    campaign: Campaign | None = None
    last_post: date | None = None
    no_posts: bool = False
    functions: Mapping[Interaction, Tried] = field(default_factory=dict)
    message_sent: datetime | None = None
    message_answered: datetime | None = None
    answer: str = ""
    answer_helps: bool | None = None
    app: AppUse | None = None
    note: str = ""


def keep_pictures(uploads: Sequence[Upload]) -> list[KeptPicture]:
    """Keep screenshots, before or with the check that they belong to. Raises MediaError."""
    try:
        return [keep_picture(upload) for upload in uploads]
    except InspectionError as error:
        raise MediaError(str(error)) from error


def record_check(sight: Sight, pictures: Sequence[KeptPicture], by: User, now: datetime) -> HandCheck:
    """Write down a look; the same key again gives the check that is there. Raises MediaError, PermissionDenied."""
    require_look(by, sight.account, sight.campaign)
    known = _known(sight, by)
    if known is not None:
        return known
    _check(sight, pictures, now)
    try:
        with transaction.atomic():
            return _record(sight, pictures, by, now)
    except IntegrityError:
        # The same form, sent twice at the same time.
        known = _known(sight, by)
        if known is None:
            raise
        return known


def withdraw(thing: HandCheck | Incident, reason: str, by: User, now: datetime) -> Withdrawal:
    """Take something back; it stays on record and counts no longer. Raises MediaError, PermissionDenied."""
    _require_withdrawal(thing, by)
    if not reason.strip():
        raise MediaError("请写明撤销理由。")
    of = {"check_of": thing} if isinstance(thing, HandCheck) else {"incident": thing}
    found, made = Withdrawal.objects.get_or_create(
        **of, defaults={"reason": reason.strip(), "by": by, "at": now}
    )
    if not made:
        raise MediaError("这条记录已经撤销。")
    return found


def may_withdraw(thing: HandCheck | Incident, by: User) -> bool:
    """Whether the person may take it back: who wrote it down may, and those who review; not the office it is about."""
    campaign = thing.campaign if isinstance(thing, HandCheck) else None
    if campaign is not None:
        return reviews(by, campaign)
    own = thing.by_id == by.pk and may_look(by, thing)
    return own or may(by, Action.REVIEW_FINDINGS, thing)


def _require_withdrawal(thing: HandCheck | Incident, by: User) -> None:
    if not may_withdraw(thing, by):
        raise PermissionDenied("只有登记的人和复核人员可以撤销这条记录。")


def _known(sight: Sight, by: User) -> HandCheck | None:
    found = HandCheck.objects.filter(key=sight.key).first()
    if found is not None and (found.by_id != by.pk or found.account_id != sight.account.pk):
        raise MediaError("这张表单已用于另一次核查，请从列表重新打开。")
    return found


def _record(sight: Sight, pictures: Sequence[KeptPicture], by: User, now: datetime) -> HandCheck:
    check = HandCheck.objects.create(
        key=sight.key, account=sight.account, campaign=sight.campaign, by=by, at=now, last_post=sight.last_post,
        no_posts=sight.no_posts, message_sent=sight.message_sent, message_answered=sight.message_answered,
        answer=sight.answer.strip(), answer_helps=sight.answer_helps, app=sight.app or "", note=sight.note.strip(),
    )  # fmt: skip
    FunctionTried.objects.bulk_create(
        FunctionTried(check_of=check, function=function, result=result)
        for function, result in sight.functions.items()
    )
    HandPicture.objects.bulk_create(
        HandPicture(
            check_of=check,
            original_digest=one.original_digest,
            taken_at=one.taken_at,
            **asdict(one.kept),
        )
        for one in pictures
    )
    return check


def _check(sight: Sight, pictures: Sequence[KeptPicture], now: datetime) -> None:
    if len(pictures) > MOST:
        raise MediaError(f"一次核查最多{MOST}张截图。")
    if sight.campaign is not None:
        if Stage(sight.campaign.stage) in _OVER:
            raise MediaError(f"检查已“{Stage(sight.campaign.stage).label}”，不能再记录核查。")
        if not sight.campaign.accounts.filter(account_id=sight.account.pk).exists():
            raise MediaError("该账号不在本次抽查之列。")
    _check_posts(sight, now)
    _check_message(sight, now)
    seen = (
        sight.last_post,
        sight.no_posts,
        sight.functions,
        sight.message_sent,
        sight.app,
        sight.note.strip(),
    )
    if not any(seen):
        raise MediaError("还没有填写任何核查情况。")


def _check_posts(sight: Sight, now: datetime) -> None:
    if sight.no_posts and sight.last_post is not None:
        raise MediaError("“从未发布”和最新发布日期只能填一项。")
    if sight.last_post is not None and sight.last_post > local_day(now):
        raise MediaError("最新发布日期不能晚于今天。")


def _check_message(sight: Sight, now: datetime) -> None:
    sent, answered = sight.message_sent, sight.message_answered
    if sent is not None and sent > now:
        raise MediaError("测试留言的发出时间不能晚于现在。")
    if answered is not None and (sent is None or not sent <= answered <= now):
        raise MediaError("答复时间应在测试留言发出之后、现在之前。")
    if answered is None and (sight.answer.strip() or sight.answer_helps is not None):
        raise MediaError("填写了答复内容的，请填写答复时间。")
    if answered is not None and sight.answer_helps is None:
        raise MediaError("请选择答复是否有实质内容。")
