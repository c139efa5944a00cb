"""The words of all lists about posts in one automaton: one pass over a post, whatever the lists are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from daachorse import CharwiseDoubleArrayAhoCorasick

from xunwang.text.records import ListError

AD = "advertising"
EXCUSE = "excuse"
OFF_DUTY = "off_duty"


class Found(NamedTuple):
    """An occurrence of a word."""

    start: int
    end: int
    word: str


class Vocabulary:
    """Words with the groups they belong to; a group is told by the list's name and its number in the list."""

    __slots__ = ("_automaton", "_once", "_owners", "_words")

    def __init__(self, groups: Mapping[tuple[str, int], Sequence[str]]) -> None:
        owners: dict[str, list[tuple[str, int]]] = {}
        for group, words in groups.items():
            for word in words:
                if not isinstance(word, str) or not word.strip():
                    raise ListError(f"词表中的“{word}”不是词语；数字请加引号")
                owners.setdefault(word, []).append(group)
        self._words = list(owners) or ["\0"]
        self._owners = [tuple(owners.get(word, ())) for word in self._words]
        self._once = frozenset(
            number for number, own in enumerate(self._owners) if all(name == OFF_DUTY for name, _ in own)
        )
        self._automaton = CharwiseDoubleArrayAhoCorasick(self._words)

    def find(self, text: str) -> dict[tuple[str, int], list[Found]]:
        """Occurrences by group, in order of appearance: all of advertising, of off-duty words the first one each."""
        found: dict[tuple[str, int], list[Found]] = {}
        met: set[int] = set()
        for start, end, number in self._automaton.find_overlapping(text):
            if number in met:
                continue
            if number in self._once:
                met.add(number)
            one = Found(start, end, self._words[number])
            for group in self._owners[number]:
                found.setdefault(group, []).append(one)
        return found


def words_of(group: Mapping[str, Any], key: str = "words") -> Sequence[str]:
    """The words of a group of a list. Raises :class:`ListError`."""
    words = group.get(key)
    if not isinstance(words, list):
        raise ListError(f"词表中“{group.get('label', '')}”一组缺少{key}")
    return words
