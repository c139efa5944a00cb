"""A page as plain values for JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from xunwang.pages.records import Link, Page
from xunwang.words import CHINA


def page_json(page: Page) -> dict[str, Any]:
    """Everything understood from a page.

    Keys are the fields of :class:`Page`, with these forms: times in ISO 8601 with zone, days in ISO 8601,
    records as objects, ``links`` as an object of lists by link class, ``footer`` and the guide's ``elements``
    as objects by element. What the page does not say is null.
    """
    made = {item.name: _plain(getattr(page, item.name)) for item in fields(page)}
    made["links"] = _links_by_class(page.links)
    made["footer"] = _footer(page)
    return made


def _links_by_class(links: tuple[Link, ...]) -> dict[str, list[dict[str, str]]]:
    grouped: dict[str, list[dict[str, str]]] = defaultdict(list)
    for link in links:
        grouped[link.link_class.value].append({"url": link.url, "text": link.text})
    return dict(grouped)


def _footer(page: Page) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for part in page.footer:
        made.setdefault(part.element.value, {"value": part.value, "url": part.url})
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(CHINA).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(entry) for key, entry in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {key: _plain(entry) for key, entry in value._asdict().items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, (tuple, list, frozenset)):
        return [_plain(entry) for entry in value]
    return value
