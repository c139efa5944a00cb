"""Facts of one account: the argument of every indicator of new media.

Built from a collection's archive, the register and the checks that people made by hand. Times are aware; days are days
in Asia/Shanghai. Lists are bounded by whoever builds them (newest first); counts tell the whole. None means that no way
of collection showed it; :attr:`AccountFacts.ways` says what was tried, and :func:`ways_that_show` what would.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from xunwang.posts.records import Interaction, Package, Shows, StorePage, Way
from xunwang.rules.facts import Seen, TextHit
from xunwang.words import Level, Word

_BLANK = re.compile(r"\s")


class AccountKind(Word):
    """What an account is for (国办发〔2018〕123号)."""

    PUBLISHING = "publishing", "信息发布类"
    SERVICE = "service", "办事服务类"


def account_key(platform: str, name: str) -> str:
    """What tells accounts apart in samples, archives, facts and results: platform and name, on one line."""
    return f"{platform}:{_BLANK.sub(' ', name)}"


class Peer(NamedTuple):
    """Another live account of the register, as far as an indicator of this one needs it."""

    key: str
    platform: str
    name: str
    same_unit: bool
    followers: int | None
    posts_year: int | None
    """Posts in the last 365 days; None: unknown."""
    allowed: bool = False
    """The register has both side by side: a subscription and a service account, or one with an exception approved."""


@dataclass(frozen=True, slots=True)
class Account:
    """A row of the register."""

    key: str
    """``platform:name``: what tells accounts apart everywhere."""
    name: str
    platform: str
    """Value of the register's platforms, such as ``wechat``."""
    platform_label: str
    unit: str
    unit_short: str = ""
    level: Level | None = None
    """None: of a township, which has no level of its own among sites."""
    region: str = ""
    identifier: str = ""
    subject: str = ""
    introduction: str = ""
    kind: AccountKind | None = None
    filed_on: date | None = None
    opened_on: date | None = None
    closed_on: date | None = None
    status: str = "running"
    """Of the register: ``planned``, ``running``, ``suspended``, ``closed``."""
    duties: str = ""
    """Words of what the unit is for, for telling off-duty content; may be empty."""
    peers: tuple[Peer, ...] = ()
    """Accounts of the same unit, and accounts of the same name."""

    @property
    def is_app(self) -> bool:
        """A mobile client: no posts, but a package."""
        return self.platform == "app"


class WayTried(NamedTuple):
    """One way of collection that was tried."""

    way: Way
    at: datetime
    shown: frozenset[Shows]
    problem: str
    """In Chinese; empty when all went well."""


class Listing(NamedTuple):
    """How far the list of posts is known."""

    way: Way
    since: datetime | None
    """Without a gap from here …"""
    until: datetime
    """… to here (the time of collection, or the end of what was asked for)."""
    reason: str
    """Why it does not reach back to what was asked for, in Chinese; else empty."""


class PostSeen(NamedTuple):
    """A post, shortened."""

    key: str
    title: str
    at: datetime | None
    seen: Seen
    """Address, time of collection, stored bytes."""
    way: Way


class PostHit(NamedTuple):
    """A hit of the text layer in a post; ``where`` is ``title``, ``body``, ``picture`` or ``comment``."""

    hit: TextHit
    post: PostSeen
    where: str


class LinkHit(NamedTuple):
    """A link of a post that somebody has to look at: advertising, harmful, dead."""

    target: str
    text: str
    what: str
    """``advertising``, ``commercial``, ``hijack``, ``dead``."""
    why: str
    """The word or host that gave it away, in Chinese."""
    post: PostSeen


class RepostSeen(NamedTuple):
    """A repost with its source."""

    source: str
    listed: bool
    """The source is in the list of permitted ones."""
    post: PostSeen


class OffDuty(NamedTuple):
    """A post that seems to have nothing to do with the unit; a hint, never a finding by itself."""

    kind: str
    """``commercial``, ``entertainment``, ``unrelated``."""
    score: float
    """0 to 1."""
    features: tuple[tuple[str, float], ...]
    """What the score is made of, strongest first: word or property, weight."""
    post: PostSeen


