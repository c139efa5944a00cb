"""Which interpretation belongs to which policy document: by links, else by title."""

from __future__ import annotations

import re
from typing import NamedTuple

from xunwang.rules.facts import InterpretationSeen, PolicySeen, SiteFacts

_QUOTED = re.compile(r"《([^《》]{2,120})》")
_ABOUT = re.compile(r"关于(?:印发|公布|发布|转发)?(.{2,120})")
_FORM = re.compile(
    r"的?(?:通知|意见|决定|通告|公告|办法|规定|方案|批复|细则|规划)(?:[（(][^（）()]{0,20}[）)])?$"
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
    found: list[Pair] = []
    for interpretation in order:
        targets = {_key(url) for url in interpretation.documents}
        own = _key(interpretation.seen.url)
        linked = [
            Pair(document, interpretation, forward, back)
            for document in facts.policies
            if (forward := own in {_key(url) for url in document.interpretations})
            | (back := _key(document.seen.url) in targets)
        ]
        found += linked or _by_title(facts, interpretation)
    return tuple(found)


def _by_title(facts: SiteFacts, interpretation: InterpretationSeen) -> list[Pair]:
    title = _NOISE.sub("", interpretation.title)
    return [
        Pair(document, interpretation, forward=False, back=False)
        for document in facts.policies
        if len(subject := subject_of(document.title)) >= _TELLING and subject in title
    ]


def subject_of(title: str) -> str:
    """What a document is about: the quoted name, else what follows 关于, without marks and form."""
    quoted = _QUOTED.search(title)
    if quoted:
        return _NOISE.sub("", quoted[1])
    about = _ABOUT.search(title)
    return _FORM.sub("", _NOISE.sub("", about[1] if about else title))


def _key(url: str) -> str:
    """An address without scheme and trailing slash, so that http and https name the same page."""
    return url.partition("://")[2].rstrip("/")
