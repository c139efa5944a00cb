"""Rules of units: the region code fits the level and the superior."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xunwang.registry.rules.problem import Problem
from xunwang.registry.snapshot import Register, UnitRow
from xunwang.registry.vocabulary import UnitKind, UnitLevel

_SHAPES = {
    UnitLevel.PROVINCE: (re.compile(r"\d\d0000"), "省级单位的代码后四位为0000"),
    UnitLevel.CITY: (re.compile(r"\d\d(?!00)\d\d00"), "市级单位的代码后两位为00，第三、四位不为00"),
    UnitLevel.COUNTY: (re.compile(r"\d{4}(?!00)\d\d"), "县级单位的代码后两位不为00"),
    UnitLevel.TOWNSHIP: (re.compile(r"\d{4}(?!00)\d\d"), "乡镇填所在县（市、区）的代码，后两位不为00"),
}
_ORDER = list(UnitLevel)


def unit_problems(unit: UnitRow, register: Register) -> list[Problem]:
    """Problems of a unit among the others. GB/T 2260 gives the shape of the codes."""
    return [*_code(unit), *_name(unit, register), *_place(unit, register)]


def _code(unit: UnitRow) -> Iterator[Problem]:
    if not re.fullmatch(r"\d{6}", unit.region_code):
        yield Problem(
            "R-01", "region_code", f"行政区划代码“{unit.region_code}”不是6位数字", "请按GB/T 2260填写"
        )
        return
    shape, wording = _SHAPES[UnitLevel(unit.level)]
    if not shape.fullmatch(unit.region_code):
        yield Problem(
            "R-01", "region_code",
            f"行政区划代码“{unit.region_code}”与级别“{UnitLevel(unit.level).label}”不符",
            f"{wording}，请核对代码或级别",
        )  # fmt: skip


def _name(unit: UnitRow, register: Register) -> Iterator[Problem]:
    other = register.unit_by_name.get(unit.name)
    if other is not None and other.id != unit.id:
        yield Problem("R-02", "name", f"已有名为“{unit.name}”的单位", "请写全称以区别，或修改已有单位")


def _place(unit: UnitRow, register: Register) -> Iterator[Problem]:
    if unit.superior_id is None:
        if unit.kind != UnitKind.GOVERNMENT:
            yield Problem("R-03", "superior_id", "没有上级单位", "部门和事业单位请填写上级单位")
        return
    superior = register.units.get(unit.superior_id)
    if superior is None:
        return
    if superior.id == unit.id or any(above.id == unit.id for above in register.above(superior)):
        yield Problem("R-04", "superior_id", "上级单位是它自己或其下级", "请选择另一个上级单位")
        return
    if _ORDER.index(UnitLevel(unit.level)) < _ORDER.index(UnitLevel(superior.level)):
        yield Problem("R-05", "level", f"级别高于上级单位“{superior.name}”", "请核对级别或上级单位")
    own = superior.region_code.rstrip("0")
    prefix = own if len(own) % 2 == 0 else own + "0"
    if not unit.region_code.startswith(prefix):
        yield Problem(
            "R-06", "region_code", f"代码“{unit.region_code}”不在上级单位的区划“{superior.region_code}”之内",
            "请核对代码或上级单位",
        )  # fmt: skip
