"""Roles hold over subtrees of units, and over nothing else."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from tests.console.province import Province, make_unit, make_user
from xunwang.access.models import Assignment, User
from xunwang.access.permissions import may, paths_for, require, within
from xunwang.access.roles import ALLOWED, FOR_ALL_UNITS, Action, Role
from xunwang.registry.models import Unit, WebSite

pytestmark = pytest.mark.server


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_do_what_the_table_says_where_it_holds(province: Province, role: Role) -> None:
    user = province.user(role)
    own = province.department if role is Role.UNIT_EDITOR else province.city
    assert {action for action in Action if may(user, action)} == set(ALLOWED[role])
    assert {action for action in Action if may(user, action, own)} == set(ALLOWED[role])


def test_a_city_supervisor_has_no_say_outside_the_city(province: Province) -> None:
    user = province.user(Role.CITY_SUPERVISOR)
    assert may(user, Action.EDIT_REGISTER, province.department_site)
    assert may(user, Action.EDIT_REGISTER, province.county)
    assert not may(user, Action.EDIT_REGISTER, province.other_city)
    assert not may(user, Action.SEE_REGISTER, province.portal)
    seen = within(user, Action.SEE_REGISTER, WebSite.objects.all(), "unit__path")
    assert set(seen) == {province.city_portal, province.department_site}


def test_a_unit_with_a_key_that_begins_alike_is_not_in_the_subtree(province: Province) -> None:
    Unit.objects.filter(pk=province.city.pk)
    alike = make_unit("南山市人民政府", "city", "220300", province.root)
    Assignment.objects.create(user=province.user(Role.PUBLIC), role=Role.CITY_SUPERVISOR, unit=alike)
    user = fresh(province.user(Role.PUBLIC))
    assert not any(may(user, Action.SEE_REGISTER, unit) for unit in Unit.objects.exclude(pk=alike.pk))


@pytest.mark.parametrize("role", [Role.PROVINCE_ADMIN, Role.AUDITOR])
def test_what_belongs_to_no_unit_is_out_of_reach_of_a_role_over_a_part(
    province: Province, client: Client, role: Role
) -> None:
    of_city = make_user("of_city", role, province.city)
    assert {action for action in ALLOWED[role] if not may(of_city, action)} == ALLOWED[role] & FOR_ALL_UNITS
    assert not any(may(of_city, action, province.city) for action in FOR_ALL_UNITS)
    client.force_login(of_city)
    grant = client.post(reverse("user_grant", args=[of_city.pk]), {"role": Role.PROVINCE_ADMIN, "unit": ""})
    statuses = {client.get(reverse(name)).status_code for name in ("users", "audit_log", "jobs", "import")}
    assert grant.status_code == 403 and statuses == {403}
    assert of_city.assignments.count() == 1
    assert client.get(reverse("units")).status_code == 200


def test_the_rights_move_with_the_unit(province: Province) -> None:
    user = province.user(Role.CITY_SUPERVISOR)
    province.county.superior = province.other_city
    province.county.save()
    assert not may(fresh(user), Action.SEE_REGISTER, province.county)


def test_a_subtree_moves_with_its_top(province: Province) -> None:
    province.city.superior = province.other_city
    province.city.save()
    province.department.refresh_from_db()
    assert province.department.path.startswith(f"{province.other_city.path}{province.city.pk}/")


def test_a_unit_cannot_be_below_itself(province: Province) -> None:
    province.city.superior = province.county
    with pytest.raises(IntegrityError, match="below itself"):
        province.city.save()


def test_one_person_may_hold_several_roles(province: Province) -> None:
    user = province.user(Role.AUDITOR)
    Assignment.objects.create(user=user, role=Role.CITY_SUPERVISOR, unit=province.other_city)
    user = fresh(user)
    assert may(user, Action.SEE_AUDIT_LOG)
    assert may(user, Action.EDIT_REGISTER, province.other_city)
    assert not may(user, Action.EDIT_REGISTER, province.city)
    assert paths_for(user, Action.SEE_REGISTER) == (province.root.path,)


def test_who_left_may_do_nothing(province: Province) -> None:
    user = fresh(province.user(Role.PROVINCE_ADMIN))
    user.is_active = False
    assert not any(may(user, action) for action in Action)


def test_strangers_may_do_nothing_and_are_told_so(province: Province) -> None:
    assert not any(may(AnonymousUser(), action) for action in Action)
    with pytest.raises(PermissionDenied, match="查看名录"):
        require(AnonymousUser(), Action.SEE_REGISTER)


def test_asking_again_asks_the_database_once(province: Province, django_assert_num_queries: object) -> None:
    user = fresh(province.user(Role.PLANNER))
    with django_assert_num_queries(1):  # type: ignore[operator]
        for action in Action:
            may(user, action, province.department)
