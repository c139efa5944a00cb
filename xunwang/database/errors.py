"""What can go wrong with the database server. The messages are Chinese and say who should do what."""

from __future__ import annotations


class DatabaseError(Exception):
    """Root of the tree: shown to the person at the keyboard as it is."""


class DiskFullError(DatabaseError):
    """The disk that holds the data folder is full: the administrator makes room and starts again."""


class PrivilegeError(DatabaseError):
    """Started as root where root cannot give its privileges up: start as an ordinary user."""


class StartError(DatabaseError):
    """The server did not start for another reason; the message quotes its own last words."""


class VersionMismatchError(DatabaseError):
    """The data belong to another major version of PostgreSQL: ``xunwang database upgrade``."""


class ServerTooOldError(DatabaseError):
    """An office's own server is older than the console supports."""


class HalfwayError(DatabaseError):
    """The tables are between two of the steps that are one now: the version before takes them to its last one."""


class ProgrammeError(DatabaseError):
    """A program of PostgreSQL (pg_dump, psql …) failed; the message quotes it."""
