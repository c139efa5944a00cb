"""A mobile client's page in an app store.

Read in this order, each filling in what the one before leaves open: JSON-LD of a software application, data that the
page carries for its scripts, fields in the text by their labels, metas. What stores call things is data
(``store_pages.yaml``); no store has a reader of its own. That an app is gone is believed only of a page that says so
and shows nothing of an app; any other page that can't be read is an error, hence unknown, never "not listed".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import orjson
import yaml

from xunwang.pages.document import Document, parse
from xunwang.pages.labels import read_pairs
from xunwang.pages.lines import drop_unseen, squeeze, visible_lines
from xunwang.pages.urls import normalise
from xunwang.posts.counts import read_count
from xunwang.posts.errors import Flaw, UnreadableError
from xunwang.posts.records import StorePage
from xunwang.posts.safe_json import as_text, read_json
from xunwang.posts.times import read_when
from xunwang.words import CHINA

_WORDS = Path(__file__).with_name("store_pages.yaml")
_MAX_BYTES = 16 * 1024 * 1024
_MAX_SCRIPTS, _MAX_SCRIPT = 40, 4 * 1024 * 1024
_MAX_OBJECTS, _MAX_DEPTH = 20_000, 40
_MAX_LINKS = 3_000
_TEXT = 200
_GONE_LINE = 40
_FEWEST = 3
"""Fields that an object of the page's data must have to be taken for an app."""
_APPLICATIONS = frozenset({"softwareapplication", "mobileapplication", "webapplication", "videogame"})
_VERSION = re.compile(r"[Vv]?\s?(\d[\w.\-+]{0,39})")
_VERSION_LINE = re.compile(r"(?:版本|Version)\s*[Vv]?(\d+(?:\.\w+){1,5})", re.IGNORECASE)
_SIZE = re.compile(r"(\d{1,12}(?:\.\d{1,4})?)\s?(GB|MB|KB|G|M|K|B|字节|兆)?(?:ytes?)?", re.IGNORECASE)
_UNITS = {"g": 1 << 30, "m": 1 << 20, "兆": 1 << 20, "k": 1 << 10, "b": 1, "字": 1}
_COUNT_LINE = re.compile(r"[\d.,]{1,15}\s?[千万亿]?\+?\s?(?:人|次)?\s?(?:下载|安装)(?:次数|量)?")
_COUNT_TAIL = re.compile(
    r"(?:约|超过|>)?\s?([\d.,，]{1,20}\s?[千万亿wWkK]?\+?)\s?(?:人|次)?\s?(?:下载|安装)?(?:次数|量)?"
)
_SORRY = re.compile(r"^(?:很?抱歉|非常抱歉|对不起|不好意思|sorry)[，,：:!！]?", re.IGNORECASE)
_MARKS = "。！!.，,~～…"
_PACKAGE_FILE = re.compile(r"\.apk(?:[?#]|$)", re.IGNORECASE)


class _Words(NamedTuple):
    labels: Mapping[str, str]
    keys: Mapping[str, str]
    """Name of the field by the key's letters in lower case."""
    gone: frozenset[str]
    download: frozenset[str]
    attributes: tuple[str, ...]
    counts: tuple[str, ...]


@lru_cache(maxsize=1)
def _words() -> _Words:
    raw = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    labels = {label: field for field, names in raw["labels"].items() for label in names}
    labels |= dict.fromkeys(raw["other"], "other")
    keys = {_folded(key): field for field, names in raw["keys"].items() for key in names}
    gone = frozenset(squeeze(words) for words in raw["gone"])
    return _Words(
        labels,
        keys,
        gone,
        frozenset(raw["download_words"]),
        tuple(raw["download_attributes"]),
        tuple(raw["counts"]),
    )


