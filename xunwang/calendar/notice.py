"""The State Council's notice on the holidays of a year (国务院办公厅关于……部分节假日安排的通知), read into days.

Read are dates before 放假, 休息, 补休 (nobody works) and before 上班 (a weekend on which offices work). What the notice
says twice is compared: the day of the week beside a date, and the number of days behind 共. A person confirms the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple
from unicodedata import normalize

_TITLE = re.compile(r"关于\s{0,3}(?P<year>20\d\d)\s{0,3}年\s{0,3}部分节假日安排")
_NUMBER = re.compile(r"国办发(?:明电)?\s?[〔\[（(]20\d\d[〕\]）)]\s?\d{1,3}\s?号")
_ITEM = re.compile(r"[一二三四五六七八九]、\s{0,3}(?P<name>[\u4e00-\u9fff、\s]{2,20})[：:]")
_END = re.compile(r"\n|节假日期间|国务院办公厅")
_PIECE = re.compile(
    r"(?P<iso>20\d\d-\d{1,2}-\d{1,2})|(?:(?P<year>20\d\d)年)?(?:(?P<month>1[0-2]|0?[1-9])月)?(?P<day>[12]\d|3[01]|0?[1-9])日"
    r"(?:[（(](?P<beside>[^（）()]{0,30})[）)])?|(?P<to>至|到|—|-)|(?P<verb>不调休|放假|补休|休息|上班)|共\s?(?P<count>\d{1,2})\s?天"
)
_BETWEEN = re.compile(r"[\s、，,；;。]+")
_LONGEST = timedelta(days=20)
_MOST = 10_000
"""Characters that are looked at; a notice has a thousand."""
WEEKDAYS = "一二三四五六日"
"""From Monday on."""


class HolidayNotice(NamedTuple):
    """What a notice says."""

    year: int | None
    """Of its title, where it has one."""
    number: str
    """Its number (国办发明电〔2025〕7号), or empty."""
    rest: tuple[date, ...]
    """Days off, the weekends among them included."""
    work: tuple[date, ...]
    """Weekend days on which offices work."""
    problems: tuple[str, ...]
    """In Chinese: what contradicts itself, or could not be read."""


def read_notice(text: str, year: int) -> HolidayNotice:
    """Read the text of a notice, as copied from the page that published it; dates without a year lie in ``year``.

    Never raises; a text without any holiday has a problem that says so.
    """
    text = normalize("NFKC", text[:_MOST])
    title, number = _TITLE.search(text), _NUMBER.search(text)
    stated = int(title["year"]) if title else None
    reading = _Reading(year)
    for name, item in _items(text):
        reading.read(name, item)
    problems = list(reading.problems)
    if stated is not None and stated != year:
        problems.insert(0, f"这是{stated}年的通知，而录入的是{year}年。")
    if not reading.rest:
        problems.append("没有读出放假的日子：请粘贴通知中“一、元旦：……”起的各条原文。")
    return HolidayNotice(
        stated,
        number[0].replace(" ", "") if number else "",
        tuple(sorted(reading.rest)),
        tuple(sorted(reading.work)),
        tuple(problems),
    )


def read_days(text: str, year: int) -> tuple[tuple[date, ...], tuple[str, ...]]:
    """Days written one by one or as ranges (2027-02-05, 2月5日至11日), and what is wrong with them, in Chinese."""
    reading, text = _Reading(year), normalize("NFKC", text[:_MOST])
    days = {day for _, found in reading.pieces("", text) for day in found}
    if left := _BETWEEN.sub("", _PIECE.sub("", text)):
        reading.problems.append(f"没有读懂“{left[:20]}”：日子写成2027-02-05或2月5日至11日，一行一个。")
    return tuple(sorted(days)), tuple(reading.problems)


def _items(text: str) -> Iterator[tuple[str, str]]:
    """Name and text of each numbered item, whether or not every item has a line of its own."""
    heads = list(_ITEM.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=False):
        item = _END.split(text[head.end() : end].lstrip(), maxsplit=1)[0]
        # What offices are encouraged to grant is no day off: 鼓励……安排职工在除夕（2月9日）休息.
        told = [sentence for sentence in item.split("。") if "鼓励" not in sentence]
        yield "".join(head["name"].split()), "".join("。".join(told).split())


class _Reading:
    """Days of the items read so far."""

    def __init__(self, year: int) -> None:
        self._year = year
        self.rest: set[date] = set()
        self.work: set[date] = set()
        self.problems: list[str] = []

    def read(self, name: str, text: str) -> None:
        """Read one item, such as 一、元旦."""
        waiting: list[date] = []
        off: set[date] = set()
        for piece, days in self.pieces(name, text):
            if piece["verb"]:
                if piece["verb"] == "上班":
                    self.work.update(waiting)
                elif piece["verb"] != "不调休":
                    off.update(waiting)
                waiting = []
            elif piece["count"] and int(piece["count"]) != len(off):
                self._tell(name, f"写明共{piece['count']}天，读出{len(off)}天，请核对。")
            waiting += days
        if waiting:
            self._tell(name, f"{waiting[0]:%m月%d日}没有写明放假还是上班，未读入。")
        self.rest |= off

    def pieces(self, name: str, text: str) -> Iterator[tuple[re.Match[str], list[date]]]:
        """The pieces of an item with the days that each adds; a range adds its days at its end."""
        last: date | None = None
        ranging = False
        for piece in _PIECE.finditer(text):
            days: list[date] = []
            if piece["day"] or piece["iso"]:
                found = self._day(name, piece, last)
                if found is not None and ranging and last is not None:
                    days = self._between(name, last, found)
                elif found is not None:
                    days = [found]
                last = found
            ranging = bool(piece["to"])
            yield piece, days

    def _tell(self, name: str, problem: str) -> None:
        self.problems.append(f"{name}：{problem}" if name else problem)

    def _day(self, name: str, piece: re.Match[str], last: date | None) -> date | None:
        try:
            day = self._date(name, piece, last)
        except ValueError:
            self._tell(name, f"没有“{piece[0][:20]}”这一天。")
            return None
        beside = re.search(r"(?:周|星期)([一二三四五六日天])", piece["beside"] or "")
        if beside and WEEKDAYS[day.weekday()] != beside[1].replace("天", "日"):
            self._tell(
                name, f"{day:%Y年%m月%d日}是星期{WEEKDAYS[day.weekday()]}，原文写的是星期{beside[1]}。"
            )
        return day

    def _date(self, name: str, piece: re.Match[str], last: date | None) -> date:
        """The date of a piece; raises ValueError for one that no calendar has."""
        if piece["iso"]:
            return date(*map(int, piece["iso"].split("-")))
        month = int(piece["month"] or (last.month if last else 0))
        before = name.startswith("元旦") and month == 12
        year = int(piece["year"] or self._year - before)
        return date(year, month, int(piece["day"]))

    def _between(self, name: str, first: date, last: date) -> list[date]:
        """Days behind the first of a range up to its last."""
        if not timedelta() < last - first <= _LONGEST:
            self._tell(name, f"{first:%m月%d日}至{last:%m月%d日}不是一段假期，请核对。")
            return []
        return [first + timedelta(days=number) for number in range(1, (last - first).days + 1)]
