"""Finding where fixed words stand: many times as fast on Chinese pages as a regular expression of them."""

from __future__ import annotations

from collections.abc import Iterable


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


def holds(text: str, words: Iterable[str]) -> bool:
    """Whether any of the words stands in the text."""
    return any(word in text for word in words)


def in_tag(html: str, place: int, far: int = 600) -> bool:
    """Whether a place is inside of a tag or comment."""
    start = max(0, place - far)
    return html.rfind("<", start, place) > html.rfind(">", start, place)
