"""Personal data as those see it who need not know all of it."""

from __future__ import annotations


def masked_phone(phone: str) -> str:
    """The last four digits stay: enough to tell two numbers apart."""
    return f"{'*' * max(0, len(phone) - 4)}{phone[-4:]}" if len(phone) > 4 else "*" * len(phone)


def masked_email(address: str) -> str:
    """The first letter and the domain stay."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}***{at}{domain}" if address else ""
