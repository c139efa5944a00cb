"""When an article was published, as the page itself shows it.

A date is claimed only where a reader sees one that is the publication date:

1. a labelled date (发布时间, 日期 …) near the title, or with an unmistakable label anywhere;
2. an unlabelled date in the line under the title, before the text begins;
3. a short line that states the very day of the PubDate tag (the tag confirms an unlabelled date);
4. a weakly labelled date (生成日期, 成文日期: when it was made, not when it was put up).

Only where the page has an empty place for the time, which a script fills in, do the PubDate tag and then
script variables stand in for it. A tag alone is no date that a reader sees, so it is not claimed: what
the tag says is kept in the metas and compared under conflicts. An address never gives a date.
Dates of other things (开始时间, 截止日期, 成交日期 …) and dates in running text are never taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from xunwang.pages.dates import Stated, read_time
from xunwang.pages.lines import squeeze
from xunwang.words import CHINA, Precision

_NEAR_BEFORE, _NEAR_AFTER = 40, 24
"""Lines around the title in which labels are read; tables of a document's data stand above it."""
_BESIDE_TITLE = 8
"""Within so many lines below the title a label belongs to it; further below, a bare date above comes first."""
_START = 6
_LONG = 90
"""A line of this length is running text."""
_SENTENCE = 30
"""A line of this length with a full stop is running text too."""
_STRONG = tuple("发布 发稿 公布 公开 发表 上传 录入 发帖 刊发 刊登 登载 推送 上网".split())  # noqa: SIM905
_MEDIUM = ("", "公告", "更新", "添加", "稿件", "新闻", "文章", "信息", "撰稿", "加入", "创建", "编辑")
_WEAK = ("生成", "成文", "制发", "印发", "发文", "签发")
"""When a document was made or signed; where a page shows nothing else, it is what a reader sees."""
_LABEL = re.compile(r"(?:时间|日期|发布于|发表于|(?:发布|发表)(?=\s{0,2}[:：]))(?P<colon>\s{0,3}[:：]?)")
_MAYBE_LABEL = re.compile(r"时[\s\u3000]*间|日[\s\u3000]*期|发[\s\u3000]*[布表]")
"""A label, blanks between its characters or not."""
_ENUMERATED = re.compile(
    r"(?:[一二三四五六七八九十\d][、.．]|[(（][一二三四五六七八九十\d]{1,2}[)）])\s?[\u4e00-\u9fff]{0,4}$"
)
_WHAT = re.compile(r"[\u4e00-\u9fff]{0,8}$")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])[\s\u3000]+(?=[\u4e00-\u9fff])")
_DATE_START = re.compile(
    r"[\s:：\[\]【】()（）|｜]{0,6}(?:(?:19|20)\d\d|\d{1,2}[-/月]\d|[今昨前]天|刚刚|\d{1,2}\s?(?:分钟|小时|天)前|二)"
)
_HAS_DATE = re.compile(r"(?:19|20)\d\d\s{0,2}[-/.年]\s{0,2}\d|(?:19|20)\d{6}(?!\d)")
_INFO_WORDS = re.compile(
    r"来源|作者|编辑|字体|字号|浏览|点击|阅读|访问|打印|分享|供稿|次数|责编|星期|时间|日期|[\u4e00-\u9fff]{0,6}[:：]"
)
_NO_DATE_LABEL = re.compile(r"来源|作者|编辑|浏览|点击|阅读|访问|字体|字号|次数")
_TODAY = re.compile(r"(?:今天|今日|现在|当前)(?:是|为|时间|日期)?\s?$")
"""A banner with the day on which the page is looked at."""
_BESIDE = re.compile(r"[【\[（(]?\s?(?:(?:信息|文章|稿件)?来源|字体|字号|浏览|点击|阅读|打印|分享)")
_DATE_CHARS = re.compile(r"[\d\s:：\-/.年月日时分秒T|\[\]【】()（）]+")
_AFTER_NOTHING = re.compile(
    r"$|[【\[（(]?\s?(?:(?:信息|文章|稿件)?来源|作者|编辑|浏览|点击|阅读|访问|字体|字号|打印|分享)"
)
_DIGIT = re.compile(r"\d")
_DATE_FIRST = re.compile(r"[\[【(（]?\s?(?:19|20)\d\d\s?[-/.年]\s?\d")
_PUNCTUATION = re.compile(r"[，。；？！《》]")
_YEAR_AND_MONTH = re.compile(r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}月?")
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d\s?年?")
_SCRIPT_VALUE = re.compile(
    r"""(?<![\w.])(?:ct|publish_?time|pub_?date|pub_?time|publishdate|docreltime|createtime|oriCreateTime)"""
    r"""["']?\s{0,3}[=:]\s{0,3}["'](?P<value>\d{10}(?:\d{3})?|(?:19|20)\d\d[-/.年]\d[\d\s:\-/.年月日]{3,20})["']""",
    re.IGNORECASE,
)
_EMPTY_PLACE = (
    "[id*=publish_time],[id*=pubtime],[id*=pubdate],[id*=publishtime],[id*=pub_time],[class*=pubtime],[class*=pubdate],"
    "[class*=publish-time],[class*=publishtime],time"
)


