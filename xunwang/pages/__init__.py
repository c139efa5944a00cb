"""Understanding of a page: one parse, plain typed records."""

from xunwang.pages.as_json import page_json
from xunwang.pages.decode import Decoded, decode
from xunwang.pages.document import Document, parse
from xunwang.pages.understand import Depth, understand
from xunwang.pages.urls import Joiner

__all__ = ["Decoded", "Depth", "Document", "Joiner", "decode", "page_json", "parse", "understand"]
