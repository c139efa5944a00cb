"""Writes the evidence of a finding: the stored bytes, and a viewer that opens a harmless copy at the mark."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from xunwang.cli.screen import local
from xunwang.engine.archive import Archive
from xunwang.fetch.evidence import RENDERED, EvidenceStore, StoredPage
from xunwang.pages.decode import decode
from xunwang.rules.facts import Site
from xunwang.rules.verdict import Evidence, Finding, finding_id
from xunwang.scoring.records import RunResult

_VIEWER = """<!doctype html>
<html lang="zh-Hans"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; frame-src 'self' file:">
<title>证据 {name}</title>
<style>body{{margin:0;font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:#1f2933;
display:flex;flex-direction:column;height:100vh}}header{{padding:.8rem 1rem;border-bottom:2px solid #2a5d8f;
overflow-wrap:anywhere;max-height:40vh;overflow-y:auto;flex:none}}h1{{font-size:1.1rem;margin:0}}
p{{margin:.2rem 0;color:#5c6975}}iframe{{flex:1;border:0;width:100%}}code{{background:#eceff2}}
mark{{background:#ffe08a}}</style></head>
<body><header><h1>{summary}</h1><p>{url}　抓取于 {at}（北京时间{how}）　SHA-256 <code>{digest}</code></p>
<p>{note} {place}</p></header>
<iframe sandbox title="抓取时的页面" src="{page}"></iframe></body></html>
"""
_QUIET = (
    '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'\">"
    "<style>mark.xunwang{background:#ffe08a;outline:3px solid #b23a35;scroll-margin:30vh 0}</style>"
)
"""Before everything else in the copy: nothing in it runs, loads or sends."""
_MARK_ID = "xunwang-mark"
_MARK = f'<mark class="xunwang" id="{_MARK_ID}">{{}}</mark>'
_COMMANDS = re.compile(r"\bhttp-equiv\b", re.IGNORECASE)
"""In a page's own head: it may lead elsewhere, or claim another encoding than that of the copy."""


class RestrictedError(Exception):
    """The finding is for authorised persons only; the message says in Chinese what to do."""


def write_evidence(
    archive: Archive, result: RunResult, name: str, folder: Path, *, restricted: bool = False
) -> dict[str, Any] | None:
    """Write all pages of the finding called ``name``; None when the run has no such finding.

    Raises RestrictedError for a restricted finding without ``restricted``, and the store's EvidenceError.
    """
    found = _find(result, name)
    if found is None:
        return None
    site, item, finding = found
    if finding.restricted and not restricted:
        raise RestrictedError("该问题为涉密线索。授权人员请加上 --restricted 取出，并按保密规定处置。")
    folder.mkdir(parents=True, exist_ok=True)
    files: list[str] = []
    if archive.crawled(site):
        store = EvidenceStore(archive.site_folder(site))
        for number, evidence in enumerate(finding.evidence, start=1):
            if evidence.digest:
                stem = f"{name}-{number}" if len(finding.evidence) > 1 else name
                files += _write(store.open(evidence.digest), finding, evidence, folder / stem)
        store.close()
    return {"id": name, "site": site.name, "item": item, "summary": finding.summary, "files": files}


def _find(result: RunResult, name: str) -> tuple[Site, str, Finding] | None:
    for site in result.sites:
        for item, verdict in site.verdicts.items():
            for finding in verdict.findings:
                if finding_id(site.site.home_url, item, finding) == name:
                    return site.site, item, finding
    return None


def _write(stored: StoredPage, finding: Finding, evidence: Evidence, stem: Path) -> list[str]:
    """Viewer, stored bytes, and the copy with the mark: a frame opens at a place only in a file of its own."""
    viewer, raw, copy = (
        stem.with_name(f"{stem.name}{end}") for end in (".html", ".raw.html", ".marked.html")
    )
    raw.write_bytes(stored.body)
    text = decode(stored.body, None).text
    marked, place = mark(_COMMANDS.sub("data-http-equiv", text), evidence.fragment)
    copy.write_text(_QUIET + marked, encoding="utf-8", errors="replace")
    at_mark = f"#{_MARK_ID}" if _MARK_ID in marked else ""
    viewer.write_text(
        _VIEWER.format(
            name=html.escape(stem.name),
            summary=html.escape(finding.summary),
            url=html.escape(stored.final_url),
            at=local(stored.at),
            how=f"，{html.escape(stored.detail)}" if stored.method == RENDERED else "",
            digest=evidence.digest,
            note=html.escape(evidence.note),
            place=place,
            page=html.escape(quote(copy.name) + at_mark),
        ),
        encoding="utf-8",
    )
    return [str(viewer), str(raw), str(copy)]


def mark(text: str, fragment: str) -> tuple[str, str]:
    """The page with the fragment marked, and a sentence on where it is."""
    if not fragment:
        return text, ""
    start = text.find(fragment)
    if start < 0:
        # The fragment was cut from the page's text: markup may lie in between. Its longest piece
        # that stands in the source is good enough to find the place.
        pieces = sorted((piece for piece in fragment.split() if len(piece) > 3), key=len, reverse=True)
        fragment = next((piece for piece in pieces if piece in text), "")
        start = text.find(fragment) if fragment else -1
    if start < 0:
        return text, "片段：<mark>见上</mark>（页面源码中未逐字找到，可能由脚本生成）"
    inside_tag = text.rfind("<", 0, start) > text.rfind(">", 0, start)
    if inside_tag or "<" in fragment:
        return text, f"片段在源码第 {text.count(chr(10), 0, start) + 1} 行（不可见的标记中）"
    marked = text[:start] + _MARK.format(fragment) + text[start + len(fragment) :]
    return marked, f"片段：<mark>{html.escape(fragment[:300])}</mark>（已在下方标出）"
