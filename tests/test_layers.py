"""Modules import from their own layer or from below, and the pure layers know no clock and no Django."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

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


def against_the_layers(path: Path) -> Iterator[str]:
    own = room(path)
    if own == "__init__":
        return
    if own != "simulate" and own not in LAYERS:
        yield f"{own} has no layer: add it to docs/architecture.md and to LAYERS"
        return
    for other in imported_rooms(path):
        if own == "simulate":
            if other not in SIMULATE_MAY_IMPORT:
                yield f"the simulated province imports {other}"
        elif other == "simulate":
            if own != "cli":
                yield "only the commands may know the simulated province"
        elif LAYERS[other] > LAYERS[own]:
            yield f"{own} imports upwards from {other}"


def test_imports_go_downwards_only() -> None:
    assert len(MODULES) > 500
    wrong = [f"{path.relative_to(PACKAGE)}: {told}" for path in MODULES for told in against_the_layers(path)]
    assert not wrong, "\n".join(wrong)


def against_purity(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and (node.value.id, node.attr) in CLOCK_CALLS
        ):
            yield f"line {node.lineno}: take now as an argument"
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] + [getattr(node, "module", None) or ""]
            if any(name.split(".")[0] == "django" for name in names):
                yield f"line {node.lineno}: imports Django"


def test_pure_layers_take_their_time_from_outside_and_know_no_django() -> None:
    pure = [path for path in MODULES if LAYERS.get(room(path), 9) <= 3]
    assert len(pure) > 200
    wrong = [f"{path.relative_to(PACKAGE)}: {told}" for path in pure for told in against_purity(path)]
    assert not wrong, "\n".join(wrong)
