"""Notices, and what strangers read of them."""

from __future__ import annotations

from tests.console.addresses import Arguments
from tests.console.notices.bare import published
from tests.console.province import Province

PAGES = {
    "notices": "APU", "notice": "APU", "notice_check": "APU", "notice_version": "APU", "notice_file": "APU",
    "notice_new": "AP", "notice_edit": "AP", "notice_preview": "AP", "notice_restore": "AP",
    "notice_sign": "A", "notice_publish": "AP", "notice_withdraw": "AP",
}  # fmt: skip
POST_ONLY = {"notice_preview", "notice_restore", "notice_sign", "notice_publish", "notice_withdraw"}
PUBLIC = {
    "public_notices", "public_feed", "public_schema", "public_notice", "public_notice_then", "public_file",
    "public_data",
}  # fmt: skip
OPEN_TO_ALL = PUBLIC


def arguments(province: Province) -> Arguments:
    """A published notice."""
    notice = published(province)
    one = [notice.pk]
    return {
        "notice": one, "notice_check": one, "notice_edit": one, "notice_preview": one, "notice_sign": one,
        "notice_publish": one, "notice_withdraw": one, "notice_version": [notice.pk, 1],
        "notice_restore": [notice.pk, 1], "notice_file": [notice.pk, 1, "docx"],
        "notice_new": [notice.campaign_id], "public_notice": one, "public_notice_then": [notice.pk, 1],
        "public_file": [notice.pk, 1, "pdf"], "public_data": [notice.pk, 1, "results.json"],
    }  # fmt: skip
