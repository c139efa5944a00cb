"""Mobile clients: the page in an app store, the package behind its download link, the hosts that the package names.

``Source.address`` is the address of a store page, that of a package, or the path of an uploaded package. Options:

- ``package``: path of an uploaded package, read where none can be downloaded;
- ``service``: addresses or hosts of the app's service, with blanks between, where the package does not name them;
- ``vantage_ipv6``: ``yes`` where this machine has a way out over IPv6 (:func:`xunwang.fetch.has_ipv6_route`). Without
  it a host that does not answer over IPv6 is unknown, never without IPv6.

What is known of the store is kept when the package can't be had: :attr:`Ending.reason` then says why. A store that
gives no link (packages of some are for phones only) is no trouble: there was nothing to be tried. Installing and starting
the app is for people.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field, replace

from xunwang.collect.interface import CollectError, Ending, Got, Memory, Source, Span, Steps, Trouble
from xunwang.collect.uploads import upload_request
from xunwang.collect.ways.answers import charset_of, demand, unreadable
from xunwang.fetch.records import Fault, Fetched, Request
from xunwang.pages.urls import host_of, is_government, normalise, path_of
from xunwang.posts.errors import UnreadableError
from xunwang.posts.package import read_package
from xunwang.posts.records import Package, ServiceHost, Shows, StorePage, Way
from xunwang.posts.store_pages import read_store_page

MAX_PAGE = 8 * 1024 * 1024
MAX_PACKAGE = 200 * 1024 * 1024
"""Bytes; most clients of governments have 30 to 150 MB."""
MAX_SERVICES = 5
_MAX_ANSWER = 256 * 1024
_PATIENCE = 900.0
"""Seconds of the clock for a package."""
_STORE, _PACKAGE = "应用商店", "安装包"
_GONE = frozenset({404, 410})
_OURS = frozenset({Fault.ROBOTS, Fault.STOPPED, Fault.FORBIDDEN_ADDRESS, Fault.BAD_URL})
_Asking = Generator[Request | Got, Fetched | None, None]


@dataclass(slots=True)
class _Seen:
    """What is known of the client so far."""

    page: StorePage | None = None
    package: Package | None = None
    reasons: list[str] = field(default_factory=list)
    online: bool = False
    """The store's word or the package came over the network."""


class MobileClientCollector:
    """Collects a mobile client."""

    way = Way.MOBILE_CLIENT
    shows = frozenset({Shows.APP})

    def collect(self, source: Source, span: Span, memory: Memory) -> Steps:
        """Ask for store page, package and service hosts, and give what they say."""
        seen, address = _Seen(), source.address.strip()
        uploaded = source.options.get("package", "").strip()
        if not address and not uploaded:
            raise CollectError(
                Trouble.NOT_FOUND, "没有填写应用商店页面的地址，也没有上传安装包。请在账号的采集方式中补充。"
            )
        if "://" not in address:
            address, uploaded = "", uploaded or address
        if address:
            yield from _from_address(address, span, seen, bool(uploaded))
        if uploaded and seen.package is None:
            yield from _package(upload_request(uploaded, MAX_PACKAGE), seen)
        yield from _services(source, seen)
        return _ending(seen)


def _from_address(address: str, span: Span, seen: _Seen, uploaded: bool) -> _Asking:
    """The store page and what it leads to, or the package itself. With an upload at hand, trouble is only noted."""
    url = normalise(address)
    if url is None:
        raise CollectError(
            Trouble.NOT_FOUND, "应用商店地址无效，应以http://或https://开头。请在账号的采集方式中改正。"
        )
    try:
        if path_of(url).partition("?")[0].lower().endswith(".apk"):
            yield from _package(_download(url), seen)
        else:
            yield from _store(url, span, seen)
    except CollectError as error:
        if not uploaded:
            raise
        seen.reasons.append(error.message)
        return
    if seen.page is not None and seen.page.download_url:
        yield from _linked(seen.page, seen)


