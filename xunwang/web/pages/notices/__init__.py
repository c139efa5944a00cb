"""Drafting, signing and publishing notices."""
