"""Test questions in the console: asked, answered, counted by the calendar; as a table out and in again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.console.inspection.reviewed import HOME, OFFICE_HOME, in_review
from tests.console.inspection.rounds import Round
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.engine.spreadsheet import read_rows
from xunwang.inspection.enquiries import Question, ask
from xunwang.inspection.models import Campaign, CheckedSite, Enquiry
from xunwang.registry.exporting import csv_bytes

SignIn = Callable[[object], Client]
FRIDAY = datetime(2020, 11, 20, 7, 30, tzinfo=UTC)


@pytest.fixture
def review(province: Province) -> Round:
    return in_review(province)


@pytest.fixture
def reviewer(review: Round, sign_in: SignIn) -> Client:
    return sign_in(review.reviewers[0])


def site(home: str = HOME) -> CheckedSite:
    return CheckedSite.objects.get(home_url=home)


def address(review: Round, home: str = HOME) -> str:
    return reverse("enquiry", args=[review.campaign.pk, site(home).pk])


def text_of(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def asked(client: Client, review: Round, home: str = HOME, at: str = "2020-11-20T15:30") -> None:
    data = {"question": "身份证丢失如何补办？", "url": home, "receipt": "2020-7", "asked_at": at}
    client.post(address(review, home), data)


def answered(client: Client, review: Round, at: str, quality: str = "effective", home: str = HOME) -> Client:
    enquiry = Enquiry.objects.get(site__home_url=home)
    data = {"answered_at": at, "quality": quality, "answer": "请到派出所", "version": enquiry.version}
    return client.post(address(review, home), data, follow=True)  # type: ignore[return-value]


def test_a_question_is_recorded_and_its_answer_counted_day_by_day(reviewer: Client, review: Round) -> None:
    asked(reviewer, review)
    assert Enquiry.objects.get().asked_at == FRIDAY
    answered(reviewer, review, "2020-11-24T09:00")
    page = text_of(reviewer, address(review))
    assert "用 <strong>2</strong> 个工作日答复" in page
    assert page.count("不计</li>") == 2, "the weekend is shown as not counted"
    assert "11-21" in page and "11-24" in page and "11-25" not in page


def test_nobody_waits_for_an_answer_once_the_results_are_final(reviewer: Client, review: Round) -> None:
    asked(reviewer, review)
    listed = reverse("enquiries", args=[review.campaign.pk])
    assert "等待答复" in text_of(reviewer, listed) and "已过" in text_of(reviewer, listed)
    Campaign.objects.filter(pk=review.campaign.pk).update(stage="final")
    for page in (text_of(reviewer, listed), text_of(reviewer, address(review))):
        assert "没有答复" in page and "等待答复" not in page and "已过" not in page


def test_the_figures_of_the_notice_are_live(reviewer: Client, review: Round) -> None:
    for home, day in ((HOME, "23"), (OFFICE_HOME, "26")):
        asked(reviewer, review, home)
        answered(reviewer, review, f"2020-11-{day}T09:00", home=home)
    page = text_of(reviewer, reverse("enquiries", args=[review.campaign.pk]))
    assert "<strong>2</strong> 个网站，占已提问的 100.0%" in page
    assert "<strong>1</strong> 个网站，占已提问的 50.0%" in page
    assert "未提问" in page


def test_wrong_times_are_refused_where_they_were_typed(reviewer: Client, review: Round) -> None:
    asked(reviewer, review, at="2999-01-01T00:00")
    assert not Enquiry.objects.exists()
    asked(reviewer, review)
    answer = answered(reviewer, review, "2020-11-19T09:00")
    assert "早于" in answer.content.decode()  # type: ignore[attr-defined]
    assert Enquiry.objects.get().quality == ""


def test_a_correction_on_what_has_changed_meanwhile_is_refused(reviewer: Client, review: Round) -> None:
    asked(reviewer, review)
    data = {"answered_at": "2020-11-24T09:00", "quality": "evasive", "version": 7}
    assert "其他人刚刚修改" in reviewer.post(address(review), data).content.decode()


def test_who_does_not_review_only_reads(review: Round, sign_in: SignIn) -> None:
    client = sign_in(review.province.user(Role.AUDITOR))
    asked(client, review)
    assert not Enquiry.objects.exists()
    assert "<textarea" not in text_of(client, address(review))


def upload(client: Client, review: Round, content: bytes, name: str = "a.csv") -> object:
    url = reverse("enquiries_import", args=[review.campaign.pk])
    return client.post(url, {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_table_goes_out_and_comes_in_again_without_a_change(
    reviewer: Client, review: Round, tmp_path: Path, kind: str
) -> None:
    asked(reviewer, review)
    answered(reviewer, review, "2020-11-24T09:00")
    ask(site(OFFICE_HOME), Question("=1+1 是多少？"), review.reviewers[0], FRIDAY)
    exported = reviewer.get(reverse("enquiries", args=[review.campaign.pk]) + f"?export={kind}").content
    answer = upload(reviewer, review, exported, f"a.{kind}")
    planned = answer.context["planned"]  # type: ignore[attr-defined]
    assert (planned.entries, planned.errors, planned.same) == ([], [], 3)


def test_a_filled_in_table_is_looked_at_and_then_taken(reviewer: Client, review: Round) -> None:
    head = ["首页网址", "问题", "提交时间", "答复时间", "答复质量"]
    rows = [
        head,
        [HOME, "如何补办？", "2020-11-20 15:30", "2020/11/24 09:00", "有效答复"],
        [OFFICE_HOME, "如何入学？", "2020-11-20 15:30", "", ""],
        ["http://strange.gov.cn/", "如何？", "2020-11-20 15:30", "", ""],
        ["http://www.bs.gov.cn/", "如何？", "2020-11-20", "2020-11-19 09:00", "有效答复"],
        ["http://www.bs.gov.cn/", "如何？", "周五", "", ""],
        ["http://www.bs.gov.cn/", "如何？", "2020-11-20", "2020-11-24", "很好"],
    ]
    answer = upload(reviewer, review, csv_bytes(rows))
    planned = answer.context["planned"]  # type: ignore[attr-defined]
    assert len(planned.entries) == 2 and [number for number, _ in planned.errors] == [4, 5, 6, 7]
    assert not Enquiry.objects.exists(), "nothing is written before it is confirmed"
    url = reverse("enquiries_import", args=[review.campaign.pk])
    sealed = answer.context["sealed"]  # type: ignore[attr-defined]
    assert "已导入2行" in reviewer.post(url, {"planned": sealed}, follow=True).content.decode()
    assert Enquiry.objects.get(site__home_url=HOME).working_days == 2
    assert Enquiry.objects.get(site__home_url=OFFICE_HOME).quality == ""
    forged = reviewer.post(url, {"planned": sealed[:-2]}, follow=True).content.decode()
    assert "页面已失效" in forged


def test_strange_files_are_refused_with_words(reviewer: Client, review: Round) -> None:
    for content, name in ((b"\x00\x01", "a.csv"), (b"PK\x03\x04x", "a.xlsx"), (b"a,b\n1,2\n", "b.csv")):
        page = upload(reviewer, review, content, name).content.decode()  # type: ignore[attr-defined]
        assert 'class="fault"' in page


def test_exports_hold_no_formulas(reviewer: Client, review: Round, tmp_path: Path) -> None:
    ask(site(), Question("=cmd|' /C calc'!A0", "http://x/", "+1"), review.reviewers[0], FRIDAY)
    url = reverse("enquiries", args=[review.campaign.pk])
    text = reviewer.get(f"{url}?export=csv").content.decode("utf-8-sig")
    assert "'=cmd" in text and "'+1" in text and ",=cmd" not in text
    book = tmp_path / "a.xlsx"
    book.write_bytes(reviewer.get(f"{url}?export=xlsx").content)
    assert any("=cmd|' /C calc'!A0" in row for row in read_rows(book)), "kept as text"


def test_the_indicator_is_ruled_on_by_a_button(reviewer: Client, review: Round) -> None:
    url = reverse("enquiries_rule", args=[review.campaign.pk])
    assert "已按咨询结果判定0个" in reviewer.post(url, follow=True).content.decode()


def test_the_list_asks_little_however_many_sites_there_are(
    reviewer: Client, review: Round, django_assert_max_num_queries: Callable
) -> None:
    asked(reviewer, review)
    with django_assert_max_num_queries(11):
        reviewer.get(reverse("enquiries", args=[review.campaign.pk]))
