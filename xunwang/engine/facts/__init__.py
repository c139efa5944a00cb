"""Facts of a site, built from a run's archive: the argument of every indicator."""

from xunwang.engine.facts.build import site_facts

__all__ = ["site_facts"]
