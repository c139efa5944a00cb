"""New media by programmes: no secret leaves, and what is sent twice is written down once."""

from __future__ import annotations

from uuid import uuid4

from django.utils import timezone

from tests.console.api.world import Programme
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.media.models import HandCheck
from xunwang.media.ways import Setting, set_way
from xunwang.posts.records import Way


def test_a_way_is_told_without_its_secrets(province: Province) -> None:
    secrets = {"app_id": "wx1234567890", "app_secret": "s3cr3t-of-the-account"}
    by = province.user(Role.PROVINCE_ADMIN)
    set_way(Setting(province.account, Way.WECHAT_API, secrets=secrets), by, timezone.now())
    answer = Programme(by).get("/account-ways", {"account": province.account.pk})
    (told,) = answer.json()["items"]
    assert told["way"] == "wechat_api" and told["has_secrets"] is True
    assert (told["set_by"], told["set_as"]) == (by.name, "province_admin")
    assert not any(secret in answer.content.decode() for secret in secrets.values())


def test_a_check_sent_twice_is_one_and_a_foolish_one_is_refused(province: Province) -> None:
    programme = Programme(province.user(Role.CITY_SUPERVISOR))
    body = {"key": str(uuid4()), "account": province.account.pk, "last_post": "2020-11-20"}
    first, second = (programme.send("POST", "/hand-checks", body) for _ in range(2))
    assert first.status_code == second.status_code == 201 and first.json() == second.json()
    assert HandCheck.objects.count() == 1
    foolish = programme.send("POST", "/hand-checks", body | {"key": str(uuid4()), "no_posts": True})
    assert (foolish.status_code, foolish.json()["code"]) == (409, "refused")
    assert "只能填一项" in foolish.json()["detail"]
    missing = programme.send("POST", "/hand-checks", body | {"account": 999_999})
    assert missing.status_code == 404
