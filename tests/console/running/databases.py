"""Where the database of the test is, for other processes."""

from __future__ import annotations

from django.db import connections

_PARTS = ("NAME", "USER", "PASSWORD", "HOST", "PORT")


def database_place() -> dict[str, str]:
    """As :func:`work_on` takes it."""
    settings = connections["default"].settings_dict
    return {part: settings[part] for part in _PARTS}


def work_on(place: dict[str, str]) -> None:
    """Make this database that of the process."""
    connections["default"].settings_dict.update(place)


def database_url() -> str:
    """As DATABASE_URL takes it."""
    name, user, password, host, port = database_place().values()
    owner = f"{user}:{password}" if password else user
    url = f"postgresql://{owner}@/{name}?host={host or '/var/run/postgresql'}"
    return f"{url}&port={port}" if port else url
