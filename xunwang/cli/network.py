"""Options that say how the network may be used, shared by the commands that use it."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any, TypeVar

import click

from xunwang.fetch.records import FetchSettings

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--contact", default="", help="联系方式（邮箱或电话），写入User-Agent，便于网站管理员联系。"),
    click.option("--rate", type=click.FloatRange(0.01, 1000), default=2.0, show_default=True,
                 help="每个主机每秒最多请求数。"),
    click.option("--connections", type=click.IntRange(1, 1024), default=64, show_default=True,
                 help="同时进行的请求总数。"),
    click.option("--allow-network", "allowed", multiple=True, metavar="网段",
                 help="允许访问的内网网段（如10.1.0.0/16），默认只访问公网地址。可重复。"),
    click.option("--ca-file", type=click.Path(exists=True, dir_okay=False), help="额外信任的证书文件。"),
)  # fmt: skip


def network_options(command: F) -> F:
    """Decorator: add the options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def fetch_settings(
    contact: str = "",
    rate: float = 2.0,
    connections: int = 64,
    allowed: tuple[str, ...] = (),
    ca_file: str | None = None,
) -> FetchSettings:
    """The client's settings from the options' values."""
    for network in allowed:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError as error:
            raise click.BadParameter(f"“{network}”不是有效网段，请写成10.1.0.0/16。") from error
    agent = f"XunwangInspector/0.1 (government website supervision; contact: {contact or 'not given'})"
    return FetchSettings(
        user_agent=agent,
        rate_per_host=rate,
        connections=connections,
        allowed_networks=allowed,
        ca_file=ca_file,
    )
