"""The sites and accounts of a campaign: what was found, what is unknown and why, and how they were drawn."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.console.campaigns.pages import SignIn, said, text
from tests.console.guards import past_the_guards
from tests.console.inspection.reviewed import HOME, decide_all, finding, in_review
from tests.console.inspection.rounds import NOW, Round, add_accounts, make_round, make_round_of
from tests.console.province import Province, make_user
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.inspection.models import CheckedAccount, CheckedSite, SamplingRecord
from xunwang.inspection.moves import move
from xunwang.inspection.stages import Move
from xunwang.registry.exporting import csv_bytes


@pytest.fixture
def review(province: Province) -> Round:
    add_accounts(province.city, 8)
    return in_review(province)


@pytest.fixture
def reviewer(review: Round, client: Client) -> Client:
    client.force_login(review.reviewers[0])
    return client


def site_page(client: Client, round_: Round, home: str = HOME) -> str:
    site = round_.campaign.sites.get(home_url=home)
    return text(client, f"/campaigns/{round_.campaign.pk}/sites/{site.pk}/")


def indicator(page: str, item: str) -> str:
    """The row of an indicator."""
    return page.split(f'<tr id="{item}">')[1].split("</tr>")[0]


def test_sites_are_found_by_what_is_left_to_do(reviewer: Client, review: Round) -> None:
    address = f"/campaigns/{review.campaign.pk}/sites/"
    assert "共 3 条" in text(reviewer, address)
    waiting = text(reviewer, f"{address}?work=open")
    assert "松江市人民政府网" in waiting and "白山省人民政府网" not in waiting
    assert "白山省人民政府网" in text(reviewer, f"{address}?work=done")
    assert "没有符合条件" in text(reviewer, f"{address}?work=missing")
    assert "共 1 条" in text(reviewer, f"{address}?region=省直&kind=portal")
    rows = reviewer.get(f"{address}?export=csv&sort=-open").content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("松江市人民政府网,松江市人民政府,政府门户网站,市级") and ",1,4,1," in rows[1]


def test_a_site_shows_every_indicator_with_what_was_measured_and_found(
    reviewer: Client, review: Round
) -> None:
    page = site_page(reviewer, review)
    assert "按装" in indicator(page, "W-D-23") and "待人工复核" in indicator(page, "W-D-23")
    assert indicator(page, "W-D-23").count("<li>") == 3
    assert "无法判定，缺少：没有信箱数据" in indicator(page, "W-V-05.1")
    assert "首页2周未更新。" in indicator(page, "W-D-01.1") and "未核定" in indicator(page, "W-D-01.1")
    assert "正常" in page and "暂定" in page
    applicable = review.campaign.sites.get(home_url=HOME).verdicts.count()
    shown = sum(int(part.split(" 项")[0]) for part in page.split("未发现问题的指标 ")[1:])
    assert page.count('<tr id="') + shown == applicable, "none is left out"


def test_what_people_decided_shows_at_the_indicator(reviewer: Client, review: Round) -> None:
    decide_all(review)
    page = site_page(reviewer, review)
    assert "存在问题" in indicator(page, "W-D-23") and "已确认" in indicator(page, "W-D-23")
    assert "人工判定：未发现问题" in page.split("没有信箱数据")[0]
    assert "不合格" in page.split("</header>")[1]


def test_a_restricted_finding_keeps_its_words_to_itself(reviewer: Client, review: Round) -> None:
    site = review.campaign.sites.get(home_url=HOME)
    row = finding("W-V-01.1")
    row.pk, row.key, row.restricted, row.summary = None, "secret", True, "绝密文件全文"
    row.evidence = [{"url": f"{HOME}secret.html", "fragment": "绝密★启用前"}]
    row.save(force_insert=True)
    page = text(reviewer, f"/campaigns/{review.campaign.pk}/sites/{site.pk}/")
    assert "涉密线索" in page and "绝密" not in page and "secret.html" not in page


def test_hostile_words_of_a_site_are_words(reviewer: Client, review: Round) -> None:
    row = finding("W-V-01.1")
    row.pk, row.key, row.summary = None, "hostile", "<script>alert(1)</script>"
    row.evidence = [{"url": "javascript:alert(1)", "fragment": "<img src=x onerror=alert(1)>"}]
    row.save(force_insert=True)
    site = review.campaign.sites.get(home_url=HOME)
    answer = reviewer.get(f"/campaigns/{review.campaign.pk}/sites/{site.pk}/").content.decode()
    assert "<script>alert" not in answer and "<img src=x" not in answer and 'href="javascript' not in answer


def test_a_site_of_another_campaign_is_not_found(reviewer: Client, review: Round) -> None:
    other = move(make_round_of(review.province, "另一次"), Move.PLAN, review.admin, NOW)
    site, account = other.sites.first(), other.accounts.first()
    assert site is not None and account is not None
    for part, key in (("sites", site.pk), ("accounts", account.pk)):
        assert reviewer.get(f"/campaigns/{review.campaign.pk}/{part}/{key}/").status_code == 404


def test_the_outcome_of_an_account_is_written_down_and_the_next_is_shown(
    reviewer: Client, review: Round
) -> None:
    first, second = review.campaign.accounts.all()[:2]
    address = f"/campaigns/{review.campaign.pk}/accounts/{first.pk}/"
    assert "须写明问题" in said(reviewer.post(address, {"outcome": "unqualified", "problems": " "}))
    answer = reviewer.post(address, {"outcome": "unqualified", "problems": "连续14天未更新", "next": "1"})
    assert answer.headers["Location"] == f"/campaigns/{review.campaign.pk}/accounts/{second.pk}/"
    first.refresh_from_db()
    assert (first.outcome, first.problems) == ("unqualified", "连续14天未更新")
    entry = Entry.objects.filter(subject="inspection_checked").first()
    assert entry is not None and entry.actor == "reviewer"
    page = text(reviewer, f"/campaigns/{review.campaign.pk}/accounts/?outcome=unqualified")
    assert "共 1 条" in page and "连续14天未更新" in page


def test_who_does_not_review_only_looks(review: Round, client: Client) -> None:
    account = review.campaign.accounts.first()
    assert account is not None
    address = f"/campaigns/{review.campaign.pk}/accounts/{account.pk}/"
    client.force_login(review.planner)
    assert "只能查看" in text(client, address)
    client.post(address, {"outcome": "qualified"})
    assert client.get(f"/campaigns/{review.campaign.pk}/accounts/import/").status_code == 403
    named = make_user("fourth", Role.REVIEWER, review.province.root)
    review.campaign.reviewers.set([review.reviewers[0]])
    client.force_login(named)
    assert "您不在其中" in said(client.post(address, {"outcome": "qualified"}))
    account.refresh_from_db()
    assert account.outcome == "pending"


def upload(client: Client, round_: Round, rows: list[list[str]]) -> object:
    file = SimpleUploadedFile("结果.csv", csv_bytes(rows))
    return client.post(f"/campaigns/{round_.campaign.pk}/accounts/import/", {"file": file})


HEAD = ["平台", "账号名称", "结果", "问题"]


def test_outcomes_come_from_a_table_after_a_look(reviewer: Client, review: Round) -> None:
    first, second, third = review.campaign.accounts.all()[:3]

    def row(one: CheckedAccount, outcome: str, problems: str = "") -> list[str]:
        return [one.get_platform_display(), one.name, outcome, problems]

    answer = upload(reviewer, review, [
        HEAD, row(first, "合格"), row(second, "不合格", "=HYPERLINK(1)"), row(third, ""), row(first, "不合格", "重复"),
        row(third, "不合格"), ["微博", "没有抽到", "合格", ""], ["论坛", "某号", "好", ""],
    ])  # fmt: skip
    sheet = answer.context["sheet"]  # type: ignore[attr-defined]
    assert [(error.row, error.column) for error in sheet.errors] == [
        (5, "账号名称"), (6, "结果"), (7, "账号名称"), (8, "平台"), (8, "结果"),
    ]  # fmt: skip
    assert len(sheet.useful) == 2 and not CheckedAccount.objects.exclude(outcome="pending").exists()
    confirmed = answer.context["confirmed"]  # type: ignore[attr-defined]
    address = f"/campaigns/{review.campaign.pk}/accounts/import/"
    assert "已过期" in said(reviewer.post(address, {"confirmed": confirmed + "x"}, follow=True))
    assert "已记录2个账号" in said(reviewer.post(address, {"confirmed": confirmed}, follow=True))
    second.refresh_from_db()
    assert (second.outcome, second.problems) == ("unqualified", "=HYPERLINK(1)")
    exported = reviewer.get(f"/campaigns/{review.campaign.pk}/accounts/?export=csv&outcome=unqualified")
    assert ",'=HYPERLINK(1)" in exported.content.decode("utf-8-sig"), "a spreadsheet runs nothing"


def test_the_form_for_checkers_reads_back_without_a_change(reviewer: Client, review: Round) -> None:
    decide_all(review)
    address = f"/campaigns/{review.campaign.pk}/accounts/import/"
    content = reviewer.get(f"{address}?export=xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet.max_row == review.campaign.accounts.count() + 1
    answer = reviewer.post(address, {"file": SimpleUploadedFile("a.xlsx", content)})
    told = answer.context["sheet"]
    assert told.errors == () and told.useful == () and len(told.rows) == review.campaign.accounts.count()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "请上传XLSX"),
        ("a.csv", "账号\n甲\n".encode(), "表头缺少"),
        ("a.xlsx", b"x", "无法作为表格打开"),
    ],
)
def test_a_file_that_is_no_table_is_told(
    reviewer: Client, review: Round, name: str, content: bytes, words: str
) -> None:
    file = SimpleUploadedFile(name, content)
    answer = reviewer.post(f"/campaigns/{review.campaign.pk}/accounts/import/", {"file": file})
    assert words in said(answer)


def test_the_confirmation_of_one_campaign_is_none_for_another(reviewer: Client, review: Round) -> None:
    account = review.campaign.accounts.first()
    assert account is not None
    row = [account.get_platform_display(), account.name, "合格", ""]
    confirmed = upload(reviewer, review, [HEAD, row]).context["confirmed"]  # type: ignore[attr-defined]
    other = move(make_round_of(review.province, "另一次"), Move.PLAN, review.admin, NOW)
    other = move(other, Move.START, review.admin, NOW)
    reviewer.post(f"/campaigns/{other.pk}/accounts/import/", {"confirmed": confirmed})
    assert not CheckedAccount.objects.exclude(outcome="pending").exists()


def test_a_drawing_is_shown_exported_and_proved(province: Province, sign_in: SignIn) -> None:
    client = sign_in(province.user(Role.AUDITOR))
    add_accounts(province.city, 8)
    round_ = make_round(province)
    address = f"/campaigns/{round_.campaign.pk}/sampling/"
    assert "还没有抽样" in text(client, address)
    round_.go(Move.PLAN)
    record = round_.campaign.samplings.get(population="accounts")
    page = text(client, address)
    assert record.frame_digest in page and "2020-10" in page and "重新抽取" in page
    assert record.strata[0]["chosen"][0].partition(":")[2] in page
    assert "完全一致" in text(client, f"{address}?check=1")
    rows = client.get(f"{address}?export=csv").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + CheckedSite.objects.count() + 9
    round_.go(Move.REPLAN)
    assert "以前的抽样" in text(client, address) and "完全一致" not in text(client, f"{address}?check=1")
    round_.go(Move.PLAN)
    assert len(client.get(address).context["earlier"]) == 2


def test_a_record_that_somebody_touched_does_not_pass(province: Province, sign_in: SignIn) -> None:
    client = sign_in(province.user(Role.AUDITOR))
    round_ = make_round(province)
    round_.go(Move.PLAN)
    with past_the_guards():
        SamplingRecord.objects.filter(population="sites").update(frame_digest="0" * 64)
    page = text(client, f"/campaigns/{round_.campaign.pk}/sampling/?check=1")
    assert page.count("抽样框与登记的摘要不符") == 1 and page.count("完全一致") == 1
