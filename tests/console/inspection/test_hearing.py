"""Units see their own results, answer within the working days, and appeals are decided by somebody new."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from tests.console.inspection.pictures import PNG
from tests.console.inspection.reviewed import DISMISS, HOME, finding, in_feedback, in_review, told, verdict
from tests.console.inspection.rounds import DAY, NOW, Round
from tests.console.inspection.test_at_once import at_once, kinds
from tests.console.province import Province, make_province, make_user
from xunwang.access.models import Assignment, User
from xunwang.access.roles import Role
from xunwang.inspection.errors import InspectionError, ObstaclesError, StaleError
from xunwang.inspection.hearing.answer import RESTRICTED, Objection, accept, appeal, feedback_for, shown
from xunwang.inspection.hearing.appeals import decide_appeal, open_appeals
from xunwang.inspection.hearing.uploads import LARGEST, Upload, attach_to_task
from xunwang.inspection.models import Appeal, Attachment, Decision, Feedback, Finding, Task
from xunwang.inspection.review.decide import decide
from xunwang.inspection.stages import Move
from xunwang.inspection.vocabulary import AppealRuling

pytestmark = pytest.mark.server

DUE = date(2020, 12, 8)
LAST_MOMENT = datetime(2020, 12, 8, 15, 59, tzinfo=UTC)
PDF = Upload("截图 说明.pdf", b"%PDF-1.7 ...")


@pytest.fixture
def sent(province: Province) -> Round:
    return in_feedback(province)


def editor(round_: Round) -> User:
    return round_.province.user(Role.UNIT_EDITOR)


def office(campaign: Round) -> Feedback:
    return Feedback.objects.get(campaign=campaign.campaign, checked__site__host__startswith="jyj")


def city(campaign: Round) -> Feedback:
    return Feedback.objects.get(campaign=campaign.campaign, checked__home_url=HOME)


def test_every_site_is_told_with_a_limit_in_working_days(sent: Round) -> None:
    rows = Feedback.objects.order_by("problems").values_list("problems", "due_on", "answer", "sent_at")
    assert list(rows) == [(0, DUE, "", NOW), (1, DUE, "", NOW), (5, DUE, "", NOW)]


def test_units_see_their_own_results_only_and_only_what_was_confirmed(sent: Round) -> None:
    person = editor(sent)
    assert list(feedback_for(person)) == [office(sent)]
    assert [one.summary for one in shown(office(sent), person)] == ["7天内不可访问6%。"]
    with pytest.raises(PermissionDenied):
        shown(city(sent), person)
    assert set(feedback_for(sent.province.user(Role.CITY_SUPERVISOR))) == {office(sent), city(sent)}
    assert not feedback_for(sent.reviewers[0]).exists()
    assert len(shown(city(sent), sent.admin)) == 5
    Finding.objects.filter(item="W-D-23").update(status="dismissed")
    assert len(shown(city(sent), sent.admin)) == 2


def test_before_it_is_sent_units_see_nothing(province: Province) -> None:
    round_ = in_review(province)
    assert not feedback_for(editor(round_)).exists()


def test_of_restricted_findings_the_unit_learns_the_existence(sent: Round) -> None:
    row = finding("W-V-02")
    hidden = Finding.objects.create(
        campaign=sent.campaign, checked=row.checked, verdict=row.verdict, item=row.item, key="k", summary="秘密",
        evidence=[{"url": "x"}], restricted=True, pattern="p", status="confirmed",
    )  # fmt: skip
    told_ = shown(office(sent), editor(sent))
    assert [one.summary for one in told_] == ["7天内不可访问6%。", RESTRICTED] and not told_[1].evidence
    with pytest.raises(InspectionError, match="保密渠道"):
        appeal(office(sent), [Objection(row, "当日停电"), Objection(hidden, "不实")], editor(sent), NOW)
    assert not Appeal.objects.exists() and not office(sent).answer


def test_a_unit_accepts_once_and_in_time(sent: Round) -> None:
    with pytest.raises(InspectionError, match="2020-12-08"):
        accept(office(sent), editor(sent), LAST_MOMENT + DAY / 24)
    accepted = accept(office(sent), editor(sent), LAST_MOMENT, "将尽快整改")
    assert (accepted.answer, accepted.answered_at) == ("accepted", LAST_MOMENT)
    with pytest.raises(StaleError):
        accept(office(sent), editor(sent), LAST_MOMENT)


def test_only_the_own_unit_answers(sent: Round) -> None:
    for person in (
        *sent.reviewers, sent.planner, sent.province.user(Role.CITY_SUPERVISOR), sent.province.user(Role.AUDITOR),
    ):  # fmt: skip
        with pytest.raises(PermissionDenied):
            accept(office(sent), person, NOW)
    with pytest.raises(PermissionDenied):
        accept(city(sent), editor(sent), NOW)


def test_an_upheld_appeal_takes_the_finding_away_and_a_rejected_one_does_not(sent: Round) -> None:
    person = make_user("city_editor", Role.UNIT_EDITOR, sent.province.city)
    one, two = Finding.objects.filter(item="W-D-23").order_by("id")[:2]
    filed = appeal(city(sent), [Objection(one, "是专有名词", (PDF,)), Objection(two, "已改正")], person, NOW)
    assert [row.finding for row in open_appeals(sent.campaign)] == [one, two]
    with pytest.raises(InspectionError, match="未参与"):
        decide_appeal(filed[0], AppealRuling.UPHELD, "成立", _with_right_to_decide(sent), NOW)
    decide_appeal(filed[0], AppealRuling.UPHELD, "词典有此词", sent.planner, NOW + 2 * DAY)
    decide_appeal(filed[1], AppealRuling.REJECTED, "检查时确有错误", sent.planner, NOW + 3 * DAY)
    one.refresh_from_db(), two.refresh_from_db()
    assert (one.status, two.status) == ("dismissed", "confirmed")
    assert told(one)[-1] == ("appeal", "dismiss") and told(two)[-1] == ("appeal", "confirm")
    with pytest.raises(StaleError):
        decide_appeal(filed[0], AppealRuling.REJECTED, "又一次", sent.planner, NOW)


def _with_right_to_decide(sent: Round) -> User:
    """A reviewer who confirmed the finding and later got a planner's role."""
    reviewer = Decision.objects.filter(finding__item="W-D-23").latest("id").by
    Assignment.objects.create(user=reviewer, role=Role.PLANNER, unit=sent.province.root)
    return User.objects.get(pk=reviewer.pk)


