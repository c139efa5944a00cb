"""What the worker takes from the environment, and nothing else; a run made without it is written down."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from tests.console.inspection.rounds import make_round
from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.engine.archive import Archive
from xunwang.inspection.models import CheckedSite, Run
from xunwang.inspection.running.equipment import EquipmentError, equipment_of_office
from xunwang.inspection.running.recorded import record_run
from xunwang.inspection.running.words import RunStatus, SiteState
from xunwang.inspection.stages import Move
from xunwang.simulate.clock import ProvinceClock
from xunwang.simulate.plan import CHECK_POINT

CLOCK = ProvinceClock(CHECK_POINT)


def test_an_office_reaches_public_addresses_only_unless_it_says_otherwise(tmp_path: Path) -> None:
    plain = equipment_of_office({"XUNWANG_HOME": str(tmp_path)}, CLOCK)
    assert plain.fetch.allowed_networks == () and plain.fetch.gateway is None and plain.fetch.resolve == {}
    assert plain.runs == tmp_path / "runs" and plain.processes == 1
    ca = tmp_path / "ca.pem"
    ca.write_text("")
    told = {
        "XUNWANG_HOME": str(tmp_path), "XUNWANG_RUNS": str(tmp_path / "elsewhere"), "XUNWANG_CONTACT": "a@example.cn",
        "XUNWANG_ALLOWED_NETWORKS": "10.1.0.0/16, 10.2.0.0/16", "XUNWANG_CRAWL_PROCESSES": "3",
        "XUNWANG_CA_FILE": str(ca), "XUNWANG_WORDS": str(tmp_path),
    }  # fmt: skip
    own = equipment_of_office(told, CLOCK)
    assert own.fetch.allowed_networks == ("10.1.0.0/16", "10.2.0.0/16") and own.fetch.ca_file == str(ca)
    assert (own.runs, own.contact, own.processes) == (tmp_path / "elsewhere", "a@example.cn", 3)
    assert "a@example.cn" in own.fetch.user_agent and "not given" in plain.fetch.user_agent
    assert own.word_lists == str(tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [
        {"XUNWANG_ALLOWED_NETWORKS": "inside"},
        {"XUNWANG_CRAWL_PROCESSES": "many"},
        {"XUNWANG_CRAWL_PROCESSES": "0"},
        {"XUNWANG_CA_FILE": "/no/such/file"},
        {"XUNWANG_WORDS": "/no/such/folder"},
    ],
)
def test_settings_that_cannot_be_used_are_refused_by_name(wrong: dict[str, str]) -> None:
    with pytest.raises(EquipmentError, match=next(iter(wrong))):
        equipment_of_office(wrong, CLOCK)


def test_a_run_made_elsewhere_is_written_down_once(province: Province, small_run: Path) -> None:
    archive = Archive(small_run)
    point = archive.settings.check_point
    round_ = make_round(province, check_point=point, period_start=point.date() - timedelta(days=90))
    round_.go(Move.PLAN, now=point)
    mine = list(round_.campaign.sites.all())
    for checked, site in zip(mine, archive.sites, strict=False):
        CheckedSite.objects.filter(pk=checked.pk).update(home_url=site.home_url)
    with pytest.raises(PermissionDenied):
        record_run(round_.campaign, archive, province.user(Role.REVIEWER), point)
    run = record_run(round_.campaign, archive, round_.planner, point)
    assert record_run(round_.campaign, archive, round_.planner, point) == run
    assert (run.status, run.name, run.sites.count()) == (RunStatus.DONE, archive.name, 3)
    assert set(run.sites.values_list("state", flat=True)) == {SiteState.TAKEN}
    assert run.sites.filter(pages__gt=20, size__gt=0).count() >= 1
    assert Run.objects.count() == 1
