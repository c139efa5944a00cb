"""W-D-14 信息提交: a message can't be submitted through the interactive function.

国办秘函〔2019〕19号, part 2. One real submission by a person decides; nothing is submitted by machine.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict
from xunwang.rules.website._letters import box_urls, enquiry_boxes
from xunwang.rules.website._shared import checklist, names

ITEM = "W-D-14"
_INSTRUCTION = (
    "在互动交流栏目真实提交一条简单咨询：按要求注册、登录，填写并通过验证码，提交后取得受理编号或成功提示。任一步骤无法完成的"
    "（注册不了、收不到验证码、提交报错），更换浏览器再试一次，仍不成功（成功提交{limit}次）则确认扣分，保存录屏或逐步截图并记录时间。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Always for a person; channels whose form the machine could not open are named."""
    closed = [box.name for box in enquiry_boxes(facts) if box.form_reachable is False]
    warning = f"机器未能打开{names(closed)}的提交页面，请重点测试。" if closed else ""
    return checklist(facts, _INSTRUCTION.format(limit=item.threshold) + warning, 8.0, *box_urls(facts))
