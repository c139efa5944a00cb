"""Units look at their results, answer in time and get a receipt; appeals are decided by somebody new."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.console.inspection.pictures import PNG, png
from tests.console.inspection.reviewed import (
    HOME,
    OFFICE_HOME,
    decide_all,
    finding,
    in_feedback,
    in_review,
    verdict,
)
from tests.console.inspection.rounds import NOW, Round
from tests.console.province import Province, make_user
from xunwang.access.models import Assignment, User
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.hearing.answer import RESTRICTED, Objection, appeal, shown
from xunwang.inspection.hearing.pictures import is_jpeg, is_png
from xunwang.inspection.hearing.send import close
from xunwang.inspection.hearing.uploads import LARGEST
from xunwang.inspection.models import Appeal, Attachment, Decision, Feedback, Finding
from xunwang.inspection.review.queue import progress
from xunwang.inspection.stages import Move
from xunwang.web.pages.hearing import queries
from xunwang.web.pages.hearing.queries import days_left, due_text

SignIn = Callable[[object], Client]
FAR = date(2100, 1, 1)


@pytest.fixture
def sent(province: Province) -> Round:
    """The limit lies ahead of today's clock, which the pages read."""
    round_ = in_feedback(province)
    Feedback.objects.update(due_on=FAR)
    return round_


@pytest.fixture
def editor(sent: Round, sign_in: SignIn) -> Client:
    return sign_in(sent.province.user(Role.UNIT_EDITOR))


def mine() -> Feedback:
    return Feedback.objects.get(checked__home_url=OFFICE_HOME)


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def objecting(client: Client, *files: SimpleUploadedFile, statement: str = "机房断电，已报备") -> str:
    row = finding("W-V-02")
    data = {"finding": row.pk, f"statement-{row.pk}": statement, f"files-{row.pk}": list(files)}
    return client.post(reverse("feedback_appeal", args=[mine().pk]), data, follow=True).content.decode()


def file(name: str = "证明.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/html")


def test_a_unit_sees_its_results_with_the_limit_and_the_evidence(editor: Client, sent: Round) -> None:
    page = text_of(editor, reverse("feedback", args=[mine().pk]))
    assert "7天内不可访问6%" in page and "2100-01-01截止" in page and "无异议" in page
    row = finding("W-V-02")
    evidence = text_of(editor, reverse("feedback_finding", args=[mine().pk, row.pk]))
    assert "规则" in evidence and row.evidence[0]["url"] in evidence
    listed = text_of(editor, reverse("feedbacks"))
    assert "松江市教育局网站" in listed and "松江市人民政府网" not in listed


@pytest.mark.django_db
def test_the_limit_is_told_in_working_days() -> None:
    thursday = date(2020, 12, 3)
    assert days_left(date(2020, 12, 8), thursday) == 3
    assert due_text(date(2020, 12, 8), thursday) == "2020-12-08截止，还有3个工作日"
    assert due_text(thursday, thursday).endswith("今天是最后一天")
    assert due_text(date(2020, 12, 2), thursday).endswith("已过")
    assert days_left(FAR, thursday) is None and due_text(FAR, thursday) == "2100-01-01截止"


def test_no_objection_gives_a_receipt_and_is_given_once(editor: Client, sent: Round) -> None:
    answer = editor.post(
        reverse("feedback_accept", args=[mine().pk]), {"statement": "将尽快整改"}, follow=True
    )
    page = answer.content.decode()
    assert "反馈回执" in page and "将尽快整改" in page and "单位填报员" in page
    again = editor.post(reverse("feedback_accept", args=[mine().pk]), follow=True).content.decode()
    assert "已经反馈过" in again
    assert "提出申诉" not in text_of(editor, reverse("feedback", args=[mine().pk])).split("<h1>")[1]


def test_an_appeal_has_its_statement_and_proof_in_the_receipt(editor: Client, sent: Round) -> None:
    chosen = text_of(
        editor, reverse("feedback_appeal", args=[mine().pk]) + f"?finding={finding('W-V-02').pk}"
    )
    assert "7天内不可访问6%" in chosen and 'type="file"' in chosen
    page = objecting(editor, file())
    assert "已对1个问题提出申诉" in page and "证明.png" in page and "机房断电" in page
    assert Attachment.objects.get().digest in page


