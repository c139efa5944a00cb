"""New media: accounts, checks by hand, incidents."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from tests.console.addresses import Arguments
from tests.console.inspection.pictures import png
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.inspection.hearing.uploads import Upload
from xunwang.media.checks import Sight, keep_pictures, record_check
from xunwang.media.collecting.start import Scope, start_collection
from xunwang.media.incidents import Report, record_incident
from xunwang.media.models import Collection, HandCheck, Incident
from xunwang.media.vocabulary import IncidentKind, Tried
from xunwang.media.ways import Setting, set_way
from xunwang.posts.records import Interaction, Way
from xunwang.registry.models import Account

PAGES = {
    "media": "APRSEU", "media_overview": "APRU", "media_account": "APRSEU",
    "media_posts": "APRSEU", "media_post": "APRSEU", "media_post_page": "APRSEU",
    "collections": "APRSEU", "collection_new": "AP", "collection": "APRSEU", "collection_events": "APRSEU",
    "collection_control": "AP",
    "hand_checks": "ARS", "hand_check_new": "ARS", "hand_check": "APRSU", "hand_check_withdraw": "AR",
    "hand_picture": "APRSU",
    "account_way_new": "ASE", "account_way": "ASE", "account_way_remove": "ASE",
    "account_ways_import": "AS", "account_ways_template": "AS",
    "incident_new": "ARS", "incident": "APRSU", "incident_withdraw": "AR", "incident_file": "APRSU",
}  # fmt: skip
POST_ONLY = {"collection_control", "account_way_remove", "hand_check_withdraw", "incident_withdraw"}
DATA = {
    "collection_control": {"control": "pause"},
    "hand_check_withdraw": {"reason": "看错了账号"},
    "incident_withdraw": {"reason": "重复登记"},
}


def looked_at(province: Province, account: Account) -> tuple[HandCheck, Incident]:
    """A check with a screenshot and an incident with a file."""
    admin, now = province.user(Role.PROVINCE_ADMIN), timezone.now()
    sight = Sight(
        uuid4(),
        account,
        last_post=timezone.localdate(),
        functions={Interaction.COMMENTS: Tried.WORKS, Interaction.PRIVATE: Tried.NOT_OFFERED},
        message_sent=now - timedelta(hours=1),
        note="置顶一条不算",
    )
    check = record_check(sight, keep_pictures([Upload("截图.png", png())]), admin, now)
    report = Report(account, IncidentKind.PUBLIC_OPINION, now - timedelta(days=1), "不当言论引发舆情")
    return check, record_incident(report, [Upload("报告.pdf", b"%PDF-1.7 ...")], admin, now)


def collection_of(province: Province, account: Account) -> Collection:
    """A collection of the account's unit that waits for its time."""
    now = timezone.now()
    scope = Scope("季度采集", account.unit, now - timedelta(days=90), now + timedelta(days=1))
    return start_collection(scope, province.user(Role.PROVINCE_ADMIN), now)


def _arguments(province: Province, account: Account) -> Arguments:
    check, incident = looked_at(province, account)
    collected = collection_of(province, account).accounts.get(account=account)
    setting = Setting(account, Way.FEED, "https://rss.example.cn/1.xml")
    way = set_way(setting, province.user(Role.PROVINCE_ADMIN), timezone.now())
    return {
        "media_account": [account.pk], "hand_check_new": [account.pk], "incident_new": [account.pk],
        "hand_check": [check.pk], "hand_check_withdraw": [check.pk], "hand_picture": [check.pictures.get().pk],
        "account_way_new": [account.pk, "feed"], "account_way": [way.pk], "account_way_remove": [way.pk],
        "collection": [collected.collection_id], "collection_control": [collected.collection_id],
        "collection_events": [collected.collection_id],
        "media_posts": [account.pk], "media_post": [collected.pk], "media_post_page": [collected.pk],
        "incident": [incident.pk], "incident_withdraw": [incident.pk], "incident_file": [incident.files.get().pk],
    }  # fmt: skip


def arguments(province: Province) -> Arguments:
    """The department's account."""
    return _arguments(province, province.account)


def elsewhere(province: Province) -> Arguments:
    """An account of another city."""
    account = Account.objects.create(unit=province.other_city, platform="weibo", name="北河发布")
    return _arguments(province, account)
