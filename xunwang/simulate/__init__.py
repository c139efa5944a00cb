"""A fictional province on loopback: the product's demo, its test bed and its benchmark.

Imports nothing above layer 1; only ``xunwang.cli`` imports it.
"""

from __future__ import annotations

from xunwang.simulate.clock import SCALE, ProvinceClock
from xunwang.simulate.plan import CHECK_POINT, Settings

__all__ = ["CHECK_POINT", "SCALE", "ProvinceClock", "Settings"]
