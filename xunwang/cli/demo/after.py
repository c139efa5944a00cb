"""What follows on the results in the demonstration: the notice, the orders, the assessment of supervisors.

As with the review, scripted people do it and say so.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid5

from django.core.files.storage import default_storage

from xunwang.cli.demo import scene as at
from xunwang.cli.demo.people import People
from xunwang.cli.demo.script import LABEL
from xunwang.inspection.models import Campaign
from xunwang.notices.models import Notice, PublishedFile
from xunwang.notices.office import Signing, publish, sign, start
from xunwang.notices.office.contents import latest, signature_of
from xunwang.notices.vocabulary import Standing
from xunwang.rectify.answering import Answer, reply
from xunwang.rectify.answering import sign as sign_for
from xunwang.rectify.deadlines import Limit
from xunwang.rectify.deciding import Judgement, judge
from xunwang.rectify.issuing import Plan, issue
from xunwang.rectify.models import Order
from xunwang.rectify.vocabulary import ItemState, Move, OrderState
from xunwang.registry.models import Unit
from xunwang.supervision.assessment.moves import open_year

NUMBER = "演示函〔2021〕1号"
WORKING_DAYS = 15
DEMAND = f"请对照所列问题逐项整改，并附整改证明。（{LABEL}）"
_ORDERS = UUID("20210202-0000-4000-8000-000000000001")
LEFT_OPEN = 2
"""Orders that nobody answers, so that there is something overdue to look at."""


def publish_notice(campaign: Campaign, people: People) -> Notice:
    """Draft, sign and publish the notice, each once."""
    notice = Notice.objects.filter(campaign=campaign).first() or start(campaign, people.planner, at.FINAL_AT)
    version = latest(notice)
    if signature_of(version) is None:
        signing = Signing(version.number, NUMBER, at.PUBLISHED_AT.date())
        sign(notice, signing, people.admin, at.PUBLISHED_AT)
    notice.refresh_from_db()
    if notice.standing != Standing.PUBLISHED:
        publish(notice, people.planner, at.PUBLISHED_AT)
    campaign.refresh_from_db()
    return notice


def write_documents(notice: Notice, folder: Path) -> list[str]:
    """The published files below ``folder``, as they were published; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    publication = notice.publications.order_by("-number").first()
    written = []
    for file in PublishedFile.objects.filter(publication=publication).order_by("name"):
        ending = file.name if "." in file.name else f"notice.{file.name}"
        path = folder / ending
        with default_storage.open(file.path) as stored:
            path.write_bytes(stored.read())
        written.append(str(path))
    return written


def order_rectification(campaign: Campaign, people: People) -> int:
    """Orders to all units; all but some are answered and accepted. Gives the number of orders."""
    limit = Limit(working_days=WORKING_DAYS)
    plan = Plan(campaign, limit, "演示整", DEMAND)
    batch = issue(plan, uuid5(_ORDERS, str(campaign.pk)), people.planner, at.PUBLISHED_AT)
    orders = list(Order.objects.filter(batch=batch).order_by("pk"))
    for order in orders[: max(1, len(orders) - LEFT_OPEN)]:
        _settle(order, people)
    return len(orders)


def _settle(order: Order, people: People) -> None:
    """Sign for it, answer and accept what is still open."""
    if order.state == OrderState.ISSUED:
        sign_for(order, people.admin, at.SIGNED_AT)
    open_items = [item for item in order.items.order_by("position") if item.state == ItemState.OPEN]
    if open_items:
        done = f"已整改并核对。（{LABEL}）"
        answers = [Answer(item.pk, done, at.DONE_AT.date()) for item in open_items]
        reply(order, answers, people.admin, at.DONE_AT)
    waiting = [item for item in order.items.all() if item.state == ItemState.REPLIED]
    if waiting:
        judge(order, [Judgement(item.pk, Move.ACCEPT) for item in waiting], people.planner, at.ACCEPTED_AT)


def open_assessments(root: Unit, people: People, year: int = 2020) -> int:
    """The year's assessment of all cities; gives how many there are."""
    cities = list(Unit.objects.filter(superior=root, level="city", kind="government"))
    open_year(cities, year, people.planner, at.ASSESSED_AT)
    return len(cities)
