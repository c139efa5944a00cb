"""Writes the evidence of a finding: the stored bytes, and a viewer that opens a harmless copy at the mark."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any
from urllib.parse import quote

from xunwang.cli.screen import local
from xunwang.engine.archive import Archive
from xunwang.fetch.evidence import RENDERED, EvidenceStore, StoredPage
from xunwang.pages.harmless import MARK_ID, POLICY, harmless_copy
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
_QUIET = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
"""Before everything else in the copy, which no server sends with a header."""


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
    quiet = harmless_copy(stored.body, evidence.fragment)
    copy.write_text(_QUIET + quiet.html, encoding="utf-8", errors="replace")
    at_mark = f"#{MARK_ID}" if quiet.marked else ""
    viewer.write_text(
        _VIEWER.format(
            name=html.escape(stem.name),
            summary=html.escape(finding.summary),
            url=html.escape(stored.final_url),
            at=local(stored.at),
            how=f"，{html.escape(stored.detail)}" if stored.method == RENDERED else "",
            digest=evidence.digest,
            note=html.escape(evidence.note),
            place=html.escape(quiet.place),
            page=html.escape(quote(copy.name) + at_mark),
        ),
        encoding="utf-8",
    )
    return [str(viewer), str(raw), str(copy)]
