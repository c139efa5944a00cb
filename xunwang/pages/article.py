"""An article: publication time, source, author, body, attachments, media."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from xunwang.pages.blocks import media_of, read_block
from xunwang.pages.body import MIN_TEXT, body_text, find_body, text_below
from xunwang.pages.dates import Stated, read_time
from xunwang.pages.document import Document
from xunwang.pages.published import (
    Published,
    find_title,
    from_script,
    has_date,
    has_empty_place,
    read_published,
)
from xunwang.pages.records import Attachment
from xunwang.pages.urls import Joiner, classify
from xunwang.words import LinkClass

_SOURCE = re.compile(r"(?:来源|稿源|文章出处)\s{0,3}[:：]\s{0,3}(?P<value>[^\n]{0,80})")
_PUBLISHER = re.compile(
    r"(?:信息提供|供稿单位|发布机构|发布单位|发文机关|责任部门)\s{0,3}[:：]\s{0,3}(?P<value>[^\n]{0,80})"
)
_AUTHOR = re.compile(r"(?:作者|责任编辑|责编|编辑|撰稿|记者)\s{0,3}[:：]\s{0,3}(?P<value>[^\n]{0,40})")
_VALUE_END = re.compile(
    r"\s{2,}|[|｜【\[]|\s*(?:(?:发布|更新|信息|录入|公开)?(?:时间|日期)|作者|编辑|责编|责任编辑|浏览|点击|阅读|访问|字体|字号|打印|分享"
    r"|来源|发布人|(?:19|20)\d\d[-年/.]\d)"
)
_LABEL_LIKE = re.compile(
    r"^[【\[（(]?\s*(?:[\u4e00-\u9fff\s]{1,8}[:：]|字体|字号|打印|分享|浏览|大$|中$|小$|[-—]+$)"
)
_TABLE_LINES = 40


@dataclass(frozen=True, slots=True)
class Article:
    """What is particular to articles."""

    published: Published | None
    stated: Stated | None
    """The time of the PubDate tag."""
    source: str | None
    source_shown: str | None
    """The source as the page shows it, where it does."""
    author: str | None
    title_line: int | None
    dates_shown: int
    """Short lines that hold a full date: many of them make a list. Not counted where the tags tell."""
    dates_inside: int
    """Such lines in the body."""
    body: LexborNode | None
    media: tuple[str, ...]
    """Forms of presentation in the body: ``picture``, ``audio``, ``video``, ``chart`` (G-43)."""
    text: str


def read_article(doc: Document, lines: list[str], title: str | None, menu: Collection[str] = ()) -> Article:
    """Read an article from its visible lines and its tree (scripts dropped already).

    Args:
        doc: the page.
        lines: its visible lines.
        title: its headline.
        menu: texts of links, left out where the body can only be told by its place.
    """
    at = find_title(lines, title)
    meta = read_time(doc.metas.get("pubdate", ""), doc.now)
    published = read_published(lines, at, meta, doc.now)
    if published is None and has_empty_place(lines, at, doc.tree):
        time, origin = (meta, "meta") if meta else (from_script(doc.html, doc.now), "script")
        if time:
            published = Published(time[0], time[1], origin, None)
    around = _around(lines, at, published)
    stated = _value(around, _SOURCE) or _value(lines[:_TABLE_LINES], _PUBLISHER)
    author = doc.metas.get("author") or _value(around, _AUTHOR) or _value(lines[-60:], _AUTHOR)
    shown = "\n".join(lines) if doc.outline.shown is None else doc.outline.shown
    above = sum(map(len, lines[:at])) + at if at else 0
    body = find_body(doc.tree, shown, above, doc.outline.editors, doc.outline.edited == 1)
    block = read_block(body, doc.length) if body is not None else None
    text = body_text(block.text, title) if block is not None else ""
    if len(text) < MIN_TEXT:
        info = max(
            published.line if published and published.line is not None else -1, at if at is not None else -1
        )
        text = text_below(lines, info, title, menu) if info >= 0 else ""
        body, block = None, None
    return Article(
        published=published,
        stated=meta,
        source=stated or doc.metas.get("contentsource") or doc.metas.get("source") or None,
        source_shown=stated,
        author=author or None,
        title_line=at,
        dates_shown=0 if meta else _date_lines(lines),
        dates_inside=0 if meta else _date_lines(text.split("\n")),
        body=body,
        media=media_of(block) if block is not None else (),
        text=text,
    )


def _date_lines(lines: list[str]) -> int:
    return sum([len(line) < 24 and has_date(line) for line in lines])


def _around(lines: list[str], at: int | None, published: Published | None) -> list[str]:
    """Lines that may hold source and author: from the title or the date on, else the table above."""
    line = published.line if published else None
    if at is None and line is None:
        return lines[:80]
    first = min(at if at is not None else 1 << 30, max(0, line - 6) if line is not None else 1 << 30)
    last = max(at + 16 if at is not None else 0, line + 12 if line is not None else 0)
    return lines[first:last]


def _value(lines: list[str], label: re.Pattern[str]) -> str | None:
    """The first non-empty value behind a label, in its line or in the next."""
    for index, line in enumerate(lines):
        if len(line) > 160 or (":" not in line and "：" not in line):
            continue
        found = label.search(line)
        if not found:
            continue
        rest = found["value"].strip()
        if not rest and index + 1 < len(lines):
            rest = lines[index + 1][:80].strip()
            if _LABEL_LIKE.match(rest):
                continue
        value = _VALUE_END.split(rest, maxsplit=1)[0].strip(" \u3000\u00a0:：，,。;；)）]】")
        if value and len(value) <= 60:
            return value
    return None


def read_attachments(doc: Document, body: LexborNode | None, joiner: Joiner) -> tuple[Attachment, ...]:
    """Files that the body and the blocks around it offer."""
    found: dict[str, Attachment] = {}
    for node in _wider(body).css("a[href]")[:500] if body is not None else ():
        url = joiner.join(doc.base, node.attributes.get("href") or "")
        if url and url not in found and classify(url, frozenset()) is LinkClass.ATTACHMENT:
            name = (
                " ".join(node.text()[:400].split()) or node.attributes.get("title") or url.rsplit("/", 1)[-1]
            )
            found[url] = Attachment(url, name[:200])
    return tuple(found.values())


def _wider(node: LexborNode) -> LexborNode:
    """The block two levels above, where templates put the list of attachments."""
    for _ in range(2):
        if node.parent is None or node.parent.tag in ("body", "html", None):
            break
        node = node.parent
    return node
