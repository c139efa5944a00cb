"""W-D-20.1 可用性: links on the home page that can't be opened, per link.

国办秘函〔2019〕19号, part 2; recalled, with doubt. Pages, pictures, attachments and external links count, each
distinct target once. Where the home page is only a navigation entrance, the links of all second-level
pages count here too.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict
from xunwang.rules.website._links import is_of_home, judge_links
from xunwang.rules.website._shared import home_doubt

ITEM = "W-D-20.1"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit for each target that stayed closed at all tries."""
    return judge_links(facts, item, lambda link: is_of_home(facts, link), home_doubt(facts))
