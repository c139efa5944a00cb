"""Looks at one finding of an account again: a small collection by its ways, judged by its very rule.

The folder is that of a collection of one account, so that its evidence opens in the same viewer. Killed or stopped, it
goes on when called again. Posts are looked for by the way that has shown them: the collection that made the finding
says which they are and when they were published.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from xunwang.collect.archive import CollectionArchive
from xunwang.collect.facts.build import NOTHING_GIVEN, Given, account_facts
from xunwang.collect.interface import Source, Span
from xunwang.collect.plan import Wanted
from xunwang.collect.posts_again import About, posts_about, posts_again
from xunwang.collect.runner import Means, collect
from xunwang.collect.settings import CollectionSettings
from xunwang.engine.archive import ArchiveError
from xunwang.fetch.evidence import EvidenceStore
from xunwang.posts.records import Way
from xunwang.rules.item import Item
from xunwang.rules.media.facts import Account, AccountFacts
from xunwang.rules.recheck import (
    RESTRICTED,
    AccountMethod,
    Again,
    Look,
    LookedAccount,
    Rechecked,
    account_method_of,
    evidence_of,
    judge_account_again,
)
from xunwang.rules.verdict import Evidence, Finding
from xunwang.words import Cure

LIVE = frozenset({Way.FEED, Way.WECHAT_API, Way.MOBILE_CLIENT})
"""Ways that show the platform as it is now; files that were handed in show what it was."""
_SECONDS, _RETRIED = 900.0, 600.0
"""Of the clock: what an account may take, and how long after the beginning it is tried again. Together less than what
an item is claimed for."""
_MARGIN = timedelta(days=10)
"""Before a post that is looked for, or a window: what was listed beside it shows whether a listing has gaps."""
_LEAST = timedelta(days=30)
_MANIFEST = "manifest.json"
_UPLOADED = "package"
"""Option of a mobile client: a package that was handed in, which says nothing of the one in the store."""


@dataclass(frozen=True, slots=True)
class Question:
    """A finding of an account that is said to be put right."""

    account: Account
    """As the register has it now."""
    sources: tuple[Source, ...]
    """Its ways, without secrets; those that are not :data:`LIVE` are left out."""
    item: Item
    finding: Finding
    given: Given = NOTHING_GIVEN
    """What people saw since the order was answered."""
    found_in: Path | None = None
    """Folder of the collection that made the finding."""
    found_as: str = ""
    """Key of the account in it."""


def recheck(
    folder: Path,
    question: Question,
    settings: CollectionSettings,
    means: Means,
    should_stop: Callable[[], bool] = lambda: False,
) -> Rechecked:
    """Look at a finding again. ``folder`` is new, or that of an earlier call that is gone on with.

    ``settings`` are the office's; their span is not used, it follows from the finding. Windows run back from the
    clock's time at the first call. Raises ArchiveError for a damaged folder, and while another process
    works on it.
    """
    method = account_method_of(question.item.id)
    if method.look is Look.NONE or question.finding.restricted:
        person = method.person if method.look is Look.NONE else RESTRICTED
        return Rechecked(Cure.UNKNOWN, person, fetched=False)
    sources = _live(question.sources) if method.look.collects else ()
    if not sources:
        return _uncollected(question, method, means.clock.now())
    about = _about(question, method)
    archive = _open(folder, replace(question, sources=sources), about, (settings, means.clock.now()))
    if collect(archive, means, should_stop=should_stop).stopped:
        return Rechecked(Cure.UNKNOWN, "复查中断，稍后继续。", again_at=means.clock.now())
    return _conclude(CollectionArchive(folder), question, about)


def asked_in(folder: Path, sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """What a look asks: ``sources``, or what an earlier call has begun with that is gone on with. Raises ArchiveError."""
    if not (folder / _MANIFEST).is_file():
        return sources
    return next(CollectionArchive(folder).wanted).sources


def _live(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(
        replace(one, options={name: text for name, text in one.options.items() if name != _UPLOADED})
        for one in sources
        if one.way in LIVE and (one.way is not Way.MOBILE_CLIENT or "://" in one.address)
    )


def _uncollected(question: Question, method: AccountMethod, at: datetime) -> Rechecked:
    """Judged by what the office has itself: the register, and what people saw."""
    facts = account_facts(question.account, (), Span(at - _LEAST, at, at), question.given)
    again = judge_account_again(question.finding, question.item, LookedAccount(facts), at)
    if again.cure is Cure.UNKNOWN and method.look.collects:
        told = "该账号没有能看到平台现状的采集方式（订阅源、接口或应用商店页面），系统不能自动复查。"
        return Rechecked(Cure.UNKNOWN, f"{told}{method.person}", fetched=False)
    shown = evidence_of(again) or tuple(_looks(facts))
    return Rechecked(again.cure, again.told, tuple(replace(one, digest="") for one in shown), fetched=False)


# -- collecting ----------------------------------------------------------------------------------------


def _about(question: Question, method: AccountMethod) -> tuple[About, ...]:
    """The posts that the finding is about; none where its collection is gone."""
    if not method.look.of_posts or question.found_in is None:
        return ()
    try:
        before = CollectionArchive(question.found_in)
    except ArchiveError:
        return ()
    return posts_about(before.endings(question.found_as or question.account.key), question.finding)


def _open(
    folder: Path, question: Question, about: tuple[About, ...], office: tuple[CollectionSettings, datetime]
) -> CollectionArchive:
    if (folder / _MANIFEST).is_file():
        return CollectionArchive(folder)
    settings, now = office
    # A process killed while it made the folder leaves one without a manifest: nothing was in it yet.
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    asked = replace(
        settings,
        span=Span(_since(question, about, now), now, now),
        budget=replace(settings.budget, seconds=min(settings.budget.seconds, _SECONDS)),
        seconds=_RETRIED,
    )
    notes = {"title": "复查", "item": question.item.id, "problem": question.finding.summary[:500]}
    return CollectionArchive.create(folder, [Wanted(question.account, question.sources)], asked, now, notes)


def _since(question: Question, about: tuple[About, ...], now: datetime) -> datetime:
    """Far enough back for the posts of the finding, or for the indicator's window."""
    window = now - max(_LEAST, timedelta(days=question.item.window_days or 0)) - _MARGIN
    return min([window, *(one.post.at - _MARGIN for one in about if one.post.at is not None)])


