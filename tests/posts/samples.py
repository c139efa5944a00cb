"""Small whole examples of everything that is read, for mangling."""

from __future__ import annotations

import io
import json
import zipfile
from urllib.parse import quote

RSS = (
    "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' "
    "xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>号</title><link>http://a.cn/</link><atom:link rel='next' href='?2'/>"
    "<item><title>一</title><link>/1</link><guid>1</guid><pubDate>Mon, 22 Feb 2021 10:20:30 +0800</pubDate><author>某</author>"
    "<source url='http://b.cn'>新华社</source><enclosure url='/a.mp4' type='video/mp4'/><content:encoded><![CDATA[<p>来源：新华社"
    "<a href='/x'>y</a><img src='/p.jpg'></p>]]></content:encoded></item></channel></rss>"
).encode()
RDF = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/"
    "elements/1.1/'><channel><title>号</title></channel><item rdf:about='http://a.cn/1'><title>一</title><dc:date>2021-02-22</dc:date></item></rdf:RDF>"
).encode()
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://b.cn/'><title>号</title><entry><id>1</id><title type='html'>一</title>"
    "<link href='p'/><updated>2021-02-23T00:00:00Z</updated><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>文</div></content>"
    "</entry></feed>"
).encode()
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1", "title": "号", "next_url": "http://a.cn/2",
        "items": [{"id": 1, "url": "/1", "content_html": "<p>文</p>", "date_published": "2021-02-22T10:20:30+08:00",
                   "authors": [{"name": "某"}], "attachments": [{"url": "/a", "mime_type": "audio/mp3"}]}],
    }
).encode()  # fmt: skip
WECHAT = (
    "<html><head><meta property='og:title' content='标题'></head><body class='rich_media'><h1 id='activity-name'>标题</h1><a id='js_name'>号</a>"
    "<div id='js_content'><p>来源：新华社</p><img data-src='http://a.cn/p'></div><script>var ct = \"1613960430\"; var mid = '7' || '8';"
    "var msg_source_url='http:\\x2f\\x2fa.cn'; create_time: JsDecode('2021-02-22 10:20')</script></body></html>"
).encode()
NOTICE = "<html><div class='weui-msg'>该内容已被发布者删除 mp.weixin.qq.com js_content weixin</div></html>".encode()
_USER = {
    "id": 1,
    "screen_name": "号",
    "followers_count": "1万",
    "verified_reason": "某局官方微博",
    "description": "x",
}
_BLOG = {
    "mid": "46001", "created_at": "2小时前", "text": "文<a href='/x'>y</a>", "user": _USER, "isTop": 1,
    "retweeted_status": {"text": "原", "user": {"screen_name": "新华社"}},
}  # fmt: skip
WEIBO = f"<script>var d = {json.dumps({'user': _USER, 'l': [_BLOG]})}</script><body>m.weibo.cn 粉丝 1.2万".encode()
WEIBO_SHOWN = (
    "<!-- saved from url=(0021)https://weibo.com/u/1 --><div class='pf_name'><b class='username'>号</b></div><div class='WB_cardwrap' "
    "mid='4600000001'><div class='WB_from'><a date='1613960430000' title='2021-02-22' href='/1/a'>x</a></div><div class='WB_text'>文</div></div>"
).encode()
_VIDEO = {
    "user": {"nickname": "号", "desc": "x", "followerCount": 5},
    "v": [{"awemeId": "6", "desc": "文", "createTime": 1613960430}],
}
DOUYIN = f"<!-- douyinstatic.com --><script id='RENDER_DATA' type='application/json'>{quote(json.dumps(_VIDEO))}</script>".encode()
MHTML = (
    b'From: <Saved by Blink>\r\nDate: Thu, 25 Feb 2021 02:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n'
    b"--B\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html>=E6=96=87</html>\r\n--B--\r\n"
)
CSV = "标题,正文,发布时间,阅读数,链接,状态\n一,<p>文</p>,2021-02-22 10:20,1.2万,http://a.cn/1,已发布\n二,,44249.5,x,y,\n".encode()
EXPORT = json.dumps({"data": {"list": [{"标题": "一", "发布时间": 1613960430, "阅读数": 7}]}}).encode()


def _archive() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in (("a.html", WECHAT), ("b.mhtml", MHTML), ("c.csv", CSV), ("d/e.json", EXPORT)):
            made.writestr(zipfile.ZipInfo(name, (2021, 2, 25, 10, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


ARCHIVE = _archive()
FEEDS = (RSS, RDF, ATOM, JSON_FEED)
PAGES = (WECHAT, NOTICE, WEIBO, WEIBO_SHOWN, DOUYIN, MHTML)
TABLES = (CSV, EXPORT)
