"""Cases of the S-* indicators: see :mod:`xunwang.rules.cases`. The assessed year is 2020 unless a case says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from xunwang.rules.cases import Case, Defaults, build_record, read_cases_of
from xunwang.rules.supervision import facts as records
from xunwang.rules.supervision.facts import SupervisionFacts

DEFAULTS: Defaults = {
    SupervisionFacts: {"unit": "示例市人民政府", "year": 2020},
    records.Row: {"label": "登记的一行"},
    records.HigherCheck: {"what": "示例县人民政府网", "is_site": True, "misstatement": False},
    records.OrderedProblem: {"summary": "首页有错链"},
    records.Case: {"summary": "登记的事项", "day": "2020-06-01"},
    records.AnnualTable: {"title": "示例网站工作年度报表"},
}


def read_supervision_cases(path: Path) -> Iterator[Case[SupervisionFacts]]:
    """The cases of a file. Raises :class:`xunwang.rules.cases.CaseError`."""
    return read_cases_of(path, build_supervision_facts)


def build_supervision_facts(values: Mapping[str, Any], at: datetime) -> SupervisionFacts:
    """Facts from the few values that a case writes."""
    return build_record(SupervisionFacts, values, at, DEFAULTS)
