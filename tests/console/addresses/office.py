"""Sign-in by the office's own provider."""

from __future__ import annotations

PAGES: dict[str, str] = {}
OPEN_TO_ALL = {"openid_connect_login", "openid_connect_callback"}
