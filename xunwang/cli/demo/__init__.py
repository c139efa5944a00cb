"""``xunwang demo``: the round of 2020 over the simulated province, from the register to the results."""

from xunwang.cli.demo.command import demo

__all__ = ["demo"]
