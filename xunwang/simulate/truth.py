"""What an inspection has to find."""

from __future__ import annotations

from typing import Any

from xunwang.simulate.plan import Settings, plan


def truth(settings: Settings) -> dict[str, Any]:
    """Truth of a province."""
    return {
        "seed": settings.seed,
        "check_point": settings.check_point.isoformat(),
        "sites": {s.home_url: {} for s in plan(settings)},
    }
