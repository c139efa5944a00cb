"""Where the text of an article is, in the ways templates hold it."""

from datetime import datetime

import pytest

from xunwang.pages.records import Page
from xunwang.pages.understand import Depth, understand
from xunwang.words import CHINA

NOW = datetime(2021, 6, 1, 12, 0, tzinfo=CHINA)
TITLE = "关于做好某项工作的通知"
LINES = [f"第{n}，各单位要提高认识，落实责任，按时完成第{n}项任务。" for n in "一二三四五六七八"]
MENU = "".join(f"<li><a href=/{n}/>栏目{n}</a></li>" for n in range(30))
FOOT = "<div class=foot><p>主办单位：某市人民政府办公室，版权所有，未经许可不得转载，联系电话：0431-1。</p></div>"


def read(main: str, depth: Depth = Depth.CRAWL, head: str = "") -> Page:
    head = head or f"<h1>{TITLE}</h1><p>发布时间：2021-01-05 来源：某办</p>"
    html = f"<meta name=ArticleTitle content={TITLE}><body><ul>{MENU}</ul>{head}{main}{FOOT}</body>"
    return understand(html.encode(), url="http://www.x.gov.cn/tz/1.html", now=NOW, depth=depth)


@pytest.mark.parametrize(
    "main",
    [
        "<div class=TRS_Editor>" + "".join(f"<p>{line}</p>" for line in LINES) + "</div>",
        "<div id=zoom><div>" + "".join(f"<div><p>{line}</p></div>" for line in LINES) + "</div></div>",
        "<div>" + "<br>".join(LINES) + "</div>",
        "<table><tr><td><table><tr><td>"
        + "<br>&nbsp;&nbsp;".join(LINES)
        + "</td></tr></table></td></tr></table>",
        "<div>" + "".join(f"<div>{line}</div>" for line in LINES) + "</div>",
        "<section>"
        + "".join(f"<p><span>{line[:6]}</span><b>{line[6:]}</b></p>" for line in LINES)
        + "</section>",
        "<div><font>" + "<br>".join(LINES) + "</font></div>",
        "<div><p>"
        + "</p><!-- <p>作废的段落。</p> --><p>".join(LINES)
        + "</p><script>var a = '脚本，不是文字。'</script></div>",
    ],
)
def test_the_body_is_found_whole_and_alone(main: str) -> None:
    assert read(main).text.split("\n") == LINES


def test_lists_that_follow_the_body_are_left_out() -> None:
    tail = "<p>相关链接：</p>" + "".join(f"<p><a href=/{n}.html>另一篇，某某文章。</a></p>" for n in range(5))
    body = "<div>" + "".join(f"<p>{line}</p>" for line in LINES) + tail + "</div>"
    assert read(body).text.split("\n") == LINES


def test_a_body_of_short_cells_is_told_by_its_place() -> None:
    cells = [f"被处罚单位{n}" for n in range(12)] + [f"罚款{n}万元" for n in range(12)]
    rows = "".join(f"<tr><td>{cell}</td></tr>" for cell in cells)
    assert read(f"<table>{rows}</table>").text.split("\n") == cells


def test_a_body_that_the_rules_miss_is_left_to_the_general_extractor() -> None:
    main = "<main><ol>" + "".join(f"<li>{line}</li>" for line in LINES) + "</ol></main>"
    assert read(main, Depth.CRAWL, head="<hr>").text == ""
    assert all(line in read(main, Depth.FULL, head="<hr>").text for line in LINES)


def test_attachments_and_media_of_the_body_are_listed() -> None:
    body = "<div><div>" + "".join(f"<p>{line}</p>" for line in LINES)
    page = read(
        body
        + "<p><img src=a.jpg></p><video src=v.mp4></video></div><p>附件：<a href=P1.docx>1.申报表</a></p></div>"
    )
    assert [(item.url, item.name) for item in page.attachments] == [
        ("http://www.x.gov.cn/tz/P1.docx", "1.申报表")
    ]
    assert page.media == ("picture", "video")
