"""Home pages are probed on time, once each, and an interrupted plan is taken up again."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.fetch_store.jumping_clock import JumpingClock
from tests.fetch_store.killed import run_and_kill
from tests.fetch_store.local_server import Asked, Reply, serve
from xunwang.fetch.probes import Prober, ProbeSettings, Round, Vantage, coverage, read_log, read_plan

START = datetime(2026, 3, 1, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)
A, B = "http://a.gov.cn/", "http://b.gov.cn/"


def fine(asked: Asked) -> Reply:
    if asked.path == "/":
        return Reply(302, b"", (("Location", "/home.html"),))
    return Reply(503 if asked.host == "b.gov.cn" else 200)


def sites(*urls: str) -> dict[str, str]:
    return {url: url for url in urls}


def test_every_round_probes_every_site_once_and_notes_what_came(tmp_path: Path) -> None:
    rounds: list[Round] = []
    with serve(fine) as server:
        settings = ProbeSettings(every=HOUR, duration=5 * HOUR)
        Prober(sites(A, B), tmp_path, settings, JumpingClock(), server.settings).run(rounds.append)
    records = list(read_log(tmp_path))
    assert Counter((record.site, round((record.at - START) / HOUR)) for record in records) == Counter(
        {(site, hour): 1 for site in (A, B) for hour in range(5)}
    )
    assert {(record.site, record.status, record.fault) for record in records} == {(A, 200, ""), (B, 503, "")}
    first = records[0]
    assert (first.vantage, first.address, first.url) == ("本机", "127.0.0.1", first.site)
    assert len(first.digest) == 64
    assert 0 < first.first_byte <= first.seconds < 5
    assert [(one.number, one.rounds, one.probes, one.failed) for one in rounds] == [
        (n, 5, 2, 1) for n in range(5)
    ]


def test_a_site_that_is_down_or_too_slow_is_noted_and_holds_nobody_up(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply | None:
        if asked.host == "slow.gov.cn":
            time.sleep(1.0)
        return None if asked.host == "down.gov.cn" else Reply()

    slow, down = "http://slow.gov.cn/", "http://down.gov.cn/"
    with serve(answer) as server:
        clock = JumpingClock(scale=0.02)
        settings = ProbeSettings(every=HOUR, duration=2 * HOUR)
        Prober(sites(slow, down, A), tmp_path, settings, clock, server.settings).run()
    records = {record.site: record for record in read_log(tmp_path)}
    assert records[slow].fault == "timeout"
    assert 15 <= records[slow].seconds < 50  # the answer is not waited for
    assert records[down].fault and records[down].status == 0
    assert (records[A].status, records[A].fault) == (200, "")


@pytest.mark.parametrize(("slow_times", "seen"), [(1, [True, True]), (2, [False, True]), (9, [False, False])])
def test_in_hurried_time_an_open_site_is_looked_at_twice_before_it_counts_as_slow(
    tmp_path: Path, slow_times: int, seen: list[bool]
) -> None:
    asked = []

    def answer(one: Asked) -> Reply:
        asked.append(one)
        if len(asked) <= slow_times:
            time.sleep(0.5)
        return Reply()

    with serve(answer) as server:
        settings = ProbeSettings(every=HOUR, duration=2 * HOUR)
        Prober(sites(A), tmp_path, settings, JumpingClock(scale=0.02), server.settings).run()
    assert [not record.fault for record in read_log(tmp_path)] == seen
    # A site known to be slow is not asked twice again.
    assert len(asked) == 3


def test_the_time_of_a_probe_includes_its_redirects(tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply:
        time.sleep(0.15)
        return fine(asked)

    with serve(answer) as server:
        Prober(sites(A), tmp_path, ProbeSettings(HOUR, HOUR), JumpingClock(), server.settings).run()
    assert next(read_log(tmp_path)).seconds >= 0.3


def test_each_vantage_probes_and_is_named(tmp_path: Path) -> None:
    with serve(fine) as server:
        settings = ProbeSettings(HOUR, HOUR, (Vantage("电信"), Vantage("联通", interface="127.0.0.1")))
        Prober(sites(A), tmp_path, settings, JumpingClock(), server.settings).run()
    assert [record.vantage for record in read_log(tmp_path)] == ["电信", "联通"]


def test_a_stopped_plan_is_taken_up_and_the_pause_shows_as_a_gap(tmp_path: Path) -> None:
    settings = ProbeSettings(every=HOUR, duration=12 * HOUR)
    with serve(fine) as server:
        done: list[Round] = []
        Prober(sites(A), tmp_path, settings, JumpingClock(), server.settings).run(
            done.append, should_stop=lambda: len(done) == 4
        )
        later = JumpingClock(START + 7.5 * HOUR)
        Prober(sites(A), tmp_path, settings, later, server.settings).run()
    plan = read_plan(tmp_path)
    assert plan is not None
    assert plan.rounds == 12
    hours = [(record.at - plan.start) / HOUR for record in read_log(tmp_path)]
    assert [round(hour, 1) for hour in hours] == [0, 1, 2, 3, 7.5, 8, 9, 10, 11]
    gaps = coverage(read_log(tmp_path), plan.start, plan.end).gaps
    assert [round((gap.end - gap.begin) / HOUR, 1) for gap in gaps] == [4.5]


def test_a_round_that_was_cut_short_is_completed_and_nothing_probed_twice(tmp_path: Path) -> None:
    settings = ProbeSettings(every=HOUR, duration=2 * HOUR)
    with serve(fine) as server:
        done: list[Round] = []
        Prober(sites(A), tmp_path, settings, JumpingClock(), server.settings).run(
            done.append, should_stop=lambda: len(done) == 1
        )
        Prober(sites(A, B), tmp_path, settings, JumpingClock(START + HOUR / 2), server.settings).run()
    assert Counter(record.site for record in read_log(tmp_path)) == {A: 2, B: 2}


def test_a_fulfilled_plan_is_followed_by_a_new_one(tmp_path: Path) -> None:
    settings = ProbeSettings(every=HOUR, duration=HOUR)
    with serve(fine) as server:
        for start in (START, START + 5 * HOUR):
            Prober(sites(A), tmp_path, settings, JumpingClock(start), server.settings).run()
    assert len(list(read_log(tmp_path))) == 2


_PROBER = """
import sys
from datetime import timedelta
from pathlib import Path
from tests.fetch_store.jumping_clock import JumpingClock
from tests.fetch_store.local_server import Reply, serve
from xunwang.fetch.probes import Prober, ProbeSettings
sites = {f"http://s{n}.gov.cn/": f"http://s{n}.gov.cn/" for n in range(10)}
with serve(lambda asked: Reply()) as server:
    settings = ProbeSettings(timedelta(minutes=30), timedelta(days=70))
    prober = Prober(sites, Path(sys.argv[1]), settings, JumpingClock(), server.settings)
    prober.run(lambda round: print(round.number, flush=True))
