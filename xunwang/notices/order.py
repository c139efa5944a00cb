"""A rectification order as an official document: one data object for the printed page and for DOCX."""

from __future__ import annotations

from xunwang.calendar.working_days import local_day
from xunwang.notices.notice.data import ADDRESSEES, Annex, NoticeData, Paragraph, Span, clean
from xunwang.notices.notice.docx import render_docx
from xunwang.notices.notice.figures import chinese_day
from xunwang.rectify.models import Item, Order
from xunwang.rectify.vocabulary import ItemState


def order_document(order: Order) -> NoticeData:
    """What the order says, with the deadline as it stands. One query."""
    items = list(order.items.exclude(state=ItemState.WAIVED))
    campaign = order.campaign
    lines = [
        f"经{campaign.title}（监测时间点{chinese_day(local_day(campaign.check_point))}），你单位主管的政府网站、"
        f"政务新媒体存在{len(items)}项问题，见附件。",
        f"请于{chinese_day(order.due_on)}前完成整改并逐项反馈。",
        *order.batch.text.splitlines(),
    ]
    return NoticeData(
        title=clean(f"关于整改{campaign.title}所发现问题的通知"),
        issuer=order.issuer.name,
        head=order.issuer.name,
        number=order.number,
        day=chinese_day(local_day(order.issued_at)),
        digest=order.batch.final.digest,
        body=(
            Paragraph("to", ADDRESSEES, (Span(clean(f"{order.unit_name}：")),)),
            *(Paragraph("text", 0, (Span(clean(line)),)) for line in lines if line.strip()),
        ),
        annexes=(
            Annex(
                "items",
                "问题清单",
                ("序号", "网站或账号", "指标", "问题", "所在页面"),
                (6, 20, 14, 36, 24),
                tuple(_row(item) for item in items),
                numeric=(0,),
            ),
        ),
        figures={},
        sums=(),
        shares=(),
        rounding="",
    )


def order_docx(order: Order) -> bytes:
    """The file, which the office can edit."""
    return render_docx(order_document(order))


def _row(item: Item) -> tuple[str, ...]:
    indicator = f"{item.indicator}{'（单项否决）' if item.is_veto else ''}" or "政务新媒体"
    return (str(item.position), clean(item.subject), indicator, clean(item.problem), clean(item.url))
