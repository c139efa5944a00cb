"""The report's three files: alone readable, harmless, and of one mind."""

from __future__ import annotations

import base64
import hashlib
import re
import zipfile
from collections import Counter
from dataclasses import replace

import pytest

from tests.conftest import ROOT
from tests.notices.conftest import HOSTILE, Report, written
from xunwang.notices.results_json import RESTRICTED
from xunwang.rules.verdict import Finding
from xunwang.scoring.records import RunResult
from xunwang.words import State

_LOADS = "script[src], link[href], img[src], iframe, object, embed, video, audio, source, base, form, meta[http-equiv=refresh]"


def packed(text: str) -> str:
    return " ".join(text.split())


# -- alone readable -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["report", "hostile"])
def test_the_page_loads_nothing(name: str, request: pytest.FixtureRequest) -> None:
    found: Report = request.getfixturevalue(name)
    assert not found.page.css(_LOADS)
    styles = "".join(style.text() for style in found.page.css("style"))
    assert "url(" not in styles
    assert "@import" not in styles
    for node in found.page.css("[href]"):
        assert re.match(r"https?://|#", node.attributes["href"] or ""), node.html
    for picture in found.page.css("svg image, svg use, svg script, svg foreignObject"):
        pytest.fail(f"a picture loads something: {picture.html}")


