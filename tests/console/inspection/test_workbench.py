"""The workbench: one candidate a screen, the next one at once, and what must not be seen is not shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.console.inspection.archived import FRAGMENT, PAGE, URL, archived_review
from tests.console.inspection.reviewed import CONFIRM, finding, told, verdict
from tests.console.inspection.rounds import NOW, Round
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.inspection.models import Decision, Finding
from xunwang.inspection.review.decide import decide
from xunwang.inspection.review.queue import Wanted, next_finding
from xunwang.web.components.pace import opened, seconds_looked

SignIn = Callable[[object], Client]


@pytest.fixture
def runs(settings: Settings, tmp_path: Path) -> Path:
    settings.RUNS = tmp_path / "runs"
    settings.RUNS.mkdir()
    return settings.RUNS


@pytest.fixture
def review(province: Province, runs: Path) -> Round:
    return archived_review(province, runs, secret=True)


@pytest.fixture
def reviewer(review: Round, sign_in: SignIn) -> Client:
    return sign_in(review.reviewers[0])


def bench(row: Finding, query: str = "") -> str:
    return reverse("finding", args=[row.pk]) + query


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def say(client: Client, row: Finding, choice: str, **more: object) -> object:
    data = {"choice": choice, "version": row.version, "mode": "review", "opened": opened(timezone.now())}
    return client.post(reverse("finding_decide", args=[row.pk]), data | more)


def test_one_screen_tells_the_rule_the_finding_and_where_the_evidence_is(
    reviewer: Client, review: Round
) -> None:
    page = text_of(reviewer, bench(finding("W-D-23")))
    for words in ("松江市人民政府网", "应为“安装”", "未核定", "初筛线索", URL, "已在页面中标出", "同类 2 个"):
        assert words in page
    assert 'sandbox loading="lazy" referrerpolicy="no-referrer"' in page and "#xunwang-mark" in page


def test_the_source_the_record_and_further_evidence_have_their_tabs(reviewer: Client, review: Round) -> None:
    row = finding("W-D-23")
    assert f"<mark>{FRAGMENT}</mark>" in text_of(reviewer, bench(row, "?tab=source"))
    facts = text_of(reviewer, bench(row, "?tab=facts"))
    assert "203.0.113.7" in facts and "nginx" in facts and "SHA-256" in facts
    assert "另见首页第1处" in text_of(reviewer, bench(row, "?evidence=2"))


def test_a_page_of_a_run_that_is_not_here_is_told_so(reviewer: Client, review: Round, runs: Path) -> None:
    (runs / "20201130-100000" / "manifest.json").unlink()
    assert "不在本机" in text_of(reviewer, bench(finding("W-D-23")))
    assert "不在本机" in text_of(reviewer, reverse("finding_page", args=[finding("W-D-23").pk, 1]))


def test_the_stored_page_comes_under_a_policy_that_allows_nothing(reviewer: Client, review: Round) -> None:
    answer = reviewer.get(reverse("finding_page", args=[finding("W-D-23").pk, 1]))
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'") and "allow-" not in policy
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "data-href" in answer.content.decode() and len(answer.content) > len(PAGE)


def test_a_decision_opens_the_next_one_and_the_queue_ends_in_the_overview(
    reviewer: Client, review: Round
) -> None:
    started = reviewer.post(reverse("review_next", args=[review.campaign.pk]))
    order = []
    while "/findings/" in started.headers["Location"]:
        row = Finding.objects.get(pk=started.headers["Location"].split("/")[3])
        order.append(row.item)
        started = say(reviewer, row, "confirm")  # type: ignore[assignment]
    assert order == ["W-V-01.1", "W-D-23", "W-D-23", "W-D-23"]
    assert started.headers["Location"] == reverse("review", args=[review.campaign.pk])


def test_who_skips_one_gets_the_one_behind_and_comes_back_to_it_in_the_end(review: Round) -> None:
    person, campaign = review.reviewers[0], review.campaign
    first = next_finding(campaign, person, NOW)
    seen = [first]
    for _ in range(4):
        seen.append(next_finding(campaign, person, NOW, Wanted(after=seen[-1])))
    assert seen[4] == first and len({row.pk for row in seen[:4] if row}) == 4
    only = next_finding(campaign, person, NOW, Wanted(item="W-D-23"))
    assert only is not None and only.item == "W-D-23"


def test_the_queue_of_one_indicator_stays_with_it(reviewer: Client, review: Round) -> None:
    answer = reviewer.post(reverse("review_next", args=[review.campaign.pk]), {"item": "W-D-23"})
    assert answer.headers["Location"].endswith("?item=W-D-23")
    answer = say(reviewer, finding("W-D-23"), "dismiss", item="W-D-23")  # type: ignore[assignment]
    assert answer.headers["Location"].endswith("?item=W-D-23")


def test_whoever_was_slower_is_told_and_nothing_is_lost(reviewer: Client, review: Round) -> None:
    row = finding("W-D-23")
    decide(finding("W-D-23"), CONFIRM, review.reviewers[1], NOW)
    answer = say(reviewer, row, "dismiss")
    assert answer.headers["Location"].startswith(bench(row))  # type: ignore[attr-defined]
    assert "其他人刚刚处理" in text_of(reviewer, bench(row))
    assert told(row) == [("first", "confirm")]


def test_a_veto_goes_to_a_second_person_and_says_so(reviewer: Client, review: Round, sign_in: SignIn) -> None:
    row = finding("W-V-01.1")
    say(reviewer, row, "confirm")
    assert "另一人进行二次复核" in text_of(reviewer, bench(row))
    other = sign_in(review.reviewers[1])
    assert 'value="second"' in text_of(other, bench(row))
    row.refresh_from_db()
    say(other, row, "confirm", mode="second")
    row.refresh_from_db()
    assert row.status == "confirmed"


def test_an_own_decision_is_changed_with_a_reason(reviewer: Client, review: Round) -> None:
    row = finding("W-D-23")
    say(reviewer, row, "confirm")
    row.refresh_from_db()
    say(reviewer, row, "dismiss", mode="correct")
    assert "须写明理由" in text_of(reviewer, bench(row))
    say(reviewer, row, "dismiss", mode="correct", reason="看错了")
    row.refresh_from_db()
    assert row.status == "dismissed"


def test_in_the_blind_sample_nobody_sees_what_the_other_said(
    province: Province, runs: Path, sign_in: SignIn
) -> None:
    review = archived_review(province, runs, double_share="1")
    row = finding("W-D-23")
    decide(row, CONFIRM, review.reviewers[0], NOW)
    client = sign_in(review.reviewers[1])
    page = text_of(client, bench(row, "?blind=1"))
    assert "盲审" in page and "属实" not in page and "已确认" not in page
    listing = text_of(client, reverse("findings", args=[review.campaign.pk]) + "?item=W-D-23")
    assert "盲审中" in listing and ">已确认</span>" not in listing
    confirmed = text_of(client, reverse("findings", args=[review.campaign.pk]) + "?status=confirmed")
    assert bench(row) not in confirmed
    say(client, row, "dismiss", mode="blind", blind="1")
    row.refresh_from_db()
    assert (row.status, told(row)[-1]) == ("unsure", ("blind", "dismiss"))
    assert "κ" in text_of(client, reverse("review", args=[review.campaign.pk]))


def test_a_dispute_is_settled_by_those_who_may(reviewer: Client, review: Round, sign_in: SignIn) -> None:
    row = finding("W-D-23")
    say(reviewer, row, "unsure")
    assert "有裁定权限" in text_of(reviewer, bench(row))
    planner = sign_in(review.planner)
    assert 'value="settle"' in text_of(planner, bench(row))
    row.refresh_from_db()
    say(planner, row, "dismiss", mode="settle", reason="专有名词")
    row.refresh_from_db()
    assert row.status == "dismissed"


def test_a_restricted_dispute_is_reached_by_those_who_may_see_it_only(review: Round, sign_in: SignIn) -> None:
    hidden = finding("W-V-01.2")
    Finding.objects.filter(pk=hidden.pk).update(status="unsure")
    address = reverse("review_settle", args=[review.campaign.pk])
    overview = reverse("review", args=[review.campaign.pk])
    assert sign_in(review.planner).post(address).headers["Location"] == overview
    assert sign_in(review.admin).post(address).headers["Location"] == bench(hidden)


def test_alike_findings_are_shown_before_they_are_decided_together(reviewer: Client, review: Round) -> None:
    row = finding("W-D-23")
    address = reverse("finding_alike", args=[row.pk])
    page = reviewer.get(address)
    assert "将处理 <strong>3</strong>" in page.content.decode()
    late = Finding.objects.filter(item="W-D-23").last()
    assert late is not None
    decide(late, CONFIRM, review.reviewers[1], NOW)
    data = {"seen": page.context["seen"], "choice": "dismiss", "reason": "专有名词"}
    told_ = reviewer.post(address, data, follow=True).content.decode()
    assert "已排除2个同类问题；1个已被他人处理" in told_
    assert Finding.objects.filter(item="W-D-23", status="dismissed").count() == 2
    forged = reviewer.post(address, data | {"seen": "1:1"}, follow=True).content.decode()
    assert "页面已失效" in forged


def test_restricted_findings_do_not_exist_for_others_and_every_opening_is_written_down(
    reviewer: Client, review: Round, sign_in: SignIn
) -> None:
    hidden = finding("W-V-01.2")
    addresses = [bench(hidden), reverse("finding_page", args=[hidden.pk, 1])]
    for address in (*addresses, reverse("finding_alike", args=[hidden.pk])):
        assert reviewer.get(address).status_code == 404
    listed = reverse("findings", args=[review.campaign.pk])
    assert "机密" not in text_of(reviewer, listed)
    assert (
        reviewer.post(reverse("finding_decide", args=[hidden.pk]), {"choice": "confirm"}).status_code == 404
    )
    admin = sign_in(review.admin)
    assert "机密" not in text_of(admin, listed)
    assert "机密" not in admin.get(f"{listed}?export=csv").content.decode("utf-8-sig")
    for number, address in enumerate(addresses, start=1):
        assert admin.get(address).status_code == 200
        logged = Entry.objects.filter(action="open_restricted", subject_id=str(hidden.pk))
        assert logged.count() == number
        assert {one.actor for one in logged} == {"province_admin"}
    assert not any("机密" in f"{one.note}{one.after}{one.before}" for one in Entry.objects.all())


def test_roles_without_the_right_read_and_decide_nothing(review: Round, sign_in: SignIn) -> None:
    row = finding("W-D-23")
    client = sign_in(review.province.user(Role.AUDITOR))
    page = text_of(client, bench(row))
    assert "只能查看" in page and 'name="choice"' not in page
    say(client, row, "confirm")
    assert not Decision.objects.exists()


def test_seconds_are_those_of_looking_and_never_more_than_have_passed() -> None:
    start = timezone.now()
    token = opened(start)
    later = start + timedelta(seconds=90)
    assert seconds_looked(token, "", later) in (90, 91)
    assert seconds_looked(token, "30", later) == 30
    assert seconds_looked(token, "99999", later) in (90, 91)
    assert seconds_looked("forged", "30", later) == 0
    assert seconds_looked(token, "-5", later) in (90, 91)


@pytest.mark.parametrize("similar", [3, 40])
def test_pages_ask_the_same_number_of_queries_however_many_findings_there_are(
    province: Province, runs: Path, sign_in: SignIn, django_assert_max_num_queries: Callable, similar: int
) -> None:
    review = archived_review(province, runs)
    example = finding("W-D-23")
    Finding.objects.bulk_create(
        Finding(
            campaign=review.campaign, checked_id=example.checked_id, verdict_id=example.verdict_id, item=example.item,
            key=f"more{number}", summary=f"第{number}处", pattern=example.pattern, status="candidate",
        )
        for number in range(similar)
    )  # fmt: skip
    client = sign_in(review.admin)
    for address, most in (
        (reverse("reviews"), 9),
        (reverse("review", args=[review.campaign.pk]), 25),
        (reverse("findings", args=[review.campaign.pk]), 9),
        (bench(example), 16),
        (reverse("finding_alike", args=[example.pk]), 10),
        (reverse("rulings", args=[review.campaign.pk]), 11),
        (reverse("ruling", args=[verdict("W-V-05.1").pk]), 14),
    ):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_exports_hold_no_formulas(review: Round, sign_in: SignIn) -> None:
    example = finding("W-D-23")
    Finding.objects.create(
        campaign=review.campaign, checked_id=example.checked_id, verdict_id=example.verdict_id, item=example.item,
        key="formula", summary="=HYPERLINK(\"http://x\")", pattern="p", status="candidate",
    )  # fmt: skip
    listed = reverse("findings", args=[review.campaign.pk])
    content = sign_in(review.admin).get(f"{listed}?export=csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK" in content and ",=HYPERLINK" not in content and '"=HYPERLINK' not in content
