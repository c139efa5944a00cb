"""The next step of a redirect chain, as browsers take it."""

from __future__ import annotations

from urllib.parse import quote_from_bytes

from xunwang.fetch.answers import Answer
from xunwang.fetch.cookies import ChainCookies
from xunwang.fetch.guard import Guard
from xunwang.fetch.jobs import Job
from xunwang.fetch.records import Fault, FetchSettings, Hop
from xunwang.fetch.targets import RefusedError, aim

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BODY_FIELDS = frozenset({"content-type", "content-length", "content-encoding", "content-language"})
_LOCATION_SAFE = "".join(map(chr, range(0x21, 0x7F)))
_MAX_LOCATION = 8192


def leads_on(job: Job, answer: Answer) -> bool:
    """Whether the answer sends the client elsewhere, and the request lets it go there."""
    return (
        job.request.follow
        and answer.status in _REDIRECTS
        and answer.fault is Fault.NONE
        and bool(answer.first("location"))
    )


def follow(job: Job, answer: Answer, settings: FetchSettings, guard: Guard) -> None:
    """Record the hop and point the job at its next address. Raises :class:`RefusedError`."""
    here = job.target
    location = written_location(answer.first("location"))
    job.hops = (*job.hops, Hop(here.url, answer.status, location))
    job.spent += answer.timings.total
    if len(job.hops) > settings.max_redirects:
        raise RefusedError(Fault.TOO_MANY_REDIRECTS, f"{len(job.hops)} redirects")
    target = aim(location, guard, settings.max_url_length, here.url)
    job.seen.add((job.method, here.url, job.cookie(here)))
    _keep_cookies(job, answer)
    _change_method(job, answer.status)
    if (job.method, target.url, job.cookie(target)) in job.seen:
        raise RefusedError(Fault.REDIRECT_LOOP, f"back at {target.url}")
    job.target = target


def written_location(value: str) -> str:
    """A Location value (latin-1 text) in ASCII: raw UTF-8 or GBK bytes are escaped, as browsers do."""
    return quote_from_bytes(value[:_MAX_LOCATION].encode("latin-1"), safe=_LOCATION_SAFE)


def _change_method(job: Job, status: int) -> None:
    """The Fetch standard: 303 turns all but HEAD into GET, 301 and 302 only POST."""
    turned = job.method not in ("GET", "HEAD") if status == 303 else job.method == "POST" and status < 303
    if turned:
        job.method, job.body = "GET", None
        job.headers = {name: value for name, value in job.headers.items() if name.lower() not in _BODY_FIELDS}


def _keep_cookies(job: Job, answer: Answer) -> None:
    fields = answer.all("set-cookie")
    if fields:
        job.cookies = job.cookies or ChainCookies()
        job.cookies.store(job.target.host, fields)
