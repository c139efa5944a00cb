"""Commands that read a finished run."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.test_commands import run, said
from tests.small_run import DOWN, PORTAL
from xunwang.engine.archive import Archive
from xunwang.notices.results_json import RESTRICTED


@pytest.fixture(scope="module")
def secrets(small_run: Path) -> str:
    """Home address of the site with a restricted finding."""
    return Archive(small_run).sites[2].home_url


def finding(small_run: Path, site: str, item: str, *options: str) -> dict[str, object]:
    found = said("show", small_run, site, item, "--json", *options)["verdicts"][item]["findings"]
    return dict(found[0])


def test_evaluate_gives_the_documented_results(small_run: Path) -> None:
    found = said("evaluate", small_run, "--json")
    assert found["schema"] == "xunwang.results/1"
    assert len(found["sites"]) == 4
    assert found["check_point"] == "2020-11-30T10:00:00+08:00"
    assert found["figures"]["overall"]["total"] == 4
    assert "检查结果" in run("evaluate", small_run).output


def test_a_year_later_nothing_is_clear_that_has_a_window(small_run: Path) -> None:
    found = said("evaluate", small_run, "--json", "--at", "2021-11-30")
    assert found["check_point"].startswith("2021-11-30T23:59:59")
    then = {site["home_url"]: site for site in said("evaluate", small_run, "--json")["sites"]}
    portal = Archive(small_run).sites[PORTAL].home_url
    now = next(site for site in found["sites"] if site["home_url"] == portal)
    assert now["verdicts"]["W-V-03.1"]["state"] == "unknown"
    assert now["verdicts"]["W-V-03.1"]["missing"]
    assert then[portal]["verdicts"]["W-V-03.1"]["state"] == "clear"


def test_evaluate_by_another_edition(small_run: Path, tmp_path: Path) -> None:
    edition = tmp_path / "某省.yaml"
    edition.write_text(
        'derives: "2019"\nid: 某省\ntitle: 某省指标\nitems:\n- {id: W-B-06, drop: true}\n', "utf-8"
    )
    found = said("evaluate", small_run, "--json", "--edition", edition)
    assert (found["edition"]["id"], found["edition"]["derived_from"]) == ("某省", "2019")
    assert all("W-B-06" not in site["verdicts"] for site in found["sites"])
    edition.write_text("items: 3", "utf-8")
    assert "Traceback" not in run("evaluate", small_run, "--edition", edition, code=2).output


def test_evaluating_writes_nothing(small_run: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in small_run.rglob("*")}
    run("evaluate", small_run, "--json")
    assert {path: path.stat().st_mtime_ns for path in small_run.rglob("*")} == before


def test_show_tells_one_site_and_one_indicator(small_run: Path) -> None:
    portal = Archive(small_run).sites[PORTAL]
    found = said("show", small_run, portal.name, "--json")
    assert found["home_url"] == portal.home_url
    assert len(found["verdicts"]) > 50
    one = said("show", small_run, portal.home_url, "W-V-02", "--json")
    assert list(one["verdicts"]) == ["W-V-02"]
    assert one["verdicts"]["W-V-02"] == found["verdicts"]["W-V-02"]
    text = run("show", small_run, portal.home_url).output
    assert portal.name in text
    assert "W-V-02" in text


def test_show_refuses_what_is_not_there(small_run: Path) -> None:
    assert "没有“月球”" in run("show", small_run, "月球", code=2).stderr
    portal = Archive(small_run).sites[PORTAL].home_url
    assert "不适用于该网站" in run("show", small_run, portal, "W-X-1", code=2).stderr


def test_restricted_findings_are_shown_only_on_request(small_run: Path, secrets: str) -> None:
    hidden = finding(small_run, secrets, "W-V-01.2")
    assert (hidden["summary"], hidden["evidence"]) == (RESTRICTED, [])
    opened = finding(small_run, secrets, "W-V-01.2", "--restricted")
    assert opened["id"] == hidden["id"]
    assert opened["evidence"]
    assert opened["summary"] != RESTRICTED


def test_restricted_evidence_is_written_only_on_request(
    small_run: Path, secrets: str, tmp_path: Path
) -> None:
    name = str(finding(small_run, secrets, "W-V-01.2")["id"])
    result = run("evidence", small_run, name, "--to", tmp_path / "no", code=2)
    assert "涉密线索" in result.stderr
    assert not list(tmp_path.rglob("*.html"))
    assert said("evidence", small_run, name, "--to", tmp_path / "yes", "--restricted", "--json")["files"]


def test_evidence_is_the_page_as_it_was(small_run: Path, tmp_path: Path) -> None:
    results = said("evaluate", small_run, "--json")
    name, evidence = next(
        (found["id"], found["evidence"])
        for site in results["sites"]
        for verdict in site["verdicts"].values()
        for found in verdict["findings"]
        if found["evidence"] and found["evidence"][0]["digest"]
    )
    written = said("evidence", small_run, name, "--to", tmp_path, "--json")
    assert written["id"] == name
    viewer, raw = (Path(file) for file in written["files"][:2])
    assert hashlib.sha256(raw.read_bytes()).hexdigest() == evidence[0]["digest"]
    text = viewer.read_text("utf-8")
    assert "default-src 'none'" in text
    assert "<iframe sandbox" in text
    assert "<script" not in text
    assert "已写出" in run("evidence", small_run, name, "--to", tmp_path).output
    assert "没有编号为“zzz”" in run("evidence", small_run, "zzz", "--to", tmp_path, code=2).stderr


def test_report_writes_three_files(small_run: Path, tmp_path: Path) -> None:
    paths = said("report", small_run, "--to", tmp_path / "new" / "folder", "--json")
    assert set(paths) == {"results.json", "report.html", "report.xlsx"}
    assert all(Path(path).stat().st_size > 1_000 for path in paths.values())
    assert json.loads(Path(paths["results.json"]).read_text())["sites"]


def test_score_compares_with_what_was_planted(small_run: Path) -> None:
    rows = said("simulate", "score", small_run, "--json")
    assert {"planted", "found", "false_alarms", "precision", "recall"} <= rows["W-V-01.2"].keys()
    assert rows["W-V-01.2"]["planted"] == rows["W-V-01.2"]["found"] == 1
    assert rows["W-D-08"]["planted"] == rows["W-D-08"]["found"] == 1
    assert "查准率" in run("simulate", "score", small_run).output


def test_a_down_site_is_unknown_without_probes(small_run: Path) -> None:
    found = said("show", small_run, Archive(small_run).sites[1].home_url, "--json")
    assert DOWN == 4
    assert found["verdicts"]["W-V-02"]["state"] == "unknown"
    assert found["verdicts"]["W-V-02"]["missing"]


def test_a_simulated_run_is_not_resumed_against_the_real_network(small_run: Path) -> None:
    assert "模拟省" in run("resume", small_run, code=2).stderr
