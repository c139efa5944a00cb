"""Douyin: ``www.douyin.com/user/<id>``."""

from __future__ import annotations

from xunwang.posts.homes.records import Platform, PostKeys, Shown, UserKeys

PLATFORM = Platform(
    name="douyin",
    hosts=("douyin.com", "iesdouyin.com"),
    marks=(b"www.douyin.com/user/", b"douyinstatic.com", b"iesdouyin.com"),
    user=UserKeys(
        name=("nickname",),
        identifier=("uniqueId", "unique_id", "shortId", "short_id", "uid"),
        introduction=("signature", "desc"),
        followers=("mplatformFollowersCount", "mplatform_followers_count", "followerCount", "follower_count"),
        posts=("awemeCount", "aweme_count"),
        verified=("enterpriseVerifyReason", "enterprise_verify_reason", "customVerify", "custom_verify"),
    ),
    post=PostKeys(
        key=("awemeId", "aweme_id"),
        text=("desc",),
        at=("createTime", "create_time"),
        url=("shareInfo.shareUrl", "share_url"),
        reads=("stats.playCount", "statistics.play_count"),
        likes=("stats.diggCount", "statistics.digg_count"),
        forwards=("stats.shareCount", "statistics.share_count"),
        comments=("stats.commentCount", "statistics.comment_count"),
        owner=("authorInfo.nickname", "author.nickname"),
        pinned=("tag.isTop", "isTop", "is_top"),
    ),
    shown=Shown(
        name="[data-e2e=user-info] h1, .user-info .nickname",
        introduction="[data-e2e=user-info-desc], .user-info .signature",
        verified="[data-e2e=badge-role-name], [data-e2e=user-info] [class*=verify]",
        item="[data-e2e=user-post-list] li, [data-e2e=scroll-list] li",
        text="a[href*='/video/'] p, a[href*='/note/'] p, p",
        time="[class*=time], time",
        link="a[href*='/video/'], a[href*='/note/']",
        pinned="[class*=top-tag], [class*=semi-tag]",
    ),
    address="https://www.douyin.com/video/{key}",
    medium="video",
)
