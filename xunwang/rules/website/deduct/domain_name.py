"""W-D-18 域名名称: domain or site name not according to the rules, per violation.

国办秘函〔2019〕19号, part 2, and the duties of 国办发〔2017〕47号: English domain under .gov.cn and no other (G-01,
G-04), a portal's domain is www.XXX.gov.cn (G-02), the site bears the organisation's name in full (G-06).
"""

from __future__ import annotations

import re
from datetime import datetime

from xunwang.pages.urls import host_of, is_government
from xunwang.rules.edition import Item
from xunwang.rules.facts import SiteFacts
from xunwang.rules.verdict import Evidence, Finding, Verdict, clear, hit, unknown
from xunwang.rules.website._shared import evidence, home_doubt
from xunwang.words import SiteKind

ITEM = "W-D-18"
_ENGLISH = ".gov.cn"
_SITE_WORDS = re.compile(r"(?:门户网站|政府网站|官方网站|网站|官网|网)$")
_OFFICE = re.compile(r"(?:办公厅|办公室)$")
_NOISE = re.compile(r"[\s·•・.—_|\-（）()]+")


def evaluate(facts: SiteFacts, item: Item, at: datetime) -> Verdict:
    """Hit for each violation; domains can be judged even when the home page was not seen."""
    findings = _domain_findings(facts)
    name = _name_finding(facts)
    if name is not None:
        findings.append(name)
    measured = f"域名{'、'.join(_hosts(facts))}，网站名称“{facts.header_name or '未读到'}”"
    if findings:
        return hit(tuple(findings), measured)
    if facts.header_name is None:
        return unknown(home_doubt(facts) or "首页没有读到网站名称，需人工核对页眉", measured=measured)
    return clear(measured)


def _hosts(facts: SiteFacts) -> tuple[str, ...]:
    """The hosts by which the site goes: registered, reached, further ones."""
    known = (host_of(facts.site.home_url), facts.final_host, *facts.site.hosts)
    return tuple(dict.fromkeys(host for host in known if host))


def _domain_findings(facts: SiteFacts) -> list[Finding]:
    foreign = [host for host in _hosts(facts) if not is_government(host)]
    findings = [
        Finding(f"域名{host}不是以.gov.cn结尾的政府网站域名。", (_home(facts, f"使用域名{host}"),))
        for host in foreign
    ]
    main = facts.final_host or host_of(facts.site.home_url)
    if main in foreign or facts.site.kind is not SiteKind.PORTAL or not main.endswith(_ENGLISH):
        return findings
    labels = main.removesuffix(_ENGLISH).removeprefix("www.").split(".")
    if len(labels) > 1:
        summary = f"门户网站域名{main}不符合“www.XXX.gov.cn”的结构，多出{len(labels) - 1}级。"
        findings.append(Finding(summary, (_home(facts, f"使用域名{main}"),)))
    return findings


def _name_finding(facts: SiteFacts) -> Finding | None:
    if facts.header_name is None:
        return None
    printed = _core(facts.header_name)
    names = [name for name in (facts.site.unit, _OFFICE.sub("", facts.site.unit), facts.site.name) if name]
    if any(_core(name) in printed for name in names):
        return None
    summary = f"首页标示的网站名称“{facts.header_name}”没有完整使用机构名称“{names[0]}”。"
    return Finding(summary, (_home(facts, "标题、页眉或SiteName标签中的网站名称", facts.header_name),))


def _core(name: str) -> str:
    """A name without the words for "website", spacing, and with one word for "government"."""
    return _SITE_WORDS.sub("", _NOISE.sub("", name)).replace("人民政府", "政府")


def _home(facts: SiteFacts, note: str, fragment: str = "") -> Evidence:
    if facts.home is not None:
        return evidence(facts.home.seen, note, fragment)
    return Evidence(facts.site.home_url, None, note=note)
