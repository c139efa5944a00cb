"""What a home page of an account holds, and what is particular to a platform."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from xunwang.posts.records import Post, Profile


@dataclass(frozen=True, slots=True)
class Home:
    """A home page as saved."""

    platform: str
    profile: Profile
    posts: tuple[Post, ...]
    pinned: frozenset[str]
    """Keys of posts that the page marks as pinned (置顶)."""


class UserKeys(NamedTuple):
    """Names under which a platform's data have the account; the first that says something counts."""

    name: tuple[str, ...]
    identifier: tuple[str, ...]
    introduction: tuple[str, ...]
    followers: tuple[str, ...]
    posts: tuple[str, ...]
    verified: tuple[str, ...]
    """The words of the verification; a path is written with dots."""
    is_verified: tuple[str, ...] = ()
    """True or false."""


class PostKeys(NamedTuple):
    """The same of a post."""

    key: tuple[str, ...]
    text: tuple[str, ...]
    at: tuple[str, ...]
    title: tuple[str, ...] = ()
    url: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    likes: tuple[str, ...] = ()
    forwards: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    """Name of the account that it is from."""
    original: tuple[str, ...] = ()
    """The post that it forwards."""
    source: tuple[str, ...] = ()
    """Name of the account that the forwarded post is from."""
    pinned: tuple[str, ...] = ()
    abstract: tuple[str, ...] = ()
    """The beginning of a text that the page does not have."""


class Shown(NamedTuple):
    """Selectors of what the page shows, for pages whose data are not in them any more."""

    name: str
    introduction: str
    verified: str
    item: str
    """One post of the list."""
    text: str
    time: str
    link: str
    pinned: str = ""
    title: str = ""
    """Of platforms whose posts have titles: ``text`` is then the beginning only."""


class Platform(NamedTuple):
    """A platform's home pages."""

    name: str
    """Value of the register's platforms."""
    hosts: tuple[str, ...]
    """Ends of host names."""
    marks: tuple[bytes, ...]
    """Any of these stands in its pages, whatever address they were saved from."""
    user: UserKeys
    post: PostKeys
    shown: Shown
    address: str
    """Address of a post, with ``{key}``; empty where the key alone does not give it."""
    medium: str = ""
    """What every post of the platform is: ``video``; empty where they differ."""
