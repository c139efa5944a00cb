"""The provider, from the environment. Imported by the settings: no Django here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PROVIDER = "office"
"""Name under which subjects are stored."""


@dataclass(frozen=True, slots=True)
class Provider:
    """An office's identity provider. ``strong`` are the values of ``amr`` or ``acr`` that mean a second factor."""

    issuer: str
    client_id: str
    secret: str
    label: str
    name_claim: str
    strong: frozenset[str]

    def allauth(self) -> dict[str, Any]:
        """As allauth's settings want it. Everything is taken from the signed identity token."""
        application = {
            "provider_id": PROVIDER,
            "name": self.label,
            "client_id": self.client_id,
            "secret": self.secret,
            "settings": {"server_url": self.issuer, "fetch_userinfo": False},
        }
        return {"openid_connect": {"APPS": [application], "OAUTH_PKCE_ENABLED": True}}


def provider_from(environ: Mapping[str, str]) -> Provider | None:
    """The provider; None where none, or half of one, is configured (:func:`problems_of` says why)."""
    issuer = environ.get("XUNWANG_OIDC_ISSUER", "").rstrip("/")
    if not issuer or problems_of(environ):
        return None
    strong = environ.get("XUNWANG_OIDC_STRONG", "").replace("，", ",").split(",")
    return Provider(
        issuer=issuer,
        client_id=environ["XUNWANG_OIDC_CLIENT_ID"],
        secret=Path(environ["XUNWANG_OIDC_SECRET_FILE"]).read_text(encoding="utf-8").strip(),
        label=environ.get("XUNWANG_OIDC_LABEL", "") or "统一身份认证",
        name_claim=environ.get("XUNWANG_OIDC_NAME_CLAIM", "") or "preferred_username",
        strong=frozenset(value.strip() for value in strong if value.strip()),
    )


def problems_of(environ: Mapping[str, str]) -> list[str]:
    """What is missing or unsafe, each with its remedy in Chinese; empty without a provider."""
    issuer = environ.get("XUNWANG_OIDC_ISSUER", "")
    if not issuer:
        return []
    found = []
    parts = urlsplit(issuer)
    local = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and local)):
        found.append("XUNWANG_OIDC_ISSUER应为https地址：身份信息不得明文传输。")
    if not environ.get("XUNWANG_OIDC_CLIENT_ID"):
        found.append("没有设置XUNWANG_OIDC_CLIENT_ID。请填写在统一身份认证平台登记的应用编号。")
    return [*found, *_problems_of_secret(environ.get("XUNWANG_OIDC_SECRET_FILE", ""))]


def _problems_of_secret(name: str) -> list[str]:
    if not name:
        return ["没有设置XUNWANG_OIDC_SECRET_FILE。请把应用密钥写入一个文件并填写其路径。"]
    path = Path(name)
    try:
        readable = bool(path.read_text(encoding="utf-8").strip())
        shared = path.stat().st_mode & 0o077
    except (OSError, UnicodeDecodeError):
        readable, shared = False, 0
    if not readable:
        return [f"XUNWANG_OIDC_SECRET_FILE指向的文件{name}不存在、不能读取或是空的。"]
    if shared:
        return [f"应用密钥文件{name}其他用户也能读取。请执行 chmod 600 {name}。"]
    return []