def test_only_own_standing_findings_can_be_objected_to(editor: Client, sent: Round) -> None:
    strange = finding("W-D-23")
    page = text_of(editor, reverse("feedback_appeal", args=[mine().pk]) + f"?finding={strange.pk}")
    assert "勾选要申诉的问题" in page
    data = {"finding": strange.pk, f"statement-{strange.pk}": "别人的"}
    editor.post(reverse("feedback_appeal", args=[mine().pk]), data)
    assert not Appeal.objects.exists() and mine().answer == ""


def package(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    "strange",
    [
        file("a.html", b"<script>"),
        file("a.svg", b"<svg onload=alert(1)>"),
        file("a.png", b"<svg onload=alert(1)>"),
        file("a.png", PNG[:-3]),
        file("a.png", png(extra=b"<script>")),
        file("a.png", png(9000, 9000)),
        file("a.jpg", b"\xff\xd8\xff<script>alert(1)</script>"),
        file("a.docx", package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
        file("a.xlsx", package("[Content_Types].xml", "word/document.xml")),
        file("a.exe", b"MZ"),
        file("a.pdf", b"%PDF-" + b"x" * LARGEST),
    ],
    ids=lambda one: f"{one.name} {one.size}",
)
def test_files_that_are_not_what_they_say_are_refused_and_the_statement_is_kept(
    editor: Client, sent: Round, strange: SimpleUploadedFile
) -> None:
    page = objecting(editor, strange, statement="写了很久的理由")
    assert "写了很久的理由" in page and 'class="note error"' in page
    assert not Appeal.objects.exists() and not Attachment.objects.exists()


def test_too_many_files_are_refused(editor: Client, sent: Round) -> None:
    assert "最多上传5个" in objecting(editor, *(file() for _ in range(6)))


def test_pictures_are_read_to_their_end() -> None:
    jpeg = bytes.fromhex("ffd8ffc0000b080001000101011100ffda0008010100003f00d2cf20ffd9")
    assert is_png(PNG) and is_jpeg(jpeg)
    assert not is_jpeg(jpeg[:-2]) and not is_jpeg(jpeg + b"<script>")


def test_proofs_come_as_downloads_that_no_browser_opens(editor: Client, sent: Round) -> None:
    objecting(editor, file("<img src=x>.png"))
    answer = editor.get(reverse("feedback_attachment", args=[Attachment.objects.get().pk]))
    assert answer.content == PNG
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%3Cimg")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Content-Type"] == "image/png"


def test_proofs_of_others_are_not_there(editor: Client, sent: Round, sign_in: SignIn) -> None:
    person = make_user("city_editor", Role.UNIT_EDITOR, sent.province.city)
    city = Feedback.objects.get(checked__home_url=HOME)
    row = finding("W-D-23")
    client = sign_in(person)
    data = {"finding": row.pk, f"statement-{row.pk}": "专有名词", f"files-{row.pk}": file()}
    client.post(reverse("feedback_appeal", args=[city.pk]), data)
    kept = reverse("feedback_attachment", args=[Attachment.objects.get().pk])
    assert client.get(kept).status_code == 200
    assert sign_in(sent.province.user(Role.UNIT_EDITOR)).get(kept).status_code == 404


def test_restricted_findings_are_told_without_their_content(editor: Client, sent: Round) -> None:
    row = finding("W-V-02")
    hidden = Finding.objects.create(
        campaign=sent.campaign, checked=row.checked, verdict=row.verdict, item=row.item, key="k", summary="机密文件外泄",
        evidence=[{"url": "http://x/"}], restricted=True, pattern="p", status="confirmed",
    )  # fmt: skip
    page = text_of(editor, reverse("feedback", args=[mine().pk]))
    assert RESTRICTED in page and "机密文件" not in page
    assert editor.get(reverse("feedback_finding", args=[mine().pk, hidden.pk])).status_code == 404
    assert editor.get(reverse("feedback_page", args=[mine().pk, hidden.pk, 1])).status_code == 404
    objecting(editor, file())
    Appeal.objects.update(finding=hidden)  # as it could be filed by programme once
    receipt = text_of(editor, reverse("feedback_receipt", args=[mine().pk]))
    assert RESTRICTED in receipt and "机密文件" not in receipt
    assert not Entry.objects.filter(action="open_restricted").exists()


