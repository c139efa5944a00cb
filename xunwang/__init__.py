"""Xunwang (巡网): supervise a province's government websites."""

__version__ = "0.1.0"
