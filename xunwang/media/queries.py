"""What the pages ask for. Each says which rows, never more than the person may see."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateTimeField,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from xunwang.access.models import User
from xunwang.access.permissions import may, paths_for, within
from xunwang.access.roles import Action, Role
from xunwang.collect.interface import Trouble
from xunwang.inspection.models import Campaign, CheckedAccount
from xunwang.inspection.stages import Stage
from xunwang.media.access import OVERSEEING, looked_at_by
from xunwang.media.models import (
    AccountWay,
    CollectedAccount,
    CollectedWay,
    Collection,
    HandCheck,
    HandPicture,
    Incident,
    IncidentFile,
    ProfilePoint,
)
from xunwang.media.vocabulary import AccountState
from xunwang.posts.records import Way
from xunwang.registry.models import Account
from xunwang.registry.vocabulary import Status

M = TypeVar("M", bound=Model)
ROUND = timedelta(days=90)
"""Without a campaign an account is to be looked at once a quarter."""
_LOOKED_AT = (Stage.PLANNED, Stage.RUNNING, Stage.REVIEW)


def accounts_seen_by(person: User) -> QuerySet[Account]:
    """Accounts of the person's part of the register."""
    return within(person, Action.SEE_REGISTER, Account.objects.select_related("unit"), "unit__path")


def samples_seen_by(person: User, account: Account) -> QuerySet[CheckedAccount]:
    """The checks in whose sample an account was, newest first."""
    rows = CheckedAccount.objects.filter(account=account).select_related("campaign")
    return within(person, Action.SEE_CAMPAIGNS, rows, "campaign__unit__path").order_by(
        "-campaign__check_point"
    )


def checks_seen_by(person: User) -> QuerySet[HandCheck]:
    """Checks of those accounts, but for the offices that are looked at: the feedback tells them."""
    rows = HandCheck.objects.select_related("account", "account__unit", "by", "campaign", "withdrawal__by")
    return overseen_by(person, rows, "account__unit__path")


def incidents_seen_by(person: User) -> QuerySet[Incident]:
    """Incidents of those accounts, but for the offices that people have complained of."""
    rows = Incident.objects.select_related("account", "account__unit", "by", "withdrawal__by")
    return overseen_by(person, rows, "account__unit__path")


def pictures_seen_by(person: User) -> QuerySet[HandPicture]:
    """Pictures of those checks."""
    return overseen_by(person, HandPicture.objects.all(), "check_of__account__unit__path")


def files_seen_by(person: User) -> QuerySet[IncidentFile]:
    """Files of those incidents."""
    return overseen_by(person, IncidentFile.objects.all(), "incident__account__unit__path")


def overseen_by(person: User, rows: QuerySet[M], path_field: str) -> QuerySet[M]:
    """Rows about the accounts that the person checks or supervises; ``path_field`` leads to the unit's path."""
    paths = {path for action in OVERSEEING for path in paths_for(person, action)}
    wanted = [Q(**{f"{path_field}__startswith": path}) for path in sorted(paths)]
    return rows.filter(reduce(or_, wanted)) if wanted else rows.none()


def ways_seen_by(person: User) -> QuerySet[AccountWay]:
    """Ways of those accounts, without what is sealed."""
    rows = AccountWay.objects.select_related("account", "account__unit", "set_by").defer("sealed")
    return within(person, Action.SEE_REGISTER, rows, "account__unit__path")


def collections_seen_by(person: User) -> QuerySet[Collection]:
    """Collections over the person's part of the register."""
    rows = Collection.objects.select_related("unit", "campaign", "started_by")
    return within(person, Action.SEE_REGISTER, rows, "unit__path")


def accounts_collected(collection: Collection) -> QuerySet[Any]:
    """Accounts of a collection. Annotated: ``entered_as``, the role by which their way was entered.

    Of several ways the one that the unit itself has entered is told: whoever checks picks accounts out by it.
    """
    own_first = Case(When(set_as=Role.UNIT_EDITOR, then=0), default=1)
    ways = CollectedWay.objects.filter(collected=OuterRef("pk")).order_by(own_first)
    rows = collection.accounts.select_related("account", "account__unit")
    return rows.annotate(entered_as=Subquery(ways.values("set_as")[:1]))


def campaigns_looked_at_by(person: User) -> QuerySet[Campaign]:
    """Campaigns whose sample the person looks at now."""
    rows = Campaign.objects.filter(
        Q(reviewers=None) | Q(reviewers=person),
        Exists(CheckedAccount.objects.filter(campaign=OuterRef("pk"))),
        stage__in=_LOOKED_AT,
    )
    return within(person, Action.REVIEW_FINDINGS, rows, "unit__path").distinct()


