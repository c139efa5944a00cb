"""Letters as mailboxes of several vendors show them: lists, single letters, statistics."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.pages_structure.reading import joiner, read
from xunwang.pages.letters import read_letters
from xunwang.pages.statistics import letter_statistics, service_statistics_day
from xunwang.words import CHINA

URL = "http://www.example.gov.cn/hdjl/xzxx/index.html"
NAV = (
    '<div class="nav"><a href="/">首页</a><a href="/hdjl/">互动交流</a><a href="/zmhd/">我要写信</a></div>'
    '<div class="crumb">您的位置：<a href="/">首页</a> &gt; <a href="/hdjl/">互动交流</a> &gt; <a href="/hdjl/xzxx/">县长信箱</a></div>'
)
FOOT = '<div class="footer">主办单位：某县人民政府 联系电话：0431-1 网站标识码：2200000001</div>'


def page(html: str, title: str = "县长信箱") -> str:
    return f"<html><head><title>{title}</title></head><body>{NAV}<div class='main'>{html}</div>{FOOT}</body></html>"


def china(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CHINA)  # type: ignore[misc, arg-type]


ROWS = [
    ("关于幸福小区二期办理产权证的问题", "l1.html", "2020-11-02", "2020-11-06", "住建局", "已回复"),
    ("学区划分咨询及新生入学条件", "l2.html", "2020-10-11", "2020-10-20", "教育局", "已回复"),
    ("人民路夜间施工扰民何时能够解决", "l3.html", "2020-07-01", "", "生态环境局", "办理中"),
]

LISTS = {
    "table with a head": (
        "<table><tr><th>编号</th><th>标题</th><th>来信时间</th><th>回复时间</th><th>办理单位</th><th>状态</th></tr>{}</table>",
        "<tr><td>2020{n}</td><td><a href='{u}'>{t}</a></td><td>{a}</td><td>{b}</td><td>{d}</td><td>{s}</td></tr>",
    ),
    "table with the answer's time first": (
        "<table><tr><td>信件标题</td><td>答复单位</td><td>答复时间</td><td>写信时间</td><td>办理状态</td></tr>{}</table>",
        "<tr><td><a href='{u}' title='{t}'>{t}</a></td><td>{d}</td><td>{b}</td><td>{a}</td><td>{s}</td></tr>",
    ),
    "labelled lines": (
        "<ul>{}</ul>",
        "<li><h4><a href='{u}'>{t}</a></h4><p><span>来信时间：{a}</span><span>答复时间：{b}</span><span>答复单位：{d}</span>"
        "<em>{s}</em></p></li>",
    ),
    "spans in a row": (
        "<ul>{}</ul>",
        "<li><a href='{u}'>{t}</a><span class='s'>{s}</span><span class='d'>{d}</span><span>{a}</span><span>{b}</span></li>",
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists(name: str) -> None:
    around, form = LISTS[name]
    inner = "".join(
        form.format(n=n, t=t, u=u, a=a, b=b, d=d, s=s) for n, (t, u, a, b, d, s) in enumerate(ROWS)
    )
    found = read_letters(read(page(around.format(inner)), URL), joiner())
    base = "http://www.example.gov.cn/hdjl/xzxx/"
    assert [(x.title, x.url) for x in found] == [(t, base + u) for t, u, *_ in ROWS]
    assert [x.asked for x in found] == [china(2020, 11, 2), china(2020, 10, 11), china(2020, 7, 1)]
    assert [x.answered for x in found] == [china(2020, 11, 6), china(2020, 10, 20), None]
    assert [x.is_answered for x in found] == [True, True, False]
    assert [x.department for x in found] == ["住建局", "教育局", "生态环境局"]


def test_a_list_with_one_day_and_a_state() -> None:
    inner = "".join(
        f"<tr><td><a href='{u}'>{t}</a></td><td>{a}</td><td>{s}</td></tr>" for t, u, a, _, _, s in ROWS
    )
    found = read_letters(read(page(f"<table>{inner}</table>"), URL), joiner())
    assert [(x.asked, x.answered, x.is_answered) for x in found] == [
        (china(2020, 11, 2), None, True), (china(2020, 10, 11), None, True), (china(2020, 7, 1), None, False),
    ]  # fmt: skip


def test_a_list_with_titles_and_days_only_in_a_mailbox() -> None:
    inner = "".join(f"<li><a href='{u}'>{t}</a><span>{a}</span></li>" for t, u, a, *_ in ROWS)
    found = read_letters(read(page(f"<ul>{inner}</ul>"), URL), joiner())
    assert [(x.title, x.asked, x.is_answered) for x in found] == [
        (t, datetime.fromisoformat(a).replace(tzinfo=CHINA), None) for t, _, a, *_ in ROWS
    ]


def test_news_are_no_letters() -> None:
    inner = "".join(f"<li><a href='{u}'>{t}</a><span>{a}</span></li>" for t, u, a, *_ in ROWS)
    html = f"<html><head><title>通知公告</title></head><body><ul>{inner}</ul>{FOOT}</body></html>"
    assert read_letters(read(html, "http://www.example.gov.cn/tzgg/"), joiner()) == ()


QUESTION = "小区交房两年仍未办理产权证，请问何时可以办理？"
ANSWER = "您好，经核实，该小区首次登记已经完成，业主可携带材料到政务大厅窗口办理。感谢您的来信。"
DETAILS = {
    "table": (
        f"<table><tr><td>信件标题</td><td colspan=3>产权证办理</td></tr><tr><td>来信人</td><td>王**</td><td>来信时间</td><td>2020-11-02 10:20</td></tr>"
        f"<tr><td>来信内容</td><td colspan=3>{QUESTION}</td></tr><tr><td>答复单位</td><td>住建局</td><td>答复时间</td><td>2020-11-06 09:00</td></tr>"
        f"<tr><td>答复内容</td><td colspan=3><p>{ANSWER}</p></td></tr></table>"
    ),
    "two boxes": (
        f"<h1>产权证办理</h1><div class='ask'><h3>信件内容</h3><div class='info'><span>写信时间：2020-11-02 10:20</span><span>信件编号：12</span></div>"
        f"<p>{QUESTION}</p></div><div class='ans'><h3>回复内容</h3><div class='info'><span>回复单位：住建局</span>"
        f"<span>回复时间：2020-11-06 09:00</span></div><p>{ANSWER}</p></div>"
    ),
    "colons": (
        f"<p>标题：产权证办理</p><p>提交时间：2020-11-02 10:20</p><p>内容：{QUESTION}</p><p>受理单位：住建局</p>"
        f"<p>处理情况：{ANSWER}</p><p>办理时间：2020-11-06 09:00</p>"
    ),
    "definition list": (
        f"<dl><dt>来信主题：</dt><dd>产权证办理</dd><dt>来信日期：</dt><dd>2020年11月2日 10:20</dd><dt>来信内容：</dt><dd>{QUESTION}</dd></dl>"
        f"<dl><dt>回复部门：</dt><dd>住建局</dd><dt>回复日期：</dt><dd>2020年11月6日 09:00</dd><dt>回复内容：</dt><dd>{ANSWER}</dd></dl>"
    ),
}


@pytest.mark.parametrize("name", DETAILS)
def test_single_letters(name: str) -> None:
    (found,) = read_letters(read(page(DETAILS[name], "产权证办理"), URL), joiner())
    assert found.url == URL
    assert found.title == "产权证办理"
    assert (found.asked, found.answered) == (china(2020, 11, 2, 10, 20), china(2020, 11, 6, 9, 0))
    assert found.department == "住建局"
    assert found.answer is not None
    assert ANSWER in found.answer and QUESTION not in found.answer
    assert found.is_answered is True


@pytest.mark.parametrize("blank", ["", "暂无", "办理中"])
def test_a_letter_without_answer(blank: str) -> None:
    html = DETAILS["table"].replace(ANSWER, blank).replace("2020-11-06 09:00", "")
    (found,) = read_letters(read(page(html, "产权证办理"), URL), joiner())
    assert (found.answer, found.answered, found.is_answered) == (None, None, False)
    assert found.asked == china(2020, 11, 2, 10, 20)


LAMP = "<p>留言时间：2020-06-01</p><p>留言内容：人民路路灯坏了三个月没有人修，请问何时修好？感谢领导！</p>"
MENDED = "经核实，该路段路灯将于本月底前修复完毕。"


@pytest.mark.parametrize(
    ("html", "office"),
    [
        (f"<p>部门回复：{MENDED}</p><p>回复人：市城管局</p>", "市城管局"),
        (f"<h3>局长答复</h3><div>{MENDED}</div>", None),
        (f"<p>市城管局 于 2020-06-05 答复：</p><p>{MENDED}</p>", "市城管局"),
        (f"<p>某县住房和城乡建设局回复意见：{MENDED}</p>", "某县住房和城乡建设局"),
    ],
)
def test_the_label_of_an_answer_tells_who_gave_it(html: str, office: str | None) -> None:
    (letter,) = read_letters(read(page(LAMP + html)), joiner())
    assert (letter.is_answered, letter.answer, letter.department) == (True, MENDED, office)


@pytest.mark.parametrize(
    ("html", "answered"),
    [
        ("<p>您好，您反映的问题收悉，现答复如下：将于本月底修复。</p>", None),
        ("<p>答复内容：</p><p><img src='/files/1.jpg'></p>", None),
        ("<div>网友您好！您反映的路灯将于本月底修复。</div>", None),
        ("<div>补充：我之前多次向您反映过。</div>", False),
        (
            "<p>答复内容：</p><div id='reply'></div><script>$.get('/reply?id=1',function(d){$('#reply').html(d)})</script>",
            None,
        ),
        ("<p>答复内容：</p>", False),
        ("<p>当时收到的回复：已列入计划。</p>", False),
        ("<p>请问何时能给予答复：谢谢</p>", False),
    ],
)
def test_an_answer_that_was_not_read_is_unknown_not_missing(html: str, answered: bool | None) -> None:
    (letter,) = read_letters(read(page(LAMP + html)), joiner())
    assert (letter.is_answered, letter.answer) == (answered, None)


def test_an_answer_is_signed_with_office_and_day() -> None:
    (letter,) = read_letters(
        read(page(f"{LAMP}<p>回复内容：{MENDED}</p><p>某县城管局</p><p>2020年6月5日</p>")), joiner()
    )
    assert (letter.department, letter.answered, letter.is_answered) == ("某县城管局", china(2020, 6, 5), True)


def test_a_form_to_write_a_letter_is_no_letter() -> None:
    html = (
        "<form action='/save'><p>姓名：<input name=a></p><p>联系电话：<input name=b></p><p>信件标题：<input name=c></p>"
        "<p>信件内容：<textarea name=d></textarea></p><p>是否公开：<input type=radio></p></form>"
    )
    assert read_letters(read(page(html, "我要写信"), URL), joiner()) == ()


@pytest.mark.parametrize(
    "text",
    [
        "本月收到来信 128 件，已回复 126 件",
        "来信总数：1023件 办结数：1001件",
        "<ul><li>累计收到留言<b>356</b>条</li><li>已办结<b>350</b>条</li></ul>",
        "<table><tr><td>信件总数</td><td>88</td></tr><tr><td>已答复</td><td>80</td></tr></table>",
    ],
)
def test_statistics_of_letters(text: str) -> None:
    assert letter_statistics(read(page(text), URL)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "<table><tr><th>来信时间</th><th>回复时间</th></tr><tr><td>2020-11-02</td><td>2020-11-06</td></tr></table>",
        "我要写信 查询信件 公开信件",
        "来信时间：2020-11-02 回复时间：2020-11-05",
    ],
)
def test_dates_are_no_statistics(text: str) -> None:
    assert letter_statistics(read(page(text), URL)) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("<h2>办件统计</h2><p>截至2020年11月20日，累计受理事项 1200 件。</p>", date(2020, 11, 20)),
        (
            "<h2>办事统计</h2><table><tr><td>统计时间</td><td>2020-10-31</td></tr><tr><td>受理</td><td>10</td></tr></table>",
            date(2020, 10, 31),
        ),
        ("<h2>2020年9月办件统计</h2><p>受理100件，办结99件</p>", date(2020, 9, 30)),
        (
            "<ul><li><a href='1.html'>2020年10月政务服务办件量统计表</a><span>2020-11-05</span></li></ul>",
            date(2020, 11, 5),
        ),
    ],
)
def test_day_of_service_statistics(text: str, day: date) -> None:
    found = service_statistics_day(read(page(text, "办事统计"), "http://www.example.gov.cn/bstj/"))
    assert found in (day, date(2020, 10, 31)) if "办件量统计表" in text else found == day


def test_a_menu_entry_and_a_date_elsewhere_are_no_service_statistics() -> None:
    news = "".join(
        f"<li><a href='{n}.html'>县政府召开第{n}次常务会议研究有关工作</a><span>2020-11-{n}</span></li>"
        for n in range(10, 20)
    )
    html = f"<div class='menu'><a href='/bstj/'>办事统计</a></div><ul>{news}</ul>"
    assert service_statistics_day(read(page(html, "某县人民政府"), "http://www.example.gov.cn/")) is None
