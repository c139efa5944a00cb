"""Tabs: a row of labels, and as many panes that stand in the same order."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from xunwang.pages.segments import segments
from xunwang.pages.statements import Stated, Vocabulary, find_label

_FEWEST, _MOST = 3, 24
_MAX_HOLDERS = 1_500


def read_tabs(body: LexborNode, vocabulary: Vocabulary) -> list[Stated]:
    """Statements made by tabs; empty where no row of labels has as many panes below it."""
    for holder in body.css("ul,ol,div,dl,nav")[:_MAX_HOLDERS]:
        tabs = _children(holder, _MOST + 1)
        if not _FEWEST <= len(tabs) <= _MOST:
            continue
        hits = [find_label((tab.text() or "")[:60].strip(), vocabulary) for tab in tabs]
        if sum(hit is not None and not hit.rest for hit in hits) < max(_FEWEST, len(tabs) // 2):
            continue
        panes = _panes(holder, len(tabs))
        if panes:
            return [
                Stated(hit.label, hit.keys, [part.text for part in segments(pane.html or "")[:200]])
                for hit, pane in zip(hits, panes, strict=True)
                if hit is not None
            ]
    return []


def _panes(holder: LexborNode, count: int) -> list[LexborNode]:
    """As many elements as there are tabs, behind the tabs or in one element behind them."""
    here: LexborNode | None = holder
    for _ in range(3):
        if here is None or here.tag == "body":
            return []
        following = _following(here, count + 6)
        for box in [following, *(_children(box, count + 6) for box in following[:3])]:
            panes = [pane for pane in box if _alike(pane, box[0])]
            if len(panes) == count:
                return panes
        here = here.parent
    return []


def _alike(node: LexborNode, other: LexborNode) -> bool:
    """Same element, same first class: panes of one set."""
    return node.tag == other.tag and _class(node) == _class(other)


def _class(node: LexborNode) -> str:
    return (node.attributes.get("class") or "").split(" ")[0]


def _children(node: LexborNode, most: int) -> list[LexborNode]:
    found: list[LexborNode] = []
    here = node.first_child
    while here is not None and len(found) < most:
        if _is_element(here):
            found.append(here)
        here = here.next
    return found


def _following(node: LexborNode, most: int) -> list[LexborNode]:
    found: list[LexborNode] = []
    here = node.next
    while here is not None and len(found) < most:
        if _is_element(here):
            found.append(here)
        here = here.next
    return found


def _is_element(node: LexborNode) -> bool:
    return (
        bool(node.tag)
        and not (node.tag or "").startswith("-")
        and node.tag not in ("br", "hr", "script", "style")
    )
