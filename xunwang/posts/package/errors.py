"""Errors of packages: the readers' one exception, with what they have in common."""

from __future__ import annotations

from xunwang.posts.errors import Flaw, UnreadableError


def broken(what: str) -> UnreadableError:
    """The file is damaged or was tampered with."""
    return UnreadableError(Flaw.BROKEN, f"安装包{what}。请重新下载，或向主办单位要原始安装包。")


def too_large(what: str) -> UnreadableError:
    """The file would take more memory or time than a package deserves."""
    return UnreadableError(Flaw.TOO_LARGE, f"安装包{what}，未予解析。请人工检查。")


def unsupported(what: str) -> UnreadableError:
    """The file is something else; ``what`` says what to do, too."""
    return UnreadableError(Flaw.UNSUPPORTED, what)
