"""Veto indicators of accounts, one file each."""