class CommentSeen(NamedTuple):
    """A comment or message with its answer; times None where the way does not show them."""

    text: str
    at: datetime | None
    answer: str | None
    answered_at: datetime | None
    post: PostSeen | None


class Point(NamedTuple):
    """A figure at a time."""

    at: datetime
    value: int


class ProfileSeen(NamedTuple):
    """The account's profile as the newest way that shows it has it."""

    name: str
    subject: str | None
    introduction: str | None
    followers: int | None
    functions: frozenset[Interaction] | None
    closed: str
    moved_to: str
    seen: Seen
    way: Way


class AppSeen(NamedTuple):
    """The mobile client: its store page, its package, and its service addresses over IPv6."""

    store: StorePage | None
    package: Package | None
    download: str
    """Empty: downloaded and read. Else why not, in Chinese; ``not tried`` where nothing was to be downloaded."""
    ipv6: Mapping[str, bool | None]
    """Service host → reachable over IPv6; None: could not be tried."""
    seen: Seen


class FunctionTried(NamedTuple):
    """An interactive function that a person has tried."""

    function: Interaction
    works: bool
    note: str


class HandCheck(NamedTuple):
    """What a person saw on a phone."""

    at: datetime
    by: str
    """Who, for display."""
    last_post: date | None
    """Day of the newest post shown; None with ``no_posts`` False: not looked at."""
    no_posts: bool
    """The person saw that the account has never posted."""
    functions: tuple[FunctionTried, ...]
    message_sent: datetime | None
    message_answered: datetime | None
    """Answer to the test message; None: none so far."""
    answer_helps: bool | None
    starts: bool | None
    """The mobile client installs and starts; None: not tried."""
    note: str
    pictures: tuple[str, ...]
    """sha256 of the screenshots."""


class Incident(NamedTuple):
    """A complaint or report that an office has recorded about the account."""

    what: str
    """``public_opinion`` (M-V-01.4), ``fraud`` (M-V-03.2), ``counterfeit`` (N-14)."""
    at: datetime
    text: str
    seen: Seen


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """All that is known about one account for one check."""

    account: Account
    ways: tuple[WayTried, ...] = ()
    listing: Listing | None = None
    """None: no way listed posts."""
    posts: int = 0
    """Posts collected in the span asked for, deleted ones not counted."""
    days: Mapping[date, int] = field(default_factory=dict)
    """Posts by day of publication, days with any only."""
    counted_from: datetime | None = None
    """Posts before it are in no count, however far back the listing reaches; None: all of the listing are counted."""
    newest: PostSeen | None = None
    """Newest post with a time, of the span or before it."""
    undated: int = 0
    """Posts without a time."""
    total: int | None = None
    """Posts ever, as the platform counts; 0: never posted."""
    with_body: int = 0
    """Posts whose body was read."""
    deleted: int = 0
    edited: int = 0
    profile: ProfileSeen | None = None
    followers: tuple[Point, ...] = ()
    """Oldest first."""
    engagement: tuple[Point, ...] = ()
    """Reads (else likes) a post, oldest first."""
    text_hits: tuple[PostHit, ...] = ()
    text_hit_count: int = 0
    link_hits: tuple[LinkHit, ...] = ()
    reposts: tuple[RepostSeen, ...] = ()
    """Those from sources that are not listed first."""
    repost_count: int = 0
    unlisted_reposts: int = 0
    off_duty: tuple[OffDuty, ...] = ()
    off_duty_count: int = 0
    comments: tuple[CommentSeen, ...] | None = None
    app: AppSeen | None = None
    checks: tuple[HandCheck, ...] = ()
    """Newest first."""
    incidents: tuple[Incident, ...] = ()


def ways_that_show(what: Shows, shown_by: Mapping[Way, frozenset[Shows]]) -> str:
    """The ways that would show it, in Chinese: "可由微信公众平台接口、文件导入或人工查看取得"."""
    names = [way.label for way in Way if what in shown_by.get(way, frozenset())]
    if not names:
        return "目前没有能取得该信息的采集方式"
    return f"可由{'、'.join(names[:-1])}{'或' if len(names) > 1 else ''}{names[-1]}取得"
