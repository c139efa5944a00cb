"""What all template families have to draw, with the parts that several of them share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date
from html import escape

from xunwang.simulate.routes import Scheme
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


class Frame(tuple[str, str, str]):
    """(before the breadcrumb, between breadcrumb and main, after main): the same on all pages of a site."""


class Family(ABC):
    """A content management system's set of templates."""

    name: str
    scheme: Scheme
    page_size: int = 10

    @abstractmethod
    def frame(self, site: SiteSpec, nav: Sequence[tuple[Crumb, Sequence[Crumb]]], footer: str) -> Frame:
        """Header, navigation and footer of a site; drawn once and kept."""

    @abstractmethod
    def page(self, view: PageView, frame: Frame) -> str:
        """The whole document."""

    @abstractmethod
    def listing(self, view: ListView) -> str:
        """A list page's middle part."""

    @abstractmethod
    def article(self, view: ArticleView) -> str:
        """An article's middle part."""

    @abstractmethod
    def guide(self, view: GuideView) -> str:
        """A service guide's middle part."""

    @abstractmethod
    def block(self, block: Block) -> str:
        """A list on the home page or on a landing page."""

    @abstractmethod
    def mailbox(self, view: Mailbox) -> str:
        """The letter column."""

    @abstractmethod
    def letter(self, view: LetterView) -> str:
        """A letter with its answer."""

    def trail(self, crumbs: Sequence[Crumb]) -> str:
        """The breadcrumb."""
        steps = "".join(f' &gt; <a href="{c.url}">{c.name}</a>' for c in crumbs)
        return f'<div class="position">当前位置：<a href="/">首页</a>{steps}</div>'

    def home(self, blocks: Sequence[Block], extra: str) -> str:
        """The home page's middle part."""
        return "".join(self.block(block) for block in blocks) + extra

    def text(self, title: str, paragraphs: Sequence[str]) -> str:
        """A static column: a heading and text."""
        body = "".join(f"<p>{text}</p>" for text in paragraphs)
        return f'<div class="pagecon"><h2>{title}</h2><div class="con-text">{body}</div></div>'

    def leaders(self, people: Sequence[LeaderSpec]) -> str:
        """The leadership column."""
        rows = []
        for person in people:
            parts = [f"<h3>{person.post}　{person.name}</h3>"]
            if person.has_resume:
                parts.append(f"<p><strong>个人简历：</strong>{resume(person)}</p>")
            if person.has_duties:
                parts.append(f"<p><strong>工作分工：</strong>{duties(person)}</p>")
            rows.append(f'<div class="leader"><img src="/images/ld.jpg" alt="">{"".join(parts)}</div>')
        return f'<div class="leaders">{"".join(rows)}</div>'


def resume(person: LeaderSpec) -> str:
    """An invented course of life."""
    born = 1964 + len(person.name.encode()) % 3 + ord(person.name[-1]) % 11
    return (
        f"{person.name}，{born}年{1 + ord(person.name[1]) % 12}月出生，大学学历，{born + 22}年参加工作，"
        f"历任科员、科长、处长等职，现任{person.post}。"
    )


def duties(person: LeaderSpec) -> str:
    """What he or she is in charge of."""
    areas = (
        "农业农村、水务、林业",
        "教育、卫生健康、体育",
        "城乡建设、交通运输",
        "财政、审计、统计",
        "商务、文化旅游",
    )
    lead = "主持全面工作，分管" if not person.post.startswith("副") else "协助分管"
    return f"{lead}{areas[ord(person.name[1]) % len(areas)]}等方面工作。"


def dotted(day: date | None, style: str) -> str:
    """A day in a family's style; empty when the list shows none.

    Styles use ``{y}``, ``{m}``, ``{d}`` (padded) and ``{M}``, ``{D}`` (not padded).
    """
    if day is None:
        return ""
    return style.format(y=day.year, m=f"{day.month:02d}", d=f"{day.day:02d}", M=day.month, D=day.day)


def clip(title: str, width: int) -> str:
    """A title as a narrow list shows it."""
    return escape(title if len(title) <= width else title[: width - 1] + "...")
