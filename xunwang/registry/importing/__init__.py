"""Import of the register from the tables that offices export: plan, look, apply.

A plan changes nothing; it says row by row what would happen. Applying the same file twice changes nothing
the second time.
"""

from xunwang.registry.importing.apply import Applied, apply
from xunwang.registry.importing.columns import ACCOUNTS, SITES, TABLES, UNITS, Table
from xunwang.registry.importing.plan import Plan, PlannedRow, Verdict, plan

__all__ = [
    "ACCOUNTS",
    "SITES",
    "TABLES",
    "UNITS",
    "Applied",
    "Plan",
    "PlannedRow",
    "Table",
    "Verdict",
    "apply",
    "plan",
]
