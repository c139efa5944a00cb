"""Who does what: complete in one story, with the notice's figures in the other; always the same for a seed."""

from __future__ import annotations

import tracemalloc
from datetime import timedelta
from itertools import islice, pairwise

import pytest

from tests.text.shipped import scanner
from xunwang.posts.records import Way
from xunwang.simulate.media import accounts_of
from xunwang.simulate.plan import CHECK_POINT, Settings, Story, plan
from xunwang.simulate.platforms.addresses import post_url
from xunwang.simulate.platforms.casting import Playbill, conducts_of
from xunwang.simulate.platforms.conduct import Conduct, Fault, Habit
from xunwang.simulate.platforms.crowd import crowd
from xunwang.simulate.platforms.problems import PROBLEMS, WINDOW
from xunwang.simulate.platforms.schedule import BEGINNING, count, newest, numbers, time_of
from xunwang.simulate.platforms.truth import expectations, hand_check, in_order, reason, truth_of
from xunwang.simulate.platforms.ways import ways_of
from xunwang.simulate.platforms.writing import posts_of
from xunwang.simulate.prose import Prose
from xunwang.words import Concern, Grade

SMALL = Playbill(Settings(sites=40))
FULL_2020 = Settings(sites=310, story=Story.YEAR_2020)
PROSE = Prose(1)


@pytest.fixture(scope="module")
def small() -> list[Conduct]:
    return conducts_of(SMALL)


def test_every_problem_look_alike_and_fault_is_somewhere(small: list[Conduct]) -> None:
    assert {name for c in small for name in c.problems + c.look_alikes} == set(PROBLEMS)
    assert {c.fault for c in small} == set(Fault)


def test_the_same_seed_plays_the_same_and_another_does_not(small: list[Conduct]) -> None:
    again = conducts_of(SMALL)
    assert again == small
    other = conducts_of(Playbill(Settings(sites=40, seed=2)))
    assert [c.problems for c in other] != [c.problems for c in small]
    span = (CHECK_POINT - timedelta(days=30), CHECK_POINT)
    assert list(posts_of(again[7], PROSE, *span)) == list(posts_of(small[7], PROSE, *span))


