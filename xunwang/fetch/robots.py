"""robots.txt by RFC 9309: which group is ours is decided here, patterns are matched by protego."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import ada_url
from protego import Protego

AGENT = "XunwangInspector"
"""Product token that a site's robots.txt may name us by."""
MAX_BYTES = 512 * 1024
"""RFC 9309, 2.5: at least 500 KiB have to be read; what follows is ignored."""
_MAX_RULES = 10_000
_MAX_SITEMAPS = 1_000

_AGENT_FIELDS = frozenset({"user-agent", "useragent", "user agent"})
_ALLOW_FIELDS = frozenset({"allow"})
_DISALLOW_FIELDS = frozenset({"disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"})
_DELAY_FIELDS = frozenset({"crawl-delay", "crawl delay"})
_SITEMAP_FIELDS = frozenset({"sitemap", "site-map"})
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,128}")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_RATE_LIMITED = 429


class Robots:
    """What one host allows us."""

    def __init__(
        self, rules: Protego | None, *, unreachable: bool = False, sitemaps: Iterable[str] = ()
    ) -> None:
        self._rules = rules
        self.unreachable = unreachable
        """The server could not say: everything is forbidden until it has been asked again."""
        self.sitemaps = tuple(sitemaps)
        delay = rules.crawl_delay(AGENT) if rules else None
        self.crawl_delay: float | None = float(delay) if delay is not None else None
        """Seconds between two requests, as the site wishes."""

    @classmethod
    def parse(cls, body: bytes, status: int, url: str, agent: str = AGENT) -> Robots:
        """Read the answer to a request for robots.txt.

        ``status`` 0 stands for no answer. RFC 9309, 2.3.1: 4xx allows everything, 5xx and no answer
        forbid everything; too many requests (429) counts as the latter. ``url`` is where it was found:
        what sitemaps are relative to.
        """
        if status == 0 or status >= 500 or status == _RATE_LIMITED:
            return cls(None, unreachable=True)
        if not 200 <= status < 300:
            return cls(None)
        lines = list(_lines(body))
        written = [value for field, value in lines if field in _SITEMAP_FIELDS][:_MAX_SITEMAPS]
        sitemaps = [joined for value in written if (joined := _joined(url, value))]
        rules = _own_rules(lines, agent)[:_MAX_RULES]
        return cls(Protego.parse("\n".join(["User-agent: *", *rules])), sitemaps=sitemaps)

    def allows(self, url: str) -> bool:
        """Whether an absolute address may be asked for."""
        if self.unreachable:
            return False
        return self._rules is None or bool(self._rules.can_fetch(url, AGENT))


def _lines(body: bytes) -> Iterator[tuple[str, str]]:
    """Field (lower case) and value of every line that has both a field and a separator."""
    body = body[:MAX_BYTES].removeprefix(b"\xef\xbb\xbf")
    # Addresses are compared in escaped form, so the file's own encoding does not matter.
    text = _NOT_ASCII.sub(lambda found: b"%%%02X" % found.group()[0], body).decode("ascii")
    for line in _LINE_END.split(text):
        line = line.partition("#")[0].strip()
        field, colon, value = line.partition(":")
        if not colon:
            field, _, value = line.partition(" ")
            if not value or " " in value.strip():
                continue
        yield field.strip().lower(), value.strip()


def _joined(base: str, value: str) -> str:
    try:
        address: str = ada_url.join_url(base, value) if value else ""
    except ValueError:
        return ""
    return address if address.startswith(("http://", "https://")) else ""


def _own_rules(lines: Iterable[tuple[str, str]], agent: str) -> list[str]:
    """Rules of the groups that name us, else of those for everybody (RFC 9309, 2.2.1)."""
    own: list[str] = []
    common: list[str] = []
    named = False
    chosen: list[list[str]] = []
    naming = False
    for field, value in lines:
        if field in _AGENT_FIELDS:
            if not naming:
                chosen, naming = [], True
            if _is_everybody(value):
                chosen.append(common)
            elif _is_named(value, agent):
                chosen.append(own)
                named = True
        elif rule := _rule(field, value):
            naming = False
            for rules in chosen:
                rules.append(rule)
    return own if named else common


def _rule(field: str, value: str) -> str:
    if field in _DISALLOW_FIELDS:
        return f"Disallow: {value}"
    if field in _ALLOW_FIELDS:
        return f"Allow: {value}"
    return f"Crawl-delay: {value}" if field in _DELAY_FIELDS else ""


def _is_everybody(value: str) -> bool:
    return value == "*" or value.startswith("* ")


def _is_named(value: str, agent: str) -> bool:
    token = _TOKEN.match(value)
    return token is not None and token.group().lower() == agent.lower()
