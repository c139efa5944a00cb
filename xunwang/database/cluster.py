"""The embedded server: made, started, found and stopped."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from xunwang.database.connection import Connection
from xunwang.database.errors import DiskFullError, ProgrammeError, StartError, VersionMismatchError
from xunwang.database.programmes import MAJOR, NO_SPACE, call, disk_full_message, known_majors
from xunwang.database.remains import clear_remains, running_postmaster

OWNER = "xunwang"
LEAST_FREE = 64 * 1024 * 1024
"""Bytes below which the server is not started: one write-ahead segment has 16 MiB."""
_LONGEST_SOCKET = 100
_START_SECONDS = 300
_LOG_LIMIT = 10 * 1024 * 1024
_SETTINGS = """
# Written by Xunwang when the data folder was made.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 128MB
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
"""


class Cluster:
    """A data folder with its server, all below ``home``. ``durable=False`` is for tests only."""

    def __init__(self, home: Path, *, major: int = MAJOR, durable: bool = True) -> None:
        self.home = home.resolve()
        self.major = major
        self.durable = durable
        self.data = self.home / "database"
        self.log = self.home / "database.log"
        self.sockets = _socket_folder(self.home)

    def connection(self, name: str = "xunwang") -> Connection:
        """How to reach a database of this server."""
        return Connection(name=name, user=OWNER, host=str(self.sockets), embedded=True)

    def running(self) -> bool:
        """True when the server accepts connections."""
        found = running_postmaster(self.data)
        return found is not None and found.ready

    def start(self) -> None:
        """Make what is missing and start what does not run. Safe from several processes at once.

        Raises :class:`DiskFullError`, :class:`VersionMismatchError`, :class:`StartError`, PrivilegeError.
        """
        with self._alone():
            self._start()

    def stop(self) -> None:
        """Stop the server, if it runs; open connections are closed."""
        with self._alone():
            self._stop()

    @contextlib.contextmanager
    def held(self) -> Iterator[Connection]:
        """The running server, for as long as the block lasts; the last holder stops it.

        A holder that is killed lets go without a word, and the server runs on until the next one leaves.
        """
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        holders = os.open(self.home / "database.holders", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with self._alone():
                self._start()
                fcntl.flock(holders, fcntl.LOCK_SH)
            try:
                yield self.connection()
            finally:
                with self._alone():
                    fcntl.flock(holders, fcntl.LOCK_UN)
                    with contextlib.suppress(BlockingIOError):
                        fcntl.flock(holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
                        self._stop()
        finally:
            os.close(holders)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(self.home / "database.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _start(self) -> None:
        if self._wait_until_ready():
            return
        if shutil.disk_usage(self.home).free < LEAST_FREE:
            raise DiskFullError(disk_full_message(self.home))
        if not (self.data / "PG_VERSION").is_file():
            self._initialise()
        self._check_version()
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        if self.sockets.stat().st_uid != os.geteuid():
            raise StartError(f"文件夹“{self.sockets}”属于其他用户，不能用于数据库。请删除它后重试。")
        clear_remains(self.data, self.sockets / ".s.PGSQL.5432.lock")
        if self.log.is_file() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        self._run_server()
        self._ensure_database()

    def _wait_until_ready(self) -> bool:
        deadline = time.monotonic() + _START_SECONDS
        while (found := running_postmaster(self.data)) is not None:
            if found.ready:
                return True
            if time.monotonic() > deadline:
                raise StartError(f"数据库（进程{found.pid}）一直没有就绪。请查看“{self.log}”。")
            time.sleep(0.1)
        return False

    def _initialise(self) -> None:
        # Built beside and renamed: what was cut short is thrown away, never used.
        unfinished = self.home / "database.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        locale = ["--locale=C"] if self.major < 17 else ["--locale-provider=builtin", "--locale=C.UTF-8"]
        wanted = ["-D", str(unfinished), "-U", OWNER, "--auth=trust", "--encoding=UTF8", *locale]
        try:
            call("initdb", wanted if self.durable else [*wanted, "--no-sync"], major=self.major)
            with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as settings:
                settings.write(_SETTINGS)
            if self.data.is_dir():
                self.data.rmdir()
            unfinished.rename(self.data)
        except OSError as error:
            raise StartError(
                f"无法建立数据文件夹“{self.data}”：{error.strerror}。请检查权限和磁盘。"
            ) from error
        except (DiskFullError, ProgrammeError) as error:
            shutil.rmtree(unfinished, ignore_errors=True)
            if isinstance(error, DiskFullError):
                raise DiskFullError(disk_full_message(self.home)) from error
            raise StartError(f"无法建立数据库：{error}") from error

    def _check_version(self) -> None:
        found = int((self.data / "PG_VERSION").read_text(encoding="ascii").strip())
        if found == self.major:
            return
        remedy = (
            "请执行 ./run database upgrade 升级（先自动备份）。"
            if found in known_majors()
            else f"请用原来的程序版本执行 ./run database dump 导出，移走“{self.data}”，再用 database load 导入。"
        )
        raise VersionMismatchError(
            f"数据由PostgreSQL {found}写成，现有程序为PostgreSQL {self.major}。{remedy}"
        )

    def _run_server(self) -> None:
        options = f"-k '{self.sockets}'" + ("" if self.durable else " -F -c full_page_writes=off")
        mark = self.log.stat().st_size if self.log.is_file() else 0
        wanted = ["start", "-w", "-t", str(_START_SECONDS), "-D", str(self.data), "-l", str(self.log)]
        try:
            # pg_ctl's output must not be a pipe: the server inherits it and would keep it open.
            with open(os.devnull, "w") as nothing:  # noqa: PTH123
                call("pg_ctl", [*wanted, "-s", "-o", options], major=self.major, stdout=nothing.fileno())
        except (ProgrammeError, DiskFullError) as error:
            words = self._log_since(mark)
            if isinstance(error, DiskFullError) or NO_SPACE in words:
                raise DiskFullError(disk_full_message(self.home)) from error
            raise StartError(f"数据库没有启动：{words[-600:] or error}\n完整日志：{self.log}") from error

    def _log_since(self, mark: int) -> str:
        try:
            with self.log.open("rb") as log:
                log.seek(mark)
                return log.read(64 * 1024).decode("utf-8", "replace").strip()
        except OSError:
            return ""

    def _ensure_database(self) -> None:
        where = ["-h", str(self.sockets), "-U", OWNER]
        there = "SELECT 1 FROM pg_database WHERE datname = 'xunwang'"
        asked = call("psql", [*where, "-d", "postgres", "-XAtc", there], major=self.major)
        if asked.strip() != "1":
            call("createdb", [*where, "xunwang"], major=self.major)

    def _stop(self) -> None:
        if running_postmaster(self.data) is None:
            return
        try:
            call(
                "pg_ctl",
                ["stop", "-s", "-w", "-t", "60", "-m", "fast", "-D", str(self.data)],
                major=self.major,
            )
        except ProgrammeError as error:
            raise StartError(f"数据库没有停止：{error}") from error


def _socket_folder(home: Path) -> Path:
    """A folder whose socket's path fits into the 107 bytes that the system allows."""
    wanted = home / "sockets"
    if len(os.fsencode(wanted / ".s.PGSQL.5432")) <= _LONGEST_SOCKET:
        return wanted
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"xunwang-{os.geteuid()}-{name}"
