"""Addresses by the WHATWG URL Standard: joining, hosts, and where a link leads."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import ada_url

from xunwang.pages.records import Link
from xunwang.words import LinkClass

MAX_URL = 8192
"""Longer addresses are refused: no server takes them, and they would grow the frontier's memory."""
_MEMO_SIZE = 10_000
_MOST_DEAD = 2000

_WORD = re.compile(r"\w+")
_ATTACHMENTS = frozenset(
    _WORD.findall(
        "doc docx docm wps wpt rtf xls xlsx xlsm et csv ppt pptx dps pdf ofd ceb cebx txt "
        "zip rar 7z gz tgz tar apk exe"
    )
)
_IMAGES = frozenset(_WORD.findall("jpg jpeg jfif png gif bmp webp svg ico tif tiff avif"))
_MEDIA = frozenset(
    _WORD.findall(
        "mp3 mp4 m4a m4v wav wma wmv avi flv f4v swf mov mpg mpeg mkv webm ogg ogv rm rmvb m3u8 amr"
    )
)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,30}:")
_ROOTED = ("/", "http://", "https://")
_STRIPPED = "".join(map(chr, range(0x21)))
"""The standard strips C0 controls and spaces at both ends."""


def normalise(url: str, base: str | None = None) -> str | None:
    """Parse and serialise by the standard; None where that fails or the scheme is not http(s)."""
    if len(url) > MAX_URL:
        return None
    try:
        made: str = ada_url.join_url(base, url) if base else ada_url.normalize_url(url)
    except (ValueError, UnicodeError):
        return None
    return made if made.startswith(("http://", "https://")) and len(made) <= MAX_URL else None


class Memo(NamedTuple):
    """References resolved before, as the pages of one folder write them."""

    rooted: dict[str, Link]
    """References with a host or from the root: they lead to the same place from all folders of an origin."""
    beside: dict[str, Link | None]
    """All others; None for what leads nowhere."""


class Joiner:
    """Joins links to the address of their page, with a memory of those already joined.

    The pages of a site repeat their navigation: nine of ten links are answered from the memory. It is
    emptied when it has grown to its bound. One per site.
    """

    def __init__(self, bound: int = _MEMO_SIZE) -> None:
        self.hosts: frozenset[str] = frozenset()
        """Hosts of the site, as :meth:`memo` was last told."""
        self.trails: dict[tuple[str, str], tuple[Link, ...]] = {}
        """Breadcrumbs by folder and name of the column, kept and bounded by who reads them."""
        self.scripts: dict[bytes, tuple[str, ...]] = {}
        """Suspicious scripts by all that a page loads; kept and bounded by who reads them."""
        self.dead: set[str] = set()
        """References that lead nowhere by themselves (``#``, mere scripts), whatever folder they stand in."""
        self._folders: dict[str, dict[str, Link | None]] = {}
        self._origins: dict[str, dict[str, Link]] = {}
        self._bound, self._size = bound, 0
        self._base = ""
        self._memo = Memo({}, {})

    def join(self, base: str, href: str) -> str | None:
        """Absolute address without fragment; None for other schemes, for ``#…`` and what can't be parsed."""
        rooted, beside = self.memo(base, self.hosts)
        made = rooted.get(href) or beside.get(href)
        if made is None and href not in beside:
            made = self.resolve(base, href)
        return made.url if made else None

    def memo(self, base: str, site_hosts: frozenset[str]) -> Memo:
        """What is known of references from the folder of ``base``; to be asked before :meth:`resolve`.

        A link's text may be filled in by who has read it: it is then that of the first page that showed it.
        """
        if site_hosts != self.hosts:
            self._forget()
            self.hosts = site_hosts
        if base != self._base:
            self._base = base
            end = base.find("/", base.find("://") + 3)
            origin = base[:end] if end > 0 else base
            self._memo = Memo(
                self._origins.setdefault(origin, {}), self._folders.setdefault(folder_of(base), {})
            )
        return self._memo

    def resolve(self, base: str, href: str) -> Link | None:
        """Join and classify a reference, and remember it for the folder that :meth:`memo` was asked for."""
        bare = href.strip(_STRIPPED)
        made = normalise(bare, base) if bare and bare[0] != "#" else None
        resolved = None
        if made is not None:
            url = made.partition("#")[0]
            resolved = Link(url, "", classify(url, self.hosts))
        # A mere query is joined to the whole base, not to its folder; very long links are never repeated.
        if len(href) <= 2048 and bare[:1] != "?":
            if self._size >= self._bound:
                self._forget()
            if resolved is not None and href.startswith(_ROOTED):
                self._memo.rooted[href] = resolved
            else:
                self._memo.beside[href] = resolved
            self._size += 1
        return resolved

    def bury(self, href: str) -> None:
        """Remember that a reference leads nowhere."""
        if len(self.dead) >= _MOST_DEAD:
            self.dead.clear()
        if len(href) <= 2048 and (href[:1] == "#" or href[:11].lower() == "javascript:"):
            self.dead.add(href)

    def _forget(self) -> None:
        self._folders.clear()
        self._origins.clear()
        self._memo, self._base, self._size = Memo({}, {}), "", 0


