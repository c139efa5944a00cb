"""Answers that are no answers: what went wrong, and what to do about it, in Chinese."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from xunwang.collect.interface import CollectError, Trouble
from xunwang.fetch.records import TRANSIENT, Fault, Fetched
from xunwang.posts.errors import Flaw, UnreadableError

_TROUBLES = {
    Flaw.BROKEN: Trouble.BROKEN,
    Flaw.TOO_LARGE: Trouble.TOO_LARGE,
    Flaw.UNSUPPORTED: Trouble.UNSUPPORTED,
    Flaw.LOGIN: Trouble.REFUSED,
    Flaw.WEB_PAGE: Trouble.BROKEN,
}
_FAULTS = {
    Fault.DNS: (Trouble.UNREACHABLE, "域名无法解析，请检查地址。"),
    Fault.TLS: (Trouble.UNREACHABLE, "安全连接失败（证书有问题），请联系提供方。"),
    Fault.TOO_LARGE: (Trouble.TOO_LARGE, "返回的内容过大，未读取。请减少每次列出的条数。"),
    Fault.BOMB: (Trouble.TOO_LARGE, "返回的内容解压后过大，为安全起见未读取。"),
    Fault.BAD_URL: (Trouble.NOT_FOUND, "地址无效，请检查填写的地址。"),
    Fault.FORBIDDEN_ADDRESS: (Trouble.REFUSED, "地址指向内部网络，为安全起见不予访问。"),
    Fault.ROBOTS: (Trouble.REFUSED, "对方的robots.txt不允许访问该地址，请改用其他采集方式。"),
    Fault.REDIRECT_LOOP: (Trouble.BROKEN, "地址循环跳转，请检查地址。"),
    Fault.TOO_MANY_REDIRECTS: (Trouble.BROKEN, "地址跳转次数过多，请检查地址。"),
    Fault.STOPPED: (Trouble.INCOMPLETE, "采集被中止，可重新采集。"),
}
_STATUSES = {
    401: (Trouble.CREDENTIALS, "对方要求登录（401），请检查凭据或更换地址。"),
    403: (Trouble.REFUSED, "对方拒绝访问（403），请联系提供方或改用其他采集方式。"),
    404: (Trouble.NOT_FOUND, "找不到该地址（404），请检查地址，或核实账号是否已注销。"),
    410: (Trouble.NOT_FOUND, "该地址已停用（410），请核实账号是否已注销或迁移。"),
    413: (Trouble.TOO_LARGE, "内容过大，未读取。请分成几个文件。"),
    429: (Trouble.QUOTA, "访问过于频繁（429），请稍后再试。"),
    451: (Trouble.REFUSED, "该内容因法律原因不可用（451）。"),
}
_SOON, _LATER = 300.0, 900.0
_LONGEST_PAUSE = 7 * 86_400.0


def demand(answer: Fetched | None, what: str) -> Fetched:
    """The answer, if it is a good one. Raises :class:`CollectError` otherwise; ``what`` begins the message."""
    if answer is None:
        raise CollectError(Trouble.INCOMPLETE, f"{what}：没有得到答复，可重新采集。", retry_after=_SOON)
    if answer.fault is not Fault.NONE:
        trouble, words = _FAULTS.get(answer.fault, (Trouble.UNREACHABLE, "无法连接或连接中断，请稍后再试。"))
        raise CollectError(trouble, f"{what}：{words}", retry_after=_pause(answer, answer.fault in TRANSIENT))
    if answer.ok:
        return answer
    if answer.status in _STATUSES:
        trouble, words = _STATUSES[answer.status]
        raise CollectError(trouble, f"{what}：{words}", retry_after=_pause(answer, answer.status == 429))
    words = f"对方返回状态码{answer.status}"
    if answer.status >= 500:
        raise CollectError(
            Trouble.UNREACHABLE,
            f"{what}：{words}（服务器故障），请稍后再试。",
            retry_after=_pause(answer, True),
        )
    raise CollectError(Trouble.BROKEN, f"{what}：{words}，无法读取。请检查地址。")


def unreadable(error: UnreadableError, what: str) -> CollectError:
    """A reader's error as a collector's."""
    return CollectError(_TROUBLES[error.flaw], f"{what}：{error.message}")


def charset_of(answer: Fetched) -> str | None:
    """Label of the encoding that the Content-Type field states."""
    _, mark, rest = (answer.header("content-type") or "").lower().partition("charset=")
    label = rest.partition(";")[0].strip(" \t\"'")
    return label if mark and label else None


def _pause(answer: Fetched, passes: bool) -> float | None:
    """Seconds after which to try again: as the server says, else some minutes; None where waiting is no help."""
    stated = (answer.header("retry-after") or "").strip()
    if stated.isascii() and stated.isdigit() and len(stated) < 9:
        return min(float(stated), _LONGEST_PAUSE)
    until = _date(stated)
    if until is not None:
        return min(max((until - answer.at).total_seconds(), 0.0), _LONGEST_PAUSE)
    return _LATER if passes else None


def _date(text: str) -> datetime | None:
    try:
        made = parsedate_to_datetime(text) if text else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return made.replace(tzinfo=UTC) if made and made.tzinfo is None else made
