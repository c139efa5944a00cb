"""Bodies of posts as platforms and bridges write them in HTML."""

from __future__ import annotations

from html import escape

from xunwang.simulate.platforms.names import HOMES, PICTURES
from xunwang.simulate.platforms.writing import Written


def article(post: Written) -> str:
    """Of WeChat and Toutiao: paragraphs, pictures between them, the source at the end."""
    parts = [f"<p>{escape(text)}</p>" for text in post.paragraphs]
    for address, alt in post.pictures:
        parts.insert(1, f'<p><img src="{address}" alt="{escape(alt)}" referrerpolicy="no-referrer"></p>')
    if post.link[0]:
        parts.append(f"<p>{_link(post.link)}</p>")
    if post.source:
        parts.append(f"<p>来源：{escape(post.source)}</p>")
    return "\n".join(parts)


def status(post: Written) -> str:
    """Of Weibo and of video platforms: lines, pictures below, what is reposted in a quotation."""
    own = "<br>".join(escape(text) for text in post.paragraphs)
    if post.source:
        who = f'<a href="https://{HOMES["weibo"]}/n/{escape(post.source)}" target="_blank">@{escape(post.source)}</a>'
        own = f"转发微博<br><blockquote> - 转发 {who}: {own}</blockquote>"
    if post.link[0]:
        own += f"<br>{_link(post.link)}"
    if post.video:
        poster = f"https://{PICTURES}/cover/{post.number}.jpg"
        own += (
            f'<br><video src="https://{PICTURES}/video/{post.number}.mp4" controls poster="{poster}"></video>'
        )
    for address, alt in post.pictures:
        own += f'<br><br><img style="" src="{address}" alt="{escape(alt)}" referrerpolicy="no-referrer">'
    return own


def body_of(platform: str, post: Written) -> str:
    """As the platform of that name has it."""
    return article(post) if platform in ("wechat", "toutiao") else status(post)


def _link(link: tuple[str, str]) -> str:
    return f'<a href="{escape(link[0])}" target="_blank">{escape(link[1])}</a>'
