"""Runs a program of ours and kills it in the middle of its work."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def run_and_kill(program: str, *arguments: str, lines: int) -> list[str]:
    """Start the program, read so many lines of its output, send SIGKILL; all whole lines it managed to write."""
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert process.stdout is not None
    written = []
    for line in process.stdout:
        if line.endswith("\n"):
            written.append(line.strip())
        if len(written) == lines:
            process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL, "the program ended by itself"
    return written
