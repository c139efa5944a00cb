"""Rechecks of items: what is due, one after the other, each kept with its evidence."""

from xunwang.rectify.rechecking.queue import due_items, hurry, recheck_due, recheck_item
from xunwang.rectify.rechecking.settings import FOLDER, Settings
from xunwang.rectify.rechecking.want import want_recheck

__all__ = ["FOLDER", "Settings", "due_items", "hurry", "recheck_due", "recheck_item", "want_recheck"]