# -- concluding ----------------------------------------------------------------------------------------


def _conclude(archive: CollectionArchive, question: Question, about: tuple[About, ...]) -> Rechecked:
    method, span = account_method_of(question.item.id), archive.settings.span
    kept = archive.endings(next(archive.wanted).account.key)
    posts, shown = posts_again(archive, kept, about, question.finding)
    if method.look.of_posts:
        # Of two ways that show one post the facts have it once, under the key of either.
        kept = [one for one in kept if one.way in {each.post.way for each in about}]
    facts = account_facts(question.account, kept, span, question.given)
    again = judge_account_again(question.finding, question.item, LookedAccount(facts, posts), span.until)
    evidence = evidence_of(again) or shown or tuple(_looked_at(facts, again, method))
    return Rechecked(again.cure, _told(again, facts), tuple(_stored(archive, evidence)))


def _told(again: Again, facts: AccountFacts) -> str:
    """With what was the trouble, where nothing could be concluded."""
    troubles = "；".join(f"{way.way.label}：{way.problem.rstrip('。')}" for way in facts.ways if way.problem)
    if again.cure is not Cure.UNKNOWN or not troubles or troubles in again.told:
        return again.told
    return f"{again.told}（{troubles}。）"


def _looked_at(facts: AccountFacts, again: Again, method: AccountMethod) -> Iterator[Evidence]:
    """What was seen of the account: evidence of a cure."""
    if method.look is Look.WINDOW and facts.newest is not None:
        note = f"复查时最近一条内容《{facts.newest.title}》"
        yield Evidence(facts.newest.seen.url, facts.newest.seen.at, facts.newest.seen.digest, note=note)
    if method.look is Look.CLIENT and facts.app is not None:
        seen = facts.app.seen
        yield Evidence(seen.url, seen.at, seen.digest, note="复查时的应用商店页面或安装包")
    if method.look is Look.PROFILE and facts.profile is not None:
        seen = facts.profile.seen
        yield Evidence(seen.url, seen.at, seen.digest, note="复查时的账号资料")
    yield from _looks(facts)


def _looks(facts: AccountFacts) -> Iterator[Evidence]:
    """What people saw; their pictures are with their checks."""
    for check in facts.checks:
        yield Evidence("", check.at, note=f"{check.by}人工核查")


def _stored(archive: CollectionArchive, evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    """With the digests of answers that are in the archive only."""
    with EvidenceStore(archive.folder) as store:
        for one in evidence:
            known = one.digest and store.find(one.digest) is not None
            yield one if known else replace(one, digest="")
