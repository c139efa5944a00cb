"""The commonest publishing system of the 2010s.

Lists of ``li`` with a ``span`` for the day, folders as addresses, pages numbered by script.
Guides are definition lists.
"""

# Methods are documented in the base class.
# ruff: noqa: D102
from __future__ import annotations

from collections.abc import Sequence
from html import escape

from xunwang.simulate.families.base import Family, Frame, dotted
from xunwang.simulate.routes import FOLDERS
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


class Lists(Family):
    """ul, li, span."""

    name = "lists"
    scheme = FOLDERS

    def frame(self, site: SiteSpec, nav: Sequence[tuple[Crumb, Sequence[Crumb]]], footer: str) -> Frame:
        items = "".join(_nav_item(head, below) for head, below in nav)
        name = site.printed_name or site.name
        top = (
            f'<body>\n<div class="top"><div class="w1200 clearfix"><a class="logo" href="/">'
            f'<img src="/images/logo.png" alt="{name}"></a><h1 class="sitename">{name}</h1>'
            f"{self._search(site)}</div></div>\n"
            f'<div class="nav"><ul class="w1200 clearfix"><li><a href="/">首页</a></li>{items}</ul></div>\n'
        )
        return Frame((top, '<div class="main w1200 clearfix">', f"</div>\n{footer}\n</body>\n</html>\n"))

    def _search(self, site: SiteSpec) -> str:
        if site.search.value == "none":
            return ""
        if site.search.value == "scripted":
            return (
                '<div class="search"><input id="kw" type="text"><span onclick="doSearch()">搜索</span></div>'
            )
        return (
            '<div class="search"><form action="/search" method="get" target="_blank">'
            '<input type="hidden" name="channelid" value="1200"><input type="text" name="searchword" '
            'placeholder="请输入关键字"><input type="submit" value="搜索"></form></div>'
        )

    def page(self, view: PageView, frame: Frame) -> str:
        charset = f'<meta http-equiv="Content-Type" content="text/html; charset={view.site.declared}">\n'
        return (
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
            '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml">\n'
            f"<head>\n{charset if view.site.declared else ''}<title>{view.title}</title>\n{view.head}"
            '<link rel="stylesheet" type="text/css" href="/images/style.css">\n'
            '<script type="text/javascript" src="/images/jquery.min.js"></script>\n</head>\n'
            f"{frame[0]}{self.trail(view.trail) if view.trail else ''}{frame[1]}{view.main}{view.tail}{frame[2]}"
        )

    def listing(self, view: ListView) -> str:
        side = "".join(f'<li><a href="{c.url}">{c.name}</a></li>' for c in view.siblings)
        rows = "".join(
            f'<li><a href="{e.url}" title="{escape(e.title)}" target="_blank">{escape(e.title)}</a>'
            + (f"<span>{dotted(e.day, '{y}-{m}-{d}')}</span>" if e.day else "")
            + "</li>\n"
            for e in view.entries
        )
        pager = f'<script type="text/javascript">createPageHTML({view.pages}, {view.page - 1}, "index", "html");</script>'
        return (
            f'<div class="left"><h3>{view.column.name}</h3><ul>{side}</ul></div>'
            f'<div class="right"><ul class="list-news">\n{rows}</ul><div class="page">{pager}</div></div>'
        )

    def article(self, view: ArticleView) -> str:
        shown = f"{view.shown:%Y-%m-%d %H:%M}" if view.shown else ""
        line = f"<span>发布时间：{shown}</span>" if shown else ""
        related = "".join(f'<li><a href="{c.url}">{escape(c.name)}</a></li>' for c in view.related)
        more = "".join(f'<li><a href="{c.url}">{escape(c.name)}</a></li>' for c in view.more)
        files = "".join(f'<p>附件：<a href="{c.url}">{escape(c.name)}</a></p>' for c in view.attachments)
        body = "".join(f"<p>　　{text}</p>\n" for text in view.body)
        return (
            f'<div class="article"><h2 class="tit">{escape(view.title)}</h2>'
            f'<div class="info">{line}<span>来源：{view.source}</span><span>作者：{view.author}</span>'
            '<span>【字体：<a href="javascript:doZoom(16)">大</a> <a href="javascript:doZoom(14)">中</a> '
            '<a href="javascript:doZoom(12)">小</a>】</span></div>'
            f'<div class="TRS_Editor" id="zoom">{body}{files}</div>'
            + (f'<div class="xgwj"><h4>{view.related_name}</h4><ul>{related}</ul></div>' if related else "")
            + (f'<div class="xgxx"><h4>相关信息</h4><ul>{more}</ul></div>' if more else "")
            + "</div>"
        )

    def guide(self, view: GuideView) -> str:
        rows = "".join(f"<dt>{name}</dt><dd>{text}</dd>\n" for name, text in view.rows)
        if view.materials:
            parts = "".join(
                f"<p>{n}．{m}（{form}，{copies}）{note}</p>"
                for n, (m, form, copies, note) in enumerate(view.materials, 1)
            )
            rows += f"<dt>申请材料</dt><dd>{parts}</dd>\n"
        files = "".join(f'<p><a href="{c.url}">{escape(c.name)}</a></p>' for c in view.downloads)
        if files:
            rows += f"<dt>表格下载</dt><dd>{files}</dd>\n"
        online = f'<p><a href="{view.platform}">在线办理</a></p>' if view.platform else ""
        return f'<div class="guide"><h2>{view.name}</h2><dl class="bszn">{rows}</dl>{online}</div>'

    def block(self, block: Block) -> str:
        if block.scripted:
            return f'<div class="box"><h3><a href="{block.url}">{block.name}</a></h3><ul class="ajax" data-url="{block.url}"></ul></div>'
        rows = "".join(
            f'<li><a href="{e.url}" target="_blank">{escape(e.title)}</a>'
            + (f"<span>[{dotted(e.day, '{m}-{d}')}]</span>" if e.day else "")
            + "</li>\n"
            for e in block.entries
        )
        return (
            f'<div class="box"><div class="box-t"><h3><a href="{block.url}">{block.name}</a></h3>'
            f'<a class="more" href="{block.url}">更多&gt;&gt;</a></div><ul class="box-l">\n{rows}</ul></div>\n'
        )

    def mailbox(self, view: Mailbox) -> str:
        rows = "".join(
            f'<li><a href="{r.url}">{r.title}</a><span>{r.asked}</span><em>{r.state}</em></li>'
            for r in view.rows
        )
        figures = f'<p class="tongji">{view.statistics}</p>' if view.statistics else ""
        button = f'<a class="btn" href="{view.form_url}">我要写信</a>' if view.form_url else ""
        return f'<div class="xinxiang"><h2>{view.column.name}</h2>{button}{figures}<ul class="xj-list">{rows}</ul></div>'

    def letter(self, view: LetterView) -> str:
        rows = [f"<h2>{view.title}</h2>"]
        if view.asked:
            rows.append(f"<p>来信时间：{view.asked}</p>")
        rows.append(f'<div class="q"><p>来信内容：</p><p>{view.question}</p></div>')
        if view.department:
            rows.append(f"<p>答复单位：{view.department}</p>")
        if view.answered:
            rows.append(f"<p>答复时间：{view.answered}</p>")
        if view.answer:
            rows.append(f'<div class="a"><p>答复内容：</p><p>{view.answer}</p></div>')
        return f'<div class="xj-con">{"".join(rows)}</div>'


def _nav_item(head: Crumb, below: Sequence[Crumb]) -> str:
    sub = "".join(f'<li><a href="{c.url}">{c.name}</a></li>' for c in below)
    return f'<li><a href="{head.url}">{head.name}</a>' + (f"<ul>{sub}</ul>" if sub else "") + "</li>"
