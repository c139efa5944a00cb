"""A page's understanding as plain JSON values and back, for the journal and the archive.

Fields at their default are left out; so are ``links`` (kept as numbers beside the page) and ``text``
(it can be read again from the stored page).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from xunwang.pages.records import (
    Attachment,
    Conflict,
    Consultation,
    FooterPart,
    Form,
    Guide,
    HiddenLink,
    Leader,
    Letter,
    Link,
    ListBlock,
    ListItem,
    NavColumn,
    Page,
    SearchForm,
)
from xunwang.words import ColumnType, FooterElement, GuideElement, LinkClass, PageKind, Precision

_LEFT_OUT = {"links", "text"}
_DEFAULTS: dict[str, Any] = {
    item.name: None if item.default is MISSING else item.default for item in fields(Page)
}
_DEFAULTS |= {"trail": (), "metas": {}}
_NAMES = [name for name in _DEFAULTS if name not in _LEFT_OUT]
_VALUES = attrgetter(*_NAMES)
_DEFAULT_VALUES = [_DEFAULTS[name] for name in _NAMES]
_AS_THEY_ARE = frozenset({str, bool, int, float, type(None)})


def encode_page(page: Page) -> dict[str, Any]:
    """JSON values of everything that is not at its default."""
    return {
        name: _plain(value)
        for name, value, default in zip(_NAMES, _VALUES(page), _DEFAULT_VALUES, strict=True)
        if value is not default and value is not None and value != () and value != default
    }


def _plain(value: Any) -> Any:
    if type(value) in _AS_THEY_ARE:
        return value
    if type(value) is Link:
        return [value.url, value.text, value.link_class.value]
    if type(value) is ListItem:
        day = value.day.isoformat() if value.day else None
        return [value.title, value.url, day, value.block, *(() if value.year_known else (False,))]
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    return [_plain(getattr(value, item.name)) for item in fields(value)]


def decode_page(values: Mapping[str, Any]) -> Page:
    """The page again, without links and text."""
    known: dict[str, Any] = {"links": (), "text": ""}
    for name in _NAMES:
        if name not in values:
            known[name] = _DEFAULTS[name]
            continue
        reader = _READERS.get(name)
        known[name] = reader(values[name]) if reader else values[name]
    return Page(**known)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _link(row: list[Any]) -> Link:
    return Link(row[0], row[1], LinkClass(row[2]))


def _guide(row: list[Any]) -> Guide:
    name, elements, vague, forms, needs_form = row
    return Guide(
        name,
        {GuideElement(key): text for key, text in elements.items()},
        tuple(vague),
        tuple(Attachment(*form) for form in forms),
        needs_form,
    )


def _letter(row: list[Any]) -> Letter:
    return Letter(row[0], row[1], _time(row[2]), _time(row[3]), *row[4:])


def _consultation(row: list[Any]) -> Consultation:
    return Consultation(row[0], row[1], _day(row[2]), _day(row[3]), *row[4:])


def _item(row: list[Any]) -> ListItem:
    return ListItem(row[0], row[1], _day(row[2]), *row[3:])


def _block(row: list[Any]) -> ListBlock:
    return ListBlock(row[0], row[1], row[2], _day(row[3]))


def _search_form(row: list[Any]) -> SearchForm:
    action, method, field, fixed, encoding = row
    return SearchForm(action, method, field, tuple((key, value) for key, value in fixed), encoding)


def _many(reader: Callable[[list[Any]], Any]) -> Callable[[list[Any]], tuple[Any, ...]]:
    return lambda rows: tuple(reader(row) for row in rows)


_READERS: dict[str, Callable[[Any], Any]] = {
    "kind": lambda value: PageKind(value),
    "published": _time,
    "published_precision": lambda value: Precision(value),
    "column_type": lambda value: ColumnType(value),
    "trail": _many(_link),
    "related": _many(_link),
    "items": _many(_item),
    "blocks": _many(_block),
    "columns": _many(lambda row: NavColumn(*row)),
    "footer": _many(lambda row: FooterPart(FooterElement(row[0]), row[1], row[2])),
    "search_form": _search_form,
    "forms": _many(lambda row: Form(row[0], tuple(row[1]), row[2])),
    "hidden_links": _many(lambda row: HiddenLink(*row)),
    "guide": _guide,
    "letters": _many(_letter),
    "service_statistics_day": _day,
    "consultations": _many(_consultation),
    "leaders": _many(lambda row: Leader(*row)),
    "attachments": _many(lambda row: Attachment(*row)),
    "media": tuple,
    "frames": tuple,
    "conflicts": _many(lambda row: Conflict(*row)),
    "stale_years": tuple,
    "outdated_markup": tuple,
    "suspicious_scripts": tuple,
}
