"""Orders."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from tests.console.addresses import Arguments
from tests.console.inspection.rounds import plan_for
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.inspection.hearing.uploads import Upload
from xunwang.inspection.models import Campaign, CheckedSite, FinalResult, ItemVerdict
from xunwang.inspection.planning.plan import create
from xunwang.inspection.results.figures import figures_of
from xunwang.rectify.answering import Answer, ask_extension, reply, sign
from xunwang.rectify.models import Batch, Item, Order, Proof, Recheck
from xunwang.registry.models import Unit, WebSite

PAGES = {
    "orders": "APSEU", "order": "APSEU", "order_document": "APSEU", "order_docx": "APSEU", "order_proof": "APSEU",
    "order_statistics": "APSEU", "order_recheck_seen": "APSEU", "order_recheck_page": "APSEU", "order_recheck": "APSE",
    "order_issue": "AP", "order_issue_confirm": "AP", "order_cancel": "AP", "order_waive": "AP",
    "order_sign": "AE", "order_reply": "AE", "order_extend": "AE",
    "order_judge": "APS", "order_extension": "APS", "order_reopen": "APS", "order_keep_closed": "APS",
}  # fmt: skip
POST_ONLY = {
    "order_issue_confirm", "order_cancel", "order_waive", "order_sign", "order_extend", "order_judge",
    "order_extension", "order_reopen", "order_keep_closed", "order_recheck",
}  # fmt: skip
TITLE = "整改中的检查"
DATA = {"order_issue_confirm": {"key": str(uuid4())}}


def _order(province: Province, unit: Unit, site: WebSite) -> Order:
    """An order with two items, without the long way to it."""
    admin = province.user(Role.PROVINCE_ADMIN)
    known = Campaign.objects.filter(title=TITLE).first()
    campaign = known or create(plan_for(province.root, title=TITLE), admin, timezone.now())
    frozen = {"at": timezone.now(), "by": admin, "digest": "0" * 64, "figures": figures_of(campaign, [])}
    final, _ = FinalResult.objects.get_or_create(campaign=campaign, number=1, defaults=frozen)
    checked = CheckedSite.objects.create(
        campaign=campaign, site=site, unit=unit, name=site.name, unit_name=unit.name, home_url=site.home_url,
        kind=site.kind, level="city", region="松江市", region_code=unit.region_code,
    )  # fmt: skip
    batch = Batch.objects.create(
        key=uuid4(), campaign=campaign, final=final, at=timezone.now(), by=admin, text="请整改。", limit="15个工作日",
        orders=1, items=2, digest="0" * 64,
    )  # fmt: skip
    due = timezone.localdate() + timedelta(days=10)
    order = Order.objects.create(
        batch=batch, campaign=campaign, issuer=province.root, unit=unit, unit_name=unit.name, word="网整", year=2020,
        serial=Order.objects.count() + 1, issued_at=timezone.now(), first_due_on=due, due_on=due,
    )  # fmt: skip
    for position, indicator in enumerate(("W-D-24", "W-V-02"), start=1):
        verdict = ItemVerdict.objects.create(
            campaign=campaign, checked=checked, item=indicator, kind="deduct", position=position, state="hit"
        )
        Item.objects.create(
            order=order, position=position, checked=checked, verdict=verdict, indicator=indicator, subject=site.name,
            problem="首页缺少规定标签。", url=site.home_url,
        )  # fmt: skip
    return order


def arguments(province: Province) -> Arguments:
    """The department's order: signed for, one item answered with proof, more time asked for."""
    order = _order(province, province.department, province.department_site)
    editor = province.user(Role.UNIT_EDITOR)
    first, second = order.items.all()
    sign(order, editor, timezone.now())
    upload = Upload("证明.pdf", b"%PDF-1.7")
    reply(order, [Answer(first.pk, "已改。", timezone.localdate(), (upload,))], editor, timezone.now())
    asked = ask_extension(order, order.due_on + timedelta(days=5), "改版", editor, timezone.now())
    pk = order.pk
    seen = {"url": "http://jyj.songjiang.gov.cn/", "at": None, "digest": "d" * 64, "fragment": "", "note": ""}
    look = Recheck.objects.create(
        item=first, at=timezone.now(), verdict="unknown", told="未能读到。", evidence=[seen], run="1-1", program="x"
    )  # fmt: skip
    return {
        "order_recheck": [pk, second.pk], "order_recheck_seen": [look.pk], "order_recheck_page": [look.pk, 1],
        "order": [pk], "order_document": [pk], "order_docx": [pk], "order_proof": [Proof.objects.get().pk], "order_cancel": [pk],
        "order_waive": [pk, second.pk], "order_sign": [pk], "order_reply": [pk], "order_extend": [pk],
        "order_judge": [pk], "order_extension": [pk, asked.pk], "order_reopen": [pk],
        "order_keep_closed": [pk, first.pk],
    }  # fmt: skip


def elsewhere(province: Province) -> Arguments:
    """The province's own order."""
    order = _order(province, province.root, province.portal)
    pk, item = order.pk, order.items.all()[0].pk
    return {
        "order": [pk], "order_document": [pk], "order_docx": [pk], "order_cancel": [pk], "order_waive": [pk, item], "order_sign": [pk],
        "order_reply": [pk], "order_extend": [pk], "order_judge": [pk], "order_extension": [pk, 1],
        "order_reopen": [pk], "order_keep_closed": [pk, item],
        "order_recheck": [pk, item],
    }  # fmt: skip
