"""W-D-25 兼容性: pages not displayed properly in mainstream browsers, per browser.

国办秘函〔2019〕19号, part 2; recalled; G-21. Telling a broken layout from a plain one needs eyes on several
engines: always for a person. Pages that build on abandoned techniques (Flash, one old browser) are candidates.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Verdict
from xunwang.rules.website._hints import hinted
from xunwang.rules.website._shared import task

ITEM = "W-D-25"
_INSTRUCTION = (
    "分别用谷歌、火狐、Edge和一款国产浏览器（如360、红莲花）的当前版本打开首页、一个栏目页和一个内容页，看有无错位、乱码、"
    "图片或菜单不显示、功能不能用；不能正常显示的按浏览器确认，注明版本并截图。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Always for a person; candidates are the pages that the machine marked."""
    columns = tuple(column.url for column in facts.columns if column.level == 1 and column.reachable)
    return hinted(
        facts, "browser", "页面依赖过时的浏览器或插件", task(facts, _INSTRUCTION, 5.0, *columns[:2])
    )
