"""Import of a table: upload, look at what it would do, then do it."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.access.roles import Action
from xunwang.engine.spreadsheet import SpreadsheetError
from xunwang.registry.importing import TABLES, Verdict, apply, plan
from xunwang.registry.models import ImportDraft
from xunwang.registry.snapshot import Register
from xunwang.web.components.uploads import rows_of_upload, table_file
from xunwang.web.downloads import table_download
from xunwang.web.people import allowed, person

SHOWN_ROWS = 300
_TONES = {Verdict.CREATE: "good", Verdict.UPDATE: "warn", Verdict.SAME: "plain", Verdict.ERROR: "bad"}


class ImportForm(forms.Form):
    """A file and what it holds."""

    kinds: ClassVar[list[tuple[str, str]]] = [(table.name, table.label) for table in TABLES.values()]
    kind = forms.ChoiceField(
        label="导入内容", choices=kinds, help_text="先导入单位，再导入网站和政务新媒体。"
    )
    file = table_file()


@allowed(Action.IMPORT_REGISTER)
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kind, file = form.cleaned_data["kind"], form.cleaned_data["file"]
        try:
            rows = rows_of_upload(file)
            plan(TABLES[kind], rows, Register.load())
        except SpreadsheetError as error:
            form.add_error("file", str(error))
        else:
            draft = ImportDraft.objects.create(
                kind=kind, file_name=(file.name or "")[:200], rows=rows, created_by=person(request)
            )
            return redirect("import_draft", pk=draft.pk)
    drafts = ImportDraft.objects.defer("rows").select_related("created_by")[:20]
    templates = [(table.label, reverse("import_template", args=[table.name])) for table in TABLES.values()]
    kinds = {table.name: table.label for table in TABLES.values()}
    shown = [(draft, kinds[draft.kind]) for draft in drafts]
    return render(request, "register/import.html", {"form": form, "drafts": shown, "templates": templates})


@allowed(Action.IMPORT_REGISTER)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would do now."""
    draft = get_object_or_404(ImportDraft, pk=pk)
    table = TABLES[draft.kind]
    planned = plan(table, draft.rows, Register.load())
    if request.GET.get("export"):
        rows = [["行", "列", "值", "处理办法"]]
        rows += [[str(error.row), error.column, error.value, error.remedy] for error in planned.errors]
        return table_download(request, "导入问题", "registry_importdraft", rows)
    labels = {column.field: column.headers[0] for column in table.columns}
    shown = [row for row in planned.rows if row.verdict is not Verdict.SAME][:SHOWN_ROWS]
    context = {
        "draft": draft,
        "label": table.label,
        "counts": [(verdict.label, planned.count(verdict), _TONES[verdict]) for verdict in Verdict],
        "rows": [(row, _TONES[row.verdict], _changes(row.changes, labels)) for row in shown],
        "more": sum(row.verdict is not Verdict.SAME for row in planned.rows) - len(shown),
        "ignored": planned.ignored,
        "errors": planned.errors,
        "useful": planned.count(Verdict.CREATE) + planned.count(Verdict.UPDATE),
        "warned": sum(bool(row.warnings) for row in planned.rows),
    }
    return render(request, "register/import_preview.html", context)


@require_POST
@allowed(Action.IMPORT_REGISTER)
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Do it."""
    draft = get_object_or_404(ImportDraft, pk=pk)
    done = apply(TABLES[draft.kind], draft.rows)
    draft.applied_at = timezone.now()
    draft.created, draft.updated = done.created, done.updated
    draft.save()
    refused = done.plan.count(Verdict.ERROR)
    told = f"已导入：新增{done.created}，修改{done.updated}" + (
        f"；{refused}行有错未导入。" if refused else "。"
    )
    messages.success(request, told)
    return redirect("import_draft", pk=pk)


@allowed(Action.IMPORT_REGISTER)
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty table with the headers."""
    table = TABLES.get(kind)
    if table is None:
        raise Http404
    header = [column.headers[0] for column in table.columns]
    return table_download(request, f"{table.label}导入模板", "registry_importdraft", [header])


def _changes(changes: dict[str, tuple[object, object]], labels: dict[str, str]) -> list[tuple[str, str, str]]:
    return [
        (labels.get(name.removesuffix("_id"), name), _shown(old), _shown(new))
        for name, (old, new) in changes.items()
    ]


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "；".join(map(str, value)) if isinstance(value, list) else str(value or "—")
