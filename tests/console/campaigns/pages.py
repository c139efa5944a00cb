"""What the tests of these pages share: reading a page, and the values of a good plan."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from django.test import Client

from tests.console.province import Province

SignIn = Callable[[object], Client]


def text(client: Client, address: str) -> str:
    """The page as people read it."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.content.decode())


def said(answer: object) -> str:
    """Messages and errors of the page that an answer leads to."""
    page = html.unescape(answer.content.decode())  # type: ignore[attr-defined]
    return "\n".join(re.findall(r'class="(?:note [a-z]+|fault)"[^>]*>(.*?)</(?:p|div)>', page, re.DOTALL))


def good_plan(province: Province, **changes: object) -> dict[str, object]:
    """What a planner types."""
    values: dict[str, object] = {
        "title": "2020年检查", "unit": province.root.pk, "period_start": "2020-10-01", "period_end": "2020-12-31",
        "check_point": "2020-11-30T10:00", "edition": "2019", "site_share": "100", "account_share": "35",
        "account_strata": ["level"], "account_at_least": "1", "account_history": "any", "seed": "2020-10", "double_share": "5", "answer_days": "5",
    }  # fmt: skip
    return values | changes
