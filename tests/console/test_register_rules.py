"""The rules of the register, each seen broken, kept, and broken with an approved exception."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from xunwang.registry.rules import account_problems, site_problems, unit_problems
from xunwang.registry.snapshot import AccountRow, Register, SiteRow, UnitRow

ROOT = UnitRow(1, "白山省人民政府", "province", "government", "220000")
CITY = UnitRow(2, "松江市人民政府", "city", "government", "220100", superior_id=1)
COUNTY = UnitRow(3, "临江县人民政府", "county", "government", "220122", superior_id=2)
BUREAU = UnitRow(4, "松江市教育局", "city", "department", "220100", superior_id=2)
TOWN = UnitRow(5, "大河镇人民政府", "township", "government", "220122", superior_id=3)
PORTAL = SiteRow(1, 2, "松江市人民政府网", "http://www.songjiang.gov.cn/", "portal", "2201000001")
SITE = SiteRow(0, 4, "松江市教育局网站", "http://jyj.songjiang.gov.cn/", "department", "2201000012")
ACCOUNT = AccountRow(0, 4, "wechat", "松江教育", subject="松江市教育局")


def register(*more: SiteRow | AccountRow) -> Register:
    made = Register([ROOT, CITY, COUNTY, BUREAU, TOWN], [replace(PORTAL)])
    for row in more:
        made.put(row)
    return made


def rules(problems: list, blocking: bool = True) -> set[str]:
    return {problem.rule for problem in problems if problem.blocking is blocking}


def test_a_site_that_keeps_every_rule_has_no_problem() -> None:
    assert site_problems(SITE, register()) == []
    assert site_problems(PORTAL, register()) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"home_url": "http://www.songjiang-edu.com/"}, "G-01"),
        ({"home_url": "http://gov.cn.example.com/"}, "G-01"),
        ({"home_url": "http://jyj.other.gov.cn/"}, "G-03"),
        ({"home_url": "http://songjiang.gov.cn/"}, "G-03"),
        ({"home_url": "http://a.jyj.songjiang.gov.cn/"}, "G-03"),
        ({"home_url": "http://www.songjiang.gov.cn/"}, "R-08"),
        ({"unit_id": 5, "site_code": ""}, "G-05"),
        ({"unit_id": 2, "site_code": "2201000099"}, "G-05"),
        ({"kind": "portal"}, "G-02"),
        ({"site_code": "2202000012"}, "G-07"),
        ({"site_code": "12345"}, "G-07"),
        ({"site_code": "2201000001"}, "R-09"),
        ({"unit_id": 99}, "R-07"),
    ],
)
def test_a_site_that_breaks_a_rule_is_refused(change: dict[str, Any], rule: str) -> None:
    problems = site_problems(replace(SITE, **change), register())
    assert rule in rules(problems)
    assert all(problem.remedy for problem in problems)


@pytest.mark.parametrize("host", ["songjiang.gov.cn", "www.a.songjiang.gov.cn", "ww.songjiang.gov.cn"])
def test_a_portal_has_www_and_one_label(host: str) -> None:
    assert "G-02" in rules(site_problems(replace(PORTAL, home_url=f"http://{host}/"), register()))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"name": "教育信息网"}, "G-06"),
        ({"site_code": ""}, "G-07"),
        ({"aliases": ["www.sjjy.com"]}, "G-04"),
    ],
)
def test_what_can_be_mended_later_only_warns(change: dict[str, Any], rule: str) -> None:
    problems = site_problems(replace(SITE, **change), register())
    assert rules(problems) == set()
    assert rules(problems, blocking=False) == {rule}


def test_a_chinese_domain_may_be_added() -> None:
    assert site_problems(replace(SITE, aliases=["松江教育.政务", "jy.songjiang.gov.cn"]), register()) == []


def test_a_department_site_before_its_portal_only_warns() -> None:
    empty = Register([ROOT, CITY, BUREAU])
    assert rules(site_problems(SITE, empty)) == set()
    assert rules(site_problems(SITE, empty), blocking=False) == {"G-03"}


def test_a_department_may_be_below_its_superior_department() -> None:
    school = UnitRow(6, "松江市招生办公室", "city", "institution", "220100", superior_id=4)
    known = register(replace(SITE, id=2))
    known.put(school)
    site = SiteRow(
        0, 6, "松江市招生办公室网站", "http://zsb.jyj.songjiang.gov.cn/", "department", "2201000044"
    )
    assert site_problems(site, known) == []


def test_an_approved_exception_lets_it_pass_and_stays_visible() -> None:
    site = replace(SITE, home_url="http://www.sjedu.cn/", exemption="吉政办函〔2020〕1号")
    problems = site_problems(site, register())
    assert rules(problems) == set()
    assert "G-01" in rules(problems, blocking=False)


def test_no_exception_makes_two_sites_share_a_host_or_a_code() -> None:
    site = replace(SITE, home_url=PORTAL.home_url, site_code=PORTAL.site_code, exemption="批准")
    assert {"R-08", "R-09"} <= rules(site_problems(site, register()))


def test_a_closed_site_stands_in_nobodys_way() -> None:
    closed = replace(SITE, id=7, status="closed")
    assert site_problems(SITE, register(closed)) == []


def test_a_running_site_changes_its_domain_only_by_filing() -> None:
    before = replace(SITE, id=7)
    after = replace(before, home_url="http://edu.songjiang.gov.cn/")
    known = register(before)
    assert rules(site_problems(after, known, before=before)) == {"G-08"}
    assert site_problems(after, known, before=before, by_filing=True) == []
    closing = replace(before, status="closed")
    assert rules(site_problems(closing, known, before=before)) == {"G-08"}
    assert site_problems(closing, known, before=before, by_filing=True) == []


def test_one_unit_has_one_account_on_a_platform() -> None:
    known = register(replace(ACCOUNT, id=3))
    assert "N-03" in rules(account_problems(replace(ACCOUNT, name="松江教育发布"), known))
    assert account_problems(replace(ACCOUNT, name="松江教育", platform="weibo"), known) == []
    assert account_problems(replace(ACCOUNT, name="其他一", platform="other"), known) == []
    exempt = replace(ACCOUNT, name="松江教育发布", exemption="批准")
    assert rules(account_problems(exempt, known)) == set()


def test_the_verified_subject_is_the_sponsor() -> None:
    assert "N-04" in rules(account_problems(replace(ACCOUNT, subject="某某传媒有限公司"), register()))
    assert rules(account_problems(replace(ACCOUNT, subject=""), register()), blocking=False) == {"N-04"}


def test_the_same_account_is_registered_once() -> None:
    other = replace(ACCOUNT, id=3, unit_id=2, subject="松江市人民政府")
    assert "R-10" in rules(account_problems(ACCOUNT, register(other)))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"region_code": "22010"}, "R-01"),
        ({"region_code": "220000"}, "R-01"),
        ({"level": "county"}, "R-01"),
        ({"name": "松江市教育局"}, "R-02"),
        ({"kind": "department", "superior_id": None}, "R-03"),
        ({"superior_id": 3}, "R-04"),
        ({"superior_id": 2}, "R-04"),
        ({"region_code": "210100"}, "R-06"),
    ],
)
def test_a_unit_out_of_place_is_refused(change: dict[str, Any], rule: str) -> None:
    assert rule in rules(unit_problems(replace(CITY, **change), register()))


def test_a_unit_is_not_above_its_superior() -> None:
    unit = UnitRow(0, "某省厅", "province", "department", "220000", superior_id=2)
    assert "R-05" in rules(unit_problems(unit, register()))


def test_every_unit_of_the_tree_is_in_place() -> None:
    known = register()
    assert all(unit_problems(unit, known) == [] for unit in known.units.values())


def test_the_portals_of_a_real_province_keep_the_rule_or_are_named(shared: Path) -> None:
    """Public lists of 2020: four county portals live below their city's domain, one has a domain of its own kind."""
    with (shared / "data/registers/jilin_sites.csv").open(encoding="utf-8-sig") as file:
        rows = [row for row in csv.DictReader(file) if row["url_list_1"]]
    refused = []
    for row in rows:
        code = row["code"]
        level = "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
        unit = UnitRow(10, row["name"], level, "government", code)
        site = SiteRow(0, 10, row["name"], row["url_list_1"], "portal")
        if "G-02" in rules(site_problems(site, Register([unit]))):
            refused.append(row["name"])
    assert len(rows) >= 60
    assert len(refused) <= 5
