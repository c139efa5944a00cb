"""An office that collects: accounts with feeds on a real server, whose answers a test can change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

from tests.console.province import Province, make_unit
from tests.fetch_store.local_server import Asked, LocalServer, Reply, serve
from xunwang.access.models import User
from xunwang.access.roles import Role
from xunwang.inspection.running.equipment import Equipment
from xunwang.media.collecting.start import Scope, start_collection
from xunwang.media.collecting.steps import step
from xunwang.media.models import Collection
from xunwang.media.vocabulary import CollectionStatus
from xunwang.media.ways import Setting, set_way
from xunwang.posts.records import Way
from xunwang.registry.models import Account
from xunwang.simulate.clock import ProvinceClock

NOW = datetime(2020, 11, 30, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Feeds:
    """The office. ``feeds``: posts by number of the account, (title, days ago); ``status``: what else is answered."""

    province: Province
    equipment: Equipment
    server: LocalServer
    feeds: dict[str, list[tuple[str, float]]]
    status: dict[str, int] = field(default_factory=dict)

    @property
    def admin(self) -> User:
        """Who does everything."""
        return self.province.user(Role.PROVINCE_ADMIN)

    @property
    def now(self) -> datetime:
        """By the clock of the collection."""
        return self.equipment.clock.now()

    def account(self, name: str, posts: list[tuple[str, float]] | None = None) -> Account:
        """Another account, of a unit of its own; with posts it has a feed."""
        unit = make_unit(f"{name}主办单位", "county", "220122", self.province.county, "department")
        account = Account.objects.create(unit=unit, platform="weibo", name=name)
        if posts is not None:
            self.feeds[name] = posts
            host = f"feeds{len(self.feeds)}.example.cn"
            set_way(Setting(account, Way.FEED, f"http://{host}/{name}"), self.admin, self.now)
        return account

    def start(self, **changes: object) -> Collection:
        """Start a collection over the province."""
        values: dict[str, object] = {
            "title": "四季度采集", "unit": self.province.root, "since": self.now - 90 * DAY, "until": self.now,
        }  # fmt: skip
        return start_collection(Scope(**(values | changes)), self.admin, self.now)  # type: ignore[arg-type]

    def drive(self, collection: Collection, most: int = 20) -> Collection:
        """Do what is due until there is nothing more to do."""
        for _ in range(most):
            collection.refresh_from_db()
            if collection.status != CollectionStatus.ACTIVE or collection.next_at is None:
                return collection
            self.equipment.clock.sleep_until(collection.next_at)
            step(collection.pk, self.equipment)
        raise AssertionError(f"not over: {collection.status} {collection.problem}")

    def answer(self, asked: Asked) -> Reply:
        """The feed of the address."""
        from urllib.parse import unquote

        name = unquote(asked.path.strip("/"))
        if self.status.get(name):
            return Reply(self.status[name])
        return Reply(
            body=_rss(name, self.feeds.get(name, [])), headers=(("Content-Type", "application/rss+xml"),)
        )


def _rss(name: str, posts: list[tuple[str, float]]) -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>http://weibo.example.cn/{name}/{number}</link><guid>{name}{number}</guid>"
        f"<description>{title}的正文，欢迎留言。</description>"
        f"<pubDate>{format_datetime(NOW - timedelta(days=days))}</pubDate></item>"
        for number, (title, days) in enumerate(posts)
    )
    return f'<rss version="2.0"><channel><title>{name}</title>{items}</channel></rss>'.encode()


@contextmanager
def office_with_feeds(province: Province, runs: Path) -> Iterator[Feeds]:
    """Serve the feeds."""
    office: list[Feeds] = []
    with serve(lambda asked: office[0].answer(asked)) as server:
        clock = ProvinceClock(NOW, scale=0.02)
        office.append(Feeds(province, Equipment(clock, runs, server.settings), server, {}))
        yield office[0]