def read_store_page(body: bytes, *, url: str, now: datetime, charset: str | None = None) -> StorePage:
    """The page at ``url``, fetched at ``now`` (aware). Raises :class:`UnreadableError` where it shows no app."""
    if len(body) > _MAX_BYTES:
        raise UnreadableError(Flaw.TOO_LARGE, "应用商店页面过大，未读取。请检查地址。")
    if body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _from_data(body, url, now)
    document = parse(body, url=url, http_charset=charset, now=now)
    found = _structured(document, url)
    downloads = _download(document)
    drop_unseen(document.tree)
    lines = visible_lines(document.tree)
    for field, value in _labelled(lines).items():
        found.setdefault(field, value)
    if downloads:
        found.setdefault("download_url", downloads)
    if not _shows_an_app(found):
        if _is_gone(lines, document.title_tag):
            return StorePage(url, listed=False, name=found.get("name", ""))
        raise UnreadableError(
            Flaw.BROKEN,
            "应用商店页面中没有应用资料，可能由脚本加载或不是应用页面。请人工查看，或上传安装包。",
        )
    found.setdefault("name", _heading(document))
    return _page(url, found, document.base, now)


def _from_data(body: bytes, url: str, now: datetime) -> StorePage:
    """What a store's interface answers instead of a page."""
    value = read_json(body)
    counts = [value[key] for key in _words().counts if key in value] if isinstance(value, dict) else []
    if any(count == 0 and count is not False for count in counts):
        return StorePage(url, listed=False)
    candidates = [_fields(item) for item in _objects(value)]
    found = _own([fields for fields in candidates if _shows_an_app(fields)], url)
    if not found:
        raise UnreadableError(Flaw.BROKEN, "应用商店接口的答复中没有应用资料。请检查地址。")
    return _page(url, found, url, now)


def _shows_an_app(found: Mapping[str, str]) -> bool:
    """A version or a download, and at least one thing more that only pages of apps have."""
    told = [
        field for field in ("version", "download_url", "developer", "size", "downloads") if found.get(field)
    ]
    return len(told) >= 2 and ("version" in told or "download_url" in told)


def _page(url: str, found: Mapping[str, str], base: str, now: datetime) -> StorePage:
    version = _VERSION.match(found.get("version", "").strip())
    return StorePage(
        url=url,
        listed=True,
        name=found.get("name", "")[:_TEXT],
        version=version[1] if version else "",
        updated=_day(found.get("updated", ""), now),
        developer=found.get("developer", "")[:_TEXT],
        download_url=_address(found.get("download_url", ""), base),
        downloads=_count(found.get("downloads", "")),
        size=_size(found.get("size", "")),
    )


# -- data of the page -----------------------------------------------------------------------------


def _structured(document: Document, url: str) -> dict[str, str]:
    """Fields from JSON-LD, else from the page's data for its scripts."""
    linked: list[dict[str, str]] = []
    carried: list[dict[str, str]] = []
    for kind, text in _scripts(document):
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError:
            continue
        for item in _objects(value):
            fields = _fields(item)
            if kind == "application/ld+json" and _is_application(item):
                linked.append(fields)
            elif kind != "application/ld+json" and len(fields.keys() - {"name", "package"}) >= _FEWEST:
                carried.append(fields)
    found = dict(linked[0]) if linked else {}
    for field, value in _own(carried, url).items():
        found.setdefault(field, value)
    found.pop("package", None)
    return found


def _scripts(document: Document) -> Iterator[tuple[str, str]]:
    for number, node in enumerate(document.tree.css("script")):
        if number >= _MAX_SCRIPTS:
            return
        kind = (node.attributes.get("type") or "").strip().lower()
        if kind in ("application/ld+json", "application/json"):
            text = node.text(deep=True).strip()
            if len(text) <= _MAX_SCRIPT:
                yield kind, text


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """All objects within a value, outer ones first."""
    waiting = [(value, 0)]
    for count, (item, depth) in enumerate(waiting):
        if count > _MAX_OBJECTS:
            return
        if isinstance(item, dict):
            yield item
        if depth < _MAX_DEPTH and isinstance(item, dict | list):
            inner = item.values() if isinstance(item, dict) else item
            waiting.extend((part, depth + 1) for part in inner if isinstance(part, dict | list))


def _is_application(item: Mapping[str, Any]) -> bool:
    kinds = item.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.lower() in _APPLICATIONS for kind in named)


def _fields(item: Mapping[str, Any]) -> dict[str, str]:
    """Fields by our names; of several keys of one field the first in the data that says something."""
    fields: dict[str, str] = {}
    for key, value in item.items():
        field = _words().keys.get(_folded(key))
        text = _said(value)
        if field and text:
            fields.setdefault(field, text)
    statistic = item.get("interactionStatistic")
    for one in statistic if isinstance(statistic, list) else [statistic]:
        if isinstance(one, dict) and "userInteractionCount" in one:
            fields.setdefault("downloads", _said(one["userInteractionCount"]))
    return fields


