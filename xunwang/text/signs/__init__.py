"""Lists about posts as data: advertising, permitted sources, off-duty vocabulary, empty answers.

Each file says where it comes from (``source``) and when somebody last looked at it. An office lays files of the same
names over the shipped ones: a key that it gives replaces the shipped one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from xunwang.text.records import ListError

SHIPPED = Path(__file__).parent
NAMES = ("advertising", "sources", "answers", "offduty")
_MOST_BYTES = 2_000_000


def load_signs(name: str, folder: Path | None = None) -> Mapping[str, Any]:
    """One of the lists (``NAMES``), with the office's file of that name over it. Raises :class:`ListError`."""
    return _read(name, folder)


@cache
def _read(name: str, folder: Path | None) -> Mapping[str, Any]:
    shipped = _parsed(SHIPPED / f"{name}.yaml")
    if folder is None or not (folder / f"{name}.yaml").is_file():
        return shipped
    own = _parsed(folder / f"{name}.yaml")
    for key, value in own.items():
        if key not in shipped:
            raise ListError(f"{name}.yaml：不认识的字段“{key}”；可用：{'、'.join(shipped)}")
        if type(value) is not type(shipped[key]) and not _numbers(value, shipped[key]):
            raise ListError(f"{name}.yaml：“{key}”的写法与自带的不同；请参照自带的文件")
    return {**shipped, **own}


def _numbers(*values: object) -> bool:
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ListError(f"{path.name}超过2 MB；请删减")
        raw = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise ListError(
            f"{path.name}读不出内容（{type(error).__name__}）；请检查缩进和编码（UTF-8）"
        ) from error
    if not isinstance(raw, dict):
        raise ListError(f"{path.name}的顶层应为“名称: 值”")
    return raw