@pytest.fixture(scope="module")
def sampled() -> frozenset[str]:
    """As many as the notice says, spread over the province."""
    keys = sorted(account.key for account in accounts_of(plan(FULL_2020)))
    return frozenset(keys[n * len(keys) // 912] for n in range(912))


def test_of_the_sample_of_2020_exactly_718_are_in_order(sampled: frozenset[str]) -> None:
    conducts = conducts_of(Playbill(FULL_2020, sampled))
    assert len(conducts) == 2606
    assert sum(in_order(c) for c in conducts if c.key in sampled) == 718
    for conduct in conducts:
        assert bool(reason(conduct)) is not in_order(conduct)


def test_the_accounts_of_excellent_units_are_all_in_order(sampled: frozenset[str]) -> None:
    units = frozenset(account.unit for account in accounts_of(plan(FULL_2020))[1:4])
    conducts = conducts_of(Playbill(FULL_2020, sampled, units))
    assert all(in_order(c) for c in conducts if c.account.unit in units)
    assert sum(in_order(c) for c in conducts if c.key in sampled) == 718


def test_what_is_not_in_order_in_2020_can_be_found_by_a_way_or_by_a_look(sampled: frozenset[str]) -> None:
    for conduct in conducts_of(Playbill(FULL_2020, sampled)):
        vetoes = [one for item, one in expectations(conduct).items() if item.startswith("M-V")]
        assert any(one.final == "hit" for one in vetoes) is not in_order(conduct), conduct.problems


def _window(conduct: Conduct) -> list[int]:
    return list(numbers(conduct, CHECK_POINT - WINDOW, CHECK_POINT))


def test_posts_of_the_last_two_weeks_are_there_exactly_where_the_truth_says_so(small: list[Conduct]) -> None:
    for conduct in small:
        if conduct.account.platform in ("app", "mini_program"):
            continue
        expected = expectations(conduct).get("M-V-02.1")
        asleep = expected is not None and expected.final == "hit"
        assert bool(_window(conduct)) is not asleep, (conduct.key, conduct.problems)


def test_the_slow_post_every_ten_to_thirteen_days(small: list[Conduct]) -> None:
    slow = [c for c in small if c.habit is Habit.SLOW]
    assert slow
    for conduct in slow:
        times = [time_of(conduct, n) for n in islice(numbers(conduct, BEGINNING, CHECK_POINT), 40)]
        gaps = [(later - earlier).total_seconds() / 86400 for later, earlier in pairwise(times)]
        assert min(gaps) >= 9.9 and max(gaps) <= 13.1


def test_numbers_follow_each_other_in_time_and_are_counted(small: list[Conduct]) -> None:
    until = CHECK_POINT + timedelta(days=10)
    for conduct in small[::7]:
        found = list(numbers(conduct, BEGINNING, until))
        times = [time_of(conduct, n) for n in found]
        assert times == sorted(times, reverse=True)
        assert len(set(times)) == len(times) == count(conduct, until)


def test_one_who_wakes_after_the_check_point_was_asleep_at_it(small: list[Conduct]) -> None:
    conduct = next(c for c in small if "woken_later" in c.problems)
    assert not _window(conduct)
    assert list(numbers(conduct, CHECK_POINT, CHECK_POINT + timedelta(days=10)))


def test_the_fourteenth_day_still_counts(small: list[Conduct]) -> None:
    conduct = next(c for c in small if "fourteenth_day" in c.look_alikes)
    last = newest(conduct, CHECK_POINT)
    assert last is not None
    assert (CHECK_POINT.date() - time_of(conduct, last).date()).days == 14
    assert CHECK_POINT - time_of(conduct, last) < WINDOW


def _errors(conduct: Conduct) -> set[Concern]:
    """Concerns that the word lists report in what was published in the last quarter."""
    found: set[Concern] = set()
    for post in posts_of(conduct, PROSE, CHECK_POINT - timedelta(days=90), CHECK_POINT):
        text = "\n".join(
            [post.title, post.text, *(p.alt for p in post.pictures), *(link.text for link in post.links)]
        )
        text += "".join(comment.text for comment in post.comments or ())
        found |= {hit.concern for hit in scanner().scan(text, post.title) if hit.grade is Grade.ERROR}
    return found


def test_planted_words_are_in_the_lists_and_nothing_else_is(small: list[Conduct]) -> None:
    wanted = {"M-V-01.1": Concern.SEVERE, "M-V-01.2": Concern.SECRECY, "M-V-01.3": Concern.HIJACK}
    for conduct in small:
        if conduct.account.platform in ("app", "mini_program"):
            continue
        planted = {concern for item, concern in wanted.items() if item in expectations(conduct)}
        if "gambling_comment" in conduct.problems:
            planted.add(Concern.HIJACK)  # in a citizen's words, not in the account's own
        if conduct.fault or "correction_notice" in conduct.look_alikes:
            continue  # a quotation of what was wrong is for the reader of contexts to tell
        assert _errors(conduct) & set(wanted.values()) == planted, conduct.key


def test_a_corrected_post_was_wrong_before(small: list[Conduct]) -> None:
    conduct = next(c for c in small if "edited_since" in c.look_alikes)
    number = conduct.plants[0].number
    at = time_of(conduct, number)
    before = next(p for p in posts_of(conduct, PROSE, at, at + timedelta(hours=2)) if p.key == str(number))
    after = next(p for p in posts_of(conduct, PROSE, at, CHECK_POINT) if p.key == str(number))
    assert "台湾等国家" in before.text and before.edited_at is None
    assert "台湾等国家" not in after.text and after.edited_at is not None


def test_a_person_sees_what_no_way_of_collection_shows(small: list[Conduct]) -> None:
    silent = next(c for c in small if "no_function" in c.problems)
    seen = hand_check(silent, CHECK_POINT)
    assert not any(works for _, works in seen.functions)
    assert seen.answered_after is None
    assert expectations(silent)["M-V-03.1"].automatic == "unknown"
    closed = next(c for c in small if c.habit is Habit.CLOSED)
    assert hand_check(closed, CHECK_POINT).closed
    never = next(c for c in small if c.habit is Habit.NEVER)
    assert hand_check(never, CHECK_POINT).no_posts


def test_a_person_sees_when_a_mini_program_was_last_kept_up(small: list[Conduct]) -> None:
    program = next(c for c in small if c.account.platform == "mini_program")
    seen = hand_check(program, CHECK_POINT).last_post
    assert seen is not None
    assert (CHECK_POINT.date() - seen).days < 14


def test_followers_jump_between_two_looks_and_grow_slowly_elsewhere(small: list[Conduct]) -> None:
    jumps = next(c for c in small if c.jump)
    before, after = CHECK_POINT - timedelta(days=7), CHECK_POINT
    assert jumps.followers_at(after) - jumps.followers_at(before) > 40_000
    quiet = next(c for c in small if not c.jump)
    assert quiet.followers_at(after) < 1.02 * quiet.followers_at(before)


def test_every_account_has_one_automatic_way_but_mini_programs(small: list[Conduct]) -> None:
    rows = list(ways_of(small))
    with_way = {row.account for row in rows}
    assert len(rows) == len(with_way)
    assert {c.account.platform for c in small if c.key not in with_way} == {"mini_program"}
    assert {row.way for row in rows} == {Way.FEED, Way.WECHAT_API, Way.MOBILE_CLIENT}
    assert all(set(row.secrets) == {"app_id", "app_secret"} for row in rows if row.way is Way.WECHAT_API)
    assert len({row.address for row in rows if row.way is Way.FEED}) == sum(r.way is Way.FEED for r in rows)


def test_the_truth_is_ready_for_json(small: list[Conduct]) -> None:
    accounts = truth_of(SMALL)["accounts"]
    assert len(accounts) == len(small)
    for told in accounts.values():
        assert not set(told["expect"]) & set(told["tolerated"]) - {"M-N-06", "M-N-15", "M-N-04", "M-N-05"}
        assert (told["reason"] == "") is told["in_order"]


def test_a_crowd_has_no_two_accounts_alike() -> None:
    keys, addresses = set(), set()
    for conduct in crowd(6000):
        keys.add(conduct.key)
        addresses.add(post_url(conduct.account, 7))
    assert len(keys) == len(addresses) == 6000


def test_any_number_of_posts_takes_the_memory_of_one(small: list[Conduct]) -> None:
    conduct = next(c for c in small if c.habit is Habit.ALIVE and not c.problems and c.period < 2)
    stream = posts_of(conduct, PROSE, BEGINNING, CHECK_POINT)
    next(stream)
    tracemalloc.start()
    size = sum(1 for _ in stream)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 500
    assert most < 200_000
