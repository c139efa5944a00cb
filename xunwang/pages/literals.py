"""Finding where fixed words stand: many times as fast on Chinese pages as a regular expression of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from daachorse import CharwiseDoubleArrayAhoCorasick


def places(text: str, words: Iterable[str], most: int = 200) -> list[int]:
    """Positions of any of the words, in order, at most ``most`` of each."""
    found: list[int] = []
    for word in words:
        place = text.find(word)
        for _ in range(most):
            if place < 0:
                break
            found.append(place)
            place = text.find(word, place + len(word))
    found.sort()
    return found


class Words:
    """A set of fixed words, found in one pass; worth while from some ten words on."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = list(words)
        self._automaton = CharwiseDoubleArrayAhoCorasick(self._words)

    def found_in(self, text: str) -> set[str]:
        """Those of the words that stand in the text."""
        return {self._words[number] for _, _, number in self._automaton.find_overlapping(text)}


def holds(text: str, words: Iterable[str]) -> bool:
    """Whether any of the words stands in the text."""
    return any(word in text for word in words)


def in_tag(html: str, place: int, far: int = 600) -> bool:
    """Whether a place is inside of a tag or comment."""
    start = max(0, place - far)
    return html.rfind("<", start, place) > html.rfind(">", start, place)
