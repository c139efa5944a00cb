"""An office assesses a year by indicators of its own: checked row by row, looked at first, then kept as they are."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from tests.console.guards import past_the_guards
from tests.console.province import Province, make_user
from tests.console.supervision.assessed import NOW, opened
from xunwang.access.roles import Role
from xunwang.rules.supervision.edition import DEFAULT, SHIPPED
from xunwang.supervision.assessment.editions import digest_of_text, edition_of
from xunwang.supervision.assessment.moves import open_year, snapshot_is_whole
from xunwang.supervision.assessment.standing import picture_of
from xunwang.supervision.errors import ObstaclesError, SupervisionError
from xunwang.supervision.models import Assessment, OwnEdition, Snapshot

OPEN = "/supervision/years/2020/open/"


def own_text(item: str = "S-D-01", title: str = "白山省监管考核指标（2020年）", **changes: Any) -> str:
    """The shipped edition under another name, with one row changed."""
    raw = yaml.safe_load((SHIPPED / f"{DEFAULT}.yaml").read_text(encoding="utf-8"))
    raw |= {"id": "白山-2020", "title": title}
    next(row for row in raw["items"] if row["id"] == item).update(changes)
    return yaml.safe_dump(raw, allow_unicode=True)


def uploaded(client: Client, text: str) -> str:
    file = SimpleUploadedFile("own.yaml", text.encode())
    return client.post(OPEN, {"edition_file": file}).content.decode()


def test_a_file_is_looked_at_agreed_to_and_then_holds_for_the_year(
    province: Province, client: Client
) -> None:
    client.force_login(province.user(Role.PLANNER))
    text = own_text(points_each=5, cap=20)
    shown = uploaded(client, text)
    assert "S-D-01" in shown and "每次分值 由“无”改为“5”" in shown and not Assessment.objects.exists()
    # A browser sends the lines of a field with other ends.
    answer = client.post(OPEN, {"edition_text": text.replace("\n", "\r\n")}, follow=True)
    assert "已建立1个单位的考核" in answer.text and "白山省监管考核指标（2020年）" in answer.text
    assessment = Assessment.objects.get()
    assert assessment.own_edition is not None and assessment.own_edition.digest == digest_of_text(text)
    assert picture_of(assessment).edition.items["S-D-01"].points_each == 5
    assert snapshot_is_whole(Snapshot.objects.get())
    page = client.get(reverse("supervisor", args=[province.city.pk, 2020])).text
    assert f"自定，摘要 {digest_of_text(text)[:16]}" in page
    assert client.get(reverse("supervision_edition", args=[2020])).content.decode() == text
    assert client.get(reverse("supervision_edition", args=[2019])).content.startswith(b"#")


def test_all_faults_of_a_file_are_told_with_their_rows_and_nothing_is_opened(
    province: Province, client: Client
) -> None:
    client.force_login(province.user(Role.PLANNER))
    raw = yaml.safe_load(own_text("S-D-08", parameters={}, parameter_notes={}))
    faulty = yaml.safe_dump({**raw, "items": [*raw["items"], {"id": "S-D-99"}]}, allow_unicode=True)
    shown = uploaded(client, faulty)
    assert "S-D-99：kind的值“”不对，不能缺少。" in shown and "S-D-99：method" in shown
    assert "缺少参数“days_after_year”" in uploaded(
        client, own_text("S-D-08", parameters={}, parameter_notes={})
    )
    assert "不是有效的YAML" in uploaded(client, "items: {") and "文件是空的" in uploaded(client, "\ufeff")
    assert "S-D-99" in client.post(OPEN, {"edition_text": faulty}).text
    with pytest.raises(ObstaclesError, match="S-D-99"):
        opened(province, faulty)
    assert not Assessment.objects.exists() and not OwnEdition.objects.exists()


@pytest.mark.parametrize("first", ["", own_text()])
def test_a_year_that_has_begun_keeps_its_edition(province: Province, first: str) -> None:
    assessment, planner = opened(province, first), province.user(Role.PLANNER)
    with pytest.raises(SupervisionError, match="不能更换"):
        open_year([province.other_city], 2020, planner, NOW, own_text(title="另一版"))
    (second,) = open_year([province.other_city], 2020, planner, NOW)
    assert edition_of(second) == edition_of(assessment) and second.own_edition == assessment.own_edition
    (other_year,) = open_year([province.city], 2019, planner, NOW)
    assert other_year.edition_id == DEFAULT


@pytest.mark.parametrize(
    ("edition", "shown"), [("", "无 / 无 / 无 / 无"), (own_text(window_months=6), "无 / 无")]
)
def test_the_year_is_looked_at_by_the_periods_that_it_is_assessed_by(
    province: Province, client: Client, edition: str, shown: str
) -> None:
    opened(province, edition)
    client.force_login(province.user(Role.PLANNER))
    for page in (reverse("supervisor", args=[province.city.pk, 2020]), reverse("supervision") + "?year=2020"):
        texts = re.findall(r">\s*(无[ /无]*)\s*<", client.get(page).text)
        assert {text.strip() for text in texts} == {shown}, page


def test_who_assesses_a_part_only_does_not_choose_for_all(province: Province) -> None:
    of_a_city = make_user("city_planner", Role.PLANNER, province.city)
    with pytest.raises(SupervisionError, match="负责全部考核"):
        open_year([province.city], 2020, of_a_city, NOW, own_text())
    assert open_year([province.city], 2020, of_a_city, NOW)[0].own_edition is None


def test_the_text_cannot_be_changed_and_a_change_past_the_guards_shows(province: Province) -> None:
    opened(province, own_text())
    for attempt in (lambda: OwnEdition.objects.update(text="x"), OwnEdition.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    with past_the_guards() as cursor:
        cursor.execute("UPDATE supervision_ownedition SET text = %s", [own_text(points_each=1, cap=2)])
    assert not snapshot_is_whole(Snapshot.objects.select_related("assessment__own_edition").get())