def _said(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return as_text(value)


def _own(candidates: list[dict[str, str]], url: str) -> dict[str, str]:
    """The data of the app that the address names, or of the only one that there is.

    Store pages carry the data of other apps as well, for their recommendations.
    """
    address = unquote(url)
    named = [one for one in candidates if one.get("package") and one["package"] in address]
    if named:
        return named[0]
    packages = {one.get("package", "") or one.get("name", "") for one in candidates}
    return candidates[0] if len(packages) == 1 else {}


def _folded(key: object) -> str:
    return str(key).replace("_", "").replace("-", "").lower()[:60]


# -- text of the page -----------------------------------------------------------------------------


def _labelled(lines: list[str]) -> dict[str, str]:
    """Fields by the labels before them, and the two that some stores write without a label."""
    short = frozenset({"version", "updated", "developer", "size", "downloads", "name", "other"})
    pairs = read_pairs(_cells(lines), _words().labels, short=short)
    found = {field: value for field, value in pairs.items() if field != "other" and value}
    sound: dict[str, Callable[[str], object]] = {
        "version": _VERSION.match,
        "downloads": _count,
        "size": _size,
    }
    found = {
        field: value
        for field, value in found.items()
        if field not in sound or sound[field](value) is not None
    }
    for line in lines:
        if "version" not in found and len(line) <= _GONE_LINE and (hit := _VERSION_LINE.fullmatch(line)):
            found["version"] = hit[1]
        if "downloads" not in found and _COUNT_LINE.fullmatch(line):
            found["downloads"] = line
    return found


def _cells(lines: list[str]) -> Iterator[str]:
    """Lines with several fields in one, each field for itself."""
    for line in lines:
        yield from (part for part in re.split(r"\s{0,3}[|｜]\s{0,3}|\s{2,}", line[:1000]) if part)


def _download(document: Document) -> str:
    """Address behind the page's download button; empty where there is none or a script holds it."""
    words = _words()
    named, file = "", ""
    for number, node in enumerate(document.tree.css("a, button")):
        if number >= _MAX_LINKS:
            break
        attributes = node.attributes
        held = [attributes.get(name) or "" for name in words.attributes]
        for address in (*held, attributes.get("href") or ""):
            if _PACKAGE_FILE.search(address[:2000]):
                file = file or address
        href = (attributes.get("href") or "").strip()
        if not named and squeeze(node.text(deep=True)) in words.download and _leads_on(href, document.url):
            named = href
    return file or named


def _leads_on(href: str, url: str) -> bool:
    address = normalise(href, url) if href and not href.startswith("#") else None
    return address is not None and address.startswith("http") and address.partition("#")[0] != url


def _is_gone(lines: list[str], title: str) -> bool:
    gone = _words().gone
    shown = (squeeze(line).strip(_MARKS) for line in (*lines, title) if len(line) <= _GONE_LINE)
    return any(_SORRY.sub("", line) in gone for line in shown)


def _heading(document: Document) -> str:
    """The app's name where no field gives it."""
    heading = document.tree.css_first("h1")
    text = " ".join(heading.text(deep=True).split()) if heading is not None else ""
    return text or document.metas.get("og:title", "") or re.split(r"[-_|—–]", document.title_tag)[0].strip()


def _address(text: str, base: str) -> str:
    return normalise(text, base) or "" if text else ""


# -- values ---------------------------------------------------------------------------------------


def _day(text: str, now: datetime) -> date | None:
    when = read_when(text, now)
    return when.astimezone(CHINA).date() if when else None


def _count(text: str) -> int | None:
    found = _COUNT_TAIL.fullmatch(text.strip()[:40])
    return read_count(found[1].replace(" ", "")) if found else None


def _size(text: str) -> int | None:
    """Bytes. A bare number is one of bytes, unless it is too small for a package."""
    found = _SIZE.fullmatch(text.strip()[:40])
    if not found:
        return None
    unit = (found[2] or "b")[0].lower()
    size = int(float(found[1]) * _UNITS[unit]) if "." in found[1] or unit != "b" else int(found[1])
    return size if size >= 1024 else None
