"""Toutiao: ``www.toutiao.com/c/user/token/<id>``."""

from __future__ import annotations

from xunwang.posts.homes.records import Platform, PostKeys, Shown, UserKeys

PLATFORM = Platform(
    name="toutiao",
    hosts=("toutiao.com", "toutiaocdn.com"),
    marks=(b"toutiao.com/c/user/", b"toutiaostatic.com", b"toutiao.com/article/"),
    user=UserKeys(
        name=("name", "screen_name", "userName"),
        identifier=("userId", "user_id", "id"),
        introduction=("description", "desc"),
        followers=("fansCount", "fans", "followers_count", "fans_count"),
        posts=("publishCount", "publish_count"),
        verified=(
            "userAuthInfo.auth_info",
            "user_auth_info.auth_info",
            "verifiedContent",
            "verified_content",
        ),
        is_verified=("userVerified", "user_verified"),
    ),
    post=PostKeys(
        key=("group_id", "item_id", "groupId", "itemId"),
        title=("title",),
        text=("content",),
        at=("publish_time", "publishTime", "behot_time", "create_time"),
        url=("article_url", "share_url", "display_url"),
        reads=("read_count", "itemCell.itemCounter.readCount", "go_detail_count", "play_effective_count"),
        likes=("digg_count", "like_count", "itemCell.itemCounter.diggCount"),
        forwards=("share_count", "repost_count", "forward_info.forward_count"),
        comments=("comment_count", "itemCell.itemCounter.commentCount"),
        owner=("user_info.name", "user.name", "source"),
        original=("origin_group",),
        source=("origin_group.source",),
        pinned=("is_stick", "isStick"),
        abstract=("abstract", "Abstract"),
    ),
    shown=Shown(
        name=".profile-info-wrapper .name, .user-info .name, .profile-info .name, .detail .name",
        introduction=".profile-info-wrapper .user-desc, .user-desc, .profile-desc",
        verified=".user-auth-info, .auth-info, .profile-info-wrapper [class*=auth]",
        item=".profile-article-card-wrapper, .profile-wtt-card-wrapper, .feed-card-wrapper, .profile-tab-feed > div",
        text=".feed-card-wtt .content, .weitoutiao-html, .abstract, .feed-card-article-desc",
        time=".feed-card-footer-time-cmp, .feed-card-footer-cmp-time, [class*=footer-time], .footer .time",
        link="a.title, a[href*='/article/'], a[href*='/w/'], a[href*='/video/']",
        pinned="[class*=stick]",
        title=".feed-card-article a.title, a.title",
    ),
    address="https://www.toutiao.com/item/{key}/",
)
