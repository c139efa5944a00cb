"""Forms by which a visitor can write to the office, or sign in."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from xunwang.pages.document import Document
from xunwang.pages.records import Form
from xunwang.pages.urls import Joiner

_LETTER_WORDS = re.compile(r"留言|信件|来信|写信|咨询|建议|投诉|诉求|意见|问题|内容|主题|回复方式")
_MAX_FORMS = 40


def read_forms(doc: Document, joiner: Joiner) -> tuple[Form, ...]:
    """All forms of a page but mere searches; a text area outside a form (sent by script) counts as one."""
    html = doc.html
    if "<form" not in html.lower()[:2_000_000] and "<textarea" not in html.lower()[:2_000_000]:
        return ()
    found = []
    for form in doc.tree.css("form")[:_MAX_FORMS]:
        made = _form(form, doc, joiner)
        if made is not None:
            found.append(made)
    if not any(form.about == "letter" for form in found) and (loose := _loose_letter(doc)):
        found.append(loose)
    return tuple(found)


def _form(form: LexborNode, doc: Document, joiner: Joiner) -> Form | None:
    fields = form.css("input,textarea,select")[:80]
    names = tuple(
        name
        for field in fields
        if (name := field.attributes.get("name") or field.attributes.get("id") or "")
        and (field.attributes.get("type") or "").lower()
        not in ("hidden", "submit", "button", "image", "reset")
    )
    about = _about(form, names)
    if about is None:
        return None
    action = joiner.join(doc.base, form.attributes.get("action") or doc.url) or doc.url
    return Form(action, names[:30], about)


def _about(form: LexborNode, names: tuple[str, ...]) -> str | None:
    if form.css_first("textarea") is not None:
        return "letter" if _LETTER_WORDS.search(form.text(separator=" ")[:4_000]) else "other"
    if form.css_first("input[type=password]") is not None:
        return "login"
    return "other" if len(names) >= 2 else None


def _loose_letter(doc: Document) -> Form | None:
    area = doc.tree.css_first("textarea")
    here = area.parent if area is not None else None
    for _ in range(5):
        if here is None or here.tag == "body":
            return None
        fields = here.css("input,textarea,select")[:40]
        if len(fields) >= 3 and _LETTER_WORDS.search(here.text(separator=" ")[:4_000]):
            names = tuple(
                field.attributes.get("name") or field.attributes.get("id") or "" for field in fields
            )
            return Form(doc.url, tuple(name for name in names if name)[:30], "letter")
        here = here.parent
    return None
