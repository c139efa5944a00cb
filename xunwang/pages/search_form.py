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
_OTHER_TYPES = frozenset(
    {"hidden", "password", "submit", "button", "image", "reset", "checkbox", "radio", "file", "email", "url", "tel",
     "number", "range", "color", "date", "time", "month", "week", "datetime-local"}
)  # fmt: skip
"""Fields that take no words; any other type, also one that there is not (``keywords``), is text to a browser."""
_NEVER_SENT = re.compile(
    r"(?!.*\bif\b).*(?:return\s{1,5}false\s{0,5};?\s{0,5}$|preventDefault)", re.IGNORECASE | re.DOTALL
)
_BUTTONS = "input[type=submit],input[type=image],button"


def read_search_form(doc: Document, joiner: Joiner) -> SearchForm | None:
    """The first form that asks for words to search; None where there is none with an address to send to."""
    if "<form" not in doc.html and "<FORM" not in doc.html:
        return None
    for form in doc.tree.css("form")[:40]:
        field = _words_field(form)
        if field is None or _is_sent_by_script(form):
            continue
        action = joiner.join(doc.base, form.attributes.get("action") or doc.url)
        if action is None:
            continue
        method = (form.attributes.get("method") or "get").lower()
        fixed = tuple(_fixed(form, field))
        encoding = form.attributes.get("accept-charset") or doc.encoding
        return SearchForm(action, "post" if method == "post" else "get", field, fixed, encoding)
    return None


def _is_sent_by_script(form: LexborNode) -> bool:
    """Whether a browser never sends the form as it stands: a script stops it, or writes its address first.

    Asking such a form at the page's own address brings the page again, which says nothing of the search.
    """
    if _NEVER_SENT.match((form.attributes.get("onsubmit") or "")[:500]):
        return True
    return not form.attributes.get("action") and not any(
        (button.attributes.get("type") or "submit").lower() in ("submit", "image")
        for button in form.css(_BUTTONS)[:5]
    )


def _is_text(field: LexborNode) -> bool:
    return (field.attributes.get("type") or "").strip().lower() not in _OTHER_TYPES


def _words_field(form: LexborNode) -> str | None:
    if form.css_first("input[type=password],textarea") is not None:
        return None
    around = " ".join(
        form.attributes.get(name) or "" for name in ("id", "name", "class", "action", "onsubmit")
    )
    for field in form.css("input")[:30]:
        attributes = field.attributes
        name = attributes.get("name") or ""
        if not name or not _is_text(field):
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
        if not _is_text(field):
            continue
        own = " ".join(attributes.get(key) or "" for key in ("placeholder", "id", "name", "title", "class"))
        around = field.parent.html[:1_500] if field.parent is not None and field.parent.html else ""
        if _HINT.search(own) or _HINT.search(around):
            return True
    return False
