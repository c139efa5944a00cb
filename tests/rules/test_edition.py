"""The shipped edition is the reference table; files that are wrong are told so, all at once."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from xunwang.rules.edition import SHIPPED, EditionError, describe_differences, load_edition
from xunwang.rules.unique_keys import UniqueKeyLoader
from xunwang.words import ItemKind, Method

SHARED = Path(__file__).resolve().parents[3] / "shared"
EDITION = load_edition()
RAW = yaml.load((SHIPPED / "2019.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
FIELDS = (
    "window_days", "window_months", "operator", "threshold", "points_each", "cap", "placeholder_points_each",
    "placeholder_cap", "unit", "subject", "kind", "method", "level1", "level2", "confidence", "source",
)  # fmt: skip


@cache
def reference() -> dict[str, Any]:
    """The reference table; its list of sources is no YAML (unquoted brackets), so it is cut out."""
    path = SHARED / "reference" / "indicators-2019.yaml"
    if not path.is_file():
        pytest.skip("the reference table (../shared/reference) is not on this machine")
    text = path.read_text(encoding="utf-8")
    return yaml.safe_load(re.sub(r"(?ms)^sources:\n.*?(?=^items:)", "", text))


def test_the_edition_has_all_website_rows_of_the_reference_and_no_other() -> None:
    wanted = [row["id"] for row in reference()["items"] if row["subject"] in ("site", "portal")]
    assert list(EDITION.site_items) == wanted
    assert len(wanted) == 63


def test_the_edition_has_all_rows_of_new_media_after_those_of_websites_and_its_duties_last() -> None:
    wanted = [row["id"] for row in reference()["items"] if row["subject"] == "new_media"]
    vetoes = [name for name, item in EDITION.account_items.items() if item.kind is ItemKind.VETO]
    duties = [name for name, item in EDITION.account_items.items() if item.kind is ItemKind.DUTY]
    assert vetoes == wanted
    assert len(wanted) == 8
    assert list(EDITION.items) == [*EDITION.site_items, *vetoes, *duties]
    assert all(name.startswith("M-N-") for name in duties)


def test_duties_have_no_points_and_nothing_about_them_is_unconfirmed() -> None:
    for item in EDITION.account_items.values():
        assert (item.points_each, item.cap, item.points_confirmed) == (None, None, True), item.id


@pytest.mark.parametrize("field", FIELDS)
def test_every_value_is_that_of_the_reference(field: str) -> None:
    own = {row["id"]: row for row in RAW["items"]}
    for row in reference()["items"]:
        if row["id"] in own:
            assert own[row["id"]].get(field) == row.get(field), row["id"]


def test_the_constants_of_scoring_are_those_of_the_reference() -> None:
    meta = reference()["meta"]
    assert EDITION.document == meta["document"]
    for name in ("deduct_total", "bonus_total", "fail_below", "bonus_above"):
        assert getattr(EDITION, name) == meta[name]
    assert EDITION.service_points == meta["service_group_points"]
    assert "{}/{}".format(*EDITION.no_service_factor) == meta["no_service_factor"]


def test_points_are_confirmed_exactly_where_the_reference_has_them() -> None:
    for row in reference()["items"]:
        item = EDITION.items.get(row["id"])
        if item is not None and item.kind is not ItemKind.VETO:
            assert item.points_confirmed == (row["points_each"] is not None), item.id
            assert item.cap_confirmed == (row["cap"] is not None), item.id


def test_the_points_of_the_groups_make_the_totals() -> None:
    caps: dict[tuple[ItemKind, str, bool], Decimal] = {}
    for item in EDITION.items.values():
        if item.cap is not None:
            key = (item.kind, item.group, item.service)
            caps[key] = max(caps.get(key, Decimal(0)), item.cap)
    deduct = {key: cap for key, cap in caps.items() if key[0] is ItemKind.DEDUCT}
    assert sum(deduct.values()) == EDITION.deduct_total
    assert sum(cap for key, cap in deduct.items() if key[2]) == EDITION.service_points
    assert sum(cap for key, cap in caps.items() if key[0] is ItemKind.BONUS) == EDITION.bonus_total


def test_rows_on_services_are_marked_so() -> None:
    marked = {item.group for item in EDITION.items.values() if item.service}
    assert marked == {"W-V-06", "W-D-10", "W-D-11", "W-D-12", "W-D-13"}


def test_every_parameter_says_what_it_means_and_where_it_comes_from() -> None:
    for item in EDITION.items.values():
        assert item.parameter_notes.keys() == item.parameters.keys(), item.id
        assert all("；" in note for note in item.parameter_notes.values()), item.id


def test_texts_are_chinese_and_end_like_sentences() -> None:
    for item in EDITION.items.values():
        assert re.search("[一-鿿]", item.title)
        assert item.rule.endswith("。"), item.id


DERIVED = """
derives: "2019"
id: 某省2020
title: 某省政府网站检查指标
scoring: {fail_below: 70}
items:
- {id: W-V-02, threshold: 3, parameters: {probes_per_day: 24}}
- {id: W-D-01.1, points_each: 3, cap: 3}
- {id: W-B-06, drop: true}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "edition.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_province_overrides_single_fields_and_keeps_the_rest(tmp_path: Path) -> None:
    edition = load_edition(write(tmp_path, DERIVED))
    assert edition.derived_from == "2019"
    assert edition.fail_below == 70
    assert edition.bonus_above == EDITION.bonus_above
    changed, parent = edition.items["W-V-02"], EDITION.items["W-V-02"]
    assert changed.threshold == 3
    assert changed.parameters == {**parent.parameters, "probes_per_day": 24}
    assert (changed.rule, changed.window_days) == (parent.rule, parent.window_days)
    assert "W-B-06" not in edition.items
    assert edition.items.keys() | {"W-B-06"} == EDITION.items.keys()


