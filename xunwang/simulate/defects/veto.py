"""Veto situations. Each changes the facts of a site that is clean before."""

# The title given to the decorator says what a function plants.
# ruff: noqa: D103
from __future__ import annotations

from xunwang.simulate.defects.base import Registry
from xunwang.simulate.outside import CASINO_HOST, EXPIRED_HOST, GAMBLING_HOST
from xunwang.simulate.spec import (
    ColumnSpec,
    GuideSpec,
    HomeStyle,
    LetterSpec,
    LinkSpec,
    Metas,
    Plant,
    Role,
    Scene,
    SiteSpec,
)
from xunwang.words import ColumnType, GuideElement

defect = Registry()

_POOR = frozenset({GuideElement.PLACE, GuideElement.HOURS, GuideElement.PHONE, GuideElement.PROCESS})
_MORE_COLUMNS = (
    "统计信息", "行政许可", "行政处罚", "重点项目", "权责清单", "政府采购", "建议提案", "人事信息", "应急管理",
    "审计公开", "扶贫信息", "食品药品",
)  # fmt: skip


def _scene(scene: Scene, scheme: str = "") -> None:
    def plant(spec: SiteSpec) -> None:
        spec.scene = scene
        spec.scheme = scheme or spec.scheme

    plant.__name__ = scene.value
    titles = {
        Scene.DOWN_5XX: "全站返回503",
        Scene.REFUSED: "连接被拒绝",
        Scene.HANGS: "接受连接但不作答",
        Scene.SLOW: "首页17至20秒才打开",
        Scene.DRIPS: "首页一秒一字节，永远打不开",
        Scene.LOOPS: "首页循环跳转",
        Scene.BAD_TLS: "证书已过期",
        Scene.FLAPPING: "两成时间打不开",
        Scene.JUST_OVER: "一周168小时中9小时打不开（5.4%）",
    }
    defect(titles[scene], "W-V-02")(plant)


for _one in (
    Scene.DOWN_5XX,
    Scene.REFUSED,
    Scene.HANGS,
    Scene.SLOW,
    Scene.DRIPS,
    Scene.LOOPS,
    Scene.FLAPPING,
    Scene.JUST_OVER,
):
    _scene(_one)
_scene(Scene.BAD_TLS, "https")


@defect("出现严重表述错误", "W-V-01.1")
def severe_wording(spec: SiteSpec) -> None:
    text = "商务部门组织企业赴日本、韩国、台湾等国家开展经贸交流，洽谈农产品销售事宜。"
    spec.plants.append(Plant(_news(spec), 1, text, "W-V-01.1", "severe"))


@defect("公开了带密级标志和份号的文件", "W-V-01.2")
def secrecy_mark(spec: SiteSpec) -> None:
    text = "机密★3年　　份号：000017　　特急"
    spec.plants.append(Plant("tz", 2, text, "W-V-01.2", "secrecy"))


@defect("首页藏有境外赌博网站的暗链", "W-V-01.3")
def hidden_gambling_links(spec: SiteSpec) -> None:
    spec.bad_links = True
    spec.home_tail += (
        f'<div style="position:absolute;left:-9999px;top:-9999px"><a href="http://{GAMBLING_HOST}/">澳门博彩</a>'
        f'<a href="http://{CASINO_HOST}/live">真人百家乐</a></div>'
        f'<a href="http://{CASINO_HOST}/ssc" style="font-size:0px;color:#fff">时时彩</a>'
    )


@defect("外链指向已被赌博网站接管的过期域名", "W-V-01.3")
def expired_link(spec: SiteSpec) -> None:
    spec.bad_links = True
    spec.links.append(LinkSpec(f"http://{EXPIRED_HOST}/", "云泽博览会官网", "home", False))


@defect("首页标题被篡改并植入跳转脚本", "W-V-01.4")
def hijacked_title(spec: SiteSpec) -> None:
    spec.tampered = True
    spec.home_title = f"澳门新葡京_真人娱乐城_注册送彩金-{spec.name}"
    spec.home_head += (
        "<script>if(/baidu|sogou|so\\.com/.test(document.referrer))"
        f'{{window.location.href="http://{CASINO_HOST}/?f=gov";}}</script>\n'
    )


@defect("把一年多前的文章改成近日发布", "W-V-01.5")
def forged_dates(spec: SiteSpec) -> None:
    spec.forged = frozenset({(_news(spec), 0), (_news(spec), 2)})


