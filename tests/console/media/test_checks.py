"""Checks by hand: who may make them, what they have to say, and what becomes of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from tests.console.inspection.pictures import png
from tests.console.inspection.rounds import make_round, make_round_of
from tests.console.province import Province
from xunwang.access.models import User
from xunwang.access.roles import Role
from xunwang.inspection.hearing.uploads import Upload
from xunwang.inspection.stages import Move
from xunwang.media.checks import Sight, keep_pictures, record_check, withdraw
from xunwang.media.errors import MediaError
from xunwang.media.facts import checks_between, checks_to_facts, incidents_of
from xunwang.media.incidents import Report, record_incident
from xunwang.media.models import HandCheck, Incident
from xunwang.media.queries import accounts_to_look_at, unanswered_message
from xunwang.media.vocabulary import AppUse, IncidentKind, Tried
from xunwang.posts.records import Interaction
from xunwang.registry.models import Account

NOW = datetime(2020, 12, 1, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def look(province: Province, by: User | None = None, now: datetime = NOW, **seen: Any) -> HandCheck:
    values: dict[str, Any] = {"key": uuid4(), "account": province.account, "last_post": date(2020, 11, 20)}
    return record_check(Sight(**(values | seen)), [], by or province.user(Role.REVIEWER), now)


def test_the_same_form_twice_is_one_check(province: Province) -> None:
    key = uuid4()
    assert look(province, key=key) == look(province, key=key, note="again")
    assert HandCheck.objects.count() == 1
    with pytest.raises(MediaError, match="另一次核查"):
        look(province, province.user(Role.PROVINCE_ADMIN), key=key)


@pytest.mark.parametrize("role", [Role.PLANNER, Role.UNIT_EDITOR, Role.AUDITOR, Role.PUBLIC])
def test_others_than_reviewers_and_supervisors_may_not(province: Province, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        look(province, province.user(role))


def test_a_supervisor_looks_at_the_own_part_only(province: Province) -> None:
    look(province, province.user(Role.CITY_SUPERVISOR))
    other = Account.objects.create(unit=province.other_city, platform="weibo", name="北河发布")
    with pytest.raises(PermissionDenied):
        look(province, province.user(Role.CITY_SUPERVISOR), account=other)


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        ({"last_post": None}, "还没有填写"),
        ({"no_posts": True}, "只能填一项"),
        ({"last_post": date(2020, 12, 2)}, "不能晚于今天"),
        ({"message_sent": NOW + DAY}, "不能晚于现在"),
        ({"message_answered": NOW}, "发出之后"),
        ({"message_sent": NOW, "message_answered": NOW - DAY, "answer_helps": True}, "发出之后"),
        ({"message_sent": NOW - DAY, "answer": "您好"}, "请填写答复时间"),
        ({"message_sent": NOW - DAY, "message_answered": NOW}, "实质内容"),
    ],
)
def test_what_can_not_be_is_refused(province: Province, seen: dict[str, Any], why: str) -> None:
    with pytest.raises(MediaError, match=why):
        look(province, **seen)
    assert not HandCheck.objects.exists()


def test_for_a_campaign_only_accounts_of_its_sample_are_looked_at(province: Province) -> None:
    round_ = make_round(province, account_shares={})
    round_.go(Move.PLAN)
    with pytest.raises(MediaError, match="不在本次抽查之列"):
        look(province, campaign=round_.campaign)
    drawn = make_round_of(province, "全查")
    from xunwang.inspection.moves import move

    move(drawn, Move.PLAN, province.user(Role.PLANNER), NOW)
    check = look(province, campaign=drawn)
    assert check.campaign == drawn
    waiting = accounts_to_look_at(province.user(Role.REVIEWER), drawn, NOW)
    assert [(one.pk, one.waits) for one in waiting] == [(province.account.pk, False)]


def test_accounts_wait_until_somebody_has_looked_and_again_after_a_quarter(province: Province) -> None:
    by = province.user(Role.CITY_SUPERVISOR)
    other = Account.objects.create(unit=province.county, platform="weibo", name="临江发布")
    look(province, by)

    def waits(now: datetime) -> list[tuple[str, bool]]:
        return [(one.name, one.waits) for one in accounts_to_look_at(by, None, now)]

    assert waits(NOW + DAY) == [("临江发布", True), ("松江教育", False)]
    assert waits(NOW + 91 * DAY) == [("松江教育", True), ("临江发布", True)]
    assert other.hand_checks.count() == 0


def test_a_test_message_waits_for_its_answer_until_the_next_look(province: Province) -> None:
    first = look(province, message_sent=NOW - DAY)
    assert unanswered_message(province.account) == first
    look(
        province, now=NOW + 2 * DAY, message_sent=NOW - DAY, message_answered=NOW + DAY, answer="已办结",
        answer_helps=True,
    )  # fmt: skip
    assert unanswered_message(province.account) is None


def test_checks_become_facts_newest_first(province: Province) -> None:
    pictures = keep_pictures([Upload("a.png", png())])
    functions = {Interaction.COMMENTS: Tried.WORKS, Interaction.PRIVATE: Tried.NOT_OFFERED}
    sight = Sight(uuid4(), province.account, functions=functions, app=AppUse.NOT_STARTED, note="打开后闪退")
    record_check(sight, pictures, province.user(Role.REVIEWER), NOW)
    look(province, now=NOW + DAY, last_post=None, no_posts=True)
    newest, oldest = checks_to_facts(checks_between(province.account, NOW - DAY, NOW + DAY))
    assert newest.no_posts and newest.starts is None
    assert [(one.function, one.works, one.note) for one in oldest.functions] == [
        (Interaction.COMMENTS, True, ""),
        (Interaction.PRIVATE, False, "未开设"),
    ]
    assert oldest.starts is False and oldest.note == "能安装但无法打开或使用；打开后闪退"
    assert oldest.pictures == (pictures[0].kept.digest,)
    known = checks_between(province.account, NOW - DAY, NOW)
    assert checks_to_facts(known) == (oldest,), "what came later is not known yet"
    assert province.account.key == "wechat:松江教育"


def test_what_is_withdrawn_stays_but_counts_no_longer(province: Province) -> None:
    check = look(province)
    with pytest.raises(MediaError, match="理由"):
        withdraw(check, " ", province.user(Role.REVIEWER), NOW)
    withdraw(check, "看错了账号", province.user(Role.REVIEWER), NOW)
    with pytest.raises(MediaError, match="已经撤销"):
        withdraw(check, "再次", province.user(Role.REVIEWER), NOW)
    assert not checks_between(province.account, NOW - DAY, NOW)
    assert HandCheck.objects.count() == 1


def test_the_office_that_it_is_about_does_not_withdraw_what_others_wrote(province: Province) -> None:
    check = look(province)
    with pytest.raises(PermissionDenied):
        withdraw(check, "不属实", province.user(Role.CITY_SUPERVISOR), NOW)
    own = look(province, province.user(Role.CITY_SUPERVISOR))
    withdraw(own, "看错了账号", province.user(Role.CITY_SUPERVISOR), NOW)
    assert list(checks_between(province.account, NOW - DAY, NOW)) == [check]


def test_the_database_keeps_checks_and_incidents_as_they_are(province: Province) -> None:
    check = look(province)
    for act in (lambda: HandCheck.objects.update(note="x"), lambda: check.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_an_incident_needs_a_proof_and_becomes_a_fact(province: Province) -> None:
    by = province.user(Role.CITY_SUPERVISOR)
    report = Report(province.account, IncidentKind.FRAUD, NOW - DAY, "购买粉丝")
    with pytest.raises(MediaError, match="证明"):
        record_incident(report, [], by, NOW)
    with pytest.raises(MediaError, match="不是可接受的文件"):
        record_incident(report, [Upload("a.exe", b"MZ")], by, NOW)
    incident = record_incident(report, [Upload("举报.pdf", b"%PDF-1.7 ...")], by, NOW)
    (fact,) = incidents_of(province.account, NOW - 2 * DAY, NOW)
    assert (fact.what, fact.text) == ("fraud", "购买粉丝")
    assert fact.seen.digest == incident.files.get().digest
    withdraw(incident, "查无实据", by, NOW)
    assert incidents_of(province.account, NOW - 2 * DAY, NOW) == ()
    assert Incident.objects.count() == 1
