"""Commands: they only call what is below. Entry point: ``xunwang.cli.main``."""
