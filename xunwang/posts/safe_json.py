"""JSON of strangers: any bytes give a value or one clear error."""

from __future__ import annotations

import json
from typing import Any

import orjson

from xunwang.pages.decode import decode
from xunwang.posts.errors import Flaw, UnreadableError

MAX_BYTES = 64 * 1024 * 1024


def read_json(body: bytes, charset: str | None = None) -> Any:
    """The value. Halves of characters, as platforms cut them, are replaced. Raises :class:`UnreadableError`."""
    if len(body) > MAX_BYTES:
        raise UnreadableError(
            Flaw.TOO_LARGE, f"内容超过{MAX_BYTES // 1024 // 1024}MB，未读取。请分成几个文件。"
        )
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return _leniently(decode(body, charset).text)


def _leniently(text: str) -> Any:
    try:
        value = json.loads(text, strict=False)
        # Lone surrogates are in the value if the text had them escaped; once out of it, they never come back.
        return orjson.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError) as error:
        raise UnreadableError(Flaw.BROKEN, "不是有效的JSON，无法识别。请检查地址或重新导出。") from error


def as_text(value: object, most: int = 500) -> str:
    """A value that should be text, whatever it is."""
    if isinstance(value, str):
        return value[:most].strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)[:most]
    return ""


def as_list(value: object) -> list[Any]:
    """A value that should be a list."""
    return value if isinstance(value, list) else []


def as_map(value: object) -> dict[str, Any]:
    """A value that should be an object."""
    return value if isinstance(value, dict) else {}
