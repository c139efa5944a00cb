"""Databases that an earlier version left in the middle of steps which are one step now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from xunwang.database import HalfwayError


def refuse_halfway(alias: str = "default") -> None:
    """Raise HalfwayError where the tables of an app have been through a part of the old steps only.

    Django knows no way on from there: it would stop with a message for programmers, or leave the app as it is.
    """
    done = MigrationRecorder(connections[alias]).applied_migrations()
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    known = loader.disk_migrations
    halfway = sorted(
        str(apps.get_app_config(app).verbose_name)
        for (app, _), step in known.items()
        if (missing := [old for old in step.replaces if old not in done])
        and len(missing) < len(step.replaces)
        and any(old not in known for old in missing)
    )
    if halfway:
        raise HalfwayError(
            f"数据库的表（{'、'.join(halfway)}）停在更早的程序版本，本版本不能直接更新：请先用上一版本的程序启动一次"
            "（./run serve），再用本版本打开；数据未作任何改动。"
        )


@register(Tags.database)
def check_halfway(
    app_configs: Any, *, databases: Iterable[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Say the same to who runs Django's own ``migrate``."""
    try:
        for alias in databases or ():
            refuse_halfway(alias)
    except HalfwayError as error:
        return [Error(str(error), id="xunwang.E001")]
    return []
