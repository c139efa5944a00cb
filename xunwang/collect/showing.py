"""Stored answers for people's eyes: of a feed or an interface's answer only the post that is meant, as a page.

The page is made from the post as it was read; nothing of the answer's own markup is in it. What was stored stays as it
is and is shown beside it as source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

from xunwang.collect.segments import ended_in, shards_of
from xunwang.collect.tables import read_account
from xunwang.fetch.evidence import StoredPage
from xunwang.posts.records import Comment, Post
from xunwang.words import CHINA

_HEAD = '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{}</title></head><body>'
_LONGEST = 100_000
"""Characters of a post, and of an answer that no post was read from."""


def is_page(stored: StoredPage) -> bool:
    """Whether the answer is a page of its own, which a frame can show."""
    head = stored.body[:512].lstrip().lower()
    return head.startswith((b"<!doctype html", b"<html")) or b"<html" in head


def shown_answer(collections: Path, name: str, account: str, url: str, stored: StoredPage) -> StoredPage:
    """The answer as people look at it: a page as it is, else the account's post at ``url``, else plain text.

    ``collections`` is the folder that the collection lies in, ``name`` its own. Raises OSError.
    """
    if is_page(stored):
        return stored
    found = next(_posts_at(collections / name, account, url), None)
    text = _page_of(found) if found is not None else _plain(stored)
    return replace(stored, body=text.encode(errors="replace"))


def _posts_at(folder: Path, account: str, url: str) -> Iterator[Post]:
    for shard in shards_of(folder):
        if any(ended == account for ended, _ in ended_in(shard)):
            yield from (
                post for _, _, post in read_account(shard / "posts.parquet", account) if post.url == url
            )


def _page_of(post: Post) -> str:
    told = [f"{post.at.astimezone(CHINA):%Y-%m-%d %H:%M}" if post.at else "发布时间未知"]
    told += [part for part in (post.author, f"来源：{post.source}" if post.source else "") if part]
    parts = [
        _HEAD.format(escape(post.title)),
        f"<h1>{escape(post.title)}</h1><p>{escape('　'.join(told))}</p>",
        *(f"<p>{escape(line)}</p>" for line in post.text[:_LONGEST].splitlines() if line.strip()),
        _list("图片说明", (picture.alt for picture in post.pictures if picture.alt)),
        _list("链接", (f"{link.text} {link.url}".strip() for link in post.links)),
        _list("公开的评论", map(_comment, post.comments or ())),
        "</body></html>",
    ]
    return "".join(parts)


def _comment(one: Comment) -> str:
    return f"{one.text}　答复：{one.answer}" if one.answer else one.text


def _list(title: str, lines: Iterator[str] | map[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<h2>{title}</h2><ul>{items}</ul>" if items else ""


def _plain(stored: StoredPage) -> str:
    text = stored.body[: 4 * _LONGEST].decode("utf-8", "replace")[:_LONGEST]
    return f"{_HEAD.format('')}<pre>{escape(text)}</pre></body></html>"
