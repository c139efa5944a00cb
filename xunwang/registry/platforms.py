"""All platforms: the built-in ones and those that the office has added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from xunwang.database.remembering import remembered
from xunwang.registry.models.platform import FurtherPlatform
from xunwang.registry.vocabulary import Platform

_NO_POSTS = frozenset({Platform.APP, Platform.MINI_PROGRAM})
"""What people come to for services: nothing is published there."""


class PlatformFacts(NamedTuple):
    """A platform. ``posts``, ``interaction``: whether accounts are expected to post, and to answer people."""

    code: str
    label: str
    posts: bool = True
    interaction: bool = True
    is_active: bool = True
    """False: existing accounts keep it, new ones are not opened there."""


BUILT_IN: Mapping[str, PlatformFacts] = {
    one.value: PlatformFacts(one.value, one.label, posts=one not in _NO_POSTS) for one in Platform
}


def all_platforms() -> dict[str, PlatformFacts]:
    """Every platform by its code, the office's own after the built-in ones. At most one query a request or job."""
    return {**BUILT_IN, **_further()}


def platform_label(code: str) -> str:
    """Name of a platform; a code that nobody knows stands for itself."""
    known = BUILT_IN.get(code) or _further().get(code)
    return known.label if known is not None else code


def platform_choices() -> list[tuple[str, str]]:
    """Codes and names of all, for filters."""
    return [(one.code, one.label) for one in all_platforms().values()]


def open_platforms() -> list[tuple[str, str]]:
    """Codes and names of those on which new accounts may be opened, for forms."""
    return [(one.code, one.label) for one in all_platforms().values() if one.is_active]


def load_further() -> dict[str, PlatformFacts]:
    """The office's own platforms as they are stored now. One query."""
    names = ("code", "name", "posts", "interaction", "is_active")
    return {row[0]: PlatformFacts(*row) for row in FurtherPlatform.objects.values_list(*names)}


@remembered(FurtherPlatform)
def _further() -> dict[str, PlatformFacts]:
    return load_further()
