"""What is kept of an account's end by one way, as plain values and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass
from datetime import date, datetime
from typing import Any

from xunwang.collect.interface import Memory, Trouble
from xunwang.posts.records import Interaction, Package, Profile, ServiceHost, Shows, StorePage


@dataclass(frozen=True, slots=True)
class Read:
    """How an account by one way ended, and what was read of it besides posts."""

    trouble: Trouble | None
    message: str
    """In Chinese; empty without trouble."""
    retry_at: datetime | None
    """When trying again makes sense, as the platform says."""
    shown: frozenset[Shows]
    complete: bool
    reason: str
    since: datetime | None
    """The listing is without a gap from here on, what earlier collections saw included."""
    until: datetime
    """Time up to which the listing is known."""
    memory: Memory
    unchanged: bool
    carried: str
    """Name of the collection that what is not new was carried over from; else empty."""
    profile: Profile | None
    store: StorePage | None
    package: Package | None
    hosts: tuple[ServiceHost, ...] = ()
    """Service hosts of a mobile client that were tried over IPv6."""


def write_ending(read: Read) -> dict[str, Any]:
    """Plain values."""
    values: dict[str, Any] = {
        "trouble": read.trouble, "message": read.message, "retry_at": read.retry_at,
        "shown": sorted(read.shown), "complete": read.complete, "reason": read.reason, "since": read.since,
        "until": read.until, "memory": dict(read.memory), "unchanged": read.unchanged, "carried": read.carried,
    }  # fmt: skip
    for name in ("profile", "store", "package"):
        if (record := getattr(read, name)) is not None:
            values[name] = asdict(record)
    if read.hosts:
        values["hosts"] = [astuple(host) for host in read.hosts]
    if read.profile is not None and read.profile.functions is not None:
        values["profile"]["functions"] = sorted(read.profile.functions)
    return values


def read_ending(values: Mapping[str, Any]) -> Read:
    """The ending of such values."""
    return Read(
        trouble=None if values["trouble"] is None else Trouble(values["trouble"]),
        message=values["message"],
        retry_at=_moment(values["retry_at"]),
        shown=frozenset(Shows(one) for one in values["shown"]),
        complete=values["complete"],
        reason=values["reason"],
        since=_moment(values["since"]),
        until=datetime.fromisoformat(values["until"]),
        memory=values["memory"],
        unchanged=values["unchanged"],
        carried=values["carried"],
        profile=_profile(values.get("profile")),
        store=_store(values.get("store")),
        package=_package(values.get("package")),
        hosts=tuple(ServiceHost(*host) for host in values.get("hosts", ())),
    )


def _profile(values: dict[str, Any] | None) -> Profile | None:
    if values is None:
        return None
    functions = values["functions"]
    shown = None if functions is None else frozenset(Interaction(one) for one in functions)
    return Profile(**{**values, "functions": shown})


def _store(values: dict[str, Any] | None) -> StorePage | None:
    if values is None:
        return None
    updated = values["updated"]
    return StorePage(**{**values, "updated": None if updated is None else date.fromisoformat(updated)})


def _package(values: dict[str, Any] | None) -> Package | None:
    if values is None:
        return None
    until = _moment(values["signed_until"])
    lists = {name: tuple(values[name]) for name in ("permissions", "hosts")}
    return Package(**{**values, **lists, "signed_until": until})


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
