"""Reading the simulated province without a network."""

from __future__ import annotations

import gzip
import re
from urllib.parse import urlsplit

from xunwang.simulate.answer import Answer, Query
from xunwang.simulate.province import Province
from xunwang.simulate.spec import SiteSpec

_ADDRESS = re.compile(r"(?:href|src)\s*=\s*[\"']?([^\"' >]+)", re.I)


def ask(province: Province, url: str, method: str = "GET", body: bytes = b"") -> Answer:
    """The answer at the check point."""
    parts = urlsplit(url)
    query = Query(method, parts.netloc, parts.path or "/", parts.query, parts.scheme == "https", body)
    return province.answer(query, province.check_point)


def text_of(answer: Answer, spec: SiteSpec) -> str:
    """A page's text; raises UnicodeDecodeError when the bytes are not in the site's encoding."""
    body = answer.body
    if ("Content-Encoding", "gzip") in answer.headers:
        body = gzip.decompress(body)
    return body.decode(spec.codec)


def crawl(province: Province, spec: SiteSpec) -> tuple[dict[str, str], set[str]]:
    """All pages that links lead to (path → text), and the paths that could not be opened."""
    pages: dict[str, str] = {}
    broken: set[str] = set()
    todo, seen = ["/"], {"/"}
    while todo:
        path = todo.pop()
        answer = ask(province, f"{spec.scheme}://{spec.host}{path}")
        if answer.status != 200:
            broken.add(path)
            continue
        if not any(name == "Content-Type" and "html" in value for name, value in answer.headers):
            continue
        pages[path] = text_of(answer, spec)
        for found in _ADDRESS.findall(pages[path]):
            target = found.replace("&amp;", "&")
            if target.startswith("/") and target not in seen:
                seen.add(target)
                todo.append(target)
    return pages, broken
