"""What the text layer says of one post: the same lists and context rules as for sites."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from xunwang.pages.urls import host_of, is_government
from xunwang.posts.records import Post
from xunwang.rules.media.facts import Account
from xunwang.text.hijack import hijack_words
from xunwang.text.records import Hit
from xunwang.text.scanner import Scanner

TITLE, BODY, PICTURE, COMMENT = "title", "body", "picture", "comment"
_MOST_LINKS = 200
_MOST_COMMENTS = 500
_MOST_SHOWN_TEXT = 50_000


class BadLink(NamedTuple):
    """A link that somebody has to look at; see :class:`xunwang.rules.media.facts.LinkHit`."""

    target: str
    text: str
    what: str
    why: str


class Foreign(NamedTuple):
    """What makes a post look as if it had nothing to do with the unit."""

    kind: str
    score: float
    features: Sequence[tuple[str, float]]


class Checked(NamedTuple):
    """A post with what was found in it."""

    hits: Sequence[tuple[str, Hit]]
    """Where (``title``, ``body``, ``picture``, ``comment``) and what."""
    links: Sequence[BadLink]
    listed: bool
    """A repost from a source of the list; True for own work."""
    foreign: Foreign | None


NOTHING = Checked((), (), True, None)

JudgePost = Callable[[Account, str, str], Foreign | None]
"""Account, title, text → whether the post is off duty."""
IsListed = Callable[[str], bool]
"""Name of a source, as posts state it → it is permitted."""


class Checker:
    """The checks of a collection. Keeps no state between posts."""

    def __init__(
        self, scanner: Scanner, is_listed: IsListed | None = None, judge_post: JudgePost | None = None
    ) -> None:
        self._scanner = scanner
        self._is_listed = is_listed
        self._judge_post = judge_post

    def check(self, post: Post, account: Account) -> Checked:
        """Everything that is found in a post that can be seen."""
        hits: list[tuple[str, Hit]] = [
            (TITLE if hit.in_title else BODY, hit) for hit in self._scanner.scan(post.text, post.title)
        ]
        if post.pictures:
            hits += self._beside(PICTURE, [picture.alt for picture in post.pictures])
        if post.comments:
            comments = post.comments[:_MOST_COMMENTS]
            hits += self._beside(COMMENT, [part for one in comments for part in (one.text, one.answer)])
        links = _bad_links(post) if post.links else ()
        listed = not post.repost or self._is_listed(post.source)
        foreign = self._judge_post(account, post.title, post.text) if self._judge_post else None
        return Checked(hits, links, listed, foreign)

    def _beside(self, where: str, texts: Sequence[str | None]) -> list[tuple[str, Hit]]:
        text = "\n".join(filter(None, texts))[:_MOST_SHOWN_TEXT]
        return [(where, hit) for hit in self._scanner.scan(text)] if text else []


def _bad_links(post: Post) -> tuple[BadLink, ...]:
    found = []
    for link in post.links[:_MOST_LINKS]:
        if is_government(host_of(link.url)):
            continue
        if words := hijack_words(link.text):
            found.append(
                BadLink(link.url, link.text[:80], "hijack", f"链接文字含不良词语“{'、'.join(words)}”")
            )
    return tuple(found)
