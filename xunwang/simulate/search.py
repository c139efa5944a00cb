"""The site's own search: titles that contain the words, newest first."""

from __future__ import annotations

from urllib.parse import parse_qs

from xunwang.simulate.material import Material
from xunwang.simulate.spec import Role, Search, SiteSpec

_LOOK_AT = 3000
"""Entries of a column that are looked through."""
_SHOW = 10


def results(spec: SiteSpec, material: Material, query: str) -> str:
    """The result list for a query string."""
    words = _words(query, spec.codec)
    if spec.search is Search.SCRIPTED:
        return '<div id="result"></div><script src="/js/search.js"></script>'
    found = _find(spec, material, words) if spec.search is Search.FINDS and words else []
    if not found:
        return '<div class="search-result"><p>抱歉，没有找到相关结果。</p></div>'
    rows = "".join(f'<li><a href="{url}">{title}</a></li>' for title, url in found[:_SHOW])
    return f'<div class="search-result"><p>共找到{len(found)}条结果</p><ul>{rows}</ul></div>'


def _words(query: str, codec: str) -> str:
    for encoding in (codec, "utf-8", "gb18030"):
        try:
            fields = parse_qs(query, encoding=encoding, errors="strict", max_num_fields=20)
        except ValueError:
            continue
        for name in ("searchword", "keyword", "q", "kw"):
            if name in fields:
                return fields[name][0].strip()[:200]
        return ""
    return ""


def _find(spec: SiteSpec, material: Material, words: str) -> list[tuple[str, str]]:
    found = []
    for number, guide in enumerate(spec.guides):
        if words in guide.name and material.has_role(Role.SERVICES):
            column = next(c for c in spec.columns if c.role is Role.SERVICES)
            found.append((guide.name, material.guide_url(column, number)))
    for column in spec.columns:
        if column.role is not Role.LIST:
            continue
        for number in range(min(column.items, _LOOK_AT)):
            title = material.title(column, number)
            if words in title:
                found.append((title, material.item_url(column, number)))
    return found
