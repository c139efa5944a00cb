"""Pages and parts that are not lists of articles: overview, services, surveys, forms, link blocks."""

from __future__ import annotations

from xunwang.simulate.dice import Dice, seed_of
from xunwang.simulate.material import Material
from xunwang.simulate.oddities import ODDITIES
from xunwang.simulate.prose import TOPICS
from xunwang.simulate.spec import ColumnSpec, SiteSpec
from xunwang.words import SiteKind

_FRIENDS = (
    ("http://www.gov.cn/", "中国政府网"),
    ("http://www.yunze.gov.cn/", "云泽省人民政府"),
    ("http://www.yunzenews.com/", "云泽新闻网"),
)


ASK = (
    '<div class="znwd"><h2>智能问答</h2><p>您好，请输入您要咨询的问题。</p>'
    '<form action="/ask/submit" method="post"><input type="text" name="question"><button>发送</button></form></div>'
)


def overview(spec: SiteSpec, brief: bool = False) -> str:
    """A paragraph about the place; the years in it belong to its history."""
    dice = Dice(seed_of(spec.seed, "overview"))
    name = spec.place.full
    text = (
        f"{name}位于云泽省{dice.pick(('东', '西', '南', '北', '中'))}部，{1952 + dice.number(30)}年设立，"
        f"辖区面积{dice.between(900, 9800)}平方公里，{dice.between(2008, 2014)}年被评为省级园林城市。"
        f"截至{2019}年末，常住人口{dice.between(21, 480)}万人。"
    )
    return f"<p>{text}</p>" if brief else text


def static_text(spec: SiteSpec, column: ColumnSpec, material: Material) -> list[str]:
    """Paragraphs of a static column."""
    if column.text:
        return column.text.split("\n")
    dice = Dice(seed_of(spec.seed, column.key, "static"))
    if column.key == "gk":
        return [overview(spec), *_sections(dice, material)]
    if column.key == "jg":
        return [
            f"{spec.unit}贯彻执行有关法律法规和方针政策，主要职责是：",
            *(f"（{n}）负责{topic}有关工作。" for n, topic in zip("一二三四五", _topics(dice), strict=True)),
            f"办公地址：{spec.place.full}文昌路1号，办公时间：工作日上午9:00至12:00，下午13:30至17:00，联系电话：0990-8100100。",
        ]
    return [
        f"为便于公民、法人和其他组织获取{spec.unit}政府信息，编制本指南。",
        *material.prose.paragraphs(dice, 600),
    ]


def _topics(dice: Dice) -> list[str]:
    start = dice.number(len(TOPICS))
    return [TOPICS[(start + 3 * n) % len(TOPICS)] for n in range(5)]


def _sections(dice: Dice, material: Material) -> list[str]:
    heads = ("历史沿革", "地理位置", "行政区划", "人口民族", "经济社会")
    return [f"{head}：{material.prose.sentence(dice)}{material.prose.sentence(dice)}" for head in heads]


def services(spec: SiteSpec, column: ColumnSpec, material: Material) -> str:
    """All service items together, by class."""
    guides = [(g.name, material.guide_url(column, n)) for n, g in enumerate(spec.guides)]
    if not spec.classed_services:
        rows = "".join(f'<p><a href="{url}">{name}</a></p>' for name, url in guides)
        return f'<div class="svc"><h2>{column.name}</h2>{rows}</div>'
    half = (len(guides) + 1) // 2
    parts = []
    for label, group in (("个人办事", guides[:half]), ("法人办事", guides[half:])):
        rows = "".join(f'<li><a href="{url}">{name}</a></li>' for name, url in group)
        parts.append(f'<div class="svc-class"><h3>{label}</h3><ul>{rows}</ul></div>')
    tabs = '<div class="svc-tab"><span>按主题</span><span>按部门</span></div>'
    return f'<div class="svc"><h2>{column.name}</h2>{tabs}{"".join(parts)}</div>'


def statistics(spec: SiteSpec, material: Material) -> str:
    """Service statistics with their day."""
    day = material.ago(spec.statistics_age)
    dice = Dice(seed_of(spec.seed, "statistics"))
    rows = "".join(
        f"<tr><td>{name}</td><td>{dice.between(200, 9000)}</td><td>{dice.between(100, 9000)}</td></tr>"
        for name in ("本月收件", "本月办结", "累计办件")
    )
    return (
        f'<div class="bstj"><h2>办事统计</h2><p>统计时间：{day:%Y-%m-%d}</p>'
        f"<table><tr><th>项目</th><th>个人</th><th>法人</th></tr>{rows}</table></div>"
    )


