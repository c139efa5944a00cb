"""What the demonstration plays: a province, its dates and its truth.

The truth is known to the scripted people of this folder only; no inspector reads it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from xunwang.simulate.behaviour import Reply, replies_of
from xunwang.simulate.media import AccountSpec, UnitSpec, accounts_of, units_of
from xunwang.simulate.plan import CHECK_POINT, FULL, Settings, Story, plan
from xunwang.simulate.platforms.casting import Playbill, conducts_of
from xunwang.simulate.platforms.conduct import Conduct
from xunwang.simulate.platforms.truth import expectations as account_expectations
from xunwang.simulate.spec import Scene as Weather
from xunwang.simulate.spec import SiteSpec
from xunwang.simulate.truth import UNREADABLE, expectations
from xunwang.words import CHINA

FAST = 24
TITLE = "2020年全省政府网站和政务新媒体检查（演示）"
SEED = "2020-10-08"
PERIOD = (date(2020, 10, 8), date(2020, 12, 31))
CHECKED_AT = CHECK_POINT


def moment(month: int, day: int, hour: int = 9, year: int = 2020) -> datetime:
    """A time of the demonstration, Beijing time."""
    return datetime(year, month, day, hour, tzinfo=CHINA)


PLANNED_AT = moment(10, 8)
POSTS_SINCE = CHECKED_AT - timedelta(days=90)
MESSAGE_SENT_AT = CHECKED_AT - timedelta(days=4)
LOOKED_AT = CHECKED_AT - timedelta(minutes=30)
TAKEN_IN_AT = CHECKED_AT + timedelta(hours=8)
REVIEWED_AT = moment(12, 10)
SENT_AT = moment(12, 14)
ANSWERED_AT = moment(12, 17)
HEARD_AT = moment(12, 22)
FINAL_AT = moment(1, 20, year=2021)
PUBLISHED_AT = moment(2, 2, year=2021)
SIGNED_AT = moment(2, 3, year=2021)
DONE_AT = moment(2, 9, year=2021)
ACCEPTED_AT = moment(2, 19, year=2021)
ASSESSED_AT = moment(2, 26, year=2021)


@dataclass(frozen=True)
class Scene:
    """A province of so many sites."""

    sites: int = FULL
    seed: int = 1

    @cached_property
    def settings(self) -> Settings:
        """As the simulated province takes them."""
        return Settings(self.seed, self.sites, story=Story.YEAR_2020)

    @cached_property
    def specs(self) -> list[SiteSpec]:
        """The sites with what is planted in them."""
        return plan(self.settings)

    @cached_property
    def units(self) -> list[UnitSpec]:
        """The units, each after the one above."""
        return units_of(self.specs)

    @cached_property
    def accounts(self) -> list[AccountSpec]:
        """The filed accounts."""
        return accounts_of(self.specs)

    @cached_property
    def replies(self) -> Mapping[str, Reply]:
        """Home address → how the site answers a question."""
        return replies_of(self.specs, self.seed)

    @cached_property
    def expected(self) -> Mapping[str, Mapping[str, str]]:
        """Home address → indicator → ``hit``, ``candidate`` or ``unknown``."""
        return {
            spec.home_url: {item: one.state for item, one in expectations(spec).items()}
            for spec in self.specs
        }

    def expected_of_accounts(self, sampled: Collection[str]) -> Mapping[str, Mapping[str, str]]:
        """Account (platform:name) → indicator → what a person finds in the end: ``hit`` or ``clear``."""
        return {
            key: {item: one.final for item, one in account_expectations(conduct).items()}
            for key, conduct in self.conducts(sampled).items()
        }

    @cached_property
    def closed_doors(self) -> frozenset[str]:
        """Home addresses of sites that nobody can open: nothing in them can be judged."""
        shut = UNREADABLE - {Weather.MOVED, Weather.FORBIDDEN_BY_ROBOTS}
        return frozenset(spec.home_url for spec in self.specs if spec.scene in shut)

    def playbill(self, sampled: Collection[str]) -> Playbill:
        """What the platforms play, given the sample."""
        return Playbill(self.settings, frozenset(sampled), frozenset(unit.name for unit in self.units[1:4]))

    def conducts(self, sampled: Collection[str]) -> Mapping[str, Conduct]:
        """Account (platform:name) → what it does, given the sample."""
        return {conduct.key: conduct for conduct in conducts_of(self.playbill(sampled))}