def folder_of(url: str) -> str:
    """An absolute address up to the last slash of its path."""
    plain = url.partition("#")[0].partition("?")[0]
    return plain[: plain.rfind("/") + 1] if plain.count("/") > 2 else plain


@lru_cache(maxsize=8192)
def host_of(url: str) -> str:
    """Host name of an http(s) address in lower case, without port; empty for anything else."""
    if not url.isascii() or "\\" in url or "%" in url[:300]:
        url = normalise(url) or ""
    scheme, mark, rest = url.partition("://")
    if not mark or scheme.lower() not in ("http", "https"):
        return ""
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2].lower()
    if authority.startswith("["):
        return authority.partition("]")[0] + "]"
    return authority.partition(":")[0].rstrip(".")


def path_of(url: str) -> str:
    """Path of an absolute address, without query and fragment; empty where there is none."""
    _, _, rest = url.partition("#")[0].partition("?")[0].partition("://")
    slash = rest.find("/")
    return rest[slash:] if slash >= 0 else ""


def is_government(host: str) -> bool:
    """Whether a host is a government's by its name: ``gov.cn`` or the Chinese suffix ``.政务`` (G-01)."""
    return host == "gov.cn" or host.endswith((".gov.cn", ".xn--zfr164b", ".政务"))


def same_site(host: str, site_hosts: frozenset[str]) -> bool:
    """Whether a host is one of the site's, a leading ``www.`` aside."""
    if host in site_hosts:
        return True
    return (host[4:] if host.startswith("www.") else f"www.{host}") in site_hosts


def scheme_of(href: str) -> str:
    """Scheme of a reference in lower case without the colon, or an empty string."""
    found = _SCHEME.match(href.strip(_STRIPPED)[:40])
    return found[0][:-1].lower() if found else ""


@lru_cache(maxsize=16384)
def classify(url: str, site_hosts: frozenset[str]) -> LinkClass:
    """Where a link leads, as far as its absolute address tells.

    Files are told by their extension before the host is looked at: an attachment on a foreign host is
    still an attachment.
    """
    scheme, _, rest = url.partition(":")
    if scheme.lower() not in ("http", "https"):
        return LinkClass.MAIL if scheme.lower() == "mailto" else LinkClass.SCRIPT
    path = rest.partition("#")[0].partition("?")[0]
    name = path[path.rfind("/") + 1 :]
    extension = name.rpartition(".")[2].lower() if "." in name and path.count("/") > 2 else ""
    if extension in _ATTACHMENTS:
        return LinkClass.ATTACHMENT
    if extension in _IMAGES:
        return LinkClass.IMAGE
    if extension in _MEDIA:
        return LinkClass.MEDIA
    host = host_of(url)
    if same_site(host, site_hosts):
        return LinkClass.INTERNAL
    return LinkClass.GOVERNMENT if is_government(host) else LinkClass.EXTERNAL
