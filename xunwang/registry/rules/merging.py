"""N-06: accounts of similar function, few followers or low use, which should be merged or closed.

Similar: of one unit, or of units with the same superior, on one platform and for the same purpose. The bounds are data
(``merging.yaml``), as no document gives figures. What is not known of an account never makes it a candidate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from xunwang.registry.rules.problem import Act, Problem
from xunwang.registry.snapshot import AccountRow, Register

_Group = tuple[int, str, str]


_Rank = tuple[bool, int, int]


class Figures(NamedTuple):
    """What is known of an account's use; None: not known."""

    followers: int | None = None
    posts_year: int | None = None
    """Posts in the last 365 days."""


_UNKNOWN = Figures()


@dataclass(frozen=True, slots=True)
class Bounds:
    """Below what an account is little followed, or little used."""

    few_followers: int
    few_posts_year: int


@cache
def bounds() -> Bounds:
    """The bounds as they ship."""
    told = yaml.safe_load(Path(__file__).with_name("merging.yaml").read_text(encoding="utf-8"))
    return Bounds(told["few_followers"]["value"], told["few_posts_year"]["value"])


class Merging:
    """Finds the candidates of a register, in time linear in it."""

    def __init__(self, register: Register, figures: Mapping[int, Figures]) -> None:
        self._register = register
        self._figures = figures
        self._bounds = bounds()
        self._best: dict[_Group, list[tuple[_Rank, AccountRow]]] = {}
        for account in register.accounts.values():
            if not account.live or (key := self._group(account)) is None:
                continue
            # The two most followed are enough: of each account one of them is another.
            best = self._best.setdefault(key, [])
            best.append((self._rank(account), account))
            if len(best) > 2:
                best.remove(max(best))

    def of_account(self, account: AccountRow) -> Iterator[Problem]:
        """At most one problem, with the account to merge into where there is one."""
        why = self._little_used(account)
        if not why:
            return
        key = self._group(account)
        others = [one for one in self._best.get(key, ()) if one[1].id != account.id] if key else []
        rank, other = min(others, default=(self._rank(account), account))
        if rank < self._rank(account):
            yield Problem(
                "N-06", "name", f"{why}，与“{other.name}”（{self._register.units[other.unit_id].name}）同平台、功能相近",
                "请整合到该账号，或说明保留理由", blocking=False, check="建议整合", act=Act.MERGE, other=other.id,
            )  # fmt: skip
        else:
            yield Problem(
                "N-06",
                "name",
                why,
                "请核对；无力维护的应关停",
                blocking=False,
                check="使用率低",
                act=Act.CLOSE,
            )

    def _little_used(self, account: AccountRow) -> str:
        known = self._figures.get(account.id, _UNKNOWN)
        reasons = []
        if known.followers is not None and known.followers < self._bounds.few_followers:
            reasons.append(f"关注人数{known.followers}")
        expected = self._register.platform(account.platform)
        posts = known.posts_year if expected is not None and expected.posts else None
        if posts is not None and posts < self._bounds.few_posts_year:
            reasons.append(f"一年发布{posts}条")
        return "、".join(reasons)

    def _group(self, account: AccountRow) -> _Group | None:
        unit = self._register.units.get(account.unit_id)
        if unit is None:
            return None
        # The superior's own account is what those of its subordinates are merged into first.
        home = self._register.government_of(unit)
        return home.id, account.platform, account.kind

    def _rank(self, account: AccountRow) -> _Rank:
        unit = self._register.units[account.unit_id]
        followers = self._figures.get(account.id, _UNKNOWN).followers
        own = self._register.government_of(unit).id == unit.id
        return not own, -(followers or 0), account.id
