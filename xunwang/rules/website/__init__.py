"""Indicators for government websites."""
