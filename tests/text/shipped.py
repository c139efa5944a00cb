"""The shipped lists, compiled once."""

from __future__ import annotations

from functools import cache

from xunwang.text import Scanner, load_lists


@cache
def scanner() -> Scanner:
    return Scanner.build(load_lists())
