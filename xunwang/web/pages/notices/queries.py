"""What the pages ask about notices."""

from __future__ import annotations

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from xunwang.access.models import User
from xunwang.access.permissions import may, within
from xunwang.access.roles import Action
from xunwang.inspection.models import Campaign
from xunwang.inspection.stages import Stage
from xunwang.notices.models import Notice, Version
from xunwang.notices.vocabulary import Work
from xunwang.web.components.counts import counts

_PATH = "campaign__unit__path"


def campaigns_to_tell(user: User) -> QuerySet[Campaign]:
    """Campaigns with final results that the person may see, with their notices."""
    rows = Campaign.objects.filter(Q(stage__in=(Stage.FINAL, Stage.PUBLISHED)) | Q(notice__isnull=False))
    seen = within(user, Action.SEE_NOTICES, rows, "unit__path")
    return seen.select_related("unit", "notice").annotate(
        versions=Max("notice__versions__number"), written=Max("notice__versions__at")
    )


def notices_seen_by(user: User) -> QuerySet[Notice]:
    """Notices that the person may see."""
    rows = Notice.objects.select_related("campaign__unit")
    return within(user, Action.SEE_NOTICES, rows, _PATH)


def waiting_for_signature(user: User) -> QuerySet[Notice]:
    """Drafts that the person could sign: the last version is somebody else's."""
    last = Version.objects.filter(notice=OuterRef("pk")).order_by("-number").values("author")[:1]
    rows = within(user, Action.SIGN_NOTICES, Notice.objects.filter(work=Work.DRAFT), _PATH)
    return rows.annotate(last_author=Subquery(last)).exclude(last_author=user.pk)


def waiting_for_publication(user: User) -> QuerySet[Notice]:
    """Signed notices whose signed version is not published yet."""
    rows = within(user, Action.FINALISE_CAMPAIGNS, Notice.objects.filter(work=Work.SIGNED), _PATH)
    newest = (
        Version.objects.filter(notice=OuterRef("pk"))
        .order_by("-number")
        .values("signature__publications")[:1]
    )
    return rows.annotate(told=Subquery(newest)).filter(told=None)


def waiting_for_a_draft(user: User) -> QuerySet[Campaign]:
    """Campaigns with final results and no notice."""
    rows = Campaign.objects.filter(stage=Stage.FINAL, notice=None)
    return within(user, Action.EDIT_NOTICES, rows, "unit__path")


def tasks_of(user: User) -> list[tuple[int, str]]:
    """What the person has to do about notices: number and words."""
    asked = (
        (Action.EDIT_NOTICES, waiting_for_a_draft, "项检查结果已核定，请起草通报"),
        (Action.SIGN_NOTICES, waiting_for_signature, "件通报草稿等待您签发"),
        (Action.FINALISE_CAMPAIGNS, waiting_for_publication, "件通报已签发，等待公布"),
    )
    mine = [(rows(user), words) for action, rows, words in asked if may(user, action)]
    return list(zip(counts(*(rows for rows, _ in mine)), (words for _, words in mine), strict=True))
