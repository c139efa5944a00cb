"""The register and its filings."""

from __future__ import annotations

from tests.console.addresses import Arguments
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.registry.filing_words import FilingKind
from xunwang.registry.filings import Request, propose
from xunwang.registry.models import Contact, FurtherPlatform, ImportDraft

PAGES = {
    "units": "APRSEU", "unit": "APRSEU", "unit_new": "AS", "unit_edit": "AS",
    "contact_new": "ASE", "contact_edit": "ASE",
    "sites": "APRSEU", "site": "APRSEU", "site_new": "A", "site_edit": "AS",
    "accounts": "APRSEU", "account": "APRSEU", "account_new": "A", "account_edit": "AS",
    "problems": "APRSEU", "account_check": "APRSEU", "platforms": "A", "platform_new": "A", "platform_edit": "A",
    "import": "A", "import_template": "A", "import_draft": "A", "import_confirm": "A",
    "filings": "APSEU", "filing": "APSEU", "filing_edit": "ASE", "filing_move": "APSEU", "filing_step": "ASE",
    "filing_new_site": "ASE", "filing_new_account": "ASE", "filing_for_site": "ASE", "filing_for_account": "ASE",
}  # fmt: skip
POST_ONLY = {"import_confirm", "filing_move", "filing_step"}
DATA = {"filing_move": {"move": "withdraw"}, "filing_step": {"step": "icp"}}


def arguments(province: Province) -> Arguments:
    """A department, its site and account, a filing, a draft of an import."""
    contact = Contact.objects.get()
    draft = ImportDraft.objects.create(
        kind="units", file_name="a.csv", rows=[["名称", "级别", "类型", "区划代码"]],
        created_by=province.user(Role.PROVINCE_ADMIN),
    )  # fmt: skip
    request = Request(FilingKind.CLOSE, province.department, "理由", site=province.department_site)
    filing = propose(request, province.user(Role.UNIT_EDITOR))
    platform = FurtherPlatform.objects.create(code="xiaohongshu", name="小红书")
    unit, site, account = province.department.pk, province.department_site.pk, province.account.pk
    return {
        "unit": [unit], "unit_edit": [unit], "contact_new": [unit], "contact_edit": [unit, contact.pk],
        "site": [site], "site_edit": [site], "account": [account], "account_edit": [account],
        "platform_edit": [platform.pk], "import_template": ["units"], "import_draft": [draft.pk], "import_confirm": [draft.pk],
        "filing": [filing.pk], "filing_edit": [filing.pk], "filing_move": [filing.pk], "filing_step": [filing.pk],
        "filing_new_site": [unit], "filing_new_account": [unit],
        "filing_for_site": [site, "change"], "filing_for_account": [account, "change"],
    }  # fmt: skip


def elsewhere(province: Province) -> Arguments:
    """Another city, the province's portal and a filing about it."""
    request = Request(FilingKind.CLOSE, province.root, "理由", site=province.portal)
    filing = propose(request, province.user(Role.PROVINCE_ADMIN))
    unit, site = province.other_city.pk, province.portal.pk
    return {
        "unit": [unit], "unit_edit": [unit], "contact_new": [unit], "filing_new_site": [unit],
        "filing_new_account": [unit], "site": [site], "site_edit": [site], "filing_for_site": [site, "close"],
        "filing": [filing.pk], "filing_edit": [filing.pk], "filing_move": [filing.pk], "filing_step": [filing.pk],
    }  # fmt: skip
