"""Filters that all templates have."""

from __future__ import annotations

from django import template

from xunwang.access.models import Assignment, User
from xunwang.access.permissions import assignments_of
from xunwang.notices.notice.annexes import link_of

register = template.Library()


@register.filter
def web_address(text: str) -> str:
    """The text if it is an address that a browser may follow, else nothing."""
    return link_of(text)


@register.filter
def roles(user: User) -> tuple[Assignment, ...]:
    """What the user was given."""
    return assignments_of(user)
