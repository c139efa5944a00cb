"""A worker whose server was killed must not go on serving beside the next one."""

from __future__ import annotations

import os
import signal
import threading
import time

SERVER = "XUNWANG_SERVER_PID"
_EVERY = 0.5
_GRACE = 10.0


def leave_with_server() -> None:
    """Watch the server that the environment names; when it is gone, finish and leave. Returns at once."""
    server = os.environ.get(SERVER, "")
    if server and os.getppid() == int(server):
        threading.Thread(target=_watch, args=(int(server),), daemon=True, name="orphan").start()


def _watch(server: int) -> None:
    while os.getppid() == server:
        time.sleep(_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os._exit(1)
