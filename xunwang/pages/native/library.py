"""``outline.c`` as Python calls it: bound to the parser once, with a buffer for every thread."""

from __future__ import annotations

import ctypes
import threading
from typing import NamedTuple

from selectolax import lexbor

from xunwang.pages.native.build import library_file

_TOO_SMALL = -1
_FIRST_BUFFER = 256 * 1024
_LARGEST_BUFFER = 64 * 1024 * 1024
_PROBE = "巡网 probe"


class _Told(ctypes.Structure):
    """``Outline`` of the source."""

    _fields_ = (
        ("ends", ctypes.c_int32 * 7),
        ("in_head", ctypes.c_int32),
        ("long_text", ctypes.c_int32),
        ("editors", ctypes.c_int32),
        ("edited", ctypes.c_int32),
    )


class _ToldBlock(ctypes.Structure):
    """``Block`` of the source."""

    _fields_ = (("media", ctypes.c_int32), ("marks", ctypes.c_int32))


class _ToldSurvey(ctypes.Structure):
    """``Survey`` of the source."""

    _fields_ = (("chars", ctypes.c_int32), ("tags", ctypes.c_int32), ("words", ctypes.c_int32))


class Survey(NamedTuple):
    """Counts of a page's bytes."""

    chars: int
    tags: int
    """Signs ``<``."""
    words: int
    """Bits of those of ``WORDS`` that stand in it."""


WORDS = (b"<textarea", b"referrer")


class Told(NamedTuple):
    """What a page's outline is made of; see :class:`xunwang.pages.outline.Outline`."""

    parts: list[bytes]
    """Lines, each ended by a line feed; then fields of head, hrefs, texts, codes, others and sources, each ended by
    a zero byte."""
    in_head: int
    cut: bool
    """There are more lines than are kept."""
    editors: int
    edited: int


class Block(NamedTuple):
    """Text of a block of the page, and what it holds."""

    text: str
    media: int
    """Bits: picture 1, audio 2, video 4, embed 8, object 16, canvas 32."""
    marks: int
    """Not 0 where something in it speaks of ``.mp…`` or ``echarts``, or may."""


class _Buffer(threading.local):
    """Where a thread's calls write to."""

    def __init__(self) -> None:
        self.told = _Told()
        self.block = _ToldBlock()
        self.survey = _ToldSurvey()
        self.length = ctypes.c_int32()
        self.resize(_FIRST_BUFFER)

    def resize(self, size: int) -> None:
        self.size = size
        self.data = (ctypes.c_char * size)()
        self.view = memoryview(self.data).cast("B")


class Library:
    """The bound library. Raises OSError when the parser is not the one that it knows."""

    def __init__(self, path: str) -> None:
        self._library = ctypes.PyDLL(path)
        self._declare()
        self._bind()
        self._buffer = _Buffer()

    def _declare(self) -> None:
        pointer, size = ctypes.c_void_p, ctypes.c_size_t
        library = self._library
        library.xw_bind.argtypes = (ctypes.c_char_p, pointer, ctypes.c_char_p, size)
        library.xw_outline.argtypes = (pointer, pointer, pointer, pointer, size, pointer)
        library.xw_drop.argtypes = (pointer,)
        library.xw_drop.restype = None
        library.xw_text.argtypes = (pointer, pointer, size, pointer, pointer)
        library.xw_survey.argtypes = (ctypes.c_char_p, size, pointer)
        library.xw_chars.argtypes = (pointer, ctypes.c_int32)
        library.xw_last_line.argtypes = (pointer, pointer, size, pointer)

    def _bind(self) -> None:
        tree = lexbor.LexborHTMLParser(f"<p>{_PROBE}</p>")
        paragraph = tree.css_first("p")
        node = paragraph.child if paragraph is not None else None
        text = _PROBE.encode()
        if node is None or self._library.xw_bind(lexbor.__file__.encode(), node.mem_id, text, len(text)):
            raise OSError("the parser's library is not as expected")

    def survey(self, body: bytes) -> Survey | None:
        """Counts of a page that is sound UTF-8 without zero bytes and replacement characters; None for any other."""
        told = self._buffer.survey
        if self._library.xw_survey(body, len(body), ctypes.byref(told)):
            return None
        return Survey(told.chars, told.tags, told.words)

    def outline(self, tree: lexbor.LexborHTMLParser) -> Told | None:
        """The parts of a page's outline; None where the rules in Python have to read it."""
        root, head, body = tree.root, tree.head, tree.body
        if root is None:
            return None
        buffer = self._buffer
        while True:
            code = self._library.xw_outline(
                root.mem_id, head.mem_id if head is not None else None, body.mem_id if body is not None else None,
                buffer.data, buffer.size, ctypes.byref(buffer.told),
            )  # fmt: skip
            if code != _TOO_SMALL or buffer.size >= _LARGEST_BUFFER:
                break
            buffer.resize(buffer.size * 4)
        if code:
            return None
        told, view, start = buffer.told, buffer.view, 0
        parts = []
        for end in told.ends:
            parts.append(bytes(view[start:end]))
            start = end
        return Told(parts, told.in_head, bool(told.long_text), told.editors, told.edited)

    def drop_unseen(self, tree: lexbor.LexborHTMLParser) -> None:
        """Take scripts, styles, noscript and templates out of the tree."""
        root = tree.root
        if root is not None:
            self._library.xw_drop(root.mem_id)

    def block(self, node: lexbor.LexborNode) -> Block | None:
        """Text below a node, one line a paragraph; None where the rules in Python have to read it."""
        buffer = self._buffer
        while True:
            code = self._library.xw_text(
                node.mem_id, buffer.data, buffer.size, ctypes.byref(buffer.block), ctypes.byref(buffer.length)
            )
            if code != _TOO_SMALL or buffer.size >= _LARGEST_BUFFER:
                break
            buffer.resize(buffer.size * 4)
        if code:
            return None
        text = str(buffer.view[: buffer.length.value], "utf-8", "replace")
        return Block(text, buffer.block.media, buffer.block.marks)

    def chars(self, node: lexbor.LexborNode, most: int) -> int | None:
        """Characters of the text below a node, counted up to ``most``; None where Python has to count."""
        code: int = self._library.xw_chars(node.mem_id, most)
        return code if code >= 0 else None

    def last_line(self, node: lexbor.LexborNode) -> str | None:
        """The last line below a node that is not blank, trimmed; None where Python has to look."""
        buffer = self._buffer
        if self._library.xw_last_line(node.mem_id, buffer.data, buffer.size, ctypes.byref(buffer.length)):
            return None
        return str(buffer.view[: buffer.length.value], "utf-8", "replace")


def _load() -> Library | None:
    try:
        path = library_file()
        return Library(str(path)) if path is not None else None
    except (OSError, AttributeError):
        return None


LIBRARY: Library | None = _load()
