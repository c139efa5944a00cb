"""Signing in: password, second factor, lock-out; nothing inline, nothing cached, nobody registers himself."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.console.province import PASSWORD, Province
from xunwang.access.roles import Role
from xunwang.audit.models import Entry


def code_now(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def enter(client: Client, name: str, password: str = PASSWORD) -> str:
    answer = client.post(reverse("account_login"), {"login": name, "password": password})
    return answer.headers.get("Location", "") if answer.status_code == 302 else answer.content.decode()


def test_a_stranger_is_sent_to_the_sign_in_page_and_back(province: Province, client: Client) -> None:
    answer = client.get("/")
    assert answer.headers["Location"] == "/sign-in/?next=/"
    assert enter(client, "planner") == "/"
    assert client.get("/").status_code == 200


def test_a_wrong_password_and_an_unknown_name_are_told_alike(province: Province, client: Client) -> None:
    known = enter(client, "planner", "wrong password")
    unknown = enter(client, "nobody", "wrong password")
    assert "用户名或密码不正确" in known
    assert "用户名或密码不正确" in unknown


def test_five_wrong_passwords_lock_the_name_even_for_the_right_one(
    province: Province, client: Client
) -> None:
    for _ in range(5):
        assert "用户名或密码不正确" in enter(client, "planner", "wrong password")
    assert "暂时锁定" in enter(client, "planner", PASSWORD)
    assert enter(client, "reviewer") == "/", "other people are not locked out"


def test_who_left_cannot_come_in(province: Province, client: Client) -> None:
    user = province.user(Role.PLANNER)
    user.is_active = False
    user.save()
    assert "_auth_user_id" not in client.session
    enter(client, "planner")
    assert "_auth_user_id" not in client.session


def test_an_office_requires_a_second_factor(province: Province, client: Client, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    enter(client, "planner")
    assert client.get("/").headers["Location"] == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    found = re.search(r"密钥：<code>([A-Z2-7]+)</code>", page)
    assert found
    secret = found[1]
    wrong = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert "验证码不正确" in wrong.content.decode()
    done = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert done.headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = re.findall(
        r"<li><code>(\w+)</code>", client.get(reverse("mfa_view_recovery_codes")).content.decode()
    )
    assert len(codes) == 10
    assert client.get("/").status_code == 200

    client.post(reverse("account_logout"))
    assert enter(client, "planner") == reverse("mfa_authenticate")
    assert client.get("/").status_code == 302, "a password alone opens nothing"
    assert "验证码不正确" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).headers["Location"] == "/"
    assert client.get("/").status_code == 200

    client.post(reverse("account_logout"))
    enter(client, "planner")
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 200, "used once"


def test_the_seed_of_the_second_factor_is_sealed_in_the_database(
    province: Province, client: Client, settings: Settings
) -> None:
    enter(client, "planner")
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"密钥：<code>([A-Z2-7]+)</code>", page)[1]
    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator")
        stored = " ".join(row[0] for row in cursor.fetchall())
    assert stored and secret not in stored
    assert secret not in str(list(Entry.objects.values()))
    assert Authenticator.objects.filter(user__username="planner").count() == 2


def test_a_change_is_written_down_under_the_name_of_the_person(province: Province, client: Client) -> None:
    enter(client, "planner")
    new = "图们江畔 2021 correct"
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    entry = Entry.objects.filter(subject="access_user").first()
    assert entry is not None
    assert (entry.actor, entry.via, entry.address, entry.after) == (
        "planner", "web", "127.0.0.1", {"password": "***"},
    )  # fmt: skip


@pytest.mark.parametrize("weak", ["short", "123456789012345", "planner12345"])
def test_weak_passwords_are_refused(province: Province, client: Client, weak: str) -> None:
    enter(client, "planner")
    answer = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    )
    assert answer.status_code == 200
    assert 'class="fault"' in answer.content.decode()


def test_every_answer_forbids_inline_scripts_and_frames(province: Province, client: Client) -> None:
    enter(client, "planner")
    for path in ("/", "/sign-in/", "/no-such-page/", "/health/"):
        answer = client.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "frame-ancestors 'none'" in policy
        page = answer.content.decode()
        assert "<script>" not in page and " style=" not in page and " onclick=" not in page


def test_a_page_of_a_person_stays_in_no_cache(province: Province, client: Client) -> None:
    enter(client, "planner")
    assert "no-store" in client.get("/").headers["Cache-Control"]


def test_a_form_from_elsewhere_is_refused_in_chinese(province: Province) -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"login": "planner", "password": PASSWORD})
    assert answer.status_code == 403
    assert "表单已失效" in answer.content.decode()


def test_signing_in_with_an_address_from_elsewhere_leads_home(province: Province, client: Client) -> None:
    answer = client.post("/sign-in/?next=https://evil.example/", {"login": "planner", "password": PASSWORD})
    assert answer.headers["Location"] == "/"
