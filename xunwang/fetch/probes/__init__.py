"""Availability: spaced probes of home pages, their log, and the logs of others."""

from xunwang.fetch.probes.import_csv import Import, RowError, import_csv
from xunwang.fetch.probes.log import (
    DayCount,
    Gap,
    ProbeCoverage,
    ProbeLog,
    ProbeLogBusyError,
    coverage,
    damaged_lines,
    merge_logs,
    read_log,
)
from xunwang.fetch.probes.probe import Plan, Prober, ProbeSettings, Round, Vantage, read_plan, record_of
from xunwang.fetch.probes.records import ProbeRecord

__all__ = [
    "DayCount",
    "Gap",
    "Import",
    "Plan",
    "ProbeCoverage",
    "ProbeLog",
    "ProbeLogBusyError",
    "ProbeRecord",
    "ProbeSettings",
    "Prober",
    "Round",
    "RowError",
    "Vantage",
    "coverage",
    "damaged_lines",
    "import_csv",
    "merge_logs",
    "read_log",
    "read_plan",
    "record_of",
]
