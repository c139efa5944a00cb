"""``xunwang probe``: keep spaced probes of home pages."""

from __future__ import annotations

import re
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
from rich.markup import escape

from xunwang.cli.live import LiveProgress, stop_on_interrupt
from xunwang.cli.network import fetch_settings, network_options
from xunwang.cli.screen import console, errors, fail, speaks_plainly
from xunwang.cli.system_clock import SystemClock
from xunwang.engine.availability import probe_list
from xunwang.engine.site_list import SiteListError, read_site_list
from xunwang.fetch.probes import ProbeLogBusyError, ProbeSettings, Vantage

_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


class Span(click.ParamType[timedelta]):
    """A length of time such as ``30m``, ``2h``, ``7d``."""

    name = "时长"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Read the length."""
        if isinstance(value, timedelta):
            return value
        found = re.fullmatch(r"(\d{1,4})([mhd])", str(value).strip())
        if not found:
            self.fail(f"“{value}”不是有效时长，请写成30m、2h或7d", param, ctx)
        return timedelta(**{_UNITS[found[2]]: int(found[1])})


class VantagePoint(click.ParamType[Vantage]):
    """A place that probes: its name, and the way out if it is not the usual one."""

    name = "监测点[=网卡或代理]"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Vantage:
        """Read ``name``, ``name=interface or source address`` or ``name=proxy``."""
        if isinstance(value, Vantage):
            return value
        name, _, way = (part.strip() for part in str(value).partition("="))
        if not name:
            self.fail(f"“{value}”缺少名称，请写成“电信”“联通=eth1”或“外省=socks5h://主机:端口”", param, ctx)
        if "://" not in way:
            return Vantage(name, interface=self._interface(way, param, ctx))
        if not re.fullmatch(r"(?:https?|socks5h)://[^\s/@]+(?::[^\s/@]*)?(?:@[^\s/@]+)?:\d{1,5}/?", way):
            self.fail(
                f"“{way}”不是可用的代理地址，请写成http://主机:端口、https://主机:端口或socks5h://主机:端口",
                param,
                ctx,
            )
        return Vantage(name, proxy=way)

    def _interface(self, way: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not way or way in {name for _, name in socket.if_nameindex()}:
            return way
        try:
            with socket.create_server((way, 0), family=socket.AF_INET6 if ":" in way else socket.AF_INET):
                return way
        except OSError:
            self.fail(f"本机没有网卡或地址“{way}”，请用ip addr查看", param, ctx)


@click.command(
    help="对名单中网站的首页做间隔探测，记录可用性（“站点无法访问”需满7整天、每天不少于20次）。可随时中断和继续。"
)
@click.argument("list_file", metavar="名单", type=click.Path(path_type=Path))
@click.option("--every", type=Span(), default="30m", show_default=True, help="间隔。")
@click.option("--for", "duration", type=Span(), default="7d", show_default=True, help="总时长。")
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("probes"),
    show_default=True,
    help="记录存放的文件夹，检查时用inspect --probes引用。",
)
@click.option(
    "--vantage",
    "vantages",
    type=VantagePoint(),
    multiple=True,
    help="监测点名称，可加“=网卡、源地址或代理地址”；可重复，每轮依次从各监测点探测。默认为“本机”。"
    "别处计算机上的监测点请在那里执行probe，检查时合并。",
)
@network_options
@speaks_plainly(SiteListError, ProbeLogBusyError, ValueError)
def probe(
    list_file: Path,
    every: timedelta,
    duration: timedelta,
    to: Path,
    vantages: tuple[Vantage, ...],
    **network: Any,
) -> None:
    """Probe the sites of a list."""
    listed = read_site_list(list_file)
    for problem in listed.errors:
        errors.print(f"[yellow]![/yellow] {escape(str(problem))}")
    if not listed.sites:
        fail("名单中没有可用的行。")
    settings = ProbeSettings(every=every, duration=duration)
    if vantages:
        settings = settings._replace(vantages=vantages)
    with stop_on_interrupt() as should_stop, LiveProgress(listed.sites) as progress:
        clock = SystemClock(should_stop)
        done = probe_list(listed.sites, to, settings, clock, fetch_settings(**network), progress, should_stop)
    if done:
        console.print(f"探测已完成，记录在 {escape(str(to))}。检查时加上 --probes {escape(str(to))}")
    else:
        errors.print("已停止；用同样的命令继续。停顿期间没有探测，将如实显示为空档。")
        raise SystemExit(130)
