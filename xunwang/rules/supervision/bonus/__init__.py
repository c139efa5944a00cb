"""Bonus indicators (加分): one module each."""
