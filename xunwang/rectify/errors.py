"""Errors of the orders. Officials read their words."""

from __future__ import annotations


class RectifyError(Exception):
    """It is not possible; the message says why and what to do."""


class StaleError(RectifyError):
    """Somebody else was faster: look at it again, then decide. Nothing was changed."""
