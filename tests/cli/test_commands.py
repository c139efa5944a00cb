"""Commands that need no run: what they print, what they refuse, and how."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.engine.served import pages_served
from tests.fetch_store.local_server import Reply, serve
from xunwang.cli.main import main

COMMANDS = ("inspect", "resume", "probe", "evaluate", "report", "show", "evidence", "page", "scan",
            "edition", "simulate", "demo", "bench")  # fmt: skip
PAGE_KEYS = {"encoding", "kind", "title", "published", "published_precision", "source", "author", "site_name",
             "site_code", "column", "columns", "items", "links", "footer", "guide", "letters", "text",
             "conflicts"}  # fmt: skip
ARTICLE = """<!doctype html><html><head><meta charset="gb2312"><title>关于做好工作的通知</title>
<meta name="SiteName" content="甲县人民政府"><meta name="SiteIDCode" content="9901010001">
<meta name="ColumnName" content="通知公告"><meta name="PubDate" content="2020-11-20 10:30"></head>
<body><h1>关于做好工作的通知</h1><p>发布时间：2020-11-20 10:30　来源：县政府办公室</p>
<p>为做好有关工作，现将有关事项通知如下，请各单位认真遵照执行，不得有误。</p><a href="/a.html">附件</a></body></html>"""


def run(*arguments: str | Path, code: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == code, result.output + (repr(result.exception) if result.exception else "")
    return result


def said(*arguments: str | Path, code: int = 0) -> Any:
    """Standard output, read as JSON."""
    return json.loads(run(*arguments, code=code).stdout)


def test_help_lists_every_command() -> None:
    text = run("--help").output
    for command in COMMANDS:
        assert f"  {command} " in text
        assert "Usage" in run(command, "--help").output
    assert run("--version").output.startswith("xunwang ")


@pytest.mark.parametrize("command", ["evaluate", "report", "resume"])
def test_a_folder_that_is_no_run_is_told_in_chinese(command: str, tmp_path: Path) -> None:
    folder = tmp_path / "a [bold]"
    folder.mkdir()
    result = run(command, folder, code=2)
    assert "不是检查结果目录" in result.stderr
    assert "[bold]" in result.stderr
    assert "Traceback" not in result.output


# -- page -----------------------------------------------------------------------------------------


def test_page_tells_everything_that_the_issue_names(tmp_path: Path) -> None:
    path = tmp_path / "页.html"
    path.write_bytes(ARTICLE.encode("gb18030"))
    found = said("page", path, "--url", "http://www.jia.gov.cn/tz/1.html", "--json")
    assert found.keys() >= PAGE_KEYS
    assert (found["title"], found["site_code"], found["column"]) == (
        "关于做好工作的通知",
        "9901010001",
        "通知公告",
    )
    assert found["published"] == "2020-11-20T10:30:00+08:00"
    assert (found["encoding"], found["source"]) == ("gb18030", "县政府办公室")
    assert found["guide"] is None
    assert [link["url"] for links in found["links"].values() for link in links] == [
        "http://www.jia.gov.cn/a.html"
    ]


def test_page_without_json_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(ARTICLE.encode("gb18030"))
    text = run("page", path, "--at", "2020-11-30").output
    assert "关于做好工作的通知" in text
    assert "9901010001" in text


def test_page_reads_an_address(tmp_path: Path) -> None:
    with pages_served({}) as server:
        url = f"http://127.0.0.1:{server.port}/x.html"
        result = run("page", url, "--json", code=2)
        assert "未能打开" in result.stderr
        assert not server.asked, "an address inside must be refused unless it is allowed"
        result = run("page", url, "--json", "--allow-network", "127.0.0.0/8", code=2)
        assert "HTTP 404" in result.stderr
    with pages_served({f"127.0.0.1:{server.port}/x.html": "<title>页</title>"}) as again:
        url = f"http://127.0.0.1:{again.port}/x.html"
        assert run("page", url, "--allow-network", "127.0.0.0/8", code=2)


def test_page_of_a_served_address() -> None:
    with serve(lambda asked: Reply(200, "<title>县政府</title><p>内容</p>".encode())) as server:
        found = said(
            "page", f"http://127.0.0.1:{server.port}/x.html", "--json", "--allow-network", "127.0.0.0/8"
        )
    assert found["title"] == "县政府"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["page", "没有.html"], "找不到文件"),
        (["page", "{file}", "--url", "http://"], "不是有效网址"),
        (["page", "{file}", "--at", "昨天"], "不是有效时间"),
        (["page", "http://x.gov.cn/", "--allow-network", "内网"], "不是有效网段"),
        (["scan", "没有"], "找不到"),
        (["probe", "没有.csv"], "找不到文件"),
        (["probe", "没有.csv", "--every", "半小时"], "不是有效时长"),
        (["inspect", "没有.csv"], "找不到文件"),
    ],
)
def test_what_can_not_be_read_is_told_in_chinese(arguments: list[str], words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<title>页</title>")
    result = run(*(argument.format(file=path) for argument in arguments), code=2)
    assert words in result.output
    assert "Traceback" not in result.output


# -- scan -----------------------------------------------------------------------------------------


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    (tmp_path / "好.txt").write_text("今天召开了会议，研究部署重点工作。", "utf-8")
    (tmp_path / "人.html").write_text(
        "<title>公示</title><p>身份证号11010519491231002X，电话13912345678</p>", "utf-8"
    )
    (tmp_path / "图.png").write_bytes(b"\x89PNG")
    return tmp_path


def test_scan_finds_personal_data_in_files_and_folders(texts: Path) -> None:
    rows = said("scan", texts, "--json")
    assert {Path(row["file"]).name for row in rows} == {"人.html"}
    assert {row["concern"] for row in rows} == {"personal"}
    assert len(rows) == 2
    assert "11010519491231002X" not in json.dumps(rows), "what must not be published must not be printed"
    assert {"concern", "grade", "rule", "start", "end", "match", "suggestion", "fragment"} <= rows[0].keys()
    assert said("scan", texts / "人.html", "--json") == rows
    assert len(said("scan", texts, "--json", "--no-hints")) <= len(rows)


def test_scan_prints_a_table(texts: Path) -> None:
    assert "共 0 处" in run("scan", texts / "好.txt").output
    text = run("scan", texts).output
    assert "人.html" in text
    assert "13912345678" not in text


# -- edition --------------------------------------------------------------------------------------


def test_a_sound_edition_is_described_with_its_differences(tmp_path: Path) -> None:
    path = tmp_path / "某省.yaml"
    path.write_text(
        'derives: "2019"\nid: 某省2020\ntitle: 某省[试行]指标\nitems:\n- {id: W-V-02, threshold: 3}\n',
        "utf-8",
    )
    found = said("edition", "check", path, "--json")
    assert (found["ok"], found["id"]) == (True, "某省2020")
    assert found["items"] > 50
    assert any("W-V-02" in difference for difference in found["differences"])
    text = run("edition", "check", path).output
    assert "某省[试行]指标" in text
    assert "格式无误" in text


def test_a_bad_edition_names_every_problem(tmp_path: Path) -> None:
    path = tmp_path / "坏.yaml"
    path.write_text(
        'derives: "2019"\nid: x\ntitle: y\nitems:\n- {id: W-V-02, threshold: "[三]"}\n- {id: W-X-99}\n',
        "utf-8",
    )
    found = said("edition", "check", path, "--json", code=1)
    assert not found["ok"]
    assert any("W-V-02" in problem for problem in found["problems"])
    assert any("W-X-99" in problem for problem in found["problems"])
    text = run("edition", "check", path, code=1).stderr
    assert "个问题" in text
    assert "W-X-99" in text


# -- simulate -------------------------------------------------------------------------------------


def test_the_truth_of_a_province_is_printed() -> None:
    found = said("simulate", "truth", "--sites", "40")
    assert len(found["sites"]) == 40
    assert any(known["expect"] for known in found["sites"].values())
    assert said("simulate", "truth", "--sites", "40", "--seed", "2") != found


# -- inspect --------------------------------------------------------------------------------------


def test_a_list_without_a_good_row_is_refused_with_every_error(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text(
        "网站名称,首页网址,网站类型\n甲,http://a b,门户\n,www.yi.gov.cn,门户\n丙,www.bing.gov.cn,[专题]\n",
        "utf-8",
    )
    result = run("inspect", path, "--runs", tmp_path / "runs", code=2)
    lines = result.stderr.replace("\n", "")
    assert "第2行“首页网址”列：“http://a b”——不是有效的网址" in lines
    assert "第3行“网站名称”列：“”——不能为空" in lines
    assert "第4行“网站类型”列：“[专题]”——请填写“门户”或“部门”" in lines
    assert "没有可用的行" in lines
    assert not (tmp_path / "runs").exists()


def test_a_list_without_the_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_text("甲,乙\n1,2\n", "utf-8")
    assert "表头缺少" in run("inspect", path, code=2).stderr
