"""What our reader makes of other makers' WARC and ARC files, good and broken."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from xunwang.fetch.evidence import BadWarcError, read_warc

BROKEN = {
    "bad.arc": "长度“-1”不是非负整数",
    "example-bad-non-chunked.warc.gz": "未按记录分段压缩",
    "example-bad.warc.gz.bad": "未按记录分段压缩",
    "example-digest.warc": "内容与摘要不符",
    "example-trunc.warc": "内容与摘要不符",
    "example-wrong-chunks.warc.gz": "不完整",
}
"""Files that are broken on purpose, and the words that must name what is wrong."""


class Case(NamedTuple):
    """One file."""

    name: str
    records: int
    """Read before the end or the fault."""
    error: str

    @property
    def passed(self) -> bool:
        """A good file was read to its end, a broken one was refused for its real fault."""
        expected = BROKEN.get(self.name)
        return not self.error and self.records > 0 if expected is None else expected in self.error


def conformance(folder: Path) -> list[Case]:
    """Every file of the folder, in order of names."""
    return [_case(path) for path in sorted(folder.iterdir())]


def counts(folder: Path) -> dict[str, int]:
    """Figures for the documentation."""
    cases = conformance(folder)
    good = [case for case in cases if case.name not in BROKEN]
    return {
        "files": len(cases),
        "passed": sum(case.passed for case in cases),
        "good_read_fully": sum(case.passed for case in good),
        "broken_refused": sum(case.passed for case in cases if case.name in BROKEN),
        "records": sum(case.records for case in cases),
    }


def table(folder: Path) -> str:
    """The table of all files, as Markdown."""
    lines = ["| file | records | result |", "|---|---|---|"]
    for case in conformance(folder):
        lines.append(f"| {case.name} | {case.records} | {'ok' if not case.error else case.error} |")
    return "\n".join(lines)


def _case(path: Path) -> Case:
    records = 0
    try:
        for _ in read_warc(path):
            records += 1
    except BadWarcError as error:
        return Case(path.name, records, str(error))
    return Case(path.name, records, "")
