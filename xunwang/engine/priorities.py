"""What to fetch first: a budget that runs out should have seen what the indicators ask for."""

from __future__ import annotations

from xunwang.fetch.frontier import Priority
from xunwang.pages.records import Link, Page
from xunwang.words import PageKind

NEWEST_PER_LIST = 10
_GUIDE_WORDS = ("指南", "办事", "办理", "服务")
_LETTER_WORDS = ("信箱", "咨询", "留言", "建言", "来信", "诉求", "投诉", "征集", "调查")


def priority_of(link: Link, page: Page, depth: int) -> Priority:
    """Priority of a link found on ``page``, which lies ``depth`` steps from the home page."""
    if depth == 0:
        return _from_home(link, page)
    if link.url == page.next_page:
        return Priority.FIRST_LIST_PAGE if depth == 1 else Priority.LIST_PAGE
    if page.kind in (PageKind.LETTERS, PageKind.LETTER, PageKind.CONSULTATIONS):
        return Priority.LETTER
    if any(word in link.text for word in _GUIDE_WORDS):
        return Priority.GUIDE
    if any(word in link.text for word in _LETTER_WORDS):
        return Priority.LETTER
    if any(column.url == link.url for column in page.columns):
        return Priority.COLUMN
    if any(item.url == link.url for item in page.items[:NEWEST_PER_LIST]):
        return Priority.NEWEST_ARTICLE
    return Priority.REST


def _from_home(link: Link, page: Page) -> Priority:
    if any(column.url == link.url for column in page.columns):
        return Priority.FIRST_COLUMN
    if any(block.more_url == link.url for block in page.blocks):
        return Priority.FIRST_LIST_PAGE
    if any(item.url == link.url for item in page.items):
        return Priority.NEWEST_ARTICLE
    if any(word in link.text for word in _GUIDE_WORDS):
        return Priority.GUIDE
    if any(word in link.text for word in _LETTER_WORDS):
        return Priority.LETTER
    return Priority.COLUMN
