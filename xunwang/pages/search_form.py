"""The site's own search, as a form that can be asked."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from xunwang.pages.document import Document
from xunwang.pages.records import SearchForm
from xunwang.pages.urls import Joiner

_FIELD = re.compile(
    r"^(?:q|wd|kw|qt|key|keys|word|words|keyword|keywords|query|search|searchword|searchtext|searchkey|searchinput|"
    r"key_?words?|sw|st|skey|title|tags|content|textfield|search_?content|so_?key|.{0,20}(?:keyword|searchword|search_?text))$",
    re.IGNORECASE,
)
_HINT = re.compile(r"搜索|检索|搜一搜|关键[字词]|search", re.IGNORECASE)
_TEXT_TYPES = ("", "text", "search")


def read_search_form(doc: Document, joiner: Joiner) -> SearchForm | None:
    """The first form that asks for words to search; None where there is none with an address to send to."""
    if "<form" not in doc.html and "<FORM" not in doc.html:
        return None
    for form in doc.tree.css("form")[:40]:
        field = _words_field(form)
        if field is None:
            continue
        action = joiner.join(doc.base, form.attributes.get("action") or doc.url)
        if action is None:
            continue
        method = (form.attributes.get("method") or "get").lower()
        fixed = tuple(_fixed(form, field))
        encoding = form.attributes.get("accept-charset") or doc.encoding
        return SearchForm(action, "post" if method == "post" else "get", field, fixed, encoding)
    return None


def _words_field(form: LexborNode) -> str | None:
    if form.css_first("input[type=password],textarea") is not None:
        return None
    around = " ".join(
        form.attributes.get(name) or "" for name in ("id", "name", "class", "action", "onsubmit")
    )
    for field in form.css("input")[:30]:
        attributes = field.attributes
        name = attributes.get("name") or ""
        if (attributes.get("type") or "").lower() not in _TEXT_TYPES or not name:
            continue
        hint = " ".join(attributes.get(key) or "" for key in ("placeholder", "value", "title", "id"))
        if _HINT.search(hint) or (_FIELD.match(name) and _HINT.search(around + form.text()[:200])):
            return name
    return None


def _fixed(form: LexborNode, field: str) -> list[tuple[str, str]]:
    """Hidden fields, checked boxes and first options, as a browser would send them."""
    found: list[tuple[str, str]] = []
    for node in form.css("input,select")[:60]:
        attributes = node.attributes
        name = attributes.get("name") or ""
        kind = (attributes.get("type") or "").lower()
        if not name or name == field:
            continue
        if node.tag == "select":
            option = node.css_first("option[selected]") or node.css_first("option")
            found.append((name, (option.attributes.get("value") or "") if option else ""))
        elif kind == "hidden" or (kind in ("radio", "checkbox") and "checked" in attributes):
            found.append((name, attributes.get("value") or ""))
    return found


def has_scripted_search(doc: Document) -> bool:
    """A field for words to search that no form sends: a script does."""
    for field in doc.tree.css("input")[:60]:
        attributes = field.attributes
        if (attributes.get("type") or "").lower() not in _TEXT_TYPES:
            continue
        own = " ".join(attributes.get(key) or "" for key in ("placeholder", "id", "name", "title", "class"))
        around = field.parent.html[:1_500] if field.parent is not None and field.parent.html else ""
        if _HINT.search(own) or _HINT.search(around):
            return True
    return False