def test_a_county_that_looks_back_ten_days_says_so_in_one_row(tmp_path: Path) -> None:
    text = 'derives: "2019"\nid: 某县\ntitle: 某县指标\nitems: [{id: M-V-02.1, window_days: 10}]\n'
    edition = load_edition(write(tmp_path, text))
    assert edition.account_items["M-V-02.1"].window_days == 10
    assert edition.site_items == EDITION.site_items
    assert (
        next(describe_differences(edition)) == "M-V-02.1 监测时间点前2周内无更新：期限（天） 由“14”改为“10”"
    )


def test_points_that_a_province_sets_itself_are_confirmed(tmp_path: Path) -> None:
    edition = load_edition(write(tmp_path, DERIVED))
    assert edition.items["W-D-01.1"].points_confirmed
    assert not edition.items["W-D-02.1"].points_confirmed


def test_differences_name_row_field_and_both_values(tmp_path: Path) -> None:
    differences = list(describe_differences(load_edition(write(tmp_path, DERIVED))))
    assert differences == [
        "计分规则：低于此分不合格 由“60”改为“70”",
        "W-V-02 站点无法访问：限值 由“5”改为“3”",
        "W-V-02 站点无法访问：参数 由“probes_per_day=20、spacing_minutes=10、slow_seconds=15”"
        "改为“probes_per_day=24、spacing_minutes=10、slow_seconds=15”",
        "W-V-02 站点无法访问：限值或期限已改，规则文字没有改，请核对rule",
        "W-D-01.1 未开设概况信息类栏目：每次分值 由“4”改为“3”",
        "W-D-01.1 未开设概况信息类栏目：分值上限 由“4”改为“3”",
        "W-D-01.1 未开设概况信息类栏目：分值已核定 由“否”改为“是”",
        "W-D-01.1 未开设概况信息类栏目：上限已核定 由“否”改为“是”",
        "W-B-06 创新发展：不再检查",
    ]
    assert list(describe_differences(EDITION)) == []


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("{id: W-V-02, threshold: many}", "W-V-02：threshold的值“many”不对，应为不小于0的数"),
        ("{id: W-V-04.1, threshold: 4.5}", "W-V-04.1：threshold的值“4.5”不对，应为整数"),
        ("{id: W-V-02, operator: '=>'}", "W-V-02：operator的值“=>”不对，应为==、>=、>、<、sample_size之一"),
        ("{id: W-V-02, window_days: 0}", "W-V-02：window_days的值“0”不对，应为不小于1的整数"),
        ("{id: W-V-02, window_days: 7.5}", "W-V-02：window_days的值“7.5”不对，应为整数"),
        (
            "{id: W-V-02, parameters: {probes: 9}}",
            "W-V-02：parameters.probes的值“9”不对，上级版本没有这个参数，"
            "可用：probes_per_day、spacing_minutes、slow_seconds",
        ),
        (
            "{id: W-V-02, parameters: {slow_seconds: slow}}",
            "W-V-02：parameters.slow_seconds的值“slow”不对，应为不小于0的数",
        ),
        ("{id: W-V-02, parameters: 9}", "W-V-02：parameters的值“9”不对，应为“名称: 数”的列表"),
        ("{id: W-V-02, parameter_notes: 9}", "W-V-02：parameter_notes的值“9”不对，应为“名称: 说明”的列表"),
        ("{id: W-V-99}", "W-V-99：上级版本2019没有该指标，请核对编号"),
        ("{title: 无编号}", "items第1项：缺少id，请写明指标编号，如W-V-02"),
        ("{id: W-D-24, points_each: 0.125}", "W-D-24：points_each的值“0.125”不对，分值最多两位小数"),
        ("{id: W-D-24, points_each: 9}", "W-D-24：points_each的值“9”不对，每次9分超过上限2分，请改其一"),
        ("{id: W-D-24, points_each: -1}", "W-D-24：points_each的值“-1”不对，应为不小于0的数"),
        ("{id: W-D-24, points_each: .nan}", "W-D-24：points_each的值“nan”不对，应为不小于0的数"),
        ("{id: W-D-24, service: maybe}", "W-D-24：service的值“maybe”不对，应为true或false"),
        ("{id: W-D-24, source: MEM}", "W-D-24：source的值“MEM”不对，应为出处代号的列表，如[CHK22, PC15]"),
        ("{id: W-D-24, source: [ABC]}", "W-D-24：出处“ABC”没有说明，请在文件的sources中写明"),
        ("{id: W-D-24, title: 7}", "W-D-24：title的值“7”不对，应为文字"),
        (
            "{id: M-V-02.1, kind: deduct, points_each: 1, cap: 1}",
            "M-V-02.1：kind的值“deduct”不对，政务新媒体不计分（R-01），应为veto或duty",
        ),
        ("{id: W-D-24, kind: malus}", "W-D-24：kind的值“malus”不对，应为veto、deduct、bonus、duty之一"),
    ],
)
def test_a_problem_names_row_field_value_and_remedy(tmp_path: Path, row: str, problem: str) -> None:
    text = f'derives: "2019"\nid: x\ntitle: 试行\nitems:\n- {row}\n'
    with pytest.raises(EditionError) as error:
        load_edition(write(tmp_path, text))
    assert error.value.problems == (problem,)


