"""Text: what is planted can be found, and nothing else can."""

from __future__ import annotations

import re

import pytest

from tests.simulate.pages import crawl
from xunwang.simulate.plan import Settings
from xunwang.simulate.province import Province
from xunwang.simulate.truth import UNREADABLE
from xunwang.text import Scanner, load_lists

PROVINCE = Province(Settings())
PLANTED = {plant.markup: plant for spec in PROVINCE.specs for plant in spec.plants}


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner.build(load_lists())


@pytest.mark.parametrize("markup", PLANTED)
def test_a_planted_text_is_found_by_its_concern_and_a_look_alike_is_not(
    markup: str, scanner: Scanner
) -> None:
    concern = PLANTED[markup].concern
    assert {hit.concern.value for hit in scanner.scan(markup)} == ({concern} if concern else set())


def test_clean_pages_hold_nothing_for_a_scanner(scanner: Scanner) -> None:
    clean = [
        s for s in PROVINCE.specs if s.scene not in UNREADABLE and not (s.plants or s.oddities or s.tampered)
    ]
    assert len(clean) > 15
    for spec in clean[::3]:
        pages, _ = crawl(PROVINCE, spec)
        for path, page in pages.items():
            text = re.sub(r"<!--.*?-->|<script.*?</script>|<[^>]{0,2000}>", "\n", page, flags=re.S | re.I)
            assert not scanner.scan(text), f"{spec.host}{path}"
