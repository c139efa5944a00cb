"""Weibo: ``weibo.com/<name>`` (before and after 2021) and ``m.weibo.cn``."""

from __future__ import annotations

from xunwang.posts.homes.records import Platform, PostKeys, Shown, UserKeys

PLATFORM = Platform(
    name="weibo",
    hosts=("weibo.com", "weibo.cn"),
    marks=(b"weibo.com/u/", b"m.weibo.cn", b"h5.sinaimg.cn", b"WB_detail", b"weibo.com/ajax"),
    user=UserKeys(
        name=("screen_name",),
        identifier=("idstr", "id"),
        introduction=("description",),
        followers=("followers_count", "followers_count_str"),
        posts=("statuses_count",),
        verified=("verified_reason",),
        is_verified=("verified",),
    ),
    post=PostKeys(
        key=("mid", "idstr", "id"),
        text=("text_raw", "longText.longTextContent", "text"),
        at=("created_at",),
        url=("scheme",),
        reads=("reads_count",),
        likes=("attitudes_count",),
        forwards=("reposts_count",),
        comments=("comments_count",),
        owner=("user.screen_name",),
        original=("retweeted_status",),
        source=("retweeted_status.user.screen_name",),
        pinned=("isTop", "is_top"),
    ),
    shown=Shown(
        name="[class*=ProfileHeader_name], .mod-fil-name .txt-shadow, .pf_name .username, h1.username, .ut .ctt",
        introduction="[class*=ProfileHeader_intro], .mod-fil-desc, .pf_intro",
        verified="[class*=ProfileHeader_verify], [class*=ProfileHeader_descText], .verify_area, .pf_verified, .mod-fil-verify",
        item="article[class*=Feed_wrap], .WB_cardwrap[mid], .WB_feed_type, .card.m-panel, [action-type=feed_list_item], div.c[id^=M_]",
        text="[class*=detail_wbtext], .WB_text, .weibo-text, [node-type=feed_list_content], .ctt",
        time="[class*=head-info_time], .WB_from a[date], .weibo-top .time, .time, .from a, .ct",
        link="[class*=head-info_time], .WB_from a[date], .from a, .weibo-text a, a.cc",
        pinned="[class*=title_title], .WB_cardtitle_b, .icon-top, .title_top",
    ),
    address="https://m.weibo.cn/detail/{key}",
)
