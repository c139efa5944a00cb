"""What the network shows under the addresses of a register: names, answers, redirects, and what the home page says.

Nothing is judged here. What this machine could not find out, because its own resolver or its own line failed, is
``UNKNOWN``, never "dead".
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

from xunwang.clock import Clock
from xunwang.fetch.client import Client
from xunwang.fetch.records import Fault, Fetched, FetchSettings, Request
from xunwang.pages.records import Page
from xunwang.pages.understand import Depth, understand
from xunwang.pages.urls import host_of
from xunwang.text.hijack import hijack_words
from xunwang.words import FooterElement, Sight, Word

_SIDE_BY_SIDE = 16
_MOST_TEXT = 300
MANY, MOST = 5, 0.8
"""Where of so many hosts this share is out of reach at once, it is our own line that failed."""
_OURS = frozenset({Fault.STOPPED, Fault.FORBIDDEN_ADDRESS, Fault.BAD_URL, Fault.ROBOTS})


class Named(Word):
    """What the resolver says about a host name."""

    FOUND = "found", "能解析"
    NO_SUCH_NAME = "no_such_name", "域名不存在"
    UNKNOWN = "unknown", "解析未成"


DOWN = frozenset({Sight.ERROR, Sight.UNREACHABLE, Sight.NO_SUCH_NAME})
"""A visitor does not get the page."""
Names = Callable[[str], Named]


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at one address. Texts are as the page states them, at most 300 characters; empty: not stated."""

    url: str
    at: datetime
    sight: Sight
    detail: str = ""
    status: int = 0
    final_url: str = ""
    title: str = ""
    site_name: str = ""
    site_code: str = ""
    footer_code: str = ""
    sponsor: str = ""
    icp: str = ""
    suspicious: bool = False
    """The title or text speaks the language of hijackers."""
    digest: str = ""
    """SHA-256 of what was served."""

    @property
    def final_host(self) -> str:
        """Host on which the visitor ends."""
        return host_of(self.final_url)


def look(
    urls: Iterable[str], settings: FetchSettings, clock: Clock, names: Names | None = None
) -> dict[str, Seen]:
    """Look at each address once, many side by side. Never raises for what the network does."""
    wanted = list(dict.fromkeys(urls))
    named = _resolve({host_of(url) for url in wanted}, names or system_names)
    now = clock.now()
    seen = {
        url: _unasked(url, named[host_of(url)], now)
        for url in wanted
        if named[host_of(url)] is not Named.FOUND
    }
    lanes = [_Look(url) for url in wanted if url not in seen]
    with Client(settings, clock) as client:
        client.run(lanes)
    for lane in lanes:
        seen[lane.name] = (
            read(lane.name, lane.answer)
            if lane.answer is not None
            else _unasked(lane.name, Named.UNKNOWN, now)
        )
    return _doubting(seen)


def system_names(host: str) -> Named:
    """By the system's resolver. Only its plain "no such name" counts as one."""
    try:
        socket.getaddrinfo(host.strip("[]"), 80, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        gone = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))
        return Named.NO_SUCH_NAME if gone else Named.UNKNOWN
    except (OSError, UnicodeError):
        return Named.UNKNOWN
    return Named.FOUND


def read(url: str, answer: Fetched) -> Seen:
    """What an answer shows."""
    if answer.fault is Fault.DNS or answer.fault in _OURS:
        return Seen(url, answer.at, Sight.UNKNOWN, answer.detail[:_MOST_TEXT])
    if answer.fault is not Fault.NONE:
        return Seen(url, answer.at, Sight.UNREACHABLE, f"{answer.fault.value} {answer.detail}"[:_MOST_TEXT])
    if not answer.ok:
        return Seen(
            url,
            answer.at,
            Sight.ERROR,
            f"HTTP {answer.status}",
            answer.status,
            answer.url,
            digest=answer.digest,
        )
    page = understand(
        answer.body,
        url=answer.url,
        now=answer.at,
        http_charset=_charset(answer.header("content-type") or ""),
        depth=Depth.FULL,
    )
    return _of_page(url, answer, page)


def _of_page(url: str, answer: Fetched, page: Page) -> Seen:
    footer = {part.element: part.value for part in page.footer}
    title = page.title or page.site_name or ""
    spoken = (
        f"{title} {page.metas.get('Keywords', '')} {page.metas.get('Description', '')} {page.text[:2000]}"
    )
    return Seen(
        url=url,
        at=answer.at,
        sight=Sight.ANSWERS,
        status=answer.status,
        final_url=answer.url[:_MOST_TEXT],
        title=_short(title),
        site_name=_short(page.site_name or ""),
        site_code=_short(page.site_code or ""),
        footer_code=_short(footer.get(FooterElement.SITE_CODE, "")),
        sponsor=_short(footer.get(FooterElement.SPONSOR, "")),
        icp=_short(footer.get(FooterElement.ICP, "")),
        suspicious=bool(hijack_words(spoken)),
        digest=answer.digest,
    )


def _resolve(hosts: set[str], names: Names) -> Mapping[str, Named]:
    order = sorted(hosts)
    with ThreadPoolExecutor(_SIDE_BY_SIDE, thread_name_prefix="names") as pool:
        return dict(zip(order, pool.map(names, order), strict=True))


def _unasked(url: str, named: Named, at: datetime) -> Seen:
    if named is Named.NO_SUCH_NAME:
        return Seen(url, at, Sight.NO_SUCH_NAME, named.label)
    return Seen(url, at, Sight.UNKNOWN, named.label)


def _doubting(seen: dict[str, Seen]) -> dict[str, Seen]:
    """Where nearly everything is out of reach at once, nothing of it is known."""
    hosts = {host_of(one.url) for one in seen.values()}
    gone = (Sight.UNREACHABLE, Sight.NO_SUCH_NAME)
    lost = {host_of(one.url) for one in seen.values() if one.sight in gone}
    if len(hosts) < MANY or len(lost) < MOST * len(hosts):
        return seen
    doubt = "绝大多数网站同时无法访问，疑为本机网络故障"
    return {
        url: replace(one, sight=Sight.UNKNOWN, detail=doubt) if one.sight in gone else one
        for url, one in seen.items()
    }


def _charset(content_type: str) -> str | None:
    _, mark, label = content_type.lower().partition("charset=")
    return label.split(";")[0].strip(" \"'") or None if mark else None


def _short(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:_MOST_TEXT]


class _Look:
    """Lane of one address."""

    def __init__(self, url: str) -> None:
        self.name = url
        self.answer: Fetched | None = None
        self._request: Request | None = Request(url, purpose="probe", max_bytes=2 * 1024 * 1024)

    def take(self) -> Request | None:
        request, self._request = self._request, None
        return request

    def done(self, fetched: Fetched) -> None:
        self.answer = fetched

    def idle(self) -> bool:
        return self.answer is not None
