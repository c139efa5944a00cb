"""Administrators make users, give and take roles, reset passwords; the log shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

import xunwang
from tests.console.province import Province, make_unit
from tests.console.test_sign_in import enter
from xunwang.access.models import Assignment, User
from xunwang.access.roles import Role
from xunwang.audit.acting import acting
from xunwang.web.pages.audit_log import ACTIONS, SUBJECTS, columns_of, label_of


@pytest.fixture
def admin(province: Province, client: Client) -> Client:
    client.force_login(province.user(Role.PROVINCE_ADMIN))
    return client


def password_of(page: str) -> str:
    found = re.search(r"<code>([a-z2-9-]{23})</code>", page)
    assert found
    return found[1]


def test_a_new_user_gets_a_password_shown_once_and_a_role(admin: Client, province: Province) -> None:
    page = admin.post("/users/new/", {"username": "wang", "name": "王编辑"}).content.decode()
    password = password_of(page)
    user = User.objects.get(username="wang")
    admin.post(f"/users/{user.pk}/grant/", {"role": "unit_editor", "unit": province.department.pk})
    assert user.assignments.get().unit == province.department
    again = admin.post(
        f"/users/{user.pk}/grant/", {"role": "unit_editor", "unit": province.department.pk}, follow=True
    )
    assert "只能授予一次" in again.content.decode()
    assert password not in admin.get(f"/users/{user.pk}/").content.decode()
    fresh = Client()
    assert enter(fresh, "wang", password) == "/"


def test_nobody_is_given_all_units_by_forgetting_to_choose_one(admin: Client, province: Province) -> None:
    user = province.user(Role.PUBLIC)
    had = user.assignments.count()
    both = {"unit": province.department.pk, "everywhere": "on"}
    for chosen in ({}, {"unit": ""}, both):
        page = admin.post(
            f"/users/{user.pk}/grant/", {"role": "auditor", **chosen}, follow=True
        ).content.decode()
        assert "或勾选“全部单位”" in page and user.assignments.count() == had
    admin.post(f"/users/{user.pk}/grant/", {"role": "auditor", "everywhere": "on"})
    assert user.assignments.filter(role="auditor", unit=None).count() == 1
    assert '<option value="" selected>请选择</option>' in admin.get(f"/users/{user.pk}/").content.decode()


def test_names_are_the_same_in_large_and_small_letters(admin: Client) -> None:
    password = password_of(admin.post("/users/new/", {"username": "LiMing", "name": "李明"}).content.decode())
    assert "已存在" in admin.post("/users/new/", {"username": "limING", "name": "李鸣"}).content.decode()
    for name in ("liming", "LiMing"):
        assert enter(Client(), name, password).startswith("/")


def test_a_reset_password_ends_the_sessions_and_the_old_password(admin: Client, province: Province) -> None:
    user = province.user(Role.PLANNER)
    other = Client()
    other.force_login(user)
    password = password_of(admin.post(f"/users/{user.pk}/change/", {"what": "password"}).content.decode())
    assert other.get("/").status_code == 302
    assert enter(Client(), "planner", password) == "/"


def test_a_role_taken_away_and_a_user_stopped_lose_everything_at_once(
    admin: Client, province: Province
) -> None:
    user = province.user(Role.PLANNER)
    other = Client()
    other.force_login(user)
    held = Assignment.objects.get(user=user)
    admin.post(f"/users/{user.pk}/change/", {"what": "revoke", "assignment": held.pk})
    assert other.get("/").status_code == 403
    admin.post(f"/users/{user.pk}/change/", {"what": "stop"})
    assert other.get("/").status_code == 302


@pytest.mark.parametrize("what", ["stop", "revoke"])
def test_an_administrator_cannot_lock_himself_out(admin: Client, province: Province, what: str) -> None:
    own = province.user(Role.PROVINCE_ADMIN)
    held = Assignment.objects.get(user=own)
    page = admin.post(f"/users/{own.pk}/change/", {"what": what, "assignment": held.pk}, follow=True)
    assert "不能停用自己" in page.content.decode()
    own.refresh_from_db()
    assert own.is_active and own.assignments.exists()


def test_the_log_shows_who_gave_which_role(admin: Client, province: Province) -> None:
    user = province.user(Role.PUBLIC)
    admin.post(f"/users/{user.pk}/grant/", {"role": "auditor", "everywhere": "on"})
    page = admin.get("/audit/?subject=access_assignment&action=insert").content.decode()
    assert "province_admin" in page and "网页 127.0.0.1" in page


def test_the_log_is_exported_as_it_is_shown(admin: Client) -> None:
    answer = admin.get("/audit/?subject=registry_unit&export=csv").content.decode("utf-8-sig")
    lines = answer.splitlines()
    assert lines[0] == "时间,用户,途径,操作,对象,内容"
    assert len(lines) == 6 and all("新增" in line for line in lines[1:])


def test_every_table_that_is_watched_is_named_in_the_office_s_words(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_trigger JOIN pg_class t ON t.oid = tgrelid WHERE tgname = 'audited'"
        )
        watched = {str(name) for (name,) in cursor.fetchall()}
    assert len(watched) > 50
    # Of the log itself, which nothing can change, exports are entered.
    assert dict(SUBJECTS).keys() == watched | {"audit_entry"}


def test_values_are_told_as_people_read_them(admin: Client, province: Province) -> None:
    user = province.user(Role.PUBLIC)
    admin.post(f"/users/{user.pk}/change/", {"what": "stop"})
    page = admin.get("/audit/?subject=access_user&action=update").content.decode()
    assert "在用：是 → 否" in page
    seen = admin.get("/audit/?subject=registry_unit&action=insert").content.decode()
    assert "+00:00" not in seen


def test_the_log_says_by_which_way_and_what_in_words(admin: Client, province: Province) -> None:
    said = {
        word
        for path in Path(xunwang.__file__).parent.rglob("*.py")
        for word in re.findall(r"\brecord\(\s*\"([a-z_]+)\"", path.read_text("utf-8"))
    }
    assert said and said <= dict(ACTIONS).keys()
    labels = {label_of(table, column) for table, _ in SUBJECTS for column in columns_of(table)}
    assert sorted(label for label in labels if label.isascii()) == ["ID", "SHA-256"]
    with acting(None, "job"):
        unit = make_unit("久等局", "city", "220100", province.city, "department")
    page = admin.get("/audit/?days=1&subject=registry_unit&q=" + str(unit.pk)).content.decode()
    assert "后台作业" in page and "久等局" in page
