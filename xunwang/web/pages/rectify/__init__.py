"""Rectification orders."""
