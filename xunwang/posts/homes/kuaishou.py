"""Kuaishou: ``www.kuaishou.com/profile/<id>``."""

from __future__ import annotations

from xunwang.posts.homes.records import Platform, PostKeys, Shown, UserKeys

PLATFORM = Platform(
    name="kuaishou",
    hosts=("kuaishou.com", "gifshow.com"),
    marks=(
        b"kuaishou.com/profile/",
        b"kuaishou.com/short-video/",
        b"VisionVideoDetailPhoto",
        b"static.yximgs.com",
    ),
    user=UserKeys(
        name=("user_name", "userName", "kwaiName"),
        identifier=("user_id", "kwaiId", "eid"),
        introduction=("user_text", "description"),
        followers=("fan", "ownerCount.fan", "fansCount"),
        posts=("photo_public", "ownerCount.photo_public", "photoCount"),
        verified=("verifiedInfo.description", "verified_detail.description", "verifiedDetail.description"),
    ),
    post=PostKeys(
        key=("id", "photoId"),
        text=("caption", "originCaption"),
        at=("timestamp",),
        reads=("viewCount",),
        likes=("realLikeCount", "likeCount"),
        comments=("commentCount",),
        owner=("author.name",),
        pinned=("isTop", "profileUserTopPhoto"),
    ),
    shown=Shown(
        name=".user-info .user-name, .profile-user-name, .user-detail .user-name",
        introduction=".user-info .user-desc, .profile-user-desc, .user-detail .user-desc",
        verified=".user-verified, .verified-info",
        item=".video-card, .profile-photo-card, .work-card",
        text=".video-info-title, .video-info .title, .caption",
        time=".photo-time, .video-time, time",
        link="a[href*='/short-video/']",
        pinned=".profile-user-top-photo, .top-tag",
    ),
    address="https://www.kuaishou.com/short-video/{key}",
    medium="video",
)
