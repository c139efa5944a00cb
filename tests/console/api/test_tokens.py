"""Keys for programmes: shown once, kept as a digest, ended by time, by hand, and with their person."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.console.api.world import Programme
from tests.console.province import PASSWORD, Province
from xunwang.access.models import ApiToken
from xunwang.access.roles import Role
from xunwang.access.tokens import MOST, TokenError, Wish, issue
from xunwang.audit.models import Entry


def signed_in(client: Client, name: str) -> Client:
    client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
    return client


def make(client: Client, **changes: object) -> str:
    last = timezone.localdate() + timedelta(days=30)
    wanted = {"name": "与数据平台对接", "unit": "", "writes": "", "expires_on": last.isoformat(), **changes}
    return client.post(reverse("token_new"), wanted).content.decode()


def test_a_key_is_shown_once_and_works(province: Province, client: Client) -> None:
    page = make(signed_in(client, "planner"))
    key = re.search(r"<code>(xw_[\w-]{43})</code>", page)[1]
    answer = Client(headers={"authorization": f"Bearer {key}"}).get("/api/1/me")
    assert answer.status_code == 200 and answer.json()["username"] == "planner"
    assert key not in client.get(reverse("tokens")).content.decode()
    token = ApiToken.objects.get()
    assert token.last_used_at is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM access_apitoken t")
        stored = str(cursor.fetchall())
    assert key not in stored
    log = str(list(Entry.objects.filter(subject="access_apitoken").values()))
    assert key not in log and token.digest not in log
    assert Entry.objects.filter(subject="access_apitoken", action="insert", actor="planner").exists()


def test_making_a_key_asks_for_the_password_again_when_it_is_long_ago(
    province: Province, client: Client
) -> None:
    client.force_login(province.user(Role.PLANNER))
    answer = client.post(reverse("token_new"), {"name": "x", "expires_on": "2099-01-01"})
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/again/")
    assert not ApiToken.objects.exists()


def test_who_ended_a_key_ended_it_for_good_and_only_his_own(province: Province, client: Client) -> None:
    programme = Programme(province.user(Role.PLANNER))
    other = Programme(province.user(Role.AUDITOR))
    signed_in(client, "planner")
    assert client.post(reverse("token_end", args=[other.token.pk])).status_code == 302
    assert client.post(reverse("token_end", args=[programme.token.pk])).status_code == 302
    assert programme.get("/me").status_code == 401
    assert other.get("/me").status_code == 200


def test_an_administrator_ends_all_keys_of_a_person(province: Province, client: Client) -> None:
    programme = Programme(province.user(Role.PLANNER))
    signed_in(client, "province_admin")
    page = reverse("user", args=[province.user(Role.PLANNER).pk])
    assert "1个在用" in client.get(page).content.decode()
    client.post(reverse("user_change", args=[province.user(Role.PLANNER).pk]), {"what": "tokens"})
    assert programme.get("/me").status_code == 401


def test_a_key_ends_with_its_time_and_with_its_person(province: Province) -> None:
    user = province.user(Role.PLANNER)
    programme = Programme(user)
    ApiToken.objects.update(expires_at=timezone.now())
    assert programme.get("/me").status_code == 401
    ApiToken.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert programme.get("/me").status_code == 200
    user.is_active = False
    user.save()
    assert programme.get("/me").status_code == 401


def test_a_key_loses_with_its_person_the_right(province: Province) -> None:
    user = province.user(Role.PLANNER)
    programme = Programme(user)
    assert programme.get("/campaigns").status_code == 200
    user.assignments.all().delete()
    assert programme.get("/campaigns").status_code == 403


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_key_lives_for_a_year_at_most(province: Province, days: int) -> None:
    now = timezone.now()
    with pytest.raises(TokenError, match="一年以内"):
        issue(province.user(Role.PLANNER), Wish("x", None, False, now + timedelta(days=days)), now)


def test_nobody_gets_a_key_beyond_his_own_reach(province: Province, client: Client) -> None:
    now = timezone.now()
    wish = Wish("x", province.other_city, True, now + timedelta(days=1))
    with pytest.raises(TokenError, match="不在您的管理范围内"):
        issue(province.user(Role.CITY_SUPERVISOR), wish, now)
    with pytest.raises(TokenError, match="还没有角色"):
        issue(province.user(Role.PUBLIC), Wish("x", None, False, now + timedelta(days=1)), now)
    page = make(signed_in(client, "city_supervisor"), unit=province.other_city.pk)
    assert "xw_" not in page and 'class="fault"' in page


def test_a_person_holds_so_many_keys_at_most(province: Province) -> None:
    user, now = province.user(Role.PLANNER), timezone.now()
    wish = Wish("x", None, False, now + timedelta(days=1))
    for _ in range(MOST):
        issue(user, wish, now)
    with pytest.raises(TokenError, match="请先撤销"):
        issue(user, wish, now)


@pytest.mark.parametrize("key", ["", "xw_", "xw_" + "a" * 43, "Basic x", "xw_中文", "xw_" + "a" * 9000])
def test_wrong_keys_open_nothing(province: Province, key: str) -> None:
    header = f"Bearer {key}".encode().decode("latin-1")
    answer = Client().get("/api/1/me", HTTP_AUTHORIZATION=header)
    assert answer.status_code == 401