def accounts_to_look_at(person: User, campaign: Campaign | None, now: datetime) -> QuerySet[Any]:
    """Accounts of the campaign's sample, or of the person's part; those not yet looked at first.

    Annotated: ``looked_at`` (the last check that counts) and ``waits``.
    """
    checks = HandCheck.objects.filter(account=OuterRef("pk"), withdrawal=None)
    if campaign is not None:
        rows = Account.objects.filter(pk__in=campaign.accounts.values("account_id"))
        checks = checks.filter(campaign=campaign)
    else:
        rows = looked_at_by(person).exclude(status=Status.CLOSED)
        checks = checks.filter(at__gt=now - ROUND)
    last = Subquery(checks.order_by("-at").values("at")[:1], output_field=DateTimeField())
    waits = Coalesce(~Exists(checks), Value(True), output_field=BooleanField())
    return (
        rows.select_related("unit")
        .annotate(looked_at=last, waits=waits)
        .order_by("-waits", F("looked_at").desc(nulls_first=True), "unit__region_code", "unit__path", "name")
    )


def accounts_with_state(person: User) -> QuerySet[Any]:
    """Accounts of the person's part with what is known of each.

    Annotated: ``collected_at``, ``newest_at``, ``trouble`` (of the last collection), ``looked_at`` (last check that
    counts), ``has_way`` and ``refused`` (the secrets of one).
    """
    collected = CollectedAccount.objects.filter(account=OuterRef("pk"), at__isnull=False).order_by("-at")
    checks = HandCheck.objects.filter(account=OuterRef("pk"), withdrawal=None).order_by("-at")
    return accounts_seen_by(person).annotate(
        collected_at=Subquery(collected.values("at")[:1]),
        newest_at=Subquery(collected.values("newest_at")[:1]),
        trouble=Subquery(collected.values("trouble")[:1]),
        looked_at=Subquery(checks.values("at")[:1]),
        has_way=Exists(_in_use()),
        refused=Exists(_refused()),
    )


def way_tasks(person: User) -> list[tuple[int, str, str]]:
    """Number, sentence and query string of the accounts whose ways wait for the unit's own people. One query.

    Those who keep a register have hundreds of them, and the list.
    """
    if may(person, Action.EDIT_REGISTER) or not may(person, Action.SET_WAYS):
        return []
    rows = within(person, Action.SET_WAYS, Account.objects.filter(status=Status.RUNNING), "unit__path")
    counts = rows.aggregate(
        none=Count("pk", filter=~Exists(_in_use())), refused=Count("pk", filter=Exists(_refused()))
    )
    return [
        (counts["none"], "个新媒体账号还没有采集方式，请设置", f"known=no_way&status={Status.RUNNING}"),
        (
            counts["refused"],
            "个新媒体账号的凭据无效或已过期，请更换",
            f"known=credentials&status={Status.RUNNING}",
        ),
    ]


def _in_use() -> QuerySet[AccountWay]:
    return AccountWay.objects.filter(account=OuterRef("pk"), is_on=True)


def _refused() -> QuerySet[AccountWay]:
    """Those whose secrets the platform has refused, and nobody has replaced since."""
    return _in_use().filter(trouble=Trouble.CREDENTIALS, set_at__lt=F("tried_at"))


def unanswered_message(account: Account) -> HandCheck | None:
    """The last check whose test message had no answer, unless it was looked at again since."""
    last = HandCheck.objects.filter(account=account, withdrawal=None, message_sent__isnull=False).first()
    return last if last is not None and last.message_answered is None else None


def address_of_account(account: Account) -> str:
    """Where people look at the account: its page in the register, or its store page.

    One that the unit itself has entered is not opened for whoever checks: it could be a page made for the purpose.
    """
    if account.page_url:
        return account.page_url
    rows = AccountWay.objects.filter(account=account, way=Way.MOBILE_CLIENT, is_on=True)
    store = rows.exclude(set_as=Role.UNIT_EDITOR)
    return store.values_list("address", flat=True).first() or ""


def points_of(account: Account, most: int) -> list[ProfilePoint]:
    """The newest profiles, oldest first."""
    return list(ProfilePoint.objects.filter(account=account)[:most])[::-1]


def ways_by_which(account: int, collection: str) -> QuerySet[CollectedWay]:
    """The ways of an account as they were in the collection whose archive is called so."""
    rows = CollectedWay.objects.filter(collected__account=account, collected__collection__name=collection)
    return rows.select_related("set_by")


def ways_judged_by(checked: CheckedAccount) -> QuerySet[CollectedWay]:
    """The ways as they were in the newest collection of its campaign that has collected the account."""
    rows = CollectedAccount.objects.filter(
        collection__campaign=checked.campaign_id, account=checked.account_id, state=AccountState.COLLECTED
    )
    newest = rows.order_by("-collection_id").values("pk")[:1]
    return CollectedWay.objects.filter(collected__in=newest).select_related("set_by")


def last_collected(account: Account) -> CollectedAccount | None:
    """The account's row in the newest collection that has come to its end for it."""
    rows = CollectedAccount.objects.filter(account=account, at__isnull=False).select_related(
        "collection__unit"
    )
    return rows.order_by("-at", "-pk").first()