def test_an_appeal_is_against_an_own_confirmed_finding_with_a_reason(sent: Round) -> None:
    row = finding("W-V-02")
    for objections in (
        [],
        [Objection(row, " ")],
        [Objection(finding("W-D-23"), "别人的")],
        [Objection(row, "a")] * 2,
    ):
        with pytest.raises(InspectionError):
            appeal(office(sent), objections, editor(sent), NOW)
    assert office(sent).answer == "" and not Appeal.objects.exists()


def test_appeals_need_a_reason_and_the_right(sent: Round) -> None:
    (filed,) = appeal(office(sent), [Objection(finding("W-V-02"), "机房断电已报备")], editor(sent), NOW)
    with pytest.raises(InspectionError, match="理由"):
        decide_appeal(filed, AppealRuling.UPHELD, "", sent.planner, NOW)
    for person in (editor(sent), sent.reviewers[2], sent.province.user(Role.CITY_SUPERVISOR)):
        with pytest.raises(PermissionDenied):
            decide_appeal(filed, AppealRuling.UPHELD, "好", person, NOW)


def test_the_hearing_ends_when_all_have_answered_or_the_time_is_over(sent: Round) -> None:
    with pytest.raises(ObstaclesError, match="还有2个网站或账号的主办单位尚未反馈，期限至2020-12-08"):
        sent.go(Move.HEAR, now=LAST_MOMENT)
    (filed,) = appeal(office(sent), [Objection(finding("W-V-02"), "已报备")], editor(sent), NOW)
    sent.go(Move.HEAR, now=LAST_MOMENT + DAY)
    assert city(sent).answer == "silent" and office(sent).answer == "appealed"
    with pytest.raises(InspectionError, match="申诉处理"):
        accept(city(sent), make_user("late", Role.UNIT_EDITOR, sent.province.city), NOW)
    with pytest.raises(ObstaclesError, match="还有1件申诉没有裁决"):
        sent.go(Move.FINALISE)
    decide_appeal(filed, AppealRuling.REJECTED, "未见报备", sent.planner, NOW)


def test_after_sending_reviewers_decide_no_more(sent: Round) -> None:
    with pytest.raises(InspectionError, match="反馈中"):
        decide(finding("W-V-02"), DISMISS, sent.reviewers[0], NOW)


def test_attachments_are_told_by_their_content_and_kept_under_their_digest(sent: Round) -> None:
    appeal(office(sent), [Objection(finding("W-V-02"), "见附件", (PDF,))], editor(sent), NOW)
    kept = Attachment.objects.get()
    assert (kept.name, kept.media_type, kept.size) == ("截图 说明.pdf", "application/pdf", len(PDF.content))
    assert default_storage.open(kept.path).read() == PDF.content and kept.digest in kept.path
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        kept.delete()


@pytest.mark.parametrize(
    "upload",
    [
        Upload("a.html", b"<script>"), Upload("a.pdf", b"<html>"), Upload("a", b"%PDF-"), Upload("a.svg", b"<svg/>"),
        Upload("a.pdf", b"%PDF-" + b"x" * LARGEST),
    ],
    ids=["html", "not what it says", "no ending", "svg", "too large"],
)  # fmt: skip
def test_strange_files_are_refused_before_anything_is_kept(sent: Round, upload: Upload) -> None:
    with pytest.raises(InspectionError):
        appeal(office(sent), [Objection(finding("W-V-02"), "见附件", (upload,))], editor(sent), NOW)
    assert not Attachment.objects.exists() and office(sent).answer == ""


def test_a_task_gets_its_screenshots(province: Province) -> None:
    round_ = in_review(province)
    task = Task.objects.get(verdict=verdict("W-V-05.1"))
    image = Upload("../../x/截图.png", PNG)
    kept = attach_to_task(task, image, round_.reviewers[0], NOW)
    assert (kept.name, list(task.attachments.all())) == ("截图.png", [kept])
    with pytest.raises(PermissionDenied):
        attach_to_task(task, image, round_.planner, NOW)


def test_lists_of_the_hearing_ask_little(sent: Round, django_assert_max_num_queries: object) -> None:
    person = User.objects.get(pk=sent.admin.pk)
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        rows = list(feedback_for(person))
        assert all(row.checked.unit.name and row.campaign.title for row in rows)
    with django_assert_max_num_queries(1):  # type: ignore[operator]
        shown(rows[-1], person)


def test_a_unit_that_answers_twice_at_once_has_answered_once(committed: None) -> None:
    sent = in_feedback(make_province())
    row, person = finding("W-V-02"), editor(sent)
    seen = [office(sent) for _ in range(3)]
    results = at_once(
        lambda: accept(seen[0], person, NOW),
        lambda: appeal(seen[1], [Objection(row, "已报备")], person, NOW),
        lambda: accept(seen[2], person, NOW),
    )
    assert kinds(results)[StaleError] == 2
    assert Appeal.objects.count() == (office(sent).answer == "appealed")
