"""What a feed holds."""

from __future__ import annotations

from dataclasses import dataclass

from xunwang.posts.records import Post

MAX_ENTRIES = 2000
"""Of one document; what stands behind is not read, and the feed says so."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One document of a feed."""

    form: str
    """``rss``, ``rdf``, ``atom``, ``json``."""
    title: str
    url: str
    """Of the page that it belongs to."""
    posts: tuple[Post, ...]
    """In the order of the document."""
    next_url: str = ""
    """The following, older page of the feed, where it says so (RFC 5005, JSON Feed)."""
    whole: bool = False
    """It says that it holds all there is (RFC 5005 ``complete``)."""
    cut: bool = False
    """It has more entries than are read."""
