"""Links of all sorts, kinds of pages, and the JSON of a page."""

import json
from datetime import datetime

import pytest

from xunwang.pages.as_json import page_json
from xunwang.pages.document import parse
from xunwang.pages.metas import missing_tags
from xunwang.pages.understand import Depth, understand
from xunwang.pages.urls import Joiner
from xunwang.words import CHINA, LinkClass, PageKind

NOW = datetime(2021, 6, 1, 12, 0, tzinfo=CHINA)
URL = "http://www.x.gov.cn/zwgk/tz/t20210105_1.html"


def read(html: str, url: str = URL, depth: Depth = Depth.FULL, joiner: Joiner | None = None):
    return understand(f"<meta charset=utf-8>{html}".encode(), url=url, now=NOW, depth=depth, joiner=joiner)


@pytest.mark.parametrize(
    ("html", "url", "text", "link_class"),
    [
        ("<a href='../a.html'> 甲\n 乙 </a>", "http://www.x.gov.cn/zwgk/a.html", "甲 乙", LinkClass.INTERNAL),
        ("<a href=/b><img src=i.png alt=丙></a>", "http://www.x.gov.cn/b", "丙", LinkClass.INTERNAL),
        ("<a href=/b title=丁></a>", "http://www.x.gov.cn/b", "丁", LinkClass.INTERNAL),
        ("<a href='javascript:void(0)' onclick=\"window.open('/c.html')\">戊</a>", "http://www.x.gov.cn/c.html", "戊",
         LinkClass.INTERNAL),
        ("<a href=\"javascript:location.href='/d.html'\">己</a>", "http://www.x.gov.cn/d.html", "己", LinkClass.INTERNAL),
        ("<select><option value='https://www.y.gov.cn/'>庚</option></select>", "https://www.y.gov.cn/", "庚",
         LinkClass.GOVERNMENT),
        ("<map><area href=/e alt=辛></map>", "http://www.x.gov.cn/e", "辛", LinkClass.INTERNAL),
        ("<img src=f.jpg alt=壬>", "http://www.x.gov.cn/zwgk/tz/f.jpg", "壬", LinkClass.IMAGE),
        ("<video src=/g.mp4></video>", "http://www.x.gov.cn/g.mp4", "", LinkClass.MEDIA),
        ("<a href='P020.doc'>附件</a>", "http://www.x.gov.cn/zwgk/tz/P020.doc", "附件", LinkClass.ATTACHMENT),
        ("<a href='mailto:a@x.gov.cn'>信</a>", "mailto:a@x.gov.cn", "信", LinkClass.MAIL),
        ("<base href='http://www.y.gov.cn/q/'><a href=h>癸</a>", "http://www.y.gov.cn/q/h", "癸", LinkClass.GOVERNMENT),
    ],
)  # fmt: skip
def test_links_of_all_sorts(html: str, url: str, text: str, link_class: LinkClass) -> None:
    assert (url, text, link_class) in read(html).links


def test_an_address_is_listed_once_with_its_first_text() -> None:
    links = read("<a href=/a><img src=i.png></a><a href=/a>甲</a><a href=/a#x>乙</a><a href=#>丙</a>").links
    assert [link for link in links if link.link_class is LinkClass.INTERNAL] == [
        ("http://www.x.gov.cn/a", "甲", LinkClass.INTERNAL)
    ]


def test_articles_of_a_crawl_take_known_link_texts_from_the_site() -> None:
    joiner = Joiner()
    article = "<meta name=ArticleTitle content=关于某事的通知><a href=/a>{}</a><a href=/b>{}</a>"
    for texts in (("甲", ""), ("另", "乙"), ("别", "其")):
        links = read(article.format(*texts), depth=Depth.CRAWL, joiner=joiner).links
    assert [link.text for link in links] == ["甲", "乙"]
    assert [link.text for link in read(article.format("别", "其"), joiner=joiner).links] == ["别", "其"]


def test_frames_and_redirects() -> None:
    assert read("<iframe src='/f.html'></iframe>").frames == ("http://www.x.gov.cn/f.html",)
    assert read("<meta http-equiv=Refresh content='0; URL=/new/'>").refresh_url == "http://www.x.gov.cn/new/"
    assert read("<script>window.location.href = '/new/';</script>").refresh_url == "http://www.x.gov.cn/new/"
    assert read("<meta http-equiv=refresh content=600>").refresh_url is None
    busy = "<script>if (a) location.href='/m/';</script>" + "<p>正文内容，很多文字。</p>" * 600
    assert read(busy).refresh_url is None


BODY = "<p>" + "全市各级各部门要提高认识，落实责任，做好工作。" * 8 + "</p>"


