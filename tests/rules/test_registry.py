"""Which indicators judge a site, and what becomes of one that fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from xunwang.rules import registry
from xunwang.rules.cases import CaseError, build_facts, read_cases
from xunwang.rules.edition import load_edition
from xunwang.rules.registry import evaluate_site, indicators
from xunwang.words import CHINA, ItemKind, State

AT = datetime(2020, 11, 30, 10, tzinfo=CHINA)
EDITION = load_edition()


def judged(**site: object) -> tuple[set[str], set[str]]:
    verdicts, others = evaluate_site(build_facts({"site": site, "home": {}}, AT), EDITION, AT)
    return set(verdicts), set(others)


def test_all_indicators_apply_to_a_portal_in_the_order_of_the_table() -> None:
    verdicts, others = evaluate_site(build_facts({"home": {}}, AT), EDITION, AT)
    assert list(verdicts) == list(EDITION.site_items)
    assert others == ()


def test_department_sites_are_judged_by_veto_only() -> None:
    applicable, others = judged(kind="department")
    assert applicable == {item.id for item in EDITION.site_items.values() if item.kind is ItemKind.VETO}
    assert applicable | others == set(EDITION.site_items)


def test_service_items_are_not_checked_for_units_without_outward_services() -> None:
    _, others = judged(has_services=False)
    assert others == {item.id for item in EDITION.items.values() if item.service}
    _, others = judged(kind="department", has_services=False)
    assert {"W-V-06.1", "W-V-06.2", "W-V-06.3"} <= others


def test_an_indicator_that_fails_is_unknown_with_the_name_of_the_fault_and_the_others_go_on() -> None:
    item = replace(EDITION.items["W-V-02"], parameters={})
    edition = replace(EDITION, items={**EDITION.items, "W-V-02": item})
    verdicts, _ = evaluate_site(build_facts({"home": {}}, AT), edition, AT)
    assert verdicts["W-V-02"].state is State.UNKNOWN
    assert "KeyError" in verdicts["W-V-02"].missing
    assert verdicts["W-V-03.1"].state is State.CLEAR


def test_an_indicator_without_a_module_is_unknown() -> None:
    own = replace(EDITION.items["W-V-01.6"], id="L-V-01")
    edition = replace(EDITION, items={"L-V-01": own})
    verdicts, _ = evaluate_site(build_facts({"home": {}}, AT), edition, AT)
    assert verdicts["L-V-01"].state is State.UNKNOWN
    assert "L-V-01" in verdicts["L-V-01"].missing


def test_an_old_run_is_judged_as_of_its_day() -> None:
    facts = build_facts({"home": {"newest": datetime(2020, 11, 20, tzinfo=CHINA).date()}}, AT)
    then, _ = evaluate_site(facts, EDITION, AT)
    later, _ = evaluate_site(facts, EDITION, datetime(2020, 12, 30, 10, tzinfo=CHINA))
    assert then["W-V-03.1"].state is State.CLEAR
    # What was fetched a month before the check point says nothing of the two weeks before it.
    assert later["W-V-03.1"].state is State.UNKNOWN


@pytest.mark.parametrize(
    ("content", "words"),
    [("", "no ITEM"), ('ITEM = "W-V-02"\n\ndef evaluate(*_): ...\n', "two modules")],
)
def test_a_module_that_is_no_indicator_is_a_mistake_of_the_programme(
    tmp_path, monkeypatch, content: str, words: str
) -> None:
    for part in registry.PARTS:
        (tmp_path / part).mkdir()
    (tmp_path / "veto" / "unreachable.py").write_text(content, encoding="utf-8")
    (tmp_path / "deduct" / "ipv6.py").write_text(content, encoding="utf-8")
    modules = {"unreachable": content, "ipv6": content}

    def load(name: str) -> object:
        scope: dict[str, object] = {}
        exec(modules[name.rsplit(".", 1)[1]], scope)
        return type("Module", (), {key: scope[key] for key in ("ITEM", "evaluate") if key in scope})

    monkeypatch.setattr(registry, "WEBSITE", tmp_path)
    monkeypatch.setattr(registry, "import_module", load)
    with pytest.raises(registry.RegistryError, match=words):
        indicators.__wrapped__()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- {name: 甲, at: 2020-11-30, facts: {homes: 1}, expect: hit}", "homes"),
        ("- {name: 甲, at: 2020-11-30, facts: {columns: [{nam: x}]}, expect: hit}", "nam"),
        ("- {name: 甲, at: 2020-11-30, expected: hit}", "expected"),
        ("- {name: 甲, at: 2020-11-30, expect: maybe}", "maybe"),
        ("- {name: 甲, at: -3d, expect: hit}", "relative"),
        ("- {name: 甲, at: 2020-11-30, facts: {probes: {day: 7}}, expect: hit}", "day"),
        ("- {name: 甲, at: 2020-11-30, facts: {links_checked: many}, expect: hit}", "many"),
        ("- {name: 甲, at: 2020-11-30, facts: {columns: [{newest: +2m}]}, expect: hit}", "backwards"),
    ],
)
def test_a_slip_in_a_case_file_is_told_with_file_case_and_field(tmp_path, text: str, words: str) -> None:
    path = tmp_path / "甲.cases.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match=words) as error:
        list(read_cases(path))
    assert "甲.cases.yaml, case 1 (甲)" in str(error.value)
