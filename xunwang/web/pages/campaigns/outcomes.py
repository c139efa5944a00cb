"""Import of the accounts' outcomes: upload, look, confirm.

What was read travels with the confirming form, signed: nothing is stored before a person has looked at it.
"""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xunwang.access.permissions import require
from xunwang.access.roles import Action
from xunwang.engine.spreadsheet import SpreadsheetError
from xunwang.inspection.account_sheet import TABLE, OutcomeSheet, read_outcomes, sheet_of
from xunwang.inspection.accounts import Noted, record_accounts
from xunwang.inspection.errors import InspectionError
from xunwang.inspection.models import Campaign, CheckedAccount
from xunwang.web.components.uploads import rows_of_upload, table_file
from xunwang.web.downloads import table_download
from xunwang.web.pages.campaigns.accounts import may_record
from xunwang.web.pages.campaigns.campaign import found_campaign
from xunwang.web.pages.campaigns.sites import outcome_cell
from xunwang.web.people import allowed, person
from xunwang.words import Outcome

VALID = timedelta(hours=8)
SHOWN_ROWS = 300


class OutcomesForm(forms.Form):
    """A file."""

    file = table_file()


@allowed(Action.SEE_CAMPAIGNS)
def outcomes(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload a table and look at what it says; or take over what was looked at."""
    campaign = found_campaign(request, pk)
    require(person(request), Action.REVIEW_FINDINGS, campaign)
    if request.GET.get("export"):
        rows = list(sheet_of(campaign))
        return table_download(request, "抽查结果填报表", CheckedAccount._meta.db_table, rows)
    if "confirmed" in request.POST:
        return _confirm(request, campaign)
    form = OutcomesForm(request.POST, request.FILES) if request.method == "POST" else OutcomesForm()
    sheet = None
    if request.method == "POST" and form.is_valid():
        try:
            sheet = read_outcomes(campaign, rows_of_upload(form.cleaned_data["file"]))
        except SpreadsheetError as error:
            form.add_error("file", str(error))
    return render(request, "campaigns/outcomes.html", _context(request, campaign, form, sheet))


def _confirm(request: HttpRequest, campaign: Campaign) -> HttpResponse:
    try:
        rows = signing.loads(request.POST["confirmed"], salt=_salt(campaign), max_age=VALID)
        checked = {key: Noted(Outcome(outcome), problems) for key, outcome, problems in rows}
        count = record_accounts(campaign, checked, person(request))
    except signing.BadSignature:
        messages.error(request, "预览已过期，请重新上传文件。")
        return redirect("campaign_outcomes", pk=campaign.pk)
    except (InspectionError, PermissionDenied) as error:
        messages.error(request, str(error))
        return redirect("campaign_outcomes", pk=campaign.pk)
    messages.success(request, f"已记录{count}个账号的结果。")
    return redirect("campaign_accounts", pk=campaign.pk)


def _context(
    request: HttpRequest, campaign: Campaign, form: OutcomesForm, sheet: OutcomeSheet | None
) -> dict[str, object]:
    context: dict[str, object] = {
        "title": "导入抽查结果",
        "campaign": campaign,
        "form": form,
        "sheet": sheet,
        "columns": [column.headers for column in TABLE.columns],
        "may_record": may_record(person(request), campaign),
    }
    if sheet is not None:
        useful = sheet.useful
        rows = [(row.account.account_id, row.checked.outcome.value, row.checked.problems) for row in useful]
        context |= {
            "useful": len(useful),
            "same": len(sheet.rows) - len(useful),
            "rows": [
                (row, outcome_cell(row.account.outcome), outcome_cell(row.checked.outcome))
                for row in useful[:SHOWN_ROWS]
            ],
            "more": max(0, len(useful) - SHOWN_ROWS),
            "confirmed": signing.dumps(rows, salt=_salt(campaign), compress=True),
        }
    return context


def _salt(campaign: Campaign) -> str:
    return f"account outcomes of campaign {campaign.pk}"
