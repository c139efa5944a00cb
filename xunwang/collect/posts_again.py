"""What has become of single posts: still there, edited, or gone, and when nothing can be told of them.

A post that is missing in a listing is gone only where that listing can be relied on: it reaches back beyond the post
without a gap, no other way shows the post, and what else was listed in that time is there still.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xunwang.collect.archive import CollectionArchive
from xunwang.collect.endings import Kept
from xunwang.collect.facts.lists import post_seen
from xunwang.collect.facts.summary import Entry
from xunwang.collect.facts.tally import BODY, OFF_DUTY, UNLISTED, Row, number_of, unpacked
from xunwang.posts.records import Post, Shows, Way
from xunwang.rules.media.facts import PostSeen
from xunwang.rules.recheck import Look, PostAgain, PostState, account_method_of, of_comment
from xunwang.rules.verdict import Evidence, Finding

_TOLERATED = 10
"""Of so many posts one may be deleted for reasons of its own before a listing is taken for one with gaps."""


class About(NamedTuple):
    """A post that a finding is about, as the collection knew it that made the finding."""

    post: PostSeen
    row: Row
    others: tuple[Row, ...]
    """What else its way had listed, nothing held against it."""


def posts_about(before: Sequence[Kept], finding: Finding) -> tuple[About, ...]:
    """The posts of the finding's evidence; none where not all of them are known."""
    found: dict[tuple[Way, str], About] = {}
    for shown in finding.evidence:
        about = next(_matching(before, shown), None) if shown.url else None
        if about is None:
            return ()
        found[about.post.way, about.post.key] = about
    return tuple(found.values())


def _matching(before: Sequence[Kept], shown: Evidence) -> Iterator[About]:
    for same_bytes in (True, False):
        for kept in before:
            entry = next(
                (
                    one
                    for one in _entries(kept)
                    if one[3] == shown.url and (one[5] == shown.digest or not same_bytes)
                ),
                None,
            )
            about = None if entry is None else _about(kept, entry)
            if about is not None:
                yield about


def _entries(kept: Kept) -> Iterator[Entry]:
    """Posts of the lists that findings are made from."""
    for entries in kept.summary["lists"].values():
        for entry in entries:
            yield entry[-1]


def _about(kept: Kept, entry: Entry) -> About | None:
    rows = {row.key: row for row in unpacked(kept.tally)}
    row = rows.pop(number_of(entry[1]), None)
    if row is None:
        return None
    return About(post_seen(kept, entry), row, tuple(one for one in rows.values() if _clean(one)))


def _clean(row: Row) -> bool:
    held = row.hits or row.links or row.marks & (OFF_DUTY | UNLISTED)
    return row.live and row.dated and not held


def posts_again(
    archive: CollectionArchive, kept: Sequence[Kept], about: Sequence[About], finding: Finding
) -> tuple[tuple[PostAgain, ...], tuple[Evidence, ...]]:
    """What has become of the posts in a sealed collection of their account, and where that is to be seen."""
    if not about:
        return (), ()
    posts = _Posts(archive, about)
    comments = of_comment(finding) or account_method_of(archive.manifest["item"]).look is Look.COMMENTS
    found = tuple(_again(one, kept, posts, comments) for one in about)
    shown = tuple(
        posts.evidence(one, again)
        for one, again in zip(about, found, strict=True)
        if again.state is not PostState.UNSEEN
    )
    return found, shown


class _Posts:
    """The posts that are wanted out of a small archive, and of each way the newest, which stands for its listing."""

    def __init__(self, archive: CollectionArchive, about: Sequence[About]) -> None:
        self._wanted: dict[tuple[Way, str], Post] = {}
        self._newest: dict[Way, Post] = {}
        keys = {(one.post.way, one.post.key) for one in about}
        for _, way, _, post in archive.posts():
            if (way, post.key) in keys:
                self._wanted[way, post.key] = post
            newest = self._newest.get(way)
            if newest is None or (post.at is not None and (newest.at is None or post.at > newest.at)):
                self._newest[way] = post
        self._at = archive.settings.span.until

    def of(self, one: About) -> Post | None:
        return self._wanted.get((one.post.way, one.post.key))

    def evidence(self, one: About, again: PostAgain) -> Evidence:
        post = self.of(one)
        if post is not None:
            return Evidence(
                post.url or one.post.seen.url,
                self._at,
                post.digest,
                note=f"复查时的内容，{again.state.label}",
            )
        listed = self._newest.get(one.post.way)
        digest = "" if listed is None else listed.digest
        return Evidence(one.post.seen.url, self._at, digest, note="复查时的发布列表，没有该内容")


def _again(one: About, kept: Sequence[Kept], posts: _Posts, comments: bool) -> PostAgain:
    key, title = one.post.key, one.post.title
    now = next((each for each in kept if each.way is one.post.way), None)
    if now is None:
        return PostAgain(key, title, PostState.UNSEEN, f"原由{one.post.way.label}采集，现不能即时采集")
    if now.read.trouble is not None:
        return PostAgain(
            key, title, PostState.UNSEEN, now.read.message.rstrip("。") or now.read.trouble.label
        )
    rows = {row.key: row for row in unpacked(now.tally)}
    row, post = rows.get(number_of(key)), posts.of(one)
    if row is None:
        others = [each for each in kept if each is not now]
        why = _not_gone(one, now, rows, others)
        state = PostState.UNSEEN if why else PostState.GONE
        return PostAgain(key, title, state, why or "完整的发布列表中已没有该内容")
    if not row.live:
        return PostAgain(key, title, PostState.GONE, "平台标明已删除")
    why = _not_read(one, now, row, comments)
    if why or post is None:
        return PostAgain(key, title, PostState.UNSEEN, why or "没有存下内容")
    return PostAgain(
        key, title, PostState.SEEN,
        edited=row.content != one.row.content,
        found=bool(row.hits or row.links or row.marks & (OFF_DUTY | UNLISTED)),
        links=frozenset(link.url for link in post.links),
    )  # fmt: skip


def _not_read(one: About, now: Kept, row: Row, comments: bool) -> str:
    """Why what the finding is about was not read again, in Chinese; empty when it was."""
    if one.row.marks & BODY and not row.marks & BODY:
        return "本次只取得标题，没有正文"
    if comments and Shows.COMMENTS not in now.read.shown:
        return "本次没有取得全部评论"
    return ""


def _not_gone(one: About, now: Kept, rows: dict[int, Row], others: Sequence[Kept]) -> str:
    """Why a post that is not listed may still be there, in Chinese; empty when it is gone."""
    since = now.read.since
    if one.post.at is None or since is None or since >= one.post.at:
        return "发布列表没有覆盖该内容的发布时间"
    if any(row.live and row.same == one.row.same for each in others for row in unpacked(each.tally)):
        return "其他采集方式仍列出该内容"
    start = since.timestamp()
    known = [row for row in one.others if row.at > start]
    missing = sum(1 for row in known if row.key not in rows)
    if not known and not rows:
        return "发布列表没有任何内容"
    if missing * _TOLERATED > len(known):
        return f"发布列表另有{missing}条原来的内容没有列出，不能断定是删除"
    return ""
