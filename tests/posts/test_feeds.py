"""Feeds as real platforms and bridges write them."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from xunwang.posts.errors import Flaw, UnreadableError
from xunwang.posts.feeds import Feed, read_feed
from xunwang.posts.records import Picture, Post, PostLink

NOW = datetime(2021, 3, 1, 4, 0, tzinfo=UTC)
URL = "http://feeds.example.cn/jl/rss.xml"


def read(text: str | bytes, charset: str | None = None) -> Feed:
    body = text if isinstance(text, bytes) else text.encode()
    return read_feed(body, url=URL, charset=charset, now=NOW)


def rss(*items: str, head: str = "<title>吉林发布</title><link>http://weibo.cn/jl</link>") -> str:
    spaces = (
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    )
    inside = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {spaces}><channel>{head}{inside}</channel></rss>'


def one(item: str) -> Post:
    (post,) = read(rss(item)).posts
    return post


def test_an_item_of_rss_is_read_whole() -> None:
    feed = read(
        rss(
            "<title>关于春季造林的通知</title><link>/a/1</link><guid isPermaLink='false'>n-1</guid><author>宣传科</author>"
            "<pubDate>Mon, 22 Feb 2021 10:20:30 +0800</pubDate><slash:comments>7</slash:comments>"
            "<description>开头…</description><content:encoded><![CDATA[<p>各县（市）<b>人民政府</b>：</p><p>现将"
            "<a href='http://www.jl.gov.cn/x'>通知</a>印发。<img src='/p.jpg' alt='造林'></p>"
            "<iframe src='https://v.qq.com/txp/1'></iframe>]]></content:encoded>"
        )
    )
    (post,) = feed.posts
    assert (feed.form, feed.title, feed.url) == ("rss", "吉林发布", "http://weibo.cn/jl")
    assert (post.key, post.url) == ("n-1", "http://weibo.cn/a/1")
    assert post.at == datetime(2021, 2, 22, 2, 20, 30, tzinfo=UTC)
    assert post.text == "各县（市）人民政府：\n现将通知印发。"
    assert post.links == (PostLink("http://www.jl.gov.cn/x", "通知"),)
    assert post.pictures == (Picture("http://weibo.cn/p.jpg", "造林"),)
    assert post.media == {"picture", "video"}
    assert (post.author, post.comment_count, post.has_body, post.repost) == ("宣传科", 7, True, False)


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("Mon, 22 Feb 2021 10:20:30 GMT", "2021-02-22T10:20:30"),
        ("Mon, 22 Feb 2021 10:20:30", "2021-02-22T02:20:30"),
        ("22 Feb 21 10:20 +0800", "2021-02-22T02:20:00"),
        ("Mon, 22 Feb 2021 10:20:30 CST", "2021-02-22T02:20:30"),
        ("Mon Feb 22 10:20:30 +0800 2021", "2021-02-22T02:20:30"),
        ("2021-02-22T10:20:30+08:00", "2021-02-22T02:20:30"),
        ("2021-02-22T10:20:30Z", "2021-02-22T10:20:30"),
        ("2021-02-22T10:20:30.123Z", "2021-02-22T10:20:30.123"),
        ("2021-02-22 10:20:30", "2021-02-22T02:20:30"),
        ("2021-02-22", "2021-02-21T16:00:00"),
        ("2021年2月22日 10:20", "2021-02-22T02:20:00"),
        ("2021/2/22 10:20", "2021-02-22T02:20:00"),
        ("1613960430", "2021-02-22T02:20:30"),
        ("1613960430000", "2021-02-22T02:20:30"),
        ("昨天 10:20", "2021-02-28T02:20:00"),
        ("3小时前", "2021-03-01T01:00:00"),
    ],
)
def test_times_of_all_forms_and_without_zone_are_read_in_shanghai(written: str, utc: str) -> None:
    assert one(f"<title>x</title><pubDate>{written}</pubDate>").at == datetime.fromisoformat(utc).replace(
        tzinfo=UTC
    )


@pytest.mark.parametrize(
    "written", ["", "Mon, 32 Feb 2021 10:20:30 GMT", "1970-01-01", "0001-01-01T00:00:00Z", "某日"]
)
def test_what_is_no_time_leaves_the_post_undated(written: str) -> None:
    assert one(f"<title>x</title><pubDate>{written}</pubDate>").at is None


@pytest.mark.parametrize("encoding", ["gb2312", "GBK", "gb18030", "utf-16", "big5"])
@pytest.mark.parametrize("in_header", [True, False])
def test_encodings_are_read_as_declared_in_the_xml_or_in_the_header(encoding: str, in_header: bool) -> None:
    text = rss(
        "<title>關於春季造林的通知</title>" if encoding == "big5" else "<title>关于春季造林的通知</title>"
    )
    text = text.replace("UTF-8", encoding)
    if encoding == "big5":
        text = text.replace("发布", "發布")
    post = read(text.encode(encoding), encoding if in_header else None).posts[0]
    assert post.title.endswith("的通知")


def test_a_declaration_that_the_bytes_contradict_is_not_believed() -> None:
    assert read(rss("<title>关于造林</title>").encode("gb18030")).posts[0].title == "关于造林"


def test_rss_1_0_with_dates_of_dublin_core() -> None:
    feed = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="http://a.cn/"><title>号</title>'
        '<link>http://a.cn/</link></channel><item rdf:about="http://a.cn/1"><title>一</title><link>http://a.cn/1</link>'
        "<dc:date>2021-02-22T10:20+08:00</dc:date><dc:creator>科室</dc:creator></item></rdf:RDF>"
    )
    (post,) = feed.posts
    assert (feed.form, feed.title, post.key, post.author) == ("rdf", "号", "http://a.cn/1", "科室")
    assert post.at == datetime(2021, 2, 22, 2, 20, tzinfo=UTC)


def test_atom_with_base_source_next_and_an_edit() -> None:
    feed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://b.cn/x/"><title>号</title><id>f</id>'
        '<link rel="next" href="?page=2"/><link href="/home"/><entry><id>tag:b.cn,2021:1</id><title type="html">一 &amp;amp; 二</title>'
        '<link href="p/1"/><published>2021-02-22T10:20:30+08:00</published><updated>2021-02-23T00:00:00Z</updated>'
        "<source><title>新华社</title></source><author><name>王</name></author>"
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>正文<img src="i.png" alt=""/></p></div></content>'
        "</entry></feed>"
    )
    (post,) = feed.posts
    assert (feed.url, feed.next_url) == ("http://b.cn/home", "http://b.cn/x/?page=2")
    assert (post.key, post.url, post.title) == ("tag:b.cn,2021:1", "http://b.cn/x/p/1", "一 & 二")
    assert (post.source, post.repost, post.author, post.text) == ("新华社", True, "王", "正文")
    assert post.edited_at == datetime(2021, 2, 23, tzinfo=UTC)
    assert post.pictures[0].url == "http://b.cn/x/p/i.png"


def test_what_is_enclosed_is_of_the_post_in_rss_and_atom() -> None:
    post = one(
        "<title>春耕</title><guid>http://weibo.cn/p/7</guid><enclosure url='/1.jpg' type='image/jpeg'/>"
        "<enclosure url='/1.mp3' type='audio/mpeg'/><media:group><media:content url='/1.mp4' medium='video'/>"
        "<media:thumbnail url='/2.jpg'/></media:group>"
    )
    assert post.url == post.key == "http://weibo.cn/p/7", (
        "an identifier is an address unless it says that it is none"
    )
    assert [picture.url for picture in post.pictures] == ["http://weibo.cn/1.jpg", "http://weibo.cn/2.jpg"]
    assert post.media == {"picture", "audio", "video"}
    feed = read(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://b.cn/"><title>号</title><id>f</id><entry><id>t</id>'
        '<title>春耕</title><link href="p/1"/><link rel="enclosure" href="1.png" type="image/png"/>'
        '<link rel="enclosure" href="1.mp4" type="video/mp4"/><summary>播种</summary></entry></feed>'
    )
    assert [picture.url for picture in feed.posts[0].pictures] == ["http://b.cn/1.png"]
    assert feed.posts[0].media == {"picture", "video"}


def test_json_feed_with_cut_characters_and_a_next_page() -> None:
    feed = read(
        '{"version":"https://jsonfeed.org/version/1.1","title":"号","home_page_url":"http://c.cn/","next_url":"/f?2","items":'
        '[{"id":7,"url":"http://c.cn/7","title":"半个字\\ud83d","content_html":"<p>来源：新华社</p>",'
        '"date_published":"2021-02-22T10:20:30+08:00","attachments":[{"url":"/a.mp4","mime_type":"video/mp4"}]},null,3]}'
    )
    (post,) = feed.posts
    assert (feed.form, feed.next_url) == ("json", "http://feeds.example.cn/f?2")
    assert (post.key, post.source, post.repost, post.media) == ("7", "新华社", True, {"video"})
    post.title.encode()


def test_a_description_that_breaks_off_is_no_body() -> None:
    assert one("<title>x</title><description>开头……</description>").has_body is False
    assert one("<title>x</title><description>正文不长。</description>").has_body is True
    assert one("<title>x</title>").has_body is False


def test_without_identifier_and_address_the_key_is_told_by_the_content() -> None:
    first, second = read(rss("<title>一</title>", "<title>二</title>")).posts
    assert first.key != second.key
    assert first.key == one("<title>一</title>").key


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("正文。\n来源：新华社", "新华社"),
        ("（来源：人民日报客户端 作者：王某）", "人民日报客户端"),
        ("转自：吉林发布", "吉林发布"),
        ("转发 @吉林发布：明天有雪", "吉林发布"),
        ("本文来源｜央视新闻", "央视新闻"),
        ("来源：本站", ""),
        ("来源：吉林发布厅", ""),
        ("水的来源：地下水", ""),
        ("资金来源：财政", ""),
    ],
)
def test_the_source_is_what_the_text_says_and_never_the_account_itself(text: str, source: str) -> None:
    (post,) = read(
        rss(f"<title>x</title><description>{text}</description>", head="<title>吉林发布厅</title>")
    ).posts
    assert (post.source, post.repost) == (source, bool(source))


def test_entities_of_html_and_control_characters_do_not_end_the_feed() -> None:
    first, second = read(rss("<title>一&nbsp;二&mdash;\x0b三</title>", "<title>四</title>")).posts
    assert (first.title, second.title) == ("一 二—三", "四")


def test_characters_written_as_two_halves_are_joined_and_lone_halves_do_no_harm() -> None:
    first, second, third = read(
        rss(
            "<title>雪&#55357;&#56832;</title>",
            "<title>&#xD83D;&#xde00;</title>",
            "<title>半&#xD800;</title>",
        )
    ).posts
    assert (first.title, second.title) == ("雪\U0001f600", "\U0001f600")
    assert third.title.startswith("半")


def test_a_feed_cut_off_in_the_middle_gives_what_it_has() -> None:
    text = rss(*(f"<title>{n}</title><guid>{n}</guid>" for n in range(100)))
    assert len(read(text[: len(text) // 2]).posts) >= 40


@pytest.mark.parametrize(
    "body",
    [
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>',
        '<?xml version="1.0"?><!-- <rss> --><!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss/>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
    ],
)
def test_document_types_are_refused(body: str) -> None:
    with pytest.raises(UnreadableError, match="DTD") as raised:
        read(body)
    assert raised.value.flaw is Flaw.UNSUPPORTED


@pytest.mark.parametrize(
    ("body", "flaw"),
    [
        ("", Flaw.BROKEN),
        ("  \n", Flaw.BROKEN),
        ("<!DOCTYPE html><html><form><input type=password></form></html>", Flaw.LOGIN),
        ("<html><body>请登录</body></html>", Flaw.LOGIN),
        ("<!doctype HTML><html><body>欢迎</body></html>", Flaw.WEB_PAGE),
        ("not xml at all", Flaw.BROKEN),
        ("<svg/>", Flaw.BROKEN),
        ("{", Flaw.BROKEN),
        ('{"a":1}', Flaw.BROKEN),
        ("[" * 100_000, Flaw.BROKEN),
        ('{"items":' + "[" * 100_000, Flaw.BROKEN),
    ],
)
def test_what_is_no_feed_is_told_in_chinese(body: str, flaw: Flaw) -> None:
    with pytest.raises(UnreadableError, match=r"[\u4e00-\u9fff]。$") as raised:
        read(body)
    assert raised.value.flaw is flaw


def test_feeds_built_to_hurt_take_bounded_time() -> None:
    start = time.process_time()
    for body in (
        rss("<title>" + "<a>" * 100_000 + "x</title>"),
        rss("<description><![CDATA[" + "<div>" * 200_000 + "]]></description>"),
        rss("<title>x</title>" * 200_000),
        rss(*["<title>x</title>"] * 30_000),
        rss("<description>" + "来源：" * 300_000 + "</description>"),
    ):
        feed = read(body)
        assert len(feed.posts) <= 2000
    assert time.process_time() - start < 12


def test_a_huge_feed_says_that_it_was_cut() -> None:
    assert read(rss(*["<title>x</title>"] * 2001)).cut


def test_old_feeds_of_real_weblogs_are_read(shared: Path) -> None:
    names = [path for path in shared.glob("data/encodings/*/*.xml") if "chromium" not in path.name]
    assert len(names) > 15
    for path in names:
        feed = read(path.read_bytes())
        assert feed.posts, path.name
        assert "\ufffd" not in feed.title, path.name
        assert all(post.at is None or post.at < NOW + timedelta(days=1) for post in feed.posts)
