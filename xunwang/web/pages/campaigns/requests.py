"""What forms of campaigns post besides their fields."""

from __future__ import annotations

from django.http import HttpRequest


def posted_number(request: HttpRequest, name: str) -> int:
    """A whole number of the form; 0 for anything else, which is no key and no version."""
    text = str(request.POST.get(name, ""))
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
