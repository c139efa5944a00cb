"""Leaders as a leadership page shows them: names, and whether resume and duties are there (W-D-03.2)."""

from __future__ import annotations

import re

from xunwang.pages.document import Document
from xunwang.pages.lines import visible_lines
from xunwang.pages.records import Leader
from xunwang.pages.rows import fold
from xunwang.pages.urls import Joiner

_OFFICES = (
    "省长|市长|县长|区长|州长|厅长|局长|主任|书记|秘书长|组长|委员|巡视员|调研员|行长|校长|院长|镇长|乡长|总工程师|总经济师|"
    "总会计师|纪检监察组组长|党组成员|党委委员"
)
_NAME = r"[\u4e00-\u9fa5](?:[\u4e00-\u9fa5]{1,2}|·?[\u4e00-\u9fa5]{2,5}|[\s\u3000]{1,4}[\u4e00-\u9fa5])"
_OFFICE_NAME = re.compile(
    rf"^(?:[\u4e00-\u9fa5、，,\s]{{0,40}}(?:{_OFFICES}))[\s\u3000：:、，,]{{1,4}}({_NAME})$"
)
_NAME_OFFICE = re.compile(
    rf"^({_NAME})[\s\u3000：:、，,（(]{{1,4}}[\u4e00-\u9fa5、，,\s]{{0,40}}(?:{_OFFICES})"
)
_NAMED = re.compile(rf"^姓\s{{0,4}}名\s{{0,3}}[：:]\s{{0,4}}({_NAME})$")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛"
    "闫雷龙陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文施洪辛柯庄温牛樊葛邢安齐伍庞颜倪聂章鲁岳翟殷詹申欧耿关焦兰俞左柳甘祝包宁尚符舒阮纪梅童凌毕单裴霍成苗"
    "谷盛曲冉骆蓝路游靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤时穆农阳司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾丘隋商"
    "刁荣沙寇桑郎甄丛明鄂池查苑迟官封谈匡鞠惠储公燕楚仲巩隆来束晋敖扎次达巴尼旦才多仁洛罗格索泽边普强益央"
    "傅萧翁茅湛禹狄贝计伏麻危季虞支昝裘干贲郁杭诸钮嵇荀羊於芮羿汲邴糜井段富巫牧隗宓郗班伊厉戎祖幸韶郜黎蓟薄印宿怀邰蔺屠胥闻莘贡劳逄郦雍璩濮寿扈冀郏浦茹习容庾暨居衡满国阙沃蔚夔晁訾阚那丰巢蒯荆竺权逯盖桓皮花昌乐平云乌阎粟战哈揭占帅亓展亢修初操卿衣闪敬矫木楼郇宣籍鱼步利越相养"
)
_COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "皇甫",
    "令狐",
    "夏侯",
    "尉迟",
    "东方",
    "公孙",
    "慕容",
    "司徒",
    "端木",
    "西门",
    "南宫",
    "呼延",
)
_BARE = re.compile(
    r"[\u4e00-\u9fa5](?:[\u4e00-\u9fa5]{1,2}|[\s\u3000]{1,4}[\u4e00-\u9fa5])|[\u4e00-\u9fa5]{2,6}·[\u4e00-\u9fa5]{2,8}"
)
_RESUME = re.compile(r"简历|出生|入党|参加工作|学历|毕业于|籍贯|\d{4}年\d{1,2}月生|汉族|研究生|大学")
_DUTIES = re.compile(r"分管|负责|主持|协助|分工|主管|联系[^电方我]")
_NOT_A_NAME = re.compile(
    rf"{_OFFICES}|领导|信息|简介|简历|之窗|成员|机构|分工|政府|公开|动态|工作|活动|班子|介绍|名单|职务|姓名|更多|首页|讲话|栏目|分管|互动|交流|新闻|服务|公告|通知"
)
_MOST = 60


def read_leaders(doc: Document, joiner: Joiner) -> tuple[Leader, ...]:
    """Leaders named on a page; what follows a name up to the next one belongs to it."""
    links = _links(doc, joiner)
    lines = visible_lines(doc.tree)[:3_000]
    found: dict[str, Leader] = {}
    marks: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        name = _name(line, lines, number)
        if name is None and marks and number - marks[-1][0] <= 2:
            name = _bare_name(line, links)  # further names below one office
        if name is not None:
            marks.append((number, name))
    for place, (number, name) in enumerate(marks[: _MOST * 3]):
        end = marks[place + 1][0] if place + 1 < len(marks) else min(len(lines), number + 40)
        text = " ".join(lines[number:end])[:3_000]
        known = found.get(name)
        found[name] = Leader(
            name,
            bool(_RESUME.search(text)) or bool(known and known.has_resume),
            bool(_DUTIES.search(text)) or bool(known and known.has_duties),
            links.get(name),
        )
    return tuple(found.values())[:_MOST]


def _name(line: str, lines: list[str], number: int) -> str | None:
    """The leader's name if the line, alone or with the one after it, names one with an office."""
    if len(line) > 60:
        return None
    hit = _OFFICE_NAME.match(line) or _NAME_OFFICE.match(line) or _NAMED.match(line)
    if hit is None and len(line) <= 24 and number + 1 < len(lines) and len(lines[number + 1]) <= 30:
        joined = f"{line}：{lines[number + 1]}"
        hit = _OFFICE_NAME.match(joined) or _NAME_OFFICE.match(joined) or _NAMED.match(joined)
    return _checked(hit[1]) if hit else None


def _bare_name(line: str, links: dict[str, str]) -> str | None:
    """A linked name that stands alone in its line."""
    name = _checked(line) if len(line) <= 16 and _BARE.fullmatch(line) else None
    return name if name in links else None


def _checked(text: str) -> str | None:
    """A person's name by its surname (or a name with a dot, as of several nationalities); None for other words."""
    name = "".join(text.split())
    if _NOT_A_NAME.search(name):
        return None
    known = (name[:1] in _SURNAMES and len(name) <= 4) or name.startswith(_COMPOUND) or "·" in name
    return name if known else None


def _links(doc: Document, joiner: Joiner) -> dict[str, str]:
    found: dict[str, str] = {}
    for anchor in doc.tree.css("a[href]")[:800]:
        text = "".join(fold(anchor.text()).split())
        if 2 <= len(text) <= 24 and (url := joiner.join(doc.base, anchor.attributes.get("href") or "")):
            for size in (2, 3, 4):
                found.setdefault(text[-size:], url)
                found.setdefault(text[:size], url)
    return found