@pytest.mark.parametrize("name", ["report", "hostile"])
def test_the_policy_lets_only_our_own_script_run(name: str, request: pytest.FixtureRequest) -> None:
    found: Report = request.getfixturevalue(name)
    (policy,) = found.page.css('meta[http-equiv="Content-Security-Policy"]')
    content = policy.attributes["content"] or ""
    assert content.startswith("default-src 'none'")
    (script,) = found.page.css("script")
    digest = base64.b64encode(hashlib.sha256(script.text().encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in content
    assert "unsafe-eval" not in content
    assert "script-src 'unsafe-inline'" not in content


# -- harmless -------------------------------------------------------------------------------------


def test_hostile_text_is_text(hostile: Report) -> None:
    assert len(hostile.page.css("script")) == 1
    for node in hostile.page.css("body *"):
        assert not any(name.startswith("on") for name in node.attributes), node.html
    names = {packed(node.text()) for node in hostile.page.css("details.site > summary > b")}
    for text in HOSTILE[:6]:
        assert packed(text) in names
    assert "javascript:alert(1)" in hostile.html, "the address is shown"
    assert not any("javascript" in (node.attributes["href"] or "") for node in hostile.page.css("[href]"))
    assert "{{ 7 * 7 }}" in hostile.html
    assert hostile.page.css_first("h1").text() == HOSTILE[0]


def test_no_cell_is_a_formula(report: Report, hostile: Report) -> None:
    for found in (report, hostile):
        for cell in found.cells():
            assert cell.data_type != "f", cell.value
            assert cell.hyperlink is None
            if isinstance(cell.value, str):
                assert not cell.value.startswith(("=", "+", "-", "@")), cell.value


def test_the_workbook_refers_to_nothing_outside(hostile: Report) -> None:
    with zipfile.ZipFile(hostile.folder / "report.xlsx") as book:
        for name in book.namelist():
            if name.endswith(".rels"):
                assert b"External" not in book.read(name), name


def test_hostile_text_survives_in_json(hostile: Report) -> None:
    assert [site["name"] for site in hostile.json["sites"]] == list(HOSTILE[: len(hostile.json["sites"])])


# -- restricted findings --------------------------------------------------------------------------


def restricted(result: RunResult) -> list[Finding]:
    return [
        finding
        for site in result.sites
        for verdict in site.verdicts.values()
        for finding in verdict.findings
        if finding.restricted
    ]


def contents(found: Report) -> dict[str, str]:
    """The text of each file."""
    cells = "\n".join(str(cell.value) for cell in found.cells() if cell.value is not None)
    return {
        "html": found.page.html or "",
        "json": (found.folder / "results.json").read_text("utf-8"),
        "xlsx": cells,
    }


def secrets_of(finding: Finding) -> set[str]:
    said = {finding.summary}
    for evidence in finding.evidence:
        said |= {evidence.url, evidence.digest, evidence.fragment}
    return {text for text in said if len(text) > 3}


def test_restricted_findings_are_counted_but_not_told(report: Report) -> None:
    findings = restricted(report.result)
    assert findings
    for name, text in contents(report).items():
        assert RESTRICTED in text
        for finding in findings:
            for secret in secrets_of(finding):
                assert secret not in text, f"{name} tells {secret!r}"
    assert f"本次发现 {len(findings)} 处受限线索" in report.page.body.text()


def test_a_decided_restricted_veto_is_not_told_either(
    judged: RunResult, tmp_path_factory: pytest.TempPathFactory
) -> None:
    index, found = next(
        (index, site) for index, site in enumerate(judged.sites)
        if any(finding.restricted for finding in site.verdicts["W-V-01.2"].findings)
    )  # fmt: skip
    verdict = replace(found.verdicts["W-V-01.2"], state=State.HIT, measured="")
    decided = replace(found, verdicts={**found.verdicts, "W-V-01.2": verdict}, veto_items=("W-V-01.2",))
    sites = (*judged.sites[:index], decided, *judged.sites[index + 1 :])
    report = written(replace(judged, sites=sites), tmp_path_factory.mktemp("decided"))
    for name, text in contents(report).items():
        for finding in verdict.findings:
            for secret in secrets_of(finding):
                assert secret not in text, f"{name} tells {secret!r}"


# -- of one mind ----------------------------------------------------------------------------------


def test_overall_figures_agree(report: Report) -> None:
    overall = report.json["figures"]["overall"]
    tiles = [node.text() for node in report.page.css("#overall .tile b")]
    assert tiles[:4] == [str(overall[name]) for name in ("total", "qualified", "unqualified", "pending")]
    outcomes = Counter(row["结果"] for row in report.rows("网站结果"))
    assert outcomes == {
        label: overall[name]
        for label, name in (("合格", "qualified"), ("不合格", "unqualified"), ("待定", "pending"))
        if overall[name]
    }
    minutes = sum(site["minutes"] for site in report.json["sites"])
    assert abs(float(tiles[5]) * 60 - minutes) <= 4


def test_sites_agree(report: Report) -> None:
    rows = {row["首页网址"]: row for row in report.rows("网站结果")}
    for number, site in enumerate(report.json["sites"], start=1):
        states = Counter(verdict["state"] for verdict in site["verdicts"].values())
        row = rows[site["home_url"]]
        assert (row["网站名称"], row["存在问题"], row["待复核"], row["无法判定"], row["已读页数"]) == (
            site["name"], states["hit"], states["needs_review"], states["unknown"], site["coverage"]["pages"],
        )  # fmt: skip
        card = report.page.css_first(f"#site-{number}")
        assert card.attributes["data-outcome"] == site["outcome"]
        summary = packed(card.css_first("summary").text())
        assert (
            f"存在问题 {states['hit']} · 待复核 {states['needs_review']} · 无法判定 {states['unknown']}"
            in summary
        )
        if not site["coverage"]["complete"]:
            assert site["coverage"]["reason"] in card.text()


def test_scores_and_ranks_agree(report: Report) -> None:
    scored = {site["name"]: site for site in report.json["sites"] if site["total"] is not None}
    assert len(scored) == 2
    rows = {row["网站名称"]: row for row in report.rows("门户得分")}
    assert rows.keys() == scored.keys()
    table = {
        cells[1].text(): cells for row in report.page.css("#ranking tbody tr") if len(cells := row.css("td")) > 9
    }  # fmt: skip
    for name, site in scored.items():
        assert float(rows[name]["总分"]) == float(site["total"])
        assert float(rows[name]["总分下限"]) == float(site["total_low"])
        assert rows[name]["排名"] == site["rank"]
        shown = [packed(cell.text()) for cell in table[name]]
        assert float(shown[8].split()[0]) == float(site["total"])
        assert float(shown[9]) == float(site["total_low"])
        assert sum(float(cell) for cell in shown[2:6]) == sum(
            float(part) for part in site["deductions"].values()
        )
        if site["uses_unconfirmed_points"]:
            assert "未核定" in shown[8]
            assert rows[name]["分值"] == "含未核定分值"


def test_open_bonus_is_shown_wherever_scores_are(report: Report) -> None:
    scored = {site["name"]: site for site in report.json["sites"] if site["total"] is not None}
    assert any(float(site["open_bonus"]) > 0 for site in scored.values())
    for row in report.rows("门户得分"):
        assert float(row["待定加分"]) == float(scored[row["网站名称"]]["open_bonus"])
    for number, site in enumerate(report.json["sites"], start=1):
        summary = packed(report.page.css_first(f"#site-{number} summary").text())
        open_bonus = float(site["open_bonus"] or 0)
        assert (f"待定加分 {open_bonus:g}" in summary) == (open_bonus > 0)
    ranking = packed(report.page.css_first("#ranking").text())
    for site in scored.values():
        if float(site["open_bonus"]):
            assert f"待定加分 {float(site['open_bonus']):g}" in ranking


def test_what_could_not_be_read_is_shown(
    judged: RunResult, report: Report, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert report.page.css_first("#unread") is None
    assert report.json["coverage"]["not_understood"] == 0
    first, *rest = judged.sites
    more = first.coverage._replace(not_understood=3, rendered=7, unrendered=2, render_problem="渲染超时<b>")
    sites = (replace(first, coverage=more), *rest)
    changed = written(
        replace(judged, sites=sites, manifest={**judged.manifest, "browser_pages": 40}),
        tmp_path_factory.mktemp("unread"),
    )
    overall = packed(changed.page.css_first("#unread").text())
    assert "有 3 个页面已打开并留存，但程序未能读懂（涉及 1 个网站" in overall
    assert changed.json["coverage"] == {
        "pages": sum(site.coverage.pages for site in judged.sites),
        "not_understood": 3, "not_understood_sites": 1, "rendered": 7, "unrendered": 2,
    }  # fmt: skip
    assert changed.json["sites"][0]["coverage"]["not_understood"] == 3
    assert changed.json["sites"][0]["coverage"]["render_problem"] == "渲染超时<b>"
    card = packed(changed.page.css_first("#site-1").text())
    assert "3 页未能读懂，未参与判定" in card
    assert "浏览器渲染 7 页，另有 2 页未成功（渲染超时<b>）" in card
    assert "未能读懂" not in changed.page.css_first("#site-2").text()
    assert [row["未能读懂页数"] for row in changed.rows("网站结果")] == [3, 0, 0, 0]
    assert "每个网站至多 40 页），共 7 页" in packed(changed.page.css_first("#how").text())
    assert "未使用浏览器渲染" in packed(report.page.css_first("#how").text())


def test_indicators_agree(report: Report) -> None:
    counts: dict[str, Counter[str]] = {}
    for site in report.json["sites"]:
        for item, verdict in site["verdicts"].items():
            counts.setdefault(item, Counter())[verdict["state"]] += 1
    rows = {row["指标"]: row for row in report.rows("指标汇总")}
    shown = {}
    for row in report.page.css("#problems tbody tr"):
        cells = row.css("td")
        shown[cells[0].text().split()[0][:8].strip("一二三")] = [int(cell.text()) for cell in cells[-4:]]
    for item, count in counts.items():
        expected = [count["hit"], count["needs_review"], count["unknown"], count["clear"]]
        assert [rows[item][name] for name in ("存在问题", "待复核", "无法判定", "未发现")] == expected
        assert (
            next(values for name, values in shown.items() if item.startswith(name) or name.startswith(item))
            == expected
        )


def test_every_finding_has_its_row_and_its_mark(report: Report) -> None:
    rows = {row["编号"] for row in report.rows("问题与证据")}
    codes = {node.text() for node in report.page.css(".findings code")}
    for site in report.json["sites"]:
        for verdict in site["verdicts"].values():
            for number, finding in enumerate(verdict["findings"]):
                assert finding["id"] in rows
                if number < 20:
                    assert finding["id"] in codes


def test_every_unknown_says_why(report: Report) -> None:
    rows = [row for row in report.rows("指标结论") if row["结论"] == "无法判定"]
    assert rows
    assert all(row["缺少"] for row in rows)
    total = sum(len(site["verdicts"]) for site in report.json["sites"])
    assert len(report.rows("指标结论")) == total


def test_what_people_still_have_to_do_agrees(report: Report) -> None:
    sites = Counter(
        item
        for site in report.json["sites"]
        for item, verdict in site["verdicts"].items()
        if verdict["tasks"]
    )
    rows = {row["指标"]: row for row in report.rows("待人工事项")}
    assert {item: row["网站数"] for item, row in rows.items()} == dict(sites)
    shown = {row.css("td")[0].text().split()[0]: row.css("td") for row in report.page.css("#tasks tbody tr")}
    assert {item: int(cells[2].text()) for item, cells in shown.items()} == dict(sites)


def test_json_has_the_documented_fields(report: Report) -> None:
    assert report.json["schema"] == "xunwang.results/1"
    assert report.json["schema_version"] == "1.3"
    assert {
        "run",
        "check_point",
        "started",
        "ended",
        "edition",
        "figures",
        "coverage",
        "manifest",
        "sites",
    } <= report.json.keys()
    documented = (ROOT / "docs" / "results-schema.md").read_text("utf-8")
    named = {*report.json, *report.json["coverage"], *report.json["manifest"]}
    for site in report.json["sites"]:
        named |= {*site, *site["coverage"]}
    assert {name for name in named if f"`{name}`" not in documented} <= {"sites", "verdicts"}
    for site in report.json["sites"]:
        for verdict in site["verdicts"].values():
            assert verdict.keys() == {"state", "measured", "missing", "amount", "findings", "tasks"}
            for finding in verdict["findings"]:
                assert finding.keys() == {"id", "summary", "amount", "restricted", "evidence"}
    assert report.json["edition"]["unconfirmed_points"]


def test_a_run_without_sites_has_a_report(
    judged: RunResult, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = written(replace(judged, sites=()), tmp_path_factory.mktemp("empty"))
    assert empty.page.css_first("#overall .tile b").text() == "0"
    assert empty.json["figures"]["overall"]["rate_high"] == "—"
    assert empty.rows("网站结果") == []
