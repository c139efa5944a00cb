"""Deductions and bonuses, which count for portals only."""

# The title given to the decorator says what a function plants.
# ruff: noqa: D103
from __future__ import annotations

from xunwang.simulate.defects.base import Registry
from xunwang.simulate.outside import DEAD_HOSTS
from xunwang.simulate.spec import (
    ColumnSpec,
    Entrance,
    FormState,
    LinkSpec,
    Metas,
    Role,
    Search,
    SiteSpec,
    SurveySpec,
)
from xunwang.words import ColumnType, FooterElement, GuideElement

defect = Registry()


@defect("没有概况信息栏目", "W-D-01.1")
def no_overview(spec: SiteSpec) -> None:
    spec.drop("zj")


@defect("概况信息陈旧", "W-D-01.2")
def overview_old(spec: SiteSpec) -> None:
    name = spec.place.full
    spec.column(
        "gk"
    ).text = f"{name}现辖8个乡镇、3个街道。\n截至2011年末，全域总人口31.2万人。\n2011年，预计地区生产总值将突破60亿元。"


@defect("没有机构职能栏目", "W-D-02.1")
def no_organisation(spec: SiteSpec) -> None:
    spec.drop("jg")


@defect("机构职能信息陈旧", "W-D-02.2")
def organisation_old(spec: SiteSpec) -> None:
    spec.column("jg").text = (
        f"根据2009年机构改革方案，{spec.unit}设置工作部门24个。\n截至2012年6月底，现有工作人员186名。"
        "\n办公室负责综合协调工作，联系电话：0990-8100100。"
    )


@defect("没有领导信息栏目", "W-D-03.1")
def no_leaders(spec: SiteSpec) -> None:
    spec.drop("ld")


@defect("领导信息缺简历或分工", "W-D-03.2")
def leaders_incomplete(spec: SiteSpec) -> None:
    spec.leaders[1].has_resume = False
    spec.leaders[2].has_duties = False


@defect("没有动态要闻栏目", "W-D-04.1")
def no_news(spec: SiteSpec) -> None:
    spec.drop("xw")
    spec.column("tz").newest = 4.0


@defect("动态要闻栏目两周没有更新", "W-D-04.2")
def news_stale(spec: SiteSpec) -> None:
    for number, column in enumerate(spec.typed(ColumnType.NEWS)):
        column.newest = 18.0 + 7 * number
    spec.column("tz").newest = 5.0


@defect("没有政策文件栏目", "W-D-05.1")
def no_policy(spec: SiteSpec) -> None:
    spec.drop("zc")


@defect("政策文件栏目六个月没有更新", "W-D-05.2")
def policy_stale(spec: SiteSpec) -> None:
    spec.column("zc").newest = 196.0


@defect("没有政策解读栏目", "W-D-06.1")
def no_interpretation(spec: SiteSpec) -> None:
    spec.drop("zcjd")


@defect("政策解读栏目六个月没有更新", "W-D-06.1")
def interpretation_stale(spec: SiteSpec) -> None:
    spec.column("zcjd").newest = 204.0


@defect("近期政策文件没有解读", "W-D-07")
def policies_uninterpreted(spec: SiteSpec) -> None:
    spec.uninterpreted = 2
    spec.column("zcjd").items = spec.column("zc").items - 2


@defect("解读稿没有链接到政策文件", "W-D-08")
def links_one_way(spec: SiteSpec) -> None:
    spec.one_way = frozenset({0, 1})


@defect("政策文件没有链接到解读稿", "W-D-08")
def links_not_forward(spec: SiteSpec) -> None:
    spec.no_forward = frozenset({0, 1})


@defect("三个空白栏目", "W-D-09.1")
def blank_columns(spec: SiteSpec) -> None:
    for key in ("gh", "rs", "yj"):
        spec.column(key).items = 0


@defect("三个栏目超过登记的更新周期", "W-D-09.2")
def overdue_columns(spec: SiteSpec) -> None:
    for number, key in enumerate(("gh", "rs", "cz")):
        spec.column(key).newest = 150.0 + 11 * number
        spec.intervals[spec.column(key).name] = 60


@defect("服务事项未分类集中展示", "W-D-10.1")
def services_unsorted(spec: SiteSpec) -> None:
    spec.classed_services = False


@defect("办事统计数据三个月没有更新", "W-D-10.2")
def statistics_stale(spec: SiteSpec) -> None:
    spec.statistics_age = 104.0


@defect("办事指南缺要素", "W-D-11.1")
def guide_elements_missing(spec: SiteSpec) -> None:
    for guide in spec.guides[:3]:
        guide.missing = frozenset({GuideElement.BASIS, GuideElement.PHONE})


@defect("办理材料表述含糊", "W-D-11.2")
def materials_vague(spec: SiteSpec) -> None:
    spec.guides[0].vague = ("法律法规规定的其他材料",)
    spec.guides[1].vague = ("有关证明",)


@defect("办事指南与政务服务平台内容不一致", "W-D-12")
def guide_differs(spec: SiteSpec) -> None:
    spec.guides[0].platform = "different"
    spec.guides[1].platform = "different"


@defect("需要填表而没有提供表格", "W-D-13")
def form_missing(spec: SiteSpec) -> None:
    spec.guides[0].form = FormState.MISSING


@defect("表格无法下载", "W-D-13")
def form_broken(spec: SiteSpec) -> None:
    spec.guides[0].form = FormState.BROKEN


