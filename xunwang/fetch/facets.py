"""Filters that combine without end (faceted lists), told apart from numbers that name articles."""

from __future__ import annotations

from xunwang.fetch.trap_shapes import page_number, split

_MOST_PATHS = 2_000
_MOST_VALUES = 512
_MOST_NAME_SETS = 48
_ENOUGH = 1_000
"""Combinations after which a path that was not condemned is no longer watched."""


class _Path:
    """What the parameters of one path have been."""

    __slots__ = ("combinations", "condemned", "name_sets", "values")

    def __init__(self) -> None:
        self.combinations: set[int] = set()
        self.values: dict[str, set[int]] = {}
        self.name_sets: set[int] = set()
        self.condemned = False

    def learn(self, parts: list[str]) -> None:
        self.combinations.add(hash(tuple(parts)))
        names = []
        for part in parts:
            name, _, value = part.partition("=")
            names.append(name)
            seen = self.values.setdefault(name, set()) if len(self.values) < 64 else self.values.get(name)
            if seen is not None and len(seen) < _MOST_VALUES:
                seen.add(hash(value))
        self.name_sets.add(hash(tuple(sorted(set(names)))))

    def explodes(self, limit: int) -> bool:
        count = len(self.combinations)
        if len(self.name_sets) > _MOST_NAME_SETS:
            return True
        if count <= limit:
            return False
        # A parameter that takes a new value in every other address names articles, not filters.
        if any(len(seen) * 2 > count for seen in self.values.values()):
            return False
        varying = sum(len(seen) > 1 for seen in self.values.values())
        return varying > 2 or (varying == 2 and count >= _ENOUGH)


class Facets:
    """Counts combinations of parameters per path, within bounds."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._paths: dict[str, _Path | None] = {}

    def explodes(self, url: str) -> bool:
        """Learn one more address; True when its path's parameters combine without end."""
        base, query = split(url)
        if "&" not in query:
            return False
        parts = sorted(part for part in query.split("&")[:64] if part and page_number(f"?{part}") is None)
        if len(parts) < 2:
            return False
        if base not in self._paths:
            if len(self._paths) >= _MOST_PATHS:
                return False
            self._paths[base] = _Path()
        path = self._paths[base]
        if path is None or path.condemned:
            return path is not None
        path.learn(parts)
        if path.explodes(self._limit):
            path.condemned = True
        elif len(path.combinations) >= _ENOUGH:
            self._paths[base] = None
        return path.condemned
