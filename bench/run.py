"""Runs all programs of the benchmark in turn and tells pages, time, processor time, memory and ratios."""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PEER_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
OURS_AT_MOST = 900.0
"""Seconds. Peers are cut off and judged by their rate; ours runs to its end, tables included."""
LINKCHECKER_FILE = (
    "[checking]\nthreads=16\nmaxrequestspersecond=10000\n[filtering]\ncheckextern=0\n[output]\nstatus=0\n"
)


def main() -> None:
    """Read the options, run, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--to", type=Path)
    options = parser.parse_args()
    small, large, bound, repeats = (3_000, 6_000, 12, 1) if options.quick else (3_000, 30_000, 60, 3)
    prepare_peers(quiet=options.json)
    programs = compare(small, bound, repeats, quiet=options.json)
    memory = growth(small, large, programs["xunwang"]["peak_mib"], quiet=options.json)
    result = {"pages": small, "programs": programs, "ratios": ratios(programs), "memory": memory}
    if options.to:
        options.to.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if options.json:
        print(json.dumps(result, indent=2, ensure_ascii=False))
    else:
        show(result)


def prepare_peers(*, quiet: bool) -> None:
    """An environment of their own for the peers, from their locked list."""
    lock = ROOT / "requirements" / "bench.lock"
    stamp = PEER_PYTHON.parents[1] / ".installed"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return
    if not quiet:
        print("正在安装用于比较的程序（.venv-bench）…", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", str(PEER_PYTHON.parents[1])], check=True)
    # The installer first: the one that came with Python stumbles over the list's extras.
    for wanted in (ROOT / "requirements" / "pip.lock", lock):
        subprocess.run(
            [str(PEER_PYTHON), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(wanted)],
            check=True,
        )
    stamp.write_bytes(lock.read_bytes())


def compare(pages: int, bound: float, repeats: int, *, quiet: bool) -> dict[str, dict[str, Any]]:
    """Every program on the same site; the run with the median rate of each is kept."""
    rows: dict[str, list[dict[str, Any]]] = {}
    with site(pages) as server, tempfile.TemporaryDirectory() as folder:
        for _ in range(repeats):
            for name, command in commands(server["url"], pages, Path(folder)).items():
                row = measure(command, server, OURS_AT_MOST if name == "xunwang" else bound, folder)
                rows.setdefault(name, []).append(row)
                if not quiet:
                    print(f"  {name}: {row['pages']} 页, {row['wall_s']} s", file=sys.stderr)
    return {
        name: sorted(runs, key=lambda row: row["pages_per_s"])[len(runs) // 2] for name, runs in rows.items()
    }


def commands(url: str, pages: int, folder: Path) -> dict[str, list[str]]:
    """Command line of each program; those that are not installed are left out."""
    configuration = folder / "linkcheckerrc"
    configuration.write_text(LINKCHECKER_FILE)
    found = {
        "xunwang": [sys.executable, str(HERE / "peers" / "xunwang_site.py"), url, str(pages)],
        "scrapy": [str(PEER_PYTHON), str(HERE / "peers" / "scrapy_spider.py"), url],
        "linkchecker": [
            str(PEER_PYTHON.with_name("linkchecker")), "--no-robots", "-f", str(configuration), url,
        ],
    }  # fmt: skip
    if wget := shutil.which("wget"):
        found["wget"] = [wget, "-q", "--spider", "-r", "-l", "inf", "-e", "robots=off", url]
    return found


@contextmanager
def site(pages: int) -> Iterator[dict[str, Any]]:
    """The served site, on the last processor."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / "site_server.py"), str(pages)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        os.sched_setaffinity(process.pid, {max(os.sched_getaffinity(0))})
        yield {**said, "url": f"http://127.0.0.1:{said['port']}{said['home']}"}
    finally:
        process.terminate()
        process.wait()


def measure(command: list[str], server: dict[str, Any], bound: float, folder: str) -> dict[str, Any]:
    """Run one program on the first processor until it ends or its bound."""
    sent(server)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}),
    )
    peak, cut = watch(process, start + bound)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    pages = sent(server)
    return {
        "pages": pages,
        "wall_s": round(wall, 2),
        "cpu_s": round(cpu, 2),
        "peak_mib": round(peak, 1),
        "pages_per_s": round(pages / wall, 1),
        "cpu_ms_per_page": round(1000 * cpu / pages, 3) if pages else None,
        "cut_off": cut,
    }


def watch(process: subprocess.Popen[bytes], until: float) -> tuple[float, bool]:
    """Peak resident size in MiB, and whether the bound ended it."""
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, resident(process.pid))
        if time.perf_counter() > until:
            process.kill()
            process.wait()
            return peak, True
        time.sleep(0.02)
    return peak, False


def resident(pid: int) -> float:
    """Resident size of a process in MiB; 0 when it has gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def sent(server: dict[str, Any]) -> int:
    """Distinct pages that the server has sent since the last asking."""
    with urlopen(f"http://127.0.0.1:{server['port']}/__sent", timeout=60) as answer:
        return int(answer.read())


def growth(small: int, large: int, small_peak: float, *, quiet: bool) -> dict[str, Any]:
    """Peak memory on a much larger site against that on the small one."""
    with site(large) as server, tempfile.TemporaryDirectory() as folder:
        command = commands(server["url"], large, Path(folder))["xunwang"]
        row = measure(command, server, OURS_AT_MOST, folder)
    if not quiet:
        print(f"  xunwang, {large}: {row['pages']} 页, {row['peak_mib']} MiB", file=sys.stderr)
    return {
        "small_pages": small,
        "small_peak_mib": small_peak,
        "large_pages": row["pages"],
        "large_peak_mib": row["peak_mib"],
        "large_cpu_ms_per_page": row["cpu_ms_per_page"],
        "ratio": round(row["peak_mib"] / small_peak, 3),
    }


def ratios(programs: dict[str, dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Our pages a second, and pages a processor second, over each peer's."""
    ours = programs["xunwang"]
    return {
        name: {
            "pages_per_s": round(ours["pages_per_s"] / row["pages_per_s"], 2),
            "pages_per_cpu_s": round(row["cpu_ms_per_page"] / ours["cpu_ms_per_page"], 2),
        }
        for name, row in programs.items()
        if name != "xunwang" and row["pages"]
    }


def show(result: dict[str, Any]) -> None:
    """The result as tables."""
    head = (
        "程序",
        "页数",
        "用时 s",
        "CPU s",
        "峰值 MiB",
        "页/秒",
        "CPU 毫秒/页",
        "我们是其几倍（页/秒，页/CPU秒）",
    )
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for name, row in result["programs"].items():
        ratio = result["ratios"].get(name)
        times = f"{ratio['pages_per_s']}×，{ratio['pages_per_cpu_s']}×" if ratio else "—"
        cut = "（到时截止）" if row["cut_off"] else ""
        cells = (name, f"{row['pages']}{cut}", row["wall_s"], row["cpu_s"], row["peak_mib"], row["pages_per_s"],
                 row["cpu_ms_per_page"], times)  # fmt: skip
        print("| " + " | ".join(map(str, cells)) + " |")
    memory = result["memory"]
    print(
        f"\n内存：{memory['small_pages']} 页峰值 {memory['small_peak_mib']} MiB，"
        f"{memory['large_pages']} 页峰值 {memory['large_peak_mib']} MiB，比值 {memory['ratio']}"
    )


if __name__ == "__main__":
    main()
