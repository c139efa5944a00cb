"""``xunwang page``: everything understood from one page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from xunwang.cli.network import fetch_settings, network_options
from xunwang.cli.screen import Instant, console, fail, json_option, print_json
from xunwang.cli.system_clock import SystemClock
from xunwang.engine.observe import charset_of
from xunwang.fetch.client import Client
from xunwang.fetch.records import Request
from xunwang.pages.as_json import page_json
from xunwang.pages.understand import understand
from xunwang.pages.urls import host_of, normalise


@click.command(help="理解一个页面（本地文件或网址）：编码、标题、时间、来源、栏目、列表、页脚、办事指南等。")
@click.argument("source")
@click.option("--url", "base", help="本地文件对应的网址，用于解析相对链接。")
@click.option("--at", type=Instant(), help="抓取时间，用于理解“昨天”等说法；默认为现在。")
@network_options
@json_option
def page(source: str, base: str | None, at: datetime | None, as_json: bool, **network: Any) -> None:
    """Understand one page."""
    clock = SystemClock()
    now = at or clock.now()
    path = Path(source)
    charset = None
    if path.is_file():
        body = path.read_bytes()
        url = normalise(base or f"http://localhost/{path.name}")
    elif "://" in source:
        with Client(fetch_settings(**network), clock) as client:
            fetched = client.fetch(Request(source))
        if not fetched.ok:
            fail(f"“{source}”未能打开：{fetched.detail or fetched.fault or f'HTTP {fetched.status}'}。")
        body, url, charset = fetched.body, fetched.url, charset_of(fetched)
    else:
        fail(f"找不到文件“{source}”；如为网址，请以http://或https://开头。")
    if url is None:
        fail(f"“{base}”不是有效网址。")
    found = understand(body, url=url, now=now, http_charset=charset, site_hosts=frozenset({host_of(url)}))
    values = page_json(found)
    if as_json:
        print_json(values)
    else:
        _show(values)


def _show(values: dict[str, Any]) -> None:
    table = Table(show_header=False, box=None, pad_edge=False)
    for key, value in values.items():
        if value in (None, "", [], {}):
            continue
        text = value if isinstance(value, str) else str(value)
        if isinstance(value, list):
            text = f"{len(value)} 项：" + "；".join(_short(part) for part in value[:5])
        table.add_row(f"[bold]{key}[/bold]", text[:600].replace("[", "\\["))
    console.print(table)


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part)[:80]
    return str(value)[:80]
