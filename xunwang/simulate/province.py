"""The whole province: which host answers what, at which instant."""

from __future__ import annotations

import gzip
import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from xunwang.simulate.answer import Answer, Query, html
from xunwang.simulate.attachments import GIF, TYPES, attachment
from xunwang.simulate.dice import seed_of
from xunwang.simulate.oddities import find as find_oddity
from xunwang.simulate.outside import dead, outside_hosts
from xunwang.simulate.plan import Settings, plan
from xunwang.simulate.prose import Prose
from xunwang.simulate.render import Renderer
from xunwang.simulate.scenes import delay, interrupt
from xunwang.simulate.spec import Scene, Search, SiteSpec

_KEEP_RENDERERS = 512
_KEEP_TRANSIENT = 4096
TRANSIENT_FOR = timedelta(minutes=30)
"""A transient address fails so long after it was first asked for, and works from then on."""
_ASSET = re.compile(r"\.(gif|png|jpg|ico|css|js|mp4|swf)$")
_UPLOAD = re.compile(r"/uploadfile/[\w-]{1,40}\.(docx|xlsx|pdf)")
_MISSING = "<html><head><title>404</title></head><body><h1>404 Not Found</h1></body></html>"


class Province:
    """Answers requests.

    The same seed, host, path and time always give the same answer; the one thing remembered is
    when a transient address was first asked for.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.check_point = settings.check_point
        self.specs = plan(settings)
        self.sites = {spec.host: spec for spec in self.specs} | _new_homes(self.specs)
        codes = frozenset(spec.site_code for spec in self.specs)
        self.outside = outside_hosts(codes)
        self._prose = Prose(seed_of(settings.seed, "prose"))
        self._renderers: OrderedDict[str, Renderer] = OrderedDict()
        self._homes: OrderedDict[str, Answer] = OrderedDict()
        self._first_asked: OrderedDict[str, datetime] = OrderedDict()

    def answer(self, query: Query, now: datetime) -> Answer:
        """The answer to a request at an instant (aware)."""
        spec = self.sites.get(query.host)
        if spec is None:
            return self.outside.get(query.host, dead)(query)
        if query.path.startswith("/transient/"):
            return self._transient(query, now)
        if query.path == "/robots.txt":
            return _robots(spec)
        fault = interrupt(spec, query.path, now, self.check_point)
        if fault is not None:
            return fault
        if spec.scheme == "https" and not query.secure:
            target = f"https://{spec.host}{query.path}" + (f"?{query.query}" if query.query else "")
            return Answer(301, (("Location", target),), b"")
        found = self._serve(spec, query)
        wait = delay(spec, query.path, now)
        return found._replace(delay=wait) if wait else found

    def secure_hosts(self) -> Iterator[str]:
        """Hosts that are asked over TLS."""
        return (spec.host for spec in self.specs if spec.scheme == "https")

    def has_expired_certificate(self, host: str) -> bool:
        """Whether the host's certificate has run out."""
        spec = self.sites.get(host)
        return spec is not None and spec.scene is Scene.BAD_TLS

    def renderer(self, spec: SiteSpec) -> Renderer:
        """The renderer of a site, from a bounded store."""
        held = self._renderers.get(spec.host)
        if held is None:
            held = Renderer(spec, self._prose, self.check_point, self.settings.heavy)
            self._renderers[spec.host] = held
            if len(self._renderers) > _KEEP_RENDERERS:
                self._renderers.popitem(last=False)
        return held

    def _transient(self, query: Query, now: datetime) -> Answer:
        key = query.host + query.path
        first = self._first_asked.setdefault(key, now)
        if len(self._first_asked) > _KEEP_TRANSIENT:
            self._first_asked.popitem(last=False)
        if now - first < TRANSIENT_FOR:
            return html(_MISSING, 503)
        return html("<html><head><title>专题</title></head><body><p>专题已恢复。</p></body></html>")

    def _serve(self, spec: SiteSpec, query: Query) -> Answer:
        path = query.path
        file = _file(path)
        if file is not None:
            return file
        oddity = find_oddity(path) if spec.oddities else None
        if oddity is not None:
            return oddity.answer(path, query.query)
        if "submit" in path:
            return html("<html><body>提交成功</body></html>")
        if path == "/" and not query.query:
            return self._home(spec)
        renderer = self.renderer(spec)
        if path == "/api/list":
            return _json(renderer.feed(query.query))
        text = self._page(renderer, spec, query)
        if text is None:
            return html(_MISSING, 404)
        return self._encode(spec, text)

    def _home(self, spec: SiteSpec) -> Answer:
        """The home page, kept: a round of probes asks for all of them at once."""
        held = self._homes.get(spec.host)
        if held is None:
            held = self._homes[spec.host] = self._encode(spec, self.renderer(spec).home())
            if len(self._homes) > _KEEP_RENDERERS:
                self._homes.popitem(last=False)
        return held

    def _page(self, renderer: Renderer, spec: SiteSpec, query: Query) -> str | None:
        if query.path in ("/", "/index.html", "/index.shtml", "/index.asp"):
            return renderer.home()
        if query.path in ("/search", "/search.asp"):
            if spec.search in (Search.NONE, Search.BROKEN):
                return None
            words = query.body.decode("latin-1") if query.method == "POST" else query.query
            return renderer.special(query.path, words)
        target = f"{query.path}?{query.query}" if query.query else query.path
        route = renderer.family.scheme.parse(target)
        if route.kind == "none":
            return renderer.special(query.path, query.query)
        return renderer.route(route)

    def _encode(self, spec: SiteSpec, text: str) -> Answer:
        body = text.encode(spec.codec, "xmlcharrefreplace")
        kind = f"text/html; charset={spec.declared}" if spec.header_charset and spec.declared else "text/html"
        headers = [("Content-Type", kind), ("Last-Modified", f"{self.check_point:%a, %d %b %Y 01:12:00 GMT}")]
        if spec.gzip:
            body = gzip.compress(body, 1, mtime=0)
            headers.append(("Content-Encoding", "gzip"))
        return Answer(200, tuple(headers), body)


