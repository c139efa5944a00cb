"""Commands: they only call what is below."""

from xunwang.cli.main import main

__all__ = ["main"]
