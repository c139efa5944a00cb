"""Drafting, signing, publishing: nothing is lost, nobody signs his own words, what is published stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from tests.console.notices.bare import (
    DAY,
    ISSUED_ON,
    LATER,
    NUMBER,
    drafted,
    final_campaign,
    published,
    signed,
)
from tests.console.notices.frozen import SECRET, final_round
from tests.console.province import Province, make_user
from xunwang.access.roles import Role
from xunwang.audit.models import Entry
from xunwang.inspection.models import CampaignEvent
from xunwang.inspection.moves import move
from xunwang.inspection.stages import Move
from xunwang.notices.errors import NoticeError, StaleNoticeError
from xunwang.notices.models import Notice, Publication, PublishedFile, Signature, Version
from xunwang.notices.notice import check_outputs
from xunwang.notices.office import Signing, publish, restore, save, sign, start, withdraw
from xunwang.notices.office.contents import data_of, latest

SIGNING = Signing(1, NUMBER, ISSUED_ON)


def test_every_saving_is_a_version_and_an_old_one_can_be_restored(province: Province) -> None:
    notice = drafted(province, opening="第一稿。")
    planner = province.user(Role.PLANNER)
    save(notice, {"opening": "第二稿，{{ sites.checked }}个。"}, 2, planner, LATER + DAY)
    assert "第二稿，3个。" in [one.text for one in data_of(latest(notice), LATER).body]
    assert save(notice, {"opening": "第二稿，{{ sites.checked }}个。"}, 3, planner, LATER).number == 3
    restored = restore(notice, 2, planner, LATER + DAY)
    assert (restored.number, restored.note) == (4, "恢复第2版")
    assert restored.texts == {"opening": "第一稿。"}
    assert [one.number for one in notice.versions.all()] == [4, 3, 2, 1]
    with pytest.raises(NoticeError):
        restore(notice, 9, planner, LATER)


def test_who_saves_over_a_newer_version_is_told(province: Province) -> None:
    notice = drafted(province, opening="第一稿。")
    with pytest.raises(StaleNoticeError, match="第2版"):
        save(notice, {"opening": "另一稿。"}, 1, province.user(Role.PROVINCE_ADMIN), LATER)
    assert latest(notice).texts == {"opening": "第一稿。"}


def test_words_with_unknown_figures_are_not_saved(province: Province) -> None:
    notice = drafted(province)
    for texts in ({"opening": "{{ no.such }}"}, {"no_such_slot": "x"}):
        with pytest.raises(NoticeError):
            save(notice, texts, 1, province.user(Role.PLANNER), LATER)
    assert notice.versions.count() == 1


def test_a_campaign_has_one_notice_and_only_with_final_results(province: Province) -> None:
    notice = drafted(province)
    planner = province.user(Role.PLANNER)
    with pytest.raises(NoticeError, match="已有通报"):
        start(notice.campaign, planner, LATER)
    with pytest.raises(PermissionDenied):
        start(notice.campaign, province.user(Role.REVIEWER), LATER)
    again = final_campaign(province, "另一次检查")
    move(again, Move.REOPEN, planner, LATER, "有误")
    with pytest.raises(NoticeError, match="尚未核定"):
        start(again, planner, LATER)


def test_nobody_signs_his_own_words(province: Province) -> None:
    admin = province.user(Role.PROVINCE_ADMIN)
    notice = drafted(province)
    with pytest.raises(PermissionDenied):
        sign(notice, SIGNING, province.user(Role.PLANNER), LATER)
    save(notice, {"opening": "改过。"}, 1, admin, LATER)
    with pytest.raises(NoticeError, match="另一人"):
        sign(notice, replace(SIGNING, version=2), admin, LATER)
    other = make_user("other_admin", Role.PROVINCE_ADMIN, province.root)
    assert sign(notice, replace(SIGNING, version=2), other, LATER).by == other


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"document_number": "2019-8"}, "文号"),
        ({"document_number": "白政办函〔2019〕8号<b>"}, "文号"),
        ({"issued_on": date(2019, 12, 1)}, "成文日期"),
        ({"issued_on": date(2020, 1, 31)}, "成文日期"),
        ({"version": 7}, "第1版"),
    ],
)
def test_a_signature_with_a_fault_is_refused(
    province: Province, changes: dict[str, Any], reason: str
) -> None:
    notice = drafted(province)
    with pytest.raises(NoticeError, match=reason):
        sign(notice, replace(SIGNING, **changes), province.user(Role.PROVINCE_ADMIN), LATER)
    assert not Signature.objects.exists()


def test_what_is_not_known_is_not_signed(province: Province) -> None:
    notice = drafted(province, opening="答复率{{ replies.share_5_days }}。")
    with pytest.raises(NoticeError, match=r"replies\.share_5_days"):
        sign(notice, replace(SIGNING, version=2), province.user(Role.PROVINCE_ADMIN), LATER)


def test_a_signed_version_says_what_was_signed_and_a_new_one_needs_a_new_signature(
    province: Province,
) -> None:
    notice = drafted(province)
    sign(notice, SIGNING, province.user(Role.PROVINCE_ADMIN), LATER + 2 * DAY)
    data = data_of(latest(notice), LATER + 90 * DAY)
    assert data.number == NUMBER and data.day == "2019年12月21日"
    assert [one.text for one in data.foot] == ["白山省人民政府办公厅2019年12月23日印发"]
    assert Signature.objects.get().fingerprint == data.fingerprint
    with pytest.raises(NoticeError, match="已经签发"):
        sign(notice, SIGNING, province.user(Role.PROVINCE_ADMIN), LATER)
    save(notice, {"opening": "改过。"}, 1, province.user(Role.PLANNER), LATER)
    notice.refresh_from_db()
    assert notice.work == "draft"
    with pytest.raises(NoticeError, match="还没有签发"):
        publish(notice, province.user(Role.PLANNER), LATER)


def test_publishing_moves_the_campaign_and_keeps_all_documents(province: Province) -> None:
    notice = published(province)
    assert notice.campaign.stage == "published" and notice.standing == "published"
    assert CampaignEvent.objects.filter(move="publish").count() == 1
    files = {one.name: default_storage.open(one.path).read() for one in PublishedFile.objects.all()}
    assert set(files) == {"docx", "pdf", "html", "xlsx", "groups.svg", "regions.svg", "scores.svg"}
    documents = {name: content for name, content in files.items() if not name.endswith(".svg")}
    assert check_outputs(data_of(latest(notice), LATER), documents) == []
    assert {one.name for one in PublishedFile.objects.all() if one.size != len(files[one.name])} == set()
    with pytest.raises(NoticeError, match="已经公布"):
        publish(notice, province.user(Role.PLANNER), LATER, "再来")


def test_a_correction_and_a_withdrawal_need_their_reason(province: Province) -> None:
    notice = published(province)
    planner, admin = province.user(Role.PLANNER), province.user(Role.PROVINCE_ADMIN)
    save(notice, {"opening": "更正后的导语。"}, 1, planner, LATER + DAY)
    sign(notice, replace(SIGNING, version=2), admin, LATER + DAY)
    with pytest.raises(NoticeError, match="理由"):
        publish(notice, planner, LATER + DAY)
    assert publish(notice, planner, LATER + DAY, "导语有误。").step == "correct"
    with pytest.raises(NoticeError, match="理由"):
        withdraw(notice, planner, LATER + DAY, " ")
    assert withdraw(notice, planner, LATER + 2 * DAY, "数据来源有误。").number == 3
    notice.refresh_from_db()
    assert notice.standing == "withdrawn"
    with pytest.raises(NoticeError, match="没有公布"):
        withdraw(notice, planner, LATER, "再来")
    for attempt in (publish, withdraw):
        with pytest.raises(PermissionDenied):
            attempt(notice, province.user(Role.AUDITOR), LATER, "理由")


def test_results_that_were_taken_back_are_neither_signed_nor_published(province: Province) -> None:
    notice = signed(province)
    move(notice.campaign, Move.REOPEN, province.user(Role.PLANNER), LATER, "有误")
    with pytest.raises(NoticeError, match="撤回或重新核定"):
        publish(notice, province.user(Role.PLANNER), LATER)
    assert not Publication.objects.exists()


def test_what_was_written_signed_and_published_does_not_change(province: Province) -> None:
    published(province)
    for model, field in (
        (Version, "note"),
        (Signature, "document_number"),
        (Publication, "reason"),
        (PublishedFile, "digest"),
    ):
        for attempt in (lambda m=model, f=field: m.objects.update(**{f: "x"}), model.objects.all().delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()
    logged = set(Entry.objects.values_list("subject", flat=True))
    assert {f"notices_{name}" for name in ("notice", "version", "signature", "publication")} <= logged


def test_a_whole_round_is_published_without_its_restricted_findings(province: Province) -> None:
    round_ = final_round(province)
    after = LATER + 365 * DAY
    notice: Notice = start(round_.campaign, round_.planner, after)
    sign(notice, Signing(1, "白政办函〔2020〕9号", after.date()), round_.admin, after)
    publish(notice, round_.planner, after)
    for one in PublishedFile.objects.all():
        assert SECRET.encode() not in default_storage.open(one.path).read()
