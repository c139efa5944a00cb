"""Tables of the orders."""

from xunwang.rectify.models.item import Item, Proof, Reply
from xunwang.rectify.models.order import Batch, Escalation, Extension, Order, OrderEvent
from xunwang.rectify.models.recheck import Recheck

__all__ = [
    "Batch",
    "Escalation",
    "Extension",
    "Item",
    "Order",
    "OrderEvent",
    "Proof",
    "Recheck",
    "Reply",
]
