"""Words of the filings, and the table of their states."""

from __future__ import annotations

from collections.abc import Mapping

from xunwang.words import Word


class FilingKind(Word):
    """What a filing asks for (G-08, G-09, G-26, N-05)."""

    OPEN = "open", "开设"
    CHANGE = "change", "变更"
    MERGE = "merge", "整合"
    SUSPEND = "suspend", "临时下线"
    CLOSE = "close", "关停"


class FilingState(Word):
    """Where a filing is."""

    DRAFT = "draft", "草稿"
    DECIDING = "deciding", "审批中"
    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "已批准，办理中"
    IN_EFFECT = "in_effect", "生效中"
    DONE = "done", "已办结"
    REJECTED = "rejected", "不予批准"
    WITHDRAWN = "withdrawn", "已撤回"


class Move(Word):
    """What somebody does with a filing."""

    SUBMIT = "submit", "提交"
    APPROVE = "approve", "同意"
    RETURN = "return", "退回"
    REJECT = "reject", "不同意"
    WITHDRAW = "withdraw", "撤回"
    COMPLETE_STEP = "complete_step", "登记步骤"
    RESUME = "resume", "恢复运行"


class Step(Word):
    """The five steps after the approval of an opening, in their order (G-26)."""

    BADGE = "badge", "党政机关网站标识"
    DOMAIN = "domain", "域名注册"
    ICP = "icp", "ICP备案"
    PUBLIC_SECURITY = "public_security", "公安机关备案"
    REGISTRATION = "registration", "全国政府网站信息报送系统登记"


STEPS = tuple(Step)

MOVES: Mapping[FilingState, frozenset[Move]] = {
    FilingState.DRAFT: frozenset({Move.SUBMIT, Move.WITHDRAW}),
    FilingState.RETURNED: frozenset({Move.SUBMIT, Move.WITHDRAW}),
    FilingState.DECIDING: frozenset({Move.APPROVE, Move.RETURN, Move.REJECT, Move.WITHDRAW}),
    FilingState.APPROVED: frozenset({Move.COMPLETE_STEP, Move.WITHDRAW}),
    FilingState.IN_EFFECT: frozenset({Move.RESUME}),
    FilingState.DONE: frozenset(),
    FilingState.REJECTED: frozenset(),
    FilingState.WITHDRAWN: frozenset(),
}
"""What may be done in which state; everything else is refused.

Approved are openings of sites, whose steps are under way, and what is to happen to an account on a later day, which may
be called off until then.
"""

OPEN_STATES = frozenset(state for state, moves in MOVES.items() if moves)
DECISIONS = frozenset({Move.APPROVE, Move.RETURN, Move.REJECT})
