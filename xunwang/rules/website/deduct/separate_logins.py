"""W-D-15 统一登录: interactive functions need separate registration or sign-in.

国办秘函〔2019〕19号, part 2; recalled. Only somebody with an account can tell.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict
from xunwang.rules.website._shared import checklist

ITEM = "W-D-15"
_INSTRUCTION = (
    "用同一个账号依次登录本站的留言咨询、征集调查、在线访谈等互动功能：需要分别注册或分别登录、账号超过{limit}个的，确认扣分，"
    "并截取各登录页面；不需登录即可使用的功能不计。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Always for a person."""
    channels = tuple(box.seen.url for box in facts.mailboxes)
    return checklist(facts, _INSTRUCTION.format(limit=item.threshold), 5.0, *channels)
