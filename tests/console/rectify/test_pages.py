"""The pages of the orders: from the preview to the acceptance, as the office and the unit go through them."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document

from tests.console.inspection.reviewed import CITY, HOME, sorts
from tests.console.inspection.rounds import add_sites
from tests.console.inspection.runs import found
from tests.console.province import Province, enter_coming_years
from tests.console.rectify.orders import TEXT, Orders, finalised, ordered, plan_of, reviewed
from xunwang.access.roles import Role
from xunwang.rectify.answering import sign
from xunwang.rectify.deadlines import Limit
from xunwang.rectify.issuing import issue
from xunwang.rectify.models import Order, Proof
from xunwang.rules.verdict import hit

SignIn = Callable[[object], Client]


@pytest.fixture
def order(province: Province) -> Order:
    """The department's order, issued now."""
    round_ = finalised(province)
    issue(
        plan_of(round_, limit=Limit(on=timezone.localdate() + timedelta(days=20))),
        uuid4(),
        round_.planner,
        timezone.now(),
    )
    return Order.objects.get(unit=province.department)


def versioned(order: Order, **data: object) -> dict[str, object]:
    order.refresh_from_db()
    return {"version": order.version, **data}


def test_the_office_previews_and_issues(province: Province, sign_in: SignIn) -> None:
    round_ = finalised(province)
    client = sign_in(round_.planner)
    form = {"campaign": round_.campaign.pk, "days": "", "on": "2090-01-01", "word": "网整", "text": TEXT}
    shown = client.post(reverse("order_issue"), form)
    assert "将下达的整改通知" in shown.content.decode() and not Order.objects.exists()
    hidden = dict(re.findall(r'name="(key|digest|whole)" value="([^"]*)"', shown.content.decode()))
    units = [draft.unit.pk for draft in shown.context["ready"].drafts]
    for _ in range(2):
        done = client.post(reverse("order_issue_confirm"), {**form, **hidden, "units": units}, follow=True)
        assert "已下达整改通知2份" in done.content.decode()
    assert Order.objects.count() == 2


def test_a_preview_says_why_it_is_none(province: Province, sign_in: SignIn) -> None:
    round_ = finalised(province)
    form = {"campaign": round_.campaign.pk, "days": "10", "on": "2090-01-01", "word": "网整", "text": TEXT}
    page = sign_in(round_.planner).post(reverse("order_issue"), form)
    assert "二者选一" in page.content.decode()


def test_the_unit_signs_answers_and_the_city_accepts(
    order: Order, province: Province, sign_in: SignIn
) -> None:
    client = sign_in(province.user(Role.UNIT_EDITOR))
    item = order.items.get()
    told = f"件整改通知待签收，最早{order.due_on:%Y-%m-%d}截止"
    assert told in client.get(reverse("home")).content.decode()
    page = client.get(reverse("order", args=[order.pk])).content.decode()
    assert "签收并查看问题" in page and item.problem not in page
    assert client.get(reverse("order_document", args=[order.pk])).status_code == 404
    client.post(reverse("order_sign", args=[order.pk]), versioned(order))
    page = client.get(reverse("order", args=[order.pk])).content.decode()
    evidence = re.search(r'href="(/feedback/\d+/findings/\d+/)">查看证据', page)
    assert item.problem in page and evidence and client.get(evidence[1]).status_code == 200
    proof = SimpleUploadedFile("证明.pdf", b"%PDF-1.7 proof")
    given = versioned(order) | {
        f"statement-{item.pk}": "已修复。", f"done-{item.pk}": f"{timezone.localdate():%Y-%m-%d}", f"proof-{item.pk}": proof,
    }  # fmt: skip
    client.post(reverse("order_reply", args=[order.pk]), given)
    item.refresh_from_db()
    assert item.state == "replied"
    got = client.get(reverse("order_proof", args=[Proof.objects.get().pk]))
    assert b"".join(got.streaming_content) == b"%PDF-1.7 proof"  # type: ignore[attr-defined]
    assert got.headers["Content-Disposition"].startswith("attachment")
    client = sign_in(province.user(Role.CITY_SUPERVISOR))
    assert "件整改等待您验收" in client.get(reverse("home")).content.decode()
    client.post(reverse("order_judge", args=[order.pk]), versioned(order) | {f"judge-{item.pk}": "accept"})
    order.refresh_from_db()
    assert order.state == "closed"
    assert "件整改等待您验收" not in client.get(reverse("home")).content.decode()


def test_the_office_above_is_not_asked_to_sign_and_signs_for_the_unit_only_knowingly(
    order: Order, province: Province, sign_in: SignIn
) -> None:
    unit = sign_in(province.user(Role.UNIT_EDITOR))
    assert "件整改通知待签收" in unit.get(reverse("home")).content.decode()
    above = sign_in(province.user(Role.PROVINCE_ADMIN))
    assert "件整改通知待签收" not in above.get(reverse("home")).content.decode()
    page = above.get(reverse("order", args=[order.pk])).content.decode()
    assert "现在要做：签收" not in page and f"等待{order.unit_name}签收" in page
    assert f"代{order.unit_name}签收" in page.split("<details>")[1].split("</details>")[0]


