"""M-V-03.2 购买“粉丝”、强制点赞转发: complaints are candidates, follower jumps are hints with their series.

国办发〔2018〕123号 forbids it (NM123); its place among the vetoes is recalled. A jump proves nothing: a viral post, a
campaign or a merger of accounts makes one too.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.media._incidents import recorded
from xunwang.rules.media._series import follower_findings, follower_text
from xunwang.rules.media._shared import checklist, findings_links, name_of, task
from xunwang.rules.media.facts import AccountFacts
from xunwang.rules.verdict import Verdict, needs_review
from xunwang.rules.website._shared import meets

ITEM = "M-V-03.2"


def evaluate(facts: AccountFacts, item: Item, at: datetime) -> Verdict:
    """Candidates are recorded complaints and follower jumps; without any, a checklist entry."""
    complaints = recorded(facts, "fraud", "弄虚作假投诉", at)
    jumps = follower_findings(facts, item, at)
    measured = f"登记投诉{len(complaints)}件，{follower_text(facts, item, at)}"
    if meets(item, len(complaints) + len(jumps)):
        duty = "查阅投诉材料；关注人数突增突减的，要求主办单位说明原因（活动、热点、账号合并等），判断是否购买“粉丝”或强制关注、点赞、转发。"
        found = (*complaints, *jumps)
        offered = task(facts, duty, 4.0 * len(found), *findings_links(found))
        return needs_review(found, offered, measured=measured)
    duty = f"查投诉和舆情记录：{name_of(facts.account)}有无购买“粉丝”、强制要求关注、点赞、转发等行为；有的登记投诉材料。"
    return checklist(facts, duty, 1.0, measured)