@defect("文章注明的发布日期在检查之后", "W-V-01.5")
def future_date(spec: SiteSpec) -> None:
    spec.future = frozenset({("tz", 0)})


@defect("首页各栏目两周以上没有更新", "W-V-03.1")
def home_stale(spec: SiteSpec) -> None:
    for column, age in zip((c for c in spec.columns if c.on_home), (16.0, 19.0, 33.0, 45.0), strict=False):
        column.newest = age


@defect("首页信息及其文章都不注明日期", "W-V-03.1")
def home_undated(spec: SiteSpec) -> None:
    spec.family, spec.metas = "tables", Metas.NONE
    spec.codec, spec.declared = "gbk", "gb2312"
    for column in spec.columns:
        if column.on_home:
            column.dated = column.articles_dated = False


@defect("首页仅为导航页且二级页面两周没有更新", "W-V-03.2")
def navigation_stale(spec: SiteSpec) -> None:
    spec.home_style = HomeStyle.NAVIGATION
    for number, column in enumerate(spec.columns):
        if column.role is Role.LIST:
            column.newest = max(column.newest, 17.0 + number)
    for letter in spec.letters:
        letter.asked += 25
        letter.answered = letter.asked - 3
    spec.letters[0].answered = 21.0


@defect("动态类、通知公告类、政策文件类栏目共五个以上不更新", "W-V-04.1")
def columns_stale(spec: SiteSpec) -> None:
    for column in spec.typed(ColumnType.NEWS):
        column.newest = 24.0 + len(column.key)
    spec.column("tz").newest = 205.0
    spec.column("zc").newest = 230.0
    place = spec.columns.index(spec.column("tz"))
    for key, name in (("tpxw", "图片新闻"), ("gsgg", "公示公告")):
        news = key == "tpxw"
        spec.columns.insert(
            place,
            ColumnSpec(
                key,
                name,
                ColumnType.NEWS if news else ColumnType.NOTICES,
                Role.LIST,
                kind="news" if news else "notice",
                newest=4.0 if news else 220.0,
                on_home=news,
            ),
        )


@defect("十个以上栏目超过登记的更新周期", "W-V-04.2")
def many_overdue(spec: SiteSpec) -> None:
    for number, name in enumerate(_MORE_COLUMNS):
        spec.columns.append(
            ColumnSpec(f"more{number}", name, None, Role.LIST, 2, "gkz", newest=170.0 + 9 * number, items=3)
        )
        spec.intervals[name] = 60


@defect("五个以上空白栏目", "W-V-04.3")
def many_blank(spec: SiteSpec) -> None:
    for number, name in enumerate(_MORE_COLUMNS[:6]):
        spec.columns.append(ColumnSpec(f"more{number}", name, None, Role.LIST, 2, "gkz", items=0))


@defect("没有咨询建言渠道，只有信访举报入口", "W-V-05.1")
def no_channel(spec: SiteSpec) -> None:
    spec.drop("xx")
    spec.letters.clear()
    spec.columns.append(ColumnSpec("xf", "信访举报", ColumnType.PETITIONS, Role.PETITIONS, 2, "hd"))


@defect("留言超过三个月未答复", "W-V-05.2")
def letters_unanswered(spec: SiteSpec) -> None:
    spec.letters.append(LetterSpec("咨询农机购置补贴办理时间", 118.0, None))
    spec.letters.append(LetterSpec("关于村道积水的反映", 203.0, None))


@defect("未提供办事服务", "W-V-06.1")
def no_services(spec: SiteSpec) -> None:
    spec.drop("fw")
    spec.guides.clear()


@defect("五个以上事项的办事指南缺四类以上要素", "W-V-06.2")
def guides_poor(spec: SiteSpec) -> None:
    for number, name in enumerate(("房屋安全鉴定", "渣土运输核准")):
        spec.guides.append(GuideSpec(name, vague=(), missing=frozenset() if number else _POOR))
    for guide in spec.guides[:6]:
        guide.missing = _POOR


@defect("事项不足五个且办事指南都缺四类以上要素", "W-V-06.3")
def guides_few(spec: SiteSpec) -> None:
    del spec.guides[3:]
    for guide in spec.guides:
        guide.missing = _POOR | {GuideElement.BASIS}


def _news(spec: SiteSpec) -> str:
    return "yw" if spec.has("yw") else "xw"
