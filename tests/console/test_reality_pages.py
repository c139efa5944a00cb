"""Pages of the register against reality: seen, explained, filed, looked at again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job

from tests.console.addresses.reality import difference
from tests.console.province import Province
from tests.console.test_reality import served, truthful
from xunwang.access.roles import Role
from xunwang.background.words import TaskName
from xunwang.inspection.running.equipment import Equipment
from xunwang.jobs import tasks
from xunwang.registry.models import Difference, Filing, Look

SignIn = Callable[[object], Client]


@pytest.fixture
def wrong(province: Province) -> Difference:
    """A wrong name of the department's site."""
    return difference(province.department_site)


def decide(client: Client, one: Difference, **data: object) -> str:
    given = {"version": one.version, **data}
    return client.post(reverse("difference_decide", args=[one.pk]), given, follow=True).content.decode()


def test_a_supervisor_finds_it_at_home_and_explains_it(
    province: Province, sign_in: SignIn, wrong: Difference
) -> None:
    client = sign_in(province.user(Role.CITY_SUPERVISOR))
    home = client.get("/").content.decode()
    assert "处名录与网站实际不符" in home and f'href="{reverse("reality")}"' in home
    page = client.get(reverse("reality")).content.decode()
    assert "别的网站" in page and "待处理" in page
    assert "须写明原因" in decide(client, wrong, state="explained", reason="")
    assert "已记为“已说明”" in decide(client, wrong, state="explained", reason="经批准使用简称")
    assert "处名录与网站实际不符" not in client.get("/").content.decode()
    assert "其他人刚刚" in decide(client, wrong, state="to_file")
    assert Difference.objects.get().reason == "经批准使用简称"


def test_a_unit_begins_a_filing_that_is_filled_in(
    province: Province, sign_in: SignIn, wrong: Difference
) -> None:
    client = sign_in(province.user(Role.UNIT_EDITOR))
    page = client.get(reverse("difference", args=[wrong.pk])).content.decode()
    assert "按实际情况提出备案" in page and "待办理备案或更正" not in page, "explaining is the supervisor's"
    answer = client.post(reverse("difference_file", args=[wrong.pk]), {"version": wrong.version})
    filing = Filing.objects.get()
    assert answer.headers["Location"] == reverse("filing_edit", args=[filing.pk])
    form = client.get(answer.headers["Location"]).content.decode()
    assert 'value="别的网站"' in form and "网站名称不符" in form
    assert str(filing) in client.get(reverse("difference", args=[wrong.pk])).content.decode()


def test_looking_again_is_left_to_the_background(
    province: Province, sign_in: SignIn, wrong: Difference
) -> None:
    client = sign_in(province.user(Role.CITY_SUPERVISOR))
    for _ in range(2):
        client.post(reverse("reality_ask"), {"site": province.department_site.pk})
        client.post(reverse("reality_ask"))
    assert client.post(reverse("reality_ask"), {"site": province.portal.pk}).status_code == 404
    jobs = ProcrastinateJob.objects.filter(task_name=TaskName.COMPARE.value).values_list("args", flat=True)
    assert sorted(jobs, key=str) == [{"site": province.department_site.pk}, {"unit": province.city.pk}]


def test_what_is_gone_is_left_out_until_asked_for(
    province: Province, sign_in: SignIn, wrong: Difference
) -> None:
    Difference.objects.update(state="gone")
    client = sign_in(province.user(Role.AUDITOR))
    assert "别的网站" not in client.get(reverse("reality")).content.decode()
    assert "别的网站" in client.get(reverse("reality"), {"state": "gone"}).content.decode()


def test_an_export_carries_the_evidence_and_keeps_to_the_subtree(
    province: Province, sign_in: SignIn, wrong: Difference
) -> None:
    difference(province.portal)
    client = sign_in(province.user(Role.CITY_SUPERVISOR))
    table = client.get(reverse("reality"), {"export": "csv"}).content.decode("utf-8-sig")
    assert "松江市教育局网站" in table and "白山省人民政府网" not in table and "内容摘要" in table


def test_the_list_asks_the_database_as_often_for_many_rows(
    province: Province, sign_in: SignIn, wrong: Difference, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        Difference.objects.create(
            site=province.department_site, kind="old_name", address=f"http://a{number}.com/", seen="别处",
            look=wrong.look, first_seen_at=wrong.first_seen_at, last_seen_at=wrong.last_seen_at,
        )  # fmt: skip
    client = sign_in(province.user(Role.PROVINCE_ADMIN))
    with django_assert_max_num_queries(14):
        client.get(reverse("reality"))


def test_the_background_looks_at_what_was_asked_for(province: Province) -> None:
    with served(truthful()) as network:
        equipment = Equipment(network.clock, Path("unused"), network.settings)
        job = Job(
            id=1, queue="q", lock=None, queueing_lock=None, task_name=TaskName.COMPARE.value, priority=0
        )
        context = JobContext(
            app=app, job=job, start_timestamp=0.0, abort_reason=lambda: None,
            additional_context={tasks.EQUIPMENT: equipment},
        )  # fmt: skip
        tasks.compare_below.func(context, unit=province.city.pk)
        assert set(Look.objects.values_list("site", flat=True)) == {
            province.city_portal.pk,
            province.department_site.pk,
        }
        tasks.compare_everything_due.func(context)
    assert Look.objects.filter(site=province.portal).count() == 1
