"""Every dependency is locked by hash, from no named host, and under a licence that an office may use."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
REFUSED = re.compile(r"\bAGPL|Affero|(?<!L)GPL(?!.*exception)|SSPL|Commons Clause|BUSL", re.IGNORECASE)
"""Licences that would reach into what an office adds, or forbid its use."""


def pinned(lock: Path) -> dict[str, str]:
    return dict(
        re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ \\]+)", lock.read_text("utf-8"), re.MULTILINE)
    )


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_has_hashes_for_everything_and_no_address(lock: Path) -> None:
    text = lock.read_text("utf-8")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert all("--hash=sha256:" in block for block in blocks), "a package without a hash"
    assert "://" not in text


def test_what_is_tested_is_what_runs() -> None:
    tested = pinned(ROOT / "requirements/test.lock")
    running = pinned(ROOT / "requirements/run.lock")
    assert {name: tested.get(name) for name in running} == running


def test_front_end_packages_are_locked_by_hash_without_addresses() -> None:
    lock = json.loads((ROOT / "tools/frontend/package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert all(entry["integrity"].startswith("sha512-") for entry in packages.values())
    assert all("resolved" not in entry for entry in packages.values())


def licence_of(name: str) -> str:
    told: Any = metadata(name)  # the type knows no get(), and what [] does with a missing name varies
    classifiers = [line for line in told.get_all("Classifier") or () if line.startswith("License")]
    return told.get("License-Expression") or "; ".join(classifiers) or (told.get("License") or "")[:60]


def test_the_licences_of_what_runs_leave_an_office_free() -> None:
    licences: dict[str, str] = {}
    for name in pinned(ROOT / "requirements/run.lock"):
        try:
            licences[name] = licence_of(name)
        except PackageNotFoundError:
            continue  # of another platform
    assert len(licences) > 50
    refused = {
        name: licence
        for name, licence in licences.items()
        if all(REFUSED.search(choice) for choice in licence.split(" OR "))
    }
    assert not refused
