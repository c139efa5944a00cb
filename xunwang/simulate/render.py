"""Pages of one site, made when they are asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

from xunwang.simulate import ballast
from xunwang.simulate.dice import Dice, seed_of
from xunwang.simulate.families import FAMILIES
from xunwang.simulate.families.base import Frame
from xunwang.simulate.footer import footer
from xunwang.simulate.material import GUIDE_AGE, Material
from xunwang.simulate.metas import article_tags, column_tags, site_tags
from xunwang.simulate.prose import Prose
from xunwang.simulate.routes import Route
from xunwang.simulate.search import results
from xunwang.simulate.spec import ColumnSpec, HomeStyle, Role, SiteSpec
from xunwang.simulate.statics import (
    ASK,
    data_table,
    friend_links,
    odd_links,
    overview,
    petitions,
    planted_links,
    services,
    static_text,
    statistics,
    survey,
    survey_list,
    write_form,
)
from xunwang.simulate.views import Block, Crumb, Entry, ListView, Mailbox, PageView


class Renderer:
    """Draws the pages of a site in its family's templates."""

    def __init__(self, spec: SiteSpec, prose: Prose, check_point: datetime, heavy: bool) -> None:
        self.spec = spec
        self.family = FAMILIES[spec.family]
        self.material = Material(spec, self.family.scheme, prose, check_point)
        self.heavy = heavy
        self._frame: Frame | None = None
        self._site_tags = site_tags(spec)

    def route(self, route: Route) -> str | None:
        """The page behind a route; None when the site has none there."""
        if route.kind == "home":
            return self.home()
        if route.column >= len(self.spec.columns):
            return None
        column = self.spec.columns[route.column]
        if route.kind == "column":
            return self.column(column, route.number)
        return self.item(column, route.number)

    @property
    def frame(self) -> Frame:
        """What all pages share."""
        if self._frame is None:
            nav = [
                (self._crumb(c), [self._crumb(b) for b in self.spec.children(c.key)])
                for c in self.spec.columns
                if c.level == 1
            ]
            self._frame = self.family.frame(self.spec, nav, footer(self.spec))
        return self._frame

    def _crumb(self, column: ColumnSpec) -> Crumb:
        return Crumb(column.name, self.material.column_url(column))

    def _page(self, title: str, head: str, trail: tuple[Crumb, ...], main: str, tail: str = "") -> str:
        view = PageView(self.spec, escape(title), self._site_tags + head, trail, main, tail)
        return self.family.page(view, self.frame)

    def home(self) -> str:
        """The home page."""
        spec = self.spec
        name = spec.home_title or spec.printed_name or spec.name
        if spec.home_style is HomeStyle.NAVIGATION:
            doors = "".join(
                f'<li class="door"><a href="{c.url}">{c.name}</a></li>' for c in self._first_level()
            )
            main = f'<div class="entry"><ul>{doors}</ul></div>{friend_links(spec)}'
        else:
            blocks = [self._block(c, 7) for c in spec.columns if c.on_home]
            main = self.family.home(blocks, friend_links(spec) + planted_links(spec) + odd_links(spec))
        return self._page(name, spec.home_head, (), main, spec.home_tail)

    def _first_level(self) -> list[Crumb]:
        return [self._crumb(column) for column in self.spec.columns if column.level == 1]

    def _block(self, column: ColumnSpec, count: int) -> Block:
        scripted = self.spec.home_style is HomeStyle.SCRIPTED or column.scripted
        entries = () if scripted else self.material.entries(column, 0, count)
        return Block(column.name, self.material.column_url(column), entries, scripted)

    def _trail(self, column: ColumnSpec) -> tuple[Crumb, ...]:
        own = self._crumb(column)
        return (self._crumb(self.spec.column(column.parent)), own) if column.parent else (own,)

    def column(self, column: ColumnSpec, page: int) -> str | None:
        """A column's page."""
        draw: dict[Role, Callable[[ColumnSpec], str]] = {
            Role.LANDING: self._landing,
            Role.STATIC: lambda c: self.family.text(c.name, static_text(self.spec, c, self.material)),
            Role.LEADERS: lambda c: self.family.leaders(self.spec.leaders),
            Role.SERVICES: lambda c: services(self.spec, c, self.material),
            Role.STATISTICS: lambda c: statistics(self.spec, self.material),
            Role.LETTERS: self._mailbox,
            Role.SURVEYS: lambda c: survey_list(self.spec, c, self.material),
            Role.PETITIONS: lambda c: petitions(self.spec, self.material),
        }
        if column.role is Role.LIST:
            main = self._list(column, page)
            if main is None:
                return None
        elif page > 1:
            return None
        else:
            main = draw[column.role](column)
        title = f"{column.name}-{self.spec.printed_name or self.spec.name}"
        return self._page(title, column_tags(self.spec, column), self._trail(column), main)

    def _list(self, column: ColumnSpec, page: int) -> str | None:
        size = self.family.page_size
        pages = max(1, -(-column.items // size))
        if page > pages:
            return None
        entries = () if column.scripted else self.material.entries(column, (page - 1) * size, size)
        urls = tuple(self.material.column_url(column, n) for n in range(1, min(pages, 20) + 1))
        siblings = (
            self.spec.children(column.parent)
            if column.parent
            else [c for c in self.spec.columns if c.level == 1]
        )
        view = ListView(column, entries, page, pages, urls, tuple(self._crumb(c) for c in siblings))
        return self.family.listing(view)

    def _landing(self, column: ColumnSpec) -> str:
        blocks = []
        for child in self.spec.children(column.key):
            if child.role is Role.LIST:
                blocks.append(self.family.block(self._block(child, 5)))
            else:
                url = self.material.column_url(child)
                blocks.append(f'<div class="box"><h3><a href="{url}">{child.name}</a></h3></div>')
        if column.key == "zj":
            blocks.append(overview(self.spec, brief=True))
        return "".join(blocks)

    def _mailbox(self, column: ColumnSpec) -> str:
        form = "/mailbox/write.html"
        return self.family.mailbox(
            Mailbox(column, self.material.letter_rows(column), self.material.letter_statistics(), form)
        )

    def item(self, column: ColumnSpec, number: int) -> str | None:
        """An entry's page."""
        if column.role is Role.LIST and number < column.items:
            return self._article(column, number)
        if column.role is Role.SERVICES and number < len(self.spec.guides):
            view = self.material.guide(number)
            return self._content(column, view.name, self.family.guide(view), GUIDE_AGE)
        if column.role is Role.LETTERS and number < len(self.spec.letters):
            letter = self.material.letter(number)
            asked = self.spec.letters[number].asked
            return self._content(column, letter.title, self.family.letter(letter), asked)
        if column.role is Role.SURVEYS and number < len(self.spec.surveys):
            item = self.spec.surveys[number]
            return self._content(column, item.title, survey(self.spec, number, self.material), item.begins)
        return None

    def _content(self, column: ColumnSpec, title: str, main: str, age: float) -> str:
        tags = column_tags(self.spec, column) + self._tags(title, age)
        return self._page(f"{title}-{self.spec.name}", tags, self._trail(column), main)

    def _tags(self, title: str, age: float) -> str:
        return article_tags(self.spec, title, self.material.ago(age), self.spec.unit)

    def _article(self, column: ColumnSpec, number: int) -> str:
        spec, material = self.spec, self.material
        dice = Dice(seed_of(spec.seed, column.key, number, "size"))
        view = material.article(column, number, self._length(dice), 20 if self.heavy else 4)
        if column.key == "sj":
            view = view._replace(body=(*view.body, data_table(spec, number)))
        said = view.shown
        if (column.key, number) in spec.forged and said is not None:
            said = material.forged_from(said)
        tags = column_tags(spec, column) + article_tags(spec, view.title, said, view.source)
        trail = self._trail(column)
        if not self.heavy:
            return self._page(f"{view.title}-{spec.name}", tags, trail, self.family.article(view))
        view = view._replace(body=tuple(map(ballast.paragraph, view.body)))
        main = ballast.styled(self.family.article(view)) + ballast.side(self._side_lists(column))
        return self._page(
            f"{view.title}-{spec.name}", tags + ballast.head(dice), trail, main, ballast.tail(dice)
        )

    def _side_lists(self, column: ColumnSpec) -> list[tuple[Crumb, Sequence[Entry]]]:
        """The newest entries of the columns beside an article's own."""
        others = [other for other in self.spec.columns if other.role is Role.LIST and other.key != column.key]
        return [(self._crumb(other), self.material.entries(other, 0, 10)) for other in others[:3]]

    def _length(self, dice: Dice) -> int:
        if dice.number(12) == 0:
            return dice.between(3000, 6000) if self.heavy else dice.between(6000, 14000)
        return dice.between(500, 2600)

    def special(self, path: str, query: str) -> str | None:
        """Pages that every site has: site map, about, letter form, search, the platform's guides."""
        simple: dict[str, Callable[[], tuple[str, str]]] = {
            "/sitemap.html": lambda: ("网站地图", self._site_map()),
            "/about.html": lambda: (
                "关于我们",
                self.family.text("关于我们", (f"本网站由{self.spec.unit}主办。",)),
            ),
            "/mailbox/write.html": lambda: ("我要写信", write_form(self.spec)),
        }
        if path in simple:
            title, main = simple[path]()
            return self._page(
                f"{title}-{self.spec.name}", self._tags(title, 300.0), (Crumb(title, path),), main
            )
        if path == "/ask/index.html" and self.spec.question_desk:
            return self._page("智能问答", self._tags("智能问答", 300.0), (Crumb("智能问答", path),), ASK)
        if path.startswith("/zwpt/item_"):
            return self._platform(path)
        if path in ("/search", "/search.asp"):
            return self._page(f"搜索结果-{self.spec.name}", "", (), results(self.spec, self.material, query))
        return None

    def feed(self, query: str) -> str | None:
        """The data that a shell's script draws, as JSON; None where there is no such list."""
        route = self.family.scheme.parse(query.removeprefix("u="))
        if route.kind != "column" or route.column >= len(self.spec.columns):
            return None
        column = self.spec.columns[route.column]
        entries = self.material.entries(column, 0, self.family.page_size) if column.role is Role.LIST else ()
        return json.dumps([{"title": e.title, "url": e.url, "day": str(e.day or "")} for e in entries])

    def _platform(self, path: str) -> str | None:
        serial = path.removeprefix("/zwpt/item_").removesuffix(".html")
        if not serial.isdigit() or int(serial) >= len(self.spec.guides):
            return None
        guide = self.spec.guides[int(serial)]
        if not guide.platform:
            return None
        view = self.material.guide(int(serial), platform=True)
        main = self.family.guide(view)
        tags = self._tags(view.name, GUIDE_AGE)
        return self._page(f"{view.name}-政务服务平台", tags, (Crumb("政务服务平台", path),), main)

    def _site_map(self) -> str:
        rows = "".join(
            f'<li><a href="{c.url}">{c.name}</a></li>' for c in map(self._crumb, self.spec.columns)
        )
        return f'<div class="sitemap"><ul>{rows}</ul></div>'
