"""Keys for programmes, and how the interface is used."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests.console.addresses import Arguments
from tests.console.province import Province
from xunwang.access.models import ApiToken
from xunwang.access.roles import Role
from xunwang.access.tokens import Wish, issue

PAGES = {"tokens": "APRSEU", "token_new": "APRSEU", "token_end": "APRSEU", "api_guide": "APRSEU"}
POST_ONLY = {"token_end"}
OPEN_TO_ALL = {"api_description"}


def arguments(province: Province) -> Arguments:
    """Something on the list of the administrator."""
    now = timezone.now()
    issue(province.user(Role.PROVINCE_ADMIN), Wish("对接", None, False, now + timedelta(days=9)), now)
    return {"token_end": [ApiToken.objects.latest("id").pk]}