@pytest.mark.parametrize(
    ("html", "url", "kind"),
    [
        (f"<title>某市政府</title>{BODY}", "http://www.x.gov.cn/", PageKind.HOME),
        (f"<title>某市政府</title>{BODY}", "http://www.x.gov.cn/index.html", PageKind.HOME),
        (f"<meta name=ArticleTitle content=关于某事的通知>{BODY}", "http://www.x.gov.cn/1.html", PageKind.ARTICLE),
        (f"<title>关于开展某项工作检查情况的通报</title><h1>关于开展某项工作检查情况的通报</h1><p>2021-01-05</p>{BODY}",
         "http://www.x.gov.cn/zw/show.jsp?id=3", PageKind.ARTICLE),
        ("<meta name=ColumnName content=通知公告><title>通知公告</title>", "http://www.x.gov.cn/tz/", PageKind.COLUMN),
        ("<title>404 Not Found</title><p>您访问的页面不存在</p>", "http://www.x.gov.cn/x.html", PageKind.ERROR),
        ("<title>某市政府</title><p>对不起，找不到页面</p>", "http://www.x.gov.cn/zw/x.html", PageKind.ERROR),
        ("<title>世界500强企业来我县考察</title><p>企业代表参观了园区。</p>", "http://www.x.gov.cn/x.html", PageKind.OTHER),
        ("<title>便民服务</title><p>路灯500盏、公交503路 浏览次数：500</p>", "http://www.x.gov.cn/y.html", PageKind.OTHER),
        ("<title>关于办事大厅暂时无法访问的公告</title><p>现已恢复正常，给您带来不便，敬请谅解。</p>", "http://www.x.gov.cn/z.html", PageKind.OTHER),
        ("<title>系统提示</title><p>温馨提示：您访问的页面不存在</p>", "http://www.x.gov.cn/x.html", PageKind.ERROR),
        ("<title>某市政府_503</title><p>请稍后再试</p>", "http://www.x.gov.cn/x.html", PageKind.ERROR),
        ("<title>搜索结果</title><p>共找到0条</p>", "http://www.x.gov.cn/search.jsp", PageKind.SEARCH),
    ],
)  # fmt: skip
def test_kinds_of_pages(html: str, url: str, kind: PageKind) -> None:
    assert read(html, url).kind is kind


def test_missing_tags_depend_on_the_kind_of_page() -> None:
    metas = {"SiteName": "某市政府", "SiteDomain": "", "ColumnName": "要闻", "PubDate": "2021-01-05"}
    assert missing_tags(metas, PageKind.HOME) == ("SiteDomain", "SiteIDCode")
    assert missing_tags(metas, PageKind.COLUMN) == (
        "SiteDomain", "SiteIDCode", "ColumnDescription", "ColumnKeywords", "ColumnType",
    )  # fmt: skip
    assert missing_tags(metas, PageKind.ARTICLE) == (
        "SiteDomain",
        "SiteIDCode",
        "ArticleTitle",
        "ContentSource",
    )


def test_tags_are_found_whatever_their_case_and_place() -> None:
    page = read("<body><META NAME='siteidcode' CONTENT=' 2200000001 '><meta name=pubdate content=2021-01-05>")
    assert page.metas == {"SiteIDCode": "2200000001", "PubDate": "2021-01-05"}
    assert page.site_code == "2200000001"


def test_a_documents_fields() -> None:
    doc = parse("<title>题</title><base href=/b/><p>文".encode("gbk"), url=URL, http_charset="gbk", now=NOW)
    assert (doc.encoding, doc.base, doc.title_tag) == ("gb18030", "http://www.x.gov.cn/b/", "题")


def test_the_json_of_a_page_has_the_promised_keys() -> None:
    html = (
        "<title>关于开展某项工作检查情况的通报</title><h1>关于开展某项工作检查情况的通报</h1>"
        f"<p>发布时间：2021-01-05 08:30 来源：市政府办</p>{BODY}<a href=a.doc>附件一</a>"
    )
    made = json.loads(json.dumps(page_json(read(html)), ensure_ascii=False))
    promised = (
        "encoding kind title published published_precision source author site_name site_code column columns items "
        "links footer guide letters text conflicts"
    )
    assert set(promised.split()) <= set(made)
    assert made["published"] == "2021-01-05T08:30:00+08:00"
    assert made["published_precision"] == "minute"
    assert made["kind"] == "article"
    assert made["guide"] is None
    assert made["links"]["attachment"] == [{"url": "http://www.x.gov.cn/zwgk/tz/a.doc", "text": "附件一"}]
    assert made["attachments"] == [{"url": "http://www.x.gov.cn/zwgk/tz/a.doc", "name": "附件一"}]
    assert page_json(read("<p>x"))["published"] is None


def test_policy_and_interpretation_are_linked() -> None:
    title = "某某市人民政府关于印发某某市养犬管理办法的通知"
    html = (
        f"<meta name=ArticleTitle content={title}>{BODY}<a href=/zcjd/>政策解读</a>"
        "<a href=/zcjd/1.html>《某某市养犬管理办法》政策解读</a><a href=/zcjd/2.html>《某某市供热条例》图解</a>"
    )
    assert [link.url for link in read(html).related] == ["http://www.x.gov.cn/zcjd/1.html"]
