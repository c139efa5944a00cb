"""``xunwang serve``: the console."""

from __future__ import annotations

import multiprocessing
import os
import socket
import time
from contextlib import nullcontext
from pathlib import Path

import click
from rich.panel import Panel

from xunwang.cli.console import cluster, console_ready
from xunwang.cli.screen import console, errors, fail, speaks_plainly
from xunwang.cli.supervised import worker_beside
from xunwang.database import DatabaseError, connection_from_environment
from xunwang.web.orphan import SERVER
from xunwang.web.safety import is_loopback, problems_of_office

_LEAVE_WITHIN = 20
"""Seconds for requests under way when the server is stopped. A worker that was asked while it was still starting
may have missed it, and is killed then."""


@click.command(help="启动工作台。单位使用前请按docs/operations.md设置环境变量；--loopback仅供本机试用。")
@click.option("--loopback", is_flag=True, help="仅本机试用：http、不要求双因素认证、只监听127.0.0.1。")
@click.option("--address", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8020,
    show_default=True,
    help="监听端口；0为任选一个空闲的。",
)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="服务进程数。")
@click.option("--no-worker", is_flag=True, help="不带后台作业进程（另用worker命令运行时）。")
@speaks_plainly(DatabaseError)
def serve(loopback: bool, address: str, port: int, workers: int, no_worker: bool = False) -> None:
    """Serve the console until interrupted."""
    if loopback:
        if not is_loopback(address):
            fail("--loopback只能监听本机地址。请去掉--address。")
        os.environ["XUNWANG_LOOPBACK_TRIAL"] = "1"
    elif os.environ.get("XUNWANG_LOOPBACK_TRIAL"):
        fail("请不要自行设置XUNWANG_LOOPBACK_TRIAL；试用请加--loopback。")
    else:
        _refuse_unsafe(address)
    _refuse_taken_port(address, port)
    port = port or _free_port(address)
    with console_ready():
        _welcome(loopback, address, port)
        with nullcontext() if no_worker else worker_beside():
            _run(address, port, workers, loopback)


def start_servers_afresh() -> None:
    """For a process that has drawn charts.

    A server forked from it would lack the thread that draws, and wait for it for ever at the first page with a chart,
    and with it all that comes to that server.
    """
    multiprocessing.set_start_method("spawn", force=True)


def _refuse_taken_port(address: str, port: int) -> None:
    """Workers share a port, so that a second server would not notice the first. Orphans get time to leave."""
    deadline = time.monotonic() + 5
    while port:
        with _socket_for(address) as probe:
            probe.settimeout(1)
            if probe.connect_ex((address, port)):
                return
        if time.monotonic() > deadline:
            fail(f"端口{port}已有程序在使用。请先停止它，或用--port换一个端口。")
        time.sleep(0.2)


def _free_port(address: str) -> int:
    """A port that nobody uses. Given 0, each of the workers would listen on another."""
    with _socket_for(address) as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])


def _socket_for(address: str) -> socket.socket:
    return socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)


def _refuse_unsafe(address: str) -> None:
    connection = connection_from_environment() or cluster().connection()
    problems = problems_of_office(os.environ, connection, address)
    if problems:
        for problem in problems:
            errors.print(f"[red]×[/red] {problem}", soft_wrap=True)
        fail(f"设置有{len(problems)}处不安全，未启动。只在本机试用请加--loopback。")


def _welcome(loopback: bool, address: str, port: int) -> None:
    from xunwang.web.first_start import first_administrator, prepare_static_files

    prepare_static_files()
    password = first_administrator()
    host = f"[{address}]" if ":" in address else address
    where = f"http://{host}:{port}/" if loopback else os.environ["XUNWANG_ORIGIN"]
    if password:
        console.print(
            Panel(
                f"用户名：admin\n密　码：{password}\n\n密码只显示这一次，请记下，登录后尽快修改。",
                title="首次启动：省级管理员",
                expand=False,
            )
        )
    console.print(f"工作台：{where}（按Ctrl-C停止）", soft_wrap=True)


def _run(address: str, port: int, workers: int, loopback: bool) -> None:
    from django.db import connections
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    connections.close_all()  # the workers open their own
    os.environ[SERVER] = str(os.getpid())
    certificate = None if loopback else os.environ.get("XUNWANG_TLS_CERT")
    key = None if loopback else os.environ.get("XUNWANG_TLS_KEY")
    Server(
        "xunwang.web.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        ssl_cert=Path(certificate) if certificate else None,
        ssl_key=Path(key) if key else None,
        log_level=LogLevels.warning,
        workers_kill_timeout=_LEAVE_WITHIN,
    ).serve()