@dataclass(frozen=True, slots=True)
class Published:
    """A publication time with where it was read."""

    when: datetime
    precision: Precision
    origin: str
    """``visible``, ``meta`` or ``script``."""
    line: int | None
    """Index of the line that states it."""


def has_date(line: str) -> bool:
    """Whether a line holds a date with year."""
    return bool(_HAS_DATE.search(line))


def find_title(lines: list[str], title: str | None) -> int | None:
    """Index of the line that shows the title as a headline: the occurrence nearest before a date or label."""
    packed = squeeze(title or "")
    if len(packed) < 4:
        return None
    longest, found, start = len(packed) * 2 + 60, [], packed[:_START]
    first = start[0]
    for index in [index for index, line in enumerate(lines) if line[0] == first]:
        line = lines[index]
        head = line[:_START]
        # One that begins with the same character, and goes on otherwise for as long as a start has to be, is another.
        if head != start and len(head) == _START and head.isalnum():
            continue
        if len(line) > longest:
            continue
        shown = squeeze(line)
        if len(shown) * 3 >= len(packed) and (packed.startswith(shown) or shown.startswith(packed)):
            found.append(index)
    if len(found) < 2:
        return found[0] if found else None
    return min(found, key=lambda index: _to_date(lines, index))


def _to_date(lines: list[str], index: int) -> int:
    """Lines from a headline to the next date; 9 where none follows soon."""
    for distance, line in enumerate(lines[index + 1 : index + 9], 1):
        if len(line) < _LONG and _HAS_DATE.search(line):
            return distance
    return 9


def read_published(lines: list[str], at: int | None, meta: Stated | None, now: datetime) -> Published | None:
    """Publication time that the page shows.

    Args:
        lines: visible lines.
        at: index of the title's line, if it was found.
        meta: the PubDate tag, which confirms a date but does not make one.
        now: instant of the fetch.
    """
    center = at if at is not None else 0
    first = max(0, center - _NEAR_BEFORE)
    near = range(first, min(len(lines), center + _NEAR_AFTER) if at is not None else len(lines))
    labelled = _labelled(lines, near, center, now)
    best = labelled.get(3) or labelled.get(2)
    if best and (at is None or best.line is None or best.line - at <= _BESIDE_TITLE):
        return best
    bare = (
        (_under_title(lines, at, now) or _leaf(lines, at, now) if at is not None else None)
        or best
        or _beside_source(lines, first, now)
    )
    if bare:
        return bare
    far = _labelled(lines, range(len(lines)), center, now).get(3)
    return far or _confirmed(lines, meta, now) or labelled.get(1)


class _Label(NamedTuple):
    """A label in a line that may announce a publication time."""

    line: str
    """The line, or the line without blanks between its characters."""
    start: int
    end: int
    grade: int
    """3 strong, 2 medium, 1 weak."""
    colon: bool


