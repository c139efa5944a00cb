"""The list of the province's sites, as an office would hand it in."""

from __future__ import annotations

import csv
from pathlib import Path

from xunwang.simulate.spec import SiteSpec

COLUMNS = (
    "name", "home_url", "kind", "level", "unit", "region", "region_code", "site_code", "has_services",
    "intervals",
)  # fmt: skip


def site_rows(specs: list[SiteSpec]) -> list[dict[str, str]]:
    """One row a site; ``intervals`` is ``column=days`` joined by semicolons."""
    return [
        {
            "name": spec.name,
            "home_url": spec.home_url,
            "kind": spec.kind.value,
            "level": spec.level.value,
            "unit": spec.unit,
            "region": spec.city.full,
            "region_code": spec.place.code,
            "site_code": spec.site_code,
            "has_services": "true" if spec.has_services else "false",
            "intervals": ";".join(f"{name}={days}" for name, days in spec.intervals.items()),
        }
        for spec in specs
    ]


def write_list(specs: list[SiteSpec], path: Path) -> None:
    """Write the list as CSV, UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(site_rows(specs))
