"""W-D-19 网站标识: the home page's footer lacks an obligatory element, per element.

国办秘函〔2019〕19号, part 2; G-07, G-10. Sponsor and contact are one element of the row. A printed
identification code that is not the registered one, or is no such code, counts as the element missing.
The "I spot an error" entrance is W-D-21's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from xunwang.rules.edition import Item
from xunwang.rules.facts import FooterSeen, SiteFacts
from xunwang.rules.verdict import Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._shared import evidence, home_doubt
from xunwang.words import FooterElement

ITEM = "W-D-19"
_WANTED = (
    (FooterElement.BADGE,),
    (FooterElement.SITE_CODE,),
    (FooterElement.SPONSOR, FooterElement.CONTACT),
    (FooterElement.ICP,),
    (FooterElement.PUBLIC_SECURITY,),
    (FooterElement.SITE_MAP,),
)
_CODE = re.compile(r"(?<![0-9a-z])(?:bm\d{8}|\d{10})(?!\d)")


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit for each element that the home page's footer lacks."""
    footer = next((footer for footer in facts.footers if footer.is_home), None)
    if footer is None or footer.scripted:
        reason = "首页页脚由脚本加载，需用浏览器渲染后再判定" if footer else "首页页脚未能读到，需重新抓取"
        return unknown(home_doubt(facts) or reason)
    findings = tuple(
        Finding(summary, (evidence(footer.seen, "首页页脚", fragment),))
        for summary, fragment in _problems(facts, footer)
    )
    measured = f"页脚应有要素{len(_WANTED)}项，缺失或错误{len(findings)}项"
    return hit(findings, measured) if findings else clear(measured)


def _problems(facts: SiteFacts, footer: FooterSeen) -> Iterator[tuple[str, str]]:
    """What is wrong in Chinese, and the fragment to mark."""
    for elements in _WANTED:
        lacking = [element for element in elements if element not in footer.parts]
        if lacking:
            yield f"首页页脚没有{'和'.join(element.label for element in lacking)}。", ""
    printed = footer.parts.get(FooterElement.SITE_CODE)
    if printed is None:
        return
    code = _CODE.search(printed.lower())
    if code is None:
        yield f"首页页脚的网站标识码“{printed}”格式不正确（应为10位数字，或bm加8位数字）。", printed
    elif facts.site.site_code and code[0] != facts.site.site_code.lower():
        yield f"首页页脚的网站标识码{code[0]}与名录登记的{facts.site.site_code}不一致。", printed