def _labelled(lines: list[str], near: range, center: int, now: datetime) -> dict[int, Published]:
    """The labelled date nearest to the title for each grade of label (3 strong, 2 medium, 1 weak)."""
    found: dict[int, Published] = {}
    distance: dict[int, int] = {}
    for index in near:
        line = lines[index]
        if len(line) > _LONG * 2 or not ("间" in line or "期" in line or "发" in line):
            continue
        labels = _labels_in(line)
        if not labels:
            continue
        # Before the title stand navigation and the document's data; beyond it stands its own line.
        away = index - center if index >= center else (center - index) * 2
        for grade, stated in _stated_in(labels, lines, index, now):
            if grade not in found or away < distance[grade]:
                found[grade] = Published(stated[0], stated[1], "visible", index)
                distance[grade] = away
    return found


@lru_cache(maxsize=4096)
def _labels_in(line: str) -> tuple[_Label, ...]:
    """Labels of publication times in a short line; the pages of a site repeat the lines of their menus."""
    if not _MAYBE_LABEL.search(line):
        return ()
    return tuple(
        _Label(form, label.start(), label.end(), grade, bool(label["colon"].strip()))
        for form in _as_written(line)
        for label in _LABEL.finditer(form)
        if (grade := _grade(form, label))
    )


def _as_written(line: str) -> tuple[str, ...]:
    """The line, and without blanks between its characters where labels may be spread by them."""
    if len(line.split(None, 1)) < 2:
        return (line,)
    packed = _SPACED.sub("", line)
    return (line,) if packed == line else (line, packed)


def _stated_in(
    labels: tuple[_Label, ...], lines: list[str], index: int, now: datetime
) -> Iterator[tuple[int, Stated]]:
    """Grade and date of every label in a line that announces a publication time."""
    for label in labels:
        if label.grade == 2 and _is_appointment(label, lines, index):
            continue
        stated = _after(label, lines, index, now)
        if stated:
            yield label.grade, stated


def _grade(line: str, label: re.Match[str]) -> int:
    """How sure a label means publication: 3 strong, 2 medium, 1 weak, 0 something else."""
    if label[0].startswith("发"):
        return 3
    before = _WHAT.search(line[max(0, label.start() - 8) : label.start()])
    what = before[0] if before else ""
    if not what:
        return 2 if label["colon"].strip() else 0
    if what.endswith(_STRONG):
        return 3
    if what in _MEDIUM:
        return 2
    return 1 if what.endswith(_WEAK) else 0


def _is_appointment(label: _Label, lines: list[str], index: int) -> bool:
    """Whether a mere 时间 or 日期 announces an event: an item of an enumeration, or a place beside it."""
    if _ENUMERATED.search(label.line[: label.start]):
        return True
    return any("地点" in near[:20] for near in (label.line[label.end :][-40:], *lines[index + 1 : index + 4]))


def _after(label: _Label, lines: list[str], index: int, now: datetime) -> Stated | None:
    """The date that follows a label in its line, or that begins one of the next two short lines."""
    rest = label.line[label.end : label.end + 60]
    if rest.strip(" :：\u3000\u00a0"):
        return read_time(rest, now) if _DATE_START.match(rest) else None
    for following in lines[index + 1 : index + 3]:
        if following in (":", "："):
            continue
        if _YEAR_ALONE.fullmatch(following):
            return read_time(
                "".join(lines[index + 1 : index + 6])[:60], now
            )  # every number in a box of its own
        if len(following) < _LONG and _DATE_START.match(following):
            return read_time(following[:60], now)
        return None
    return None


def _under_title(lines: list[str], at: int, now: datetime) -> Published | None:
    """An unlabelled date between title and text: a line with nothing else but source, author, counters."""
    for index in range(at + 1, min(len(lines), at + 14)):
        line = lines[index]
        if len(line) > _LONG or (len(line) > _SENTENCE and "。" in line):
            return None  # the text has begun: what is dated below it is signed, not published
        before = lines[index - 1]
        if not _HAS_DATE.search(line) or _other_label(before):
            continue
        # Under a headline may stand a second one; further below, a long line before a date is a list entry.
        near = index - at <= 2
        if (_is_info(line) or (near and _is_signed(line))) and (
            len(before) <= 12 or near or _NO_DATE_LABEL.search(before[:40])
        ):
            stated = read_time(line, now)
            if stated:
                return Published(stated[0], stated[1], "visible", index)
    return None


