"""W-D-20.2 可用性: links on other pages that can't be opened, per link.

国办秘函〔2019〕19号, part 2; recalled, with doubt. Over the crawled site, each distinct target once; a target
that the home page links to is W-D-20.1's.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict
from xunwang.rules.website._links import is_of_home, judge_links

ITEM = "W-D-20.2"


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit for each target that stayed closed at all tries."""
    doubt = (
        "" if facts.coverage.pages > 1 else f"除首页外没有抓取到页面（{facts.coverage.reason}），需重新抓取"
    )
    return judge_links(facts, item, lambda link: not is_of_home(facts, link), doubt)