@defect("没有公开任何留言", "W-D-16.1")
def no_letters(spec: SiteSpec) -> None:
    spec.letters.clear()
    spec.tolerated.add("W-D-16.2")


@defect("公开留言两个月没有更新", "W-D-16.2")
def letters_stale(spec: SiteSpec) -> None:
    for letter in spec.letters:
        letter.asked += 76
        letter.answered = letter.asked - 3


@defect("没有公开留言受理反馈统计", "W-D-16.3")
def no_letter_statistics(spec: SiteSpec) -> None:
    spec.letter_statistics = False


@defect("公开的留言缺要素", "W-D-16.4")
def letter_fields_missing(spec: SiteSpec) -> None:
    spec.letters[1].omit = frozenset({"answered"})
    spec.letters[2].omit = frozenset({"department"})
    spec.letters[3].omit = frozenset({"answered"})


@defect("答复敷衍推诿", "W-D-17.2")
def answers_poor(spec: SiteSpec) -> None:
    spec.letters[1].answer = "已转有关部门。"
    spec.letters[3].answer = "此事不属于我单位职责，请到其他部门反映。"


@defect("域名不符合规范", "W-D-18")
def bad_domain(spec: SiteSpec) -> None:
    spec.host = f"{spec.place.slug}-zwxx.com"
    spec.scheme = "http"


@defect("网站名称不是单位名称", "W-D-18")
def bad_name(spec: SiteSpec) -> None:
    spec.printed_name = f"{spec.place.short}信息港"


@defect("页脚缺公安备案标识和网站地图", "W-D-19")
def footer_incomplete(spec: SiteSpec) -> None:
    spec.footer -= {FooterElement.PUBLIC_SECURITY, FooterElement.SITE_MAP}


@defect("首页有打不开的链接", "W-D-20.1")
def home_links_broken(spec: SiteSpec) -> None:
    spec.links += [
        LinkSpec("/gone/zt2018.html", "专题回顾", "home", True),
        LinkSpec("/images/gone/banner.jpg", "横幅", "home", True, "img"),
        LinkSpec(f"http://{DEAD_HOSTS[0]}/", "云泽旅游网", "home", True),
        LinkSpec("/uploadfile/gone/2019.docx", "年度报表", "home", True),
    ]


@defect("内页有打不开的链接", "W-D-20.2")
def inner_links_broken(spec: SiteSpec) -> None:
    spec.links += [
        LinkSpec("/gone/article.html", "原文", "bm", True),
        LinkSpec("/uploadfile/gone/list.xlsx", "名单", "tz", True),
        LinkSpec(f"http://{DEAD_HOSTS[1]}/index.html", "数字图书馆", "yw", True),
        LinkSpec("/images/gone/photo.jpg", "图", "xq", True, "img"),
    ]


@defect("没有找错入口", "W-D-21")
def entrance_missing(spec: SiteSpec) -> None:
    spec.entrance = Entrance.MISSING


@defect("找错入口的网站标识码不对", "W-D-21")
def entrance_wrong(spec: SiteSpec) -> None:
    spec.entrance = Entrance.WRONG_CODE


@defect("没有搜索功能", "W-D-22.1")
def search_missing(spec: SiteSpec) -> None:
    spec.search = Search.NONE
    spec.tolerated.add("W-D-22.2")


@defect("搜索功能不可用", "W-D-22.1")
def search_broken(spec: SiteSpec) -> None:
    spec.search = Search.BROKEN
    spec.tolerated.add("W-D-22.2")


@defect("搜不到已发布的信息", "W-D-22.2")
def search_blind(spec: SiteSpec) -> None:
    spec.search = Search.BLIND
    spec.tolerated.add("W-D-22.1")


@defect("页面没有规定的标签", "W-D-24")
def tags_missing(spec: SiteSpec) -> None:
    spec.metas = Metas.NONE


@defect("内容页和栏目页只有网站标签", "W-D-24")
def tags_incomplete(spec: SiteSpec) -> None:
    spec.metas = Metas.SITE_ONLY


@defect("页面依赖过时的浏览器", "W-D-25")
def browser_outdated(spec: SiteSpec) -> None:
    spec.outdated_browser = True
    spec.home_tail += (
        '<object classid="clsid:D27CDB6E-AE6D-11cf-96B8-444553540000" width="980" height="120">'
        '<param name="movie" value="/images/top.swf"><embed src="/images/top.swf" '
        'type="application/x-shockwave-flash"></object><p>建议使用IE6.0以上浏览器，分辨率1024×768</p>'
    )


@defect("不支持IPv6访问", "W-D-26")
def no_ipv6(spec: SiteSpec) -> None:
    spec.ipv6 = False


@defect("加分：数据发布有可下载的数据文件", "W-B-01")
def data_files(spec: SiteSpec) -> None:
    spec.data_files = True
    spec.columns.append(
        ColumnSpec("sj", "数据发布", ColumnType.DATA, Role.LIST, newest=6.0, step=30.0, items=6)
    )


@defect("加分：多形式解读", "W-B-02")
def interpretation_media(spec: SiteSpec) -> None:
    spec.interpretation_media = True


@defect("加分：一年内开展六次以上征集调查", "W-B-04")
def many_surveys(spec: SiteSpec) -> None:
    for number in range(5):
        begins = 20.0 + 55 * number
        spec.surveys.append(SurveySpec(f"第{number + 1}次民生项目意见征集", begins, begins - 14, True))


@defect("加分：提供智能问答", "W-B-05")
def question_desk(spec: SiteSpec) -> None:
    spec.question_desk = True