def _is_signed(line: str) -> bool:
    """Whether a line begins with its date, and what follows are names without labels (某某日报 记者 某某)."""
    return bool(_DATE_FIRST.match(line)) and len(line) <= 50 and not _PUNCTUATION.search(line)


def _leaf(lines: list[str], at: int, now: datetime) -> Published | None:
    """A calendar leaf beside the title: the day in one box, year and month in the other."""
    for index in range(max(0, at - 3), min(len(lines) - 1, at + 3)):
        day, month = lines[index], lines[index + 1]
        if len(day) <= 2 and len(month) <= 8 and day.isdecimal() and _YEAR_AND_MONTH.fullmatch(month):
            stated = read_time(f"{day} {month}", now)
            if stated:
                return Published(stated[0], stated[1], "visible", index)
    return None


def _beside_source(lines: list[str], first: int, now: datetime) -> Published | None:
    """An unlabelled date in a line of its own, with the source, counters or font buttons right beside it."""
    for index in range(first, len(lines)):
        line = lines[index]
        if len(line) > 70 or not _HAS_DATE.search(line) or not _is_info(line):
            continue
        if index and _other_label(lines[index - 1]):
            continue
        beside = lines[max(0, index - 2) : index] + lines[index + 1 : index + 4]
        if any(len(other) < 40 and _BESIDE.match(other) for other in beside):
            stated = read_time(line, now)
            if stated:
                return Published(stated[0], stated[1], "visible", index)
    return None


def _other_label(line: str) -> bool:
    """Whether a line announces what follows it as something else than the publication time."""
    if line.endswith(("时间", "日期")):
        return True
    return line.endswith((":", "：")) and not _NO_DATE_LABEL.search(line)


def _is_info(line: str) -> bool:
    """Whether a line is made of date, source, counters and the like, and gives its date no label of its own."""
    found = _HAS_DATE.search(line)
    before = line[: found.start()].rstrip(" \u3000\u00a0[【(（") if found else ""
    if before.endswith((":", "：")) and not _NO_DATE_LABEL.search(before[-8:]):
        return False
    if _TODAY.search(before):
        return False
    left = _DATE_CHARS.sub("", line)
    if len(left) <= 3:
        return True
    return len(line) < 70 and "，" not in line and "。" not in line and bool(_INFO_WORDS.search(left))


def _confirmed(lines: list[str], meta: Stated | None, now: datetime) -> Published | None:
    """A short line with the very day of the PubDate tag."""
    if meta is None:
        return None
    day, year = meta[0].date(), str(meta[0].year)
    for index, line in enumerate(lines):
        if year not in line or len(line) > 60 or not _HAS_DATE.search(line):
            continue
        if not _is_info(line) or (index and _other_label(lines[index - 1])):
            continue
        stated = read_time(line, now)
        if stated and stated[0].date() == day:
            return Published(stated[0], stated[1], "visible", index)
    return None


def has_empty_place(lines: list[str], at: int | None, tree: LexborHTMLParser) -> bool:
    """Whether the page keeps a place for the time that is empty in its source (or says 昨天, as of when?)."""
    if any(not _DIGIT.search(node.text()[:200]) for node in tree.css(_EMPTY_PLACE)[:20]):
        return True
    center = at if at is not None else 0
    for index in range(max(0, center - 5), min(len(lines), center + 12)):
        line = _SPACED.sub("", lines[index])
        if len(line) > _LONG:
            continue
        for label in _labels_in(line):
            if label.grade < 2 or not label.colon:
                continue
            rest = line[label.end :].strip()
            if _AFTER_NOTHING.match(rest) and not _is_appointment(label, lines, index):
                return True
    return False


def from_script(html: str, now: datetime) -> Stated | None:
    """Time that a script variable of the page holds (as WeChat's ``ct``, seconds since 1970)."""
    for found in list(_SCRIPT_VALUE.finditer(html[:1_000_000]))[:10]:
        value = found["value"]
        if value.isdecimal() and len(value) in (10, 13):
            when = datetime.fromtimestamp(int(value[:10]), UTC).astimezone(CHINA)
            if 1995 <= when.year <= now.year + 1:
                return when, Precision.SECOND
            continue
        stated = read_time(value, now)
        if stated:
            return stated
    return None
