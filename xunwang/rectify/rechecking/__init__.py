"""Rechecks of items: what is due, one after the other, each kept with its evidence."""

from xunwang.rectify.rechecking.queue import Settings, recheck_due, recheck_item
from xunwang.rectify.rechecking.want import want_recheck

__all__ = ["Settings", "recheck_due", "recheck_item", "want_recheck"]
