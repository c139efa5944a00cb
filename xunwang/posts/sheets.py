"""Tables of posts as platforms export them and offices keep them: rows of text in, posts and row errors out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from xunwang.posts.counts import read_count
from xunwang.posts.errors import Flaw, UnreadableError
from xunwang.posts.fragments import Fragment, absolute, plain_text, read_fragment
from xunwang.posts.records import Post
from xunwang.posts.safe_json import as_list, as_map
from xunwang.posts.sources import Origin, named, read_origin
from xunwang.posts.times import in_range, read_when
from xunwang.posts.wechat_article import wechat_key
from xunwang.words import CHINA

MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_FLAWS = 1000
_HEADING_ROWS = 20
"""Titles and notes stand above the headings of many tables."""
_BRACKETS = re.compile(r"[（(【\[].{0,30}?[)）】\]]")
_SERIAL = re.compile(r"(?P<days>[2-7]\d{4})(?P<rest>\.\d{1,12})?")
_SERIAL_START = datetime(1899, 12, 30, tzinfo=CHINA)
_CLOCK_ONLY = re.compile(r"(?:1899-12-3[01]\s)?\d{1,2}[:：]\d\d(?:[:：]\d\d)?")
_NONE = frozenset({"", "-", "--", "—", "——", "/", "无", "空", "nan", "none", "null", "n/a", "暂无"})
_DELETED = ("删除", "下架", "撤回", "屏蔽", "deleted", "removed")
_NOT_OUT = ("草稿", "待审", "审核中", "未通过", "未发布", "待发布", "定时", "失败", "draft", "pending")
_REPOSTED = frozenset({"转载", "转发", "否", "非原创", "no", "false", "0", "repost"})
_KINDS = {
    "视频": "video", "直播": "video", "video": "video", "音频": "audio", "语音": "audio", "audio": "audio",
    "图文": "picture", "图片": "picture", "图集": "picture", "image": "picture",
}  # fmt: skip
_TAGGED = re.compile(r"</?(?:p|div|br|span|img|a|section|table|strong|h\d)[\s/>]", re.IGNORECASE)
_LISTS = (
    "data",
    "list",
    "items",
    "posts",
    "records",
    "rows",
    "articles",
    "result",
    "results",
    "statuses",
    "aweme_list",
)


class RowFlaw(NamedTuple):
    """A value that could not be read. ``row`` counts as the table shows it, its first row being 1."""

    row: int
    column: str
    value: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a table of posts holds."""

    posts: tuple[Post, ...]
    flaws: tuple[RowFlaw, ...]
    """At most ``MAX_FLAWS``."""
    flaw_count: int
    fields: frozenset[str]
    """Fields that the table has a column for."""
    cut: bool
    """It has more rows than are read."""


class _Row(NamedTuple):
    number: int
    cells: Mapping[str, str]
    now: datetime
    complain: Callable[[str, str, str], None]


def read_sheet(rows: Sequence[Sequence[str]], now: datetime, account: str = "") -> Sheet:
    """Read a table's rows; rows of other accounts than ``account`` are passed over where a column names the account.

    A row with a value that can't be read is a post without that value, and a flaw. Raises :class:`UnreadableError`
    where no headings are found.
    """
    top, columns = _headings(rows)
    headings = {field: str(rows[top][place]) for field, place in columns.items()}
    flaws: list[RowFlaw] = []
    count = 0
    posts: dict[str, Post] = {}
    body = rows[top + 1 : top + 1 + MAX_ROWS]
    for number, row in enumerate(body, top + 2):
        cells = {field: _cell(row, place) for field, place in columns.items()}

        def complain(field: str, value: str, remedy: str, number: int = number) -> None:
            nonlocal count
            count += 1
            if len(flaws) < MAX_FLAWS:
                flaws.append(RowFlaw(number, headings.get(field, field), value[:60], remedy))

        post = _post(_Row(number, cells, now, complain), account)
        if post is not None:
            if post.key in posts:
                complain("key" if "key" in columns else "title", post.key, "与前面的行重复，未计入。请核对。")
            posts.setdefault(post.key, post)
    cut = len(rows) > top + 1 + MAX_ROWS
    return Sheet(tuple(posts.values()), tuple(flaws), count, frozenset(columns), cut)


def rows_of_json(value: object) -> list[list[str]]:
    """Objects of a JSON export as rows under their names. Raises :class:`UnreadableError`."""
    listed = _listed(value, 4)
    if listed is None:
        raise UnreadableError(
            Flaw.BROKEN, "JSON中没有找到发布内容的列表。请导出为对象的数组，每条内容一个对象。"
        )
    names: dict[str, int] = {}
    for item in listed[:MAX_ROWS]:
        for name in item:
            if len(names) < MAX_COLUMNS:
                names.setdefault(name, len(names))
    rows = [list(names)]
    rows += [[_plain(item.get(name)) for name in names] for item in listed[: MAX_ROWS + 1]]
    return rows


def _listed(value: object, depth: int) -> list[dict[str, Any]] | None:
    if isinstance(value, list):
        found = [item for item in value if isinstance(item, dict)]
        return found or None
    if depth:
        told = as_map(value)
        for name in _LISTS:
            if name in told:
                inner = _listed(told[name], depth - 1)
                if inner is not None:
                    return inner
    return None


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str | int | float):
        return str(value)
    return "、".join(str(part) for part in as_list(value)[:20] if isinstance(part, str))


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, int]]:
    """Field and rank of each heading."""
    told = yaml.safe_load((files("xunwang.posts") / "sheet_columns.yaml").read_text("utf-8"))
    names: dict[str, tuple[str, int]] = {}
    for field, headings in told.items():
        for rank, heading in enumerate(headings):
            names.setdefault(_bare(str(heading)), (field, rank))
    return names


