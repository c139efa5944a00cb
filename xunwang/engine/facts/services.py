"""Service entry, guides, statistics; data offered for download."""

from __future__ import annotations

from datetime import date

from xunwang.engine.facts.reading import Reading, Stored
from xunwang.engine.tables import read_addresses, targets_of_page
from xunwang.pages.lines import squeeze
from xunwang.rules.facts import Column, ContentHint, GuideSeen, Seen
from xunwang.words import ColumnType, GuideElement

_DATA_FILES = (".xlsx", ".xls", ".csv", ".json", ".xml", ".zip")


def service_entry_of(reading: Reading, columns: tuple[Column, ...]) -> tuple[Seen | None, int]:
    """The entry to the service items, and the number of classes that it shows them under."""
    entries = [column for column in columns if column.type is ColumnType.SERVICES]
    entry = next((column for column in entries if column.level == 1), entries[0] if entries else None)
    if entry is None:
        return _entry_elsewhere(reading), 0
    stored = reading.lists.get(entry.url)
    below = sum(column.parent == entry.url for column in columns)
    on_page = stored.page.link_groups if stored else 0
    return entry.seen, max(below, on_page)


def _entry_elsewhere(reading: Reading) -> Seen | None:
    """A link of the home page's navigation to the province's service platform."""
    if reading.home is None:
        return None
    for column in reading.home.page.columns:
        if "办事" in column.name or "政务服务" in column.name:
            return Seen(column.url, reading.home.row.at, reading.home.row.digest)
    return None


def guides_of(reading: Reading, broken: frozenset[str]) -> tuple[GuideSeen, ...]:
    """Service guides with the forms that could, or could not, be had."""
    found = []
    for stored in reading.guides:
        guide = stored.page.guide
        if guide is None:
            continue
        missing = tuple(form.url for form in guide.forms if form.url in broken)
        found.append(GuideSeen(guide.name, frozenset(guide.elements), guide.vague, guide.needs_form,
                               len(guide.forms) - len(missing), missing, stored.seen))  # fmt: skip
    return tuple(found)


_COMPARED = (
    GuideElement.HOURS,
    GuideElement.PHONE,
    GuideElement.PLACE,
    GuideElement.BASIS,
)
_MOST_DIFFERENCES = 100


def guide_differences_of(reading: Reading) -> tuple[ContentHint, ...]:
    """Guides of one name, one linking to the other, that tell the applicant different things."""
    by_name: dict[str, list[Stored]] = {}
    for stored in reading.guides:
        if stored.page.guide is not None:
            by_name.setdefault("".join(stored.page.guide.name.split()), []).append(stored)
    hints: list[ContentHint] = []
    for stored in (same[0] for same in by_name.values() if len(same) > 1):
        others = by_name["".join(stored.page.guide.name.split())][1:] if stored.page.guide else []
        for other in others:
            if len(hints) < _MOST_DIFFERENCES and _linked(reading, stored, other):
                hints += _differences(stored, other)
    return tuple(hints)


def _linked(reading: Reading, one: Stored, other: Stored) -> bool:
    wanted = (one.row.url, other.row.url)
    numbers = {number: url for number, url, _, _ in read_addresses(reading.folder) if url in wanted}
    on_one = {numbers.get(number) for number in targets_of_page(reading.folder, one.row.id)}
    on_other = {numbers.get(number) for number in targets_of_page(reading.folder, other.row.id)}
    return other.row.url in on_one or one.row.url in on_other


def _differences(one: Stored, other: Stored) -> list[ContentHint]:
    first, second = one.page.guide, other.page.guide
    if first is None or second is None:
        return []
    return [
        ContentHint(
            "guide_difference", f"{element.label}：“{a[:60]}”与“{b[:60]}”（{other.row.final}）", one.seen
        )
        for element in _COMPARED
        if (a := first.elements.get(element))
        and (b := second.elements.get(element))
        and squeeze(a) != squeeze(b)
    ]


def service_statistics_of(reading: Reading) -> tuple[date | None, Seen | None]:
    """Newest day of the service statistics, and where they are shown: in their own column if there is one."""
    newest: tuple[date | None, Seen | None] = (None, None)
    pages = [*reading.stored_lists, *reading.articles]
    own = [stored for stored in pages if stored.page.column_type is ColumnType.SERVICE_STATISTICS]
    for stored in own or pages:
        day = stored.page.service_statistics_day
        if day is not None and (newest[0] is None or day > newest[0]):
            newest = (day, stored.seen)
    return newest


def data_files_of(reading: Reading) -> int:
    """Machine-readable files offered in data columns."""
    data = (ColumnType.DATA, ColumnType.OPEN_DATA)
    found: set[str] = set()
    for stored in [*reading.stored_lists, *reading.articles]:
        if stored.page.column_type in data:
            found.update(a.url for a in stored.page.attachments if a.url.lower().endswith(_DATA_FILES))
            found.update(item.url for item in stored.page.items if item.url.lower().endswith(_DATA_FILES))
    return len(found)


def home_link(reading: Reading, words: tuple[str, ...]) -> Seen | None:
    """A link of the home page whose text names one of the words."""
    if reading.home is None:
        return None
    for text in reading.home_link_texts:
        if any(word in text for word in words):
            return reading.home.seen
    return None
