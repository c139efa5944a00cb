"""Service guides (办事指南): the eight element classes of W-V-06.2, vague materials, forms."""

from __future__ import annotations

import re

from xunwang.pages.document import Document
from xunwang.pages.labels import find_label, read_headed_tables, read_pairs
from xunwang.pages.lines import visible_lines
from xunwang.pages.records import Attachment, Guide
from xunwang.pages.rows import fold
from xunwang.pages.urls import Joiner, classify
from xunwang.words import GuideElement, LinkClass

_SYNONYMS: dict[GuideElement, tuple[str, ...]] = {
    GuideElement.NAME: ("事项名称", "服务事项名称", "项目名称", "业务名称", "办理事项", "服务名称", "主项名称", "办理项名称"),
    GuideElement.BASIS: ("设定依据", "法定依据", "办理依据", "实施依据", "法律依据", "政策依据", "审批依据", "受理依据", "依据"),
    GuideElement.CONDITIONS: ("申请条件", "受理条件", "办理条件", "申办条件", "申报条件", "准予条件", "审批条件", "条件"),
    GuideElement.MATERIALS: ("申请材料", "办理材料", "所需材料", "申报材料", "申办材料", "提交材料", "材料清单", "申请材料目录",
                             "办理所需材料", "需提交材料", "材料名称", "材料目录"),
    GuideElement.PLACE: ("办理地点", "受理地点", "办公地点", "办理地址", "受理地址", "窗口地址", "办理窗口", "办事地点", "办公地址",
                         "受理窗口", "办理机构地址"),
    GuideElement.HOURS: ("办理时间", "办公时间", "受理时间", "工作时间", "接待时间", "服务时间", "办理时段"),
    GuideElement.PHONE: ("联系电话", "咨询电话", "咨询方式", "办公电话", "联系方式", "服务电话", "咨询渠道", "电话", "窗口电话"),
    GuideElement.PROCESS: ("办理流程", "办理程序", "办事流程", "流程图", "办理流程图", "审批流程", "审批程序", "业务流程", "办事程序",
                           "受理流程", "工作流程"),
}  # fmt: skip
_OTHERS = (
    "办理时限", "法定期限", "承诺期限", "法定办结时限", "承诺办结时限", "承诺时限", "收费标准", "是否收费", "收费依据", "监督电话",
    "投诉电话", "办理结果", "审批结果", "事项类型", "实施主体", "实施机关", "服务对象", "办件类型", "到现场次数", "行使层级", "基本编码",
    "事项编码", "常见问题", "监督投诉", "表格下载", "附件下载", "通办范围", "办理形式", "权力来源", "结果名称", "结果样本", "中介服务",
    "数量限制", "行政复议", "办理方式", "适用范围", "责任部门", "特别程序", "相关附件", "下载", "更新时间", "发布时间",
)  # fmt: skip
_LABELS: dict[str, GuideElement | None] = {
    **{word: element for element, words in _SYNONYMS.items() for word in words},
    **dict.fromkeys(_OTHERS),
}
_EMPTY = frozenset(
    {
        "无",
        "暂无",
        "空",
        "略",
        "-",
        "—",
        "——",
        "/",
        "null",
        "详见附件",
        "待定",
        "无。",
        "暂无内容",
        "暂无信息",
        "暂无数据",
    }
)
_VAGUE = re.compile(
    r"[^。；;，,\n]{0,20}(?:其他(?:有关|相关|需要|必要)?(?:的)?(?:材料|证明|资料|文件)|有关(?:证明|材料|资料)|相关(?:证明|材料|资料)(?!名称)|"
    r"等(?:材料|资料|证明)|需要(?:提供|提交)的其他)[^。；;，,\n]{0,10}"
)
_FORM_WORDS = re.compile(r"申请表|登记表|审批表|申报表|备案表|表格|样表|申请书")
_FEWEST = 2
_END_OF_PAGE = re.compile(
    r"^(?:主办|版权所有|上一篇|下一篇|打印本页|关闭窗口|相关链接|网站标识码|网站地图|分享到)"
)


def read_guide(doc: Document, joiner: Joiner) -> Guide | None:
    """The guide of a page; None where fewer than two element classes are named."""
    html = doc.html
    if (
        sum(html.count(word) > 0 for word in ("依据", "材料", "条件", "流程", "地点", "电话", "时间", "程序"))
        < _FEWEST
    ):
        return None
    lines = visible_lines(doc.tree)
    named = {hit[0] for line in lines[:3_000] if (hit := find_label(line, _LABELS)) and hit[0] is not None}
    if len(named) < _FEWEST:
        return None
    values = {**read_headed_tables(doc.tree, _LABELS), **read_pairs(lines, _LABELS, _ends)}
    elements = {key: value for key, value in values.items() if key is not None and _has_content(value)}
    if GuideElement.PROCESS not in elements and _has_flow_picture(doc):
        elements[GuideElement.PROCESS] = "流程图"
    forms = _forms(doc, joiner)
    materials = elements.get(GuideElement.MATERIALS, "")
    return Guide(
        name=elements.get(GuideElement.NAME) or _title(doc),
        elements=elements,
        vague=tuple(dict.fromkeys(found[0].strip() for found in _VAGUE.finditer(materials)))[:10],
        forms=forms,
        needs_form=bool(_FORM_WORDS.search(materials)),
    )


def _ends(line: str) -> bool:
    return bool(_END_OF_PAGE.match(line.strip()))


def _has_content(value: str) -> bool:
    return "".join(value.split()) not in _EMPTY


def _title(doc: Document) -> str:
    heading = doc.tree.css_first("h1,h2")
    return fold(heading.text()) if heading is not None and heading.text(strip=True) else fold(doc.title_tag)


def _has_flow_picture(doc: Document) -> bool:
    return any("流程" in (image.attributes.get("alt") or "") for image in doc.tree.css("img[alt]")[:100])


def _forms(doc: Document, joiner: Joiner) -> tuple[Attachment, ...]:
    """Files on offer; in a guide they are forms and samples."""
    found: dict[str, Attachment] = {}
    for anchor in doc.tree.css("a[href]")[:600]:
        url = joiner.join(doc.base, anchor.attributes.get("href") or "")
        if url and classify(url, joiner.hosts) is LinkClass.ATTACHMENT:
            found.setdefault(url, Attachment(url, fold(anchor.text())[:100]))
    return tuple(found.values())[:40]
