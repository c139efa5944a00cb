"""Issuing orders: set down, look at the preview, issue."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.roles import Action
from xunwang.calendar import CalendarNotPublished
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.models import Campaign
from xunwang.rectify.deadlines import Limit
from xunwang.rectify.errors import RectifyError
from xunwang.rectify.issuing import Plan, issue, preview
from xunwang.web.pages.rectify.queries import campaigns_to_order
from xunwang.web.people import allowed, person

TEXT = "请对照问题清单逐项整改，举一反三，全面自查，在期限内逐项反馈整改情况并上传证明材料。逾期未反馈的，将向上级单位通报。"


class OrderForm(forms.Form):
    """What all the orders say."""

    campaign = forms.ModelChoiceField(
        Campaign.objects.none(), label="检查", empty_label=None, help_text="结果已核定的检查。"
    )
    days = forms.IntegerField(
        label="期限（工作日）", required=False, min_value=1, max_value=250, initial=15,
        help_text="自下达次日起算，按国务院公布的节假日和调休计算；与截止日期二者选一。",
    )  # fmt: skip
    on = forms.DateField(
        label="截止日期", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    word = forms.CharField(
        label="发文代字", max_length=30, help_text="文号为“代字〔年份〕序号号”，序号自动接续。"
    )
    text = forms.CharField(
        label="整改要求", max_length=4000, initial=TEXT, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, campaigns: QuerySet[Campaign], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["campaign"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = campaigns

    def plan(self, units: frozenset[int] = frozenset()) -> Plan:
        """As the services take it."""
        given = self.cleaned_data
        days: int | None = given["days"]
        on: date | None = given["on"]
        return Plan(given["campaign"], Limit(days, on), given["word"], given["text"], units)


@allowed(Action.ISSUE_ORDERS)
def order_issue(request: HttpRequest) -> HttpResponse:
    """The form; posted, what it would issue."""
    campaigns = campaigns_to_order(person(request))
    last = campaigns.exclude(orders=None).values_list("orders__word", flat=True).first()
    initial = {"word": last or "", "campaign": request.GET.get("campaign", "")}
    form = OrderForm(campaigns, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            ready = preview(form.plan(), person(request), timezone.now())
        except (RectifyError, CalendarNotPublished) as error:
            form.add_error(None, str(error))
        else:
            context = {
                "form": form,
                "ready": ready,
                "key": uuid4(),
                "campaign": form.cleaned_data["campaign"],
            }
            return render(request, "rectify/preview.html", context)
    return render(request, "rectify/issue.html", {"form": form, "campaigns": campaigns.exists()})


@require_POST
@allowed(Action.ISSUE_ORDERS)
def order_issue_confirm(request: HttpRequest) -> HttpResponse:
    """Issue what the preview showed, for the units that are ticked."""
    form = OrderForm(campaigns_to_order(person(request)), request.POST)
    try:
        key = UUID(request.POST.get("key", ""))
        units = frozenset(int(text) for text in request.POST.getlist("units")[:5000])
    except ValueError as error:
        raise Http404 from error
    if not form.is_valid() or not units:
        messages.error(request, "请至少选择一个单位，并填写完整。")
        return redirect("order_issue")
    whole = request.POST.get("whole", "")
    try:
        plan = form.plan(units)
        now = timezone.now()
        # All units ticked: what was shown is what is issued, or nothing.
        seen = request.POST.get("digest", "") if whole == str(len(units)) else ""
        batch = issue(plan, key, person(request), now, seen=seen)
    except (RectifyError, InspectionError, CalendarNotPublished) as error:
        messages.error(request, str(error))
        return redirect("order_issue")
    messages.success(request, f"已下达整改通知{batch.orders}份，问题{batch.items}项。")
    return redirect("orders")
