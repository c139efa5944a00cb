"""What an account really does: the facts that its platform's pages are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from xunwang.simulate.media import AccountSpec


class Habit(StrEnum):
    """How an account posts."""

    ALIVE = "alive"
    """Every one to five days."""
    SLOW = "slow"
    """Every ten to thirteen days: still qualified."""
    ASLEEP = "asleep"
    """Has posted, but not for more than two weeks."""
    NEVER = "never"
    CLOSED = "closed"
    """Closed on the platform, while the register says that it runs."""


class Fault(StrEnum):
    """What goes wrong when the account is collected."""

    NONE = ""
    BUSY = "busy"
    """The interface is busy at the first call of each kind (-1), the bridge answers 503 at first."""
    SLUGGISH = "sluggish"
    """Answers after six to nine seconds."""
    TOKEN_LOST = "token_lost"  # noqa: S105 - the name of a fault
    """The token becomes invalid in the middle, because somebody else has fetched a new one."""
    GAPS = "gaps"
    """The bridge leaves entries out."""
    MOVED = "moved"
    """The bridge's address has moved (301)."""
    QUOTA = "quota"
    """The day's calls are used up after a few."""
    WRONG_SECRET = "wrong_secret"  # noqa: S105 - the name of a fault
    WRONG_APP_ID = "wrong_app_id"
    BROKEN = "broken"
    """The feed ends in the middle of a tag; a patient reader keeps the entries before it."""
    EMPTY = "empty"
    """A successful answer without a body."""
    NOT_FOUND = "not_found"
    DOWN = "down"
    """502, always."""


LASTING = frozenset(
    {
        Fault.QUOTA,
        Fault.WRONG_SECRET,
        Fault.WRONG_APP_ID,
        Fault.EMPTY,
        Fault.NOT_FOUND,
        Fault.DOWN,
    }
)
"""Nothing can be learnt of the account's posts as long as it lasts."""


class AppState(StrEnum):
    """What becomes of who wants to use a mobile client."""

    FINE = "fine"
    TAKEN_DOWN = "taken_down"
    """The store says so."""
    UNKNOWN_TO_STORE = "unknown_to_store"
    """404."""
    NO_DOWNLOAD = "no_download"
    """Listed, but the package can't be fetched."""
    NOT_STARTING = "not_starting"
    """Installs and ends at once: only a person sees it."""
    ASLEEP = "asleep"
    """Not updated for years, and empty inside."""


class Plant(NamedTuple):
    """Something in one post."""

    number: int
    """Number of the post, see :mod:`xunwang.simulate.platforms.schedule`."""
    name: str
    """Which writing, see :mod:`xunwang.simulate.platforms.writing`."""


@dataclass(slots=True)
class Conduct:
    """One account. Casting changes it; whoever serves it only reads."""

    account: AccountSpec
    seed: int
    check_point: datetime
    habit: Habit = Habit.ALIVE
    period: float = 2.0
    """Days between posts, about."""
    final: datetime | None = None
    """Instant of the last post; None: it goes on."""
    resumes: datetime | None = None
    """Posts again from here on, after ``final``."""
    fault: Fault = Fault.NONE
    app: AppState = AppState.FINE
    excessive: bool = False
    """The client asks for permissions that it has no need of."""
    granted: bool = False
    """The owner has given access to the WeChat interface."""
    plants: list[Plant] = field(default_factory=list)
    shown_name: str = ""
    """Name on the platform where it is not the filed one."""
    shown_subject: str | None = None
    """Verified subject where it is not the filed one; empty: not verified."""
    followers: int = 1000
    """At the check point."""
    jump: int = 0
    """Followers that came within two days, five days before the check point."""
    interactive: bool = True
    """Comments, messages and menu work; else there is none that does."""
    pinned: bool = False
    """An old post stands first in its lists."""
    moved_to: str = ""
    problems: list[str] = field(default_factory=list)
    """Names of what was planted that has to be found, see :mod:`xunwang.simulate.platforms.problems`."""
    look_alikes: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Of the account."""
        return self.account.key

    @property
    def name(self) -> str:
        """As the platform shows it."""
        return self.shown_name or self.account.name

    @property
    def subject(self) -> str:
        """As the platform shows it."""
        return self.account.subject if self.shown_subject is None else self.shown_subject

    @property
    def introduction(self) -> str:
        """As the platform shows it; one who has moved says so there."""
        if self.moved_to:
            return f"本账号已迁移至“{self.moved_to}”，请关注新账号。"
        return self.account.introduction

    def followers_at(self, now: datetime) -> int:
        """How many follow at an instant: growing by a thousandth a day, and perhaps with a jump."""
        days = (now - self.check_point) / timedelta(days=1)
        natural = int(self.followers * (1 + max(-0.5, days / 1000)))
        return natural + int(self.jump * min(1.0, max(0.0, (days + 6.0) / 2.0)))

    def closed_at(self, now: datetime) -> bool:
        """The platform says that the account is closed."""
        return self.habit is Habit.CLOSED and self.final is not None and now >= self.final + timedelta(days=2)
