"""One account by one way, as a lane of the client: drives the collector, within bounds that it can't leave."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from xunwang.clock import Clock
from xunwang.collect.facts.checks import NOTHING, Checked, Checker
from xunwang.collect.facts.summary import Summary
from xunwang.collect.facts.tally import OFF_DUTY, UNLISTED, Row, number_of, row_of
from xunwang.collect.interface import CollectError, Collector, Ending, Got, Memory, Source, Steps, Trouble
from xunwang.collect.posts_kept import Encoded, PostsKept, clean, cut, encode
from xunwang.collect.redaction import Redaction
from xunwang.collect.settings import CollectionSettings
from xunwang.collect.step_guard import OverrunError, StepGuard
from xunwang.collect.uploads import SCHEME
from xunwang.fetch.records import Fault, Fetched, Request
from xunwang.posts.records import Package, Post, Profile, ServiceHost, StorePage
from xunwang.rules.media.facts import Account

_MOST_THINGS = 50
"""Profiles and store pages that one account may show; more is a collector gone wild …"""
_REPEATED = 2
"""… and so is one that gives more than so many times the posts that it may."""
_LOOKS = 256
"""Posts after which the time is looked at."""
_MOST_MEMORY = 512 * 1024
"""Characters that a collector may have remembered for it."""
_LONGEST_PAUSE = 366 * 86_400.0
"""Seconds. Who asks for a longer one (or for none that is a number) is not tried again."""


class Outcome(NamedTuple):
    """How an account by one way came out."""

    at: datetime
    ending: Ending | None
    """None: the collector did not come to its end."""
    trouble: Trouble | None
    message: str
    retry_at: datetime | None
    """When trying again makes sense, as the platform says."""


class Shared(NamedTuple):
    """What all lanes of a collection work with."""

    settings: CollectionSettings
    clock: Clock
    checker: Checker
    guard: StepGuard
    keep: Callable[[Fetched], str]
    """Stores an answer as evidence; its digest."""
    read_upload: Callable[[Request], Fetched]
    """Answers a request for a file that was handed in."""


class Errand(NamedTuple):
    """What one lane is for."""

    account: Account
    source: Source
    memory: Memory


class AccountLane:
    """Lane of one source. ``on_end`` is called once, when the account has come to an end, good or bad."""

    def __init__(
        self,
        errand: Errand,
        shared: Shared,
        posts: PostsKept,
        on_end: Callable[[AccountLane], None],
    ) -> None:
        self.account, self.source, self._memory = errand
        self.name = f"{self.source.account}/{self.source.way}"
        self.posts = posts
        self.summary = Summary(shared.settings.span)
        self.tally: dict[int, Row] = {}
        self.profile: Profile | None = None
        self.store_page: StorePage | None = None
        self.package: Package | None = None
        self.hosts: dict[str, ServiceHost] = {}
        self.outcome: Outcome | None = None
        self.requests = self.bytes = 0
        self.seconds = 0.0
        self.tries = 0
        self.last: Fetched | None = None
        self.known_until: datetime | None = None
        """Time of the newest answer: an uploaded file knows nothing of what came after it was written."""
        self._shared = shared
        self._redaction = Redaction(self.source.secrets)
        self._on_end = on_end
        self._steps: Steps | None = None
        self._next: Request | None = None
        self._flying = False
        self._stopped = False
        self._things = self._given = 0
        self._began: datetime | None = None
        """When the step that is running began."""
        self._kept: tuple[Fetched, str] | None = None

    # -- the lane -----------------------------------------------------------------------------

    def begin(self, collector: Collector | None) -> None:
        """Start the collector: at first, or again after a pause that the platform asked for."""
        self.tries += 1
        self.outcome = None
        self._things = self._given = 0
        if collector is None:
            way = self.source.way.label
            self._fail(Trouble.UNSUPPORTED, f"本程序不能按“{way}”方式采集，请选择其他方式")
            return
        try:
            self._steps = collector.collect(self.source, self._shared.settings.span, self._memory)
        except Exception as error:
            self._fail(
                Trouble.BROKEN, f"采集程序出错（{type(error).__name__}: {error!s:.200}），请报告给开发者"
            )
        else:
            self._drive(None)

    def take(self) -> Request | None:
        """The next request; None while one is out, and when there is no more."""
        while self.outcome is None and not self._flying and self._next is not None and self._may_ask():
            request, self._next = self._next, None
            self.requests += 1
            if not request.url.startswith(SCHEME):
                self._flying = True
                return self._bounded(request)
            self._answer(self._shared.read_upload(request))
        return None

    def done(self, fetched: Fetched) -> None:
        """Hand an answer to the collector."""
        self._flying = False
        if fetched.fault is Fault.STOPPED:
            self._stopped = True
            return
        self._answer(fetched)

    def idle(self) -> bool:
        """Nothing is out and nothing is to be asked."""
        return not self._flying and (self._stopped or self.outcome is not None)

    def reset(self) -> None:
        """Forget what was read, before the account is tried anew."""
        self.posts.forget()
        self.summary = Summary(self._shared.settings.span)
        self.tally = {}
        self.profile = self.store_page = self.package = None
        self.hosts = {}
        self.known_until = None

    def give_up(self, message: str) -> None:
        """What was read can't be kept as it is: only that it was tried remains."""
        self.reset()
        self.outcome = Outcome(self._now(), None, Trouble.BROKEN, message, None)

    # -- steps --------------------------------------------------------------------------------

    def _answer(self, fetched: Fetched) -> None:
        self.bytes += len(fetched.body)
        self.seconds += fetched.timings.total * fetched.tries
        self.last = fetched
        self.known_until = max(self.known_until or fetched.at, fetched.at)
        self._drive(fetched)

    def _drive(self, answer: Fetched | None) -> None:
        """Take what the collector gives until it asks for something, or ends."""
        self._began = self._now()
        given = self._step(answer)
        while isinstance(given, Got):
            self._take(given)
            if self.outcome is not None:
                return
            given = self._step(None)
        if isinstance(given, Request):
            self._next = given
            self._note_time()
            self._began = None
        elif self.outcome is None:
            self._fail(
                Trouble.BROKEN, f"采集程序给出了不认识的内容（{type(given).__name__}），请报告给开发者"
            )

    def _step(self, answer: Fetched | None) -> Request | Got | None:
        """One step of the collector. Whatever it raises, and if it never comes back, is this account's trouble."""
        assert self._steps is not None
        try:
            return self._shared.guard.call(self._steps.send, answer)
        except StopIteration as end:
            self._end(end.value)
        except CollectError as error:
            self._fail(error.trouble, error.message, error.retry_after)
        except OverrunError:
            self._fail(Trouble.BROKEN, "内容过于复杂，未能在限定时间内读完；已停止读取该账号，请人工查看")
        except (Exception, SystemExit, GeneratorExit) as error:
            self._fail(
                Trouble.BROKEN, f"采集程序出错（{type(error).__name__}: {error!s:.200}），请报告给开发者"
            )
        return None

    def _may_ask(self) -> bool:
        """False, and the account is at its end, when its budget is used up."""
        budget = self._shared.settings.budget
        if self.requests >= budget.requests:
            self._stop(f"已请求{self.requests}次")
        elif self.bytes >= budget.bytes:
            self._stop(f"已读取{self.bytes / 1024**2:.0f}MB")
        else:
            return self._in_time()
        return False

    def _in_time(self) -> bool:
        """False, and the account is at its end, when it takes too long.

        What counts is transfers and steps, not waiting for a host that many accounts share.
        """
        self._note_time()
        seconds = self._shared.settings.budget.seconds
        if self.seconds > seconds:
            self._stop(f"已用{seconds / 60:g}分钟")
        return self.seconds <= seconds

    def _note_time(self) -> None:
        now = self._now()
        if self._began is not None:
            self.seconds += (now - self._began).total_seconds()
            self._began = now

    def _stop(self, reached: str) -> None:
        self._fail(Trouble.INCOMPLETE, f"{reached}，达到上限后停止；已取得的内容保留")

    def _bounded(self, request: Request) -> Request:
        """The request with bounds no wider than what the account has left."""
        left = max(1, self._shared.settings.budget.bytes - self.bytes)
        usual = self._shared.settings.fetch
        return replace(
            request,
            max_bytes=min(request.max_bytes or usual.max_bytes, left),
            timeout=min(request.timeout or usual.timeout, self._shared.settings.budget.seconds),
        )

    # -- what is given ------------------------------------------------------------------------

    def _take(self, got: Got) -> None:
        digest = self._keep(got.answer) if got.answer is not None else ""
        at = got.answer.at if got.answer is not None else self._shared.settings.span.now
        if isinstance(got.what, Post):
            self._take_post(got.what, digest, at)
            return
        self._things += 1
        if self._things > _MOST_THINGS:
            self._fail(Trouble.BROKEN, "采集程序重复给出账号资料，已停止，请报告给开发者")
        elif isinstance(got.what, Profile):
            self.profile = replace(got.what, digest=digest)
        elif isinstance(got.what, StorePage):
            self.store_page = replace(got.what, digest=digest)
        elif isinstance(got.what, Package):
            self.package = replace(got.what, digest=digest or got.what.digest)
        else:
            self.hosts[got.what.host] = got.what

    def _take_post(self, post: Post, digest: str, at: datetime) -> None:
        self._given += 1
        if self._given > _REPEATED * self._shared.settings.budget.posts:
            self._fail(Trouble.BROKEN, "采集程序重复给出相同的内容，已停止，请报告给开发者")
            return
        if self._given % _LOOKS == 0 and not self._in_time():
            return
        try:
            number, row, encoded = self._read(post, digest, at)
        except Exception as error:
            self._fail(
                Trouble.BROKEN, f"采集程序出错（{type(error).__name__}: {error!s:.200}），请报告给开发者"
            )
            return
        if row is not None and encoded is not None:
            self.tally[number] = row
            self.posts.add(encoded)

    def _read(self, post: Post, digest: str, at: datetime) -> tuple[int, Row | None, Encoded | None]:
        """The post's number and its rows; none for one that is known: pinned, or listed again on a later page."""
        post = cut(post)
        number = number_of(post.key)
        if number in self.tally:
            return number, None, None
        if len(self.tally) >= self._shared.settings.budget.posts:
            self._stop(f"已取得{len(self.tally)}条")
            return number, None, None
        post, checked = self._checked(post)
        self.summary.see(post, at, digest)
        if checked is not NOTHING:
            self.summary.take(post, checked, (at, digest))
        row = row_of(post, number, (len(checked.hits), len(checked.links)), _marks(checked))
        return number, row, encode(post, checked.hits, at, digest)

    def _checked(self, post: Post) -> tuple[Post, Checked]:
        """The post with what is found in it, when it is one of the span.

        One that defeats our own checks is kept, and counts as not read: what it says is unknown, not sound.
        """
        if not self.summary.wants(post):
            return post, NOTHING
        try:
            return post, self._shared.checker.check(post, self.account)
        except UnicodeEncodeError:
            post = clean(post)
        except Exception:
            return replace(post, has_body=False), NOTHING
        return post, self._shared.checker.check(post, self.account)

    def _keep(self, answer: Fetched) -> str:
        """Digest of the stored answer; many posts are read from one."""
        if self._kept is None or self._kept[0] is not answer:
            allowed = self._redaction.answer(answer)
            self._kept = answer, self._shared.keep(allowed) if allowed is not None and allowed.body else ""
        return self._kept[1]

    # -- the end ------------------------------------------------------------------------------

    def _end(self, ending: object) -> None:
        try:
            if not isinstance(ending, Ending):
                raise TypeError(type(ending).__name__)
            told = self._told(ending)
        except Exception as error:
            self._fail(
                Trouble.BROKEN,
                f"采集程序没有说清结果（{type(error).__name__}: {error!s:.200}），请报告给开发者",
            )
            return
        self._settle(Outcome(self._now(), told, None, "", None))

    def _told(self, ending: Ending) -> Ending:
        """The ending without secrets, and with no more memory than is its due."""
        memory = {
            name: value for name, value in ending.memory.items() if not self._redaction.holds(value.encode())
        }
        if ending.since is not None and ending.since.tzinfo is None:
            raise ValueError("since is naive")
        if sum(map(len, memory.values())) > _MOST_MEMORY:
            memory = {}
        return replace(ending, memory=memory, reason=self._redaction.text(ending.reason))

    def _fail(self, trouble: Trouble, message: str, retry_after: float | None = None) -> None:
        now = self._now()
        retry_at = None
        if retry_after is not None and retry_after < _LONGEST_PAUSE:
            retry_at = now + timedelta(seconds=max(0.0, retry_after))
        if self.last is not None and trouble is Trouble.BROKEN:
            self._keep(self.last)
        self._settle(Outcome(now, None, trouble, self._redaction.text(str(message)), retry_at))

    def _settle(self, outcome: Outcome) -> None:
        if self.outcome is not None:
            return
        self.outcome = outcome
        self._note_time()
        self._began = None
        steps, self._steps, self._next = self._steps, None, None
        self._kept = self.last = None
        if steps is not None:
            self._close(steps)
        self._on_end(self)

    def _close(self, steps: Steps) -> None:
        with suppress(Exception, OverrunError, SystemExit, GeneratorExit):
            self._shared.guard.call(_close, steps)

    def _now(self) -> datetime:
        return self._shared.clock.now()


def _close(steps: Steps) -> None:
    steps.close()


def _marks(checked: Checked) -> int:
    return (0 if checked.listed else UNLISTED) | (OFF_DUTY if checked.off_duty is not None else 0)
