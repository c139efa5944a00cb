"""Article pages of official accounts, of several generations, and the notices that stand in their place."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from xunwang.pages.document import parse
from xunwang.posts.errors import Flaw, UnreadableError
from xunwang.posts.records import PostLink
from xunwang.posts.wechat_article import WechatPage, is_wechat_article, read_wechat_article, wechat_key

NOW = datetime(2021, 3, 1, 4, 0, tzinfo=UTC)
URL = "https://mp.weixin.qq.com/s?__biz=MzA4&mid=2650934104&idx=2&sn=0f"
AT = datetime(2021, 2, 22, 2, 20, 30, tzinfo=UTC)


def read(html: str, url: str = URL) -> WechatPage:
    return read_wechat_article(html.encode(), url=url, charset=None, now=NOW)


def article(script: str = 'var ct = "1613960430";', body: str = "<p>正文。</p>", around: str = "") -> str:
    return (
        "<html><head><meta property='og:title' content='标题'></head><body><div id='js_article' class='rich_media'>"
        f"{around}<h1 class='rich_media_title' id='activity-name'> 关于<span>造林</span> </h1><a id='js_name'> 吉林发布 </a>"
        f"<em id='publish_time'>昨天</em><div id='js_content'>{body}</div></div><script>{script}</script></body></html>"
    )


def test_a_real_saved_page_is_read(shared: Path) -> None:
    body = (shared / "data/pages/006_generalnewsextractor.html").read_bytes()
    page = read_wechat_article(body, url="", charset=None, now=datetime(2020, 2, 13, tzinfo=UTC))
    assert page.post is not None
    assert page.profile is not None
    assert page.post.title == "三星 Galaxy S20 系列手机正式发布"
    assert page.post.at == datetime(2020, 2, 12, 14, 17, 54, tzinfo=UTC)
    assert page.post.key == "2650934104_1"
    assert page.post.text.startswith("今天凌晨，三星在美国旧金山举行发布会")
    assert len(page.post.pictures) == 6
    assert all(picture.url.startswith("https://mmbiz.qpic.cn/") for picture in page.post.pictures)
    assert (page.profile.name, page.profile.identifier) == ("爱否科技", "FViewXFG")
    assert page.profile.introduction == "聚焦「手机互联网」领域的行业思考和产品体验"


@pytest.mark.parametrize(
    "script",
    [
        'var ct = "1613960430";',
        "var oriCreateTime = '1613960430';",
        "window.cgiDataNew = { ori_create_time: '1613960430', create_time: JsDecode('2021-02-23 11:00') };",
        "var createTime = '2021-02-22 10:20:30';",
        'create_time: "1613960430" * 1,',
        'var publish_time = "2021-02-22 10:20:30" || "";',
        'var svr_time = "1614567890"; var ct="1613960430";',
    ],
)
def test_the_time_stands_in_script_variables_of_all_generations(script: str) -> None:
    post = read(article(script)).post
    assert post is not None
    assert post.at == AT


def test_without_variables_the_shown_time_is_read_as_of_the_saving() -> None:
    post = read(article("")).post
    assert post is not None
    assert post.at == datetime(2021, 2, 27, 16, 0, tzinfo=UTC)


def test_title_account_links_and_pictures() -> None:
    page = read(
        article(
            "var ct='1613960430'; var msg_source_url = 'http:\\x2f\\x2fwww.jl.gov.cn\\x2fa?x=1\\x26amp;y=2'; var user_name='gh_1'",
            "<section><span>各<b>县</b></span></section><a href='http://www.jl.gov.cn/b'>通知</a><script>var x='不是正文'</script>"
            "<img data-src='https://mmbiz.qpic.cn/1/640' src='data:image/gif;base64,AA' alt='图片'><mpvoice></mpvoice>"
            "<iframe class='video_iframe' data-src='https://v.qq.com/iframe/preview.html?vid=1'></iframe>",
        )
    )
    assert page.post is not None
    assert page.profile is not None
    assert (page.post.title, page.post.key, page.post.url) == ("关于造林", "2650934104_2", URL)
    assert page.post.text == "各县\n通知"
    assert page.post.links == (
        PostLink("http://www.jl.gov.cn/b", "通知"),
        PostLink("http://www.jl.gov.cn/a?x=1&y=2", "阅读原文"),
    )
    assert [(picture.url, picture.alt) for picture in page.post.pictures] == [
        ("https://mmbiz.qpic.cn/1/640", "图片")
    ]
    assert page.post.media == {"picture", "audio", "video"}
    assert (page.profile.name, page.profile.identifier, page.profile.subject) == ("吉林发布", "gh_1", None)


@pytest.mark.parametrize(
    ("script", "body", "around", "source"),
    [
        ("", "正文<p>来源：新华社</p>", "", "新华社"),
        ("", "正文", "<div>以下文章来源于央视新闻 ，作者王某</div>", "央视新闻"),
        ('var _copyright_stat = "1";', "正文<p>来源：新华社</p>", "", ""),
        ("", "正文<p>来源：吉林发布</p>", "", ""),
        ("", "正文", "", ""),
    ],
)
def test_reprints_name_their_source_and_original_work_has_none(
    script: str, body: str, around: str, source: str
) -> None:
    post = read(article(script, body, around)).post
    assert post is not None
    assert (post.source, post.repost) == (source, bool(source))


def notice(words: str) -> str:
    return (
        "<html><body class='zh_CN'><div class='weui-msg'><div class='weui-msg__text-area'>"
        f"<h2 class='weui-msg__title'>{words}</h2></div></div><script src='//res.wx.qq.com/weixin.js'></script></body></html>"
    )


@pytest.mark.parametrize(
    "words", ["该内容已被发布者删除", "此内容因违规无法查看", "此内容被投诉且经审核涉嫌侵权，无法查看。"]
)
def test_a_deleted_or_blocked_article_is_told_with_the_platforms_words(words: str) -> None:
    page = read(notice(words))
    assert page.post is not None
    assert (page.post.deleted, page.post.key, page.post.has_body) == (True, "2650934104_2", False)
    assert page.notice == words


@pytest.mark.parametrize("words", ["此帐号已自主注销，内容无法查看", "此账号已被屏蔽, 内容无法查看"])
def test_a_closed_account_is_told(words: str) -> None:
    page = read(notice(words))
    assert page.post is None
    assert page.profile is not None
    assert page.profile.closed == words


def test_a_moved_account_says_where_to() -> None:
    page = read(notice("该公众号已迁移至“吉林省政府”，原帐号已停用"))
    assert page.profile is not None
    assert page.profile.moved_to == "吉林省政府"


def test_an_article_that_quotes_a_notice_is_an_article() -> None:
    page = read(article(body="<p>打开后显示“该内容已被发布者删除”。</p>"))
    assert page.post is not None
    assert not page.post.deleted
    assert not page.notice


def test_an_article_pasted_into_another_site_is_not_taken_for_one_of_the_platform() -> None:
    def told(html: str, url: str) -> bool:
        return is_wechat_article(parse(html.encode(), url=url, http_charset=None, now=NOW))

    pasted = "<h1>通知</h1><div id='js_content' class='rich_media_content'><a href='https://mp.weixin.qq.com/s/x'>x</a></div>"
    assert not told(pasted, "http://www.jl.gov.cn/1.html")
    assert told(article(), "")
    assert told(notice("该内容已被发布者删除"), "")


def test_a_page_that_asks_for_verification_is_no_article() -> None:
    with pytest.raises(UnreadableError) as raised:
        read(notice("当前环境异常，完成验证后即可继续访问。"))
    assert raised.value.flaw is Flaw.LOGIN


@pytest.mark.parametrize("html", ["", "<html>", "<p>某页"])
def test_a_page_without_article_is_told(html: str) -> None:
    with pytest.raises(UnreadableError, match="没有找到"):
        read(html)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (URL, "2650934104_2"),
        ("http://mp.weixin.qq.com/s?__biz=MzA4&amp;mid=26&amp;idx=1", "26_1"),
        ("https://mp.weixin.qq.com/s/AbCdEfGh-1234", "AbCdEfGh-1234"),
        ("https://mp.weixin.qq.com/s?mid=x", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_an_article_has_one_number_whatever_way_it_is_found(url: str, key: str) -> None:
    assert wechat_key(url) == key
