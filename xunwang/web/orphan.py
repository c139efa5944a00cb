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


def server_is_gone() -> bool:
    """True where the environment names a server that is not our parent: it died while we were starting."""
    server = os.environ.get(SERVER, "")
    return bool(server) and os.getppid() != int(server)


def _watch(server: int) -> None:
    while os.getppid() == server:
        time.sleep(_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os._exit(1)
