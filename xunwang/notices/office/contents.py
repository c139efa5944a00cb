"""What a version of a notice says: from its words, or as it was signed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from xunwang.calendar import CalendarNotPublished
from xunwang.inspection.results.freeze import final_of
from xunwang.notices.errors import NoticeError
from xunwang.notices.models import Notice, Signature, Version
from xunwang.notices.notice import NoticeData, TemplateError, Wording, build, load_template
from xunwang.notices.notice.template import own_words


def latest(notice: Notice) -> Version:
    """The last version."""
    version = notice.versions.select_related("author", "signature", "signature__by").first()
    if version is None:
        raise NoticeError("这件通报还没有内容。")
    return version


def signature_of(version: Version) -> Signature | None:
    """The version's signature, if it has one."""
    found: Signature | None = getattr(version, "signature", None)
    return found


def data_of(version: Version, now: datetime) -> NoticeData:
    """As it was signed; for one that is not, as it would be if it were issued ``now``.

    Raises NoticeError for results that are no longer final, words that can't be filled, a deadline in a year
    without a calendar.
    """
    signed = signature_of(version)
    if signed is not None:
        return NoticeData.from_json(signed.data)
    return data_of_words(version.notice, Wording(version.texts), now)


def data_of_words(notice: Notice, wording: Wording, now: datetime) -> NoticeData:
    """The notice with these words, issued ``now``. Raises NoticeError."""
    try:
        return build(notice.campaign, wording, now)
    except (TemplateError, CalendarNotPublished) as error:
        raise NoticeError(str(error)) from error


def whole_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """The words of all slots: the office's own, else the template's."""
    return {slot.id: texts.get(slot.id, slot.text) for slot in load_template().slots}


def own_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """The words that differ from the template's. Raises NoticeError for a slot that it hasn't."""
    slots = {slot.id: slot for slot in load_template().slots}
    unknown = sorted(texts.keys() - slots.keys())
    if unknown:
        raise NoticeError(f"模板中没有“{unknown[0]}”这一段。")
    return {
        name: text.replace("\r\n", "\n").strip()
        for name, text in texts.items()
        if own_words(slots[name], texts)
    }


def is_current(version: Version) -> bool:
    """False once the results it was written on have been taken back or made final anew."""
    final = final_of(version.notice.campaign)
    return final is not None and final.digest == version.digest
