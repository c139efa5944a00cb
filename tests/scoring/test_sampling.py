"""Samples are reproducible, of the right size, and unbiased enough to defend."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xunwang.scoring.sampling import ANY, Member, draw, sizes_of, take_share

SHARES = st.fractions(0, 1, max_denominator=100)
FRAMES = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 60), max_size=8)


def frame_of(counts: dict[str, int]) -> list[Member]:
    return [Member(f"{name}-{number}", name) for name, count in counts.items() for number in range(count)]


@given(FRAMES, SHARES, st.text("xyz0", max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_the_frame_does_not_matter(counts, share, seed, random):
    frame = frame_of(counts)
    shuffled = frame.copy()
    random.shuffle(shuffled)
    assert draw(frame, {ANY: share}, seed) == draw(shuffled, {ANY: share}, seed)


@given(FRAMES, st.dictionaries(st.text("abc", min_size=1, max_size=3), SHARES), SHARES, st.integers(0, 3))
def test_sizes_are_the_shares_and_nothing_is_drawn_twice(counts, shares, rest, at_least):
    frame = frame_of(counts)
    sample = draw(frame, {**shares, ANY: rest}, "种子", at_least=at_least)
    assert sample.population == len(frame)
    for stratum in sample.strata:
        exact = stratum.share * stratum.population
        lifted = stratum.size == min(at_least, stratum.population) > exact
        assert lifted or abs(stratum.size - exact) < 1
        assert len(set(stratum.chosen)) == stratum.size <= stratum.population
        assert all(key.startswith(f"{stratum.name}-") for key in stratum.chosen)
        assert stratum.size or not exact or not at_least


@given(FRAMES, SHARES)
def test_without_a_lower_limit_the_total_is_the_exact_total_rounded(counts, share):
    sizes = sizes_of(counts, dict.fromkeys(counts, share), at_least=0)
    assert sum(sizes.values()) == int(share * sum(counts.values()) + Fraction(1, 2))


@given(st.integers(1, 80), st.integers(0, 79), SHARES)
def test_one_member_less_changes_the_sample_by_at_most_two_members(count, gone, share):
    frame = frame_of({"a": count})
    before = draw(frame, {ANY: share}, "s").chosen
    after = draw([m for m in frame if m.key != f"a-{gone}"], {ANY: share}, "s").chosen
    assert len(before ^ after) <= 2


def test_the_sample_of_the_reference_notice() -> None:
    frame = frame_of({"市级": 2423, "省级": 183})
    sample = draw(frame, {ANY: Fraction("0.35")}, "2020")
    assert {stratum.name: stratum.size for stratum in sample.strata} == {"市级": 848, "省级": 64}
    assert len(sample.chosen) == 912


def test_those_who_come_first_are_drawn_first_and_the_sample_stays_as_large() -> None:
    frame = frame_of({"a": 30, "b": 4})
    first = {"a-3", "a-20", "b-1", "gone"}
    sample = draw(frame, {ANY: Fraction(1, 10)}, "s", at_least=2, first=first)
    assert sample.first == ("a-20", "a-3", "b-1")
    sizes = {stratum.name: stratum.size for stratum in sample.strata}
    assert sizes == {"a": 3, "b": 2}
    assert {"a-3", "a-20", "b-1"} <= sample.chosen
    plain = draw(frame, {ANY: Fraction(1, 10)}, "s", at_least=2)
    others = [key for key in plain.strata[0].chosen if key not in first]
    assert sample.strata[0].chosen[2] == others[0], "the rest is drawn as ever"
    assert draw(frame, {}, "s", first=first).chosen == frozenset(), "first is not certain"


def test_another_seed_draws_another_sample_and_everybody_has_the_same_chance() -> None:
    frame = frame_of({"a": 40})
    drawn = Counter(
        key for seed in range(600) for key in draw(frame, {ANY: Fraction(1, 4)}, str(seed)).chosen
    )
    # 600 draws of a quarter: 150 expected, standard deviation 10.6.
    assert len(drawn) == 40
    assert all(100 < count < 200 for count in drawn.values())


def test_a_known_sample_stays_the_same_in_every_version() -> None:
    assert draw(frame_of({"a": 9}), {ANY: Fraction(1, 3)}, "seed").strata[0].chosen == KNOWN


KNOWN = ("a-1", "a-2", "a-7")


@pytest.mark.parametrize("share", [Fraction(-1, 9), Fraction(10, 9)])
def test_a_share_outside_zero_to_one_is_refused(share: Fraction) -> None:
    with pytest.raises(ValueError, match="比例"):
        draw([], {ANY: share}, "")


def test_keys_must_be_unique_and_on_one_line() -> None:
    with pytest.raises(ValueError, match="重复"):
        draw([Member("1", "a"), Member("1", "b")], {}, "")
    with pytest.raises(ValueError, match="换行"):
        draw([Member("1\n", "a")], {}, "")


@given(st.sets(st.text("0123456789", min_size=1, max_size=4), max_size=50), SHARES, SHARES)
def test_a_larger_share_takes_all_that_a_smaller_one_takes(keys, one, other):
    small, large = sorted((one, other))
    assert take_share(keys, small, "s") <= take_share(keys, large, "s") <= keys
    assert take_share(keys, Fraction(1), "s") == keys
    assert not take_share(keys, Fraction(0), "s")
