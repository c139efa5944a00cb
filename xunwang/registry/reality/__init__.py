"""The register against reality: what the network shows, where it does not agree, and what people make of it."""

from xunwang.registry.reality.compare import Down, Found, Registered, compare
from xunwang.registry.reality.deciding import RealityError, file_difference, mark
from xunwang.registry.reality.looking import Network, compare_due, compare_sites

__all__ = [
    "Down",
    "Found",
    "Network",
    "RealityError",
    "Registered",
    "compare",
    "compare_due",
    "compare_sites",
    "file_difference",
    "mark",
]
