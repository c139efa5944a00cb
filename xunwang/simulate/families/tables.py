"""Nested tables in capital letters, ``FONT`` and bracketed days, active server pages: 2005 and still running."""

# Methods are documented in the base class.
# ruff: noqa: D102
from __future__ import annotations

from collections.abc import Sequence
from html import escape

from xunwang.simulate.families.base import Family, Frame, clip, dotted
from xunwang.simulate.routes import ASP
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

_TABLE = '<TABLE width="100%" border=0 cellspacing=0 cellpadding=0>'


class Tables(Family):
    """TABLE, TR, TD."""

    name = "tables"
    scheme = ASP
    page_size = 12

    def frame(self, site: SiteSpec, nav: Sequence[tuple[Crumb, Sequence[Crumb]]], footer: str) -> Frame:
        name = site.printed_name or site.name
        cells = "".join(f'<TD align=center><A href="{h.url}"><B>{h.name}</B></A></TD>\n' for h, _ in nav)
        layers = "".join(_layer(n, below) for n, (_, below) in enumerate(nav) if below)
        top = (
            '<BODY leftMargin=0 topMargin=0 bgcolor="#FFFFFF">\n'
            f'<TABLE width=980 align=center border=0><TR><TD><A href="/"><IMG src="/images/banner.gif" alt="{name}" '
            f"border=0></A></TD><TD><FONT size=5 color=#990000>{name}</FONT></TD><TD>{self._search(site)}</TD></TR></TABLE>\n"
            f'<TABLE width=980 align=center background="/images/menu.gif"><TR><TD><A href="/"><B>首页</B></A></TD>\n'
            f"{cells}</TR></TABLE>\n{layers}"
        )
        bottom = f"</TD></TR></TABLE>\n{footer}\n</BODY>\n</HTML>\n"
        return Frame((top, "<TABLE width=980 align=center border=0><TR><TD vAlign=top>", bottom))

    def _search(self, site: SiteSpec) -> str:
        if site.search.value == "none":
            return "&nbsp;"
        if site.search.value == "scripted":
            return '<INPUT id=kw size=15><IMG src="/images/so.gif" onclick="so()">'
        return (
            '<FORM action="/search.asp" method=post name=so><INPUT name=keyword size=15>'
            '<INPUT type=submit value="站内搜索"></FORM>'
        )

    def page(self, view: PageView, frame: Frame) -> str:
        charset = f'<META http-equiv=Content-Type content="text/html; charset={view.site.declared}">\n'
        return (
            '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">\n<HTML>\n<HEAD>\n'
            f"<TITLE>{view.title}</TITLE>\n{charset if view.site.declared else ''}{view.head}"
            '<LINK href="/css/css.css" type=text/css rel=stylesheet>\n<SCRIPT src="/js/menu.js"></SCRIPT>\n</HEAD>\n'
            f"{frame[0]}{self.trail(view.trail) if view.trail else ''}{frame[1]}{view.main}{view.tail}{frame[2]}"
        )

    def trail(self, crumbs: Sequence[Crumb]) -> str:
        steps = "".join(f'-&gt;<A href="{c.url}">{c.name}</A>' for c in crumbs)
        return f'<TABLE width=980 align=center><TR><TD>您现在的位置：<A href="/">首页</A>{steps}</TD></TR></TABLE>\n'

    def listing(self, view: ListView) -> str:
        side = "".join(
            f'<TR><TD><IMG src="/images/d.gif"> <A href="{c.url}">{c.name}</A></TD></TR>'
            for c in view.siblings
        )
        rows = "".join(_row(e.url, e.title, dotted(e.day, "({y}-{M}-{D})"), 60) for e in view.entries)
        last = view.urls[min(view.page, len(view.urls) - 1)]
        pager = (
            f"共{view.pages}页 第{view.page}页 <A href='{view.urls[0]}'>首页</A> <A href='{last}'>下一页</A>"
            if view.pages > 1
            else "共1页"
        )
        return (
            f"{_TABLE}<TR><TD width=200 vAlign=top>{_TABLE}{side}</TABLE></TD><TD vAlign=top>{_TABLE}"
            f"<TR><TD colspan=2><FONT color=#003399><B>{view.column.name}</B></FONT></TD></TR>\n{rows}"
            f"<TR><TD colspan=2 align=right>{pager}</TD></TR></TABLE></TD></TR></TABLE>"
        )

    def article(self, view: ArticleView) -> str:
        day = f"发布日期：{view.shown.year}年{view.shown.month}月{view.shown.day}日　" if view.shown else ""
        body = "".join(f"<P>&nbsp;&nbsp;&nbsp;&nbsp;{text}</P>\n" for text in view.body)
        files = "".join(f'<P>附件：<A href="{c.url}">{escape(c.name)}</A></P>' for c in view.attachments)
        related = "".join(f'<TR><TD>·<A href="{c.url}">{escape(c.name)}</A></TD></TR>' for c in view.related)
        more = "".join(f'<TR><TD>·<A href="{c.url}">{clip(c.name, 30)}</A></TD></TR>' for c in view.more)
        return (
            f"{_TABLE}<TR><TD align=center height=50><FONT size=4 color=#FF0000><B>{escape(view.title)}</B></FONT></TD></TR>"
            f"<TR><TD align=center bgcolor=#EEEEEE>{day}信息来源：{view.source}　作者：{view.author}　"
            '浏览次数：<SCRIPT src="/count.asp"></SCRIPT></TD></TR>'
            f"<TR><TD class=content>{body}{files}</TD></TR></TABLE>"
            + (f"{_TABLE}<TR><TD><B>{view.related_name}</B></TD></TR>{related}</TABLE>" if related else "")
            + (f"{_TABLE}<TR><TD><B>相关文章</B></TD></TR>{more}</TABLE>" if more else "")
        )

    def guide(self, view: GuideView) -> str:
        rows = "".join(
            f"<TR><TD width=120 bgcolor=#F0F0F0 align=center>{name}</TD><TD>{text}</TD></TR>\n"
            for name, text in view.rows
        )
        if view.materials:
            inner = "".join(
                f"<TR><TD>{n}</TD><TD>{m}</TD><TD>{form}</TD><TD>{copies}</TD><TD>{note}&nbsp;</TD></TR>"
                for n, (m, form, copies, note) in enumerate(view.materials, 1)
            )
            head = "<TR><TD>序号</TD><TD>材料名称</TD><TD>材料形式</TD><TD>份数</TD><TD>备注</TD></TR>"
            rows += f"<TR><TD bgcolor=#F0F0F0 align=center>申请材料</TD><TD><TABLE border=1>{head}{inner}</TABLE></TD></TR>\n"
        files = "<BR>".join(f'<A href="{c.url}">{escape(c.name)}</A>' for c in view.downloads)
        if files:
            rows += f"<TR><TD bgcolor=#F0F0F0 align=center>表格下载</TD><TD>{files}</TD></TR>\n"
        online = f'<P align=center><A href="{view.platform}">网上办理</A></P>' if view.platform else ""
        return (
            f'<P align=center><FONT size=4><B>{view.name}</B></FONT></P><TABLE width="95%" border=1 align=center '
            f"bordercolor=#CCCCCC>{rows}</TABLE>{online}"
        )

    def block(self, block: Block) -> str:
        rows = "".join(_row(e.url, e.title, dotted(e.day, "[{m}-{d}]"), 26) for e in block.entries)
        if block.scripted:
            rows = f'<TR><TD><SCRIPT src="/js/load.js?u={block.url}"></SCRIPT></TD></TR>'
        return (
            f'{_TABLE}<TR><TD bgcolor=#D6E8F7><A href="{block.url}"><B>{block.name}</B></A></TD>'
            f'<TD align=right><A href="{block.url}">更多...</A></TD></TR>\n{rows}</TABLE>\n'
        )

    def mailbox(self, view: Mailbox) -> str:
        rows = "".join(
            f'<TR><TD><A href="{r.url}">{r.title}</A></TD><TD>{r.asked}</TD><TD>{r.answered or "-"}</TD><TD>{r.state}</TD></TR>\n'
            for r in view.rows
        )
        figures = f"<P>{view.statistics}</P>" if view.statistics else ""
        button = (
            f'<P><A href="{view.form_url}"><FONT color=red>我要写信</FONT></A></P>' if view.form_url else ""
        )
        head = "<TR><TD>标题</TD><TD>来信日期</TD><TD>回复日期</TD><TD>办理状态</TD></TR>"
        return f'<P><B>{view.column.name}</B></P>{button}{figures}<TABLE width="100%" border=1>{head}{rows}</TABLE>'

    def letter(self, view: LetterView) -> str:
        rows = [("标题", view.title), ("来信时间", view.asked), ("来信内容", view.question)]
        rows += [("回复部门", view.department), ("回复时间", view.answered), ("回复内容", view.answer)]
        cells = "".join(f"<TR><TD width=100>{name}</TD><TD>{text}</TD></TR>" for name, text in rows if text)
        return f'<TABLE width="90%" border=1 align=center>{cells}</TABLE>'


def _layer(number: int, below: Sequence[Crumb]) -> str:
    links = "".join(f'<A href="{c.url}">{c.name}</A><BR>' for c in below)
    return f'<DIV id=menu{number} style="position:absolute;visibility:hidden">{links}</DIV>\n'


def _row(url: str, title: str, day: str, width: int) -> str:
    cell = f"<TD width=90 align=right><FONT color=#999999>{day}</FONT></TD>" if day else "<TD>&nbsp;</TD>"
    return f'<TR><TD>·<A href="{url}" title="{escape(title)}" target=_blank>{clip(title, width)}</A></TD>{cell}</TR>\n'
