"""Collects posts and profiles of accounts by every lawful way, one collector a file; archive of a collection."""
