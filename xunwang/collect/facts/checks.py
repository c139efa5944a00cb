"""What the text layer says of one post: the same lists and context rules as for sites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from xunwang.engine.shard import scanner_of
from xunwang.pages.urls import host_of, is_government
from xunwang.posts.records import Post
from xunwang.rules.media.facts import Account
from xunwang.text.hijack import hijack_words
from xunwang.text.offduty import OffDutySign
from xunwang.text.posts import LinkSign, Looker, looker
from xunwang.text.records import Hit
from xunwang.text.scanner import Scanner

TITLE, BODY, PICTURE, COMMENT = "title", "body", "picture", "comment"
_MOST_LINKS = 200
_MOST_COMMENTS = 500
_MOST_SHOWN_TEXT = 50_000


class Checked(NamedTuple):
    """A post with what was found in it."""

    hits: Sequence[tuple[str, Hit]]
    """Where (``title``, ``body``, ``picture``, ``comment``) and what."""
    links: Sequence[LinkSign]
    """Links and words of advertising, and links in the language of hijackers."""
    listed: bool
    """A repost from a source of the list; True for own work."""
    off_duty: OffDutySign | None


NOTHING = Checked((), (), True, None)


class Checker:
    """The checks of a collection. Keeps no state between posts."""

    def __init__(self, scanner: Scanner, looker: Looker) -> None:
        self._scanner = scanner
        self._looker = looker

    @classmethod
    def of(cls, word_lists: str | None) -> Checker:
        """The checks with the shipped lists, those of an office's own folder over them. Raises ``ListError``."""
        return cls(scanner_of(word_lists), looker(None if word_lists is None else Path(word_lists)))

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
        links = [(link.url, link.text) for link in post.links[:_MOST_LINKS]]
        source = post.source if post.repost else ""
        signs = self._looker.look(post.title, post.text, links, source, account.duties)
        bad = (*signs.links, *_hijacked(links)) if links else signs.links
        listed = not post.repost or (signs.source is not None and signs.source.listed)
        return Checked(hits, bad, listed, signs.off_duty)

    def _beside(self, where: str, texts: Sequence[str | None]) -> list[tuple[str, Hit]]:
        text = "\n".join(filter(None, texts))[:_MOST_SHOWN_TEXT]
        return [(where, hit) for hit in self._scanner.scan(text)] if text else []


def _hijacked(links: Sequence[tuple[str, str]]) -> Iterator[LinkSign]:
    for target, text in links:
        if text and not is_government(host_of(target)) and (words := hijack_words(text)):
            yield LinkSign(target, text[:80], "hijack", f"链接文字含不良词语“{'、'.join(words)}”")
