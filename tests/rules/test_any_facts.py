"""No indicator fails, whatever the facts are, and no verdict breaks its word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xunwang.rules.edition import load_edition
from xunwang.rules.facts import SiteFacts
from xunwang.rules.registry import evaluate_site
from xunwang.rules.verdict import Evidence, Finding, finding_id
from xunwang.scoring import score_site
from xunwang.words import CHINA, Outcome, State

EDITION = load_edition()
AT = datetime(2020, 11, 30, 10, tzinfo=CHINA)
NEAR = st.integers(-900, 60).map(lambda days: AT + timedelta(days=days, hours=days % 24))
URLS = st.sampled_from([f"http://www.example.gov.cn/{name}" for name in ("", "a/", "a/b.html", "c/")]) | st.sampled_from(
    ["https://zwfw.other.gov.cn/", "http://shop.example/x?y=1#z", "", "::"]
)  # fmt: skip
TEXTS = st.sampled_from(["", "通知", "关于印发《办法》的通知", "《办法》解读", "要闻"]) | st.text(max_size=8)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    datetime: st.one_of(NEAR, NEAR.map(lambda at: at.astimezone(UTC)), st.datetimes(timezones=st.just(UTC))),
    date: st.one_of(NEAR.map(lambda at: at.date()), st.dates()),
    int: st.integers(0, 20) | st.integers(0, 10**6),
    float: st.floats(0, 100),
    bool: st.booleans(),
    str: TEXTS | URLS,
}


def some(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return st.one_of(*(st.none() if part is type(None) else some(part) for part in parts))
    if origin is tuple:
        one = some(parts[0])
        return st.lists(one, max_size=6).map(tuple) if parts[1:] == (...,) else st.tuples(*map(some, parts))
    if origin is frozenset:
        return st.frozensets(some(parts[0]), max_size=8)
    if origin is not None and issubclass(origin, Mapping):
        return st.dictionaries(some(parts[0]), some(parts[1]), max_size=4)
    if hint in PLAIN:
        return PLAIN[hint]
    return st.sampled_from(list(hint)) if hasattr(hint, "__members__") else records(hint)


KNOWN: dict[Any, st.SearchStrategy[Any]] = {}


def records(kind: Any) -> st.SearchStrategy[Any]:
    if kind not in KNOWN:
        KNOWN[kind] = st.builds(kind, **{name: some(hint) for name, hint in get_type_hints(kind).items()})
    return KNOWN[kind]


HINTS = get_type_hints(SiteFacts)
ALL = [field.name for field in fields(SiteFacts)]


@st.composite
def sites(draw: st.DrawFn) -> SiteFacts:
    """A site with a few fields filled; all at once would mostly be unknown for one reason."""
    filled = draw(st.sets(st.sampled_from(ALL[2:]), max_size=8)) | {"site", "coverage"}
    facts = SiteFacts(**{name: draw(some(HINTS[name])) for name in sorted(filled)})
    # The list of sites is read with a name and an address in every row.
    return replace(
        facts, site=replace(facts.site, name="示例市人民政府", home_url="http://www.example.gov.cn/")
    )


@given(sites())
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_no_indicator_fails_and_every_verdict_keeps_its_word(facts: SiteFacts) -> None:
    verdicts, others = evaluate_site(facts, EDITION, AT)
    for name, verdict in verdicts.items():
        assert "判定程序出错" not in verdict.missing, (name, verdict.missing)
        assert bool(verdict.missing) == (verdict.state is State.UNKNOWN), name
        assert verdict.tasks or verdict.state is not State.NEEDS_REVIEW, name
        assert verdict.findings or verdict.state is not State.HIT, name
        assert not verdict.findings or verdict.state in (State.HIT, State.NEEDS_REVIEW), name
    result = score_site(facts.site, facts.coverage, verdicts, others, EDITION)
    assert result.outcome is not Outcome.QUALIFIED  # W-V-01.6 always waits for a person


@given(sites())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_a_home_page_that_was_not_seen_is_never_held_against_the_site(facts: SiteFacts) -> None:
    unseen = replace(facts, home=None, coverage=facts.coverage._replace(home=None))
    verdicts, _ = evaluate_site(unseen, EDITION, AT)
    for name in ("W-V-03.1", "W-V-03.2", "W-D-01.1", "W-D-02.1", "W-D-03.1", "W-D-04.1", "W-D-05.1"):
        if name in verdicts:
            assert verdicts[name].state is not State.HIT, name


def test_a_finding_keeps_its_name_and_another_has_another() -> None:
    finding = Finding("首页未更新。", (Evidence("http://www.example.gov.cn/", AT, "ab", "片段"),))
    name = finding_id("http://www.example.gov.cn/", "W-V-03.1", finding)
    later = replace(finding, evidence=(replace(finding.evidence[0], at=AT + timedelta(days=1)),))
    assert finding_id("http://www.example.gov.cn/", "W-V-03.1", later) == name
    others = {
        finding_id("http://www.example.gov.cn/", "W-V-03.2", finding),
        finding_id("http://other.gov.cn/", "W-V-03.1", finding),
        finding_id("http://www.example.gov.cn/", "W-V-03.1", replace(finding, summary="别的。")),
        finding_id("http://www.example.gov.cn/", "W-V-03.1", replace(finding, evidence=())),
    }
    assert name not in others
    assert len(others) == 4