def test_a_province_names_its_own_sources(tmp_path: Path) -> None:
    text = (
        'derives: "2019"\nid: x\ntitle: 试行\nsources: {ABC: 某办法}\nitems: [{id: W-D-24, source: [ABC]}]\n'
    )
    edition = load_edition(write(tmp_path, text))
    assert edition.sources == {**EDITION.sources, "ABC": "某办法"}
    assert edition.last_review is None


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("last_review: soon", "版本：last_review的值“soon”不对，应为日期，如2020-11-30"),
        ("sources: [ABC]", "应为“名称: 说明”的列表"),
        ("scoring: 60", "scoring：应为计分规则"),
        ("scoring: {fail_below: low}", "scoring：fail_below的值“low”不对"),
        ("items: all", "items：应为指标列表"),
    ],
)
def test_a_problem_of_the_file_itself_is_told(tmp_path: Path, line: str, problem: str) -> None:
    with pytest.raises(EditionError, match=re.escape(problem)):
        load_edition(write(tmp_path, f'derives: "2019"\nid: x\ntitle: 试行\n{line}\n'))


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = (
        'derives: "2019"\nid: "a b"\nitem: []\nscoring: {pass: 1, no_service_factor: 4:3}\n'
        "items:\n- {id: W-V-02, treshold: 3}\n- {id: W-V-02}\n- {id: W-D-24, cap: x}\n"
    )
    with pytest.raises(EditionError) as error:
        load_edition(write(tmp_path, text))
    told = "\n".join(error.value.problems)
    for part in ("“item”", "“treshold”", "重复出现", "cap的值“x”", "“a b”", "title", "“pass”", "4/3"):
        assert part in told
    assert len(error.value.problems) == 8