def _store(url: str, span: Span, seen: _Seen) -> _Asking:
    answer = yield Request(url, purpose="store", max_bytes=MAX_PAGE)
    if answer is not None and answer.fault is Fault.NONE and answer.status in _GONE:
        seen.page, seen.online = StorePage(url, listed=False, digest=answer.digest), True
        yield Got(seen.page, answer)
        return
    found = demand(answer, _STORE)
    if found.body[:4] == b"PK\3\4":
        yield from _read(found, seen)
        return
    try:
        page = read_store_page(found.body, url=found.url, now=span.now, charset=charset_of(found))
    except UnreadableError as error:
        raise unreadable(error, _STORE) from error
    seen.page, seen.online = replace(page, digest=found.digest), True
    yield Got(seen.page, found)


def _linked(page: StorePage, seen: _Seen) -> _Asking:
    """The package behind the store's link; why it can't be had is noted, the store's word is kept."""
    if page.size is not None and page.size > MAX_PACKAGE:
        seen.reasons.append(_too_large())
        return
    try:
        yield from _package(_download(page.download_url), seen)
    except CollectError as error:
        seen.reasons.append(error.message)


def _download(url: str) -> Request:
    return Request(url, purpose="package", max_bytes=MAX_PACKAGE, timeout=_PATIENCE)


def _package(request: Request, seen: _Seen) -> _Asking:
    answer = yield request
    if answer is not None and answer.fault is Fault.TOO_LARGE:
        raise CollectError(Trouble.TOO_LARGE, _too_large())
    yield from _read(demand(answer, _PACKAGE), seen)


def _read(answer: Fetched, seen: _Seen) -> _Asking:
    try:
        seen.package = read_package(answer.body)
    except UnreadableError as error:
        raise unreadable(error, _PACKAGE) from error
    seen.online = seen.online or answer.request.purpose != "upload"
    yield Got(seen.package, answer)


def _too_large() -> str:
    return f"安装包超过{MAX_PACKAGE // 1024 // 1024}MB，未下载。请人工检查。"


# -- service hosts --------------------------------------------------------------------------------


def _services(source: Source, seen: _Seen) -> _Asking:
    """Each service host once over IPv6, where it answers at all."""
    vantage = source.options.get("vantage_ipv6") == "yes"
    for host, addresses in _addresses(source, seen.package):
        usable = None
        for address in addresses:
            answer = yield _touch(address, 0)
            if answer is not None and answer.status:
                usable = address
                break
        if usable is None:
            yield Got(ServiceHost(host, None, "服务地址打不开（不论IPv4还是IPv6），无法判断"))
            continue
        answer = yield _touch(usable, 6)
        yield Got(_judged(host, answer, vantage), answer)


def _addresses(source: Source, package: Package | None) -> list[tuple[str, tuple[str, ...]]]:
    """Hosts with the addresses to try: those that the office names, else the governments' among the package's."""
    stated = source.options.get("service", "").replace(",", " ").replace("，", " ").split()
    named = stated or [host for host in (package.hosts if package else ()) if is_government(host)]
    found: dict[str, tuple[str, ...]] = {}
    for text in named:
        tries = (text,) if "://" in text else (f"https://{text}/", f"http://{text}/")
        urls = tuple(url for each in tries if (url := normalise(each)) is not None)
        if urls:
            found.setdefault(host_of(urls[0]), urls)
    return list(found.items())[:MAX_SERVICES]


def _touch(url: str, ip_version: int) -> Request:
    return Request(url, purpose="ipv6", ip_version=ip_version, follow=False, max_bytes=_MAX_ANSWER)


def _judged(host: str, answer: Fetched | None, vantage: bool) -> ServiceHost:
    """Any answer of the host will do: an interface need not have anything at its root."""
    if answer is None or answer.fault in _OURS:
        return ServiceHost(host, None, "没有测试成，需重新采集")
    if answer.status:
        return ServiceHost(host, True)
    if not vantage:
        return ServiceHost(host, None, "检查用机没有IPv6网络，需在有IPv6的网络中重测")
    if answer.fault is Fault.DNS:
        return ServiceHost(host, False, "域名没有IPv6地址（AAAA记录）")
    return ServiceHost(host, False, "有IPv6地址，但经IPv6无法连接")


def _ending(seen: _Seen) -> Ending:
    """An upload says nothing of whether the client can be downloaded."""
    shown = frozenset({Shows.APP}) if seen.online else frozenset()
    return Ending(shown, not seen.reasons, " ".join(seen.reasons))


COLLECTOR = MobileClientCollector()
