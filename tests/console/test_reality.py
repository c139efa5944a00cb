"""The register against reality: real servers, real rows; what is not reported is listed, what is unknown is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from tests.console.province import Province, make_site
from tests.engine.served import clock
from tests.fetch_store.local_server import Asked, LocalServer, Reply, serve
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.engine.reality import Named
from xunwang.registry.models import Difference, DifferenceEvent, Look, WebSite
from xunwang.registry.reality import (
    Network,
    RealityError,
    compare_due,
    compare_sites,
    file_difference,
    mark,
)
from xunwang.registry.reality_words import DifferenceKind, DifferenceState

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HTML = (("Content-Type", "text/html; charset=utf-8"),)
Pages = dict[str, Reply | None]


def page(name: str, code: str, sponsor: str, icp: str = "", title: str = "", footer_code: str = "") -> Reply:
    body = f"""<html><head><title>{title or name}</title><meta name="SiteName" content="{name}">
<meta name="SiteIDCode" content="{code}"></head><body><p><a href="/a/">通知公告</a></p>
<div class="footer">主办单位：{sponsor}　网站标识码：{footer_code or code}　{icp}</div></body></html>"""
    return Reply(200, body.encode(), HTML)


def truthful() -> Pages:
    return {
        "www.bs.gov.cn": page("白山省人民政府网", "2200000001", "白山省人民政府办公厅"),
        "www.songjiang.gov.cn": page("松江市人民政府网", "2201000001", "松江市人民政府"),
        "jyj.songjiang.gov.cn": page("松江市教育局", "2201000012", "松江市教育局"),
    }


@contextmanager
def served(pages: Pages, names: dict[str, Named] | None = None) -> Iterator[Network]:
    def answer(asked: Asked) -> Reply | None:
        return pages.get(asked.host.partition(":")[0], Reply(404, b"", HTML))

    server: LocalServer
    with serve(answer) as server:
        yield Network(server.settings, clock(), lambda host: (names or {}).get(host, Named.FOUND))


def standing(site: WebSite | None = None) -> dict[str, str]:
    rows = Difference.objects.exclude(state=DifferenceState.GONE)
    return {one.kind: one.seen for one in (rows.filter(site=site) if site else rows)}


def test_a_truthful_register_has_no_differences(province: Province) -> None:
    with served(truthful()) as network:
        assert compare_due(NOW, network) == 3
        assert compare_due(NOW + timedelta(hours=1), network) == 0, "looked at today already"
        assert compare_due(NOW + DAY, network) == 3
    assert standing() == {}
    assert Look.objects.count() == 6 and set(Look.objects.values_list("sight", flat=True)) == {"answers"}


def test_what_the_page_says_of_itself_is_held_against_the_entry(province: Province) -> None:
    WebSite.objects.filter(pk=province.department_site.pk).update(icp_number="吉ICP备05000001号")
    pages = truthful() | {
        "jyj.songjiang.gov.cn": page("北河市交通局", "2202000099", "北河市交通局", "吉ICP备20099999号-2", footer_code="2202000098"),
        "www.songjiang.gov.cn": page("松江市人民政府网", "2201000001", "松江市人民政府", "吉ICP备11111111号-1"),
    }  # fmt: skip
    with served(pages) as network:
        compare_due(NOW, network)
    assert standing(province.department_site) == {
        "name": "北河市交通局", "meta_code": "2202000099", "footer_code": "2202000098", "sponsor": "北河市交通局",
        "icp": "吉ICP备20099999号-2",
    }  # fmt: skip
    [icp] = Difference.objects.filter(site=province.city_portal)
    assert (icp.kind, icp.registered) == ("icp", "（未登记）")
    one = Difference.objects.get(site=province.department_site, kind="name")
    assert (one.registered, one.look.digest) != ("", "") and one.look.url == "http://jyj.songjiang.gov.cn/"


def test_a_page_at_another_host_is_a_redirect_and_nothing_more(province: Province) -> None:
    pages = truthful() | {
        "jyj.songjiang.gov.cn": Reply(301, b"", (("Location", "http://new.example.com/index.html"),)),
        "new.example.com": page("别的网站", "", "某公司"),
    }
    with served(pages) as network:
        compare_due(NOW, network)
    assert standing() == {"redirect": "http://new.example.com/index.html"}


def test_www_and_registered_aliases_are_the_sites_own(province: Province) -> None:
    WebSite.objects.filter(pk=province.department_site.pk).update(aliases=["edu.songjiang.gov.cn"])
    there = Reply(302, b"", (("Location", "http://edu.songjiang.gov.cn/"),))
    pages = truthful() | {
        "jyj.songjiang.gov.cn": there,
        "edu.songjiang.gov.cn": truthful()["jyj.songjiang.gov.cn"],
    }
    with served(pages) as network:
        compare_due(NOW, network)
    assert standing() == {}


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (Reply(200, "<title>澳门新葡京娱乐场官网 真人百家乐 时时彩投注</title>".encode(), HTML), True),
        (Reply(200, "<title>域名出售</title><body>此域名可转让</body>".encode(), HTML), True),
        (Reply(302, b"", (("Location", "http://jyj.songjiang.gov.cn/"),)), False),
        (page("松江市教育局", "2201000012", "松江市教育局"), False),
        (None, False),
    ],
)
def test_old_names_that_lead_to_what_is_foreign_are_found(
    province: Province, shown: Reply | None, found: bool
) -> None:
    WebSite.objects.filter(pk=province.department_site.pk).update(aliases=["www.sjedu.com"])
    with served(truthful() | {"www.sjedu.com": shown}) as network:
        compare_due(NOW, network)
    rows = Difference.objects.filter(kind=DifferenceKind.OLD_NAME)
    assert [(one.address, one.registered) for one in rows] == (
        [("http://www.sjedu.com/", "www.sjedu.com")] if found else []
    )


def test_a_running_site_is_dead_only_after_three_looks_over_a_day(province: Province) -> None:
    dead = truthful() | {"jyj.songjiang.gov.cn": None}
    with served(dead) as network:
        compare_sites([province.department_site.pk], NOW, network)
        compare_sites([province.department_site.pk], NOW + timedelta(hours=1), network)
        compare_sites([province.department_site.pk], NOW + timedelta(hours=2), network)
        assert standing() == {}, "three looks, but within two hours"
        compare_sites([province.department_site.pk], NOW + DAY, network)
    assert "连续4次无法访问" in standing()["dead"]
    with served(truthful()) as network:
        compare_sites([province.department_site.pk], NOW + 2 * DAY, network)
    assert standing() == {}
    one = Difference.objects.get()
    assert [event.state for event in one.events.all()] == ["open", "gone"]


def test_a_success_in_between_begins_the_count_anew(province: Province) -> None:
    dead = truthful() | {"jyj.songjiang.gov.cn": Reply(502, b"", HTML)}
    for number, pages in enumerate((dead, dead, truthful(), dead, dead)):
        with served(pages) as network:
            compare_sites([province.department_site.pk], NOW + number * DAY, network)
    assert standing() == {}


def test_a_failing_resolver_of_our_own_kills_no_site(province: Province) -> None:
    for number in range(5):
        with served(truthful(), {"jyj.songjiang.gov.cn": Named.UNKNOWN}) as network:
            compare_due(NOW + number * DAY, network)
    assert standing() == {}
    unknown = Look.objects.filter(site=province.department_site)
    assert set(unknown.values_list("sight", flat=True)) == {"unknown"} and unknown.count() == 5
    for number in range(5, 8):
        with served(truthful(), {"jyj.songjiang.gov.cn": Named.NO_SUCH_NAME}) as network:
            compare_due(NOW + number * DAY, network)
    assert "域名不存在" in standing()["dead"]


def test_what_is_not_known_changes_nothing_that_was_found(province: Province) -> None:
    wrong = truthful() | {"jyj.songjiang.gov.cn": page("北河市交通局", "2201000012", "松江市教育局")}
    with served(wrong) as network:
        compare_due(NOW, network)
    assert set(standing()) == {"name"}
    with served(truthful(), {"jyj.songjiang.gov.cn": Named.UNKNOWN}) as network:
        compare_due(NOW + DAY, network)
    assert set(standing()) == {"name"}
    with served(wrong | {"jyj.songjiang.gov.cn": None}) as network:
        compare_due(NOW + 2 * DAY, network)
    assert set(standing()) == {"name"}, "a site that is down has not changed its name"


def test_closed_and_suspended_sites_that_answer_are_found(province: Province) -> None:
    WebSite.objects.filter(pk=province.department_site.pk).update(status="closed")
    WebSite.objects.filter(pk=province.city_portal.pk).update(status="suspended")
    with served(truthful()) as network:
        compare_due(NOW, network)
    assert standing(province.department_site)["alive"].startswith("仍可访问")
    assert "下线公告" in standing(province.city_portal)["alive"]
    merged = truthful() | {"jyj.songjiang.gov.cn": Reply(302, b"", (("Location", "http://www.bs.gov.cn/"),))}
    with served(merged) as network:
        compare_due(NOW + DAY, network)
    assert standing(province.department_site) == {}, "merged into the portal, its old name leads there"


def test_several_sites_of_a_unit_are_found(province: Province) -> None:
    WebSite.objects.filter(pk=province.department_site.pk).update(status="closed")
    second = make_site(province.department, "松江市教育局招生网", "zs.songjiang.gov.cn", "", "department")
    pages = truthful() | {"zs.songjiang.gov.cn": page("松江市教育局招生网", "", "松江市教育局")}
    with served(pages) as network:
        compare_due(NOW, network)
    assert "两个网站都可访问" in standing(second)["several"]
    with served(pages | {"jyj.songjiang.gov.cn": None}) as network:
        compare_due(NOW + DAY, network)
    assert standing(second) == {}


@pytest.fixture
def named(province: Province) -> Difference:
    """A wrong name."""
    with served(
        truthful() | {"jyj.songjiang.gov.cn": page("松江教育在线", "2201000012", "松江市教育局")}
    ) as network:
        compare_due(NOW, network)
    return Difference.objects.get()


def again(province: Province, name: str, days: int) -> Difference:
    with served(truthful() | {"jyj.songjiang.gov.cn": page(name, "2201000012", "松江市教育局")}) as network:
        compare_due(NOW + days * DAY, network)
    return Difference.objects.get()


def test_what_was_explained_stays_so_until_it_is_something_else(
    province: Province, named: Difference
) -> None:
    supervisor = province.user(Role.CITY_SUPERVISOR)
    with pytest.raises(RealityError, match="原因"):
        mark(named, DifferenceState.EXPLAINED, " ", supervisor, NOW)
    mark(named, DifferenceState.EXPLAINED, "经批准使用简称", supervisor, NOW)
    assert again(province, "松江教育在线", 1).state == "explained"
    opened = again(province, "松江招生在线", 2)
    assert (opened.state, opened.reason, opened.seen) == ("open", "", "松江招生在线")
    notes = list(opened.events.values_list("state", "by__username"))
    assert notes == [("open", None), ("explained", "city_supervisor"), ("open", None)]


def test_two_who_decide_at_once_do_not_overwrite_each_other(province: Province, named: Difference) -> None:
    stale = Difference.objects.get()
    mark(named, DifferenceState.TO_FILE, "", province.user(Role.CITY_SUPERVISOR), NOW)
    with pytest.raises(RealityError, match="其他人刚刚"):
        mark(stale, DifferenceState.EXPLAINED, "原因", province.user(Role.PROVINCE_ADMIN), NOW)


def test_a_filing_is_begun_from_what_was_seen(province: Province, named: Difference) -> None:
    filing = file_difference(named, province.user(Role.UNIT_EDITOR), NOW)
    assert (filing.kind, filing.state, filing.proposal) == ("change", "draft", {"name": "松江教育在线"})
    assert filing.site == province.department_site and "SiteName" not in filing.reason
    now = Difference.objects.get()
    assert (now.state, now.filing) == ("filed", filing)
    with pytest.raises(RealityError, match="未办结的备案"):
        file_difference(now, province.user(Role.UNIT_EDITOR), NOW)


def test_a_redirect_asks_for_the_new_address_and_an_old_name_for_its_removal(province: Province) -> None:
    WebSite.objects.filter(pk=province.department_site.pk).update(aliases=["a.gov.cn", "www.sjedu.com"])
    pages = truthful() | {
        "www.songjiang.gov.cn": Reply(301, b"", (("Location", "http://www.sjs.gov.cn/index.html"),)),
        "www.sjs.gov.cn": page("松江市人民政府网", "2201000001", "松江市人民政府"),
        "www.sjedu.com": Reply(200, "<title>域名出售</title>".encode(), HTML),
    }
    with served(pages) as network:
        compare_due(NOW, network)
    by, filings = province.user(Role.PROVINCE_ADMIN), {}
    for one in Difference.objects.filter(kind__in=["redirect", "old_name"]):
        filings[one.kind] = file_difference(one, by, NOW).proposal
    assert filings == {
        "redirect": {"home_url": "http://www.sjs.gov.cn/"},
        "old_name": {"aliases": ["a.gov.cn"]},
    }


def test_nobody_decides_outside_of_the_own_subtree(province: Province, named: Difference) -> None:
    for act in _acts(named, province):
        with pytest.raises(PermissionDenied):
            act()
    assert Difference.objects.get().state == "open"


def _acts(named: Difference, province: Province) -> list[Callable[[], object]]:
    editor, auditor = province.user(Role.UNIT_EDITOR), province.user(Role.AUDITOR)
    return [
        lambda: mark(named, DifferenceState.EXPLAINED, "x", editor, NOW),
        lambda: mark(named, DifferenceState.EXPLAINED, "x", auditor, NOW),
        lambda: file_difference(named, auditor, NOW),
    ]


def test_looks_and_history_do_not_change_and_decisions_are_audited(
    province: Province, named: Difference
) -> None:
    for rows in (Look.objects.all(), DifferenceEvent.objects.all()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(at=NOW)
    mark(named, DifferenceState.TO_FILE, "", province.user(Role.CITY_SUPERVISOR), NOW)
    assert Entry.objects.filter(subject="registry_difference", action="update").exists()
