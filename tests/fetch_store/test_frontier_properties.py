"""Whatever is added and settled in whatever order: nothing is lost, nothing given out twice, and a
replay of the journal continues exactly like the original."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from xunwang.fetch.frontier import Budget, Frontier, Priority, Progress
from xunwang.fetch.trap_shapes import growth, is_calendar, page_number, shape_of
from xunwang.fetch.traps import Traps, TrapSettings
from xunwang.fetch.url_keys import url_key

HOST = "www.example.gov.cn"
HOME = f"http://{HOST}/"

_segments = st.sampled_from(["zwgk", "xwzx", "index.html", "index.htm", "art_1.html", "2026", "03", ""])
_queries = st.sampled_from(
    ["", "?id=1", "?id=2", "?b=1&a=2", "?a=2&b=1", "?page=3", "?PHPSESSID=0123456789abcdef01"]
)
_urls = st.builds(
    lambda host, path, query: f"http://{host}/{'/'.join(path)}{query}",
    st.sampled_from([HOST, HOST, HOST, "other.cn"]),
    st.lists(_segments, max_size=4),
    _queries,
)
_steps = st.lists(
    st.tuples(
        st.lists(st.tuples(_urls, st.sampled_from(list(Priority)), st.integers(0, 4)), max_size=4),
        st.integers(0, 3),
        st.booleans(),
        st.integers(0, 3),
    ),
    max_size=30,
)


def new() -> Frontier:
    return Frontier(HOME, {HOST}, Budget(1000, 1 << 40, 1e9, 3), lambda url: "art_1" not in url)


def crawl(steps: list, queue: Frontier) -> tuple[list, list]:
    """Play steps of (take some, add links, settle one); the journal and what is still in flight."""
    journal: list = []
    flying: list = []
    given: set[int] = set()
    for links, takes, ok, which in [([(HOME, Priority.HOME, 0)], 1, True, 0), *steps]:
        for url, priority, depth in links:
            journal.append(("add", url, priority, depth))
            queue.add(url, priority, depth)
        for _ in range(takes):
            target = queue.take()
            if target is not None:
                assert target.id not in given, "given out twice"
                given.add(target.id)
                flying.append(target)
        if flying:
            target = flying.pop(which % len(flying))
            journal.append(("settle", target.id, ok))
            queue.settle(target.id, ok, 100)
    return journal, flying


def replay(journal: list) -> Frontier:
    queue = new()
    for entry in journal:
        if entry[0] == "add":
            queue.add(*entry[1:])
        else:
            queue.replay_settled(entry[1], entry[2], 100)
    return queue


def drain(queue: Frontier) -> list[str]:
    taken = []
    while (target := queue.take()) is not None:
        taken.append(target.url)
        queue.settle(target.id, True, 100)
    return taken


@given(_steps)
@settings(max_examples=150, deadline=None)
def test_every_address_is_fetched_once_or_refused_with_a_reason(steps: list) -> None:
    queue = new()
    journal, flying = crawl(steps, queue)
    for target in flying:
        queue.settle(target.id, True, 100)
    rest = drain(queue)
    assert len(set(rest)) == len(rest)
    for entry in journal:
        if entry[0] == "add":
            number = queue.id_of(entry[1])
            assert number is not None
            assert queue.progress(number) in (Progress.DONE, Progress.FAILED) or queue.reason(number)
    assert sum(queue.counts.values()) == len(queue)


@given(_steps)
@settings(max_examples=150, deadline=None)
def test_a_replayed_journal_goes_on_like_the_original(steps: list) -> None:
    original = new()
    journal, flying = crawl(steps, original)
    copy = replay(journal)
    assert len(copy) == len(original)
    assert [copy.url(number) for number in range(len(copy))] == [
        original.url(n) for n in range(len(original))
    ]
    assert copy.bytes == original.bytes
    again = drain(copy)
    for target in flying:
        original.settle(target.id, True, 100)
    rest = drain(original)
    # What was in flight is fetched again, everything else exactly as the original would.
    fetched_again = {target.url for target in flying}
    assert sorted(again) == sorted([*fetched_again, *rest])
    assert [url for url in again if url not in fetched_again] == rest


@given(st.text(max_size=200), st.text(max_size=100))
@settings(max_examples=200, deadline=None)
def test_no_address_breaks_the_analysis(path: str, query: str) -> None:
    url = f"{HOME}{path}?{query}"
    assert url_key(url_key(url)) == url_key(url)
    shape_of(url), page_number(url), is_calendar(url), growth(url)
    traps = Traps(TrapSettings())
    traps.refuses(url)
    traps.settled(url, True, 10)


@given(st.lists(st.integers(0, 5000), unique=True, max_size=60))
@settings(max_examples=60, deadline=None)
def test_numbers_and_addresses_belong_together(numbers: list[int]) -> None:
    queue = new()
    given_out = {n: queue.add(f"{HOME}n/{n}.html?x={n}", Priority.REST, 1) for n in numbers}
    assert sorted(given_out.values()) == list(range(len(numbers)))
    for n, number in given_out.items():
        assert queue.id_of(f"{HOME}n/{n}.html?x={n}") == number
        assert queue.url(number) == f"{HOME}n/{n}.html?x={n}"
