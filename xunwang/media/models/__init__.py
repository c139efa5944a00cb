"""Tables of the new media."""

from xunwang.media.models.checks import FunctionTried, HandCheck, HandPicture
from xunwang.media.models.collections import CollectedAccount, Collection, CollectionEvent
from xunwang.media.models.incidents import Incident, IncidentFile, Withdrawal
from xunwang.media.models.profiles import ProfilePoint
from xunwang.media.models.ways import AccountWay, CollectedWay

__all__ = [
    "AccountWay",
    "CollectedAccount",
    "CollectedWay",
    "Collection",
    "CollectionEvent",
    "FunctionTried",
    "HandCheck",
    "HandPicture",
    "Incident",
    "IncidentFile",
    "ProfilePoint",
    "Withdrawal",
]
