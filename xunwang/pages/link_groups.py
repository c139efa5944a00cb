"""How many headed groups of links a page shows: the classes under which services stand together."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from xunwang.pages.document import Document
from xunwang.pages.rows import fold

_HEADINGS = "h2,h3,h4,h5,dt,legend,caption,strong,b,th,[class*=tit],[class*=Tit],[class*=head],[class*=hd]"
_FRAME = ("nav", "menu", "foot", "crumb", "header", "friend", "side", "position")
_LONGEST = 16
_FEWEST_LINKS = 2
_CLIMB = 3


def count_link_groups(doc: Document) -> int:
    """Headings that are followed by at least two links of their own, outside the page's frame."""
    groups: set[int] = set()
    for heading in doc.tree.css(_HEADINGS)[:200]:
        text = fold(heading.text())
        if not 2 <= len(text) <= _LONGEST or _in_frame(heading):
            continue
        group = _following(heading)
        if group is not None:
            groups.add(group.mem_id)
    return len(groups)


def _following(heading: LexborNode) -> LexborNode | None:
    """The element after the heading, or after what holds only the heading, if it holds links."""
    node: LexborNode | None = heading
    for _ in range(_CLIMB):
        if node is None or node.tag in ("a", "body") or len(node.css("a[href]")) > 1:
            return None
        after = node.next
        while after is not None and after.tag in ("-text", "-comment"):
            after = after.next
        if after is not None:
            return after if len(after.css("a[href]")) >= _FEWEST_LINKS else None
        node = node.parent
    return None


def _in_frame(node: LexborNode) -> bool:
    here = node.parent
    for _ in range(6):
        if here is None or here.tag == "body":
            return False
        names = f"{here.tag} {here.attributes.get('class') or ''} {here.attributes.get('id') or ''}".lower()
        if any(word in names for word in _FRAME):
            return True
        here = here.parent
    return False
