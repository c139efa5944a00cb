"""XML of strangers, read without what XML can do to a reader.

No document types at all (hence no entities, internal or external, and none to expand), no network, bounded size;
depth and length of text are bounded by libxml2 itself (256 levels, 10 MB). Broken XML is read as far as it goes.
"""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree

from xunwang.pages.decode import decode
from xunwang.posts.errors import Flaw, UnreadableError

MAX_BYTES = 16 * 1024 * 1024
_PROLOG = re.compile(r"\s*(?:<\?.{0,20000}?\?>\s*|<!--.{0,200000}?-->\s*){0,50}", re.DOTALL)
_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_HALF = re.compile(r"&#(?:[xX]0{0,6}([dD][89a-fA-F][0-9a-fA-F]{2})|0{0,6}(5[5-7]\d{3}));")
_HALVES = re.compile(rf"(?:{_HALF.pattern}){{1,2}}")
_KEPT = ("amp", "lt", "gt", "quot", "apos")
_UTF_8 = (None, "utf-8", "utf8")


def read_xml(body: bytes, charset: str | None) -> etree._Element:
    """The root element.

    Args:
        body: the bytes as they came.
        charset: label of the Content-Type field, if it has one.

    Raises :class:`UnreadableError`.
    """
    if len(body) > MAX_BYTES:
        raise UnreadableError(
            Flaw.TOO_LARGE, f"内容超过{MAX_BYTES // 1024 // 1024}MB，未读取。请减少每次列出的条数。"
        )
    text = _text(body, charset)
    _refuse_types(text)
    if _HALF.search(text):
        text = _HALVES.sub(_joined, text)
    root, faults = _parse(text)
    if faults:
        # Most feeds have no fault, and looking for these would take a fifth of the time of reading them.
        text = _ILLEGAL.sub("", text)
        root, _ = _parse(_ENTITY.sub(_character, text) if "ENTITY" in faults else text)
    if root is None:
        raise UnreadableError(Flaw.BROKEN, "不是有效的XML，无法识别。请检查地址是否正确。")
    if root.getroottree().docinfo.internalDTD is not None:
        raise _types_refused()
    return root


def _text(body: bytes, charset: str | None) -> str:
    found = _DECLARED.match(body[:400])
    declared = found[1].decode("ascii").lower() if found else None
    named = charset.strip().lower() if charset else None
    if named in _UTF_8 and declared in _UTF_8:
        try:
            return body.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    return decode(body, charset or declared).text


def _refuse_types(text: str) -> None:
    start = _PROLOG.match(text)
    rest = text[start.end() if start else 0 :][:200]
    lower = rest.lower()
    if lower.startswith(("<!doctype html", "<html", "<head", "<body")):
        raise UnreadableError(Flaw.WEB_PAGE, "地址返回的是网页，不是订阅源。请检查订阅地址。")
    if lower.startswith("<!"):
        raise _types_refused()


def _types_refused() -> UnreadableError:
    return UnreadableError(
        Flaw.UNSUPPORTED, "内容含有文档类型声明（DTD），为安全起见不予读取。请更换订阅地址。"
    )


def _parse(text: str) -> tuple[etree._Element | None, str]:
    """The root, and names of the faults that a second reading may avoid."""
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.lstrip().encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, LookupError):
        root = None
    names = {entry.type_name for entry in parser.error_log}
    return root, " ".join(
        sorted(name for name in names if "ENTITY" in name or "CHAR" in name or root is None)
    )


def _character(found: re.Match[str]) -> str:
    """A named character of HTML, which XML does not know."""
    if found[1] in _KEPT:
        return found[0]
    return html5.get(f"{found[1]};", f"&amp;{found[1]};")


def _joined(found: re.Match[str]) -> str:
    """Characters that a platform wrote as two halves (emoji); libxml2 would make broken bytes of them."""
    units = [int(half[1], 16) if half[1] else int(half[2]) for half in _HALF.finditer(found[0])]
    return b"".join(unit.to_bytes(2, "little") for unit in units).decode("utf-16-le", "replace")
