"""Links between a policy document and its interpretation, either way (G-42)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from xunwang.pages.lines import squeeze
from xunwang.pages.records import Link
from xunwang.words import LinkClass

_INTERPRETATION = re.compile(r"解读|图解|一图(?:读|看)懂|政策问答|答记者问")
_DOCUMENT = re.compile(
    r"(?:关于|印发).{2,60}(?:通知|意见|办法|方案|规定|措施|决定|条例|细则|规划)|相关(?:政策|文件|原文)|政策原文|原文链接"
)
_MENU = re.compile(
    r"^(?:政策|文件|图文|图片|视频|音频|媒体|专家|领导|部门|上级|本级|省级|市级|国家|最新|更多|图解|权威|回应|数据|法规|及|与|和)*(?:解读|图解|问答)(?:材料|专栏|栏目)?$"
)
_WANTED = {False: (_INTERPRETATION, ("解", "懂", "问")), True: (_DOCUMENT, ("关", "印", "原"))}
"""What is looked for beside an interpretation (True) and beside anything else, and characters of which it has one."""
_MAX = 20


def read_related(links: Sequence[Link], title: str | None, url: str) -> tuple[Link, ...]:
    """Links of an article that name the interpretation of a document, or the document interpreted.

    A title of an interpretation looks for documents, any other for interpretations. Menu entries such as
    政策解读 are no such links; a link counts when its text says what is interpreted, or shares the title's words.
    """
    words, own = title or "", squeeze(title or "")
    wanted, (one, other, third) = _WANTED[bool(_INTERPRETATION.search(words))]
    core = _core(own)
    found = []
    for link in [link for link in links if one in link[1] or other in link[1] or third in link[1]]:
        text = link.text
        if not _names(text, wanted) or link.url == url or link.link_class not in _PAGES:
            continue
        if core and _core(squeeze(text)) and not _shares(core, squeeze(text)):
            continue
        found.append(link)
        if len(found) >= _MAX:
            break
    return tuple(found)


@lru_cache(maxsize=16384)
def _names(text: str, wanted: re.Pattern[str]) -> bool:
    """Whether a link's text names what is wanted, and is no menu entry; the pages of a site repeat their links."""
    return len(text) >= 4 and bool(wanted.search(text)) and not _MENU.match(squeeze(text))


_PAGES = (LinkClass.INTERNAL, LinkClass.GOVERNMENT, LinkClass.ATTACHMENT, LinkClass.EXTERNAL)
_QUOTED = re.compile(r"《([^《》]{4,80})》")


def _core(text: str) -> str:
    """The name of the document that a title is about."""
    found = _QUOTED.search(text)
    return found[1] if found else text if len(text) >= 8 else ""


def _shares(core: str, text: str) -> bool:
    """Whether a text has at least six characters in a row of a name."""
    return any(core[start : start + 6] in text for start in range(0, max(1, min(len(core), 80) - 5)))
