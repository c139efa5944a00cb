"""The register of the demonstration, through the import that offices use."""

from __future__ import annotations

from xunwang.cli.demo.scene import Scene
from xunwang.registry.importing import ACCOUNTS, SITES, UNITS, Table, apply
from xunwang.registry.models import Unit
from xunwang.registry.vocabulary import Platform, UnitKind, UnitLevel
from xunwang.rules.media.facts import AccountKind
from xunwang.words import SiteKind


class DemoError(Exception):
    """The demonstration can't go on; the message says why."""


def load_register(scene: Scene) -> Unit:
    """Units, sites and accounts; importing them again changes nothing. Gives the province's unit."""
    _take(UNITS, _units(scene))
    _take(SITES, _sites(scene))
    _take(ACCOUNTS, _accounts(scene))
    return Unit.objects.get(name=scene.units[0].name)


def _take(table: Table, rows: list[list[str]]) -> None:
    errors = apply(table, rows).plan.errors
    if errors:
        raise DemoError(f"模拟省的{table.label}名录有{len(errors)}处未能导入：{errors[0]}")


def _units(scene: Scene) -> list[list[str]]:
    return [
        ["单位名称", "级别", "单位类型", "行政区划代码", "上级单位"],
        *(
            [u.name, UnitLevel(u.level.value).label, UnitKind(u.kind).label, u.region_code, u.superior]
            for u in scene.units
        ),
    ]


def _sites(scene: Scene) -> list[list[str]]:
    return [
        ["网站名称", "首页网址", "主办单位", "网站类型", "网站标识码", "有对外办事服务"],
        *(
            [
                spec.name, spec.home_url, spec.unit, SiteKind(spec.kind).label, spec.site_code,
                "是" if spec.has_services else "否",
            ]
            for spec in scene.specs
        ),
    ]  # fmt: skip


def _accounts(scene: Scene) -> list[list[str]]:
    return [
        [
            "账号名称", "平台", "主办单位", "账号标识", "认证主体", "账号类别", "账号简介", "开通日期", "备案日期",
        ],
        *(
            [
                account.name, Platform(account.platform).label, account.unit, account.identifier, account.subject,
                AccountKind(account.kind).label, account.introduction, account.opened_on.isoformat(),
                account.filed_on.isoformat(),
            ]
            for account in scene.accounts
        ),
    ]  # fmt: skip
