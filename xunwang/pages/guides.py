"""Service guides (办事指南): the eight element classes of W-V-06.2, vague materials, forms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import chain, product
from pathlib import Path
from typing import NamedTuple

import yaml

from xunwang.pages.document import Document
from xunwang.pages.records import Attachment, Guide
from xunwang.pages.rows import fold
from xunwang.pages.segments import segments
from xunwang.pages.statements import Stated, Vocabulary, read_statements, values_by_key
from xunwang.pages.tabs import read_tabs
from xunwang.pages.urls import Joiner, classify
from xunwang.words import GuideElement, LinkClass

_LABELS = Path(__file__).with_name("guide_labels.yaml")
_GATE = ("据", "料", "程")
"""Labels may have blanks in them, so single characters."""
_FEWEST = 3
_TAILS = {"时间": "hours", "办公时间": "hours", "地点": "place", "地址": "place", "电话": "phone", "联系电话": "phone",
          "联系方式": "phone", "咨询电话": "phone"}  # fmt: skip
_NOTICE = re.compile(r"通知|公告|公示|通报|通告|意见|方案|办法|规定|细则|解读|召开|会议|报告")
_GUIDE_TITLE = re.compile(r"指南|办事|服务|办理|须知")
_NO_NAME = re.compile(
    r"^(?:办事指南|服务指南|办理指南|事项详情|办事服务|在线办事|服务事项|政务服务.{0,4}|事项信息|详情|内容)$"
)
_EMPTY = re.compile(
    r"(?:暂无|暂缺|尚无|暂未(?:提供|公布)|未(?:提供|填写)|待(?:补充|完善|定)|空|无|略|没有|null|undefined|none|na|nan)?(?:相关)?"
    r"(?:信息|内容|数据)?",
    re.IGNORECASE,
)
_NO_WORDS = re.compile(r"[\s\-—–_/\\.。,，、:：;；()（）*【】\[\]|]+|展开|收起|更多|返回顶部|复制")
_ELSEWHERE = re.compile(r"(?:请)?(?:详?见|查看|点击|参见|下载|参照|参考)[^，。；]{0,14}|查看详情|详情")
_VAGUE = re.compile(
    r"(?:[^\s。；;，,、：:.．]{0,8}(?:规定|要求|认为|需要)[^\s。；;，,、]{0,10})?"
    r"(?:其他|其它)(?:的|有关|相关|需要|必要|应当|需|所需|须|应|提交|提供|补充){0,4}(?:的)?(?:材料|证明|资料|文件|证件|手续|凭证)"
    r"|[^\s。；;，,、：:.．]{0,12}等(?:相关|有关|其他|证明|必要)?(?:材料|资料|证明|文件|证件|手续)"
    r"|(?:有关|相关)(?:的)?(?:证明|材料|资料|文件|证件|手续)(?:材料|文件)?(?!名称|目录|清单|如下|[:：])"
)  # fmt: skip
_FORM = re.compile(
    r"(?:申请|登记|审批|申报|备案|审核|呈报|汇总|信息|情况|报名|核定|变更|注销|委托|推荐|评审|鉴定|申领|报批|承诺|一览|统计|明细)表|申请书|表格|样表|《[^》]{2,40}[表书]》"
)
_FOOTER = re.compile(
    r"""<(?:div|footer|table|td|center|section)\b[^>]{0,200}(?:class|id)\s{0,3}=\s{0,3}["']?[^"'>]{0,60}(?:foot|copyright|bottom)|<footer|主办单位""",
    re.IGNORECASE,
)
_FORM_LINK = re.compile(r"表格|空表|样表|样本|申请表|申请书|范本|示例|模板|文书")


class _Words(NamedTuple):
    vocabulary: Vocabulary
    common: frozenset[str]
    certain: frozenset[str]


@cache
def _words() -> _Words:
    data = yaml.safe_load(_LABELS.read_text(encoding="utf-8"))
    labels: dict[str, tuple[str, ...]] = dict.fromkeys(data["other"], ())
    for element, words in chain(data["weak"].items(), data["elements"].items()):
        labels.update(dict.fromkeys(words, (element,)))
    for element in ("place", "hours", "phone"):
        for word, mark, (tail, other) in product(data["elements"][element], "、和及与/，", _TAILS.items()):
            labels.setdefault(f"{word}{mark}{tail}", tuple(dict.fromkeys((element, other))))
    weak = frozenset(chain.from_iterable(data["weak"].values()))
    return _Words(Vocabulary(labels, weak), frozenset(data["common"]) | weak, frozenset(data["certain"]))


