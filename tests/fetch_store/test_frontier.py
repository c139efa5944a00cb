"""The frontier gives every address out once, best first, within the budgets."""

from __future__ import annotations

import tracemalloc

import pytest

from xunwang.fetch.frontier import Budget, Frontier, Priority, Progress

HOME = "http://www.example.gov.cn/"
WIDE = Budget(10_000, 1 << 40, 1e9, 10)


def frontier(budget: Budget = WIDE, **options: object) -> Frontier:
    return Frontier(HOME, {"www.example.gov.cn"}, budget, **options)  # type: ignore[arg-type]


def drain(queue: Frontier) -> list[str]:
    taken = []
    while (target := queue.take()) is not None:
        taken.append(target.url)
        queue.settle(target.id, True, 100)
    return taken


def test_better_priorities_go_first_and_equal_ones_in_order_of_discovery() -> None:
    queue = frontier()
    queue.add(HOME + "rest1", Priority.REST, 1)
    queue.add(HOME + "guide", Priority.GUIDE, 1)
    queue.add(HOME + "rest2", Priority.REST, 1)
    queue.add(HOME, Priority.HOME, 0)
    assert drain(queue) == [HOME, HOME + "guide", HOME + "rest1", HOME + "rest2"]


def test_a_waiting_address_can_be_promoted_and_is_still_given_out_once() -> None:
    queue = frontier()
    first = queue.add(HOME + "a", Priority.REST, 3)
    queue.add(HOME + "b", Priority.LIST_PAGE, 1)
    queue.promote(first, Priority.FIRST_COLUMN)
    queue.promote(first, Priority.GUIDE)
    assert queue.add(HOME + "a", Priority.LETTER, 1) == first
    assert queue.depth(first) == 1
    assert drain(queue) == [HOME + "a", HOME + "b"]


def test_external_addresses_have_a_number_but_are_not_fetched() -> None:
    queue = frontier()
    number = queue.add("http://other.example.cn/x", Priority.REST, 1)
    assert queue.progress(number) is Progress.EXTERNAL
    assert queue.reason(number) == "不属于本站"
    assert queue.url(number) == "http://other.example.cn/x"
    assert drain(queue) == []


def test_an_external_address_is_fetched_once_its_host_belongs_to_the_site() -> None:
    queue = frontier()
    number = queue.add("http://new.example.gov.cn/x", Priority.REST, 1)
    queue.hosts = frozenset({"www.example.gov.cn", "new.example.gov.cn"})
    assert queue.add("http://new.example.gov.cn/x", Priority.REST, 1) == number
    assert drain(queue) == ["http://new.example.gov.cn/x"]


def test_robots_and_depth_refuse_with_a_reason() -> None:
    queue = frontier(Budget(9, 9999, 9, 2), allows=lambda url: "private" not in url)
    forbidden = queue.add(HOME + "private/a", Priority.REST, 1)
    deep = queue.add(HOME + "deep", Priority.REST, 3)
    assert queue.reason(forbidden) == "robots.txt 不允许抓取"
    assert queue.reason(deep) == "超过抓取深度上限"
    assert drain(queue) == []
    queue.add(HOME + "deep", Priority.REST, 2)
    assert drain(queue) == [HOME + "deep"]


def test_the_page_budget_ends_the_crawl_and_says_so() -> None:
    queue = frontier(Budget(2, 9999, 9, 5))
    for name in "abc":
        queue.add(HOME + name, Priority.REST, 1)
    assert len(drain(queue)) == 2
    assert queue.exhausted() == "页数预算（2 页）已用完，尚有 1 个地址未抓取"


def test_pages_in_flight_count_against_the_budget() -> None:
    queue = frontier(Budget(1, 9999, 9, 5))
    queue.add(HOME + "a", Priority.REST, 1)
    queue.add(HOME + "b", Priority.REST, 1)
    assert queue.take() is not None
    assert queue.take() is None


@pytest.mark.parametrize(("size", "seconds", "words"), [(1000, 0.0, "流量预算"), (10, 60.0, "时间预算")])
def test_byte_and_time_budgets_end_the_crawl(size: int, seconds: float, words: str) -> None:
    queue = frontier(Budget(100, 1000, 60.0, 5))
    for name in "ab":
        queue.add(HOME + name, Priority.REST, 1)
    target = queue.take()
    assert target is not None
    queue.settle(target.id, True, size)
    queue.elapse(seconds)
    assert queue.take() is None
    assert words in queue.exhausted()


def test_a_finished_crawl_is_not_exhausted_even_when_the_budget_is_just_spent() -> None:
    queue = frontier(Budget(1, 9999, 9, 5))
    queue.add(HOME, Priority.HOME, 0)
    drain(queue)
    assert queue.exhausted() == ""


def test_settling_twice_counts_once() -> None:
    queue = frontier()
    number = queue.add(HOME, Priority.HOME, 0)
    queue.settle(number, True, 10)
    queue.settle(number, False, 10)
    assert queue.bytes == 10
    assert queue.progress(number) is Progress.DONE


def test_a_folder_and_its_index_page_are_fetched_once() -> None:
    queue = frontier()
    first = queue.add(HOME + "zwgk/", Priority.REST, 1)
    assert queue.add(HOME + "zwgk/index.html", Priority.REST, 1) == first
    second = queue.add(HOME + "xwzx/index.html", Priority.REST, 1)
    assert queue.add(HOME + "xwzx/", Priority.REST, 1) == second
    assert drain(queue) == [HOME + "zwgk/", HOME + "xwzx/index.html"]


def test_two_different_index_pages_of_a_folder_are_both_fetched() -> None:
    queue = frontier()
    for name in ("", "index.html", "index.htm"):
        queue.add(HOME + "zwgk/" + name, Priority.REST, 1)
    assert drain(queue) == [HOME + "zwgk/", HOME + "zwgk/index.htm"]


def test_the_home_page_and_its_index_page_are_kept_apart() -> None:
    queue = frontier()
    queue.add(HOME, Priority.HOME, 0)
    queue.add(HOME + "index.html", Priority.FIRST_COLUMN, 1)
    assert drain(queue) == [HOME, HOME + "index.html"]


@pytest.mark.parametrize("names", [("zwgk/", "zwgk/index.html"), ("zwgk/index.html", "zwgk/")])
def test_when_a_folder_fails_its_other_spelling_is_tried(names: tuple[str, str]) -> None:
    queue = frontier()
    for name in names:
        queue.add(HOME + name, Priority.COLUMN, 1)
    target = queue.take()
    assert target is not None
    queue.settle(target.id, False, 0)
    assert drain(queue) == [HOME + names[1]]
    assert queue.add(HOME + names[1], Priority.COLUMN, 1) != target.id


def test_thirty_thousand_addresses_cost_a_few_megabytes() -> None:
    tracemalloc.start()
    queue = frontier(Budget(100_000, 1 << 40, 1e9, 10))
    for number in range(30_000):
        queue.add(f"{HOME}zwgk/tzgg/{number % 400}/t20260302_{number:07}.html", Priority.REST, 2)
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert len(queue) == 30_000
    assert used < 5_000_000
