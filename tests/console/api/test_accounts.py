"""Accounts, platforms and their filings by programme: as much as on the pages, by the same rules."""

from __future__ import annotations

from typing import Any

from tests.console.api.world import Programme
from tests.console.province import Province, make_unit
from xunwang.access.roles import Role
from xunwang.registry.models import Account, FurtherPlatform, Unit


def admin(province: Province) -> Programme:
    return Programme(province.user(Role.PROVINCE_ADMIN))


def test_every_field_of_an_account_is_written_and_read(province: Province) -> None:
    programme, path = admin(province), f"/accounts/{province.account.pk}"
    fields: dict[str, Any] = {
        "wechat_type": "subscription", "kind": "publishing", "introduction": "教育政策", "page_url": "https://mp.example.cn/a",
        "former_names": ["文教", "教委"], "supervising_unit": province.city.pk, "opened_on": "2019-01-02",
        "filed_on": "2019-02-03", "state_reason": "", "exemption": "",
    }  # fmt: skip
    answer = programme.change("PATCH", path, fields)
    assert answer.status_code == 200, answer.content.decode()
    shown = programme.get(path).json()
    assert {name: shown[name] for name in fields} == fields
    listed = programme.get("/accounts", {"kind": "publishing"}).json()["items"]
    assert [one["id"] for one in listed] == [province.account.pk]
    assert programme.get("/accounts", {"kind": "service"}).json()["items"] == []


def test_a_filed_account_is_renamed_by_filing_only(province: Province) -> None:
    programme, path = admin(province), f"/accounts/{province.account.pk}"
    assert programme.change("PATCH", path, {"filed_on": "2019-02-03"}).status_code == 200
    refused = programme.change("PATCH", path, {"name": "教育松江"})
    assert refused.status_code == 422
    assert [(one["rule"], one["field"]) for one in refused.json()["errors"]] == [("N-05", "name")]


def test_a_supervisor_says_nothing_about_who_decides_on_filings(province: Province) -> None:
    programme = Programme(province.user(Role.CITY_SUPERVISOR))
    answer = programme.change(
        "PATCH", f"/accounts/{province.account.pk}", {"supervising_unit": province.city.pk}
    )
    assert answer.status_code in {403, 422}
    assert Account.objects.get(pk=province.account.pk).supervising_unit is None


def test_platforms_of_the_office_are_listed_and_used(province: Province) -> None:
    FurtherPlatform.objects.create(code="red", name="小红书", interaction=False)
    programme = admin(province)
    last = programme.get("/platforms").json()[-1]
    assert last == {
        "code": "red", "label": "小红书", "posts": True, "interaction": False, "is_active": True, "built_in": False,
    }  # fmt: skip
    account = {
        "unit": province.department.pk,
        "platform": "red",
        "name": "松江教育",
        "subject": "松江市教育局",
    }
    assert programme.send("POST", "/accounts", account).status_code == 201
    wrong = programme.send("POST", "/accounts", {**account, "platform": "blue", "name": "松江"})
    assert wrong.status_code == 422 and wrong.json()["errors"][0]["field"] == "platform"


def test_what_stands_against_an_account_is_told(province: Province) -> None:
    told = admin(province).get(f"/accounts/{province.account.pk}/problems").json()
    assert [(one["rule"], one["check"], one["blocking"]) for one in told] == [("N-05", "未备案", False)]


def test_a_sponsor_changes_and_an_account_is_merged_by_filing(province: Province) -> None:
    bureau = make_unit("松江市文化教育局", "city", "220100", province.city, "department")
    Account.objects.create(unit=province.city, platform="wechat", name="松江发布", subject=province.city.name)
    programme = Programme(province.user(Role.UNIT_EDITOR))
    content = {"sponsor": bureau.name, "subject": bureau.name, "reason": "改革", "public_notice": "置顶公告"}
    change = {"of": "change", "account": province.account.pk, "content": content}
    made = programme.send("POST", "/filings", change)
    assert made.status_code == 201, made.content.decode()
    assert made.json()["proposal"] == {"subject": bureau.name, "unit_id": bureau.pk}
    assert made.json()["public_notice"] == "置顶公告"
    path = f"/filings/{made.json()['id']}"
    programme.change("POST", f"{path}/moves", {"move": "withdraw", "note": ""}, read=path)
    content = {"into": "松江发布", "reason": "改革", "public_notice": "置顶公告"}
    merged = programme.send(
        "POST", "/filings", {"of": "merge", "account": province.account.pk, "content": content}
    )
    assert merged.status_code == 201, merged.content.decode()
    assert merged.json()["merge_into_account"] == Account.objects.get(name="松江发布").pk


def test_a_unit_s_former_names_and_functions_are_written(province: Province) -> None:
    programme, path = admin(province), f"/units/{province.department.pk}"
    answer = programme.change("PATCH", path, {"former_names": ["松江市文教局"], "administrative": True})
    assert answer.status_code == 200, answer.content.decode()
    unit = Unit.objects.get(pk=province.department.pk)
    assert (unit.former_names, unit.administrative) == (["松江市文教局"], True)
