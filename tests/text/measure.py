"""Measures the word lists on sentences with known errors and on clean material."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from xunwang.text import Hit, Scanner
from xunwang.words import Concern, Grade

TEXT_CONCERNS = frozenset({Concern.MISSPELLING, Concern.SEVERE, Concern.WORDING})


@dataclass
class Score:
    """Hits of one grade on a set of sentences with known errors."""

    hits: int = 0
    right: int = 0
    hit_sentences: int = 0
    right_sentences: int = 0
    wrong_sentences: int = 0
    wrong_characters: int = 0
    found_characters: int = 0

    @property
    def precision(self) -> float:
        """Share of the hits that lie on a wrong character."""
        return self.right / self.hits if self.hits else 1.0

    @property
    def sentence_precision(self) -> float:
        return self.right_sentences / self.hit_sentences if self.hit_sentences else 1.0

    @property
    def sentence_recall(self) -> float:
        return self.right_sentences / self.wrong_sentences

    @property
    def character_recall(self) -> float:
        return self.found_characters / self.wrong_characters


def sentences(path: Path) -> Iterator[tuple[str, str]]:
    """(as written, as it should be) of a tab-separated file; pairs of unequal length are left out."""
    for line in path.read_text(encoding="utf-8").splitlines():
        _, written, right = line.split("\t")
        if len(written) == len(right):
            yield written, right


def score(scanner: Scanner, pairs: Iterable[tuple[str, str]], grades: frozenset[Grade]) -> Score:
    """Count hits of the grades against the wrong characters of each sentence."""
    total = Score()
    for written, right in pairs:
        wrong = {at for at, pair in enumerate(zip(written, right, strict=True)) if pair[0] != pair[1]}
        hits = [hit for hit in text_hits(scanner, written) if hit.grade in grades]
        good = [hit for hit in hits if wrong & set(range(hit.start, hit.end))]
        total.hits += len(hits)
        total.right += len(good)
        total.hit_sentences += bool(hits)
        total.right_sentences += bool(good)
        total.wrong_sentences += bool(wrong)
        total.wrong_characters += len(wrong)
        total.found_characters += len(wrong & {at for hit in good for at in range(hit.start, hit.end)})
    return total


def text_hits(scanner: Scanner, text: str) -> list[Hit]:
    return [hit for hit in scanner.scan(text) if hit.concern in TEXT_CONCERNS]


def clean_material(shared: Path) -> Iterator[tuple[str, list[str]]]:
    """Named sets of texts that are taken as clean (letters contain real slips of their writers).

    Of letters, questions and documents only every second one: the others were read when the lists
    were made.
    """
    letters = _records(shared / "data/letters/letters.jsonl")
    yield "letters", [f"{letter['question']}\n{letter.get('reply') or ''}" for letter in letters]
    asked = _records(shared / "data/qa/policy_qa.jsonl")
    yield "policy questions", [f"{record['question']}\n{record['answer']}" for record in asked]
    documents = _records(shared / "data/policy/gov_cn_policies.jsonl")
    yield "State Council documents", [re.sub("<[^>]*>", "", document["html"]) for document in documents]
    for name in ("odw", "law"):
        pairs = sentences(shared / f"data/csc/ecspell_{name}.train.tsv")
        yield f"corrected sentences ({name})", [right for _, right in pairs]


def _records(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines[1::2]]
