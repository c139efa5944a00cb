"""How the tests of this folder read a piece of HTML."""

from __future__ import annotations

from datetime import UTC, datetime

from xunwang.pages.document import Document, parse
from xunwang.pages.lines import drop_unseen
from xunwang.pages.urls import Joiner

NOW = datetime(2020, 11, 30, 4, 0, tzinfo=UTC)
URL = "http://www.example.gov.cn/zwgk/tzgg/index.html"


def read(html: str, url: str = URL, *, scripts: bool = False, now: datetime = NOW) -> Document:
    """A parsed page, without its scripts as the extractors get it, unless ``scripts``."""
    doc = parse(html.encode("utf-8"), url=url, http_charset="utf-8", now=now)
    if not scripts:
        drop_unseen(doc.tree)
    return doc


def joiner() -> Joiner:
    """A joiner that knows the example's host."""
    made = Joiner()
    made.memo(URL, frozenset({"www.example.gov.cn"}))
    return made
