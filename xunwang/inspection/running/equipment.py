"""What runs work with: the clock, the folder of the archives, the network. Given from outside, never looked up.

An office's worker takes it from the environment; a test or the demonstration gives the services its own.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xunwang.clock import Clock
from xunwang.collect.settings import Budget
from xunwang.database import runs_folder
from xunwang.engine.settings import CrawlSettings
from xunwang.fetch.records import FetchSettings


class EquipmentError(Exception):
    """A setting of the environment can't be used; the message says in Chinese which and why."""


@dataclass(frozen=True, slots=True)
class Equipment:
    """Everything outside the database that a run needs."""

    clock: Clock
    runs: Path
    """Folder of the archives, one folder a run."""
    fetch: FetchSettings
    platforms: FetchSettings | None = None
    """Network for the platforms of new media; None: the same."""
    budget: Budget = field(default_factory=Budget)
    """Bounds of one account by one way, in a collection."""
    crawl: CrawlSettings = field(default_factory=CrawlSettings)
    """What a run's own settings do not say."""
    contact: str = ""
    word_lists: str | None = None
    processes: int = 1


def equipment_of_office(environ: Mapping[str, str], clock: Clock) -> Equipment:
    """As the environment says; docs/operations.md lists the variables. Raises EquipmentError."""
    networks = tuple(
        part for part in environ.get("XUNWANG_ALLOWED_NETWORKS", "").replace(" ", "").split(",") if part
    )
    for network in networks:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError as error:
            raise EquipmentError(
                f"XUNWANG_ALLOWED_NETWORKS中的“{network}”不是有效网段，请写成10.1.0.0/16。"
            ) from error
    processes = environ.get("XUNWANG_CRAWL_PROCESSES", "1") or "1"
    if not processes.isdecimal() or not 1 <= int(processes) <= 64:
        raise EquipmentError("XUNWANG_CRAWL_PROCESSES应为1至64的数字。")
    for name in ("XUNWANG_CA_FILE", "XUNWANG_WORDS"):
        if environ.get(name) and not Path(environ[name]).exists():
            raise EquipmentError(f"{name}所指的“{environ[name]}”不存在。")
    contact = environ.get("XUNWANG_CONTACT", "")
    agent = f"XunwangInspector/0.1 (government website supervision; contact: {contact or 'not given'})"
    return Equipment(
        clock=clock,
        runs=runs_folder(environ),
        fetch=FetchSettings(
            user_agent=agent, allowed_networks=networks, ca_file=environ.get("XUNWANG_CA_FILE") or None
        ),
        contact=contact,
        word_lists=environ.get("XUNWANG_WORDS") or None,
        processes=int(processes),
    )
