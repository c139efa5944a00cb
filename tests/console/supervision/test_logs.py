"""Logs: entries need proof, stay on record, and silence means nothing until somebody says that it is all."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from tests.console.province import Province
from xunwang.access.roles import Role
from xunwang.audit.models import Entry as AuditEntry
from xunwang.inspection.hearing.uploads import LARGEST, Upload
from xunwang.supervision.errors import StaleError, SupervisionError
from xunwang.supervision.logs.entries import Entry, declare, enter, undeclare, withdraw
from xunwang.supervision.models import Declaration, LogEntry, Proof
from xunwang.supervision.vocabulary import ENTERED, WRITTEN_BY, Log
from xunwang.words import CHINA

NOW = datetime(2020, 12, 1, 9, 0, tzinfo=CHINA)
PDF = Upload("签到表.pdf", b"%PDF-1.7 ...")


def training(province: Province, **changes: object) -> Entry:
    values: dict[str, object] = {
        "unit": province.city, "year": 2020, "log": Log.TRAINING, "day": date(2020, 6, 1), "title": "业务培训",
    }  # fmt: skip
    return Entry(**(values | changes))  # type: ignore[arg-type]


def test_an_entry_is_kept_with_its_proof(province: Province) -> None:
    entry = enter(training(province), [PDF], province.user(Role.CITY_SUPERVISOR), NOW)
    proof = entry.proofs.get()
    assert (proof.name, proof.media_type, len(proof.digest)) == ("签到表.pdf", "application/pdf", 64)


def test_a_public_address_is_proof_too(province: Province) -> None:
    entry = enter(
        training(province, url="http://www.example.gov.cn/px"), [], province.user(Role.CITY_SUPERVISOR), NOW
    )
    assert not entry.proofs.exists()


@pytest.mark.parametrize(
    ("changes", "uploads", "told"),
    [
        ({}, [], "证明材料"),
        ({}, [Upload("a.exe", b"MZ")], "不是可接受的文件"),
        ({}, [Upload("a.pdf", b"<html>")], "不是可接受的文件"),
        ({}, [Upload("a.pdf", b"%PDF-" + b"0" * LARGEST)], "超过10MB"),
        ({}, [PDF] * 6, "最多上传5个"),
        ({"title": "  "}, [PDF], "事项"),
        ({"day": date(2019, 6, 1)}, [PDF], "不在2020年"),
        ({"day": date(2020, 12, 2)}, [PDF], "不能晚于今天"),
        ({"settled_on": date(2020, 5, 1)}, [PDF], "不能早于"),
        ({"log": Log.CHECKS}, [PDF], "选择抽查的网站"),
        ({"log": Log.MESSAGES}, [PDF], "留言台账"),
    ],
)
def test_what_proves_nothing_is_refused(
    province: Province, changes: dict[str, object], uploads: list[Upload], told: str
) -> None:
    with pytest.raises(SupervisionError, match=told):
        enter(training(province, **changes), uploads, province.user(Role.CITY_SUPERVISOR), NOW)
    assert not LogEntry.objects.exists() and not Proof.objects.exists()


@pytest.mark.parametrize("log", ENTERED)
def test_what_a_higher_office_found_is_not_for_the_supervised_to_tell(province: Province, log: Log) -> None:
    entry = training(province, log=log, sites=(province.city_portal,))
    city, planner = province.user(Role.CITY_SUPERVISOR), province.user(Role.PLANNER)
    own = log not in (Log.HIGHER_CHECKS, Log.RECHECKS, Log.VERIFICATIONS)
    allowed, refused = (city, planner) if own else (planner, city)
    with pytest.raises(PermissionDenied):
        enter(entry, [PDF], refused, NOW)
    assert enter(entry, [PDF], allowed, NOW).log == log


def test_nobody_reports_for_another_city(province: Province) -> None:
    with pytest.raises(PermissionDenied):
        enter(training(province, unit=province.other_city), [PDF], province.user(Role.CITY_SUPERVISOR), NOW)


def test_an_entry_is_withdrawn_with_a_reason_once_and_stays(province: Province) -> None:
    user = province.user(Role.CITY_SUPERVISOR)
    entry = enter(training(province), [PDF], user, NOW)
    with pytest.raises(SupervisionError, match="理由"):
        withdraw(entry, " ", user, NOW)
    withdraw(entry, "登记错了年度", user, NOW)
    with pytest.raises(StaleError):
        withdraw(entry, "再撤一次", user, NOW)
    assert LogEntry.objects.get().withdrawn_reason == "登记错了年度"


def test_the_database_keeps_proofs_as_they_are(province: Province) -> None:
    enter(training(province), [PDF], province.user(Role.CITY_SUPERVISOR), NOW)
    for act in (lambda: Proof.objects.update(name="x"), lambda: Proof.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_declaration_is_made_once_and_taken_back(province: Province) -> None:
    user = province.user(Role.CITY_SUPERVISOR)
    first = declare(province.city, 2020, Log.TRAINING, user, NOW)
    assert declare(province.city, 2020, Log.TRAINING, user, NOW) == first
    undeclare(province.city, 2020, Log.TRAINING, user)
    assert not Declaration.objects.exists()
    assert AuditEntry.objects.filter(subject="supervision_declaration").count() == 2


def test_a_declaration_is_for_who_writes_the_log(province: Province) -> None:
    with pytest.raises(PermissionDenied):
        declare(province.city, 2020, Log.HIGHER_CHECKS, province.user(Role.CITY_SUPERVISOR), NOW)
    with pytest.raises(SupervisionError, match="还没有开始"):
        declare(province.city, 2021, Log.TRAINING, province.user(Role.CITY_SUPERVISOR), NOW)
    with pytest.raises(SupervisionError, match="不需要确认"):
        declare(province.city, 2020, Log.BONUS, province.user(Role.CITY_SUPERVISOR), NOW)
    assert set(WRITTEN_BY) == set(Log)


def test_the_page_takes_files_and_gives_them_back_as_downloads(province: Province, client: Client) -> None:
    client.force_login(province.user(Role.CITY_SUPERVISOR))
    form = {
        "day": "2020-06-01", "title": "<b>培训</b>", "count": "60",
        "proofs": [SimpleUploadedFile("=cmd|签到.pdf", PDF.content), SimpleUploadedFile("通知.pdf", b"%PDF-1.4 2")],
    }  # fmt: skip
    answer = client.post(reverse("log_entry_new", args=[province.city.pk, 2020, "training"]), form)
    entry = LogEntry.objects.get()
    assert answer.headers["Location"] == reverse("log_entry", args=[entry.pk])
    assert "<b>培训</b>" not in client.get(answer.headers["Location"]).text
    assert entry.proofs.count() == 2
    for proof in entry.proofs.all():
        file = client.get(reverse("supervision_proof", args=[proof.pk]))
        assert file.headers["Content-Disposition"].startswith("attachment;")
        assert file.headers["X-Content-Type-Options"] == "nosniff"
        assert AuditEntry.objects.filter(action="download", subject_id=str(proof.pk)).exists()


def test_the_page_says_what_is_wrong_with_a_file(province: Province, client: Client) -> None:
    client.force_login(province.user(Role.CITY_SUPERVISOR))
    page = client.post(
        reverse("log_entry_new", args=[province.city.pk, 2020, "training"]),
        {"day": "2020-06-01", "title": "培训", "proofs": [SimpleUploadedFile("a.pdf", b"<html>")]},
    )
    assert "内容与类型不符" in page.text and not LogEntry.objects.exists()
