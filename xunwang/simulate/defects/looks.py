"""Look-alikes: clean, but near the limit or with the words of a defect.

Also faults of single addresses, which a crawler must survive and which no indicator counts on
department sites.
"""

# The title given to the decorator says what a function plants.
# ruff: noqa: D103
from __future__ import annotations

from xunwang.simulate.defects.base import Registry
from xunwang.simulate.outside import FORBIDDEN_HOST, GET_ONLY_HOST, MOVED_HOST
from xunwang.simulate.spec import (
    ColumnSpec,
    HomeStyle,
    LetterSpec,
    LinkSpec,
    Plant,
    Role,
    Scene,
    Search,
    SiteSpec,
)
from xunwang.words import ColumnType, GuideElement

look = Registry()

_POOR = frozenset({GuideElement.PLACE, GuideElement.HOURS, GuideElement.PHONE, GuideElement.PROCESS})


@look("一周168小时中8小时打不开（4.8%）")
def just_under(spec: SiteSpec) -> None:
    spec.scene = Scene.JUST_UNDER


@look("一周中有一次100分钟的故障")
def hiccups(spec: SiteSpec) -> None:
    spec.scene = Scene.HICCUPS


@look("首页5至8秒打开")
def sluggish(spec: SiteSpec) -> None:
    spec.scene = Scene.SLUGGISH


@look("首页跳转到另一主机名")
def moved(spec: SiteSpec) -> None:
    spec.scene, spec.scheme = Scene.MOVED, "http"
    spec.moved_to = f"http://{MOVED_HOST}/"


@look("robots.txt禁止抓取全站")
def robots_forbid(spec: SiteSpec) -> None:
    spec.scene = Scene.FORBIDDEN_BY_ROBOTS


@look("首页最新信息13天前发布")
def thirteen_days(spec: SiteSpec) -> None:
    for column, age in zip((c for c in spec.columns if c.on_home), (13.0, 13.0, 40.0, 60.0), strict=False):
        column.newest = age


@look("恰好四个栏目不更新，另有一个二级通知公告栏目不更新")
def four_stale(spec: SiteSpec) -> None:
    for column, age in zip((c for c in spec.columns if c.on_home), (16.0, 25.0, 190.0, 210.0), strict=False):
        column.newest = age
    place = spec.columns.index(spec.column("tz"))
    fresh = ColumnSpec(
        "tpxw", "图片新闻", ColumnType.NEWS, Role.LIST, kind="news", newest=13.0, items=5, on_home=True
    )
    spec.columns.insert(place, fresh)
    lower = ColumnSpec(
        "gsgg", "公示公告", ColumnType.NOTICES, Role.LIST, 2, "gkz", "notice", newest=240.0, items=4
    )
    spec.columns.append(lower)


@look("首页仅为导航页，二级页面正常更新")
def navigation_fresh(spec: SiteSpec) -> None:
    spec.home_style = HomeStyle.NAVIGATION


@look("列表由脚本生成，无法直接判断")
def scripted_lists(spec: SiteSpec) -> None:
    spec.family, spec.codec, spec.declared = "shell", "utf-8", "utf-8"
    spec.home_style = HomeStyle.SCRIPTED
    place = spec.columns.index(spec.column("tz"))
    spec.columns.insert(
        place, ColumnSpec("hy", "行业动态", ColumnType.NEWS, Role.LIST, kind="news", newest=2.0)
    )
    for column in spec.columns:
        if column.role is Role.LIST:
            column.scripted = True


@look("搜索由脚本实现，无法直接判断")
def scripted_search(spec: SiteSpec) -> None:
    spec.search = Search.SCRIPTED


@look("列表不注明日期，文章注明日期")
def undated_list(spec: SiteSpec) -> None:
    spec.column("xq" if spec.has("xq") else "jc").dated = False


@look("留言80天未答复")
def letter_eighty_days(spec: SiteSpec) -> None:
    spec.letters.append(LetterSpec("咨询古树名木挂牌保护", 80.0, None))


