"""Rules of accounts: one unit, one account a platform (N-03); the verified subject is the sponsor (N-04).

Source: 国办发〔2018〕123号.
"""

from __future__ import annotations

from collections.abc import Iterator

from xunwang.registry.rules.problem import Problem, with_exemption
from xunwang.registry.snapshot import AccountRow, Register, UnitRow
from xunwang.registry.vocabulary import Platform


def account_problems(
    account: AccountRow, register: Register, *, before: AccountRow | None = None, by_filing: bool = False
) -> list[Problem]:
    """Problems of an account among the others."""
    unit = register.units.get(account.unit_id)
    if unit is None:
        return [Problem("R-07", "unit_id", "没有主办单位", "请先登记主办单位")]
    if not account.live:
        return list(_filing(account, before, by_filing))
    found = [
        *_others(account, unit, register),
        *_subject(account, unit),
        *_filing(account, before, by_filing),
    ]
    return with_exemption(found, account.exemption)


def _others(account: AccountRow, unit: UnitRow, register: Register) -> Iterator[Problem]:
    label = Platform(account.platform).label
    same = register.account_by_name.get((account.platform, account.name))
    if same is not None and same.id != account.id:
        yield Problem(
            "R-10", "name", f"{label}上已有名为“{account.name}”的账号", "请核对，同一账号只登记一次"
        )
    if account.platform == Platform.OTHER:
        return
    others = [
        other
        for other in register.live_accounts_of(unit.id, account.platform)
        if other.id != account.id and not other.exemption
    ]
    if others:
        yield Problem(
            "N-03", "platform", f"“{unit.name}”在{label}上已有账号“{others[0].name}”",
            "一个单位在一个平台原则上只开设一个账号，请整合",
        )  # fmt: skip


def _subject(account: AccountRow, unit: UnitRow) -> Iterator[Problem]:
    if not account.subject:
        yield Problem("N-04", "subject", "没有认证主体", "请完成认证后填写", blocking=False)
    elif account.subject not in (unit.name, unit.short_name):
        yield Problem(
            "N-04",
            "subject",
            f"认证主体“{account.subject}”与主办单位“{unit.name}”不一致",
            "请更正认证信息或主办单位",
        )


def _filing(account: AccountRow, before: AccountRow | None, by_filing: bool) -> Iterator[Problem]:
    if not by_filing and before is not None and before.status != account.status:
        yield Problem("N-05", "status", "运行状态的变化须经备案", "请提出备案，批准后自动生效")
