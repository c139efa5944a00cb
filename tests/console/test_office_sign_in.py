"""Signing in by the office's own provider: a real one on loopback, for people whom the console knows."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.console.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.console.province import PASSWORD, Province
from tests.console.test_sign_in import code_now, enter
from xunwang.access.models import User
from xunwang.access.office_names import register_name
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.web.office.configuration import Provider, problems_of, provider_from

LOGIN = "/sign-in/with/office/"


def environment(folder: Path, issuer: str, **more: str) -> dict[str, str]:
    secret = folder / "secret"
    secret.write_text(f"{SECRET}\n")
    secret.chmod(0o600)
    return {
        "XUNWANG_OIDC_ISSUER": issuer, "XUNWANG_OIDC_CLIENT_ID": CLIENT, "XUNWANG_OIDC_SECRET_FILE": str(secret),
        "XUNWANG_OIDC_LABEL": "省统一身份认证", **more,
    }  # fmt: skip


def switch_on(settings: Settings, provider: Provider) -> None:
    settings.OFFICE_PROVIDER = provider
    settings.SOCIALACCOUNT_PROVIDERS = provider.allauth()


@pytest.fixture
def idp(settings: Settings, tmp_path: Path) -> Iterator[IdentityProvider]:
    started = IdentityProvider()
    provider = provider_from(environment(tmp_path, started.issuer))
    assert provider is not None
    switch_on(settings, provider)
    yield started
    started.close()


def come_in(client: Client, idp: IdentityProvider) -> Any:
    """What a browser does: to the provider, and back with what it says."""
    away = client.get(LOGIN)
    assert away.status_code == 302 and away.headers["Location"].startswith(f"{idp.issuer}/authorize?")
    parts = urlsplit(away.headers["Location"])
    asking = http.client.HTTPConnection("127.0.0.1", idp.server.server_port, timeout=10)
    asking.request("GET", f"{parts.path}?{parts.query}")
    back = urlsplit(asking.getresponse().headers["Location"])
    asking.close()
    return client.get(f"{back.path}?{back.query}")


def is_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_without_a_provider_the_addresses_do_not_exist(province: Province, client: Client) -> None:
    assert client.get(LOGIN).status_code == 404
    assert "统一身份认证" not in client.get("/sign-in/").content.decode()


def test_the_sign_in_page_leads_to_the_provider(
    province: Province, client: Client, idp: IdentityProvider
) -> None:
    page = client.get("/sign-in/").content.decode()
    assert re.search(rf'<a class="button" href="{LOGIN}">用省统一身份认证登录</a>', page)


def test_a_registered_person_comes_in_and_is_known_by_the_subject_from_then_on(
    province: Province, client: Client, idp: IdentityProvider
) -> None:
    user = province.user(Role.PLANNER)
    register_name(user, "zhang.san")
    assert come_in(client, idp).headers["Location"] == "/"
    assert is_in(client) and client.session["_auth_user_id"] == str(user.pk)
    linked = SocialAccount.objects.get()
    assert (linked.user, linked.uid, linked.extra_data) == (user, "0001", {})
    assert not SocialToken.objects.exists(), "nothing else of the provider's is kept"
    client.post(reverse("account_logout"))
    idp.claims["preferred_username"] = "renamed"
    come_in(client, idp)
    assert is_in(client), "the subject counts, not the name"
    entries = list(Entry.objects.filter(action="sign_in").values_list("actor", "note"))
    assert entries == [("planner", "统一身份认证")] * 2
    assert Entry.objects.filter(
        subject="socialaccount_socialaccount", action="insert", actor="planner"
    ).exists()


def test_a_stranger_does_not_come_in_and_no_user_is_made(
    province: Province, client: Client, idp: IdentityProvider
) -> None:
    before = User.objects.count()
    answer = come_in(client, idp)
    assert answer.status_code == 403 and "还没有与本系统的用户绑定" in answer.content.decode()
    assert not is_in(client)
    assert User.objects.count() == before and not SocialAccount.objects.exists()
    entry = Entry.objects.get(action="sign_in_refused")
    assert "zhang.san" in entry.note and entry.actor == ""


def test_a_name_that_merely_equals_a_users_own_links_nothing(
    province: Province, client: Client, idp: IdentityProvider
) -> None:
    idp.claims["preferred_username"] = "province_admin"
    assert come_in(client, idp).status_code == 403


def test_another_subject_with_the_registered_name_does_not_take_a_linked_user_over(
    province: Province, client: Client, idp: IdentityProvider
) -> None:
    register_name(province.user(Role.PLANNER), "zhang.san")
    come_in(client, idp)
    client.post(reverse("account_logout"))
    idp.claims["sub"] = "0002"
    assert come_in(client, idp).status_code == 403
    assert not is_in(client)


def test_who_was_stopped_does_not_come_in(province: Province, client: Client, idp: IdentityProvider) -> None:
    user = province.user(Role.PLANNER)
    register_name(user, "zhang.san")
    User.objects.filter(pk=user.pk).update(is_active=False)
    come_in(client, idp)
    assert not is_in(client)


@pytest.mark.parametrize("spoil", ["key", "audience", "expired", "issuer", "hmac", "none"])
def test_a_token_that_is_not_the_providers_opens_nothing(
    province: Province, client: Client, idp: IdentityProvider, spoil: str
) -> None:
    register_name(province.user(Role.PLANNER), "zhang.san")
    if spoil == "key":
        idp.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    elif spoil == "audience":
        idp.audience = "another client"
    elif spoil == "expired":
        idp.lifetime = -600
    elif spoil == "issuer":
        idp.claims["iss"] = "https://elsewhere.example"
    else:
        idp.algorithm = {"hmac": "HS256", "none": "none"}[spoil]
        if spoil == "none":
            idp.token = lambda: "eyJhbGciOiJub25lIn0.eyJzdWIiOiIwMDAxIn0."  # type: ignore[method-assign]
    answer = come_in(client, idp)
    assert answer.status_code == 403 and "没有完成" in answer.content.decode()
    assert not is_in(client) and not SocialAccount.objects.exists()


def test_an_answer_that_nobody_asked_for_opens_nothing(
    province: Province, client: Client, idp: IdentityProvider
) -> None:
    register_name(province.user(Role.PLANNER), "zhang.san")
    answer = client.get(f"{LOGIN}back/?code=x&state=y")
    assert answer.status_code == 403 and not is_in(client)


def test_the_second_factor_is_still_demanded(
    province: Province, client: Client, idp: IdentityProvider, settings: Settings
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    register_name(province.user(Role.PLANNER), "zhang.san")
    idp.claims["amr"] = ["pwd", "otp"]
    come_in(client, idp)
    assert client.get("/").headers["Location"] == reverse("mfa_activate_totp"), "the office accepts no claim"
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"密钥：<code>([A-Z2-7]+)</code>", page)[1]
    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert is_in(client)
    client.post(reverse("account_logout"))
    assert come_in(client, idp).headers["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)


def test_an_office_may_take_the_providers_word_for_the_second_factor(
    province: Province, client: Client, idp: IdentityProvider, settings: Settings, tmp_path: Path
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    provider = provider_from(environment(tmp_path, idp.issuer, XUNWANG_OIDC_STRONG="otp, loa3"))
    assert provider is not None
    switch_on(settings, provider)
    register_name(province.user(Role.PLANNER), "zhang.san")
    come_in(client, idp)
    assert client.get("/").headers["Location"] == reverse("mfa_activate_totp"), (
        "a password alone is not strong"
    )
    client.post(reverse("account_logout"))
    idp.claims["acr"] = "loa3"
    come_in(client, idp)
    assert is_in(client)
    client.post(reverse("account_logout"))
    enter(client, "planner", PASSWORD)
    assert client.get("/").headers["Location"] == reverse("mfa_activate_totp"), (
        "it holds for that session only"
    )


def test_an_administrator_registers_and_unlinks(
    province: Province, client: Client, idp: IdentityProvider
) -> None:
    user = province.user(Role.PLANNER)
    change, page = reverse("user_change", args=[user.pk]), reverse("user", args=[user.pk])
    boss = Client()
    boss.force_login(province.user(Role.PROVINCE_ADMIN))
    assert "未登记" in boss.get(page).content.decode()
    boss.post(change, {"what": "office_name", "name": "zhang.san"})
    assert "已登记“zhang.san”" in boss.get(page).content.decode()
    other = reverse("user_change", args=[province.user(Role.AUDITOR).pk])
    told = boss.post(other, {"what": "office_name", "name": "zhang.san"}, follow=True).content.decode()
    assert "已登记给另一用户" in told
    come_in(client, idp)
    assert "已绑定" in boss.get(page).content.decode()
    boss.post(change, {"what": "office_unlink"})
    assert not SocialAccount.objects.exists() and not is_in(client), "signed out everywhere"


def test_half_a_configuration_is_told_before_the_server_starts(tmp_path: Path) -> None:
    good = environment(tmp_path, "https://id.example.gov.cn")
    assert problems_of({}) == problems_of(good) == [] and provider_from({}) is None
    for change, told in (
        ({"XUNWANG_OIDC_ISSUER": "http://id.example.gov.cn"}, "https"),
        ({"XUNWANG_OIDC_CLIENT_ID": ""}, "XUNWANG_OIDC_CLIENT_ID"),
        ({"XUNWANG_OIDC_SECRET_FILE": ""}, "XUNWANG_OIDC_SECRET_FILE"),
        ({"XUNWANG_OIDC_SECRET_FILE": str(tmp_path / "missing")}, "不存在"),
    ):
        [said] = problems_of({**good, **change})
        assert told in said
        assert provider_from({**good, **change}) is None, "half a provider is none"
    Path(good["XUNWANG_OIDC_SECRET_FILE"]).chmod(0o644)
    assert "chmod 600" in problems_of(good)[0]
