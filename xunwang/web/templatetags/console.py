"""Filters that all templates have."""

from __future__ import annotations

from django import template

from xunwang.access.models import Assignment, User
from xunwang.access.permissions import assignments_of

register = template.Library()


@register.filter
def roles(user: User) -> tuple[Assignment, ...]:
    """What the user was given."""
    return assignments_of(user)
