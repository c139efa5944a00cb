"""Numbers as platforms show them: ``12.3万``, ``1.2亿``, ``10万+``, ``1,234``, ``5.6w``, ``3k``."""

from __future__ import annotations

import re

_NUMBER = re.compile(
    r"(?P<number>\d{1,3}(?:[,，]\d{3}){1,5}|\d{1,15})(?:[.．](?P<rest>\d{1,4}))?\s?(?P<unit>千|万|亿|[wWkK])?\+?"
)
_UNITS = {None: 1, "千": 1000, "k": 1000, "万": 10_000, "w": 10_000, "亿": 100_000_000}
MOST = 10_000_000_000
"""More than there are people: no such count is believed."""


def read_count(text: object) -> int | None:
    """The count that a text or number states; None where it states none. ``10万+`` is read as its lower bound."""
    if isinstance(text, bool) or text is None:
        return None
    if isinstance(text, int | float):
        return int(text) if 0 <= text <= MOST else None
    if not isinstance(text, str):
        return None
    found = _NUMBER.fullmatch(text.strip()[:40])
    if found is None:
        return None
    whole = int(re.sub("[,，]", "", found["number"]))
    unit = _UNITS[found["unit"].lower() if found["unit"] else None]
    rest = found["rest"] or ""
    if rest and unit == 1 and rest.strip("0"):
        return None
    count = whole * unit + (int(rest) * unit // 10 ** len(rest) if rest else 0)
    return count if count <= MOST else None
