"""Which interpretation belongs to which policy document: by links, else by title."""

from __future__ import annotations

import re
from typing import NamedTuple

from xunwang.rules.facts import InterpretationSeen, PolicySeen, SiteFacts

_QUOTED = re.compile(r"《([^《》]{2,120})》")
_ABOUT = re.compile(r"关于(?:印发|公布|发布|转发)?(.{2,120})")
_FORM = re.compile(
    r"的?(?:通知|意见|决定|通告|公告|办法|规定|方案|批复|细则|规划|计划|纲要|条例|(?:若干|政策)?措施)(?:[（(][^（）()]{0,20}[）)])?$"
)
_NOISE = re.compile(r"[\s《》〈〉“”\"'（）()、，,：:]+")
_TELLING = 4
"""A title's subject shorter than this many characters matches too much."""


class Pair(NamedTuple):
    """A document and its interpretation, with the links that were found between them."""

    document: PolicySeen
    interpretation: InterpretationSeen
    forward: bool
    """The document's page links to the interpretation."""
    back: bool
    """The interpretation's page links to the document."""


def pairs_of(facts: SiteFacts) -> tuple[Pair, ...]:
    """Pairs of which both pages were read, newest interpretation first.

    Titles are only compared where no link joins an interpretation to any document.
    """
    order = sorted(facts.interpretations, key=lambda i: (str(i.day or ""), i.title, i.seen.url), reverse=True)
    documents = sorted(facts.policies, key=lambda d: (str(d.day or ""), d.title, d.seen.url), reverse=True)
    by_page = {_key(document.seen.url): document for document in documents}
    by_target: dict[str, list[PolicySeen]] = {}
    for document in documents:
        for url in dict.fromkeys(map(_key, document.interpretations)):
            by_target.setdefault(url, []).append(document)
    subjects = [(subject_of(document.title), document) for document in documents]
    found: list[Pair] = []
    for interpretation in order:
        forward = {id(d): d for d in by_target.get(_key(interpretation.seen.url), ())}
        back = {
            id(by_page[key]): by_page[key] for key in map(_key, interpretation.documents) if key in by_page
        }
        linked = {**forward, **back} or _by_title(subjects, interpretation)
        found += [Pair(d, interpretation, name in forward, name in back) for name, d in linked.items()]
    return tuple(found)


def _by_title(
    subjects: list[tuple[str, PolicySeen]], interpretation: InterpretationSeen
) -> dict[int, PolicySeen]:
    title = _NOISE.sub("", interpretation.title)
    return {id(d): d for subject, d in subjects if len(subject) >= _TELLING and subject in title}


def subject_of(title: str) -> str:
    """What a document is about: the quoted name, else what follows 关于, without marks and form."""
    quoted = _QUOTED.search(title)
    if quoted:
        return _NOISE.sub("", quoted[1])
    about = _ABOUT.search(title)
    return _NOISE.sub("", _FORM.sub("", (about[1] if about else title).strip()))


def _key(url: str) -> str:
    """An address without scheme and trailing slash, so that http and https name the same page."""
    return url.partition("://")[2].rstrip("/")
