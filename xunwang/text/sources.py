"""Whether a source may be reposted from: party and government sites by suffix, media by name (M-N-09)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from xunwang.text.signs import load_signs

_PREFIX = re.compile(
    r"^(?:文章|信息|内容|稿件)?(?:来源|转载自|转自|摘自|出处|来自|via|@)[：:\s]*|^@", re.IGNORECASE
)
_MARKS = re.compile(r"[\s《》“”\"'「」【】<>（）()@#]+")
_APART = re.compile(r"[、,，;；/|＋+&]|(?<=[一-鿿])\s+(?=[一-鿿])")
_HOST = re.compile(r"^(?:https?://)?([a-z0-9.-]+\.[a-z]{2,})(?:[:/].*)?$", re.IGNORECASE)
_LONGEST = 200


@lru_cache(maxsize=20_000)
def source_listed(source: str, folder: Path | None = None) -> bool:
    """Whether every source that the words name is permitted; "新华社、市政府网" names two.

    A name that ends like an office's (人民政府, 局, 发布 …) counts as one: whether there is such an office is not for
    a list to say. Raises :class:`xunwang.text.records.ListError` where the office's own list is wrong.
    """
    data = load_signs("sources", folder)
    plain = _PREFIX.sub("", source[:_LONGEST].strip())
    if _HOST.match(plain):
        return host_listed(_HOST.sub(r"\1", plain), data)
    names = [name for part in _APART.split(plain) if (name := _MARKS.sub("", part))]
    return bool(names) and all(_named(name, data) for name in names)


def host_listed(host: str, data: Mapping[str, Any]) -> bool:
    """Whether a host belongs to a permitted source."""
    host = host.lower().rstrip(".")
    return any(host == suffix or host.endswith(f".{suffix}") for suffix in data["host_suffixes"])


def host_of(url: str) -> str:
    """Host of an address; empty where there is none."""
    try:
        return (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    except ValueError:
        return ""


def _named(name: str, data: Mapping[str, Any]) -> bool:
    bare = _without_suffixes(name, data)
    if name in data["media"] or bare in data["media"]:
        return True
    if any(bare.endswith(ending) for ending in data["never_endings"]):
        return False
    return any(one.endswith(ending) for one in (name, bare) for ending in data["office_endings"])


def _without_suffixes(name: str, data: Mapping[str, Any]) -> str:
    """The name without 客户端, 公众号 and the like, as often as they come."""
    for _ in range(3):
        shorter = next((name[: -len(end)] for end in data["suffixes"] if name.endswith(end)), name)
        if shorter == name or len(shorter) < 2:
            return name
        name = shorter
    return name
