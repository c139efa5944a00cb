"""What the province answers to one request, before it becomes bytes on a connection."""

from __future__ import annotations

from typing import NamedTuple

from xunwang.simulate.spec import Manner


class Answer(NamedTuple):
    """An answer; ``manner`` and ``delay`` say how it is sent."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    delay: float = 0.0
    """Seconds of the province's clock before the first byte."""
    manner: Manner = Manner.PLAIN


class Query(NamedTuple):
    """A request as the province sees it."""

    method: str
    host: str
    """Lower case, without port."""
    path: str
    query: str
    secure: bool = False
    body: bytes = b""
    head: str = ""
    """Header fields as they came, one a line."""

    def header(self, name: str) -> str:
        """The first field of that name, case-insensitive; empty where there is none."""
        wanted = name.lower()
        for line in self.head.splitlines():
            key, _, value = line.partition(":")
            if key.strip().lower() == wanted:
                return value.strip()
        return ""


def html(text: str, status: int = 200, charset: str = "utf-8") -> Answer:
    """A small page of text."""
    return Answer(status, (("Content-Type", f"text/html; charset={charset}"),), text.encode(charset))


RESET = Answer(0, (), b"", manner=Manner.RESET)
HANG = Answer(0, (), b"", manner=Manner.HANG)
