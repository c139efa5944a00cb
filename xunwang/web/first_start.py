"""What a server does before it serves: tables, static files, and the first administrator."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from xunwang.access.models import Assignment, User
from xunwang.access.roles import Role
from xunwang.audit.acting import acting
from xunwang.database.locks import Lock
from xunwang.web.halfway import refuse_halfway

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike."""
_NOT_USED = ("ext", "htmx.[!m]*", "*.gz")
"""What htmx brings besides the one file that pages load: to compress it would take seconds of every start."""


def prepare_tables() -> None:
    """Bring the tables up to date. Servers that start at once do it one after the other.

    Raises HalfwayError for tables that only the version before can bring there.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [Lock.MIGRATION])
    try:
        refuse_halfway()
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [Lock.MIGRATION])


def prepare_static_files() -> None:
    """Collect style sheets and pictures into the home folder, under names that change with their content."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=[*_NOT_USED])


def first_administrator() -> str | None:
    """Make the user ``admin`` where there is no user yet; gives its password, which is stored nowhere."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE access_user IN SHARE ROW EXCLUSIVE MODE")
        if User.objects.exists():
            return None
        password = new_password()
        with acting(None, "cli"):
            user = User.objects.create_user("admin", password, name="省级管理员")
            Assignment.objects.create(user=user, role=Role.PROVINCE_ADMIN, unit=None)
    return password


def new_password() -> str:
    """Four groups of five letters: about 99 bits, and fit to be read from paper."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4))
