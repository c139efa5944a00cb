"""Home pages of accounts as people save them: by the data in their scripts, and by what they show."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from xunwang.pages.document import parse
from xunwang.posts.homes import Home, platform_of, read_home

SAVED = datetime(2021, 3, 1, 4, 0, tzinfo=UTC)
AT = datetime(2021, 2, 22, 2, 20, 30, tzinfo=UTC)
STAMP = 1613960430


def read(html: str, url: str) -> Home:
    document = parse(html.encode(), url=url, http_charset=None, now=SAVED)
    platform = platform_of(document)
    assert platform is not None
    home = read_home(document, platform)
    assert home is not None
    return home


def test_weibo_for_phones_carries_its_data() -> None:
    user = {
        "id": 1, "screen_name": "吉林发布", "verified": True, "verified_reason": "吉林省人民政府新闻办公室官方微博",
        "description": "权威发布", "followers_count": "123.4万", "statuses_count": 45678,
    }  # fmt: skip
    other = {"id": 2, "screen_name": "别人", "followers_count": 5}
    blogs = [
        {"mid": "460001", "created_at": "Mon Feb 22 10:20:30 +0800 2021", "text": "通知<a href='http://www.jl.gov.cn/x'>网页</a>",
         "user": user, "reposts_count": 3, "comments_count": 4, "attitudes_count": "1.2万", "isTop": 1},
        {"mid": "460002", "created_at": "2小时前", "text": "转发微博", "user": user,
         "retweeted_status": {"mid": "1", "created_at": "刚刚", "text": "明天有雪", "user": {"screen_name": "新华社"}}},
        {"mid": "460003", "created_at": "刚刚", "text": "推荐的", "user": other},
    ]  # fmt: skip
    html = f"<html><body><script>var $render_data = [{json.dumps({'user': user, 'cards': blogs})}][0] || {{}};</script>m.weibo.cn"
    home = read(html, "https://m.weibo.cn/u/1")
    first, second = home.posts
    assert (home.platform, home.profile.name, home.profile.identifier) == ("weibo", "吉林发布", "1")
    assert (home.profile.subject, home.profile.introduction) == ("吉林省人民政府新闻办公室", "权威发布")
    assert (home.profile.followers, home.profile.posts) == (1_234_000, 45678)
    assert (first.key, first.at, first.text, first.likes, first.forwards) == (
        "460001",
        AT,
        "通知网页",
        12_000,
        3,
    )
    assert first.links[0].url == "http://www.jl.gov.cn/x"
    assert home.pinned == {"460001"}
    assert (second.at, second.source, second.repost) == (SAVED - timedelta(hours=2), "新华社", True)
    assert "明天有雪" in second.text


def test_weibo_of_old_is_read_by_what_it_shows() -> None:
    home = read(
        "<html><body><h1 class='pf_name'><span class='username'>吉林发布</span></h1><div class='pf_intro'>权威发布</div>"
        "<div class='verify_area'><p>微博认证：吉林省人民政府新闻办公室官方微博</p></div><a href='/fans'><strong>12.3万</strong>粉丝</a>"
        "<div class='WB_cardwrap' mid='4600000001'><div class='WB_cardtitle_b'>置顶</div><div class='WB_detail'><div class='WB_from'>"
        "<a href='/1234567/Ab12Cd34' title='2021-02-22 10:20' date='1613960430000'>2月22日 10:20</a> 来自 网页</div>"
        "<div class='WB_text'>通知</div></div></div>"
        "<div class='WB_cardwrap' mid='4600000002'><div class='WB_from'><a href='/1234567/Ef' date=''>今天 10:20</a></div>"
        "<div class='WB_text'>今天的</div></div></body></html>",
        "https://weibo.com/jlfb",
    )
    first, second = home.posts
    assert (home.profile.name, home.profile.subject, home.profile.followers) == (
        "吉林发布",
        "吉林省人民政府新闻办公室",
        123_000,
    )
    assert (first.key, first.at, first.url) == ("4600000001", AT, "https://weibo.com/1234567/Ab12Cd34")
    assert second.at == datetime(2021, 3, 1, 2, 20, tzinfo=UTC)
    assert home.pinned == {"4600000001"}


def test_weibo_of_today_has_class_names_with_changing_ends() -> None:
    home = read(
        "<body><div class='ProfileHeader_name_1KbBs'>吉林发布</div><a href='/u/page/follow/1?relate=fans'><span>粉丝</span><span>1.2万</span></a>"
        "<article class='woo-panel Feed_wrap_3v9LH'><a class='head-info_time_6sFQg' title='2021-02-22 10:20' "
        "href='https://weibo.com/1234567/K2abcdEFG'>2-22</a><div class='detail_wbtext_4CRf9'>通知</div></article></body>",
        "https://weibo.com/u/1234567",
    )
    (post,) = home.posts
    assert (home.profile.followers, post.key, post.text) == (12_000, "K2abcdEFG", "通知")
    assert post.at == AT.replace(second=0)


def test_weibo_as_its_lists_of_cards_have_it() -> None:
    home = read(
        "<body><h1 class='username'>吉林发布</h1><p class='verify'>微博认证：吉林省人民政府</p><table class='tb_counter'><tr><td><strong>86</strong>"
        "<span>关注</span></td><td><strong>3.2万</strong><span>粉丝</span></td><td><strong>0</strong><span>微博</span></td></tr></table>"
        "<div class='card-wrap' action-type='feed_list_item'><span class='title_top'>置顶</span><p class='from'><a href='/jlfb/680000070029170' "
        "title='2021-02-22 10:20'>2-22</a></p><p node-type='feed_list_content'>一</p></div><div action-type='feed_list_item'><p class='from'>"
        "<a href='/jlfb/680000070029171'>5分钟前</a></p><p node-type='feed_list_content'>二</p></div></body>",
        "https://weibo.com/u/1",
    )
    assert [post.key for post in home.posts] == ["680000070029170", "680000070029171"]
    assert home.posts[1].at == SAVED - timedelta(minutes=5)
    assert home.pinned == {"680000070029170"}
    assert (home.profile.followers, home.profile.posts, home.profile.subject) == (32_000, 0, "吉林省人民政府")


def test_toutiao_as_it_shows_articles_has_titles_and_beginnings() -> None:
    home = read(
        "<div class='profile-info'><div class='name'>吉林发布</div><div class='user-desc'>简介：权威发布</div><div class='relation-stat'><button>"
        "<span>1.2万</span><span>粉丝</span></button><button><span>585</span><span>作品</span></button></div></div>"
        "<div class='profile-article-card-wrapper'><a class='title' href='/article/6900001/'>通知</a><div class='abstract'>今年以来</div>"
        "<div class='footer'><span class='time'>2021-02-22 10:20</span></div></div>",
        "https://www.toutiao.com/c/user/token/x/",
    )
    (post,) = home.posts
    assert (post.key, post.title, post.text, post.has_body) == ("6900001", "通知", "今年以来", False)
    assert (home.profile.introduction, home.profile.followers, home.profile.posts) == (
        "权威发布",
        12_000,
        585,
    )


def test_douyin_carries_its_data_percent_encoded() -> None:
    user = {
        "uid": "9", "uniqueId": "jlfb", "nickname": "吉林发布", "desc": "权威发布", "mplatformFollowersCount": 123456,
        "awemeCount": 321, "enterpriseVerifyReason": "吉林省人民政府办公厅官方账号",
    }  # fmt: skip
    videos = [
        {"awemeId": "69", "desc": "普法视频", "createTime": STAMP, "stats": {"diggCount": 5, "commentCount": 2, "shareCount": 1, "playCount": 9},
         "tag": {"isTop": True}, "authorInfo": {"nickname": "吉林发布"}},
        {"awemeId": "70", "desc": "别人的", "createTime": STAMP, "authorInfo": {"nickname": "别人"}},
    ]  # fmt: skip
    data = quote(json.dumps({"app": {"user": {"user": user}}, "post": {"data": videos}}, ensure_ascii=False))
    home = read(
        f"<script id='RENDER_DATA' type='application/json'>{data}</script>",
        "https://www.douyin.com/user/MS4w",
    )
    (post,) = home.posts
    assert (home.profile.name, home.profile.identifier, home.profile.followers) == (
        "吉林发布",
        "jlfb",
        123456,
    )
    assert (home.profile.subject, home.profile.posts) == ("吉林省人民政府办公厅", 321)
    assert (post.url, post.at, post.likes, post.reads) == ("https://www.douyin.com/video/69", AT, 5, 9)
    assert post.media == {"video"}
    assert home.pinned == {"69"}


def test_douyin_without_data_shows_no_times() -> None:
    home = read(
        "<div data-e2e='user-info'><h1>吉林发布</h1><div data-e2e='user-info-fans'>粉丝 12.3万</div></div>"
        "<ul data-e2e='user-post-list'></ul><div data-e2e='user-post-list'><li><a href='//www.douyin.com/video/7001002003'><p>视频</p></a></li></div>",
        "https://www.douyin.com/user/MS4w",
    )
    (post,) = home.posts
    assert (home.profile.followers, post.key, post.at) == (123_000, "7001002003", None)


def test_toutiao_carries_its_data() -> None:
    data = {
        "data": {
            "profileUserInfo": {"userId": "5", "name": "吉林发布", "description": "权威发布", "userVerified": True,
                                "userAuthInfo": '{"auth_type":"1","auth_info":"吉林省人民政府办公厅官方账号"}', "fansCount": "3.4万"},
            "feed": [{"group_id": "6900", "title": "通知", "abstract": "正文。", "publish_time": STAMP, "source": "吉林发布",
                      "read_count": 12, "article_url": "http://toutiao.com/group/6900/"}],
        }
    }  # fmt: skip
    html = f"<script>window.__INITIAL_STATE__ = {json.dumps(data)};</script>"
    home = read(html, "https://www.toutiao.com/c/user/token/x/")
    (post,) = home.posts
    assert (home.profile.name, home.profile.subject, home.profile.followers) == (
        "吉林发布",
        "吉林省人民政府办公厅",
        34_000,
    )
    assert (post.key, post.title, post.text, post.at, post.reads) == ("6900", "通知", "正文。", AT, 12)


def test_kuaishou_carries_its_data() -> None:
    state = {
        "defaultClient": {
            "$ROOT.profile": {"user_name": "吉林发布", "user_id": "3x", "user_text": "权威发布"},
            "profile": {
                "userName": "吉林发布",
                "user_text": "权威发布",
                "ownerCount": {"fan": "5.6万", "photo_public": 78},
            },
            "VisionVideoDetailPhoto:3xabc": {
                "id": "3xabc",
                "caption": "视频",
                "timestamp": STAMP * 1000,
                "likeCount": "1.2万",
                "viewCount": "9",
            },
        }
    }
    html = f"<script>window.__APOLLO_STATE__={json.dumps(state)};(function(){{}}());</script>"
    home = read(html, "https://www.kuaishou.com/profile/3x")
    (post,) = home.posts
    assert (home.profile.name, home.profile.followers, home.profile.posts) == ("吉林发布", 56_000, 78)
    assert (post.key, post.at, post.likes, post.reads) == ("3xabc", AT, 12_000, 9)


def test_an_account_that_is_not_verified_is_told_from_one_of_which_nothing_is_known() -> None:
    for verified, subject in ((False, ""), (None, None)):
        user = {"id": 1, "screen_name": "某某", "followers_count": 5, "description": "x"} | (
            {"verified": verified} if verified is not None else {}
        )
        home = read(f"<script>var a = {json.dumps({'data': user})}</script>", "https://weibo.com/u/1")
        assert home.profile.subject == subject


def test_a_closed_account_is_told_with_the_platforms_words() -> None:
    home = read("<body><p>抱歉，该账号已被封禁，无法查看。</p></body>", "https://weibo.com/u/1")
    assert home.profile.closed == "抱歉，该账号已被封禁，无法查看。"


def test_without_address_the_platform_is_told_by_its_marks_and_another_site_is_none() -> None:
    douyin = parse(
        b"<script src='//lf.douyinstatic.com/a.js'></script>", url="", http_charset=None, now=SAVED
    )
    other = parse(
        b"<a href='https://weibo.com/u/1'>", url="http://www.jl.gov.cn/", http_charset=None, now=SAVED
    )
    assert getattr(platform_of(douyin), "name", "") == "douyin"
    assert platform_of(other) is None


@pytest.mark.parametrize(
    "script",
    [
        "var a = " + "[" * 100_000,
        "var a = " + '{"a":' * 50_000 + "1" + "}" * 50_000,
        "a=[" * 50_000,
        'x = {"screen_name":"a","followers_count":' + "9" * 5000 + "}",
        'var a = {"screen_name":"\\ud83d","description":"\\ud83d","followers_count":"1万","mid":"\\udc00"}',
        "push(" * 100_000,
    ],
)
def test_scripts_built_to_hurt_are_passed_over(script: str) -> None:
    document = parse(
        f"<script>{script}</script>".encode(), url="https://weibo.com/u/1", http_charset=None, now=SAVED
    )
    platform = platform_of(document)
    assert platform is not None
    home = read_home(document, platform)
    assert home is None or home.profile.name.encode() is not None
