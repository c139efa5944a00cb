"""Words of the orders, and the tables of the moves of orders and of their items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xunwang.access.roles import Action
from xunwang.words import Cure, Word


class OrderState(Word):
    """Where an order is."""

    ISSUED = "issued", "待签收"
    WORKING = "working", "整改中"
    REPLIED = "replied", "待验收"
    CLOSED = "closed", "已办结"
    CANCELLED = "cancelled", "已撤销"


class ItemState(Word):
    """Where one problem of an order is."""

    OPEN = "open", "待整改"
    REPLIED = "replied", "已反馈，待验收"
    RETURNED = "returned", "退回重改"
    ACCEPTED = "accepted", "验收通过"
    WAIVED = "waived", "已撤销"


class Move(Word):
    """What happened to an order, or to one of its items."""

    ISSUE = "issue", "下达"
    SIGN = "sign", "签收"
    REPLY = "reply", "反馈整改"
    ACCEPT = "accept", "验收通过"
    RETURN = "return", "退回"
    WAIVE = "waive", "撤销问题"
    ASK_EXTENSION = "ask_extension", "申请延期"
    GRANT_EXTENSION = "grant_extension", "同意延期"
    REFUSE_EXTENSION = "refuse_extension", "不同意延期"
    ESCALATE = "escalate", "逾期上报"
    RECHECK = "recheck", "复查"
    CLOSE = "close", "办结"
    REOPEN = "reopen", "重新整改"
    CANCEL = "cancel", "撤销通知"


class Ruling(Word):
    """What becomes of a request for more time."""

    GRANTED = "granted", "同意延期"
    REFUSED = "refused", "不同意延期"


@dataclass(frozen=True, slots=True)
class Step:
    """What a move of an order needs."""

    sources: frozenset[OrderState]
    action: Action
    from_above: bool = False
    """Only somebody whose role holds above the unit: nobody accepts the work of his own unit."""
    reason: bool = False
    """The person must say why."""


_LIVE = frozenset({OrderState.ISSUED, OrderState.WORKING, OrderState.REPLIED})
_WORK = frozenset({OrderState.WORKING, OrderState.REPLIED})
_UNIT, _ABOVE, _OFFICE = Action.ANSWER_ORDERS, Action.ACCEPT_ORDERS, Action.ISSUE_ORDERS

STEPS: Mapping[Move, Step] = {
    Move.SIGN: Step(frozenset({OrderState.ISSUED}), _UNIT),
    Move.REPLY: Step(frozenset({OrderState.WORKING}), _UNIT),
    Move.ASK_EXTENSION: Step(frozenset({OrderState.WORKING}), _UNIT, reason=True),
    Move.GRANT_EXTENSION: Step(_WORK, _ABOVE, from_above=True),
    Move.REFUSE_EXTENSION: Step(_WORK, _ABOVE, from_above=True, reason=True),
    Move.ACCEPT: Step(_WORK, _ABOVE, from_above=True),
    Move.RETURN: Step(_WORK, _ABOVE, from_above=True, reason=True),
    Move.WAIVE: Step(_LIVE, _OFFICE, reason=True),
    Move.REOPEN: Step(_WORK | {OrderState.CLOSED}, _ABOVE, from_above=True, reason=True),
    Move.CANCEL: Step(_LIVE, _OFFICE, reason=True),
}
"""Moves that people make; everything else is refused."""

ITEM_STEPS: Mapping[Move, tuple[frozenset[ItemState], ItemState]] = {
    Move.REPLY: (frozenset({ItemState.OPEN, ItemState.RETURNED}), ItemState.REPLIED),
    Move.ACCEPT: (frozenset({ItemState.REPLIED}), ItemState.ACCEPTED),
    Move.RETURN: (frozenset({ItemState.REPLIED}), ItemState.RETURNED),
    Move.WAIVE: (frozenset({ItemState.OPEN, ItemState.RETURNED, ItemState.REPLIED}), ItemState.WAIVED),
    Move.REOPEN: (frozenset({ItemState.ACCEPTED}), ItemState.OPEN),
}
"""From which states of an item a move leads to which."""

LIVE = _LIVE
"""Something is left to do."""
WITH_UNIT = frozenset({OrderState.ISSUED, OrderState.WORKING})
"""The unit has to act: only such an order can be overdue."""
ITEM_WITH_UNIT = frozenset({ItemState.OPEN, ItemState.RETURNED})
RecheckVerdict = Cure
