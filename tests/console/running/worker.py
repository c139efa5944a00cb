"""A worker in a process of its own, to be killed: ``python -m tests.console.running.worker EQUIPMENT``.

Its clock is that of the simulated sites and does not wait: what is due next is due at once.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def jump_along(equipment: object) -> None:
    """Whenever everything waits, jump to what comes first."""
    from xunwang.background.queue import enqueue, unfinished_arguments
    from xunwang.background.words import TaskName
    from xunwang.inspection.models import Run
    from xunwang.inspection.running.words import RunStatus

    clock = equipment.clock  # type: ignore[attr-defined]
    while True:
        time.sleep(0.1)
        if unfinished_arguments(TaskName.WORK, "run") or unfinished_arguments(TaskName.PROBE, "run"):
            continue
        moments = [
            at
            for pair in Run.objects.filter(status=RunStatus.ACTIVE).values_list("next_at", "probe_at")
            for at in pair
            if at is not None
        ]
        if moments:
            clock.sleep_until(min(moments))
            enqueue(TaskName.LOOK, alone=TaskName.LOOK.value, once=TaskName.LOOK.value)


def main(text: str) -> None:
    """Run until killed or told to leave."""
    import django

    django.setup()
    from tests.engine.served import clock
    from xunwang.engine.settings import CrawlSettings
    from xunwang.fetch.records import FetchSettings
    from xunwang.inspection.running.equipment import Equipment
    from xunwang.jobs.worker import Rhythm, run_worker

    told = json.loads(text)
    fetch = {**told["fetch"], "gateway": tuple(told["fetch"]["gateway"])}
    fetch["allowed_networks"] = tuple(fetch["allowed_networks"])
    equipment = Equipment(
        clock(), Path(told["runs"]), FetchSettings(**fetch), CrawlSettings(**told.get("crawl", {}))
    )
    threading.Thread(target=jump_along, args=(equipment,), daemon=True).start()
    print("ready", flush=True)
    run_worker(equipment, Rhythm(beat=0.5, silent=4.0, poll=0.5))


if __name__ == "__main__":
    main(sys.argv[1])