@look("四个事项缺四类要素，一个事项缺三类要素")
def four_poor_guides(spec: SiteSpec) -> None:
    for guide in spec.guides[:4]:
        guide.missing = _POOR
    spec.guides[4].missing = frozenset(sorted(_POOR)[:3])


@look("反赌博、防诈骗宣传")
def against_gambling(spec: SiteSpec) -> None:
    text = (
        "开展打击网络赌博专项宣传，提醒群众远离赌博，警惕以高额回报为诱饵的电信网络诈骗，"
        "发现涉赌线索及时举报。"
    )
    spec.plants.append(Plant(_news(spec), 3, text))


@look("提到商业秘密、保密制度")
def business_secrets(spec: SiteSpec) -> None:
    text = "申请公开的信息涉及商业秘密、个人隐私的，依照有关规定办理。会议要求严格落实保密工作责任制。"
    spec.plants.append(Plant("tz", 3, text))


@look("隐藏的移动端菜单")
def hidden_menu(spec: SiteSpec) -> None:
    spec.hidden_menu = True


@look("链接首次失败、重试正常；外站拒绝机器访问；外站不支持HEAD；站内跳转")
def links_recover(spec: SiteSpec) -> None:
    spec.links += [
        LinkSpec("/transient/zt.html", "民生实事专题", "home", False),
        LinkSpec("/transient/file.docx", "活动方案", _news(spec), False),
        LinkSpec(f"http://{FORBIDDEN_HOST}/", "云泽银行", "home", False),
        LinkSpec(f"http://{GET_ONLY_HOST}/yygh", "预约挂号", "home", False),
    ]
    spec.oddities += ("redirect_chain",)


@look("办事指南与平台内容一致")
def guide_agrees(spec: SiteSpec) -> None:
    spec.guides[0].platform = "same"


@look("名字用字超出页面声明的编码")
def rare_name(spec: SiteSpec) -> None:
    spec.leaders[-1].name = "樊景玥"
    if spec.declared.lower() == "gb2312":
        spec.codec = "gbk"


@look("普通错别字，不属于严重表述错误")
def misspelling(spec: SiteSpec) -> None:
    text = "施工人员正在按装路灯，截止目前已完成七成，工程质量得到了监理单位的必恭必敬的检查。"
    spec.plants.append(Plant(_news(spec), 2, text, "", "misspelling"))


@look("公开了完整的身份证号码（没有对应指标，由文字扫描提示）")
def resident_ids(spec: SiteSpec) -> None:
    # 110100 stands for the districts of a city together: no person's number begins with it.
    numbers = "、".join(resident_id(f"11010019{70 + n}0{n + 1}1{n}00{n + 1}") for n in range(3))
    spec.plants.append(Plant("tz", 1, f"拟补助人员身份证号：{numbers}。", "", "personal"))


@look("会走入死循环的地址：日历、自增长路径")
def traps_endless(spec: SiteSpec) -> None:
    spec.oddities += ("calendar", "growing_path")


@look("会走入死循环的地址：参数组合、会话编号")
def traps_parameters(spec: SiteSpec) -> None:
    spec.oddities += ("parameters", "session_ids")


@look("压缩炸弹、超大页面、永远传不完的页面、长度不符、不是HTTP")
def hostile_answers(spec: SiteSpec) -> None:
    spec.oddities += ("bomb", "huge_page", "drip", "short_body", "long_body", "not_http", "header_flood")


@look("循环跳转、编码不符、二进制网页、软404")
def odd_answers(spec: SiteSpec) -> None:
    spec.oddities += ("redirect_loop", "redirect_chain", "wrong_charset", "binary_page", "soft_missing")


def resident_id(body: str) -> str:
    """An invented resident id: seventeen digits and their check character (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def _news(spec: SiteSpec) -> str:
    return "yw" if spec.has("yw") else "xw"
