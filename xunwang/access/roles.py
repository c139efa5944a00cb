"""Roles and actions, and the table of who may do what.

A role holds over the subtree of the unit it was given for. What nobody was given is not allowed.
"""

from __future__ import annotations

from collections.abc import Mapping

from xunwang.words import Word


class Role(Word):
    """What a person is, over a part of the unit tree."""

    PROVINCE_ADMIN = "province_admin", "省级管理员"
    PLANNER = "planner", "检查计划员"
    REVIEWER = "reviewer", "复核员"
    CITY_SUPERVISOR = "city_supervisor", "监管单位人员"
    UNIT_EDITOR = "unit_editor", "单位填报员"
    AUDITOR = "auditor", "审计员（只读）"
    PUBLIC = "public", "公众"


class Action(Word):
    """What the pages, the API and the commands ask leave for."""

    OPEN_CONSOLE = "open_console", "进入工作台"
    SEE_REGISTER = "see_register", "查看名录"
    EDIT_REGISTER = "edit_register", "修改名录"
    EDIT_CONTACTS = "edit_contacts", "修改联系人"
    IMPORT_REGISTER = "import_register", "导入名录"
    EXPORT_REGISTER = "export_register", "导出名录"
    SEE_FILINGS = "see_filings", "查看备案"
    SUBMIT_FILINGS = "submit_filings", "提出备案"
    DECIDE_FILINGS = "decide_filings", "审批备案"
    SEE_USERS = "see_users", "查看用户"
    MANAGE_USERS = "manage_users", "管理用户"
    SEE_AUDIT_LOG = "see_audit_log", "查看审计日志"
    SEE_CAMPAIGNS = "see_campaigns", "查看检查"
    PLAN_CAMPAIGNS = "plan_campaigns", "制定检查计划"
    RUN_CAMPAIGNS = "run_campaigns", "实施检查"
    REVIEW_FINDINGS = "review_findings", "复核问题"
    SETTLE_DISPUTES = "settle_disputes", "裁定争议"
    OPEN_RESTRICTED = "open_restricted", "查看涉密线索"
    SEE_FEEDBACK = "see_feedback", "查看反馈"
    ANSWER_FEEDBACK = "answer_feedback", "反馈意见或申诉"
    DECIDE_APPEALS = "decide_appeals", "裁决申诉"
    FINALISE_CAMPAIGNS = "finalise_campaigns", "核定检查结果"
    SEE_NOTICES = "see_notices", "查看通报"
    EDIT_NOTICES = "edit_notices", "起草通报"
    SIGN_NOTICES = "sign_notices", "签发通报"
    SEE_ORDERS = "see_orders", "查看整改"
    ISSUE_ORDERS = "issue_orders", "下达整改通知"
    ANSWER_ORDERS = "answer_orders", "反馈整改"
    ACCEPT_ORDERS = "accept_orders", "验收整改"
    SEE_ASSESSMENTS = "see_assessments", "查看监管考核"
    REPORT_SUPERVISION = "report_supervision", "填报监管情况"
    ASSESS_SUPERVISION = "assess_supervision", "考核监管单位"
    EDIT_CALENDAR = "edit_calendar", "维护节假日表"
    MANAGE_JOBS = "manage_jobs", "管理后台作业"
    SEE_ANNUAL_TABLES = "see_annual_tables", "查看年度报表"
    FILL_ANNUAL_TABLES = "fill_annual_tables", "填报年度报表"
    SET_WAYS = "set_ways", "设置采集方式"


_EVERY_DAY = frozenset({Action.OPEN_CONSOLE, Action.SEE_REGISTER})

ALLOWED: Mapping[Role, frozenset[Action]] = {
    Role.PROVINCE_ADMIN: frozenset(Action),
    Role.PLANNER: _EVERY_DAY
    | {
        Action.EXPORT_REGISTER,
        Action.SEE_FILINGS,
        Action.SEE_CAMPAIGNS,
        Action.PLAN_CAMPAIGNS,
        Action.RUN_CAMPAIGNS,
        Action.SETTLE_DISPUTES,
        Action.SEE_FEEDBACK,
        Action.DECIDE_APPEALS,
        Action.FINALISE_CAMPAIGNS,
        Action.SEE_NOTICES,
        Action.EDIT_NOTICES,
        Action.SEE_ORDERS,
        Action.ISSUE_ORDERS,
        Action.ACCEPT_ORDERS,
        Action.SEE_ASSESSMENTS,
        Action.ASSESS_SUPERVISION,
        Action.SEE_ANNUAL_TABLES,
    },
    Role.REVIEWER: _EVERY_DAY | {Action.SEE_CAMPAIGNS, Action.REVIEW_FINDINGS},
    Role.CITY_SUPERVISOR: _EVERY_DAY
    | {
        Action.EDIT_REGISTER,
        Action.EDIT_CONTACTS,
        Action.EXPORT_REGISTER,
        Action.SEE_FILINGS,
        Action.SUBMIT_FILINGS,
        Action.DECIDE_FILINGS,
        Action.SEE_FEEDBACK,
        Action.SEE_ORDERS,
        Action.ACCEPT_ORDERS,
        Action.SEE_ASSESSMENTS,
        Action.REPORT_SUPERVISION,
        Action.SEE_ANNUAL_TABLES,
        Action.FILL_ANNUAL_TABLES,
        Action.SET_WAYS,
    },
    Role.UNIT_EDITOR: _EVERY_DAY
    | {
        Action.EDIT_CONTACTS,
        Action.SEE_FILINGS,
        Action.SUBMIT_FILINGS,
        Action.SEE_FEEDBACK,
        Action.ANSWER_FEEDBACK,
        Action.SEE_ORDERS,
        Action.ANSWER_ORDERS,
        Action.SEE_ANNUAL_TABLES,
        Action.FILL_ANNUAL_TABLES,
        Action.SET_WAYS,
    },
    Role.AUDITOR: _EVERY_DAY
    | {
        Action.EXPORT_REGISTER,
        Action.SEE_FILINGS,
        Action.SEE_USERS,
        Action.SEE_AUDIT_LOG,
        Action.SEE_CAMPAIGNS,
        Action.SEE_FEEDBACK,
        Action.SEE_NOTICES,
        Action.SEE_ORDERS,
        Action.SEE_ASSESSMENTS,
        Action.SEE_ANNUAL_TABLES,
    },
    Role.PUBLIC: frozenset(),
}
"""Role × action. The documentation and the test of every address read this table."""

FOR_ALL_UNITS = frozenset(
    {
        Action.IMPORT_REGISTER, Action.SEE_USERS, Action.MANAGE_USERS, Action.SEE_AUDIT_LOG, Action.EDIT_CALENDAR,
        Action.MANAGE_JOBS,
    }
)  # fmt: skip
"""What they are about belongs to no unit: only a role over the whole tree allows them. Else whoever manages the users of
a city could make himself administrator of the province."""

GRANTABLE = tuple(role for role in Role if role is not Role.PUBLIC)
"""Everybody is the public; the other roles are given."""


def roles_for(action: Action) -> frozenset[Role]:
    """The roles that may do it."""
    return frozenset(role for role, actions in ALLOWED.items() if action in actions)
