"""Pages: the same for the same seed, readable, complete, without chance findings."""

from __future__ import annotations

import re
import tracemalloc
from urllib.parse import quote

import pytest

from tests.simulate.pages import ask, crawl, text_of
from xunwang.simulate.dice import Dice, seed_of
from xunwang.simulate.families import FAMILIES
from xunwang.simulate.plan import FULL, Settings
from xunwang.simulate.province import Province
from xunwang.simulate.spec import Role, SiteSpec
from xunwang.simulate.truth import UNREADABLE

PROVINCE = Province(Settings())
READABLE = [spec for spec in PROVINCE.specs if spec.scene not in UNREADABLE and not spec.oddities]


def _family(name: str) -> SiteSpec:
    return next(spec for spec in READABLE if spec.family == name)


def test_the_same_seed_gives_the_same_bytes() -> None:
    again = Province(Settings())
    for spec in READABLE[::4]:
        pages, _ = crawl(PROVINCE, spec)
        for path in list(pages)[::7]:
            url = f"{spec.scheme}://{spec.host}{path}"
            assert ask(PROVINCE, url) == ask(again, url)


def test_another_seed_gives_other_pages() -> None:
    other = Province(Settings(seed=2))
    spec = READABLE[0]
    assert ask(PROVINCE, spec.home_url).body != ask(other, other.sites[spec.host].home_url).body


def test_there_are_at_least_five_template_families_in_use() -> None:
    assert len({spec.family for spec in PROVINCE.specs}) >= 6
    assert set(FAMILIES) == {spec.family for spec in PROVINCE.specs}


@pytest.mark.parametrize("name", sorted(FAMILIES))
def test_every_page_of_a_family_decodes_without_loss(name: str) -> None:
    pages, _ = crawl(PROVINCE, _family(name))
    assert len(pages) > 30
    for path, text in pages.items():
        assert not re.search(r"&#\d+;", text), path
        assert "�" not in text


def test_declared_and_real_encoding_differ_on_some_sites() -> None:
    pairs = {(spec.codec, spec.declared.lower()) for spec in PROVINCE.specs}
    assert {codec for codec, _ in pairs} >= {"utf-8", "gbk", "gb18030"}
    assert any(codec != declared for codec, declared in pairs)


def test_a_name_outside_gb2312_stands_on_a_page() -> None:
    spec = next(spec for spec in PROVINCE.specs if "rare_name" in spec.look_alikes)
    pages, _ = crawl(PROVINCE, spec)
    assert any("樊景玥" in text for text in pages.values())


def test_everything_a_site_links_to_opens_except_what_was_planted() -> None:
    for spec in READABLE:
        _, broken = crawl(PROVINCE, spec)
        planted = {link.url for link in spec.links if link.broken}
        unplanted = {path for path in broken if "/gone/" not in path and not path.startswith("/transient/")}
        assert not unplanted, spec.host
        assert {path for path in broken if path in planted} == {p for p in planted if p.startswith("/")}


@pytest.mark.parametrize("name", sorted(set(FAMILIES) - {"shell", "lists"}))
def test_all_articles_of_a_site_are_reached_by_its_links(name: str) -> None:
    # The "lists" family numbers its list pages by script, the "shell" family fills its lists by script.
    spec = _family(name)
    pages, _ = crawl(PROVINCE, spec)
    renderer = PROVINCE.renderer(spec)
    wanted = {
        renderer.material.item_url(column, number)
        for column in spec.columns
        if column.role is Role.LIST
        for number in range(column.items)
    }
    assert wanted <= set(pages)


def test_sites_have_a_realistic_number_of_pages() -> None:
    for spec in READABLE[::5]:
        pages, _ = crawl(PROVINCE, spec)
        assert 30 <= len(pages) <= 200


def test_a_big_site_has_the_pages_and_the_weight_that_the_benchmark_wants() -> None:
    province = Province(Settings(sites=1, pages=3000))
    spec = province.specs[0]
    renderer = province.renderer(spec)
    total = sum(column.items for column in spec.columns)
    assert total >= 2900
    sizes, links = [], []
    for number in range(0, 700, 23):
        text = renderer.item(spec.column("yw"), number)
        assert text is not None
        sizes.append(len(text.encode(spec.codec)))
        links.append(len(re.findall(r"<a\s[^>]*href", text, re.I)))
    assert min(sizes) > 25_000
    assert max(sizes) < 64_000
    assert all(70 <= count <= 110 for count in links)


def test_memory_is_flat_in_the_number_of_pages() -> None:
    province = Province(Settings(sites=1, pages=30000))
    spec = province.specs[0]
    column = spec.column("yw")
    renderer = province.renderer(spec)
    tracemalloc.start()
    for number in range(7, column.items, 50):
        renderer.item(column, number)
    before, _ = tracemalloc.get_traced_memory()
    for number in range(0, column.items, 20):
        renderer.item(column, number)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < 500_000


def test_the_full_province_has_the_kinds_of_the_notice() -> None:
    province = Province(Settings(sites=FULL))
    counts: dict[tuple[str, str], int] = {}
    for spec in province.specs:
        key = (spec.kind.value, spec.level.value)
        counts[key] = counts.get(key, 0) + 1
    assert counts == {
        ("portal", "city"): 10,
        ("department", "province"): 50,
        ("department", "city"): 190,
        ("portal", "county"): 60,
    }
    assert len({spec.host for spec in province.specs}) == FULL
    assert len({spec.site_code for spec in province.specs}) == FULL


def test_search_finds_a_published_title() -> None:
    for spec in (_family("tables"), _family("cards")):
        material = PROVINCE.renderer(spec).material
        column = spec.column("tz")
        title, url = material.title(column, 1), material.item_url(column, 1)
        if spec.family == "tables":
            body = f"keyword={quote(title, encoding=spec.codec)}".encode()
            answer = ask(PROVINCE, f"{spec.scheme}://{spec.host}/search.asp", "POST", body)
        else:
            answer = ask(PROVINCE, f"{spec.scheme}://{spec.host}/search?q={quote(title)}")
        assert url in text_of(answer, spec)


def test_dice_are_even() -> None:
    dice = Dice(seed_of("even"))
    counts = [0] * 6
    for _ in range(6000):
        counts[dice.number(6)] += 1
    assert min(counts) > 850
    assert max(counts) < 1150
