"""XLS files are read in a process of their own, with bounded memory and time.

A damaged or hostile one can make the reader ask for more memory than there is, which ends its process. Reading costs a
fifth of a second more; the format is 20 years old and seldom.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys

import orjson
from python_calamine import CalamineWorkbook

MARK = b"\xd0\xcf\x11\xe0"
"""Beginning of an OLE file, which XLS is."""
_MAX_MEMORY = 2 * 1024 * 1024 * 1024
_MAX_SECONDS = 60


class UnreadableWorkbookError(Exception):
    """The process did not come to a good end."""


def read_old_workbook(body: bytes) -> list[list[object]]:
    """Cells of the first sheet: text, numbers, and whatever else as text. Raises :class:`UnreadableWorkbookError`."""
    command = [sys.executable, "-m", __name__]
    try:
        done = subprocess.run(  # noqa: S603 - our own programme, without arguments from outside
            command, input=body, capture_output=True, timeout=_MAX_SECONDS * 2, check=True
        )
        rows: list[list[object]] = orjson.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        raise UnreadableWorkbookError from error
    return rows


def _main() -> None:
    body = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MAX_SECONDS, _MAX_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    plain = [[cell if isinstance(cell, str | float | int) else str(cell) for cell in row] for row in rows]
    sys.stdout.buffer.write(orjson.dumps(plain))


if __name__ == "__main__":
    _main()
