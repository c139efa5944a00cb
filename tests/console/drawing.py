"""A process that draws a chart, then starts a worker as the server does, which draws one: each says so."""

from __future__ import annotations

import multiprocessing

from xunwang.cli.serve import fork_no_charts

_PATIENCE = 200


def draw(who: str) -> None:
    """Needs V8, which is loaded by the first chart."""
    from xunwang.notices.charts import problems_by_item

    assert problems_by_item([("站点无法访问", "存在问题", 1)], who).startswith("<svg")
    print(who, flush=True)


if __name__ == "__main__":
    draw("server")
    fork_no_charts()
    worker = multiprocessing.Process(target=draw, args=("worker",))
    worker.start()
    worker.join(_PATIENCE)
    worker.kill()
