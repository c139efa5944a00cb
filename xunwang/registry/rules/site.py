"""Rules of websites: domain (G-01 to G-04), one unit one site (G-05), name (G-06), code (G-07), filing (G-08).

Source: 政府网站发展指引 (国办发〔2017〕47号) and the guidelines' table of duties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from xunwang.registry.rules.problem import Problem, with_exemption
from xunwang.registry.snapshot import Register, SiteRow, UnitRow
from xunwang.registry.vocabulary import UnitKind, UnitLevel
from xunwang.words import SiteKind

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_PORTAL = re.compile(rf"www\.{_LABEL}\.gov\.cn")
_CHINESE_SUFFIXES = (".政务", ".xn--zfr164b")
_SITE_CODE = re.compile(r"\d{10}|bm\d{8}")


def site_problems(
    site: SiteRow, register: Register, *, before: SiteRow | None = None, by_filing: bool = False
) -> list[Problem]:
    """Problems of a site among the others. ``before`` is the stored row; ``by_filing``: an approved filing acts."""
    unit = register.units.get(site.unit_id)
    if unit is None:
        return [Problem("R-07", "unit_id", "没有主办单位", "请先登记主办单位")]
    if not site.live:
        return list(_filing(site, before, by_filing))
    found = [
        *_domain(site, unit, register),
        *_others(site, unit, register),
        *_name(site, unit),
        *_code(site, unit, register),
        *_filing(site, before, by_filing),
    ]
    return with_exemption(found, site.exemption)


def _domain(site: SiteRow, unit: UnitRow, register: Register) -> Iterator[Problem]:
    if not site.host.endswith(".gov.cn"):
        yield Problem(
            "G-01",
            "home_url",
            f"域名“{site.host}”不以.gov.cn结尾",
            "请使用.gov.cn域名；中文域名可另填在“其他域名”",
        )
        return
    if site.kind == SiteKind.PORTAL:
        if not _PORTAL.fullmatch(site.host):
            yield Problem(
                "G-02", "home_url", f"门户网站域名“{site.host}”不是www.×××.gov.cn的形式", "请核对域名"
            )
    else:
        yield from _department_domain(site, unit, register)
    for alias in site.aliases:
        if not alias.endswith((".gov.cn", *_CHINESE_SUFFIXES)):
            yield Problem(
                "G-04",
                "aliases",
                f"其他域名“{alias}”不符合命名规范",
                "请逐步注销，并核查是否仍在解析",
                blocking=False,
            )


def _department_domain(site: SiteRow, unit: UnitRow, register: Register) -> Iterator[Problem]:
    parents = _parent_domains(unit, register)
    if not parents:
        yield Problem(
            "G-03", "home_url", "本级政府的门户网站尚未登记，无法核对部门网站的域名", "请登记本级政府门户网站",
            blocking=False,
        )  # fmt: skip
        return
    below = site.host.partition(".")[2]
    if below not in parents:
        shown = "或".join(f"×××.{parent}" for parent in sorted(parents))
        yield Problem("G-03", "home_url", f"部门网站域名“{site.host}”不在本级政府域名之下", f"应为{shown}")


def _parent_domains(unit: UnitRow, register: Register) -> set[str]:
    """Domains of the portal of the unit's own government and of the sites of superior departments."""
    found: set[str] = set()
    for above in register.above(unit):
        for site in register.live_sites_of(above.id):
            found.add(site.host.removeprefix("www."))
        if above.kind == UnitKind.GOVERNMENT:
            break
    return found


def _others(site: SiteRow, unit: UnitRow, register: Register) -> Iterator[Problem]:
    same_host = register.site_by_host.get(site.host)
    if same_host is not None and same_host.id != site.id:
        yield Problem(
            "R-08", "home_url", f"域名“{site.host}”已由“{same_host.name}”使用", "请核对网址，或先关停原网站"
        )
    if unit.level == UnitLevel.TOWNSHIP:
        yield Problem("G-05", "unit_id", "乡镇、街道不开设政府网站", "请把内容并入上级政府门户网站")
    others = [
        other for other in register.live_sites_of(unit.id) if other.id != site.id and not other.exemption
    ]
    if others:
        yield Problem(
            "G-05", "unit_id", f"“{unit.name}”已有网站“{others[0].name}”", "一个单位最多开设一个网站，请整合"
        )
    if site.kind == SiteKind.PORTAL and unit.kind != UnitKind.GOVERNMENT:
        yield Problem("G-02", "kind", "门户网站应由人民政府主办", "请核对网站类型或主办单位")


def _name(site: SiteRow, unit: UnitRow) -> Iterator[Problem]:
    names = [name for name in (unit.name, unit.short_name) if name]
    if not any(name in site.name for name in names):
        yield Problem(
            "G-06",
            "name",
            f"网站名称“{site.name}”中没有主办单位名称",
            "网站应以单位名称命名，请核对",
            blocking=False,
        )


def _code(site: SiteRow, unit: UnitRow, register: Register) -> Iterator[Problem]:
    if not site.site_code:
        if site.status == "running":
            yield Problem(
                "G-07", "site_code", "没有网站标识码", "请填写全国系统分配的10位标识码", blocking=False
            )
        return
    if not _SITE_CODE.fullmatch(site.site_code):
        yield Problem("G-07", "site_code", f"标识码“{site.site_code}”格式不对", "应为10位数字，或bm加8位数字")
        return
    if not site.site_code.startswith("bm") and site.site_code[:6] != unit.region_code:
        yield Problem(
            "G-07", "site_code", f"标识码前6位“{site.site_code[:6]}”与主办单位的行政区划代码“{unit.region_code}”不符",
            "请核对标识码或单位的区划代码",
        )  # fmt: skip
    other = register.site_by_code.get(site.site_code)
    if other is not None and other.id != site.id:
        yield Problem("R-09", "site_code", f"标识码“{site.site_code}”已由“{other.name}”使用", "请核对标识码")


def _filing(site: SiteRow, before: SiteRow | None, by_filing: bool) -> Iterator[Problem]:
    if by_filing or before is None:
        return
    if before.host != site.host:
        yield Problem("G-08", "home_url", "域名变更须经备案", "请提出变更备案，批准后自动生效")
    if before.status != site.status:
        yield Problem("G-08", "status", "运行状态的变化须经备案", "请提出临时下线或关停备案，批准后自动生效")