def _new_homes(specs: list[SiteSpec]) -> dict[str, SiteSpec]:
    """Sites that have moved, under the host that they have moved to."""
    return {
        urlsplit(spec.moved_to).netloc: replace(spec, host=urlsplit(spec.moved_to).netloc, scene=Scene.FINE)
        for spec in specs
        if spec.moved_to
    }


def _json(text: str | None) -> Answer:
    if text is None:
        return html(_MISSING, 404)
    return Answer(200, (("Content-Type", "application/json"),), text.encode())


def _robots(spec: SiteSpec) -> Answer:
    rule = "Disallow: /" if spec.scene is Scene.FORBIDDEN_BY_ROBOTS else "Disallow: /admin/"
    return Answer(200, (("Content-Type", "text/plain"),), f"User-agent: *\n{rule}\n".encode())


def _file(path: str) -> Answer | None:
    """Pictures, style sheets, scripts and attachments; None for anything else."""
    if "/gone/" in path:
        return html(_MISSING, 404)
    if path == "/count.asp":
        return Answer(200, (("Content-Type", TYPES["js"]),), b"document.write(1024);")
    upload = _UPLOAD.fullmatch(path)
    if upload:
        kind = upload.group(1)
        return Answer(200, (("Content-Type", TYPES[kind]),), attachment(kind, "附件"))
    asset = _ASSET.search(path)
    if asset is None:
        return None
    kind = asset.group(1)
    body = GIF if kind in ("gif", "png", "jpg", "ico") else b"/* */\n"
    return Answer(200, (("Content-Type", TYPES.get(kind, "application/octet-stream")),), body)
