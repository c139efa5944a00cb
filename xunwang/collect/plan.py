"""Which accounts are to be collected, and by which ways; as one line of JSON an account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from xunwang.collect.interface import Source
from xunwang.posts.records import Way
from xunwang.rules.media.facts import Account, AccountKind, Peer
from xunwang.words import Level

Secrets = Mapping[str, str]
SecretsOf = Mapping[str, Secrets]
"""Credentials by key of the account; they live in the memory of the process that collects and nowhere else."""

_DAYS = ("filed_on", "opened_on", "closed_on")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One account and the ways to try, best first."""

    account: Account
    sources: tuple[Source, ...]


def with_secrets(source: Source, secrets: SecretsOf) -> Source:
    """The source with the credentials of its account."""
    found = secrets.get(source.account)
    return replace(source, secrets={**source.secrets, **found}) if found else source


def write_plan(file: BinaryIO, wanted: Iterable[Wanted]) -> int:
    """Write the accounts, without their secrets; how many they are.

    Raises ValueError for an account that is there twice, or that has one way twice.
    """
    count = 0
    keys: set[str] = set()
    for one in wanted:
        key = one.account.key
        if key in keys:
            raise ValueError(f"{key} is wanted twice")
        if len({source.way for source in one.sources}) < len(one.sources):
            raise ValueError(f"{key} has one way twice")
        keys.add(key)
        file.write(orjson.dumps(to_json(one)) + b"\n")
        count += 1
    return count


def read_plan(path: Path) -> Iterator[Wanted]:
    """The accounts of a plan, in order."""
    with path.open("rb") as file:
        for line in file:
            yield from_json(orjson.loads(line))


def to_json(one: Wanted) -> dict[str, Any]:
    """Plain values of an account; nothing of its secrets."""
    return {
        "account": account_to_json(one.account),
        "sources": [
            {"way": source.way, "address": source.address, "options": dict(source.options)}
            for source in one.sources
        ],
    }


def from_json(values: Mapping[str, Any]) -> Wanted:
    """The account of such values."""
    account = account_from_json(values["account"])
    return Wanted(
        account,
        tuple(
            Source(account.key, Way(source["way"]), source["address"], source["options"])
            for source in values["sources"]
        ),
    )


def account_to_json(account: Account) -> dict[str, Any]:
    """A row of the register as plain values, empty ones left out."""
    values = {name: value for name, value in asdict(account).items() if value not in (None, "", ())}
    for name in _DAYS:
        if name in values:
            values[name] = values[name].isoformat()
    if account.peers:
        values["peers"] = [list(peer) for peer in account.peers]
    return values


def account_from_json(values: Mapping[str, Any]) -> Account:
    """The row of such values."""
    values = dict(values)
    for name in _DAYS:
        if name in values:
            values[name] = date.fromisoformat(values[name])
    if "level" in values:
        values["level"] = Level(values["level"])
    if "kind" in values:
        values["kind"] = AccountKind(values["kind"])
    values["peers"] = tuple(Peer(*peer) for peer in values.get("peers", ()))
    return Account(**values)
