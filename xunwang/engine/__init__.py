"""Runs an inspection: settings, crawl of a site, archive of a run, facts, judgement."""
