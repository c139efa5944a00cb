"""W-D-21 我为政府网站找错: entrance missing from the home page's footer, or not working.

国办秘函〔2019〕19号, part 2; G-12: it carries the site's own code. An entrance with another site's code sends
the messages to somebody else and counts as not working.
"""

from __future__ import annotations

from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import EntranceTest, SiteFacts
from xunwang.rules.verdict import Evidence, Finding, Task, Verdict, clear, hit, needs_review, unknown
from xunwang.rules.website._shared import evidence, home_doubt, meets, task
from xunwang.words import FooterElement

ITEM = "W-D-21"
_TRY_IT = (
    "在能访问互联网的电脑上点击首页页脚的“我为政府网站找错”，确认能打开全国统一的留言页面，且页面显示的是本网站名称"
    "（{code}）；打不开或显示其他网站的，确认扣分并截图。"
)


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit without entrance, with a wrong code, and when following it failed; not tried: a person tries."""
    if facts.entrance is None:
        return _missing(facts, item)
    entrance, code = facts.entrance, _own_code(facts)
    problem = _problem(entrance, code)
    if meets(item, int(not problem)):
        shown = evidence(entrance.seen, "首页页脚的找错入口", entrance.url)
        return hit((Finding(problem, (shown, Evidence(entrance.url, None, note=entrance.detail))),), problem)
    if entrance.works and code and entrance.code:
        return clear(f"找错入口可用，标识码{entrance.code}")
    return needs_review(
        (), _trial(facts, entrance.url), measured=f"找错入口已设置，{_open_question(entrance, code)}"
    )


def _missing(facts: SiteFacts, item: Item) -> Verdict:
    footer = next((footer for footer in facts.footers if footer.is_home), None)
    printed = footer is not None and FooterElement.ERROR_REPORT in footer.parts
    if not meets(item, int(printed)):
        return needs_review((), _trial(facts), measured="首页页脚有找错入口，机器未能跟踪打开")
    doubt = home_doubt(facts)
    if not doubt and (footer is None or footer.scripted):
        doubt = "首页页脚由脚本加载或未读到，需用浏览器渲染后再判定"
    if doubt or facts.home is None:
        return unknown(doubt)
    summary = "首页页脚没有“我为政府网站找错”入口。"
    return hit((Finding(summary, (evidence(facts.home.seen, "首页页脚"),)),), summary)


def _trial(facts: SiteFacts, *links: str) -> Task:
    code = _own_code(facts)
    told = f"标识码应为{code}" if code else "名录未登记本网站的标识码，请先查明"
    return task(facts, _TRY_IT.format(code=told), 2.0, *links)


def _own_code(facts: SiteFacts) -> str:
    return facts.site.site_code.lower()


def _problem(entrance: EntranceTest, code: str) -> str:
    if entrance.code and code and entrance.code.lower() != code:
        return f"“我为政府网站找错”入口携带的标识码{entrance.code}不是本网站的{code}。"
    if entrance.works is False:
        return f"“我为政府网站找错”入口打不开（{entrance.detail}）。"
    return ""


def _open_question(entrance: EntranceTest, code: str) -> str:
    if entrance.works is None:
        return f"本机未能尝试打开（{entrance.detail}）"
    return "名录未登记网站标识码，无法核对入口" if not code else "入口地址未携带网站标识码"
