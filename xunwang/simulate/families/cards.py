"""HTML5 with cards, a day in large figures, an ordered list as breadcrumb and guides in tabs."""

# Methods are documented in the base class.
# ruff: noqa: D102
from __future__ import annotations

from collections.abc import Sequence
from html import escape

from xunwang.simulate.families.base import Family, Frame, dotted
from xunwang.simulate.routes import SHTML
from xunwang.simulate.spec import LeaderSpec, SiteSpec
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

_TABS = {
    "基本信息": ("事项名称", "设定依据"),
    "申请条件": ("申请条件",),
    "办理流程": ("办理流程",),
    "受理信息": ("办理地点", "办理时间", "联系电话"),
}


class Cards(Family):
    """section, article, card."""

    name = "cards"
    scheme = SHTML
    page_size = 8

    def frame(self, site: SiteSpec, nav: Sequence[tuple[Crumb, Sequence[Crumb]]], footer: str) -> Frame:
        items = "".join(_nav_item(head, below) for head, below in nav)
        name = site.printed_name or site.name
        top = (
            f'<body>\n<header class="header"><div class="container"><a class="navbar-brand" href="/">'
            f'<img src="/images/logo.svg.png" alt="{name}"><span class="brand-name">{name}</span></a>'
            f"{_search(site)}</div></header>\n"
            f'<nav class="navbar"><ul class="navbar-nav"><li class="nav-item"><a href="/">首页</a></li>{items}</ul></nav>\n'
        )
        return Frame((top, '<main class="container">', f"</main>\n{footer}\n</body>\n</html>\n"))

    def page(self, view: PageView, frame: Frame) -> str:
        charset = f'<meta charset="{view.site.declared}">\n' if view.site.declared else ""
        return (
            f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n{charset}'
            '<meta http-equiv="X-UA-Compatible" content="IE=edge,chrome=1">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"{view.head}<title>{view.title}</title>\n"
            '<link rel="stylesheet" href="/static/css/bootstrap.min.css">\n<script src="/static/js/jquery.min.js"></script>\n'
            "<script>var websiteId = 1;</script>\n</head>\n"
            f"{frame[0]}{self.trail(view.trail) if view.trail else ''}{frame[1]}{view.main}{view.tail}{frame[2]}"
        )

    def trail(self, crumbs: Sequence[Crumb]) -> str:
        steps = "".join(f'<li class="active"><a href="{c.url}">{c.name}</a></li>' for c in crumbs)
        return f'<ol class="breadcrumb container"><li><a href="/">首页</a></li>{steps}</ol>\n'

    def listing(self, view: ListView) -> str:
        side = "".join(f'<a class="list-group-item" href="{c.url}">{c.name}</a>' for c in view.siblings)
        rows = "".join(
            _card(e.url, e.title, dotted(e.day, "{d}"), dotted(e.day, "{y}-{m}")) for e in view.entries
        )
        pager = "".join(
            f'<li class="{"active" if n == view.page else "page"}"><a href="{url}">{n}</a></li>'
            for n, url in enumerate(view.urls, 1)
        )
        after = view.urls[view.page] if view.page < len(view.urls) else ""
        pager += f'<li class="next"><a href="{after}">下一页</a></li>' if after else ""
        return (
            f'<aside class="col-md-3"><div class="list-group">{side}</div></aside><section class="col-md-9">'
            f'<h2 class="column-title">{view.column.name}</h2>{rows}<ul class="pagination">{pager}</ul></section>'
        )

    def article(self, view: ArticleView) -> str:
        shown = f"<span>发布时间：<time>{view.shown:%Y-%m-%d %H:%M:%S}</time></span>" if view.shown else ""
        body = "".join(f'<p style="text-indent: 2em;">{text}</p>\n' for text in view.body)
        files = "".join(f'<li><a href="{c.url}" download>{escape(c.name)}</a></li>' for c in view.attachments)
        related = "".join(f'<li><a href="{c.url}">{escape(c.name)}</a></li>' for c in view.related)
        more = "".join(f'<li><a href="{c.url}">{escape(c.name)}</a></li>' for c in view.more)
        return (
            f'<article class="article"><h1 class="article-title">{escape(view.title)}</h1>'
            f'<div class="article-meta">{shown}<span>信息来源：{view.source}</span><span>责任编辑：{view.author}</span>'
            '<span>字号：<a href="javascript:;">大</a><a href="javascript:;">小</a></span></div>'
            f'<div class="article-content" id="article">{body}</div>'
            + (f'<div class="article-files"><h4>附件下载</h4><ul>{files}</ul></div>' if files else "")
            + (
                f'<div class="relation"><h4>{view.related_name}</h4><ul>{related}</ul></div>'
                if related
                else ""
            )
            + "</article>"
            + (f'<section class="recommend"><h4>推荐阅读</h4><ul>{more}</ul></section>' if more else "")
        )

    def guide(self, view: GuideView) -> str:
        told = dict(view.rows)
        heads, panes = [], []
        for number, (tab, names) in enumerate(_TABS.items()):
            rows = "".join(
                f'<div class="row"><div class="item-label">{n}</div><div class="item-value">{told[n]}</div></div>'
                for n in names
                if n in told
            )
            if rows:
                heads.append(f'<li data-tab="{number}">{tab}</li>')
                panes.append(f'<div class="tab-pane" id="tab{number}"><h3>{tab}</h3>{rows}</div>')
        if view.materials:
            cells = "".join(
                f"<tr><td>{m}</td><td>{form}</td><td>{copies}</td><td>{note}</td></tr>"
                for m, form, copies, note in view.materials
            )
            heads.append('<li data-tab="9">申请材料</li>')
            head = "<thead><tr><th>材料名称</th><th>材料形式</th><th>材料份数</th><th>备注</th></tr></thead>"
            panes.append(
                f'<div class="tab-pane" id="tab9"><h3>申请材料</h3><table>{head}{cells}</table></div>'
            )
        files = "".join(f'<a class="btn-down" href="{c.url}">{escape(c.name)}</a>' for c in view.downloads)
        online = f'<a class="btn-online" href="{view.platform}">在线办理</a>' if view.platform else ""
        return (
            f'<section class="guide"><h1>{view.name}</h1><ul class="tabs">{"".join(heads)}</ul>'
            f'{"".join(panes)}<div class="guide-files">{files}</div>{online}</section>'
        )

    def block(self, block: Block) -> str:
        if block.scripted:
            inner = f'<div class="async-list" data-src="{block.url}">加载中...</div>'
        else:
            rows = "".join(
                f'<li class="news-item"><a href="{e.url}">{escape(e.title)}</a>'
                + (f'<span class="date">{dotted(e.day, "{y}-{m}-{d}")}</span>' if e.day else "")
                + "</li>"
                for e in block.entries
            )
            inner = f'<ul class="news-list">{rows}</ul>'
        return (
            f'<section class="card"><div class="card-header"><a href="{block.url}">{block.name}</a>'
            f'<a class="more" href="{block.url}">MORE+</a></div><div class="card-body">{inner}</div></section>\n'
        )

    def mailbox(self, view: Mailbox) -> str:
        rows = "".join(
            f'<div class="letter-item"><a href="{r.url}">{r.title}</a><span class="state">{r.state}</span>'
            f'<span class="ask">提问时间：{r.asked}</span>'
            + (f'<span class="reply">答复时间：{r.answered}</span>' if r.answered else "")
            + "</div>"
            for r in view.rows
        )
        figures = f'<div class="letter-stat">{view.statistics}</div>' if view.statistics else ""
        button = f'<a class="btn" href="{view.form_url}">我要提问</a>' if view.form_url else ""
        return f'<section class="letters"><h2>{view.column.name}</h2>{button}{figures}{rows}</section>'

    def letter(self, view: LetterView) -> str:
        ask = f"<span>留言时间：{view.asked}</span>" if view.asked else ""
        reply = ""
        if view.answer or view.answered or view.department:
            unit = f"<span>答复单位：{view.department}</span>" if view.department else ""
            when = f"<span>答复时间：{view.answered}</span>" if view.answered else ""
            text = f'<div class="reply-content">{view.answer}</div>' if view.answer else ""
            reply = (
                f'<div class="reply"><h3>答复情况</h3><div class="reply-meta">{unit}{when}</div>{text}</div>'
            )
        return (
            f'<section class="letter"><h1>{view.title}</h1><div class="ask-meta">{ask}</div>'
            f'<div class="ask-content"><h3>留言内容</h3>{view.question}</div>{reply}</section>'
        )

    def leaders(self, people: Sequence[LeaderSpec]) -> str:
        return f'<section class="leader-cards">{super().leaders(people)}</section>'


def _nav_item(head: Crumb, below: Sequence[Crumb]) -> str:
    sub = "".join(f'<a class="dropdown-item" href="{c.url}">{c.name}</a>' for c in below)
    menu = f'<div class="dropdown-menu">{sub}</div>' if sub else ""
    return f'<li class="nav-item dropdown"><a class="nav-link" href="{head.url}">{head.name}</a>{menu}</li>'


def _card(url: str, title: str, day: str, month: str) -> str:
    when = f'<div class="date-box"><strong>{day}</strong><span>{month}</span></div>' if day else ""
    return (
        f'<div class="media">{when}<div class="media-body"><h4><a href="{url}" title="{escape(title)}">'
        f"{escape(title)}</a></h4></div></div>\n"
    )


def _search(site: SiteSpec) -> str:
    if site.search.value == "none":
        return ""
    if site.search.value == "scripted":
        return '<div class="search-box"><input type="text" v-model="words"><button @click="go">搜索</button></div>'
    return (
        '<form class="search-box" action="/search" method="get" role="search"><input type="hidden" name="siteId" value="12">'
        '<input type="search" name="q" placeholder="搜一搜"><button type="submit">搜索</button></form>'
    )
