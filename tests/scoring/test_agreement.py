"""Cohen's kappa against a worked example and its known limits."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from xunwang.scoring.agreement import agreement

PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=60)


def test_a_worked_example() -> None:
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    told = agreement(pairs)
    assert (told.pairs, told.agreed, told.kappa) == (50, 35, Fraction(2, 5))


def test_without_pairs_or_without_choice_there_is_no_kappa() -> None:
    assert agreement([]).kappa is None
    assert agreement([("a", "a")] * 9).kappa is None


@given(PAIRS)
def test_kappa_lies_between_minus_one_and_one_and_does_not_care_who_was_first(pairs):
    told = agreement(pairs)
    assert agreement([(second, first) for first, second in pairs]) == told
    if told.kappa is not None:
        assert -1 <= told.kappa <= 1
        assert (told.kappa == 1) == (told.agreed == told.pairs)


@given(PAIRS, st.permutations("abc"))
def test_names_of_the_answers_do_not_matter(pairs, names):
    other = dict(zip("abc", names, strict=True))
    assert agreement([(other[a], other[b]) for a, b in pairs]) == agreement(pairs)


@given(st.lists(st.sampled_from("ab"), min_size=2).filter(lambda answers: len(set(answers)) == 2))
def test_agreeing_always_is_one(answers):
    assert agreement(zip(answers, answers, strict=True)).kappa == 1
