"""What must hold of every row of the register, each rule with its number in the guidelines.

A rule that is broken blocks the entry, or only warns; with an approved exception (``exemption``, the
number and date of the approval) what blocks becomes a warning and stays visible.
"""

from xunwang.registry.rules.account import account_problems
from xunwang.registry.rules.coverage import coverage_problems
from xunwang.registry.rules.merging import Figures, bounds
from xunwang.registry.rules.problem import Act, Problem
from xunwang.registry.rules.site import site_problems
from xunwang.registry.rules.standing import Standing
from xunwang.registry.rules.unit import unit_problems

__all__ = [
    "Act",
    "Figures",
    "Problem",
    "Standing",
    "account_problems",
    "bounds",
    "coverage_problems",
    "site_problems",
    "unit_problems",
]
