"""The ``/col/`` and ``/art/`` system of many provinces.

Lists lie in the page as an XML data store that a script draws, articles stand between marker
comments, guides are text under numbered headings.
"""

# Methods are documented in the base class.
# ruff: noqa: D102
from __future__ import annotations

from collections.abc import Sequence
from html import escape

from xunwang.simulate.families.base import Frame, dotted
from xunwang.simulate.families.lists import Lists
from xunwang.simulate.routes import ARTICLES
from xunwang.simulate.spec import SiteSpec
from xunwang.simulate.views import (
    ArticleView,
    Block,
    Crumb,
    GuideView,
    LetterView,
    ListView,
    Mailbox,
    PageView,
)

_NUMERALS = "一二三四五六七八九十"


class Jpage(Lists):
    """datastore, recordset, record."""

    name = "jpage"
    scheme = ARTICLES
    page_size = 15

    def frame(self, site: SiteSpec, nav: Sequence[tuple[Crumb, Sequence[Crumb]]], footer: str) -> Frame:
        name = site.printed_name or site.name
        parts = "".join(_group(head, below) for head, below in nav)
        top = (
            f'<body>\n<div id="barrierfree_container"><div class="w head"><a href="/"><img src="/picture/0/logo.png" '
            f'alt="{name}" title="{name}"></a><div class="webname">{name}</div>{self._search(site)}</div>\n'
            f'<div class="menu w"><dl><dt><a href="/index.html">首页</a></dt></dl>{parts}</div>\n'
        )
        return Frame((top, '<div class="w con">', f"</div>\n{footer}\n</div></body>\n</html>\n"))

    def page(self, view: PageView, frame: Frame) -> str:
        charset = f'<meta http-equiv="Content-Type" content="text/html; charset={view.site.declared}">\n'
        return (
            f"<!DOCTYPE html>\n<html><head>\n{charset if view.site.declared else ''}"
            '<script language="javascript" src="/module/jslib/jquery/jquery.js"></script>\n'
            '<link href="/script/page.css" type="text/css" rel="stylesheet">\n'
            f"<title>{view.title}</title>\n"
            '<meta name="Maketime" content="2020-11-30 09:12:00">\n'
            f"{view.head}</head>\n"
            f"{frame[0]}{self.trail(view.trail) if view.trail else ''}{frame[1]}{view.main}{view.tail}{frame[2]}"
        )

    def trail(self, crumbs: Sequence[Crumb]) -> str:
        cells = "".join(f'<td> &gt;<a href="{c.url}">{c.name}</a></td>' for c in crumbs)
        return (
            '<div class="position w"><table cellspacing="0" cellpadding="0" border="0"><tbody><tr><td>当前位置：</td>'
            f'<td><a href="/index.html">首页</a></td><td><table width="100%"><tr>{cells}</tr></table></td></tr></tbody></table></div>'
        )

    def listing(self, view: ListView) -> str:
        side = "".join(f'<li><a href="{c.url}">{c.name}</a></li>' for c in view.siblings)
        records = "".join(
            f'<record><![CDATA[<li><a href="{e.url}" title="{escape(e.title)}" target="_blank">{escape(e.title)}</a>'
            + (f'<span class="bt-right">{dotted(e.day, "{y}-{m}-{d}")}</span>' if e.day else "")
            + "</li>]]></record>\n"
            for e in view.entries
        )
        total = view.column.items
        store = f'<script type="text/xml"><datastore><recordset>\n{records}</recordset></datastore></script>'
        return (
            f'<div class="col-left"><h3>{view.column.name}</h3><ul>{side}</ul></div><div class="col-right">'
            f'<div id="11802" class="default_pgContainer">{store}</div>'
            f'<div class="pg" data-total="{total}" data-page="{view.page}"></div>{_pager(view)}</div>'
        )

    def article(self, view: ArticleView) -> str:
        shown = f"<span>发布日期：{view.shown:%Y-%m-%d}</span>" if view.shown else ""
        body = "".join(f"<p>　　{text}</p>\n" for text in view.body)
        files = "".join(
            f'<p><img src="/images/icon.gif"><a href="{c.url}">{escape(c.name)}</a></p>'
            for c in view.attachments
        )
        related = "".join(f'<p><a href="{c.url}">{escape(c.name)}</a></p>' for c in view.related)
        more = "".join(f'<li><a href="{c.url}">{escape(c.name)}</a></li>' for c in view.more)
        return (
            f'<div class="wz-con"><p class="con-title"><!--<$[标题]>begin-->{escape(view.title)}<!--<$[标题]>end--></p>'
            f'<div class="small-title clearfix">{shown}<span>浏览次数：</span><span>信息来源：<!--<$[信息来源]>begin-->'
            f"{view.source}<!--<$[信息来源]>end--></span></div>"
            f'<div class="main-txt" id="zoom"><!--<$[信息内容]>begin-->{body}{files}<!--<$[信息内容]>end--></div>'
            + (f'<div class="xgjd"><b>{view.related_name}：</b>{related}</div>' if related else "")
            + (f'<div class="xgxw"><b>相关新闻</b><ul>{more}</ul></div>' if more else "")
            + '<div class="main-word"><span>打印</span><span>关闭</span></div></div>'
        )

    def guide(self, view: GuideView) -> str:
        parts = [(name, f"<p>{text}</p>") for name, text in view.rows]
        if view.materials:
            text = "".join(
                f"<p>{n}、{m}{f'，{form}，{copies}' if form else ''}{f'（{note}）' if note else ''}</p>"
                for n, (m, form, copies, note) in enumerate(view.materials, 1)
            )
            parts.append(("申请材料", text))
        if view.downloads:
            text = "".join(f'<p><a href="{c.url}">{escape(c.name)}</a></p>' for c in view.downloads)
            parts.append(("表格下载", text))
        body = "".join(
            f"<p><strong>{_NUMERALS[n]}、{name}</strong></p>{text}\n" for n, (name, text) in enumerate(parts)
        )
        online = f'<p><a href="{view.platform}">进入政务服务网办理</a></p>' if view.platform else ""
        return f'<div class="wz-con"><p class="con-title">{view.name}</p><div id="zoom">{body}</div>{online}</div>'

    def block(self, block: Block) -> str:
        if block.scripted:
            return super().block(block)
        rows = "".join(
            f'<tr><td><a href="{e.url}" title="{escape(e.title)}">{escape(e.title)}</a></td>'
            + (f"<td>{dotted(e.day, '[{y}-{m}-{d}]')}</td>" if e.day else "<td></td>")
            + "</tr>"
            for e in block.entries
        )
        return (
            f'<div class="lm"><div class="lm-tit"><span>{block.name}</span><a href="{block.url}">更多</a></div>'
            f'<table class="lm-list">{rows}</table></div>\n'
        )

    def mailbox(self, view: Mailbox) -> str:
        rows = "".join(
            f'<tr><td><a href="{r.url}">{r.title}</a></td><td>{r.asked}</td><td>{r.state}</td></tr>'
            for r in view.rows
        )
        figures = f'<div class="xxtj">{view.statistics}</div>' if view.statistics else ""
        button = f'<a href="{view.form_url}">我要留言</a>' if view.form_url else ""
        head = "<tr><th>主题</th><th>留言时间</th><th>状态</th></tr>"
        return (
            f'<div class="xx"><h3>{view.column.name}</h3>{button}{figures}<table>{head}{rows}</table></div>'
        )

    def letter(self, view: LetterView) -> str:
        rows = [
            ("主题", view.title),
            ("留言时间", view.asked),
            ("留言内容", view.question),
            ("答复部门", view.department),
            ("答复日期", view.answered),
            ("答复意见", view.answer),
        ]
        cells = "".join(f"<tr><th>{name}</th><td>{text}</td></tr>" for name, text in rows if text)
        return f'<div class="xx-con"><table>{cells}</table></div>'


def _group(head: Crumb, below: Sequence[Crumb]) -> str:
    links = "<dd>|</dd>".join(f'<dd><a href="{c.url}">{c.name}</a></dd>' for c in below)
    return f'<dl><dt><a href="{head.url}">{head.name}</a></dt>{links}</dl>'


def _pager(view: ListView) -> str:
    if view.page >= len(view.urls):
        return ""
    return f'<a class="next" href="{escape(view.urls[view.page])}">下一页</a>'
