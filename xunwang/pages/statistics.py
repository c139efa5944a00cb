"""Published statistics: letters received and answered, services handled."""

from __future__ import annotations

import re
from datetime import date

from xunwang.pages.dates import read_day
from xunwang.pages.document import Document
from xunwang.pages.lines import visible_lines

_COUNT = r"[^\d。；\n]{0,12}(\d{1,8})(?!\d|\s?[-/.年:：]\d|\s?年)\s?(?:件|条|封|次|个)?"
_LETTERS = re.compile(
    rf"(?:来信|留言|信件|收件|收到|受理|咨询|诉求|提问){_COUNT}[^\n]{{0,60}}?(?:回复|答复|办结|办理|反馈|处理){_COUNT}"
)
_SERVICES = re.compile(
    r"(?:办事|办件|事项|服务|业务|审批)\s{0,2}(?:办理)?(?:统计|数量|总量|量|情况)|办结(?:件|量|数)|受理(?:件|量)数?"
)
_AS_OF = re.compile(
    r"(?:截至|截止|更新(?:时间|日期)|统计(?:时间|日期|截至)|数据(?:更新)?时间|发布(?:时间|日期))[^\d二]{0,12}([\d二][^，,。；;）)\n]{5,24})"
)
_MONTH = re.compile(r"(20\d{2})\s?年\s?(1[0-2]|0?[1-9])\s?月(?!\s?\d{1,2}\s?日)")
_WINDOW = 400


def letter_statistics(doc: Document) -> str | None:
    """The fragment that tells how many letters came and how many were answered."""
    if not any(word in doc.html for word in ("来信", "留言", "信件", "收到", "受理")):
        return None
    text = " ".join(visible_lines(doc.tree)[:5_000])[:200_000]
    found = _LETTERS.search(text)
    return found[0][:160] if found else None


def service_statistics_day(doc: Document) -> date | None:
    """Newest day of service statistics on the page: "as of" a day, or the last day of a month."""
    if not _SERVICES.search(doc.html[:2_000_000]):
        return None
    text = " ".join(visible_lines(doc.tree)[:5_000])[:200_000]
    days: list[date] = []
    for mark in list(_SERVICES.finditer(text))[:40]:
        around = text[max(0, mark.start() - _WINDOW // 2) : mark.end() + _WINDOW]
        days += [day for stated in _AS_OF.findall(around) if (day := read_day(stated, doc.now))]
        days += [_last_day(int(year), int(month)) for year, month in _MONTH.findall(around)]
    today = doc.now.date()
    return max((min(day, today) for day in days if day.year <= today.year), default=None)


def _last_day(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
