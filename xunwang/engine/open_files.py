"""How many files a process may have open: a run keeps three a site besides its connections."""

from __future__ import annotations

import resource

MOST = 65_536
"""Enough for a thousand sites side by side; some programs walk over all descriptors that they may have."""


def allow_many_files() -> int:
    """Raise the soft limit of open files to the hard one (at most ``MOST``); returns the limit in force.

    A limit that is higher already is left alone, and so is one that the system won't raise.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST if hard == resource.RLIM_INFINITY else min(hard, MOST)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (OSError, ValueError):
            return soft
        return wanted
    return soft
