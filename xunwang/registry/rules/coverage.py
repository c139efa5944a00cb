"""N-02: governments of counties and up must have new media; others as needed.

Source: 国办发〔2018〕123号, “县级以上地方各级人民政府及国务院部门应当开设政务新媒体，其他单位可根据工作需要规范开设”.
A provincial department without any is told as a hint only.
"""

from __future__ import annotations

from xunwang.registry.rules.problem import Act, Problem
from xunwang.registry.snapshot import Register, UnitRow
from xunwang.registry.vocabulary import UnitKind, UnitLevel


def coverage_problems(unit: UnitRow, register: Register) -> list[Problem]:
    """What is missing of a unit that should have an account in use."""
    if not unit.is_active or register.has_live_account(unit.id):
        return []
    if unit.kind == UnitKind.GOVERNMENT and unit.level != UnitLevel.TOWNSHIP:
        return [
            Problem(
                "N-02", "accounts", "没有在用的政务新媒体", "县级以上人民政府应当开设，请办理开设备案",
                check="应开设未开设", act=Act.OPEN,
            )
        ]  # fmt: skip
    if unit.kind == UnitKind.DEPARTMENT and unit.level == UnitLevel.PROVINCE:
        return [
            Problem(
                "N-02", "accounts", "省级部门没有在用的政务新媒体", "可根据工作需要规范开设，请核对",
                blocking=False, check="省级部门未开设", act=Act.OPEN,
            )
        ]  # fmt: skip
    return []
