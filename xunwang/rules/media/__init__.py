"""Indicators of accounts of new media (政务新媒体), one file each: ``veto/`` M-V-*, ``duty/`` M-N-*."""
