"""W-D-23 一号登录: a registered user can't use all functional areas with one account.

国办秘函〔2019〕19号, part 2; recalled, for portals of provinces and State Council departments only.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict, clear
from xunwang.rules.website._services import service_urls
from xunwang.rules.website._shared import checklist
from xunwang.words import Level

ITEM = "W-D-23"
_INSTRUCTION = (
    "注册一个账号，依次登录本站的互动交流、办事服务、个人中心等功能板块，确认一个账号能登录全部板块；"
    "有板块不能用该账号登录的，确认扣分，并截取各板块登录后的页面。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Always for a person, where it is checked at all."""
    if facts.site.level not in (Level.STATE, Level.PROVINCE):
        return clear("本项只检查省级和国务院部门门户网站")
    channels = (box.seen.url for box in facts.mailboxes)
    return checklist(facts, _INSTRUCTION, 8.0, *service_urls(facts), *channels)