def test_an_appeal_is_decided_with_a_reason_by_somebody_new(
    editor: Client, sent: Round, sign_in: SignIn
) -> None:
    objecting(editor, file())
    filed = Appeal.objects.get()
    address = reverse("appeal", args=[filed.pk])
    reviewer = Decision.objects.filter(finding=filed.finding).latest("id").by
    Assignment.objects.create(user=reviewer, role=Role.PLANNER, unit=sent.province.root)
    took_part = sign_in(User.objects.get(pk=reviewer.pk))
    assert "参与过此问题的复核" in text_of(took_part, address)
    assert "未参与" in took_part.post(address, {"ruling": "upheld", "reason": "好"}).content.decode()
    planner = sign_in(sent.planner)
    assert "机房断电" in text_of(planner, reverse("appeals") + "?mine=1")
    assert "须写明理由" in planner.post(address, {"ruling": "upheld", "reason": " "}).content.decode()
    done = planner.post(address, {"ruling": "upheld", "reason": "有报备文件"}, follow=True).content.decode()
    assert "申诉成立" in done
    filed.refresh_from_db()
    assert (filed.ruling, filed.finding.status) == ("upheld", "dismissed")
    unit = text_of(sign_in(sent.province.user(Role.UNIT_EDITOR)), reverse("feedback", args=[mine().pk]))
    assert "有报备文件" in unit and "申诉成立" in unit


def test_the_office_sees_how_the_hearing_goes(sent: Round, editor: Client, sign_in: SignIn) -> None:
    objecting(editor)
    page = text_of(sign_in(sent.planner), reverse("feedbacks"))
    assert "正在听取意见的检查" in page and "待裁决1" in page
    row: Any = queries.hearings_of(sent.planner).get()
    assert (row.sent, row.appealed, row.unanswered) == (3, 1, 2)


def test_pages_ask_the_same_number_of_queries_however_much_there_is(
    sent: Round, sign_in: SignIn, django_assert_max_num_queries: Callable
) -> None:
    city = Feedback.objects.get(checked__home_url=HOME)
    objections = [Objection(one, "专有名词") for one in Finding.objects.filter(item="W-D-23")]
    filed = appeal(city, objections, make_user("c", Role.UNIT_EDITOR, sent.province.city), NOW)
    client = sign_in(sent.admin)
    for address, most in (
        (reverse("feedbacks"), 10),
        (reverse("feedback", args=[city.pk]), 14),
        (reverse("feedback_receipt", args=[city.pk]), 9),
        (reverse("appeals"), 8),
        (reverse("appeal", args=[filed[0].pk]), 10),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_what_brings_points_is_told_beside_the_problems_and_not_objected_to(
    province: Province, sign_in: SignIn
) -> None:
    round_ = in_review(province)
    decide_all(round_)
    said = verdict("W-B-01")
    bonus = Finding.objects.create(
        campaign=round_.campaign, checked=said.checked, verdict=said, item=said.item, key="b", pattern="b",
        summary="数据目录每月更新。", evidence=[{"url": HOME}], status="confirmed",
    )  # fmt: skip
    round_.go(Move.SEND)
    city = Feedback.objects.get(checked=said.checked)
    supervisor = province.user(Role.CITY_SUPERVISOR)
    page = text_of(sign_in(supervisor), reverse("feedback", args=[city.pk]))
    problems, points = page.split("确认的加分（1）")
    assert (
        "确认的问题（5）" in problems and "数据目录每月更新" not in problems and "数据目录每月更新" in points
    )
    Feedback.objects.filter(pk=city.pk).update(due_on=FAR)
    city.refresh_from_db()
    with pytest.raises(InspectionError):
        appeal(city, [Objection(bonus, "应加更多")], round_.admin, NOW)
    assert progress(round_.campaign, round_.admin).bonuses == 1
    assert "其中加分 1" in text_of(sign_in(round_.admin), reverse("campaign", args=[round_.campaign.pk]))
    assert city.problems == 5 and "数据目录每月更新" in [one.summary for one in shown(city, supervisor)][-1]


def test_who_had_no_problem_to_answer_to_is_not_late(sent: Round, sign_in: SignIn) -> None:
    Feedback.objects.update(due_on=date(2020, 12, 1))
    close(sent.campaign, sent.planner, NOW)
    planner = sign_in(sent.planner)
    page = text_of(planner, reverse("feedbacks"))
    assert page.count("没有问题，无须反馈") == 1
    late = text_of(planner, reverse("feedbacks") + "?answer=silent")
    assert "没有问题，无须反馈" not in late and "共 2 条" in late
