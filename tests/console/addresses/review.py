"""The review: queues, workbench, stored pages, rulings."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.console.addresses import Arguments
from tests.console.inspection.pictures import PNG
from tests.console.inspection.reviewed import in_review
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.inspection.hearing.uploads import Upload, attach_to_task
from xunwang.inspection.models import Task

PAGES = {
    "reviews": "APRU", "review": "APRU", "review_next": "AR", "review_settle": "AP", "findings": "APRU",
    "finding": "APRU", "finding_decide": "APRU", "finding_alike": "AR",
    "finding_page": "APRU", "finding_picture": "APRU",
    "rulings": "APRU", "ruling": "APRU", "rulings_alike": "AR", "attachment": "APRU",
    "enquiries": "APRU", "enquiry": "APRU", "enquiries_rule": "AR", "enquiries_import": "AR",
}  # fmt: skip
POST_ONLY = {"review_next", "review_settle", "finding_decide", "enquiries_rule"}
DATA = {"finding_decide": {"choice": "confirm", "version": "0"}}


def arguments(province: Province) -> Arguments:
    """A campaign in review with a deduction candidate, an open indicator and a screenshot of its task."""
    round_ = in_review(province, title="复核中的检查")
    candidate = round_.campaign.findings.filter(item="W-D-23")[0]
    open_ = round_.campaign.verdicts.get(item="W-V-05.1", needs_ruling=True)
    now = datetime(2020, 12, 1, tzinfo=UTC)
    kept = attach_to_task(
        Task.objects.get(verdict=open_), Upload("a.png", PNG), province.user(Role.REVIEWER), now
    )
    campaign, pk = round_.campaign.pk, candidate.pk
    return {
        "review": [campaign], "review_next": [campaign], "review_settle": [campaign], "findings": [campaign], "rulings": [campaign],
        "finding": [pk], "finding_decide": [pk], "finding_alike": [pk],
        "finding_page": [pk, 1], "finding_picture": [pk, 1],
        "enquiries": [campaign], "enquiries_rule": [campaign], "enquiries_import": [campaign],
        "enquiry": [campaign, candidate.checked_id], "ruling": [open_.pk], "rulings_alike": [campaign, "W-V-05.1"], "attachment": [kept.pk],
    }  # fmt: skip
