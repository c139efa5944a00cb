"""What was read from a platform, whatever the way: posts of an account, its profile, its app.

Times are aware, UTC. ``None`` always means that the way of collection does not show it, never "none".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from xunwang.words import Word


class Way(Word):
    """How posts and profiles are collected; one collector each."""

    FEED = "feed", "订阅源"
    WECHAT_API = "wechat_api", "微信公众平台接口"
    FILE = "file", "文件导入"
    SAVED_PAGES = "saved_pages", "保存的网页"
    MOBILE_CLIENT = "mobile_client", "应用商店与安装包"
    BY_HAND = "by_hand", "人工查看"


class Shows(Word):
    """What a way of collection can show of an account."""

    POSTS = "posts", "发布内容列表"
    HISTORY = "history", "检查期内的全部发布内容"
    BODY = "body", "正文"
    COMMENTS = "comments", "公开的评论"
    DELETIONS = "deletions", "删除和修改"
    PROFILE = "profile", "账号资料和认证主体"
    FOLLOWERS = "followers", "关注人数"
    ENGAGEMENT = "engagement", "阅读、点赞和转发数"
    FUNCTIONS = "functions", "互动功能"
    ANSWERS = "answers", "留言答复"
    APP = "app", "客户端能否下载"
    USE = "use", "客户端能否使用"


class Interaction(Word):
    """A function by which people can reach the account (M-V-03.1)."""

    MESSAGES = "messages", "留言"
    COMMENTS = "comments", "评论"
    PRIVATE = "private", "私信"
    MENU = "menu", "菜单服务"
    SURVEY = "survey", "征集调查"


class Change(Word):
    """What became of a post since it was last seen."""

    NEW = "new", "新发布"
    EDITED = "edited", "已修改"
    DELETED = "deleted", "已删除"
    SAME = "same", "未变"


@dataclass(frozen=True, slots=True)
class PostLink:
    """A link in a post."""

    url: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of a post."""

    url: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment that the platform shows below a post, with the account's answer."""

    text: str
    at: datetime | None = None
    answer: str | None = None
    """None: the way does not show answers, or nobody has answered: see ``answered_at``."""
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A post as collected."""

    key: str
    """Stable within the account: the platform's number where there is one, else the address, else a digest."""
    url: str
    title: str
    text: str
    """Plain text of the body, empty where the way shows titles only (``has_body``)."""
    at: datetime | None
    """Publication. None: the way does not tell."""
    has_body: bool = True
    edited_at: datetime | None = None
    author: str = ""
    source: str = ""
    """Whom it is reposted from, as the post says; empty for own work."""
    repost: bool = False
    links: tuple[PostLink, ...] = ()
    pictures: tuple[Picture, ...] = ()
    comments: tuple[Comment, ...] | None = None
    media: frozenset[str] = frozenset()
    """``picture``, ``video``, ``audio``."""
    reads: int | None = None
    likes: int | None = None
    forwards: int | None = None
    comment_count: int | None = None
    deleted: bool = False
    """The platform says that it was taken down."""
    digest: str = ""
    """sha256 of the stored bytes it was read from; set by whoever stores them."""


@dataclass(frozen=True, slots=True)
class Profile:
    """An account as its own page, its platform or its owner shows it."""

    name: str = ""
    identifier: str = ""
    subject: str | None = None
    """认证主体; an empty string: the platform shows that it is not verified."""
    introduction: str | None = None
    followers: int | None = None
    posts: int | None = None
    """How many the platform counts."""
    functions: frozenset[Interaction] | None = None
    closed: str = ""
    """The platform's words where the account is closed, blocked or gone; else empty."""
    moved_to: str = ""
    """The account that it has moved to, as the platform says."""
    url: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class StorePage:
    """A mobile client in an app store."""

    url: str
    listed: bool
    """False: the store says that there is no such app, or that it was taken down."""
    name: str = ""
    version: str = ""
    updated: date | None = None
    developer: str = ""
    download_url: str = ""
    downloads: int | None = None
    size: int | None = None
    """Bytes, as the store says."""
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """The file of a mobile client, read without running it."""

    name: str
    """Identifier of the package, such as cn.gov.example."""
    label: str
    version: str
    version_code: int | None
    permissions: tuple[str, ...]
    signer: str
    """Subject of the signing certificate; empty: not signed."""
    signer_digest: str
    """sha256 of the certificate, hex."""
    signed_until: datetime | None
    min_sdk: int | None
    target_sdk: int | None
    cleartext: bool | None
    """Plain HTTP allowed by the manifest or its network security configuration; None: not stated."""
    hosts: tuple[str, ...] = ()
    """Hosts that the package names, government hosts first."""
    debuggable: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True)
class ServiceHost:
    """A host that a mobile client talks to, tried over IPv6 (N-07)."""

    host: str
    over_ipv6: bool | None
    """It answered over IPv6; None: could not be told from where it was tried."""
    reason: str = ""
    """Why it did not answer, or why that can't be told, in Chinese."""
