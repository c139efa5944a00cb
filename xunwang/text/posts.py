"""Signs of a post: advertising, where it was reposted from, whether it has to do with the office.

One call for whoever builds an account's facts::

    signs = look(title, text, [(link.url, link.text) for link in post.links], post.source, duties)
    signs.links       # advertising and commercial links, and advertising text (target is empty)
    signs.off_duty    # OffDutySign above the threshold, else None
    signs.source      # SourceSign, or None for own work

``duties`` are words of what the unit is for, with the names of its place, apart by blanks or marks; empty: unknown.
Mis-statements, harmful words and personal data are the business of :class:`xunwang.text.Scanner`. All lists of this
module are one automaton and one pass; see ``docs/text.md`` for what they find and what they don't.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from xunwang.text.offduty import Material, OffDutySign, classify
from xunwang.text.signs import load_signs
from xunwang.text.sources import host_listed, host_of, source_listed
from xunwang.text.vocabulary import AD, EXCUSE, OFF_DUTY, Found, Vocabulary, words_of

ADVERTISING = "advertising"
COMMERCIAL = "commercial"
_NEAR = 24
_CONTEXT = 20
_MOST_TITLE = 500
_MOST_TEXT = 50_000
_MOST_LINKS = 500
_MOST_SIGNS = 10


class LinkSign(NamedTuple):
    """A link to advertising or to a shop, or advertising text (``target`` is empty)."""

    target: str
    text: str
    """Text of the link, or the words of the post with a little context."""
    what: str
    """``advertising`` or ``commercial``."""
    why: str
    """The host or the words that gave it away, in Chinese."""


class SourceSign(NamedTuple):
    """Whom the post is reposted from."""

    name: str
    listed: bool


class _Place(NamedTuple):
    """A listed host, or a path at it."""

    path: str
    """With the host; empty: the whole host."""
    what: str
    why: str


class PostSigns(NamedTuple):
    """What a look at a post gives."""

    links: tuple[LinkSign, ...]
    off_duty: OffDutySign | None
    source: SourceSign | None


def look(
    title: str, text: str, links: Iterable[tuple[str, str]] = (), source: str = "", duties: str = ""
) -> PostSigns:
    """Signs of a post under the shipped lists; ``links`` are (address, text). Pure, never raises for any post."""
    return looker().look(title, text, links, source, duties)


@cache
def looker(folder: Path | None = None) -> Looker:
    """A looker with an office's lists over the shipped ones; kept. Raises ``ListError``."""
    return Looker(folder)


class Looker:
    """The lists, compiled. Keeps no state between looks."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._ads = load_signs("advertising", folder)
        self._off_duty = load_signs("offduty", folder)
        self._sources = load_signs("sources", folder)
        self._places: dict[str, list[_Place]] = {}
        for group in self._ads["hosts"]:
            for entry in words_of(group, "list"):
                place = _Place(entry if "/" in entry else "", group["what"], f"{group['label']}：{entry}")
                self._places.setdefault(entry.partition("/")[0], []).append(place)
        groups: dict[tuple[str, int], Sequence[str]] = {(EXCUSE, 0): self._ads["excused"]}
        groups |= {(AD, number): words_of(group, "list") for number, group in enumerate(self._ads["words"])}
        groups |= {
            (OFF_DUTY, number): words_of(group) for number, group in enumerate(self._off_duty["groups"])
        }
        self._vocabulary = Vocabulary(groups)

    def look(
        self, title: str, text: str, links: Iterable[tuple[str, str]] = (), source: str = "", duties: str = ""
    ) -> PostSigns:
        """See :func:`look`."""
        title = title[:_MOST_TITLE]
        whole = f"{title}\n{text[:_MOST_TEXT]}"
        found = self._vocabulary.find(whole)
        ads = [*self._links(links), *self._words(whole, len(title), found)]
        shop = any(ad.target for ad in ads)
        sign = classify(Material(whole, len(title), found, shop, duties), self._off_duty)
        if sign.kind == COMMERCIAL and sign.score >= self._off_duty["advertising"] and not ads:
            ads.append(
                LinkSign(
                    "", whole.strip()[: 2 * _CONTEXT], ADVERTISING, f"商业推广特征：{sign.features[0][0]}"
                )
            )
        return PostSigns(
            tuple(ads[:_MOST_SIGNS]),
            sign if sign.score >= self._off_duty["threshold"] else None,
            SourceSign(source, source_listed(source, self._folder)) if source.strip() else None,
        )

    def _links(self, links: Iterable[tuple[str, str]]) -> Iterator[LinkSign]:
        for number, (target, text) in enumerate(links):
            if number >= _MOST_LINKS:
                return
            host = host_of(target)
            if not host or host_listed(host, self._sources):
                continue
            known = next((place for place in self._places_of(host) if place.path in target), None)
            if known:
                yield LinkSign(target, text, known.what, known.why)

    def _places_of(self, host: str) -> Iterator[_Place]:
        """Listed places at the host or at a domain above it."""
        while host:
            yield from self._places.get(host, ())
            host = host.partition(".")[2]

    def _words(
        self, text: str, title_end: int, found: Mapping[tuple[str, int], Sequence[Found]]
    ) -> Iterator[LinkSign]:
        excuses = found.get((EXCUSE, 0), ())
        if any(one.end <= title_end for one in excuses):
            return
        for number, group in enumerate(self._ads["words"]):
            told: set[str] = set()
            for one in found.get((AD, number), ()):
                if one.word not in told and not _near(one, excuses):
                    told.add(one.word)
                    around = text[max(0, one.start - _CONTEXT) : one.end + _CONTEXT].replace("\n", " ")
                    yield LinkSign("", around, ADVERTISING, f"{group['label']}：{one.word}")


def _near(one: Found, excuses: Sequence[Found]) -> bool:
    return any(one.start - _NEAR < excuse.end and excuse.start < one.end + _NEAR for excuse in excuses)
