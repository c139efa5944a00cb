"""Tables of the campaigns."""

from xunwang.inspection.models.campaign import Campaign, CampaignEvent
from xunwang.inspection.models.checked import Checked, CheckedAccount, CheckedSite
from xunwang.inspection.models.decision import Decision
from xunwang.inspection.models.enquiry import Enquiry
from xunwang.inspection.models.final import FinalResult, SiteScore
from xunwang.inspection.models.hearing import Appeal, Attachment, Feedback
from xunwang.inspection.models.results import NO_BONUS, Finding, Intake, ItemVerdict, Task
from xunwang.inspection.models.running import Run, RunEvent, RunSite
from xunwang.inspection.models.sampling import SamplingRecord

__all__ = [
    "NO_BONUS",
    "Appeal",
    "Attachment",
    "Campaign",
    "CampaignEvent",
    "Checked",
    "CheckedAccount",
    "CheckedSite",
    "Decision",
    "Enquiry",
    "Feedback",
    "FinalResult",
    "Finding",
    "Intake",
    "ItemVerdict",
    "Run",
    "RunEvent",
    "RunSite",
    "SamplingRecord",
    "SiteScore",
    "Task",
]
