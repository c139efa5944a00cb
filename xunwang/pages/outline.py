"""What many readers ask of a page's tree, taken from it in one pass.

In C where that is at hand (see :mod:`xunwang.pages.native`), else here; both give the same.
"""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from xunwang.pages.native import LIBRARY

MAX_LINKS = 5000
MAX_LINK_TEXT = 200
_MOST_CHARS = MAX_LINK_TEXT * 4
_MOST_HEAD, _MOST_SOURCES = 300, 200
_OTHERS = "img,iframe,frame,option,area,video,audio,embed"
"""Filtered by attribute here: selectors without attributes are several times as fast."""
_PLACES = {"area": "href", "option": "value"}
_OPTION_STARTS = ("http:", "https:", "/")


EDITORS = (
    "#zoom", "#UCAP-CONTENT", "#js_content", "#vsb_content", ".TRS_Editor", ".trs_editor_view", ".TRS_UEDITOR",
    ".vsbcontent", ".pages_content",
)  # fmt: skip
"""Set by widespread editors around an article's text."""
ALL_EDITORS = (1 << len(EDITORS)) - 1


class Outline:
    """Fields of a page's elements in document order, and its visible lines."""

    __slots__ = (
        "_anchors",
        "_codes",
        "_texts",
        "edited",
        "editors",
        "head",
        "hrefs",
        "in_head",
        "others",
        "shown",
        "sources",
    )

    def __init__(
        self, lists: tuple[list[str], list[str], list[str]], in_head: int,
        texts: bytes, codes: bytes, sources: bytes,
    ) -> None:  # fmt: skip
        self.head, self.hrefs, self.others = lists
        """
        head: of ``meta``, ``title``, ``base`` in the whole page, at most 300, four fields each: ``m``, name or property,
        content, http-equiv; ``t``, text, two empty ones; ``b``, href, two empty ones.
        hrefs: of ``a``, at most 5,000; empty where they have none.
        others: of what else refers to an address, at most 5,000, three fields each: tag, address, alt or title or text.
        Those without address, inline data and options that hold no address are left out.
        """
        self.sources = sources
        """``src`` of scripts and frames, at most 200, in one string to compare pages by."""
        self.in_head = in_head
        """How many of the elements of ``head`` stand in the head; they come first."""
        self.shown: str | None = None
        """Visible lines of the body, joined; None where they have to be read from the tree without scripts."""
        self.editors = ALL_EDITORS
        """Bits of those of ``EDITORS`` that the page may have."""
        self.edited = -1
        """How many elements may have one of them; -1 where nobody has counted."""
        self._texts, self._codes = texts, codes
        self._anchors: tuple[list[bytes], list[bytes]] | None = None

    @property
    def has_codes(self) -> bool:
        """Whether any ``a`` has an onclick."""
        return bool(self._codes.strip(b"\0"))

    def anchor(self, number: int) -> tuple[str, str]:
        """One of :attr:`anchors`; where few are asked for, the others are not made."""
        if self._anchors is None:
            self._anchors = self._texts.split(b"\0"), self._codes.split(b"\0")
        text, code = self._anchors[0][number], self._anchors[1][number]
        return text.decode("utf-8", "replace"), code.decode("utf-8", "replace")

    @property
    def anchors(self) -> list[tuple[str, str]]:
        """Beside ``hrefs``: beginning of the text, else title, else the alt of its picture; onclick."""
        return list(zip(_fields(self._texts), _fields(self._codes), strict=True))


def outline_of(tree: LexborHTMLParser) -> Outline:
    """The outline of a page as parsed, scripts and all."""
    told = LIBRARY.outline(tree) if LIBRARY is not None else None
    if told is None:
        return plain_outline(tree)
    lines, head, hrefs, texts, codes, others, sources = told.parts
    made = Outline((_fields(head), _fields(hrefs), _fields(others)), told.in_head, texts, codes, sources)
    made.shown = None if told.cut else lines[:-1].decode("utf-8", "replace")
    made.editors, made.edited = told.editors, told.edited
    return made


def _fields(part: bytes) -> list[str]:
    fields = part.decode("utf-8", "replace").split("\0")
    fields.pop()
    return fields


def plain_outline(tree: LexborHTMLParser) -> Outline:
    """The same without the library."""
    top = tree.head
    inside = {node.mem_id for node in top.css("meta,title,base")[:_MOST_HEAD]} if top is not None else set()
    head: list[str] = []
    in_head = 0
    for node in tree.css("meta,title,base")[:_MOST_HEAD]:
        in_head += node.mem_id in inside
        head += _head_fields(node)
    hrefs, texts, codes = [], [], []
    for node in tree.css("a")[:MAX_LINKS]:
        attributes = node.attrs
        hrefs.append(attributes.get("href") or "")
        texts.append(_anchor_text(node))
        codes.append(attributes.get("onclick") or "")
    others: list[str] = []
    for node in tree.css(_OTHERS)[:MAX_LINKS]:
        others += _other_fields(node)
    sources = [node.attrs.get("src") or "" for node in tree.css("script,iframe,frame")[:_MOST_SOURCES]]
    return Outline((head, hrefs, others), in_head, _packed(texts), _packed(codes), _packed(sources))


def _packed(fields: list[str]) -> bytes:
    return "".join([f"{field}\0" for field in fields]).encode()


def _head_fields(node: LexborNode) -> tuple[str, str, str, str]:
    if node.tag == "title":
        return "t", node.text(), "", ""
    attributes = node.attrs
    if node.tag == "base":
        return "b", attributes.get("href") or "", "", ""
    name = attributes.get("name") or attributes.get("property") or ""
    return "m", name, attributes.get("content") or "", attributes.get("http-equiv") or ""


def _anchor_text(node: LexborNode) -> str:
    text = (node.text_lexbor() or "")[:_MOST_CHARS]
    if text.strip():
        return text
    title = node.attrs.get("title")
    if not title:
        image = node.css_first("img")
        title = image.attrs.get("alt") if image else None
    return title or ""


def _other_fields(node: LexborNode) -> tuple[str, ...]:
    tag, attributes = node.tag or "", node.attrs
    raw = attributes.get(_PLACES.get(tag, "src"))
    if not raw or raw.startswith("data:"):
        return ()
    if tag != "option":
        return tag, raw, attributes.get("alt") or attributes.get("title") or ""
    if not raw.startswith(_OPTION_STARTS):
        return ()
    text = (node.text_lexbor() or "")[:_MOST_CHARS]
    return tag, raw, text if text.strip() else ""