"""


def test_a_killed_prober_loses_no_finished_round(tmp_path: Path) -> None:
    finished = int(run_and_kill(_PROBER, str(tmp_path), lines=20)[-1])
    plan = read_plan(tmp_path)
    assert plan is not None
    counts = Counter(plan.slot(record.at) for record in read_log(tmp_path))
    assert [counts[number] for number in range(finished + 1)] == [10] * (finished + 1)


def test_a_week_of_hourly_probes_of_forty_sites_passes_in_seconds(tmp_path: Path) -> None:
    urls = [f"http://s{number}.gov.cn/" for number in range(40)]
    with serve(lambda asked: Reply()) as server:
        clock = JumpingClock(scale=0.02)
        Prober(sites(*urls), tmp_path, ProbeSettings(every=HOUR), clock, server.settings).run()
    records = list(read_log(tmp_path))
    assert len(records) == 7 * 24 * 40
    one = coverage((record for record in records if record.site == urls[0]), START, START + 168 * HOUR)
    assert [day.probes for day in one.days] == [24] * 7
    assert one.gaps == ()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (ProbeSettings(every=timedelta(seconds=10)), "探测间隔不能小于 1 分钟"),
        (ProbeSettings(every=HOUR, duration=HOUR / 2), "总时长不能小于"),
        (ProbeSettings(vantages=()), "至少需要一个监测点"),
        (ProbeSettings(vantages=(Vantage("甲"), Vantage("甲"))), "名称不能为空或重复"),
        (ProbeSettings(slow_after=0), "超时界限"),
    ],
)
def test_settings_that_cannot_be_carried_out_are_refused(
    tmp_path: Path, settings: ProbeSettings, words: str
) -> None:
    with serve(fine) as server, pytest.raises(ValueError, match=words):
        Prober(sites(A), tmp_path, settings, JumpingClock(), server.settings)
