"""Modules import from their own layer or from below, and the pure layers know no clock and no Django."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "xunwang"

LAYERS = {
    "words": 0, "clock": 0, "calendar": 0, "text": 0,
    "pages": 1, "fetch": 1, "posts": 1,
    "rules": 2, "scoring": 2,
    "engine": 3, "collect": 3,
    "database": 4, "background": 4, "holidays": 4, "access": 4, "audit": 4, "registry": 4, "inspection": 4, "rectify": 4,
    "supervision": 4, "media": 4,
    "notices": 5,
    "web": 6, "api": 6,
    "cli": 7, "jobs": 7,
}  # fmt: skip
SIMULATE_MAY_IMPORT = {"words", "clock", "calendar", "text", "pages", "posts", "fetch", "simulate"}
CLOCK_CALLS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    """Top-level name below ``xunwang`` that the file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "xunwang" and len(parts) > 1 and parts[1] in {*LAYERS, "simulate"}:
                rooms.add(parts[1])
    return rooms


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_downwards_only(path: Path) -> None:
    own = room(path)
    if own == "__init__":
        return
    if own == "simulate":
        assert imported_rooms(path) <= SIMULATE_MAY_IMPORT
        return
    assert own in LAYERS, f"{own} has no layer: add it to docs/architecture.md and to LAYERS"
    for other in imported_rooms(path):
        assert other != "simulate" or own == "cli", "only the commands may know the simulated province"
        assert other == "simulate" or LAYERS[other] <= LAYERS[own], f"{own} imports upwards from {other}"


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if LAYERS.get(room(path), 9) <= 3],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_pure_layers_take_their_time_from_outside(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) not in CLOCK_CALLS, (
                f"line {node.lineno}: take now as an argument"
            )
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            assert not any(name.split(".")[0] == "django" for name in names)
