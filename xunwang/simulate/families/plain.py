"""Definition lists with slashed days, an article between rules, and guides as headings with text."""

# Methods are documented in the base class.
# ruff: noqa: D102
from __future__ import annotations

from collections.abc import Sequence
from html import escape

from xunwang.simulate.families.base import Family, Frame, dotted
from xunwang.simulate.routes import PLAIN
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


class Plain(Family):
    """dl, dt, dd."""

    name = "plain"
    scheme = PLAIN

    def frame(self, site: SiteSpec, nav: Sequence[tuple[Crumb, Sequence[Crumb]]], footer: str) -> Frame:
        name = site.printed_name or site.name
        items = "".join(
            f'<div class="m"><a class="m1" href="{head.url}">{head.name}</a>'
            + "".join(f'<a class="m2" href="{c.url}">{c.name}</a>' for c in below)
            + "</div>"
            for head, below in nav
        )
        top = (
            f'<body id="top"><div id="header"><p id="site-title"><a href="/">{name}</a></p>{_search(site)}</div>'
            f'<div id="menu"><div class="m"><a class="m1" href="/">网站首页</a></div>{items}</div>\n'
        )
        return Frame((top, '<div id="content">', f"</div>\n{footer}\n</body></html>"))

    def page(self, view: PageView, frame: Frame) -> str:
        charset = f'<meta charset="{view.site.declared}"/>' if view.site.declared else ""
        return (
            f'<!doctype html><html><head>{charset}<meta name="renderer" content="webkit"/>\n'
            f"<title>{view.title}</title>\n{view.head}<style>.m2{{display:block}} .r{{float:right}}</style></head>\n"
            f"{frame[0]}{self.trail(view.trail) if view.trail else ''}{frame[1]}{view.main}{view.tail}{frame[2]}"
        )

    def trail(self, crumbs: Sequence[Crumb]) -> str:
        steps = " &raquo; ".join(f'<a href="{c.url}">{c.name}</a>' for c in crumbs)
        return f'<div id="path">您的位置：<a href="/">网站首页</a> &raquo; {steps}</div>\n'

    def listing(self, view: ListView) -> str:
        rows = "".join(
            (f"<dt>{dotted(e.day, '{y}/{M}/{D}')}</dt>" if e.day else "")
            + f'<dd><a href="{e.url}">{escape(e.title)}</a></dd>\n'
            for e in view.entries
        )
        pages = "".join(f'<a href="{url}">{n}</a> ' for n, url in enumerate(view.urls, 1))
        after = f'<a href="{view.urls[view.page]}">&gt;</a>' if view.page < len(view.urls) else ""
        side = "".join(f'<p><a href="{c.url}">{c.name}</a></p>' for c in view.siblings)
        return (
            f'<div id="side">{side}</div><div id="list"><h2>{view.column.name}</h2><dl>{rows}</dl>'
            f'<p class="pager">{pages}{after}</p></div>'
        )

    def article(self, view: ArticleView) -> str:
        day = f"{view.shown.year}/{view.shown.month}/{view.shown.day}" if view.shown else ""
        shown = f"{day} {view.shown:%H:%M} | " if view.shown else ""
        body = "".join(f"<div>　　{text}</div>\n" for text in view.body)
        files = "".join(f'<div>附件：<a href="{c.url}">{escape(c.name)}</a></div>' for c in view.attachments)
        related = "".join(f'<p><a href="{c.url}">{escape(c.name)}</a></p>' for c in view.related)
        more = "".join(f'<p><a href="{c.url}">{escape(c.name)}</a></p>' for c in view.more)
        return (
            f'<h1>{escape(view.title)}</h1><p class="byline">{shown}来源：{view.source} | 编辑：{view.author} | '
            f'<a href="javascript:print()">打印</a></p><hr/>\n<div id="text">{body}{files}</div><hr/>'
            + (f'<div id="rel"><h3>{view.related_name}</h3>{related}</div>' if related else "")
            + (f'<div id="others"><h3>更多内容</h3>{more}</div>' if more else "")
        )

    def guide(self, view: GuideView) -> str:
        parts = [f"<h4>【{name}】</h4><p>{text}</p>\n" for name, text in view.rows]
        if view.materials:
            text = "<br/>".join(
                f"{n}. {m} {form} {copies} {note}"
                for n, (m, form, copies, note) in enumerate(view.materials, 1)
            )
            parts.append(f"<h4>【申请材料】</h4><p>{text}</p>\n")
        files = "".join(f'<p><a href="{c.url}">{escape(c.name)}</a></p>' for c in view.downloads)
        if files:
            parts.append(f"<h4>【表格下载】</h4>{files}\n")
        online = f'<p><a href="{view.platform}">网上申报</a></p>' if view.platform else ""
        return f"<h1>{view.name}</h1><div id='text'>{''.join(parts)}</div>{online}"

    def block(self, block: Block) -> str:
        rows = "".join(
            f'<p><a href="{e.url}">{escape(e.title)}</a>'
            + (f'<span class="r">{dotted(e.day, "{M}月{D}日")}</span>' if e.day else "")
            + "</p>"
            for e in block.entries
        )
        if block.scripted:
            rows = f'<script>load("{block.url}")</script>'
        return f'<div class="b"><h2><a href="{block.url}">{block.name}</a></h2>{rows}</div>\n'

    def mailbox(self, view: Mailbox) -> str:
        rows = "".join(
            f'<dt>{r.asked} [{r.state}]</dt><dd><a href="{r.url}">{r.title}</a></dd>' for r in view.rows
        )
        figures = f"<p>{view.statistics}</p>" if view.statistics else ""
        button = f'<p><a href="{view.form_url}">写信</a></p>' if view.form_url else ""
        return f"<h2>{view.column.name}</h2>{button}{figures}<dl>{rows}</dl>"

    def letter(self, view: LetterView) -> str:
        rows = [
            ("写信日期", view.asked),
            ("信件内容", view.question),
            ("办理单位", view.department),
            ("回复日期", view.answered),
            ("处理结果", view.answer),
        ]
        parts = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in rows if text)
        return f"<h1>{view.title}</h1><dl class='mail'>{parts}</dl>"


def _search(site: SiteSpec) -> str:
    if site.search.value == "none":
        return ""
    if site.search.value == "scripted":
        return '<div id="s"><input id="w"><b onclick="s()">搜索</b></div>'
    return '<form id="s" action="/search"><input name="kw" size="20"><button>搜索</button></form>'
