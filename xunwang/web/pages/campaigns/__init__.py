"""Campaigns: plan, run, progress."""
