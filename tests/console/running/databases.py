"""Where the database of the test is, for other processes."""

from __future__ import annotations

from django.db import connections


def database_url() -> str:
    """As DATABASE_URL takes it."""
    settings = connections["default"].settings_dict
    host, user, password = settings["HOST"], settings["USER"], settings["PASSWORD"]
    owner = f"{user}:{password}" if password else user
    url = f"postgresql://{owner}@/{settings['NAME']}?host={host or '/var/run/postgresql'}"
    return f"{url}&port={settings['PORT']}" if settings["PORT"] else url
