"""What one simulated site publishes: plain facts from which pages and truth are both made.

Defects change these facts and nothing else; a page never knows that it is wrong. Ages are days
before the check point, so a site looks the same whenever the province is started.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from xunwang.simulate.places import Place
from xunwang.words import ColumnType, FooterElement, GuideElement, Level, SiteKind


class Role(StrEnum):
    """What a column's pages show."""

    LANDING = "landing"
    LIST = "list"
    STATIC = "static"
    LEADERS = "leaders"
    SERVICES = "services"
    STATISTICS = "statistics"
    LETTERS = "letters"
    SURVEYS = "surveys"
    PETITIONS = "petitions"


class Manner(StrEnum):
    """How an answer is sent."""

    PLAIN = "plain"
    RESET = "reset"
    HANG = "hang"
    DRIP = "drip"
    SHORT = "short"
    """Fewer bytes than Content-Length says, then the connection ends."""
    LONG = "long"
    """More bytes than Content-Length says."""
    GARBAGE = "garbage"
    """Not HTTP at all."""


class Scene(StrEnum):
    """What happens when the home page is asked for."""

    FINE = "fine"
    DOWN_5XX = "down_5xx"
    REFUSED = "refused"
    HANGS = "hangs"
    SLOW = "slow"
    """17 to 20 s."""
    SLUGGISH = "sluggish"
    """5 to 8 s: slow, but below the limit of 15 s."""
    DRIPS = "drips"
    LOOPS = "loops"
    BAD_TLS = "bad_tls"
    FLAPPING = "flapping"
    """Away for a fifth of the time."""
    HICCUPS = "hiccups"
    """One outage of 100 minutes in the week: about 1 %."""
    JUST_UNDER = "just_under"
    """8 of 168 hours: 4.8 %."""
    JUST_OVER = "just_over"
    """9 of 168 hours: 5.4 %."""
    MOVED = "moved"
    """Redirects to another host."""
    FORBIDDEN_BY_ROBOTS = "forbidden_by_robots"


class Search(StrEnum):
    """The site's own search."""

    FINDS = "finds"
    NONE = "none"
    BROKEN = "broken"
    """The form leads to an error."""
    BLIND = "blind"
    """Answers, and never finds anything."""
    SCRIPTED = "scripted"


class Entrance(StrEnum):
    """The "I spot an error" entrance."""

    FINE = "fine"
    MISSING = "missing"
    WRONG_CODE = "wrong_code"


class FormState(StrEnum):
    """The form that a guide's materials name."""

    NOT_NEEDED = "not_needed"
    OFFERED = "offered"
    MISSING = "missing"
    BROKEN = "broken"


class HomeStyle(StrEnum):
    """How the home page is built."""

    FULL = "full"
    NAVIGATION = "navigation"
    """Only an entrance."""
    SCRIPTED = "scripted"


class Metas(StrEnum):
    """The prescribed tags."""

    FULL = "full"
    NONE = "none"
    SITE_ONLY = "site_only"


@dataclass(slots=True)
class ColumnSpec:
    """A column and its list."""

    key: str
    name: str
    type: ColumnType | None
    role: Role
    level: int = 1
    parent: str | None = None
    """Key of the column above."""
    kind: str = "other"
    """Grammar of its titles: ``news``, ``notice``, ``policy``, ``other``."""
    newest: float = 3.0
    """Age of the newest entry in days."""
    step: float = 4.0
    """Days between neighbours."""
    items: int = 8
    dated: bool = True
    """The list shows days."""
    articles_dated: bool = True
    scripted: bool = False
    """The list is filled in by script from data that is not in the page."""
    on_home: bool = False
    text: str = ""
    """Text of a static column; empty makes a neutral one."""

    @property
    def blank(self) -> bool:
        """A list column without any entry."""
        return self.role is Role.LIST and self.items == 0

    def age(self, number: int) -> float:
        """Age of an entry in days."""
        return self.newest + number * self.step


@dataclass(slots=True)
class GuideSpec:
    """A service guide."""

    name: str
    missing: frozenset[GuideElement] = frozenset()
    vague: tuple[str, ...] = ()
    form: FormState = FormState.NOT_NEEDED
    platform: str = ""
    """"" none, ``same`` or ``different``: the copy on the service platform."""


@dataclass(slots=True)
class LetterSpec:
    """A public letter."""

    title: str
    asked: float
    """Age in days."""
    answered: float | None
    """Age of the answer in days; None while there is none."""
    answer: str = ""
    omit: frozenset[str] = frozenset()
    """Fields left out of the page: ``asked``, ``answered``, ``department``, ``answer``."""


