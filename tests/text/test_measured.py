"""What the lists find and how often they are wrong, measured on material they were not made from."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.text.measure import clean_material, score, sentences, text_hits
from xunwang.text import Scanner
from xunwang.words import Grade

ERRORS = frozenset({Grade.ERROR})
ALL = frozenset(Grade)
MOST_ERRORS = {
    "letters": 0.5,
    "policy questions": 0.9,
    "State Council documents": 0.2,
    "corrected sentences (odw)": 0.2,
    "corrected sentences (law)": 0.2,
}
"""Per 10,000 characters. In letters and questions most are real slips of their writers (户口薄, 拔款)."""


@pytest.mark.parametrize(("name", "least"), [("ecspell_odw.train", 0.11), ("ecspell_law.train", 0.1)])
def test_what_is_shown_as_an_error_is_one(
    shared: Path, scanner: Scanner, name: str, least: float, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = list(sentences(shared / f"data/csc/{name}.tsv"))
    errors, everything = score(scanner, pairs, ERRORS), score(scanner, pairs, ALL)
    with capsys.disabled():
        print(f"\n{name}: {len(pairs)} sentences, {errors.wrong_sentences} with errors")
        for label, result in (("errors", errors), ("errors + hints", everything)):
            print(
                f"  {label:15} hits {result.hits:4} precision {result.precision:.3f} "
                f"sentence precision {result.sentence_precision:.3f} recall {result.sentence_recall:.3f} "
                f"characters found {result.character_recall:.3f}"
            )
    assert errors.precision >= 0.9
    assert errors.sentence_precision >= 0.9
    assert errors.sentence_recall >= least
    assert everything.sentence_recall > errors.sentence_recall


def test_false_alarms_on_clean_material_are_rare(
    shared: Path, scanner: Scanner, capsys: pytest.CaptureFixture[str]
) -> None:
    rates: dict[str, float] = {}
    with capsys.disabled():
        print("\nhits per 10,000 characters of clean material")
        for name, texts in clean_material(shared):
            size = sum(map(len, texts)) / 10_000
            counted = Counter(hit.grade for text in texts for hit in text_hits(scanner, text))
            rates[name] = counted[Grade.ERROR] / size
            print(f"  {name:28} errors {rates[name]:.3f} hints {counted[Grade.HINT] / size:.3f}")
    assert {name: rate for name, rate in rates.items() if rate > MOST_ERRORS[name]} == {}
