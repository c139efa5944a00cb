"""Processes of their own over the database of the test, to be killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.console.running.databases import database_url

ROOT = Path(__file__).parents[3]


def started(module: str, *arguments: str) -> subprocess.Popen[str]:
    """``python -m`` this module with these arguments; what it says is read line by line."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT, env={**os.environ, "DATABASE_URL": database_url()}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
