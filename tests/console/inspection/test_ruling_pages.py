"""What the machine could not judge: a checklist with screenshots, and a person's ruling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.console.inspection.pictures import PNG
from tests.console.inspection.reviewed import HOME, finding, in_feedback, in_review, verdict
from tests.console.inspection.rounds import NOW, Round
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.inspection.models import Attachment, Feedback, Finding, Task
from xunwang.inspection.stages import Move

SignIn = Callable[[object], Client]


@pytest.fixture
def review(province: Province) -> Round:
    return in_review(province)


@pytest.fixture
def reviewer(review: Round, sign_in: SignIn) -> Client:
    return sign_in(review.reviewers[0])


def address(item: str = "W-V-05.1") -> str:
    return reverse("ruling", args=[verdict(item).pk])


def text_of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def say(client: Client, what: str, item: str = "W-V-05.1", **data: object) -> str:
    sent = {"what": what, "version": verdict(item).version, **data}
    return client.post(address(item), sent, follow=True).content.decode()


def shot(name: str = "截图.png", content: bytes = PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_checklist_tells_what_to_do_where_and_how_long(reviewer: Client, review: Round) -> None:
    page = text_of(reviewer, address())
    for words in ("打开首页核对", f'href="{HOME}" rel="noopener noreferrer"', "预计 3 分钟", "没有信箱数据"):
        assert words in page
    listed = text_of(reviewer, reverse("rulings", args=[review.campaign.pk]))
    assert address() in listed and "待判定" in listed


def test_a_task_is_done_with_a_note_and_a_screenshot(reviewer: Client, review: Round) -> None:
    task = Task.objects.get(verdict=verdict("W-V-05.1"))
    assert "请写明检查的情况" in say(reviewer, "task", task=task.pk, note=" ", files=shot())
    assert not Attachment.objects.exists(), "nothing is kept of what was refused"
    page = say(reviewer, "task", task=task.pk, note="信箱可以提交", files=shot())
    assert "信箱可以提交" in page and "截图.png" in page
    kept = Attachment.objects.get(task=task)
    answer = reviewer.get(reverse("attachment", args=[kept.pk]))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff" and answer.content == PNG


def test_a_screenshot_must_be_a_picture(reviewer: Client, review: Round) -> None:
    task = Task.objects.get(verdict=verdict("W-V-05.1"))
    for strange in (shot("a.pdf", b"%PDF-1.7"), shot("a.png", b"<svg/>"), shot("a.svg", b"<svg/>")):
        assert 'class="note error"' in say(reviewer, "task", task=task.pk, note="见图", files=strange)
    assert not Attachment.objects.exists()


def test_a_clear_ruling_closes_the_indicator_and_opens_the_next(reviewer: Client, review: Round) -> None:
    assert "须写明理由" in say(reviewer, "rule", ruling="clear", reason="")
    page = say(reviewer, "rule", ruling="clear", reason="已核对信箱")
    assert "已判定为“未发现问题”" in page and "没有待判定的指标了" in page
    assert verdict("W-V-05.1").ruling == "clear"


def test_a_problem_is_listed_with_its_address_and_screenshot_and_goes_to_a_second_person(
    reviewer: Client, review: Round, sign_in: SignIn
) -> None:
    rows: dict[str, Any] = {"summary-1": "没有咨询渠道。", "url-1": HOME, "amount-1": "2", "files-1": shot()}
    say(reviewer, "rule", ruling="hit", reason="首页没有入口", **rows)
    own = Finding.objects.get(item="W-V-05.1")
    assert (own.status, own.amount, own.evidence[0]["url"]) == ("second", 2, HOME)
    page = text_of(sign_in(review.reviewers[1]), reverse("finding", args=[own.pk]))
    assert "截图.png" in page and "人工发现" in page and 'value="second"' in page


def test_what_was_typed_is_kept_when_it_is_refused(reviewer: Client, review: Round) -> None:
    rows: dict[str, Any] = {"summary-1": "写了很久的情况", "url-1": "javascript:alert(1)"}
    page = say(reviewer, "rule", ruling="hit", reason="写了很久的理由", **rows)
    assert "以http://或https://开头" in page and "写了很久的情况" in page and "写了很久的理由" in page
    assert not Finding.objects.filter(item="W-V-05.1").exists()


def test_only_those_who_settle_waive(reviewer: Client, review: Round, sign_in: SignIn) -> None:
    assert "不予判定</button>" not in text_of(reviewer, address())
    assert 'class="note error"' in say(reviewer, "rule", ruling="waived", reason="无数据")
    say(sign_in(review.planner), "rule", ruling="waived", reason="无数据")
    assert verdict("W-V-05.1").ruling == "waived"


def test_what_the_machine_missed_is_added_to_an_indicator_that_it_judged(
    reviewer: Client, review: Round
) -> None:
    rows: dict[str, Any] = {"summary-1": "图片打不开。", "url-1": HOME, "files-1": shot()}
    assert "已补报问题" in say(reviewer, "report", "W-D-23", **rows)
    added = Finding.objects.get(item="W-D-23", origin="person")
    assert added.status == "confirmed" and added.attachments.count() == 1


def test_who_only_reads_changes_nothing(review: Round, sign_in: SignIn) -> None:
    client = sign_in(review.province.user(Role.AUDITOR))
    assert "您只能查看" in text_of(client, address())
    say(client, "rule", ruling="clear", reason="好")
    say(client, "report", "W-D-23", **{"summary-1": "有。"})
    assert verdict("W-V-05.1").ruling == "" and not Finding.objects.filter(origin="person").exists()


def test_after_the_hearing_somebody_new_amends_with_a_reason(province: Province, sign_in: SignIn) -> None:
    sent = in_feedback(province)
    Feedback.objects.update(answer="accepted")
    sent.go(Move.HEAR, now=NOW)
    row = finding("W-D-23")
    url = reverse("finding", args=[row.pk])
    assert "复核已经结束" in text_of(sign_in(sent.reviewers[0]), url)
    planner = sign_in(sent.planner)
    assert 'value="amend"' in text_of(planner, url)
    said = {"choice": "dismiss", "version": row.version, "mode": "amend", "reason": "单位来函说明"}
    planner.post(reverse("finding_decide", args=[row.pk]), said)
    row.refresh_from_db()
    assert row.status == "dismissed"
