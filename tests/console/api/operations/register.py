"""Units, sites, accounts, contacts, filings, import."""

from __future__ import annotations

from tests.console.api.operations import Arguments
from tests.console.api.world import World
from xunwang.access.roles import Role
from xunwang.registry.filing_words import FilingKind
from xunwang.registry.filings import Request, propose

OPERATIONS = {
    "me": "APRSEU",
    "units": "APRSEU", "unit": "APRSEU", "unit_new": "AS", "unit_edit": "AS",
    "contacts": "APRSEU", "contact": "APRSEU", "contact_new": "ASE", "contact_edit": "ASE",
    "sites": "APRSEU", "site": "APRSEU", "site_rules": "APRSEU", "site_new": "A", "site_edit": "AS",
    "accounts": "APRSEU", "account": "APRSEU", "account_new": "A", "account_edit": "AS",
    "account_rules": "APRSEU", "platforms": "APRSEU",
    "filings": "APSEU", "filing": "APSEU", "filing_rules": "APSEU",
    "filing_new": "ASE", "filing_edit": "ASE", "filing_move": "ASE", "filing_step": "ASE",
    "import_preview": "A", "import_apply": "A",
}  # fmt: skip
_TABLE = [["单位名称", "行政级别", "单位类型", "行政区划代码", "上级单位"],
          ["松江市民政局", "市级", "部门", "220100", "松江市人民政府"]]  # fmt: skip
BODIES = {
    "unit_new": lambda world: {
        "name": "松江市体育局", "level": "city", "kind": "department", "region_code": "220100",
        "superior": world.province.city.pk,
    },
    "unit_edit": lambda world: {"short_name": "教育局"},
    "contact_new": lambda world: {"role": "head", "name": "李负责", "phone": "13800000000"},
    "contact_edit": lambda world: {"role": "liaison", "name": "王联络", "phone": "0431-88888889"},
    "site_new": lambda world: {
        "unit": world.province.county.pk, "name": "临江县人民政府网", "home_url": "http://www.linjiang.gov.cn/",
        "kind": "portal", "site_code": "2201220001",
    },
    "site_edit": lambda world: {"icp_number": "吉ICP备20000001号"},
    "account_new": lambda world: {
        "unit": world.province.department.pk, "platform": "weibo", "name": "松江教育", "subject": "松江市教育局",
    },
    "account_edit": lambda world: {"identifier": "gh_2"},
    "filing_new": lambda world: {
        "of": "change", "account": world.province.account.pk, "content": {"name": "松江教育发布", "reason": "更名"},
    },
    "filing_edit": lambda world: {"reason": "机构改革"},
    "filing_move": lambda world: {"move": "withdraw", "note": ""},
    "filing_step": lambda world: {"step": "badge", "done_on": "2020-12-01", "number": "1"},
    "import_preview": lambda world: {"rows": _TABLE},
    "import_apply": lambda world: {"rows": _TABLE},
}  # fmt: skip


def arguments(world: World) -> Arguments:
    """The department with its site, account, contact and filing."""
    unit, site = {"key": world.province.department.pk}, {"key": world.province.department_site.pk}
    account, filing, contact = (
        {"key": world.province.account.pk},
        {"key": world.filing.pk},
        {"key": world.contact.pk},
    )
    units = {"kind": "units"}
    return {
        "unit": unit, "unit_edit": unit, "contacts": unit, "contact_new": unit, "contact": contact,
        "contact_edit": contact, "site": site, "site_rules": site, "site_edit": site, "account": account,
        "account_edit": account, "account_rules": account, "filing": filing, "filing_rules": filing, "filing_edit": filing,
        "filing_move": filing, "filing_step": filing, "import_preview": units, "import_apply": units,
    }  # fmt: skip


def elsewhere(world: World) -> Arguments:
    """Another city, the province's portal and a filing about it."""
    province = world.province
    request = Request(FilingKind.CLOSE, province.root, "理由", site=province.portal)
    filing = {"key": propose(request, province.user(Role.PROVINCE_ADMIN)).pk}
    unit, site = {"key": province.other_city.pk}, {"key": province.portal.pk}
    return {
        "unit": unit, "unit_edit": unit, "contacts": unit, "contact_new": unit, "site": site, "site_rules": site,
        "site_edit": site, "filing": filing, "filing_rules": filing, "filing_edit": filing, "filing_move": filing,
        "filing_step": filing,
    }  # fmt: skip
