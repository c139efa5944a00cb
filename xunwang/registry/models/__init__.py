"""Tables of the register."""

from xunwang.registry.models.account import Account
from xunwang.registry.models.contact import Contact
from xunwang.registry.models.filing import Filing, FilingEvent, FilingStep
from xunwang.registry.models.import_draft import ImportDraft
from xunwang.registry.models.platform import FurtherPlatform
from xunwang.registry.models.reality import Difference, DifferenceEvent, Look
from xunwang.registry.models.site import WebSite
from xunwang.registry.models.unit import Unit

__all__ = [
    "Account",
    "Contact",
    "Difference",
    "DifferenceEvent",
    "Filing",
    "FilingEvent",
    "FilingStep",
    "FurtherPlatform",
    "ImportDraft",
    "Look",
    "Unit",
    "WebSite",
]
