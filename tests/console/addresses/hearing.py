"""Feedback and appeals."""

from __future__ import annotations

from tests.console.addresses import Arguments
from tests.console.inspection.pictures import PNG
from tests.console.inspection.reviewed import HOME, OFFICE_HOME, in_feedback
from tests.console.inspection.rounds import NOW, Round
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.inspection.hearing.answer import Objection, appeal
from xunwang.inspection.hearing.uploads import Upload
from xunwang.inspection.models import Attachment, Campaign, Feedback, Finding

PAGES = {
    "feedbacks": "APSEU", "feedback": "APSEU", "feedback_accept": "AE", "feedback_appeal": "AE",
    "feedback_receipt": "APSEU", "feedback_finding": "APSEU", "feedback_page": "APSEU",
    "feedback_attachment": "APSEU", "appeals": "AP", "appeal": "AP",
}  # fmt: skip
POST_ONLY = {"feedback_accept"}
OF_ONE = ("feedback", "feedback_accept", "feedback_appeal", "feedback_receipt")
TITLE = "听取意见的检查"


def arguments(province: Province) -> Arguments:
    """The results of the department's site, to which it has objected."""
    round_ = in_feedback(province, title=TITLE)
    mine = _feedback(round_, OFFICE_HOME)
    finding = Finding.objects.get(checked=mine.checked_id, item="W-V-02")
    objection = Objection(finding, "机房断电，已报备", (Upload("证明.png", PNG),))
    (filed,) = appeal(mine, [objection], province.user(Role.UNIT_EDITOR), NOW)
    return {
        **{name: [mine.pk] for name in OF_ONE},
        "feedback_finding": [mine.pk, finding.pk], "feedback_page": [mine.pk, finding.pk, 1],
        "feedback_attachment": [Attachment.objects.get(appeal=filed).pk], "appeal": [filed.pk],
    }  # fmt: skip


def elsewhere(province: Province) -> Arguments:
    """The results of the province's own portal, and a finding of a site under another name."""
    campaign = Campaign.objects.filter(title=TITLE).first()
    found = campaign or in_feedback(province, title=TITLE).campaign
    portal = Feedback.objects.get(campaign=found, checked__site=province.portal)
    own = Feedback.objects.get(campaign=found, checked__home_url=OFFICE_HOME)
    strange = Finding.objects.filter(campaign=found, checked__home_url=HOME).first()
    assert strange is not None
    return {
        **{name: [portal.pk] for name in OF_ONE},
        "feedback_finding": [own.pk, strange.pk], "feedback_page": [own.pk, strange.pk, 1],
    }  # fmt: skip


def _feedback(round_: Round, home: str) -> Feedback:
    return Feedback.objects.get(campaign=round_.campaign, checked__home_url=home)
