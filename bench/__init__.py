"""Measurements, never asserted as absolute times."""
