"""Deduct indicators (扣分): one module each."""