def read_guide(doc: Document, joiner: Joiner) -> Guide | None:
    """The service guide that a page is; None where its labels are not those of a guide.

    An element counts only with content: 无, dashes, or a reference elsewhere without a link are none. The
    headline counts as the item's name unless it only says that this is a guide.
    """
    html = doc.html
    if not any(word in html for word in _GATE) or doc.tree.body is None:
        return None
    stated = read_statements(segments(_without_footer(doc.tree.body.html or "")), _words().vocabulary)
    title = _title(doc)
    if not _is_guide(stated, title):
        return None
    if any(not each.parts for each in stated):
        stated = _with_tabs(stated, read_tabs(doc.tree.body, _words().vocabulary))
    values = values_by_key(stated)
    elements = {
        element: value.value or "（图）"
        for element in GuideElement
        if (value := values.get(element.value)) and _has_content(value, element)
    }
    if GuideElement.NAME not in elements and title and not _NO_NAME.match(title):
        elements[GuideElement.NAME] = title
    materials = elements.get(GuideElement.MATERIALS, "")
    return Guide(
        name=elements.get(GuideElement.NAME, title),
        elements=elements,
        vague=tuple(dict.fromkeys(found[0].strip("（(") for found in _VAGUE.finditer(materials)))[:10],
        forms=_forms(doc, joiner),
        needs_form=bool(_FORM.search(materials)),
    )


def _without_footer(markup: str) -> str:
    """The body up to its footer, whose telephone and address are not the guide's."""
    marks = [found.start() for found in _FOOTER.finditer(markup) if found.start() > len(markup) // 3]
    return markup[: marks[0]] if marks else markup


def _with_tabs(stated: list[Stated], tabs: list[Stated]) -> list[Stated]:
    """Add what the panes of tabs say; the tabs themselves are no labels of what follows them."""
    labels = {tab.label for tab in tabs}
    for each in stated:
        each.indexed = each.indexed or each.label in labels
    return stated + tabs


def _is_guide(stated: Iterable[Stated], title: str) -> bool:
    """Whether the labels of a page are those of a guide rather than of a notice or an office's card."""
    words = _words()
    named = {each.label for each in stated}
    certain = len(named & words.certain)
    if len(named) < _FEWEST or not any(each.keys for each in stated):
        return False
    if _NOTICE.search(title) and not _GUIDE_TITLE.search(title):
        return certain >= _FEWEST
    return len(named - words.common) >= 2


def _has_content(stated: Stated, element: GuideElement) -> bool:
    words = _NO_WORDS.sub("", stated.value)
    if _EMPTY.fullmatch(words):
        return stated.pictured and element is GuideElement.PROCESS
    if _ELSEWHERE.fullmatch(words):
        return stated.linked or stated.pictured
    return True


def _title(doc: Document) -> str:
    stated = doc.metas.get("articletitle")
    if stated:
        return fold(stated)[:200]
    heading = doc.tree.css_first("h1") or doc.tree.css_first("h2")
    shown = fold(heading.text())[:200] if heading is not None else ""
    return shown if shown and shown in doc.title_tag else shown or fold(doc.title_tag)[:200]


def _forms(doc: Document, joiner: Joiner) -> tuple[Attachment, ...]:
    """Files on offer; in a guide they are forms and samples. Also links that say so without a file name."""
    found: dict[str, Attachment] = {}
    for anchor in doc.tree.css("a[href]")[:1_000]:
        url = joiner.join(doc.base, anchor.attributes.get("href") or "")
        if url is None or url == doc.url:
            continue
        name = fold(anchor.text())[:100] or (anchor.attributes.get("title") or "")[:100]
        if classify(url, joiner.hosts) is LinkClass.ATTACHMENT or (
            _FORM_LINK.search(name) and re.search(r"down|file|attach|upload", url, re.IGNORECASE)
        ):
            found.setdefault(url, Attachment(url, name))
    return tuple(found.values())[:60]