@dataclass(slots=True)
class SurveySpec:
    """A call for opinions."""

    title: str
    begins: float
    ends: float
    has_result: bool


@dataclass(slots=True)
class LeaderSpec:
    """A leader with what the column tells."""

    name: str
    post: str
    has_resume: bool = True
    has_duties: bool = True


@dataclass(slots=True)
class LinkSpec:
    """A planted link."""

    url: str
    text: str
    place: str
    """``home`` or the key of the column whose newest article carries it."""
    broken: bool
    markup: str = "a"
    """``a`` or ``img``."""


@dataclass(slots=True)
class Plant:
    """A fragment put into the body of an article."""

    column: str
    number: int
    markup: str
    item: str = ""
    """Indicator that it is a candidate for; empty for none."""
    concern: str = ""
    """``xunwang.words.Concern`` that a text scanner should report; empty for none."""


@dataclass(slots=True)
class SiteSpec:
    """Everything about a site."""

    index: int
    seed: int
    scheme: str
    host: str
    name: str
    unit: str
    kind: SiteKind
    level: Level
    place: Place
    city: Place
    site_code: str
    has_services: bool
    family: str
    codec: str
    """Python codec of the bytes sent."""
    declared: str
    """Charset that the pages declare; empty for none."""
    header_charset: bool = True
    gzip: bool = False
    columns: list[ColumnSpec] = field(default_factory=list)
    uninterpreted: int = 0
    """So many of the newest policy documents have no interpretation; from there on, the documents
    and the entries of the interpretation column go in pairs."""
    one_way: frozenset[int] = frozenset()
    """Numbers of policy documents whose interpretation doesn't link back."""
    no_forward: frozenset[int] = frozenset()
    """Numbers of policy documents that don't link to their interpretation."""
    interpretation_media: bool = False
    guides: list[GuideSpec] = field(default_factory=list)
    classed_services: bool = True
    statistics_age: float = 12.0
    letters: list[LetterSpec] = field(default_factory=list)
    letter_statistics: bool = True
    surveys: list[SurveySpec] = field(default_factory=list)
    leaders: list[LeaderSpec] = field(default_factory=list)
    footer: frozenset[FooterElement] = frozenset(FooterElement)
    entrance: Entrance = Entrance.FINE
    search: Search = Search.FINDS
    metas: Metas = Metas.FULL
    home_style: HomeStyle = HomeStyle.FULL
    scene: Scene = Scene.FINE
    ipv6: bool = True
    printed_name: str = ""
    """Name in title and header, when it isn't the registered one."""
    home_title: str = ""
    """Title of the home page when it isn't the site's name."""
    home_head: str = ""
    """Further markup in the head of the home page."""
    home_tail: str = ""
    """Further markup at the end of the home page's body."""
    links: list[LinkSpec] = field(default_factory=list)
    plants: list[Plant] = field(default_factory=list)
    forged: frozenset[tuple[str, int]] = frozenset()
    """(column, number) of articles whose visible date is not that of meta and address."""
    future: frozenset[tuple[str, int]] = frozenset()
    """Articles dated after the check point."""
    oddities: tuple[str, ...] = ()
    """Names of misbehaving addresses (``oddities.py``) that the site links to."""
    data_files: bool = False
    question_desk: bool = False
    hidden_menu: bool = False
    outdated_browser: bool = False
    rare_name: bool = False
    """A leader whose name GB2312 can't write, on pages declared gb2312."""
    intervals: dict[str, int] = field(default_factory=dict)
    defects: list[str] = field(default_factory=list)
    causes: dict[str, str] = field(default_factory=dict)
    """Indicator → defect that was planted for it."""
    tampered: bool = False
    bad_links: bool = False
    """Hidden links or links to hijacked targets."""
    look_alikes: list[str] = field(default_factory=list)
    tolerated: set[str] = field(default_factory=set)
    moved_to: str = ""

    @property
    def home_url(self) -> str:
        """Address of the home page."""
        return f"{self.scheme}://{self.host}/"

    def column(self, key: str) -> ColumnSpec:
        """The column of that key; KeyError when there is none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)

    def drop(self, key: str) -> None:
        """Take a column away, with all below it."""
        self.columns = [c for c in self.columns if key not in (c.key, c.parent)]

    def has(self, key: str) -> bool:
        """Whether there is a column of that key."""
        return any(column.key == key for column in self.columns)

    def children(self, key: str) -> list[ColumnSpec]:
        """Columns below one."""
        return [column for column in self.columns if column.parent == key]

    def typed(self, kind: ColumnType) -> list[ColumnSpec]:
        """Columns of a type, landing pages left out."""
        return [c for c in self.columns if c.type is kind and c.role is not Role.LANDING]
