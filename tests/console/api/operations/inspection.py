"""Campaigns, results, review, enquiries, hearing; and the audit log."""

from __future__ import annotations

from tests.console.api.operations import Arguments
from tests.console.api.world import World
from xunwang.inspection.models import Feedback, ItemVerdict, Task

OPERATIONS = {
    "campaigns": "APRU", "campaign": "APRU", "campaign_new": "AP", "campaign_edit": "AP", "campaign_preview": "APRU",
    "campaign_moves": "APRU", "campaign_move": "AP", "campaign_events": "APRU", "campaign_sampling": "APRU",
    "checked_sites": "APRU", "checked_accounts": "APRU", "account_result": "AR",
    "verdicts": "APRU", "verdict": "APRU", "findings": "APRU", "finding": "APRU", "decisions": "APRU",
    "results": "APRU", "scores": "APRU",
    "finding_next": "AR", "finding_decide": "AR", "finding_report": "AR", "verdict_rule": "APR", "task_done": "AR",
    "enquiries": "APRU", "enquiry": "APRU", "enquiry_new": "AR", "enquiry_reply": "AR",
    "feedback_list": "APSEU", "feedback": "APSEU", "feedback_answer": "AE",
    "appeals": "APSEU", "appeal_one": "APSEU", "appeal_rule": "AP",
    "audit": "AU",
}  # fmt: skip
BODIES = {
    "campaign_new": lambda world: {
        "unit": world.province.root.pk, "title": "2021年检查", "period_start": "2020-10-01",
        "period_end": "2020-12-31", "check_point": "2020-11-30T10:00:00+08:00", "seed": "2021",
    },
    "campaign_edit": lambda world: {"title": "2020年第四季度检查"},
    "campaign_move": lambda world: {"move": "hear"},
    "account_result": lambda world: {"outcome": "qualified"},
    "finding_next": lambda world: {},
    "finding_decide": lambda world: {"choice": "confirm"},
    "finding_report": lambda world: {"summary": "首页有错链"},
    "verdict_rule": lambda world: {"ruling": "clear", "reason": "已核对"},
    "task_done": lambda world: {"note": "已核对"},
    "enquiry_new": lambda world: {"question": "如何办理？", "asked_at": "2020-12-01T09:00:00+08:00"},
    "enquiry_reply": lambda world: {"answered_at": "2020-12-02T09:00:00+08:00", "quality": "effective"},
    "feedback_answer": lambda world: {"answer": "accepted"},
    "appeal_rule": lambda world: {"ruling": "rejected", "reason": "停电未报备"},
}  # fmt: skip


def arguments(world: World) -> Arguments:
    """The campaign, and what it says of the department's site."""
    campaign = {"key": world.round.campaign.pk}
    site = world.checked(world.province.department_site)
    verdict = {"key": ItemVerdict.objects.get(checked=site, item="W-V-02").pk}
    finding = {"key": world.appeal.finding_id}
    feedback = {"key": Feedback.objects.get(checked=site).pk}
    task = {"key": Task.objects.order_by("pk").values_list("pk", flat=True)[0]}
    enquiry, appeal = {"key": world.enquiry.pk}, {"key": world.appeal.pk}
    of_campaign = (
        "campaign", "campaign_edit", "campaign_preview", "campaign_moves", "campaign_move", "campaign_events",
        "campaign_sampling", "checked_sites", "checked_accounts", "verdicts", "findings", "decisions", "results",
        "scores", "enquiries", "finding_next",
    )  # fmt: skip
    return {
        **dict.fromkeys(of_campaign, campaign),
        "account_result": {**campaign, "account": world.province.account.pk},
        "verdict": verdict, "verdict_rule": verdict, "finding_report": verdict, "task_done": task,
        "finding": finding, "finding_decide": finding,
        "enquiry": enquiry, "enquiry_reply": enquiry, "enquiry_new": {"key": site.pk},
        "feedback": feedback, "feedback_answer": feedback, "appeal_one": appeal, "appeal_rule": appeal,
    }  # fmt: skip


def elsewhere(world: World) -> Arguments:
    """The results of the province's own portal."""
    feedback = {"key": Feedback.objects.get(checked=world.checked(world.province.portal)).pk}
    return {"feedback": feedback, "feedback_answer": feedback}