def test_an_old_form_is_told_so(order: Order, province: Province, sign_in: SignIn) -> None:
    sign(order, province.user(Role.UNIT_EDITOR), timezone.now())
    client = sign_in(province.user(Role.PLANNER))
    answer = client.post(
        reverse("order_cancel", args=[order.pk]), {"version": "1", "reason": "误发"}, follow=True
    )
    assert "其他人刚刚处理了" in answer.content.decode()
    order.refresh_from_db()
    assert order.state == "working"


def test_a_faulty_answer_keeps_what_was_written(order: Order, province: Province, sign_in: SignIn) -> None:
    client = sign_in(province.user(Role.UNIT_EDITOR))
    client.post(reverse("order_sign", args=[order.pk]), versioned(order))
    item = order.items.get()
    given = versioned(order) | {f"statement-{item.pk}": "写了很多字", f"done-{item.pk}": "明天"}
    page = client.post(reverse("order_reply", args=[order.pk]), given).content.decode()
    assert "日期应写成" in page and "写了很多字" in page


def test_problems_are_shown_as_text(province: Province, sign_in: SignIn) -> None:
    given = sorts()
    given[CITY]["W-D-24"] = hit((found(HOME, "标题为<script>alert(1)</script>。"),))
    round_ = reviewed(province, given)
    ordered(round_)
    client = sign_in(round_.planner)
    for name in ("order", "order_document"):
        page = client.get(reverse(name, args=[Order.objects.get(unit=province.city).pk])).content.decode()
        assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_the_document_says_the_same_on_the_page_and_in_the_file(orders: Orders, sign_in: SignIn) -> None:
    client = sign_in(orders.planner)
    page = client.get(reverse("order_document", args=[orders.city.pk])).content.decode()
    file = client.get(reverse("order_docx", args=[orders.city.pk]))
    assert file.headers["Content-Disposition"].startswith("attachment")
    document = Document(io.BytesIO(file.content))
    told = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    for words in (orders.city.number, "松江市人民政府：", "请于2021年1月4日前完成整改", "2020年12月12日"):
        assert words in page and words in told, words
    for item in orders.city.items.all():
        assert item.problem in cells and item.problem in page
    assert client.get(reverse("order_docx", args=[orders.city.pk])).content == file.content


def test_the_list_filters_what_is_late_and_what_waits(orders: Orders, sign_in: SignIn) -> None:
    client = sign_in(orders.supervisor)
    for query, count in (
        ("overdue=1", 2),
        ("wait=accept", 0),
        ("state=issued", 2),
        ("q=教育局", 1),
        (f"q={orders.city.number}", 1),
        ("state=closed", 0),
    ):
        assert client.get(f"{reverse('orders')}?{query}").context["listing"].total == count, query
    assert "逾期" in client.get(reverse("orders")).content.decode()
    serials = [one.serial for one in client.get(reverse("orders")).context["listing"].things]
    assert len(serials) == 2 and serials == sorted(serials, reverse=True)


def test_the_list_is_exported_by_those_who_may(orders: Orders, sign_in: SignIn) -> None:
    got = sign_in(orders.planner).get(f"{reverse('orders')}?export=csv")
    assert "白政办网整〔2020〕1号" in got.content.decode("utf-8-sig")
    page = sign_in(orders.editor).get(f"{reverse('orders')}?export=csv")
    assert page.headers["Content-Type"].startswith("text/html")


def queries(client: Client, name: str, *args: object) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(reverse(name, args=args)).status_code == 200
    return len(captured)


@pytest.mark.parametrize("who", ["planner", "supervisor", "editor"])
def test_pages_ask_few_queries_however_much_there_is(province: Province, sign_in: SignIn, who: str) -> None:
    enter_coming_years(province)
    add_sites(province, 12)
    round_ = finalised(province, similar=30)
    issue(plan_of(round_), uuid4(), round_.planner, timezone.now())
    order = Order.objects.get(unit=province.department)
    sign(order, province.user(Role.UNIT_EDITOR), timezone.now())
    person = {"planner": Role.PLANNER, "supervisor": Role.CITY_SUPERVISOR, "editor": Role.UNIT_EDITOR}[who]
    client = sign_in(province.user(person))
    city = Order.objects.get(unit=province.city)
    assert queries(client, "orders") < 30 and queries(client, "home") < 30
    small = queries(client, "order", order.pk)
    assert small < 30 and queries(client, "order_document", order.pk) < 30
    if who != "editor":
        assert city.items.count() > 30 and queries(client, "order", city.pk) <= small + 2