def _bare(heading: str) -> str:
    return re.sub(r"[\s*＊:：_]", "", _BRACKETS.sub("", heading)).lower()


def _headings(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Number of the row of headings, and the column of each field."""
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(rows[:_HEADING_ROWS]):
        ranked: dict[str, tuple[int, int]] = {}
        for place, cell in enumerate(row[:MAX_COLUMNS]):
            field, rank = _names().get(_bare(str(cell)[:60]), ("", 0))
            if field and (field not in ranked or rank < ranked[field][0]):
                ranked[field] = (rank, place)
        if len(ranked) > len(best[1]):
            best = (number, {field: place for field, (_, place) in ranked.items()})
    columns = best[1]
    if not ({"title", "text"} & columns.keys()):
        raise UnreadableError(
            Flaw.BROKEN, "表格中没有找到“标题”或“内容”列。请在首行写明列名，如：标题、正文、发布时间、链接。"
        )
    return best


def _cell(row: Sequence[str], place: int) -> str:
    value = str(row[place]).strip() if place < len(row) else ""
    return "" if value.lower() in _NONE else value


def _post(row: _Row, account: str) -> Post | None:
    cells = row.cells
    if not any(cells.values()):
        return None
    owner = cells.get("account", "")
    if account and owner and owner != account:
        return None
    state = cells.get("state", "").lower()
    if any(word in state for word in _NOT_OUT):
        return None
    url = absolute(cells.get("url", ""), "") if cells.get("url") else ""
    if cells.get("url") and not url:
        row.complain("url", cells["url"], "不是有效的网址，应以http://或https://开头。")
    content = cells.get("text", "")
    shown = read_fragment(content, url) if _TAGGED.search(content) else Fragment(plain_text(content))
    title = plain_text(cells.get("title", ""))[:500]
    if not title and not shown.text and not shown.pictures:
        row.complain(
            "title" if "title" in cells else "text", "", "没有标题和内容，未计入。请补充或删除这一行。"
        )
        return None
    origin = _origin(row, shown.text, account or owner)
    kinds = {kind for word, kind in _KINDS.items() if word in cells.get("kind", "").lower()}
    return Post(
        key=_key(cells, url, title, shown.text),
        url=url,
        title=title,
        text=shown.text,
        at=_time(row, "at"),
        has_body=bool(shown.text or shown.pictures),
        edited_at=_time(row, "edited_at"),
        author=cells.get("author", "")[:100],
        source=origin.source,
        repost=origin.repost,
        links=shown.links,
        pictures=shown.pictures,
        media=shown.media | kinds,
        reads=_count(row, "reads"),
        likes=_count(row, "likes"),
        forwards=_count(row, "forwards"),
        comment_count=_count(row, "comment_count"),
        deleted=any(word in state for word in _DELETED),
    )


def _origin(row: _Row, text: str, account: str) -> Origin:
    stated = row.cells.get("source", "")
    origin = named(stated, account) if stated else read_origin(text, account)
    if row.cells.get("original", "").lower() in _REPOSTED:
        return Origin(origin.source, True)
    return origin


def _key(cells: Mapping[str, str], url: str, title: str, text: str) -> str:
    key = cells.get("key", "") or wechat_key(url) or url
    if key and len(key) <= 200:
        return key
    told = key or "\n".join((title, text, cells.get("at", ""), cells.get("clock", "")))
    return "sha256:" + sha256(told.encode("utf-8", "replace")).hexdigest()[:40]


def _time(row: _Row, field: str) -> datetime | None:
    value = row.cells.get(field, "")
    clock = row.cells.get("clock", "") if field == "at" else ""
    if not value:
        return None
    if clock and _CLOCK_ONLY.fullmatch(clock):
        value = f"{value.split(' ')[0]} {clock.split(' ')[-1]}"
    serial = _serial(value)
    made = (
        in_range(serial, row.now)
        if serial
        else (None if _CLOCK_ONLY.fullmatch(value) else read_when(value, row.now))
    )
    if made is None:
        row.complain(field, value, "不是可识别的日期。请写成2021-03-01 12:00。")
        return None
    if made > row.now + timedelta(days=1):
        row.complain(field, value, "晚于上传时间。请核对年份和格式。")
        return None
    return made


def _serial(value: str) -> datetime | None:
    """A date as Excel counts it: days since the end of 1899, in Asia/Shanghai."""
    found = _SERIAL.fullmatch(value)
    if found is None:
        return None
    seconds = round(float(found["rest"] or 0) * 86_400)
    day = (_SERIAL_START + timedelta(days=int(found["days"]))).date()
    return (datetime(day.year, day.month, day.day, tzinfo=CHINA) + timedelta(seconds=seconds)).astimezone(UTC)


def _count(row: _Row, field: str) -> int | None:
    value = row.cells.get(field, "")
    if not value:
        return None
    count = read_count(value.removesuffix("次").removesuffix(".0"))
    if count is None:
        row.complain(field, value, "不是数字。请填写整数，或写成12.3万。")
    return count
