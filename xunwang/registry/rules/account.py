"""Rules of accounts: one unit, one account a platform (N-03); the verified subject is the sponsor (N-04); filing (N-05).

Source: 国办发〔2018〕123号. Of N-03, “一个单位原则上在同一平台只开设一个政务新媒体账号”: a subscription and a service
account of WeChat, which differ in how often they post and what they offer, are taken in one each, and shown as a hint
(:mod:`xunwang.registry.rules.standing`) because “原则上” is for an office to judge. An account of unknown type stands in
the way of either.
"""

from __future__ import annotations

from collections.abc import Iterator

from xunwang.registry.names import plain_name
from xunwang.registry.rules.problem import Act, Problem, with_exemption
from xunwang.registry.snapshot import AccountRow, Register, UnitRow
from xunwang.registry.vocabulary import Platform, UnitKind

_OFFICES = ("办公厅", "办公室")
"""A government's account is verified by itself or by its general office."""


def account_problems(
    account: AccountRow, register: Register, *, before: AccountRow | None = None, by_filing: bool = False
) -> list[Problem]:
    """Problems of an account among the others."""
    unit = register.units.get(account.unit_id)
    if unit is None:
        return [Problem("R-07", "unit_id", "没有主办单位", "请先登记主办单位", check="没有主办单位")]
    if not account.live:
        return [*_row(account, register), *_filing(account, before, by_filing)]
    found = [
        *_row(account, register),
        *_others(account, unit, register),
        *_alike(account, register),
        *_subject(account, unit, register),
        *_filing(account, before, by_filing),
    ]
    return with_exemption(found, account.exemption)


def _row(account: AccountRow, register: Register) -> Iterator[Problem]:
    if register.platform(account.platform) is None:
        yield Problem(
            "R-11",
            "platform",
            f"没有代码为“{account.platform}”的平台",
            "请先在“平台”页添加",
            check="平台未登记",
        )
    if account.wechat_type and account.platform != Platform.WECHAT:
        yield Problem(
            "R-12", "wechat_type", "只有微信公众号分订阅号和服务号", "请清除公众号类型，或核对平台",
            check="公众号类型不符",
        )  # fmt: skip
    if account.opened_on and account.closed_on and account.closed_on < account.opened_on:
        yield Problem("R-13", "closed_on", "注销日期早于开通日期", "请核对日期", check="日期不合理")


def _others(account: AccountRow, unit: UnitRow, register: Register) -> Iterator[Problem]:
    label = register.platform_label(account.platform)
    same = register.account_by_name.get((account.platform, account.name))
    if same is not None and same.id != account.id:
        yield Problem(
            "R-10", "name", f"{label}上已有名为“{account.name}”的账号", "请核对，同一账号只登记一次",
            check="名称重复", act=Act.EDIT,
        )  # fmt: skip
    if account.platform == Platform.OTHER:
        return
    other = register.counted_with(account)
    if other is not None:
        yield Problem(
            "N-03", "platform", f"“{unit.name}”在{label}上已有账号“{other.name}”",
            "一个单位在一个平台原则上只开设一个账号，请整合",
            check="同一平台多个账号", act=Act.MERGE, other=other.id,
        )  # fmt: skip


def _alike(account: AccountRow, register: Register) -> Iterator[Problem]:
    alike = register.alike(account)
    if alike:
        shown = "、".join(
            f"“{one.name}”（{register.platform_label(one.platform)}，{register.units[one.unit_id].name}）"
            for one in alike
            if one.unit_id in register.units
        )
        yield Problem(
            "N-04", "name", f"与其他单位的账号名称相同或相近：{shown}", "请核对是否误登；容易混淆的请更名",
            blocking=False, check="名称相近", act=Act.CHANGE,
        )  # fmt: skip


def _subject(account: AccountRow, unit: UnitRow, register: Register) -> Iterator[Problem]:
    subject = plain_name(account.subject)
    if not subject:
        yield Problem(
            "N-04", "subject", "没有认证主体", "请完成认证后填写",
            blocking=False, check="没有认证主体", act=Act.EDIT,
        )  # fmt: skip
    elif subject in _subjects_of(unit):
        return
    elif subject in map(plain_name, unit.former_names):
        yield Problem(
            "N-05", "subject", f"认证主体“{account.subject}”是主办单位的曾用名", "请变更认证信息并备案",
            blocking=False, check="认证主体为曾用名", act=Act.CHANGE,
        )  # fmt: skip
    else:
        owner = register.unit_by_name.get(account.subject)
        whose = "，是另一单位" if owner is not None and owner.id != unit.id else ""
        yield Problem(
            "N-04", "subject", f"认证主体“{account.subject}”与主办单位“{unit.name}”不一致{whose}",
            "请更正认证信息或主办单位；主办单位已变化的，办理变更或关停",
            check="认证主体不符", act=Act.CHANGE,
        )  # fmt: skip


def _subjects_of(unit: UnitRow) -> set[str]:
    names = {*map(plain_name, unit.names)}
    if unit.kind == UnitKind.GOVERNMENT:
        names |= {name + office for name in names for office in _OFFICES}
    return names


def _filing(account: AccountRow, before: AccountRow | None, by_filing: bool) -> Iterator[Problem]:
    if by_filing or before is None:
        return
    if before.status != account.status:
        yield Problem("N-05", "status", "运行状态的变化须经备案", "请提出备案，批准后自动生效")
    if before.filed_on is None:
        # What was never filed is still being taken in, and may be put right.
        return
    for field, what in (("unit_id", "主办单位"), ("name", "账号名称"), ("subject", "认证主体")):
        old, new = getattr(before, field), getattr(account, field)
        if old and old != new:
            yield Problem("N-05", field, f"已备案账号的{what}变化须经备案", "请提出变更备案，批准后自动生效")
