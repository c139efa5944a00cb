"""PostgreSQL for the console: an embedded server under the home folder, or an office's own.

The embedded server comes with a wheel, listens on a Unix socket only and belongs to the user who runs
Xunwang. Commands hold it with :meth:`Cluster.held`; the last one to leave stops it. What was killed leaves
nothing behind that the next start could not clear.
"""

from xunwang.database.backup import BackupError, Manifest, back_up, restore, table_digests
from xunwang.database.cluster import Cluster
from xunwang.database.connection import (
    Connection,
    connection_from_environment,
    data_home,
    require_version,
    runs_folder,
)
from xunwang.database.errors import (
    DatabaseError,
    DiskFullError,
    HalfwayError,
    PrivilegeError,
    ProgrammeError,
    ServerTooOldError,
    StartError,
    VersionMismatchError,
)
from xunwang.database.transfer import dump, load, upgrade

__all__ = [
    "BackupError",
    "Cluster",
    "Connection",
    "DatabaseError",
    "DiskFullError",
    "HalfwayError",
    "Manifest",
    "PrivilegeError",
    "ProgrammeError",
    "ServerTooOldError",
    "StartError",
    "VersionMismatchError",
    "back_up",
    "connection_from_environment",
    "data_home",
    "dump",
    "load",
    "require_version",
    "restore",
    "runs_folder",
    "table_digests",
    "upgrade",
]
