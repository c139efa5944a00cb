"""What a collector is: a generator that says what it wants to ask, and gives posts as it understands them.

A collector does no input or output of its own. It yields :class:`Ask` and is sent the :class:`Fetched` answer; it
yields :class:`Got` (a post, a profile, a store page, a package) and is sent None. The runner drives many of them side
by side in one client, keeps evidence of every answer that something was read from, and writes what they yield.
So a collector can be tried with bytes only, and a fault of one account never touches another.

Files that an office uploaded are asked for like everything else: ``upload:`` and the path below the collection's folder
of uploads, with the purpose ``upload`` (:func:`xunwang.collect.uploads.answer_upload` answers such a request).
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from xunwang.fetch.records import Fetched, Request
from xunwang.posts.records import Package, Post, Profile, ServiceHost, Shows, StorePage, Way
from xunwang.words import Word


class Trouble(Word):
    """Why an account could not be collected, or not wholly."""

    NOT_FOUND = "not_found", "找不到该账号或地址"
    MOVED = "moved", "账号或地址已迁移"
    REFUSED = "refused", "对方拒绝访问"
    CREDENTIALS = "credentials", "凭据无效或已过期"
    QUOTA = "quota", "接口调用次数已用完"
    UNREACHABLE = "unreachable", "无法连接"
    BROKEN = "broken", "内容无法识别"
    TOO_LARGE = "too_large", "内容过大"
    INCOMPLETE = "incomplete", "只取得一部分"
    UNSUPPORTED = "unsupported", "不支持的内容"


class CollectError(Exception):
    """An account can't be collected (further). ``message`` is Chinese and says what to do."""

    def __init__(self, trouble: Trouble, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.trouble = trouble
        self.message = message
        self.retry_after = retry_after
        """Seconds of the clock after which trying again makes sense (quota, busy); None: it does not by itself."""


@dataclass(frozen=True, slots=True)
class Source:
    """One account by one way."""

    account: str
    """Key of the account, see :mod:`xunwang.rules.media.facts`."""
    way: Way
    address: str = ""
    """Address of the feed, the interface, the store page; path of the file in the collection's uploads."""
    options: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Credentials (``app_id``, ``app_secret``); never written to an archive or a log."""


@dataclass(frozen=True, slots=True)
class Span:
    """What is wanted: posts published in ``since`` ≤ t < ``until``, as of ``now``. Aware.

    A collector also gives the newest post before ``since``, since an account asleep is judged by it, and posts without
    a time.
    """

    since: datetime
    until: datetime
    now: datetime


Memory = Mapping[str, str]
"""What a collector wants to be told the next time (etag, last-modified, …); small, JSON, no secrets."""


@dataclass(frozen=True, slots=True)
class Got:
    """Something understood; ``answer`` is what it was read from (None: from nothing that was fetched)."""

    what: Post | Profile | StorePage | Package | ServiceHost
    answer: Fetched | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How a collector ended."""

    shown: frozenset[Shows]
    """What this account by this way has really shown now; never more than the collector's ``shows``."""
    complete: bool
    """Every post of the span was seen, as far as the way tells."""
    reason: str = ""
    """Why not complete, in Chinese."""
    since: datetime | None = None
    """The listing is without a gap from here on; None: nothing is known."""
    memory: Memory = field(default_factory=dict)
    unchanged: bool = False
    """The source said that nothing has changed since the last time (304)."""


Steps = Generator[Request | Got, Fetched | None, Ending]


class Collector(Protocol):
    """One way of collection; a module ``xunwang.collect.ways.<way>`` with a ``COLLECTOR``."""

    @property
    def way(self) -> Way:
        """How it collects."""

    @property
    def shows(self) -> frozenset[Shows]:
        """What this way can tell; the rest stays unknown."""

    def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
        """Ask and give; raises :class:`CollectError` and nothing else, whatever the answers are."""
        ...
