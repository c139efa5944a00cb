"""What readers raise: the only exception of this package, with a Chinese message that says what to do."""

from __future__ import annotations

from xunwang.words import Word


class Flaw(Word):
    """What is wrong with bytes that can't be read."""

    BROKEN = "broken", "内容无法识别"
    TOO_LARGE = "too_large", "内容过大"
    UNSUPPORTED = "unsupported", "不支持的内容"
    LOGIN = "login", "需要登录"
    WEB_PAGE = "web_page", "是普通网页"


class UnreadableError(Exception):
    """The bytes as a whole can't be read. ``message`` is Chinese and says what to do."""

    def __init__(self, flaw: Flaw, message: str) -> None:
        super().__init__(message)
        self.flaw = flaw
        self.message = message
