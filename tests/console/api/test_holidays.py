"""Other systems of the office count working days by its calendar, and the province enters a year by programme."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connections

from tests.console.api.operations.holidays import BODY, NEXT
from tests.console.api.world import Programme
from tests.console.province import Province, make_province
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.holidays.entering import Arrangement, problems_of
from xunwang.holidays.models import HolidayYear
from xunwang.holidays.office import is_working_day

PATH = f"/holidays/{NEXT}"


@pytest.fixture
def admin(province: Province) -> Programme:
    return Programme(province.user(Role.PROVINCE_ADMIN))


def test_working_days_are_counted_as_the_office_counts_them(admin: Programme) -> None:
    assert admin.get("/days/2026-10-08").json() == {
        "day": "2026-10-08",
        "working": is_working_day(date(2026, 10, 8)),
    }
    span = {"since": "2025-09-30", "until": "2025-10-11"}
    assert admin.get("/working-days", span).json() == {"working_days": 3}, (
        "the 9th, the 10th, and Saturday the 11th"
    )
    assert admin.get("/deadline", {"since": "2025-09-30", "working_days": 3}).json() == {
        "last_day": "2025-10-11"
    }
    backwards = admin.get("/working-days", {"since": "2025-10-11", "until": "2025-09-30"})
    assert backwards.status_code == 422 and backwards.json()["errors"][0]["field"] == "until"


def test_a_year_that_is_not_known_is_never_guessed(admin: Programme) -> None:
    for path, query in (
        (f"/days/{NEXT}-03-01", {}),
        ("/working-days", {"since": f"{NEXT - 1}-12-30", "until": f"{NEXT}-01-04"}),
        ("/deadline", {"since": f"{NEXT - 1}-12-30", "working_days": 5}),
    ):
        refused = admin.get(path, query)
        assert (refused.status_code, refused.json()["code"]) == (409, "refused"), path
        assert f"{NEXT}年节假日安排尚未公布或尚未录入" in refused.json()["detail"]
    unknown = admin.get(PATH).json()
    assert (unknown["origin"], unknown["days_off"], unknown["arrangement"]) == ("unknown", None, None)
    assert admin.get(f"/holidays/{NEXT + 5}").status_code == 404


def test_a_year_is_entered_counted_by_at_once_and_taken_back(admin: Programme) -> None:
    entered = admin.change("PUT", PATH, BODY).json()
    assert (entered["origin"], entered["source"], entered["entered_by"]) == (
        "entered",
        BODY["source"],
        admin.token.user.name,
    )
    assert entered["arrangement"] == {"rest": BODY["rest"], "work": [], "notice": ""}
    assert entered["days_off"] == [day for day in BODY["rest"] if date.fromisoformat(day).weekday() < 5]
    assert admin.get(f"/days/{NEXT}-01-01").json()["working"] is False
    newest = admin.get("/holidays").json()[:2]
    assert [(one["year"], one["origin"]) for one in newest] == [(NEXT, "entered"), (NEXT - 1, "packaged")]
    assert admin.change("DELETE", PATH, None).json()["origin"] == "unknown"
    assert admin.change("DELETE", PATH, None).json()["detail"] == f"{NEXT}年没有录入的安排。"
    told = Entry.objects.filter(subject="holidays_holidayyear").order_by("pk")
    assert [(one.action, one.actor, one.via) for one in told] == [
        (action, "province_admin", "api") for action in ("insert", "delete")
    ]  # fmt: skip


def test_what_cannot_be_right_is_refused_in_the_words_of_the_page(admin: Programme) -> None:
    wrong = Arrangement(NEXT, "", rest=(date(NEXT, 1, 1), date(NEXT + 2, 1, 1)), work=(date(NEXT, 1, 1),))
    given = {"source": wrong.source, "rest": wrong.rest, "work": wrong.work}
    refused = admin.change("PUT", PATH, given)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    said = [one["message"] for one in refused.json()["errors"]]
    assert said == list(problems_of(wrong)) and len(said) > 3
    assert not HolidayYear.objects.exists()


def test_a_token_kept_to_a_unit_changes_no_calendar_of_all(province: Province) -> None:
    kept = Programme(province.user(Role.PROVINCE_ADMIN), unit=province.city)
    assert kept.get(PATH).status_code == 200
    for method, body in (("PUT", BODY), ("DELETE", None)):
        refused = kept.change(method, PATH, body)
        assert refused.status_code == 403 and "限定了单位范围" in refused.json()["detail"]


def test_two_who_enter_a_year_at_once_do_not_overwrite_each_other(committed: None) -> None:
    programme = Programme(make_province().user(Role.PROVINCE_ADMIN))
    tag = programme.get(PATH).headers["ETag"]

    def enter(number: int) -> Any:
        try:
            return programme.send("PUT", PATH, {**BODY, "source": f"第{number}号"}, tag).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(enter, range(4))) == [200, 412, 412, 412]
