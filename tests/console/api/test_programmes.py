"""How the interface behaves: pages, versions, problems, rates, sizes, and what it keeps to itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.console.api.world import JSON, Programme, World
from tests.console.inspection.reviewed import CONFIRM, finding, in_review
from tests.console.inspection.rounds import NOW, add_sites
from tests.console.province import Province, make_province
from xunwang.access.rates import Rate, forget, take
from xunwang.access.roles import Role
from xunwang.api.problems import CODES, MEDIA_TYPE
from xunwang.audit.models import Entry
from xunwang.inspection.models import Decision, Finding
from xunwang.inspection.review.decide import decide
from xunwang.registry.models import Contact, Unit, WebSite


def admin(province: Province) -> Programme:
    return Programme(province.user(Role.PROVINCE_ADMIN))


def tell(answer: Any) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    told = answer.json()
    assert told["status"] == answer.status_code == CODES[told["code"]][0]
    assert told["detail"].endswith("。") or told["code"] in {"refused", "obstacles", "rules"}
    return answer.status_code, told["code"]


def test_a_list_comes_page_by_page_and_whole_while_rows_are_added(province: Province) -> None:
    add_sites(province, 12)
    programme, keys, cursor = admin(province), [], ""
    for round_ in range(20):
        page = programme.get("/sites", {"limit": 4, "cursor": cursor}).json()
        assert len(page["items"]) <= 4
        keys += [one["id"] for one in page["items"]]
        cursor = page["next"]
        if not cursor:
            break
        if round_ == 0:
            WebSite.objects.filter(pk=keys[0]).update(name="先改名")
    assert keys == sorted(WebSite.objects.values_list("pk", flat=True)) and len(keys) == 15


def test_a_list_asks_the_database_as_often_for_many_rows(
    province: Province, django_assert_max_num_queries: Any
) -> None:
    programme = admin(province)
    add_sites(province, 60)
    for path in ("/units", "/sites", "/accounts", "/filings", "/campaigns", "/audit"):
        with django_assert_max_num_queries(16):
            assert programme.get(path, {"limit": 200}).status_code == 200


def test_filters_and_search_narrow_a_list(province: Province) -> None:
    programme = admin(province)
    assert [one["host"] for one in programme.get("/sites", {"q": "教育"}).json()["items"]] == [
        "jyj.songjiang.gov.cn"
    ]
    kinds = {one["kind"] for one in programme.get("/sites", {"kind": "portal"}).json()["items"]}
    assert kinds == {"portal"}
    levels = programme.get("/sites", {"level": "province"}).json()["items"]
    assert [one["id"] for one in levels] == [province.portal.pk]
    wrong = programme.get("/sites", {"kind": "no such kind"})
    assert tell(wrong) == (422, "invalid")
    assert wrong.json()["errors"] == [{"field": "kind", "message": "不是允许的值。", "rule": ""}]
    for cursor in ("@@@", "5", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM"):
        assert tell(programme.get("/sites", {"cursor": cursor})) == (422, "invalid")


def test_a_change_builds_upon_what_was_read(province: Province) -> None:
    programme, path = admin(province), f"/sites/{province.department_site.pk}"
    read = programme.get(path)
    tag = read.headers["ETag"]
    assert programme.get(path, **{"if-none-match": tag}).status_code == 304
    change = {"icp_number": "吉ICP备20000001号"}
    assert tell(programme.send("PATCH", path, change)) == (428, "version_required")
    assert tell(programme.send("PATCH", path, change, '"older"')) == (412, "stale")
    assert programme.send("PATCH", path, change, tag).json()["site"]["icp_number"] == change["icp_number"]
    assert tell(programme.send("PATCH", path, {"icp_number": "别的"}, tag)) == (412, "stale")
    assert programme.get(path, **{"if-none-match": tag}).status_code == 200


def test_a_change_is_logged_under_the_persons_name_and_the_way(province: Province) -> None:
    programme = Programme(province.user(Role.CITY_SUPERVISOR))
    path = f"/units/{province.department.pk}"
    assert programme.change("PATCH", path, {"short_name": "教育局"}).status_code == 200
    entry = Entry.objects.filter(subject="registry_unit", action="update").first()
    assert entry is not None
    assert (entry.actor, entry.via, entry.address) == ("city_supervisor", "api", "127.0.0.1")


def test_the_rules_of_the_register_hold_for_programmes(province: Province) -> None:
    programme = admin(province)
    second = {"unit": province.city.pk, "name": "松江市人民政府网二", "home_url": "http://www.sj2.gov.cn/", "kind": "portal"}  # fmt: skip
    refused = programme.send("POST", "/sites", second)
    assert tell(refused) == (422, "rules")
    assert [(one["rule"], one["field"]) for one in refused.json()["errors"]] == [("G-05", "unit_id")]
    moved = programme.change(
        "PATCH", f"/sites/{province.portal.pk}", {"home_url": "http://www.elsewhere.gov.cn/"}
    )
    assert "G-08" in [one["rule"] for one in moved.json()["errors"]]
    assert not WebSite.objects.filter(home_url__contains="elsewhere").exists()


def test_a_supervisor_sets_no_field_that_is_the_provinces(province: Province) -> None:
    programme = Programme(province.user(Role.CITY_SUPERVISOR))
    path = f"/units/{province.department.pk}"
    for change in ({"superior": province.county.pk}, {"supervising_unit": province.county.pk}):
        refused = programme.change("PATCH", path, change)
        assert tell(refused) == (422, "invalid")
        assert "无权修改" in refused.json()["errors"][0]["message"]
    exempt = programme.change(
        "PATCH", f"/sites/{province.department_site.pk}", {"exemption": "吉政〔2020〕1号"}
    )
    assert tell(exempt) == (422, "invalid")


def test_a_misspelt_field_is_refused(province: Province) -> None:
    answer = admin(province).change("PATCH", f"/sites/{province.portal.pk}", {"icp": "x"})
    assert tell(answer) == (422, "invalid")
    assert answer.json()["errors"][0]["field"] == "icp"


def test_contacts_are_masked_for_those_who_only_read(province: Province) -> None:
    Contact.objects.update(phone="13812345678", email="wang@example.gov.cn")
    path = f"/units/{province.department.pk}/contacts"
    [seen] = Programme(province.user(Role.AUDITOR)).get(path).json()
    assert (seen["phone"], seen["email"], seen["masked"]) == ("*******5678", "w***@example.gov.cn", True)
    [whole] = Programme(province.user(Role.UNIT_EDITOR)).get(path).json()
    assert (whole["phone"], whole["masked"]) == ("13812345678", False)


def test_an_import_does_what_its_preview_said_or_nothing(province: Province) -> None:
    programme = admin(province)
    table = {"rows": [["单位名称", "行政级别", "单位类型", "行政区划代码", "上级单位"],
                      ["松江市体育局", "市级", "部门", "220100", "松江市人民政府"],
                      ["松江市乌有局", "市级", "部门", "22", "松江市人民政府"]]}  # fmt: skip
    seen = programme.send("POST", "/imports/units/preview", table)
    assert (seen.json()["create"], seen.json()["refused"]) == (1, 1)
    assert not Unit.objects.filter(name="松江市体育局").exists(), "a preview writes nothing"
    other = {"rows": [*table["rows"], ["松江市水利局", "市级", "部门", "220100", "松江市人民政府"]]}
    assert tell(programme.send("POST", "/imports/units/apply", other, seen.headers["ETag"])) == (412, "stale")
    done = programme.send("POST", "/imports/units/apply", table, seen.headers["ETag"])
    assert done.status_code == 200 and done.json()["create"] == 1
    assert Unit.objects.filter(name="松江市体育局").count() == 1
    again = programme.send("POST", "/imports/units/preview", table)
    assert (again.json()["create"], again.json()["same"]) == (0, 1)


def test_a_filing_goes_from_draft_to_its_end(province: Province) -> None:
    editor = Programme(province.user(Role.UNIT_EDITOR))
    wanted = {"of": "close", "site": province.department_site.pk, "content": {"reason": "机构改革"}}
    filed = editor.send("POST", "/filings", wanted)
    assert filed.status_code == 201 and filed.json()["moves"] == ["submit", "withdraw"]
    path = f"/filings/{filed.json()['id']}"
    assert tell(editor.send("POST", "/filings", wanted)) == (409, "conflict")

    def move(who: Programme, what: str, note: str = "") -> Any:
        return who.change("POST", f"{path}/moves", {"move": what, "note": note}, read=path)

    assert move(editor, "submit").json()["awaiting"] == province.city.pk
    assert tell(move(editor, "approve")) == (409, "refused")
    supervisor = Programme(province.user(Role.CITY_SUPERVISOR))
    assert [one["id"] for one in supervisor.get("/filings", {"mine": True}).json()["items"]] == [
        filed.json()["id"]
    ]
    assert tell(move(supervisor, "return")) == (409, "refused"), "a return needs a reason"
    assert move(supervisor, "approve").json()["awaiting"] == province.root.pk
    assert move(admin(province), "approve", "同意").json()["state"] == "done"
    assert admin(province).get(f"/sites/{province.department_site.pk}").json()["status"] == "closed"


def test_a_token_kept_to_a_unit_does_not_decide_in_its_name(province: Province) -> None:
    editor = Programme(province.user(Role.UNIT_EDITOR))
    wanted = {"of": "close", "site": province.department_site.pk, "content": {"reason": "机构改革"}}
    path = f"/filings/{editor.send('POST', '/filings', wanted).json()['id']}"
    editor.change("POST", f"{path}/moves", {"move": "submit"}, read=path)
    narrowed = Programme(province.user(Role.PROVINCE_ADMIN), unit=province.city)
    tried = narrowed.change("POST", f"{path}/moves", {"move": "approve"}, read=path)
    assert tell(tried) == (409, "refused"), "the province does not decide for the city"


def test_a_stage_tells_its_obstacles(world: World) -> None:
    programme = Programme(world.round.planner)
    path = f"/campaigns/{world.round.campaign.pk}"
    [hear] = programme.get(f"{path}/moves").json()
    assert (hear["move"], hear["to"], hear["allowed"]) == ("hear", "appeal", True)
    assert programme.change("POST", f"{path}/moves", {"move": "hear"}, read=path).json()["stage"] == "appeal"
    [finalise] = programme.get(f"{path}/moves").json()
    assert finalise["obstacles"] == ["还有1件申诉没有裁决。"]
    tried = programme.change("POST", f"{path}/moves", {"move": "finalise"}, read=path)
    assert tell(tried) == (409, "obstacles")
    assert [one["message"] for one in tried.json()["errors"]] == finalise["obstacles"]


def test_a_round_is_finished_by_programmes_and_tells_its_figures(world: World) -> None:
    programme = Programme(world.round.planner)
    path, appeal = f"/campaigns/{world.round.campaign.pk}", f"/appeals/{world.appeal.pk}"
    assert programme.get(f"{path}/results").json() == []
    programme.change("POST", f"{path}/moves", {"move": "hear"}, read=path)
    ruled = programme.change(
        "PUT", f"{appeal}/ruling", {"ruling": "upheld", "reason": "停电属实"}, read=appeal
    )
    assert ruled.json()["ruling"] == "upheld"
    assert (
        programme.change("POST", f"{path}/moves", {"move": "finalise"}, read=path).json()["stage"] == "final"
    )
    [final] = programme.get(f"{path}/results").json()
    assert final["problems"] == [] and final["figures"]["sites"]["overall"]["checked"] == 3
    scores = programme.get(f"{path}/scores").json()["items"]
    assert len(scores) == 3 and {one["outcome"] for one in scores} == {"qualified", "unqualified"}
    for record in programme.get(f"{path}/sampling").json():
        assert record["problems"] == [], "the sample can be drawn again from its record"


def test_what_is_restricted_is_shown_to_nobody_else_and_its_opening_is_logged(world: World) -> None:
    site = world.checked(world.province.city_portal)
    verdict = site.verdicts.get(item="W-V-01.1")
    secret = Finding.objects.create(
        campaign=world.round.campaign, checked=site, verdict=verdict, item=verdict.item, is_veto=True, key="secret",
        summary="某文件标有密级", evidence=[{"url": "x"}], restricted=True, pattern="p", status="confirmed",
    )  # fmt: skip
    Decision.objects.create(
        campaign=world.round.campaign, verdict=verdict, finding=secret, round="first", choice="confirm",
        reason="属实", seconds=1, version=1, by=world.round.admin, at=NOW,
    )  # fmt: skip
    listed = f"/campaigns/{world.round.campaign.pk}/findings"
    decided = f"/campaigns/{world.round.campaign.pk}/decisions"
    for role in (Role.PLANNER, Role.REVIEWER, Role.AUDITOR):
        programme = Programme(world.province.user(role))
        page = programme.get(listed, {"limit": 200})
        assert secret.summary not in page.content.decode()
        assert secret.pk not in [one["id"] for one in page.json()["items"]]
        assert programme.get(f"/findings/{secret.pk}").status_code == 404
        about = {one["finding"] for one in programme.get(decided, {"limit": 200}).json()["items"]}
        assert about and secret.pk not in about
    told = f"/feedback/{secret.checked.feedback.pk}"
    assert (
        secret.summary not in Programme(world.province.user(Role.CITY_SUPERVISOR)).get(told).content.decode()
    )
    programme = admin(world.province)
    assert secret.summary not in programme.get(listed, {"limit": 200}).content.decode(), "lists open nothing"
    before = Entry.objects.filter(action="open_restricted").count()
    assert programme.get(f"/findings/{secret.pk}").json()["summary"] == secret.summary
    entry = Entry.objects.filter(action="open_restricted").first()
    assert entry is not None and Entry.objects.filter(action="open_restricted").count() > before
    assert (entry.actor, entry.via, entry.subject_id) == ("province_admin", "api", str(secret.pk))


def test_whoever_may_review_blindly_does_not_see_the_first_opinion(province: Province) -> None:
    round_ = in_review(province, double_share="1")
    first, second, _ = round_.reviewers
    decided = decide(finding("W-D-23"), CONFIRM, first, NOW)
    path = f"/campaigns/{round_.campaign.pk}"
    other, own = Programme(second), Programme(first)
    assert other.get(f"/findings/{decided.pk}").json()["status"] is None
    assert admin(province).get(f"/findings/{decided.pk}").json()["status"] is None, "reviews, and settles too"
    assert own.get(f"/findings/{decided.pk}").json()["status"] == "confirmed"
    assert other.get(f"{path}/decisions").json()["items"] == []
    assert len(own.get(f"{path}/decisions").json()["items"]) == 1
    assert other.get(f"{path}/findings", {"status": "confirmed", "item": "W-D-23"}).json()["items"] == []
    word = {"occasion": "blind", "choice": "dismiss", "seconds": 9}
    read = f"/findings/{decided.pk}"
    done = other.change("POST", f"{read}/decisions", word, read=read)
    assert done.json()["status"] == "unsure"


def test_two_who_decide_at_once_do_not_overwrite_each_other(province: Province) -> None:
    round_ = in_review(province)
    first, second, _ = (Programme(one) for one in round_.reviewers)
    path = f"/findings/{finding('W-D-23').pk}"
    tags = [programme.get(path).headers["ETag"] for programme in (first, second)]
    assert first.send("POST", f"{path}/decisions", {"choice": "confirm"}, tags[0]).status_code == 200
    assert tell(second.send("POST", f"{path}/decisions", {"choice": "dismiss"}, tags[1])) == (412, "stale")


def test_what_fails_leaves_nothing_behind(world: World) -> None:
    programme = admin(world.province)
    site = world.checked(world.province.city_portal)
    target = site.findings.filter(status="confirmed", restricted=False).first()
    path = f"/feedback/{site.feedback.pk}"
    body = {"answer": "appealed", "objections": [
        {"finding": target.pk, "statement": "有误", "attachments": [{"name": "a.exe", "content": "TVo="}]}]}  # fmt: skip
    refused = programme.change("POST", f"{path}/answer", body, read=path)
    assert refused.status_code == 409
    assert programme.get(path).json()["answer"] is None


@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "wanted"),
    [
        ("POST", "/sites", b"{not json", JSON, (400, "malformed")),
        ("POST", "/sites", b'{"name": "\\u0000"}', JSON, (400, "malformed")),
        ("POST", "/sites", b'{"name": "\\ud800"}', JSON, (400, "malformed")),
        ("POST", "/sites", b"name=x", "application/x-www-form-urlencoded", (415, "media_type")),
        ("POST", "/sites", b"[]", JSON, (422, "invalid")),
        ("DELETE", "/sites", b"", JSON, (405, "method")),
        ("GET", "/no-such-thing", b"", JSON, (404, "missing")),
        ("GET", "/sites/0", b"", JSON, (422, "invalid")),
        ("GET", "/sites/99999999999999999999999", b"", JSON, (422, "invalid")),
        ("GET", "/sites?q=%00", b"", JSON, (400, "malformed")),
    ],
)
def test_nonsense_is_told_apart(
    province: Province, method: str, path: str, body: bytes, kind: str, wanted: tuple[int, str]
) -> None:
    answer = admin(province).client.generic(method, f"/api/1{path}", body, kind)
    assert tell(answer) == wanted


def test_a_body_has_its_limit(province: Province, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = admin(province).send("POST", "/imports/units/preview", {"rows": [["x" * 2000]]})
    assert tell(answer) == (413, "too_large")


def test_a_token_has_its_rate_and_others_have_theirs(province: Province, settings: Settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    programme, other = admin(province), Programme(province.user(Role.AUDITOR))
    left = [programme.get("/me").headers["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    refused = programme.get("/me")
    assert tell(refused) == (429, "too_many")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert other.get("/me").status_code == 200


def test_guessing_keys_is_slowed_down(province: Province) -> None:
    client = Client(headers={"authorization": "Bearer xw_guess"})
    statuses = [client.get("/api/1/me").status_code for _ in range(61)]
    assert statuses == [401] * 60 + [429]
    assert admin(province).get("/me").status_code == 200, "who has a key is not slowed down by others"


def test_counting_is_exact_when_many_ask_at_once(committed: None) -> None:
    now = timezone.now()

    def ask(_: int) -> bool:
        try:
            return take("many", Rate(10, 60), now).allowed
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(40))) == 10
    assert forget(now) == 0, "still counting"
    assert forget(now + timedelta(minutes=2)) == 1


def test_answers_of_persons_stay_in_no_cache(province: Province) -> None:
    assert admin(province).get("/units").headers["Cache-Control"] == "no-store"


def test_the_description_is_open_and_complete(db: None, client: Client) -> None:
    described = client.get("/api/1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert "/api/1/campaigns/{key}/findings" in described["paths"]
    for path in described["paths"].values():
        for one in path.values():
            assert one["summary"] and one["security"] == [{"Token": []}]
            failures = {status: body for status, body in one["responses"].items() if int(status) >= 400}
            assert {"401", "403", "404", "422", "429"} <= failures.keys()
            assert all(list(body["content"]) == [MEDIA_TYPE] for body in failures.values())


def test_the_guide_shows_every_operation_and_every_code(province: Province, client: Client) -> None:
    client.force_login(province.user(Role.AUDITOR))
    page = client.get("/api/guide/").content.decode()
    assert page.count('<details class="operation">') == sum(
        len(methods) for methods in client.get("/api/1/openapi.json").json()["paths"].values()
    )
    assert all(f"<code>{code}</code>" in page for code in CODES)
    assert "items[].proofs[].content" in page, "what stands inside of a body is told, too"


def test_two_changes_at_once_upon_the_same_version_are_one(committed: None) -> None:
    province = make_province()
    programme = admin(province)
    path = f"/sites/{province.department_site.pk}"
    tag = programme.get(path).headers["ETag"]

    def change(number: int) -> int:
        try:
            client = Client(headers={"authorization": f"Bearer {programme.key}", "if-match": tag})
            body = f'{{"icp_number": "吉ICP备{number}号"}}'.encode()
            return client.generic("PATCH", f"/api/1{path}", body, JSON).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(change, range(4)))
    assert statuses == [200, 412, 412, 412]
