"""One libcurl easy handle: set up for a hop, receiving within bounds, read out afterwards.

Handles are used again and again; only options that differ from the last use are set.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from typing import NamedTuple

import pycurl

from xunwang.fetch.answers import Answer, Headers, has_length, parse_headers
from xunwang.fetch.codings import ACCEPT_ENCODING, CodingError, decode
from xunwang.fetch.faults import fault_of, hung_up
from xunwang.fetch.guard import Guard
from xunwang.fetch.jobs import Job
from xunwang.fetch.records import Fault, FetchSettings, Timings
from xunwang.fetch.targets import Target
from xunwang.fetch.tls import Trust

_VERSIONS = {
    pycurl.CURL_HTTP_VERSION_1_0: "HTTP/1.0",
    pycurl.CURL_HTTP_VERSION_1_1: "HTTP/1.1",
    pycurl.CURL_HTTP_VERSION_2_0: "HTTP/2",
    pycurl.CURL_HTTP_VERSION_3: "HTTP/3",
}
_IP_VERSIONS = {0: pycurl.IPRESOLVE_WHATEVER, 4: pycurl.IPRESOLVE_V4, 6: pycurl.IPRESOLVE_V6}
_RECEIVE_BUFFER = 64 * 1024
_STANDING = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    "Accept-Encoding": ACCEPT_ENCODING,
    "Expect": "",
}
_LENIENT_CIPHERS = "DEFAULT:@SECLEVEL=0"


class Limits(NamedTuple):
    """Bounds of one transfer in real milliseconds and bytes."""

    timeout_ms: int
    connect_ms: int
    max_bytes: int

    def prolonged(self, seconds: float) -> Limits:
        """So many real seconds later."""
        more = round(seconds * 1000)
        return self._replace(timeout_ms=self.timeout_ms + more, connect_ms=self.connect_ms + more)


class Transfer:
    """A handle and its receiver."""

    def __init__(self, settings: FetchSettings, guard: Guard, trusted: str | None) -> None:
        """``trusted``: file of the certificates to trust, None for libcurl's own."""
        self.curl = pycurl.Curl()
        self._settings = settings
        self._guard = guard
        self._chunks: list[bytes] = []
        self._lines: list[bytes] = []
        self._header_bytes = 0
        self._refused = ""
        self._opened = False
        self._most: int | None = None
        self._size = 0
        self._cut = False
        self._set: dict[int, object] = {}
        self._fields: list[bytes] | None = None
        self._method = "GET"
        self._set_up(trusted)

    # -- before -------------------------------------------------------------------------------

    def prepare(self, job: Job, limits: Limits, trust: Trust, *, facts: bool) -> None:
        """Prepare the handle for a job's next hop.

        ``facts`` asks for what the certificate chain says. Raises
        ``pycurl.error`` for what libcurl refuses, e.g. an address that it reads differently.
        """
        target = job.target
        self._forget()
        self._put(pycurl.URL, target.url)
        self.put_limits(limits)
        self._put_bound(job, limits.max_bytes)
        self._put(pycurl.IPRESOLVE, _IP_VERSIONS.get(job.request.ip_version, pycurl.IPRESOLVE_WHATEVER))
        self._put_method(job)
        self._put_fields(job.headers, job.cookie(target))
        self._put_destination(target)
        if target.secure:
            self._put_tls(trust, facts)

    def put_limits(self, limits: Limits) -> None:
        """Set the limits of time, also of a transfer under way."""
        self._put(pycurl.TIMEOUT_MS, limits.timeout_ms)
        self._put(pycurl.CONNECTTIMEOUT_MS, limits.connect_ms)

    def _set_up(self, trusted: str | None) -> None:
        curl = self.curl
        curl.setopt(pycurl.NOSIGNAL, 1)
        curl.setopt(pycurl.PATH_AS_IS, 1)
        curl.setopt(pycurl.PROXY, self._settings.proxy)
        curl.setopt(pycurl.NOPROXY, "")
        if self._settings.interface:
            curl.setopt(pycurl.INTERFACE, self._settings.interface)
        curl.setopt(pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS)
        curl.setopt(pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_2TLS)
        curl.setopt(pycurl.HTTP09_ALLOWED, 0)
        curl.setopt(pycurl.BUFFERSIZE, _RECEIVE_BUFFER)
        curl.setopt(pycurl.USERAGENT, self._settings.user_agent.encode())
        curl.setopt(pycurl.WRITEFUNCTION, self._chunks.append)
        curl.setopt(pycurl.HEADERFUNCTION, self._on_header)
        curl.setopt(pycurl.OPENSOCKETFUNCTION, self._on_socket)
        if trusted is not None:
            curl.setopt(pycurl.CAINFO, trusted)
        self._put_fields({}, "")

    def _put(self, option: int, value: int | str) -> None:
        if self._set.get(option) != value:
            self.curl.setopt(option, value)
            self._set[option] = value

    def _put_bound(self, job: Job, max_bytes: int) -> None:
        """Of a robots.txt the beginning counts (RFC 9309, 2.5); of anything else too much is a fault."""
        if job.request.purpose == "robots":
            self.curl.setopt(pycurl.WRITEFUNCTION, self._on_body)
            self._put(pycurl.MAXFILESIZE_LARGE, 0)
            self._most = max_bytes
            return
        if self._most is not None:
            self.curl.setopt(pycurl.WRITEFUNCTION, self._chunks.append)
            self._most = None
        # libcurl would count the announced size of a HEAD answer too.
        self._put(pycurl.MAXFILESIZE_LARGE, 0 if job.method == "HEAD" else max_bytes)

    def _put_method(self, job: Job) -> None:
        if job.method == self._method == "GET":
            return
        curl = self.curl
        curl.unsetopt(pycurl.CUSTOMREQUEST)
        curl.setopt(pycurl.HTTPGET, 1)
        if job.method == "HEAD":
            curl.setopt(pycurl.NOBODY, 1)
        elif job.method != "GET":
            curl.setopt(pycurl.POSTFIELDS, job.body or b"")
            curl.setopt(pycurl.CUSTOMREQUEST, job.method)
        self._method = job.method

    def _put_fields(self, extra: Mapping[str, str], cookie: str) -> None:
        fields = {**_STANDING, **extra, **({"Cookie": cookie} if cookie else {})}
        lines = [(f"{name}: {value}" if value else f"{name}:").encode() for name, value in fields.items()]
        if lines != self._fields:
            self.curl.setopt(pycurl.HTTPHEADER, lines)
            self._fields = lines

    def _put_destination(self, target: Target) -> None:
        gateway = self._settings.gateway
        if gateway is not None:
            host, plain, secure = gateway
            host = f"[{host}]" if ":" in host else host
            place = f"::{host}:{secure if target.secure else plain}"
            if self._set.get(pycurl.CONNECT_TO) != place:
                self.curl.setopt(pycurl.CONNECT_TO, [place])
                self._set[pycurl.CONNECT_TO] = place
        addresses = self._settings.resolve.get(target.host)
        if addresses:
            self.curl.setopt(pycurl.RESOLVE, [f"{target.host}:{target.port}:{','.join(addresses)}"])
            self._set[pycurl.RESOLVE] = True
        elif self._set.pop(pycurl.RESOLVE, False):
            self.curl.unsetopt(pycurl.RESOLVE)

    def _put_tls(self, trust: Trust, facts: bool) -> None:
        verified, old = trust < Trust.NO_VERIFICATION, trust > Trust.STRICT
        self._put(pycurl.SSL_VERIFYPEER, int(verified))
        self._put(pycurl.SSL_VERIFYHOST, 2 if verified else 0)
        self._put(pycurl.SSLVERSION, pycurl.SSLVERSION_TLSv1_0 if old else pycurl.SSLVERSION_TLSv1_2)
        self._put(pycurl.SSL_CIPHER_LIST, _LENIENT_CIPHERS if old else "DEFAULT")
        self._put(pycurl.OPT_CERTINFO, int(facts))

    # -- meanwhile ----------------------------------------------------------------------------

    def _on_header(self, line: bytes) -> int | None:
        self._header_bytes += len(line)
        if self._header_bytes > self._settings.max_header_bytes:
            return -1
        if line.startswith(b"HTTP/"):
            # An interim answer (1xx) was not the last word.
            self._lines.clear()
        self._lines.append(line)
        return None

    def _on_body(self, data: bytes) -> int | None:
        if self._most is not None and self._size + len(data) > self._most:
            self._chunks.append(data[: self._most - self._size])
            self._cut = True
            return -1
        self._size += len(data)
        self._chunks.append(data)
        return None

    def _on_socket(self, _purpose: int, address: tuple[int, int, int, tuple[str, int]]) -> object:
        family, kind, protocol, place = address
        # With a proxy every connection is to the proxy, which the office chose; see FetchSettings.proxy.
        problem = "" if self._settings.proxy else self._guard.check_address(place[0].partition("%")[0])
        if problem:
            self._refused = problem
            return pycurl.SOCKET_BAD
        self._opened = True
        try:
            return socket.socket(family, kind, protocol)
        except OSError:
            # No such address family here, or no descriptor left: libcurl takes it as a failed connection.
            return pycurl.SOCKET_BAD

    @property
    def received(self) -> int:
        """Bytes that have come so far, headers included."""
        return self._header_bytes + int(self.curl.getinfo(pycurl.SIZE_DOWNLOAD_T))

    @property
    def awaited(self) -> int | None:
        """Byte of the answer that is waited for; None before the request has been sent."""
        return self.received if self.curl.getinfo(pycurl.PRETRANSFER_TIME) else None

    # -- after --------------------------------------------------------------------------------

    def collect(
        self, code: int, words: str, scale: float, max_bytes: int, fault: Fault | None = None
    ) -> Answer:
        """What came. ``fault`` overrides libcurl's result where we broke the transfer off ourselves."""
        raw = b"".join(self._chunks)
        curl = self.curl
        status = curl.getinfo(pycurl.RESPONSE_CODE)
        status = status if status >= 200 else 0
        headers = parse_headers(self._lines)
        found, detail = self._judge(code, words, status, headers) if fault is None else (fault, words)
        body, coding_fault, coding_detail = self._decoded(raw, headers, max_bytes)
        if found is Fault.NONE and coding_fault:
            found, detail = coding_fault, coding_detail
        answer = Answer(
            status=status,
            fault=found,
            detail=detail,
            headers=headers,
            body=body,
            timings=self._timings(scale),
            address=curl.getinfo(pycurl.PRIMARY_IP),
            http_version=_VERSIONS.get(curl.getinfo(pycurl.INFO_HTTP_VERSION), ""),
            wire_bytes=self._header_bytes + len(raw),
            code=code,
        )
        self._forget()
        return answer

    def certificate_info(self) -> list[list[tuple[str, str]]]:
        """What libcurl says of the certificate chain, after a transfer that asked for it."""
        info: list[list[tuple[str, str]]] = self.curl.getinfo(pycurl.INFO_CERTINFO)
        return info

    def _judge(self, code: int, words: str, status: int, headers: Headers) -> tuple[Fault, str]:
        if code == 0:
            return Fault.NONE, ""
        if self._cut:
            return Fault.NONE, f"cut after {self._most} bytes"
        if status and hung_up(code, words) and not has_length(headers):
            return Fault.NONE, "TLS connection closed without notice"
        if self._refused and not self._opened:
            return Fault.FORBIDDEN_ADDRESS, self._refused
        if self._header_bytes > self._settings.max_header_bytes:
            return Fault.BAD_ANSWER, f"headers of more than {self._settings.max_header_bytes} bytes"
        os_error = self.curl.getinfo(pycurl.OS_ERRNO) if code == pycurl.E_COULDNT_CONNECT else 0
        return fault_of(code, words, os_error, bool(status)), words or f"libcurl error {code}"

    def _decoded(self, raw: bytes, headers: Headers, max_bytes: int) -> tuple[bytes, Fault, str]:
        codings = ",".join(value for name, value in headers if name.lower() == "content-encoding")
        if not codings or not raw:
            return raw, Fault.NONE, ""
        try:
            body, fault = decode(raw, codings, max_bytes, self._settings.max_ratio)
        except CodingError as error:
            return b"", Fault.BAD_ANSWER, str(error)
        return body, fault, f"{len(raw)} bytes grow beyond the bound" if fault else ""

    def _timings(self, scale: float) -> Timings:
        get = self.curl.getinfo
        return Timings(
            get(pycurl.NAMELOOKUP_TIME) / scale,
            get(pycurl.CONNECT_TIME) / scale,
            get(pycurl.APPCONNECT_TIME) / scale,
            get(pycurl.STARTTRANSFER_TIME) / scale,
            get(pycurl.TOTAL_TIME) / scale,
        )

    def _forget(self) -> None:
        self._chunks.clear()
        self._lines.clear()
        self._header_bytes = 0
        self._refused = ""
        self._opened = False
        self._size = 0
        self._cut = False