def survey_list(spec: SiteSpec, column: ColumnSpec, material: Material) -> str:
    """Calls for opinions with begin, end and state."""
    rows = []
    for number, item in enumerate(spec.surveys):
        begins, ends = material.ago(item.begins), material.ago(item.ends)
        state = "已结束" if item.ends > 0 else "进行中"
        rows.append(
            f'<li><a href="{material.survey_url(column, number)}">{item.title}</a>'
            f"<span>起止时间：{begins:%Y-%m-%d} 至 {ends:%Y-%m-%d}</span><em>{state}</em></li>"
        )
    return f'<div class="zjdc"><h2>{column.name}</h2><ul>{"".join(rows)}</ul></div>'


def survey(spec: SiteSpec, number: int, material: Material) -> str:
    """One call for opinions: text, result, form."""
    item = spec.surveys[number]
    begins, ends = material.ago(item.begins), material.ago(item.ends)
    dice = Dice(seed_of(spec.seed, "survey", number))
    result = (
        f'<div class="jg"><h3>结果反馈</h3><p>征集期间共收到意见建议{dice.between(3, 60)}条，采纳'
        f"{dice.between(1, 3)}条。</p></div>"
        if item.has_result
        else ""
    )
    return (
        f'<div class="zj"><h2>{item.title}</h2><p>开始时间：{begins:%Y-%m-%d}　结束时间：{ends:%Y-%m-%d}</p>'
        f"<p>{material.prose.sentence(dice)}</p>{result}"
        '<form action="/survey/submit" method="post"><textarea name="opinion" rows="5"></textarea>'
        '<input type="text" name="captcha"><input type="submit" value="提交意见"></form></div>'
    )


def petitions(spec: SiteSpec, material: Material) -> str:
    """The petition channel, which is not an enquiry channel."""
    return (
        '<div class="xf"><h2>网上信访</h2><p>信访事项请通过网上信访平台提交，纪检监察举报请通过12388举报网站提交。</p>'
        '<p><a href="http://www.yunze.gov.cn/xinfang/">网上信访平台</a></p></div>'
    )


def write_form(spec: SiteSpec) -> str:
    """The form by which a visitor writes."""
    return (
        '<div class="write"><h2>我要写信</h2><form action="/mailbox/submit" method="post">'
        '<p>姓名：<input type="text" name="username"></p><p>联系电话：<input type="text" name="tel"></p>'
        '<p>信件类型：<select name="type"><option>咨询</option><option>建议</option><option>投诉</option></select></p>'
        '<p>标题：<input type="text" name="title"></p><p>内容：<textarea name="content" rows="8"></textarea></p>'
        '<p>验证码：<input type="text" name="captcha"></p><input type="submit" value="提交"></form></div>'
    )


def data_table(spec: SiteSpec, number: int) -> str:
    """Figures of a data article."""
    dice = Dice(seed_of(spec.seed, "data", number))
    rows = "".join(f"<tr><td>{topic}</td><td>{dice.between(10, 990)}</td></tr>" for topic in _topics(dice))
    return f'<table border="1"><tr><th>指标</th><th>数值</th></tr>{rows}</table>'


def friend_links(spec: SiteSpec) -> str:
    """Links to other sites, and what a portal offers besides."""
    rows = "".join(f'<a href="{url}" target="_blank">{name}</a> ' for url, name in _FRIENDS)
    desk = '<a class="znwd" href="/ask/index.html">智能问答</a>' if spec.question_desk else ""
    menu = ""
    if spec.hidden_menu:
        menu = (
            '<div class="m-menu" style="display:none"><a href="/sitemap.html">网站地图</a>'
            '<a href="/about.html">关于我们</a><a href="/mailbox/write.html">我要写信</a></div>'
        )
    banner = '<a href="/about.html"><img src="/images/banner1.jpg" alt=""></a>'
    portal = banner if spec.kind is SiteKind.PORTAL else ""
    return f'<div class="links">{portal}<span>友情链接：</span>{rows}{desk}</div>{menu}'


def planted_links(spec: SiteSpec) -> str:
    """Links that defects and look-alikes put on the home page."""
    rows = [
        f'<li><img src="{link.url}" alt="{link.text}"></li>'
        if link.markup == "img"
        else f'<li><a href="{link.url}">{link.text}</a></li>'
        for link in spec.links
        if link.place == "home"
    ]
    return f'<div class="zt"><ul>{"".join(rows)}</ul></div>' if rows else ""


def odd_links(spec: SiteSpec) -> str:
    """Links to addresses that misbehave."""
    rows = "".join(
        f'<li><a href="{ODDITIES[name].path}">{ODDITIES[name].text}</a></li>' for name in spec.oddities
    )
    return f'<div class="zl"><ul>{rows}</ul></div>' if rows else ""
