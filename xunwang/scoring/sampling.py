"""Stratified samples that anybody can draw again: same frame, same shares, same seed, same sample.

Each member of a stratum is ranked by SHA-256 of seed, stratum and key, and the first ones are taken. The order
of the frame, the programme's version and the machine have no say; one member more or fewer in the frame
changes the sample by a few members only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

METHOD = (
    "分层随机抽样：各层应抽数为总体数乘以抽样比例，合计四舍五入取整，余数按最大余额法分配；"
    "层内按“种子、层名、编号”三行文字的SHA-256值由小到大取前若干个。"
)
"""How the sample is drawn, as the sampling record of the notice states it."""
FIRST = "其中{count}个优先：先于同层其他成员抽取。"
"""What is added where some members are drawn before the others."""
ANY = "*"
"""Name under which ``shares`` gives the share of all strata that are not named."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of the population: an account of the register."""

    key: str
    """Unique in the frame; the same in every round."""
    stratum: str


@dataclass(frozen=True, slots=True)
class Stratum:
    """A stratum of a sample."""

    name: str
    population: int
    share: Fraction
    chosen: tuple[str, ...]
    """Keys in the order in which they were drawn."""

    @property
    def size(self) -> int:
        """How many were drawn."""
        return len(self.chosen)


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample with all that is needed to draw it again from the same frame."""

    seed: str
    at_least: int
    frame_digest: str
    """SHA-256 of the sorted frame."""
    strata: tuple[Stratum, ...]
    """By name."""
    first: tuple[str, ...] = ()
    """Keys of the frame that were drawn before the others of their stratum, sorted."""

    @property
    def chosen(self) -> frozenset[str]:
        """All keys drawn."""
        return frozenset(key for stratum in self.strata for key in stratum.chosen)

    @property
    def population(self) -> int:
        """Size of the frame."""
        return sum(stratum.population for stratum in self.strata)


def draw(
    frame: Iterable[Member],
    shares: Mapping[str, Fraction],
    seed: str,
    *,
    at_least: int = 1,
    first: Collection[str] = (),
) -> Sample:
    """Draw from each stratum its share; ``shares`` by stratum name, :data:`ANY` for the rest (else none).

    A stratum of which anything is to be drawn gives ``at_least`` members, or all it has. Those ``first`` are drawn
    before the others, they make no stratum larger. Raises ValueError for a share outside 0 to 1, a key that occurs
    twice, or a key or stratum with a line break.
    """
    strata: dict[str, list[str]] = {}
    members = list(frame)
    ahead = {member.key for member in members} & set(first)
    _check(members, shares)
    for member in members:
        strata.setdefault(member.stratum, []).append(member.key)
    names = sorted(strata)
    share_of = {name: shares.get(name, shares.get(ANY, Fraction(0))) for name in names}
    sizes = sizes_of({name: len(strata[name]) for name in names}, share_of, at_least)
    return Sample(
        seed,
        at_least,
        digest_of(members),
        tuple(
            Stratum(
                name,
                len(strata[name]),
                share_of[name],
                _taken(seed, name, strata[name], ahead)[: sizes[name]],
            )
            for name in names
        ),
        tuple(sorted(ahead)),
    )


def sizes_of(
    populations: Mapping[str, int], shares: Mapping[str, Fraction], at_least: int = 1
) -> dict[str, int]:
    """How many to draw from each stratum.

    The sum is the exact sum rounded half up (more where ``at_least`` lifts small strata); no stratum that
    was not lifted is a whole member or more away from its exact size.
    """
    exact = {name: shares[name] * count for name, count in populations.items()}
    sizes = {
        name: max(int(size), min(at_least, populations[name]) if size else 0) for name, size in exact.items()
    }
    wanted = int(sum(exact.values(), Fraction(0)) + Fraction(1, 2))
    remainders = sorted(
        (int(size) - size, name) for name, size in exact.items() if sizes[name] == int(size) < size
    )
    for _, name in remainders[: max(0, wanted - sum(sizes.values()))]:
        sizes[name] += 1
    return sizes


def digest_of(frame: Iterable[Member]) -> str:
    """SHA-256 of the frame, one line ``stratum<TAB>key`` a member, sorted."""
    lines = sorted(f"{member.stratum}\t{member.key}\n" for member in frame)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def take_share(keys: Iterable[str], share: Fraction, seed: str) -> frozenset[str]:
    """A simple sample: the members that their own hash puts below ``share``.

    Whether a key is in depends on nothing but itself, so a sample can grow while keys still come in. Its
    size is ``share`` of the population on average.
    """
    limit = int(share * 2**256)
    return frozenset(key for key in keys if int.from_bytes(_rank(seed, "", key)) < limit)


def _taken(seed: str, stratum: str, keys: list[str], ahead: Collection[str]) -> tuple[str, ...]:
    """All members of a stratum in the order in which they would be drawn."""
    return tuple(sorted(keys, key=lambda key: (key not in ahead, _rank(seed, stratum, key), key)))


def _rank(seed: str, stratum: str, key: str) -> bytes:
    return hashlib.sha256(f"{seed}\n{stratum}\n{key}".encode()).digest()


def _check(members: list[Member], shares: Mapping[str, Fraction]) -> None:
    if any(not 0 <= share <= 1 for share in shares.values()):
        raise ValueError("抽样比例应在0和1之间")
    if len({member.key for member in members}) != len(members):
        raise ValueError("抽样框中有重复的编号")
    if any({"\n", "\t"} & {*member.key, *member.stratum} for member in members):
        raise ValueError("编号和层名不能含换行或制表符")
