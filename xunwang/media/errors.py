"""What the services of the new media refuse."""

from __future__ import annotations

from xunwang.inspection.errors import StaleError

__all__ = ["MediaError", "StaleError"]


class MediaError(Exception):
    """Something can't be done; the message is in Chinese and says what to do."""