def test_a_full_edition_needs_its_own_constants_and_complete_rows(tmp_path: Path) -> None:
    with pytest.raises(EditionError) as error:
        load_edition(write(tmp_path, "id: x\ntitle: 试行\nitems:\n- {id: W-V-02}\n"))
    told = "\n".join(error.value.problems)
    for part in ("kind", "method", "subject", "document", "scoring"):
        assert part in told


def test_an_item_of_its_own_needs_points_and_limit(tmp_path: Path) -> None:
    row = "kind: deduct, method: hybrid, subject: portal, title: 甲, rule: 乙。, level1: 丙, level2: 丁"
    constants = "deduct_total: 100, bonus_total: 30, fail_below: 60, bonus_above: 80, service_points: 25"
    text = (
        f"id: x\ntitle: 试行\ndocument: 无\nscoring: {{{constants}, no_service_factor: 4/3}}\n"
        f"items:\n- {{id: L-1, {row}, operator: '>='}}\n- {{id: L-2, {row}, threshold: 1}}\n"
    )
    with pytest.raises(EditionError) as error:
        load_edition(write(tmp_path, text))
    told = "\n".join(error.value.problems)
    for part in ("L-1：threshold", "L-2：operator", "L-1：points_each", "L-2：cap"):
        assert part in told


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"items: [", "不是有效的YAML"),
        (b"- a\n- b\n", "文件顶层"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"id: x\nid: y\n", "“id”写了两次"),
        (b'derives: "1999"\n', "不是自带的版本，可用：2019"),
        (b'derives: "../2019"\n', "不是自带的版本"),
        (b"[" * 1_900_000, "不是有效的YAML"),
        (b"a: " + b"[" * 900_000 + b"]" * 900_000, "不是有效的YAML"),
        (b" " * 2_100_000, "超过2MB"),
        (b"!!python/object/apply:os.system [id]", "不是有效的YAML"),
    ],
)
def test_what_is_no_edition_file_is_told_so(tmp_path: Path, content: bytes, part: str) -> None:
    path = tmp_path / "edition.yaml"
    path.write_bytes(content)
    with pytest.raises(EditionError) as error:
        load_edition(path)
    assert part in str(error.value)


def test_the_shipped_edition_repeats_no_key() -> None:
    text = (SHIPPED / "2019.yaml").read_text(encoding="utf-8")
    assert yaml.load(text, UniqueKeyLoader) == RAW


def test_a_missing_file_is_told_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(EditionError) as error:
        load_edition(tmp_path / "none.yaml")
    assert "none.yaml" in str(error.value)


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.just({}),
    st.lists(st.none()),
)
NAMES = st.sampled_from([*FIELDS, "id", "parameters", "service", "drop", "title", "rule", "group"])
ROWS = st.dictionaries(NAMES, SCALARS, max_size=5) | SCALARS
FILES = st.fixed_dictionaries(
    {},
    optional={
        "id": SCALARS,
        "title": SCALARS,
        "document": SCALARS,
        "derives": st.sampled_from(["2019", 2019]) | SCALARS,
        "scoring": st.dictionaries(st.sampled_from(["fail_below", "no_service_factor"]), SCALARS) | SCALARS,
        "items": st.lists(
            ROWS | st.builds(lambda row, item: {**(row if isinstance(row, dict) else {}), "id": item},
                             ROWS, st.sampled_from(list(EDITION.items))),
            max_size=3,
        ),
    },
)  # fmt: skip


@given(FILES)
def test_whatever_a_file_says_it_is_either_loaded_or_explained(tmp_path_factory, content) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzzed.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    try:
        edition = load_edition(path)
    except EditionError as error:
        assert error.problems
        assert all(isinstance(problem, str) and problem for problem in error.problems)
    else:
        assert edition.derived_from == "2019"
        assert all(item.method in Method for item in edition.items.values())
        list(describe_differences(edition))


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_explained(tmp_path_factory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.yaml"
    path.write_bytes(content)
    with pytest.raises(EditionError):
        load_edition(path)
