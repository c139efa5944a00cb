"""Credentials of accounts, from a file of their own or from environment variables; never from the list of accounts.

The file is JSON, ``{"wechat:示例发布": {"app_id": "…", "app_secret": "…"}}``, readable by its owner only. An environment
variable may hold the same (``XUNWANG_COLLECT_SECRETS``).
"""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path

import orjson

from xunwang.collect.plan import SecretsOf

VARIABLE = "XUNWANG_COLLECT_SECRETS"
_MOST = 50 * 1024 * 1024


class SecretsError(Exception):
    """The credentials can't be read; the message says in Chinese what to do and tells nothing of them."""


def read_secrets(path: Path | None, environment: Mapping[str, str]) -> SecretsOf:
    """Credentials by key of the account; those of the file go before the environment's. Raises SecretsError."""
    found = _parsed(environment.get(VARIABLE, "").encode(), f"环境变量{VARIABLE}")
    if path is None:
        return found
    try:
        told = path.stat()
        if told.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise SecretsError(f"凭据文件“{path}”可被其他用户读取。请执行 chmod 600 后重试。")
        if told.st_size > _MOST:
            raise SecretsError(f"凭据文件“{path}”过大。")
        return {**found, **_parsed(path.read_bytes(), f"凭据文件“{path}”")}
    except OSError as error:
        raise SecretsError(f"凭据文件“{path}”不能读取（{error.strerror}）。请核对路径和权限。") from error


def _parsed(data: bytes, where: str) -> dict[str, dict[str, str]]:
    if not data.strip():
        return {}
    try:
        values = orjson.loads(data)
    except orjson.JSONDecodeError:
        values = None
    if not isinstance(values, dict) or not all(_is_secret(one) for one in values.values()):
        raise SecretsError(f"{where}不是有效的JSON，应写成{{账号: {{名称: 值}}}}。")
    return values


def _is_secret(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())
