"""Who somebody is at the office's identity provider, as an administrator registered it."""

from __future__ import annotations

from django.db import transaction

from xunwang.access.models import OfficeName, User


def register_name(user: User, name: str) -> OfficeName | None:
    """Keep the name under which the provider knows the user; empty: none. Raises IntegrityError for another's."""
    with transaction.atomic():
        OfficeName.objects.filter(user=user).delete()
        return OfficeName.objects.create(user=user, name=name) if name else None


def user_named(name: str) -> User | None:
    """The user who was registered under the name, exactly as written."""
    found = OfficeName.objects.filter(name=name).select_related("user").first() if name else None
    return found.user if found is not None else None
