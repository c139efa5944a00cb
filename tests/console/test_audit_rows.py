"""Who writes past the triggers of the database is told of by the log, which has no entry for it."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from tests.console.guards import past_the_guards
from tests.console.inspection.reviewed import DISMISS, finding, in_feedback, in_review
from tests.console.inspection.rounds import NOW
from tests.console.province import Province
from xunwang.audit.rows import unlogged_changes
from xunwang.inspection.results.unexplained import unexplained_statuses
from xunwang.inspection.review.decide import decide

pytestmark = pytest.mark.server

PAST_THE_LOG = (
    ("UPDATE inspection_finding SET status = 'dismissed' WHERE item = 'W-V-01.1'", "inspection_finding第.*status"),
    ("DELETE FROM inspection_decision WHERE round = 'second'", "inspection_decision第.*没有删除的记录"),
    ("TRUNCATE registry_contact", "registry_contact第.*没有删除的记录"),
    (
        "INSERT INTO access_assignment (user_id, role, unit_id, created_at)"
        " SELECT user_id, 'province_admin', NULL, now() FROM access_assignment WHERE role = 'unit_editor'",
        "access_assignment第.*没有新增的记录",
    ),
    ("ALTER TABLE inspection_finding DISABLE TRIGGER audited", "inspection_finding的审计触发器被停用"),
    ("DROP TRIGGER audited ON access_assignment", "access_assignment的审计触发器已不在"),
)  # fmt: skip


def test_what_people_and_machines_did_is_as_the_log_says(province: Province) -> None:
    in_feedback(province)
    with connection.cursor() as cursor:  # somebody works in another time zone
        cursor.execute("SET LOCAL TimeZone = 'Asia/Shanghai'")
    assert list(unlogged_changes()) == []
    assert list(unexplained_statuses()) == []


@pytest.mark.parametrize(("statement", "said"), PAST_THE_LOG)
def test_a_change_past_the_log_is_told(province: Province, statement: str, said: str) -> None:
    in_feedback(province)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with past_the_guards() as cursor:
        cursor.execute(statement)
    told = list(unlogged_changes())
    assert told and all(re.search(said, one) for one in told), told


def test_a_status_that_nobody_gave_is_told(province: Province) -> None:
    round_ = in_review(province)
    decide(finding("W-D-23"), DISMISS, round_.reviewers[0], NOW)
    assert list(unexplained_statuses()) == []
    with past_the_guards() as cursor:
        cursor.execute("UPDATE inspection_finding SET status = 'dismissed' WHERE item = 'W-V-02'")
    (told,) = unexplained_statuses()
    assert "松江市教育局网站" in told and "W-V-02" in told and "已排除" in told
