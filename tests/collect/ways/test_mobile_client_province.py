"""The mobile clients of the simulated province, collected over its store: what is found is what was planted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest

from tests.collect.ways.driving import Outcome, drive
from xunwang.collect.interface import Source, Span
from xunwang.collect.ways.mobile_client import COLLECTOR
from xunwang.fetch.client import Client
from xunwang.fetch.records import FetchSettings
from xunwang.posts.records import Package, ServiceHost, StorePage, Way
from xunwang.rules.media.duty.client_permissions import permissions
from xunwang.simulate.media import APP
from xunwang.simulate.plan import CHECK_POINT, Settings
from xunwang.simulate.platforms.casting import Playbill
from xunwang.simulate.platforms.conduct import AppState, Conduct
from xunwang.simulate.platforms.process import start_platforms
from xunwang.simulate.platforms.store import package, service_host, store_address

T = TypeVar("T")
Collected = list[tuple[Conduct, Outcome]]


@pytest.fixture(scope="module")
def collected() -> Iterator[Collected]:
    with start_platforms(Playbill(Settings(sites=40))) as running:
        running.clock.sleep_until(CHECK_POINT)
        settings = FetchSettings(
            gateway=running.gateway, ca_file=running.ca_file, allowed_networks=("127.0.0.0/8",),
            resolve=running.addresses, rate_per_host=1000.0, retries=0,
        )  # fmt: skip
        span = Span(CHECK_POINT, CHECK_POINT, CHECK_POINT)
        with Client(settings, running.clock) as client:
            yield [
                (conduct, drive(COLLECTOR, _source(conduct), client.fetch, span))
                for conduct in running.conducts()
                if conduct.account.platform == APP
            ]


def _source(conduct: Conduct) -> Source:
    return Source(conduct.account.key, Way.MOBILE_CLIENT, store_address(conduct), {"vantage_ipv6": "yes"})


def _one(outcome: Outcome, kind: type[T]) -> T | None:
    return next((got.what for got in outcome.got if isinstance(got.what, kind)), None)


def test_no_client_fails(collected: Collected) -> None:
    assert len(collected) > 5
    assert {conduct.app for conduct, _ in collected} >= {
        AppState.FINE,
        AppState.TAKEN_DOWN,
        AppState.NO_DOWNLOAD,
    }
    assert [outcome.error for _, outcome in collected if outcome.error] == []


def test_what_the_store_no_longer_has_is_not_listed_and_all_else_is(collected: Collected) -> None:
    for conduct, outcome in collected:
        page = _one(outcome, StorePage)
        assert page is not None
        assert page.listed == (conduct.app not in (AppState.TAKEN_DOWN, AppState.UNKNOWN_TO_STORE)), (
            conduct.app
        )
        if page.listed:
            assert (page.name, page.developer) == (conduct.name, conduct.subject)
            assert page.updated is not None
            assert page.downloads is not None


def test_packages_are_read_wherever_they_can_be_had(collected: Collected) -> None:
    for conduct, outcome in collected:
        read = _one(outcome, Package)
        if conduct.app in (AppState.TAKEN_DOWN, AppState.UNKNOWN_TO_STORE, AppState.NO_DOWNLOAD):
            assert read is None
            assert outcome.end.complete == (conduct.app is not AppState.NO_DOWNLOAD)
            continue
        spec = package(conduct)
        assert read is not None
        assert (read.name, read.label, read.version) == (
            conduct.account.identifier,
            conduct.name,
            spec.version,
        )
        doubtful = [
            name
            for name in read.permissions
            if name in permissions() and permissions()[name].grade == "reason"
        ]
        assert bool(doubtful) == conduct.excessive


def test_service_hosts_are_tried(collected: Collected) -> None:
    for conduct, outcome in collected:
        if _one(outcome, Package) is not None:
            host = _one(outcome, ServiceHost)
            assert host is not None
            assert (host.host, host.over_ipv6) == (service_host(conduct), True)
